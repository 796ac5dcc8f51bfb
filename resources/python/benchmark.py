"""Cases of operator benchmarks whose tasks bring a PyTorch module with the reference (Model) and a caller of the custom
operator (ModelNew), functions that prepare inputs from a table row, and a binding that the caller imports. The caller runs
twice: once to note with what it calls the operator, once with the operator's results in the call's place."""

import copy
import csv
import io
import math
import os
import sys
import types

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from low_precision import LowPrecisionFallback
from reference_module import ReferenceProblem, guarded
from values import dtype_name, seed_for, write_raw

BINDING = "kernel_gen_ops"
WIDE = {torch.float16: torch.float64, torch.bfloat16: torch.float64, torch.float32: torch.float64,
        torch.complex64: torch.complex128}


class Recorded(BaseException):
    """Thrown out of the caller once its operator call is known; no handler of the task may swallow it."""


# -- the table of cases ------------------------------------------------------------------------------------------

def column_value(text, kinds):
    if "text" in kinds or ("bool" in kinds and kinds - {"bool", "empty"}):  # one type for all: texts, truth values among them too
        return text if text != "" else math.nan
    if text == "":
        return math.nan
    if "bool" in kinds:
        return text.lower() == "true"
    number = float(text)
    return int(number) if kinds <= {"int"} or ("empty" not in kinds and number == int(number) and "float" not in kinds) else number


def kind_of(text):
    if text == "":
        return "empty"
    if text.lower() in ("true", "false"):
        return "bool"
    try:
        return "int" if float(text) == int(float(text)) else "float"
    except (ValueError, OverflowError):
        return "text"


def table(text):
    """Rows as dictionaries, each column with one type, as a data frame reads them."""
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    if not rows:
        raise ReferenceProblem("the table of test cases is empty")
    kinds = {name: {kind_of((row[name] or "").strip()) for row in rows} for name in rows[0] if name}
    return [{name: column_value((row[name] or "").strip(), kinds[name]) for name in kinds} for row in rows]


# -- making cases smaller ----------------------------------------------------------------------------------------

def shapes_in(value):
    """The integer lists inside a parsed table value."""
    if isinstance(value, (list, tuple)):
        if value and all(isinstance(v, int) and not isinstance(v, bool) for v in value):
            return [list(value)]
        return [s for v in value for s in shapes_in(v)]
    return []


def parsed(value):
    import ast

    if not isinstance(value, str) or not value.lstrip().startswith(("[", "(")):
        return None
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return None


def replaced(value, old, new):
    if isinstance(value, (list, tuple)):
        return type(value)(replaced(v, old, new) for v in value)
    return new if value == old and not isinstance(value, bool) else value


def halved(size):
    """About half, with the same remainder modulo 16: an aligned size stays aligned, a tail stays a tail."""
    half = size // 2
    return max(half - (half - size) % 16, size % 16 or 16)


def product(shape):
    total = 1
    for size in shape:
        total *= size
    return total


def scaled(row, most):
    """The row with the largest sizes halved everywhere until no tensor has more than `most` elements; and what was replaced."""
    values = {name: parsed(value) for name, value in row.items()}
    lists = {name: value for name, value in values.items() if value is not None}
    changes = []
    while most:
        large = [s for v in lists.values() for s in shapes_in(v) if product(s) > most]
        if not large:
            break
        size = max(max(s) for s in large)
        smaller = halved(size)
        if smaller >= size:
            break
        changes.append("%d to %d" % (size, smaller))
        lists = {name: replaced(value, size, smaller) for name, value in lists.items()}
    if not changes:
        return row, []
    return dict(row, **{name: str(value) for name, value in lists.items()}), changes


# -- running a task's Python -------------------------------------------------------------------------------------

def load(name, text):
    module = types.ModuleType(name)
    module.__file__ = name + ".py"
    what = "the file " + module.__file__
    guarded(what, exec, guarded(what, compile, text, module.__file__, "exec"), module.__dict__)
    return module


