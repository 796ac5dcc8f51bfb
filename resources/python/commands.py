"""The requests the worker answers."""

import platform


def run(request):
    command = request.get("command")
    if command == "versions":
        return versions()
    if command == "inspect":
        import inspection

        return inspection.inspect_source(request)
    if command == "golden":
        import golden

        return golden.compute(request)
    if command == "trace":
        import graph

        return graph.trace(request)
    raise ValueError("unknown command %r" % command)


def versions():
    import torch

    return {"python": platform.python_version(), "torch": str(torch.__version__)}
