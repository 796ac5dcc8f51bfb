"""Describes a KernelBench problem file: constants, inputs, parameters, outputs, without computing more than needed."""

import torch
import torch.fx
from torch.utils._python_dispatch import TorchDispatchMode

from reference_module import ReferenceModule, ReferenceProblem, forward
from values import dtype_name

# Larger inputs are not made: their shapes are found on torch's meta device, which allocates nothing.
REAL_BYTES = 256 << 20


class OnMeta(TorchDispatchMode):
    """Every new tensor is a shape without contents."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        schema = getattr(func, "_schema", None)
        if schema is not None and any(a.name == "device" for a in schema.arguments):
            kwargs["device"] = torch.device("meta")
            kwargs.pop("generator", None)
        return func(*args, **kwargs)


def shapes_on_meta(module):
    """Inputs as meta tensors, or None where the file does something a shape alone cannot answer."""
    try:
        with OnMeta():
            return module.inputs()
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
    summary["integral"] = bool((wide == wide.round()).all())
    return summary


def describe(tensor, real):
    entry = {"shape": list(tensor.shape), "dtype": dtype_name(tensor.dtype)}
    if real:
        entry["statistics"] = statistics(tensor)
    return entry


def argument_names(model, count):
    import inspect

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
    if not result["real"]:
        # The model may be as large as its inputs; what can be said without either is enough here.
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
    result["buffers"] = [dict(describe(b, True), name=n) for n, b in model.named_buffers()]
    result["outputs"] = [describe(o, False) for o in forward(model, inputs)]
    result["operations"] = operations(model)
    return result


def operations(model):
    """Names of the operations the model is made of, as far as torch.fx can tell; the family is guessed from them."""
    from graph_names import MODULES, base_name

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
