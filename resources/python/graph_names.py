"""One name and one argument form per operation, whatever way the reference spells it: torch.relu(x), x.relu(),
F.relu(x) and nn.ReLU()(x) all become "relu"."""

import inspect

ALIASES = {
    "truediv": "div", "divide": "div", "true_divide": "div", "multiply": "mul", "subtract": "sub", "negative": "neg",
    "absolute": "abs", "clip": "clamp", "iadd": "add", "isub": "sub", "imul": "mul", "itruediv": "div",
    "special_softmax": "softmax", "special_log_softmax": "log_softmax", "special_expit": "sigmoid", "expit": "sigmoid",
    "swish": "silu", "view": "reshape", "greater": "gt", "greater_equal": "ge", "less": "lt", "less_equal": "le",
    "not_equal": "ne", "concat": "cat", "swapaxes": "transpose", "mm": "matmul", "type": "to", "floordiv": "floor_divide",
    "mod": "remainder", "clamp_max": "minimum", "clamp_min": "maximum", "type_as": "to",
}

# Names of the arguments after the operands, in the order torch takes them, with the defaults that are not None.
REDUCTION = (1, ["dim", "keepdim", "dtype"], {"keepdim": False})
SIGNATURES = {
    "softmax": (1, ["dim", "dtype"], {}),
    "log_softmax": (1, ["dim", "dtype"], {}),
    "sum": REDUCTION, "mean": REDUCTION, "amax": REDUCTION, "amin": REDUCTION, "prod": REDUCTION,
    "logsumexp": REDUCTION, "argmax": REDUCTION, "argmin": REDUCTION, "max": REDUCTION, "min": REDUCTION,
    "all": REDUCTION, "any": REDUCTION,
    "var": (1, ["dim", "unbiased", "keepdim"], {"unbiased": True, "keepdim": False}),
    "std": (1, ["dim", "unbiased", "keepdim"], {"unbiased": True, "keepdim": False}),
    "norm": (1, ["p", "dim", "keepdim", "dtype"], {"p": "fro", "keepdim": False}),
    "cumsum": (1, ["dim", "dtype"], {}), "cumprod": (1, ["dim", "dtype"], {}),
    "clamp": (1, ["min", "max"], {}),
    "leaky_relu": (1, ["negative_slope"], {"negative_slope": 0.01}),
    "gelu": (1, ["approximate"], {"approximate": "none"}),
    "elu": (1, ["alpha"], {"alpha": 1.0}),
    "softplus": (1, ["beta", "threshold"], {"beta": 1, "threshold": 20}),
    "hardtanh": (1, ["min_val", "max_val"], {"min_val": -1.0, "max_val": 1.0}),
    "layer_norm": (1, ["normalized_shape", "weight", "bias", "eps"], {"eps": 1e-5}),
    "batch_norm": (1, ["running_mean", "running_var", "weight", "bias", "training", "momentum", "eps"], {"eps": 1e-5}),
    "group_norm": (1, ["num_groups", "weight", "bias", "eps"], {"eps": 1e-5}),
    "to": (1, ["dtype"], {}),
    "transpose": (1, ["dim0", "dim1"], {}), "squeeze": (1, ["dim"], {}), "unsqueeze": (1, ["dim"], {}),
    "flatten": (1, ["start_dim", "end_dim"], {"start_dim": 0, "end_dim": -1}),
    "cat": (1, ["dim"], {"dim": 0}), "stack": (1, ["dim"], {"dim": 0}),
    "add": (2, ["alpha"], {"alpha": 1}), "sub": (2, ["alpha"], {"alpha": 1}),
}
# Operations whose remaining positional arguments are one list: x.view(2, 3) and x.view((2, 3)).
VARIADIC = {"reshape": "shape", "permute": "dims", "expand": "shape", "repeat": "repeats"}
OPERANDS = {"add": 2, "sub": 2, "mul": 2, "div": 2, "pow": 2, "maximum": 2, "minimum": 2, "where": 3, "matmul": 2, "bmm": 2,
            "gt": 2, "lt": 2, "ge": 2, "le": 2, "eq": 2, "ne": 2, "remainder": 2, "floor_divide": 2, "atan2": 2,
            "lerp": 3, "addcmul": 3, "addcdiv": 3, "linear": 3}

