"""Tasks of a benchmark that give a golden function and a table of cases (cann-bench layout): each case becomes a reference in
KernelBench form and a caller of the operator under test, as text."""

import ast
import csv
import io

from reference_module import ReferenceProblem

REFERENCE = '''{golden}

import torch as _torch


def _drawn(shape, dtype, low, high):
    kind = getattr(_torch, dtype)
    if kind == _torch.bool:
        return _torch.rand(shape) < 0.5
    if not kind.is_floating_point:
        return _torch.randint(int(low), int(high) + 1, shape).to(kind)
    return (_torch.rand(shape) * (high - low) + low).to(kind)


class Model(_torch.nn.Module):
    def forward(self, *tensors):
        return {function}(*tensors, **{attributes!r})


def get_inputs():
    return [{inputs}]


def get_init_inputs():
    return []
'''

CALLER = '''import inspect
import torch
import custom_ops_lib


class ModelNew(torch.nn.Module):
    def forward(self, *tensors):
        bound = inspect.signature({function}).bind(*tensors, **{attributes!r})
        bound.apply_defaults()
        return custom_ops_lib.{function}(*bound.args, *bound.kwargs.values())
'''


def literal(text, what):
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError):
        raise ReferenceProblem("the table of cases holds %s that cannot be read: %r" % (what, text)) from None


def functions_of(source):
    try:
        return [n.name for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    except (SyntaxError, ValueError) as failure:
        raise ReferenceProblem("the golden function is not valid Python: %s" % failure) from None


def bounds(value_range, index):
    """One pair for all inputs, or one per input."""
    if value_range and isinstance(value_range[0], (list, tuple)):
        value_range = value_range[index] if index < len(value_range) else value_range[-1]
    if not isinstance(value_range, (list, tuple)) or len(value_range) != 2 or not all(isinstance(v, (int, float)) for v in value_range):
        raise ReferenceProblem("the table of cases gives no range of values for input %d" % index)
    return value_range


def case_of(row, golden, function):
    shapes, types = literal(row.get("input_shape"), "input_shape"), literal(row.get("dtype"), "dtype")
    attributes, ranges = literal(row.get("attrs") or "{}", "attrs"), literal(row.get("value_range"), "value_range")
    if not isinstance(shapes, list) or not isinstance(types, list) or len(shapes) != len(types):
        raise ReferenceProblem("case %s has %s shapes and %s types" % (row.get("case_id"), row.get("input_shape"), row.get("dtype")))
    inputs = ["_drawn(%r, %r, %r, %r)" % ((list(shape), kind) + tuple(bounds(ranges, i)))
              for i, (shape, kind) in enumerate(zip(shapes, types))]
    return {"name": str(row.get("case_id")),
            "reference": REFERENCE.format(golden=golden, function=function, attributes=attributes, inputs=", ".join(inputs)),
            "caller": CALLER.format(function=function, attributes=attributes)}


def task_cases(request):
    """{"cases": [{"name", "reference", "caller"}]} of {"golden", "table", "function"}."""
    golden, function = request["golden"], request["function"]
    if function not in functions_of(golden):
        raise ReferenceProblem("golden.py defines no function %s" % function)
    rows = list(csv.DictReader(io.StringIO(request["table"].lstrip("\ufeff"))))
    if not rows:
        raise ReferenceProblem("the table of cases is empty")
    return {"cases": [case_of(row, golden, function) for row in rows]}


COMMANDS = {"task_cases": task_cases}