def check_precision(outputs, results, max_abs_error, max_rel_error):
    """The benchmark's own criterion: wrong where both the absolute and the relative error exceed their bounds."""
    outputs = outputs if isinstance(outputs, list) else [outputs]
    results = results if isinstance(results, list) else [results]
    accurate, absolute, relative = 1, [], []
    for expected, actual in zip(outputs, results):
        if actual.dtype == torch.bool:
            expected, actual = expected.to(torch.int), actual.to(torch.int)
        difference = torch.abs(expected - actual)
        ratio = difference / (torch.abs(expected) + 1e-7)
        absolute.append(difference.reshape(-1))
        relative.append(ratio.reshape(-1))
        finite = all(bool(torch.isfinite(t).all()) for t in (expected, actual, difference, ratio))
        if not finite or bool(((difference > max_abs_error) & (ratio > max_rel_error)).any()):
            accurate = 0
    return accurate, torch.cat(absolute), torch.cat(relative)


def framework_modules():
    """What tasks import of the benchmark's harness: its check, with its documented bounds."""
    harness, utils, settings = (types.ModuleType("framework" + part) for part in ("", ".utils", ".kernel_gen_config"))
    utils.check_precision = check_precision
    settings.config = types.SimpleNamespace(eval=types.SimpleNamespace(max_abs_error=1e-3, max_rel_error=1e-3))
    harness.utils, harness.kernel_gen_config = utils, settings
    return {module.__name__: module for module in (harness, utils, settings)}


