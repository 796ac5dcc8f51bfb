"""Smaller versions of a KernelBench reference. Its sizes are integers in its text, at module level or inside functions; a
size is halved wherever it stands, so that what must agree still agrees, and a forward pass on shapes alone proves it."""

import ast
import re

import torch

from benchmark import halved, outputs_of, product
from reference_module import OnDevice, ReferenceModule, ReferenceProblem, guarded

MOST_STEPS = 80


class SizeReplacer(ast.NodeTransformer):
    def __init__(self, old, new):
        self.old, self.new = old, new

    def visit_Constant(self, node):
        if type(node.value) is int and node.value == self.old:
            return ast.copy_location(ast.Constant(self.new), node)
        return node


def integers_in(tree):
    return sorted({n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) is int and n.value >= 2},
                  reverse=True)


class Shapes:
    """Shapes of inputs, parameters and outputs of a reference, found without computing a value."""

    def __init__(self, source):
        module = ReferenceModule(source)
        inputs = module.inputs("meta")
        self.inputs = [list(t.shape) for t in inputs if isinstance(t, torch.Tensor)]
        self.rest, self.complete = [], False
        try:
            with OnDevice("meta"):
                model = module.model(0)
                result = guarded("Model.forward", model, *inputs)
        except ReferenceProblem:
            return  # an operation that needs values
        self.rest = [list(p.shape) for p in model.parameters()] + [list(o.shape) for o in outputs_of(result)]
        self.complete = True

    def all(self):
        return self.inputs + self.rest

    def largest(self):
        return max((product(s) for s in self.all()), default=0)


def smaller_size(size):
    return halved(size) if size >= 32 else size // 2


def one_step_smaller(tree, shapes, most):
    """(tree, shapes, old, new) with the largest size that can be halved; None when none can."""
    large = {d for s in shapes.all() if product(s) > most for d in s}
    candidates = sorted(integers_in(tree), key=lambda v: (v not in large, -v))
    for old in candidates:
        new = smaller_size(old)
        if new < 1 or new >= old:
            continue
        trial = SizeReplacer(old, new).visit(ast.parse(ast.unparse(tree)))
        try:
            found = Shapes(ast.unparse(trial))
        except ReferenceProblem:
            continue
        if found.complete == shapes.complete and found.largest() < shapes.largest() and all(product(s) for s in found.all()):
            return trial, found, old, new
    return None


def without_comments(source):
    return re.sub(r"//[^\n]*|/\*.*?\*/", " ", source, flags=re.S)


def fixed_sizes(sources, shapes, scaled):
    """Sizes of the full case that are gone in the scaled one and that the sources name as numbers."""
    kept = {d for s in scaled.all() for d in s} | {product(s) for s in scaled.all()}
    gone = ({d for s in shapes.all() for d in s} | {product(s) for s in shapes.all()}) - kept
    named = set()
    for source in sources:
        for text in re.findall(r"(?<![\w.])(\d+)(?:[uU]?[lL]{0,2}|[lL]{1,2}[uU]?)(?![\w.])", without_comments(source)):
            named.add(int(text))
    return sorted(v for v in gone & named if v > 2)


def scale(request):
    """{"source": the reference with no tensor above maxElements, "changes", "elements": the full case's, "fixedSizes"}."""
    source, most = request["source"], int(request["maxElements"])
    shapes = Shapes(source)
    reply = {"elements": sum(product(s) for s in shapes.all()), "largest": shapes.largest(), "changes": [], "fixedSizes": []}
    tree, now, changes = ast.parse(source), shapes, {}
    for _ in range(MOST_STEPS):
        step = one_step_smaller(tree, now, most) if most and now.largest() > most else None
        if step is None:
            break
        tree, now, old, new = step
        first = next((o for o, n in changes.items() if n == old), old)
        changes[first] = new
    if changes:
        reply["changes"] = ["%d to %d" % change for change in changes.items()]
        reply["source"] = ast.unparse(tree)
        reply["fixedSizes"] = fixed_sizes(request.get("sources", []), shapes, now)
    reply["scaledElements"] = sum(product(s) for s in now.all())
    reply["scaledLargest"] = now.largest()
    return reply


COMMANDS = {"reference_scale": scale}
