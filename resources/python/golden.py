"""Inputs and expected outputs of one case. The golden is the reference in fp64 on the case's own, already rounded
inputs; beside it stands the same reference in the case's precision, the yardstick of what that precision allows."""

import copy
import os

import torch

from low_precision import LowPrecisionFallback, PrecisionWatch
from reference_module import ReferenceModule, ReferenceProblem, forward
from values import altered, draw, dtype_name, dtype_of, round_to, same_bits, seed_for, write_raw

# Checks that need further runs of the reference are left out above this many elements.
HYGIENE_ELEMENTS = 1 << 20


class Case:
    """A request's tensors beside the reference they belong to."""

    def __init__(self, request):
        self.seed = int(request["seed"])
        self.module = ReferenceModule(request["source"], request.get("constants"), request.get("types"))
        self.plain = [t for t in request["inputs"] if not t.get("parameter")]
        self.parameters = [t for t in request["inputs"] if t.get("parameter")]
        self.outputs = request["outputs"]
        self.own_values = {}  # inputs whose values are the ones get_inputs() makes
        self.slots = self.match_inputs()
        self.model = self.prepare_model()

    def match_inputs(self):
        """get_inputs() with the spec's tensors in place of its own; shapes and kinds must agree."""
        torch.manual_seed(seed_for(self.seed, "get_inputs"))
        values = self.module.inputs()
        tensors = [v for v in values if isinstance(v, torch.Tensor)]
        if len(tensors) != len(self.plain):
            raise ReferenceProblem("get_inputs() returns %d tensors, the specification has %d inputs"
                                   % (len(tensors), len(self.plain)))
        slots, index = [], 0
        for value in values:
            if not isinstance(value, torch.Tensor):
                slots.append((None, value))
                continue
            spec = self.plain[index]
            index += 1
            if list(value.shape) != spec["shape"]:
                raise ReferenceProblem("input '%s': get_inputs() gives shape %s, the specification says %s"
                                       % (spec["name"], list(value.shape), spec["shape"]))
            dtype = dtype_of(spec["dtype"])
            if value.dtype.is_floating_point != dtype.is_floating_point:
                raise ReferenceProblem("input '%s': get_inputs() gives %s, the specification says %s"
                                       % (spec["name"], dtype_name(value.dtype), spec["dtype"]))
            # Index tensors keep the type the reference works with (torch wants int64); the kernel sees the spec's.
            slots.append((spec, dtype if dtype.is_floating_point else value.dtype))
            if spec["values"].get("kind") == "reference":
                self.own_values[spec["name"]] = round_to(value.detach(), dtype)
        return slots

    def prepare_model(self):
        model = self.module.model(seed_for(self.seed, "model"))
        tensors = dict(model.named_parameters())
        tensors.update(dict(model.named_buffers()))
        listed = {t["parameter"] for t in self.parameters}
        for name, _ in model.named_parameters():
            if name not in listed:
                raise ReferenceProblem("the reference's parameter '%s' is not an input of the specification; "
                                       "no kernel could know its values" % name)
        for spec in self.parameters:
            tensor = tensors.get(spec["parameter"])
            if tensor is None:
                raise ReferenceProblem("the reference has no parameter or buffer '%s'" % spec["parameter"])
            if list(tensor.shape) != spec["shape"]:
                raise ReferenceProblem("parameter '%s' has shape %s, the specification says %s"
                                       % (spec["parameter"], list(tensor.shape), spec["shape"]))
            with torch.no_grad():
                values = tensor.detach().clone()
                if spec["values"].get("kind") != "module":
                    values = draw(spec["shape"], dtype_of(spec["dtype"]), spec["values"], self.seed, spec["name"])
                tensor.copy_(values.to(dtype_of(spec["dtype"])).to(tensor.dtype))
        return model

    def parameter_values(self):
        tensors = dict(self.model.named_parameters())
        tensors.update(dict(self.model.named_buffers()))
        return {t["name"]: tensors[t["parameter"]].detach().to(dtype_of(t["dtype"])) for t in self.parameters}

    def draw_inputs(self):
        return {t["name"]: self.own_values[t["name"]] if t["name"] in self.own_values
                else draw(t["shape"], dtype_of(t["dtype"]), t["values"], self.seed, t["name"]) for t in self.plain}

    def arguments(self, values, double):
        out = []
        for spec, extra in self.slots:
            if spec is None:
                out.append(extra)
                continue
            value = values[spec["name"]].to(extra)
            out.append(value.double().clone() if double and value.is_floating_point() else value.clone())
        return out

    def run_double(self, values, rng):
        model = copy.deepcopy(self.model).double()
        torch.manual_seed(rng)
        with PrecisionWatch() as watch:
            outputs = forward(model, self.arguments(values, True))
        return [o.detach().clone() for o in outputs], watch.casts

    def run_own_precision(self, values):
        main = next((dtype_of(t["dtype"]) for t in self.plain if dtype_of(t["dtype"]).is_floating_point), None)
        model = copy.deepcopy(self.model)
        if main is not None:
            model = model.to(main)
        tensors = dict(model.named_parameters())
        tensors.update(dict(model.named_buffers()))
        for spec in self.parameters:
            tensors[spec["parameter"]].data = tensors[spec["parameter"]].data.to(dtype_of(spec["dtype"]))
        torch.manual_seed(1)
        with LowPrecisionFallback() as fallback:
            outputs = forward(model, self.arguments(values, False))
        return [o.detach().clone() for o in outputs], fallback.widened