def install_stubs(binding):
    """What tasks import on a machine with the device: the adapter does nothing here, the binding is ours."""
    sys.modules.update(framework_modules())
    for name in ("torch_npu", "torch_npu.contrib", "torch_npu.contrib.transfer_to_npu"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["torch_npu"].contrib = sys.modules["torch_npu.contrib"]
    sys.modules["torch_npu.contrib"].transfer_to_npu = sys.modules["torch_npu.contrib.transfer_to_npu"]
    sys.modules[BINDING] = binding


def convert(value, types_map):
    """A copy of its own, of the wider type where the map has one. It requires a gradient where the original does, also when
    the copy is made without gradients being recorded."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone().to(types_map.get(value.dtype, value.dtype)).requires_grad_(value.requires_grad)
    if isinstance(value, (list, tuple)):
        return type(value)(convert(v, types_map) for v in value)
    return copy.deepcopy(value) if isinstance(value, dict) else value


def outputs_of(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [t for v in value for t in outputs_of(v)]
    return []


class IntegerDraws(TorchDispatchMode):
    """rand and randn of an integer type, which the CPU refuses, while a task makes its inputs. They are drawn as floats and kept so
    while the task scales and shifts them, or `rand * 9 + 1` would be 1 everywhere, and a lower bound could lie above the
    upper one. settled() makes them integers when the inputs are complete."""

    def __init__(self):
        super().__init__()
        self.known = {}  # id -> (tensor, integer type that was asked for); the tensor is held so that its id stays its own

    def __enter__(self):
        self.originals = torch.rand, torch.randn
        torch.rand, torch.randn = (self.wrap(draw) for draw in self.originals)
        return super().__enter__()

    def __exit__(self, *failure):
        torch.rand, torch.randn = self.originals
        return super().__exit__(*failure)

    def wrap(self, draw):
        def drawn(*size, dtype=None, **rest):
            if dtype is None or dtype.is_floating_point or dtype.is_complex:
                return draw(*size, dtype=dtype, **rest)
            floats = draw(*size, dtype=torch.float32, **rest)
            self.known[id(floats)] = floats, dtype
            return floats
        return drawn

    def __torch_dispatch__(self, func, types_, args=(), kwargs=None):
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        kinds = [self.known[id(a)][1] for a in args if id(a) in self.known]
        converted = kwargs.get("dtype") is not None  # the task itself has chosen a type
        if kinds and not converted and isinstance(result, torch.Tensor) and result.dtype == torch.float32:
            self.known[id(result)] = result, kinds[0]
        return result

    def settled(self, value):
        """A draw from [0, 1) that nothing scaled would be 0 everywhere: it gets ten values."""
        if isinstance(value, (list, tuple)):
            return type(value)(self.settled(v) for v in value)
        if id(value) not in self.known:
            return value
        kind = self.known[id(value)][1]
        whole = value.to(kind)
        return (value * 10).to(kind) if whole.numel() > 1 and bool((whole == 0).all()) else whole


class Task:
    def __init__(self, request):
        self.request = request
        self.row, self.changes = scaled(request["row"], int(request.get("maxElements", 0)))
        self.binding = types.ModuleType(BINDING)
        install_stubs(self.binding)
        self.module = load("module", request["module"])
        self.inputs_module = load("prepare_inputs", request["inputs"]) if request.get("inputs") else self.module
        seed = seed_for(int(request["seed"]), "benchmark")
        torch.manual_seed(seed)
        import random

        random.seed(seed)
        try:
            import numpy

            numpy.random.seed(seed % 2**32)
        except ImportError:
            pass
        with IntegerDraws() as draws, LowPrecisionFallback():
            init = guarded("get_init_inputs", self.inputs_module.get_init_inputs, self.row)
            inputs = guarded("get_inputs", self.inputs_module.get_inputs, self.row)
        self.init, self.inputs = draws.settled(init), draws.settled(inputs)
        self.seed = seed

    def run_model(self, types_map):
        torch.manual_seed(self.seed)
        model = guarded("Model()", self.module.Model, *convert(list(self.init), types_map))
        if types_map:
            model = model.double()
        # Not under no_grad: references of gradients differentiate their own forward pass.
        return [o.detach() for o in outputs_of(guarded("Model.forward", model, *convert(list(self.inputs), types_map)))]

    def goldens(self):
        """The reference in fp64, and in the case's own precision on the CPU."""
        with LowPrecisionFallback():
            own = self.run_model({})
        try:
            wide = self.run_model(WIDE)
        except ReferenceProblem:
            wide = None  # the reference fixes a type itself
        if wide is None or len(wide) != len(own):
            wide = own
        return wide, own

    def call_operator(self, function):
        """Runs ModelNew with `function` in the place of every function of the binding."""
        self.binding.__getattr__ = lambda name: (lambda *a, **k: function(name, a, k))
        torch.manual_seed(self.seed)
        caller = guarded("ModelNew()", self.module.ModelNew, *convert(list(self.init), {}))
        with LowPrecisionFallback(), torch.no_grad():
            return caller(*convert(list(self.inputs), {}))


# -- values across the border -------------------------------------------------------------------------------------

class ArgumentWriter:
    """Arguments of the operator call as JSON, tensors as files; the same tensor gets the same number."""

    def __init__(self, folder):
        self.folder = folder
        self.tensors = []

    def number(self, tensor):
        for i, known in enumerate(self.tensors):
            if known is tensor:
                return i
        self.tensors.append(tensor)
        return len(self.tensors) - 1

    def json(self, value):
        if isinstance(value, torch.Tensor):
            number = self.number(value)
            path = os.path.join(self.folder, "input%d.bin" % number)
            write_raw(value, path)
            return {"tensor": number, "dtype": dtype_name(value.dtype), "shape": list(value.shape), "file": path}
        if isinstance(value, (list, tuple, torch.Size)):
            return [self.json(v) for v in value]
        if isinstance(value, torch.dtype):
            return {"dtype_value": dtype_name(value)}
        if hasattr(value, "item") and hasattr(value, "dtype"):  # a numpy scalar
            value = value.item()
        if isinstance(value, float) and not math.isfinite(value):
            raise ReferenceProblem("the operator is called with the number %r" % value)
        if value is None or isinstance(value, (bool, int, float, str)):
            return value
        raise ReferenceProblem("the operator is called with a value of type %s" % type(value).__name__)


def read_raw(path, dtype, shape):
    import ctypes

    tensor = torch.empty(shape, dtype=dtype)
    size = tensor.numel() * tensor.element_size()
    with open(path, "rb") as file:
        data = file.read()
    if len(data) != size:
        raise ReferenceProblem("%s has %d bytes, expected %d" % (os.path.basename(path), len(data), size))
    if size:
        ctypes.memmove(tensor.data_ptr(), data, size)
    return tensor


def result_from(value, outputs, arguments):
    """The binding's result with the operator's output files in it."""
    if isinstance(value, list):
        return [result_from(v, outputs, arguments) for v in value]
    if not isinstance(value, dict):
        return value
    number = str(value["tensor"])
    if number in outputs:
        tensor = read_raw(outputs[number], getattr(torch, value["dtype"]), value["shape"])
    elif int(number) < len(arguments):
        tensor = arguments[int(number)]
    else:
        raise ReferenceProblem("the binding returns a tensor that the operator does not write")
    return tensor.to(getattr(torch, value["convertTo"])) if "convertTo" in value else tensor


def comparable(tensor):
    """Complex numbers are compared as pairs of reals."""
    return torch.view_as_real(tensor.resolve_conj()).contiguous() if tensor.is_complex() else tensor


def in_type_of_result(golden, tensor):
    """Result and yardstick in one type: the result's where both are real numbers, else the reference's."""
    expected = getattr(torch, golden["type"])
    if tensor.dtype == expected:
        return tensor
    if tensor.dtype.is_floating_point and expected.is_floating_point:
        same = read_raw(golden["same"], expected, golden["shape"])
        write_raw(same.to(tensor.dtype), golden["same"])
        return tensor
    return tensor.to(expected)


def own_check(task, results):
    """Whether the benchmark itself would accept the results: the task's check, else the harness's with its bounds."""
    with LowPrecisionFallback(), torch.no_grad():
        torch.manual_seed(task.seed)
        expected = task.module.Model(*convert(list(task.init), {}))(*convert(list(task.inputs), {}))
    check = getattr(task.inputs_module, "custom_check_precision", None)
    if check:
        return bool(guarded("custom_check_precision", check, task.row, expected, results)[0])
    try:
        return bool(check_precision(expected, results, 1e-3, 1e-3)[0])
    except (RuntimeError, TypeError, AttributeError):
        return False  # not comparable by it: our own rule decides alone


# -- commands --------------------------------------------------------------------------------------------------------

def list_cases(request):
    return {"rows": table(request["table"])}


def prepare(request):
    task = Task(request)
    folder = request["folder"]
    wide, own = task.goldens()
    goldens = []
    for i, (golden, same) in enumerate(zip(wide, own)):
        golden_path, same_path = (os.path.join(folder, "%s%d.bin" % (kind, i)) for kind in ("golden", "same"))
        golden, same = comparable(golden), comparable(same)
        golden = golden.to(WIDE[golden.dtype]) if golden.dtype in WIDE else golden
        write_raw(golden, golden_path)
        write_raw(same, same_path)
        goldens.append({"golden": golden_path, "goldenType": dtype_name(golden.dtype), "same": same_path,
                        "type": dtype_name(same.dtype), "shape": list(same.shape)})
    writer, call = ArgumentWriter(folder), {}

    def record(name, arguments, keywords):
        call["function"] = name
        call["arguments"] = [writer.json(a) for a in list(arguments) + list(keywords.values())]
        raise Recorded()

    try:
        task.call_operator(record)
        raise ReferenceProblem("ModelNew.forward does not call the operator")
    except Recorded:
        pass
    return dict(call, goldens=goldens, changes=task.changes)


def finish(request):
    """ModelNew again, with the operator's outputs: its results, each in the type of its golden where only that differs."""
    task = Task(request)
    folder = request["folder"]
    writer = ArgumentWriter(folder)

    def replay(name, arguments, keywords):
        def note(value):
            if isinstance(value, torch.Tensor):
                writer.number(value)
            elif isinstance(value, (list, tuple)):
                for one in value:
                    note(one)

        note(list(arguments) + list(keywords.values()))
        for number, path in request["outputs"].items():
            if int(number) < len(writer.tensors):  # updated in place
                target = writer.tensors[int(number)]
                target.copy_(read_raw(path, target.dtype, list(target.shape)))
        return result_from(request["result"], request["outputs"], writer.tensors)

    results = task.call_operator(replay)
    files = []
    tensors = [comparable(t) for t in outputs_of(results)]
    if len(tensors) < len(request["goldens"]):
        raise ReferenceProblem("the operator's caller returns %d tensors, the reference %d"
                               % (len(tensors), len(request["goldens"])))
    for i, (golden, tensor) in enumerate(zip(request["goldens"], tensors)):
        tensor = in_type_of_result(golden, tensor)
        path = os.path.join(folder, "result%d.bin" % i)
        write_raw(tensor, path)
        files.append({"file": path, "type": dtype_name(tensor.dtype), "shape": list(tensor.shape)})
    reply = {"results": files}
    reply["ownCheck"] = own_check(task, results)
    return reply


COMMANDS = {"benchmark_cases": list_cases, "benchmark_prepare": prepare, "benchmark_finish": finish}
