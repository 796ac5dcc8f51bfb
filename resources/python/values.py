"""Input values: drawn per regime from a seeded generator, then rounded to the tensor's own type."""

import ctypes
import hashlib

import torch

DTYPES = {
    "float16": torch.float16, "bfloat16": torch.bfloat16, "float32": torch.float32, "float64": torch.float64,
    "int8": torch.int8, "uint8": torch.uint8, "int16": torch.int16, "int32": torch.int32, "int64": torch.int64,
    "bool": torch.bool,
}


def dtype_of(name):
    from reference_module import ReferenceProblem

    if name not in DTYPES:
        raise ReferenceProblem("torch has no element type '%s'" % name)
    return DTYPES[name]


def dtype_name(dtype):
    return str(dtype).replace("torch.", "")


def seed_for(seed, purpose):
    """An independent stream per purpose, small enough for every generator of torch."""
    digest = hashlib.sha256(("%d/%s" % (seed, purpose)).encode()).digest()
    return int.from_bytes(digest[:7], "little")


def generator_for(seed, purpose):
    return torch.Generator().manual_seed(seed_for(seed, purpose))


def draw(shape, dtype, regime, seed, purpose):
    generator = generator_for(seed, purpose)
    kind = regime.get("kind", "normal")
    # fp32 draws several times faster, and holds every value a narrower type can.
    work = torch.float64 if dtype == torch.float64 else torch.float32

    def normal():
        return torch.randn(shape, generator=generator, dtype=work)

    def uniform(low, high):
        return torch.rand(shape, generator=generator, dtype=work) * (high - low) + low

    if kind == "normal":
        values = normal() * regime.get("stddev", 1.0) + regime.get("mean", 0.0)
    elif kind == "uniform":
        values = uniform(regime.get("low", 0.0), regime.get("high", 1.0))
    elif kind == "positive":  # four decades around 1, evenly in the exponent
        values = torch.exp(uniform(-4.6, 4.6))
    elif kind == "tiny":  # below the small-value threshold of every 16-bit format
        values = normal() * 1e-4
    elif kind == "large":
        values = normal() * 100.0
    elif kind == "mixed":
        scale = torch.tensor([0.0, 1e-4, 1.0, 100.0], dtype=work)
        values = normal() * scale[torch.randint(0, 4, shape, generator=generator)]
    elif kind == "zeros":
        values = torch.zeros(shape, dtype=work)
    elif kind == "ones":
        values = torch.ones(shape, dtype=work)
    elif kind == "integers":
        low, high = int(regime.get("low", 0)), int(regime.get("high", 2))
        values = torch.randint(low, high, shape, generator=generator).to(torch.float64)
    elif kind == "arange":  # exact in every type
        count = 1
        for size in shape:
            count *= size
        values = (torch.arange(count, dtype=torch.float64) % 128).reshape(shape)
    else:  # "reference" and "module" are not drawn
        raise ValueError("values of kind %r cannot be drawn" % kind)
    return round_to(values, dtype)


def round_to(values, dtype):
    if dtype == torch.bool:
        return values if values.dtype == torch.bool else values > 0
    if dtype.is_floating_point:
        return values.to(dtype)
    if not values.dtype.is_floating_point:
        return values.to(dtype)
    limits = torch.iinfo(dtype)
    # Clipped well inside the range of fp64's exact integers.
    return values.double().round().clamp(max(limits.min, -2.0**53), min(limits.max, 2.0**53)).to(dtype)


def altered(values):
    """Other values of the same kind: every element differs from its neighbour's old one or its own."""
    if values.dtype == torch.bool:
        return ~values
    if values.dtype.is_floating_point:
        return (values.float() * 0.5 + 0.25).to(values.dtype)
    return torch.roll(values.reshape(-1), 1).reshape(values.shape)


def same_bits(left, right):
    """Equal bit for bit: tells zeros of different sign apart and takes a NaN for itself."""
    if left.dtype != right.dtype or left.shape != right.shape:
        return False
    views = {2: torch.int16, 4: torch.int32, 8: torch.int64}
    if left.dtype.is_floating_point:
        left, right = (t.contiguous().view(views[t.element_size()]) for t in (left, right))
    return torch.equal(left, right)


def raw_bytes(tensor):
    """Little-endian contiguous contents, without numpy (bfloat16 has none)."""
    tensor = tensor.detach().contiguous()
    size = tensor.numel() * tensor.element_size()
    return ctypes.string_at(tensor.data_ptr(), size) if size else b""


def write_raw(tensor, path):
    with open(path, "wb") as file:
        file.write(raw_bytes(tensor))
