"""Loads a reference in KernelBench form (Model, get_inputs, get_init_inputs) with its module-level constants
replaced, and calls its parts so that whatever goes wrong in them is reported as the reference's own problem."""

import ast
import linecache
import traceback
import types

import torch
from torch.utils._python_dispatch import TorchDispatchMode

FILE_NAME = "reference.py"
NEEDED = ("Model", "get_inputs", "get_init_inputs")


class ReferenceProblem(Exception):
    """Something is wrong with the reference; `detail` holds the end of the traceback inside it."""

    def __init__(self, message, detail=""):
        super().__init__(message)
        self.detail = detail


def reference_lines(failure, limit=3):
    """The last frames inside the reference, as 'line 12: x = y', innermost last."""
    frames = [f for f in traceback.extract_tb(failure.__traceback__) if f.filename == FILE_NAME]
    return "\n".join("line %d: %s" % (f.lineno, (f.line or "").strip()) for f in frames[-limit:])


def guarded(what, function, *args, **kwargs):
    """Calls into the reference. SystemExit, KeyboardInterrupt and recursion errors are its problem as well."""
    try:
        return function(*args, **kwargs)
    except ReferenceProblem:
        raise
    except MemoryError:
        raise
    except SystemExit as failure:
        raise ReferenceProblem("%s called exit(%r)" % (what, failure.code), reference_lines(failure)) from None
    except BaseException as failure:
        text = str(failure).strip().splitlines()
        cause = "%s: %s" % (type(failure).__name__, text[0] if text else "no message")
        raise ReferenceProblem("%s raised %s" % (what, cause), reference_lines(failure)) from None


