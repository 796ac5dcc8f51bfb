"""The reference's operator graph: torch.fx, run once on the case's tensors for shapes and types, normalised."""

import copy
import inspect
import math

import torch
import torch.fx

from golden import Case
from graph_names import CASTS, HOST_READS, MODULES, PASS_THROUGH, base_name, normalise
from low_precision import LowPrecisionFallback
from reference_module import ReferenceProblem, guarded, reference_lines
from values import dtype_name, dtype_of


class Recorder(torch.fx.Interpreter):
    """Runs the graph and keeps what every node gave."""

    def __init__(self, module):
        super().__init__(module)
        self.values = {}

    def run_node(self, node):
        result = super().run_node(node)
        self.values[node] = result
        return result


def constant(value):
    if isinstance(value, torch.dtype):
        return dtype_name(value)
    if isinstance(value, (torch.Size, list, tuple)):
        return [constant(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"}
    if isinstance(value, (bool, int, float, str, type(None))):
        return value
    if value is Ellipsis:
        return {"ellipsis": True}
    if isinstance(value, slice):
        return {"slice": [constant(value.start), constant(value.stop), constant(value.step)]}
    if isinstance(value, torch.device):
        return str(value)
    raise ReferenceProblem("the reference uses a %s, which the operator graph cannot hold" % type(value).__name__)


class ParameterReference:
    """Stands for a module's own tensor where an fx node would stand."""

    def __init__(self, name):
        self.name = name


class GraphBuilder:
    def __init__(self, case, traced, values):
        self.case = case
        self.traced = traced
        self.values = values
        self.names = {}  # fx node -> id in the result
        self.nodes = []
        self.used = {t["name"] for t in case.plain + case.parameters}
        self.parameter_names = {t["parameter"]: t["name"] for t in case.parameters}
        self.parameters = {}
        self.inputs = []

    def build(self):
        placeholders = iter(self.case.slots)
        for node in self.traced.graph.nodes:
            if node.op == "placeholder":
                spec, _ = next(placeholders, (None, None))
                if spec is not None:
                    self.names[node] = spec["name"]
                    self.inputs.append(spec["name"])
            elif node.op == "get_attr":
                if isinstance(self.values[node], torch.Tensor):
                    self.names[node] = self.parameter(node.target, self.values[node])
            elif node.op == "output":
                return self.finish(node.args[0])
            elif isinstance(self.values[node], (torch.Tensor, tuple, list)) and self.touches_tensor(node):
                self.operation(node)
        raise ReferenceProblem("the traced reference has no output")

    def touches_tensor(self, node):
        """False for shape arithmetic: x.size(0), x.shape[1:] are constants of the case."""
        value = self.values[node]
        return isinstance(value, torch.Tensor) or any(isinstance(v, torch.Tensor) for v in value)

    def fresh(self):
        name = "n%d" % (len(self.nodes) + 1)
        while name in self.used:
            name += "_"
        self.used.add(name)
        return name

    def parameter(self, path, tensor):
        name = self.parameter_names.get(path, path.replace(".", "_"))
        self.parameters[name] = {"name": name, "parameter": path, "shape": list(tensor.shape),
                                 "dtype": dtype_name(tensor.dtype)}
        return name

    def reference_to(self, value):
        """A value inside kwargs or a list: a node, or a plain constant."""
        if isinstance(value, ParameterReference):
            return {"node": value.name}
        if isinstance(value, torch.fx.Node):
            if value in self.names:
                return {"node": self.names[value]}
            return constant(self.values[value])
        if isinstance(value, (list, tuple)):
            return [self.reference_to(v) for v in value]
        return constant(value)

    def operand(self, value):
        if isinstance(value, ParameterReference):
            return {"node": value.name}
        if isinstance(value, torch.fx.Node) and value in self.names:
            return {"node": self.names[value]}
        if isinstance(value, (list, tuple)):
            return {"list": [self.operand(v) for v in value]}
        return {"const": self.reference_to(value)}

    def operation(self, node):
        if node.op == "call_module":
            name, args, kwargs = self.module_call(node)
        else:
            name = base_name(node.target)
            args, kwargs = list(node.args), dict(node.kwargs)
            if node.op == "call_function" and node.target is getattr:
                raise ReferenceProblem("the reference reads attribute '%s' of a tensor" % (args[1],))
        if name in HOST_READS:
            raise ReferenceProblem("the reference reads a tensor's contents on the host (%s)" % name)
        if name in PASS_THROUGH or (name == "dropout" and not kwargs.get("training", True)):
            source = args[0]
            if isinstance(source, torch.fx.Node) and source in self.names:
                self.names[node] = self.names[source]
                return
        if name in CASTS and node.op == "call_method":
            args, kwargs, name = args[:1], {"dtype": CASTS[name]}, "to"
        elif name == "to":
            args, kwargs = args[:1], {"dtype": dtype_name(self.values[node].dtype)}
        elif name in ("relu6", "hardtanh") and node.op != "call_module":
            low, high = (0.0, 6.0) if name == "relu6" else (-1.0, 1.0)
            rest = list(args[1:]) + [None, None]
            kwargs = {"min": kwargs.get("min_val", rest[0] if rest[0] is not None else low),
                      "max": kwargs.get("max_val", rest[1] if rest[1] is not None else high)}
            args, name = args[:1], "clamp"
        elif name in ("max", "min") and self.is_elementwise_pair(args):
            name = {"max": "maximum", "min": "minimum"}[name]
        operands, named = normalise(name, node.target if node.op == "call_function" else "", args, kwargs)
        if self.extremum_of_pair(node, name, operands, named):
            return
        self.emit(node, name, operands, named)

    def is_elementwise_pair(self, args):
        return len(args) == 2 and all(isinstance(a, torch.fx.Node) and isinstance(self.values[a], torch.Tensor)
                                      for a in args)

    def extremum_of_pair(self, node, name, operands, named):
        """torch.max(x, dim) gives values and indices; where only the values are used it is amax."""
        if name not in ("max", "min"):
            return False
        if isinstance(self.values[node], torch.Tensor):
            self.emit(node, "a" + name, operands, named)
            return True
        picks = list(node.users)
        values_only = all(
            (p.op == "call_function" and base_name(p.target) == "getitem" and p.args[1] == 0)
            or (p.op == "call_function" and p.target is getattr and p.args[1] == "values") for p in picks)
        if not values_only or not picks:
            return False
        self.emit(picks[0], "a" + name, operands, named, self.values[picks[0]])
        for pick in picks[1:]:
            self.names[pick] = self.names[picks[0]]
        return True

    def emit(self, node, name, operands, named, value=None):
        if node in self.names:
            return
        value = self.values[node] if value is None else value
        entry = {"id": self.fresh(), "op": name, "args": [self.operand(a) for a in operands],
                 "kwargs": {k: self.reference_to(v) for k, v in named.items()}}
        if isinstance(value, torch.Tensor):
            entry["shape"], entry["dtype"] = list(value.shape), dtype_name(value.dtype)
        else:
            tensors = [v for v in value if isinstance(v, torch.Tensor)]
            entry["shapes"] = [list(v.shape) for v in tensors]
            entry["dtypes"] = [dtype_name(v.dtype) for v in tensors]
        self.names[node] = entry["id"]
        self.nodes.append(entry)

    def module_call(self, node):
        module = self.traced.get_submodule(node.target)
        kind = type(module).__name__
        if kind in ("Dropout", "Dropout1d", "Dropout2d") and (not module.training or module.p == 0):
            return "identity", list(node.args), {}
        if kind == "ReLU6":
            return "clamp", list(node.args), {"min": 0.0, "max": 6.0}
        name, attributes = MODULES.get(kind, (kind.lower(), []))
        kwargs = {}
        args = list(node.args)
        for attribute, argument in attributes:
            value = getattr(module, attribute, None)
            if isinstance(value, torch.Tensor):
                value = ParameterReference(self.parameter("%s.%s" % (node.target, attribute), value))
            if name == "linear":
                args.append(value)
            else:
                kwargs[argument] = value
        return name, args, kwargs

    def finish(self, result):
        outputs = list(result) if isinstance(result, (list, tuple)) else [result]
        ids = []
        for node in outputs:
            if not isinstance(node, torch.fx.Node) or node not in self.names:
                raise ReferenceProblem("an output of the reference is no tensor of its graph")
            ids.append(self.names[node])
        return {"inputs": self.inputs, "nodes": self.nodes, "outputs": ids,
                "parameters": list(self.parameters.values()),
                "tensors": {t["name"]: {"shape": t["shape"], "dtype": t["dtype"]}
                            for t in self.case.plain + self.case.parameters}}


def symbolic_trace(case, model):
    fixed = {}
    for parameter, (spec, value) in zip(inspect.signature(model.forward).parameters, case.slots):
        if spec is None:
            fixed[parameter] = value
    try:
        return torch.fx.symbolic_trace(model, concrete_args=fixed or None)
    except ReferenceProblem:
        raise
    except BaseException as failure:
        text = (str(failure).strip().splitlines() or [type(failure).__name__])[0]
        raise ReferenceProblem("the reference cannot be traced to an operator graph: %s" % text,
                               reference_lines(failure)) from None


def trace(request):
    case = Case(request)
    # Shapes and types do not depend on the values; drawing a million of them would be the slowest part.
    values = {t["name"]: torch.ones(t["shape"], dtype=dtype_of(t["dtype"])) for t in case.plain}
    model = copy.deepcopy(case.model)
    main = next((dtype_of(t["dtype"]) for t in case.plain if dtype_of(t["dtype"]).is_floating_point), None)
    if main is not None:
        model = model.to(main)
    traced = symbolic_trace(case, model)
    recorder = Recorder(traced)
    arguments = case.arguments(values, False)
    with torch.no_grad(), LowPrecisionFallback():
        guarded("Model.forward", recorder.run, *arguments)
    return GraphBuilder(case, traced, recorder.values).build()