def check_outputs(case, goldens, own):
    if len(goldens) != len(case.outputs):
        raise ReferenceProblem("Model.forward returns %d tensors, the specification has %d outputs"
                               % (len(goldens), len(case.outputs)))
    for spec, golden, same in zip(case.outputs, goldens, own):
        for tensor in (golden, same):
            if list(tensor.shape) != spec["shape"]:
                raise ReferenceProblem("output '%s' has shape %s, the specification says %s"
                                       % (spec["name"], list(tensor.shape), spec["shape"]))
        if dtype_name(same.dtype) != spec["dtype"]:
            raise ReferenceProblem("output '%s' has type %s, the specification says %s"
                                   % (spec["name"], dtype_name(same.dtype), spec["dtype"]))


def same_values(left, right):
    """Like same_bits, but both zeros are one and so are all NaNs."""
    return all(bool(((a == b) | ((a != a) & (b != b))).all()) for a, b in zip(left, right))


def hygiene(case, values, goldens):
    """Remarks about a task a wrong kernel could pass."""
    remarks = []
    for spec, golden in zip(case.outputs, goldens):
        flat = golden.reshape(-1)
        if flat.numel() > 1 and bool((flat == flat[0]).all()):
            remarks.append("output '%s' is constant" % spec["name"])
    if sum(v.numel() for v in values.values()) > HYGIENE_ELEMENTS:
        return remarks
    for name, value in values.items():
        changed = dict(values)
        changed[name] = altered(value)
        if torch.equal(changed[name], value):
            continue
        try:
            outputs, _ = case.run_double(changed, 1)
        except ReferenceProblem:
            continue  # other values are not legal inputs here; says nothing about being ignored
        if same_values(outputs, goldens):
            remarks.append("input '%s' does not influence the outputs" % name)
    return remarks


def compute(request):
    case = Case(request)
    folder = request["folder"]
    values = case.draw_inputs()
    goldens, casts = case.run_double(values, 1)
    again, _ = case.run_double(values, 2)
    if len(goldens) != len(again) or not all(map(same_bits, goldens, again)):
        raise ReferenceProblem("the reference is not deterministic: two runs on the same inputs differ",
                               "dropout and random draws inside Model must be switched off")
    own, widened = case.run_own_precision(values)
    check_outputs(case, goldens, own)

    stored = dict(values)
    stored.update(case.parameter_values())
    for index, spec in enumerate(request["inputs"]):
        write_raw(stored[spec["name"]], os.path.join(folder, "input%d.bin" % index))
    for index, (spec, golden, same) in enumerate(zip(case.outputs, goldens, own)):
        dtype = dtype_of(spec["dtype"])
        write_raw(golden.double() if dtype.is_floating_point else golden.to(dtype),
                  os.path.join(folder, "golden%d.bin" % index))
        write_raw(same, os.path.join(folder, "same%d.bin" % index))
    return {
        "torch": str(torch.__version__),
        "remarks": hygiene(case, values, goldens),
        "computedInFloat32": sorted(widened),
        "castsInReference": sorted(casts),
        "buffersNotInputs": [n for n, _ in case.model.named_buffers()
                             if n not in {t["parameter"] for t in case.parameters}],
    }