def constant_of(node):
    """The value of a literal number, string or bool, or of integer arithmetic on literals; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, str)):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = constant_of(node.operand)
        return -value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    if isinstance(node, ast.BinOp):
        left, right = constant_of(node.left), constant_of(node.right)
        if type(left) is not int or type(right) is not int or abs(left) > 2**40 or abs(right) > 2**40:
            return None
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.FloorDiv) and right != 0:
            return left // right
        if isinstance(node.op, (ast.Pow, ast.LShift)) and 0 <= right <= 40 and abs(left) <= 1024:
            return left**right if isinstance(node.op, ast.Pow) else left << right
    return None


class ConstantTable:
    """Top-level `NAME = <constant>`, `A, B = 1, 2` and `NAME = (1, 2)` (elements are called NAME_0, NAME_1)."""

    def __init__(self, tree):
        self.slots = {}  # name -> (container, key) whose node holds the constant
        self.values = {}
        for statement in tree.body:
            if isinstance(statement, ast.AnnAssign) and statement.value is not None:
                self._assign(statement.target, statement, "value")
            elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                self._assign(statement.targets[0], statement, "value")

    def _assign(self, target, owner, field):
        node = getattr(owner, field)
        if isinstance(target, ast.Tuple) and isinstance(node, ast.Tuple) and len(target.elts) == len(node.elts):
            for index, name in enumerate(target.elts):
                self._add(name, node.elts, index)
        elif isinstance(target, ast.Name) and isinstance(node, (ast.Tuple, ast.List)):
            for index, element in enumerate(node.elts):
                if type(constant_of(element)) is int:
                    self._put("%s_%d" % (target.id, index), node.elts, index, constant_of(element))
        else:
            self._add(target, owner, field)

    def _add(self, target, container, key):
        node = container[key] if isinstance(container, list) else getattr(container, key)
        value = constant_of(node)
        if isinstance(target, ast.Name) and value is not None:
            self._put(target.id, container, key, value)

    def _put(self, name, container, key, value):
        # Assigned twice: only the last one is what the module ends up with, and replacing it would not reach code in
        # between. Such a name is not a constant.
        if name in self.slots:
            del self.slots[name], self.values[name]
            return
        self.slots[name] = (container, key)
        self.values[name] = value

    def replace(self, name, value):
        container, key = self.slots[name]
        old = container[key] if isinstance(container, list) else getattr(container, key)
        new = ast.copy_location(ast.Constant(value), old)
        if isinstance(container, list):
            container[key] = new
        else:
            setattr(container, key, new)
        self.values[name] = value


class OnDevice(TorchDispatchMode):
    """New tensors are made on this device whatever the file asks for: on "meta" a tensor is a shape without
    contents; on "cpu" a file written for a GPU runs here."""

    def __init__(self, device):
        super().__init__()
        self.device = torch.device(device)

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        schema = getattr(func, "_schema", None)
        asked = kwargs.get("device")
        if self.device.type == "meta" or (asked is not None and torch.device(asked).type != "meta"):
            if schema is not None and any(a.name == "device" for a in schema.arguments):
                kwargs["device"] = self.device
                kwargs.pop("pin_memory", None)
                if self.device.type == "meta":
                    kwargs.pop("generator", None)
        return func(*args, **kwargs)


class ReferenceModule:
    def __init__(self, source, overrides=None, optional=None):
        """`overrides` must all name constants of the file; `optional` ones are replaced where they exist."""
        try:
            tree = ast.parse(source, FILE_NAME)
        except (SyntaxError, ValueError, RecursionError) as failure:
            line = getattr(failure, "lineno", None)
            raise ReferenceProblem("the reference is not valid Python: %s" % failure,
                                   "line %s: %s" % (line, (getattr(failure, "text", "") or "").strip())) from None
        constants = ConstantTable(tree)
        for name, value in (overrides or {}).items():
            if name not in constants.slots:
                known = ", ".join(sorted(constants.slots)) or "none"
                raise ReferenceProblem("the reference has no module-level constant '%s' to set (constants: %s)"
                                       % (name, known))
            constants.replace(name, value)
        for name, value in (optional or {}).items():
            if name in constants.slots:
                constants.replace(name, value)
        self.constants = constants.values
        self.tree = tree
        self.namespace = types.ModuleType("reference").__dict__
        linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(True), FILE_NAME)
        code = compile(ast.fix_missing_locations(tree), FILE_NAME, "exec")
        torch.manual_seed(0)
        guarded("the reference's module body", exec, code, self.namespace)
        missing = [name for name in NEEDED if not callable(self.namespace.get(name))]
        if missing:
            raise ReferenceProblem("the reference does not define %s" % ", ".join(missing),
                                   "a reference defines class Model, get_inputs() and get_init_inputs()")

    def inputs(self, device="cpu"):
        with OnDevice(device):
            values = guarded("get_inputs()", self.namespace["get_inputs"])
        if not isinstance(values, (list, tuple)):
            raise ReferenceProblem("get_inputs() returned %s, not a list" % type(values).__name__)
        for value in values:
            if not isinstance(value, (torch.Tensor, int, float, bool, str, type(None))):
                raise ReferenceProblem("get_inputs() returned a %s; tensors and plain numbers are understood"
                                       % type(value).__name__)
        return list(values)

    def model(self, seed):
        torch.manual_seed(seed)
        init = guarded("get_init_inputs()", self.namespace["get_init_inputs"])
        if isinstance(init, dict):
            model = guarded("Model(...)", self.namespace["Model"], **init)
        elif isinstance(init, (list, tuple)):
            model = guarded("Model(...)", self.namespace["Model"], *init)
        else:
            raise ReferenceProblem("get_init_inputs() returned %s, not a list" % type(init).__name__)
        if not isinstance(model, torch.nn.Module):
            raise ReferenceProblem("Model is not a torch.nn.Module")
        return model

    def init_inputs(self):
        return guarded("get_init_inputs()", self.namespace["get_init_inputs"])


def forward(model, inputs):
    """Outputs as a list of tensors."""
    with torch.no_grad():
        result = guarded("Model.forward", model, *inputs)
    outputs = list(result) if isinstance(result, (list, tuple)) else [result]
    for index, value in enumerate(outputs):
        if not isinstance(value, torch.Tensor):
            raise ReferenceProblem("Model.forward returned a %s as output %d, not a tensor"
                                   % (type(value).__name__, index))
    return outputs
