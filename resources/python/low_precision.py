"""Runs a reference on the CPU in fp16 or bf16. Operations that this torch does not implement for such a type are
computed in fp32 from the rounded operands, and their result is rounded: what a unit with an exact inner step and a
narrow result gives. The names of those operations are kept for the record."""

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map

NARROW = (torch.float16, torch.bfloat16)


class LowPrecisionFallback(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.widened = set()

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        try:
            return func(*args, **kwargs)
        except (RuntimeError, NotImplementedError) as failure:
            if "not implemented for" not in str(failure):
                raise
        return self.widened_call(func, args, kwargs)

    def widened_call(self, func, args, kwargs):
        narrow = []
        written = []

        def widen(value):
            if isinstance(value, torch.Tensor) and value.dtype in NARROW:
                wide = value.to(torch.float32)
                narrow.append(value.dtype)
                written.append((value, wide))
                return wide
            return value

        wide_args, wide_kwargs = tree_map(widen, args), tree_map(widen, kwargs)
        if not narrow:
            raise RuntimeError("%s is not implemented on the CPU for these types" % func)
        self.widened.add(str(func))
        result = func(*wide_args, **wide_kwargs)
        asked = kwargs.get("dtype")

        def shrink(value):
            if not isinstance(value, torch.Tensor):
                return value
            for original, wide in written:  # an operation in place returns its own operand
                if value is wide:
                    original.copy_(wide)
                    return original
            if value.dtype == torch.float32 and asked != torch.float32:
                return value.to(narrow[0])
            return value

        return tree_map(shrink, result)


class PrecisionWatch(TorchDispatchMode):
    """Notes the operations that leave fp64 while a golden is computed: the reference itself casts down."""

    def __init__(self):
        super().__init__()
        self.casts = set()

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))

        def wide(value):
            return isinstance(value, torch.Tensor) and value.dtype == torch.float64

        if any(wide(a) for a in args):
            if isinstance(result, torch.Tensor) and result.dtype in NARROW + (torch.float32,):
                self.casts.add(str(func))
        return result