# Read by nobody downstream, or without effect on a result.
IGNORED_KWARGS = {"inplace", "_stacklevel", "out", "non_blocking", "copy", "memory_format"}
# A tensor's contents used as a Python value: no graph over tensors can express it.
HOST_READS = {"item", "tolist", "numpy", "__bool__", "__float__", "__int__"}
PASS_THROUGH = {"contiguous", "clone", "detach", "identity", "cpu"}
CASTS = {"float": "float32", "half": "float16", "bfloat16": "bfloat16", "double": "float64", "int": "int32",
         "long": "int64", "bool": "bool", "short": "int16", "char": "int8", "byte": "uint8"}

# nn.Module class -> (operation, [(attribute, argument)]); parameters are passed as get_attr nodes under the name.
MODULES = {
    "ReLU": ("relu", []), "Sigmoid": ("sigmoid", []), "Tanh": ("tanh", []), "SiLU": ("silu", []), "Mish": ("mish", []),
    "GELU": ("gelu", [("approximate", "approximate")]), "LeakyReLU": ("leaky_relu", [("negative_slope", "negative_slope")]),
    "ELU": ("elu", [("alpha", "alpha")]), "SELU": ("selu", []), "Softsign": ("softsign", []),
    "Softplus": ("softplus", [("beta", "beta"), ("threshold", "threshold")]), "Hardsigmoid": ("hardsigmoid", []),
    "Hardswish": ("hardswish", []), "ReLU6": ("clamp", []), "Hardtanh": ("clamp", [("min_val", "min"), ("max_val", "max")]),
    "Softmax": ("softmax", [("dim", "dim")]), "LogSoftmax": ("log_softmax", [("dim", "dim")]),
    "LogSigmoid": ("logsigmoid", []),
    "LayerNorm": ("layer_norm", [("normalized_shape", "normalized_shape"), ("weight", "weight"), ("bias", "bias"),
                                 ("eps", "eps")]),
    "Linear": ("linear", [("weight", "weight"), ("bias", "bias")]),
    "Identity": ("identity", []), "Flatten": ("flatten", [("start_dim", "start_dim"), ("end_dim", "end_dim")]),
}


def base_name(target):
    """Operation name of an fx target: a function, a built-in, an operator or a method's name."""
    name = target if isinstance(target, str) else getattr(target, "__name__", str(target))
    name = name.lower()
    if name.startswith("__") and name.endswith("__"):
        name = name[2:-2]
    if name.endswith("_") and not name.startswith("_"):
        name = name[:-1]  # in place, or operator.and_
    return ALIASES.get(name, name)


def python_signature(target):
    """Parameter names of a function written in Python (torch.nn.functional); built-ins have none."""
    if isinstance(target, str):
        return None
    try:
        return list(inspect.signature(target).parameters)
    except (TypeError, ValueError):
        return None


def normalise(name, target, args, kwargs):
    """(operands, named arguments) with defaults filled in."""
    kwargs = {k: v for k, v in kwargs.items() if k not in IGNORED_KWARGS}
    for alias, proper in (("axis", "dim"), ("keepdims", "keepdim")):
        if alias in kwargs:
            kwargs[proper] = kwargs.pop(alias)
    args = list(args)
    if name in VARIADIC:
        rest = args[1:]
        if len(rest) == 1 and isinstance(rest[0], (list, tuple)):
            rest = list(rest[0])
        key = VARIADIC[name]
        return args[:1], {key: rest if rest else list(kwargs.get(key, kwargs.get("size", [])))}
    count, names, defaults = SIGNATURES.get(name, (OPERANDS.get(name, len(args)), [], {}))
    for keyword in ("input", "tensors", "self"):
        if keyword in kwargs:
            args.insert(0, kwargs.pop(keyword))
    if "other" in kwargs:
        args.append(kwargs.pop("other"))
    if "exponent" in kwargs:
        args.append(kwargs.pop("exponent"))
    order = python_signature(target)
    positional = (order[count:] if order and name not in ("max", "min") else names)
    named = dict(defaults)
    for key in names:
        named.setdefault(key, None)
    for key, value in zip(positional, args[count:]):
        if key not in IGNORED_KWARGS:
            named[key] = value
    named.update(kwargs)
    if named.get("alpha") == 1 and name in ("add", "sub"):
        del named["alpha"]
    return args[:count], {k: v for k, v in named.items() if v is not None or k in ("dim",)}
