"""Runs the caller of an operator package (ModelNew) beside its KernelBench reference (Model, get_inputs,
get_init_inputs). The module that the caller imports the operator from is a stand-in: each call of it is noted with its
operands and ends the run; the next run gets the emulator's results in its place, until the caller comes to its end.
Whatever the caller does in torch around its calls is done for real."""

import os
import sys
import types

import torch

from benchmark import (WIDE, ArgumentWriter, Recorded, comparable, convert, dtype_name, in_type_of_result, install_stubs,
                       outputs_of, read_raw, result_from, write_raw)
from low_precision import LowPrecisionFallback
from reference_module import OnDevice, ReferenceModule, ReferenceProblem, guarded
from values import seed_for

# Module names that packages import their operators from.
BINDINGS = ("custom_ops_lib", "benchmark_ops")
TOLERANCE = 1e-4  # both benchmarks' own criterion: torch.allclose with this, absolute and relative


class ShapeWriter(ArgumentWriter):
    """Operands without contents."""

    def __init__(self):
        super().__init__("")

    def json(self, value):
        if isinstance(value, torch.Tensor):
            return {"tensor": self.number(value), "dtype": dtype_name(value.dtype), "shape": list(value.shape), "file": ""}
        return super().json(value)


class Binding(types.ModuleType):
    """Every name is a function of the operator's binding."""

    def __init__(self, name):
        super().__init__(name)
        self.__dict__["called"] = None

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *arguments, **keywords: self.called(name, arguments, keywords)


def device_is_here():
    """Moving to the device and back, which callers do, changes nothing here."""
    torch.Tensor.npu = lambda self, *a, **k: self
    torch.nn.Module.npu = lambda self, *a, **k: self


class Package:
    def __init__(self, request):
        self.seed = seed_for(int(request["seed"]), "package")
        self.binding = Binding(BINDINGS[0])
        install_stubs(self.binding)
        for name in BINDINGS:
            sys.modules[name] = self.binding
        device_is_here()
        self.reference = ReferenceModule(request["reference"])
        self.namespace = self.reference.namespace

    def init_inputs(self):
        init = self.reference.init_inputs()
        return ((), init) if isinstance(init, dict) else (tuple(init), {})

    def inputs(self, device="cpu"):
        torch.manual_seed(seed_for(self.seed, "inputs"))
        with LowPrecisionFallback():
            return self.reference.inputs(device)

    def run_model(self, types_map):
        torch.manual_seed(self.seed)
        positional, named = self.init_inputs()
        model = guarded("Model()", self.namespace["Model"], *positional, **named)
        if types_map:
            model = model.double()
        torch.manual_seed(self.seed)
        with torch.no_grad():
            result = guarded("Model.forward", model, *convert(self.inputs(), types_map))
        return [o.detach() for o in outputs_of(result)]

    def load_caller(self, source):
        code = guarded("the caller's text", compile, source, "model.py", "exec")
        guarded("the caller's text", exec, code, self.namespace)
        if not callable(self.namespace.get("ModelNew")):
            raise ReferenceProblem("the caller does not define ModelNew")

    def call(self, function, device="cpu"):
        """ModelNew on the reference's inputs; every call of the operator goes to `function`, which may raise Recorded."""
        self.binding.__dict__["called"] = function
        torch.manual_seed(self.seed)
        positional, named = self.init_inputs()
        model = guarded("ModelNew()", self.namespace["ModelNew"], *positional, **named)
        inputs = self.inputs(device)
        torch.manual_seed(self.seed)
        with torch.no_grad():
            try:
                return model(*inputs)
            except Recorded:
                raise
            except ReferenceProblem:
                raise
            except MemoryError:
                raise
            except BaseException as failure:
                text = (str(failure).strip().splitlines() or ["no message"])[0]
                raise ReferenceProblem("ModelNew.forward raised %s: %s" % (type(failure).__name__, text)) from None


