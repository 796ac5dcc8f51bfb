"""Describes a KernelBench problem file: constants, inputs, parameters, outputs, without computing more than needed."""

import copy
import inspect

import torch
import torch.fx

from graph_names import MODULES, base_name
from reference_module import ReferenceModule, ReferenceProblem, forward
from values import dtype_name, same_bits

# Larger inputs are not made: their shapes are found on torch's meta device, which allocates nothing.
REAL_BYTES = 256 << 20


def shapes_on_meta(module):
    """Inputs as meta tensors, or None where the file does something a shape alone cannot answer."""
    try:
        return module.inputs("meta")
    except ReferenceProblem:
        return None


def statistics(tensor):
    """What the values look like, so that inputs of the same kind can be drawn."""
    if tensor.numel() == 0:
        return {}
    flat = tensor.reshape(-1)
    wide = flat.double()
    summary = {"min": float(wide.min()), "max": float(wide.max()), "mean": float(wide.mean()),
               "std": float(wide.std(unbiased=False)), "constant": bool((flat == flat[0]).all())}
    if flat.numel() > 1 and bool((wide == torch.arange(flat.numel(), dtype=torch.float64)).all()):
        summary["arange"] = True
    return summary


def describe(tensor, real):
    entry = {"shape": list(tensor.shape), "dtype": dtype_name(tensor.dtype)}
    if real:
        entry["statistics"] = statistics(tensor)
    return entry


def argument_names(model, count):
    names = [n for n in inspect.signature(model.forward).parameters]
    return [names[i] if i < len(names) else "input%d" % i for i in range(count)]


def inspect_source(request):
    module = ReferenceModule(request["source"], request.get("constants"))
    constants = {k: v for k, v in module.constants.items() if type(v) is int}
    result = {"constants": constants, "allConstants": module.constants, "real": True}
    inputs = shapes_on_meta(module)
    if inputs is not None:
        size = sum(t.numel() * t.element_size() for t in inputs if isinstance(t, torch.Tensor))
        result["real"] = size <= REAL_BYTES
    if not result["real"] or request.get("shapesOnly"):
        # The model may be as large as its inputs; what can be said without either is enough here.
        inputs = module.inputs() if inputs is None else inputs
        result["inputs"] = [describe(t, False) if isinstance(t, torch.Tensor) else {"value": t} for t in inputs]
        return result
    torch.manual_seed(0)
    inputs = module.inputs()
    model = module.model(0)
    names = argument_names(model, len(inputs))
    result["inputs"] = []
    for name, value in zip(names, inputs):
        entry = describe(value, True) if isinstance(value, torch.Tensor) else {"value": value}
        result["inputs"].append(dict(entry, name=name))
    result["parameters"] = [dict(describe(p.detach(), True), name=n) for n, p in model.named_parameters()]
    outputs = forward(copy.deepcopy(model), inputs)
    result["outputs"] = [describe(o, False) for o in outputs]
    result["buffers"] = [dict(describe(b, True), name=n, used=influences(model, n, inputs, outputs))
                         for n, b in model.named_buffers()]
    result["finiteOnNormal"] = finite_on_normal(model, inputs)
    result["operations"] = operations(model)
    return result


def influences(model, buffer, inputs, outputs):
    """Whether the outputs change with a floating buffer (a running mean does nothing in training mode)."""
    changed = copy.deepcopy(model)
    tensor = dict(changed.named_buffers())[buffer]
    if not tensor.dtype.is_floating_point:
        return False
    tensor.add_(0.5)
    return not all(map(same_bits, outputs, forward(changed, inputs)))


def finite_on_normal(model, inputs):
    """Whether values of both signs are legal: torch.rand alone would let a copying kernel pass for a ReLU."""
    generator = torch.Generator().manual_seed(1)
    drawn = [torch.randn(v.shape, generator=generator).to(v.dtype)
             if isinstance(v, torch.Tensor) and v.dtype.is_floating_point else v for v in inputs]
    try:
        return all(bool(torch.isfinite(o.double()).all()) for o in forward(copy.deepcopy(model), drawn))
    except ReferenceProblem:
        return False


def operations(model):
    """Names of the operations the model is made of, as far as torch.fx can tell; the family is guessed from them."""
    try:
        traced = torch.fx.symbolic_trace(model)
    except BaseException:
        return []
    names = []
    for node in traced.graph.nodes:
        if node.op == "call_module":
            kind = type(traced.get_submodule(node.target)).__name__
            names.append(MODULES.get(kind, (kind.lower(), []))[0])
        elif node.op in ("call_function", "call_method"):
            names.append(base_name(node.target))
    return names
