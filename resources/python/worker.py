"""Long-lived helper that runs PyTorch references. One JSON request per line on standard input, one JSON reply per
line on standard output. Every request runs in a forked child, so that a reference that hangs, exits, prints, eats
memory or changes torch itself affects nothing but its own answer."""

import json
import os
import resource
import select
import signal
import sys
import time

# -I keeps the environment out and with it the script's own folder.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

# One thread: forking is safe, sums have one order, and a golden is the same on every machine of a kind.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

MAX_REPLY_BYTES = 64 << 20
MAX_ADDRESS_SPACE = 16 << 30
MAX_FILE_BYTES = 4 << 30


def take_protocol_stream():
    """The real standard output is ours alone; whatever a library prints goes nowhere near it."""
    stream = os.fdopen(os.dup(1), "w", buffering=1)
    os.set_inheritable(stream.fileno(), False)
    os.dup2(2, 1)
    return stream


def load_torch():
    try:
        import torch
    except Exception as failure:  # an ImportError, or a broken installation that raises anything
        return {"ok": False, "kind": "environment", "message": "torch cannot be imported: %s" % failure}
    torch.set_num_threads(1)
    # Loaded once here, shared by every child; the small computation wakes torch's dispatch tables.
    import commands

    commands.preload()
    return None


def run_command(request):
    """In the child: returns the reply as a value."""
    import commands
    from reference_module import ReferenceProblem

    try:
        return {"ok": True, "result": commands.run(request)}
    except ReferenceProblem as problem:
        return {"ok": False, "kind": "reference", "message": str(problem), "detail": problem.detail}
    except MemoryError:
        return {"ok": False, "kind": "reference", "message": "the reference ran out of memory", "detail": ""}


def child_main(request, write_end, protocol):
    os.setsid()
    protocol.close()
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silence, descriptor)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, MAX_ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FILE_BYTES, MAX_FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        reply = run_command(request)
    except BaseException as failure:  # our own mistake, or a SystemExit that slipped through
        import traceback

        reply = {"ok": False, "kind": "internal", "message": "%s: %s" % (type(failure).__name__, failure),
                 "detail": traceback.format_exc(limit=-6)}
    data = json.dumps(reply).encode()
    while data:
        data = data[os.write(write_end, data):]
    os._exit(0)


def read_reply(read_end, deadline):
    """Bytes until the child closes its end; None when the deadline came first."""
    chunks, total = [], 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        ready, _, _ = select.select([read_end, 0], [], [], min(left, 1.0))
        if 0 in ready:
            return None  # nobody sends before the answer: our owner has gone, and the loop ends after this
        if not ready:
            continue
        chunk = os.read(read_end, 1 << 16)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
        total += len(chunk)
        if total > MAX_REPLY_BYTES:
            return b""


def describe_end(status):
    if os.WIFSIGNALED(status):
        return "signal %s" % signal.Signals(os.WTERMSIG(status)).name
    return "exit code %d" % os.WEXITSTATUS(status)


def run_in_child(request, protocol):
    timeout = float(request.get("timeout", 120))
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        try:
            child_main(request, write_end, protocol)
        finally:
            os._exit(1)
    os.close(write_end)
    try:
        data = read_reply(read_end, time.monotonic() + timeout)
    finally:
        os.close(read_end)
        for kill in (os.killpg, os.kill):  # the group: whatever the reference itself started
            try:
                kill(pid, signal.SIGKILL)
            except OSError:
                pass
        _, status = os.waitpid(pid, 0)
    if data is None:
        return {"ok": False, "kind": "timeout", "message": "no result within %g s" % timeout}
    try:
        return json.loads(data)
    except ValueError:
        return {"ok": False, "kind": "reference",
                "message": "the reference ended the process that ran it (%s)" % describe_end(status), "detail": ""}


def main():
    protocol = take_protocol_stream()
    missing = load_torch()
    for line in sys.stdin:
        reply = {"ok": False, "kind": "internal", "message": "not a request"}
        request = {}
        try:
            request = json.loads(line)
            reply = missing or run_in_child(request, protocol)
        except Exception as failure:
            reply = {"ok": False, "kind": "internal", "message": "%s: %s" % (type(failure).__name__, failure)}
        reply["id"] = request.get("id") if isinstance(request, dict) else None
        protocol.write(json.dumps(reply) + "\n")
        protocol.flush()


if __name__ == "__main__":
    main()
