"""The requests the worker answers."""

import platform

import torch

import bench_tasks
import benchmark
import golden
import graph
import inspection
import package_text
import packages
import reference_scaling


def run(request):
    command = request.get("command")
    if command == "versions":
        return versions()
    if command == "inspect":
        return inspection.inspect_source(request)
    if command == "golden":
        return golden.compute(request)
    if command == "trace":
        return graph.trace(request)
    for module in (bench_tasks, benchmark, package_text, packages, reference_scaling):
        if command in module.COMMANDS:
            return module.COMMANDS[command](request)
    raise ValueError("unknown command %r" % command)


def versions():
    return {"python": platform.python_version(), "torch": str(torch.__version__)}


def preload():
    """In the parent: what every request needs first."""
    with torch.no_grad(), golden.LowPrecisionFallback():
        torch.nn.functional.gelu(torch.ones(8, dtype=torch.float16))
    torch.randn(32, generator=torch.Generator().manual_seed(1)).double().sum()
