"""Tasks of a benchmark that give a golden function and a table of cases (cann-bench layout): each case becomes a reference in
KernelBench form and a caller of the operator under test, as text."""

import ast
import csv
import io
import json
import math

from reference_module import ReferenceProblem

REFERENCE = '''{golden}

import torch as _torch


def _drawn(shape, dtype, low, high):
    kind = getattr(_torch, dtype)
    if low != low or high != high or low in (float("inf"), float("-inf")):  # the case is about these values
        return _torch.full(shape, low).to(kind)
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
    """A cell of the table: JSON or Python, authors write both."""
    for read in (json.loads, ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError, TypeError):
            continue
    raise ReferenceProblem("the table of cases holds %s that cannot be read: %r" % (what, text))


def functions_of(source):
    try:
        return [n.name for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    except (SyntaxError, ValueError) as failure:
        raise ReferenceProblem("the golden function is not valid Python: %s" % failure) from None


def number(value):
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError
    return float(value) if isinstance(value, str) else value


def bounds(value_range, index):
    """One pair for all inputs, one pair per input, or one value for all elements."""
    if isinstance(value_range, list) and value_range and isinstance(value_range[0], list):
        value_range = value_range[index] if index < len(value_range) else value_range[-1]
    if isinstance(value_range, list) and value_range and isinstance(value_range[0], list):
        value_range = value_range[0]  # of a list of tensors
    pair = value_range if isinstance(value_range, list) else [value_range, value_range]
    try:
        low, high = (number(v) for v in pair)
    except ValueError:
        raise ReferenceProblem("the table of cases gives no range of values for input %d: %r" % (index, value_range)) from None
    return low, high


def code_of(value):
    return "float(%r)" % str(value) if isinstance(value, float) and not math.isfinite(value) else repr(value)


def input_code(shape, kind, low, high):
    """A tensor or a list of tensors."""
    if shape and isinstance(shape[0], list):
        return "[%s]" % ", ".join(input_code(one, kind, low, high) for one in shape)
    return "_drawn(%r, %r, %s, %s)" % (shape, kind, code_of(low), code_of(high))


def case_of(row, golden, function):
    shapes, types = literal(row.get("input_shape"), "input_shape"), literal(row.get("dtype"), "dtype")
    attributes, ranges = literal(row.get("attrs") or "{}", "attrs"), literal(row.get("value_range"), "value_range")
    types = types if isinstance(types, list) else [types]
    inputs = []
    for i, shape in enumerate(shapes if isinstance(shapes, list) else []):
        kind = types[min(i, len(types) - 1)]
        kind = kind[0] if isinstance(kind, list) and kind else kind
        if shape is not None and not isinstance(kind, str):
            raise ReferenceProblem("case %s has the shapes %s and the types %s" % (row.get("case_id"), row.get("input_shape"), row.get("dtype")))
        inputs.append("None" if shape is None else input_code(shape, kind, *bounds(ranges, i)))
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