# -- commands --------------------------------------------------------------------------------------------------------

def goldens(request):
    """The reference's outputs in fp64 and in its own precision, as files."""
    package = Package(request)
    with LowPrecisionFallback():
        own = package.run_model({})
    try:
        wide = package.run_model(WIDE)
    except ReferenceProblem:
        wide = own  # the reference fixes a type itself
    wide = wide if len(wide) == len(own) else own
    listed = []
    for i, (golden, same) in enumerate(zip(wide, own)):
        golden, same = comparable(golden), comparable(same)
        golden = golden.to(WIDE[golden.dtype]) if golden.dtype in WIDE else golden
        paths = [os.path.join(request["folder"], "%s%d.bin" % (kind, i)) for kind in ("golden", "same")]
        write_raw(golden, paths[0])
        write_raw(same, paths[1])
        listed.append({"golden": paths[0], "goldenType": dtype_name(golden.dtype), "same": paths[1],
                       "type": dtype_name(same.dtype), "shape": list(same.shape)})
    return {"goldens": listed}


def replay_of(call):
    """A function that does what the binding did in a call that the emulator has run."""

    def replay(arguments, keywords):
        writer = ShapeWriter()
        for value in list(arguments) + list(keywords.values()):
            writer.json(value)
        for number, path in call["outputs"].items():
            if int(number) < len(writer.tensors):  # updated in place
                target = writer.tensors[int(number)]
                target.copy_(read_raw(path, target.dtype, list(target.shape)))
        result = result_from(call["result"], call["outputs"], writer.tensors)
        return tuple(result) if isinstance(result, list) else result

    return replay


def own_check(golden, tensor):
    same = read_raw(golden["same"], getattr(torch, golden["type"]), golden["shape"])
    if list(tensor.shape) != list(same.shape):
        return False
    return bool(torch.allclose(same.double(), tensor.double(), atol=TOLERANCE, rtol=TOLERANCE))


def results_of(request, value):
    tensors = [comparable(t.contiguous()) for t in outputs_of(value)]
    if len(tensors) < len(request["goldens"]):
        raise ReferenceProblem("the caller returns %d tensors, the reference %d" % (len(tensors), len(request["goldens"])))
    files, agrees = [], True
    for i, (golden, tensor) in enumerate(zip(request["goldens"], tensors)):
        agrees = agrees and own_check(golden, tensor)
        tensor = in_type_of_result(golden, tensor)
        path = os.path.join(request["folder"], "result%d.bin" % i)
        write_raw(tensor, path)
        files.append({"file": path, "type": dtype_name(tensor.dtype), "shape": list(tensor.shape)})
    return {"results": files, "ownCheck": agrees}


def step(request):
    """Runs the caller with the results of the calls so far: {"call": the next one} or {"results"} at its end."""
    package = Package(request)
    package.load_caller(request["caller"])
    done, noted = [replay_of(call) for call in request["calls"]], {}
    shapes_only = bool(request.get("shapesOnly"))

    def function(name, arguments, keywords):
        number = len(noted.setdefault("seen", []))
        noted["seen"].append(name)
        if number < len(done):
            return done[number](arguments, keywords)
        folder = request["folder"]
        if not shapes_only:
            folder = os.path.join(folder, "call%d" % number)
            os.makedirs(folder, exist_ok=True)
        writer = ShapeWriter() if shapes_only else ArgumentWriter(folder)
        noted["call"] = {"function": name, "arguments": [writer.json(a) for a in list(arguments) + list(keywords.values())]}
        raise Recorded()

    try:
        if shapes_only:
            with OnDevice("meta"):
                value = package.call(function, "meta")
        else:
            value = package.call(function)
    except Recorded:
        return {"call": noted["call"]}
    if not done:
        raise ReferenceProblem("ModelNew.forward does not call the operator")
    return results_of(request, value)


COMMANDS = {"package_goldens": goldens, "package_step": step}
