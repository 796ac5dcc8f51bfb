#pragma once

#include "hawk/abi.h"

/// How much temporary memory the library functions need on generation 2201: the host-side GetXxxMaxMinTmpSize functions
/// answer with these numbers and the emulator holds calls to them. The figures (live nodes per function and type, blocks
/// per row) are those of the public asc-devkit's tiling helpers (adv_api/tiling), which the reference names as the source
/// of the sizes.
namespace hawklib {

/// Bytes. `max` is what the function can use at most; more brings nothing.
struct TemporarySize {
    uint64_t min = 0;
    uint64_t max = 0;
};

inline constexpr uint64_t kRepeat = 256;
inline constexpr uint64_t kBlock = 32;

constexpr uint64_t larger(uint64_t a, uint64_t b) { return a > b ? a : b; }
constexpr uint64_t smaller(uint64_t a, uint64_t b) { return a < b ? a : b; }
constexpr uint64_t roundUp(uint64_t value, uint64_t unit) { return unit == 0 ? value : (value + unit - 1) / unit * unit; }

/// Element-wise functions: so many tensors as large as the part handled at once, in units of the operand's type.
struct LiveNodes {
    hawkabi::Api api;
    uint8_t half;
    uint8_t single;
    uint8_t singleReuse; ///< with isReuseSource
};
inline constexpr LiveNodes kLiveNodes[] = {
    { hawkabi::Api::Acos, 6, 2, 2 },
    { hawkabi::Api::Acosh, 2, 1, 1 },
    { hawkabi::Api::Asin, 6, 2, 2 },
    { hawkabi::Api::Asinh, 3, 3, 3 },
    { hawkabi::Api::Atan, 12, 5, 5 },
    { hawkabi::Api::Atanh, 4, 1, 1 },
    { hawkabi::Api::AxpyLibrary, 4, 0, 0 },
    { hawkabi::Api::Ceil, 2, 1, 1 },
    { hawkabi::Api::Cos, 8, 3, 2 },
    { hawkabi::Api::Cosh, 6, 2, 2 },
    { hawkabi::Api::Digamma, 16, 7, 6 },
    { hawkabi::Api::Erf, 8, 3, 3 },
    { hawkabi::Api::Erfc, 16, 7, 7 },
    { hawkabi::Api::ExpTaylor, 4, 3, 2 },
    { hawkabi::Api::Floor, 2, 0, 0 },
    { hawkabi::Api::Fmod, 8, 1, 1 }, // three float tensors of its own and those of Trunc
    { hawkabi::Api::Frac, 4, 0, 0 },
    { hawkabi::Api::Lgamma, 26, 8, 7 },
    { hawkabi::Api::Log, 0, 0, 0 },
    { hawkabi::Api::Log2, 2, 0, 0 },
    { hawkabi::Api::Log10, 0, 0, 0 },
    { hawkabi::Api::Round, 1, 0, 0 },
    { hawkabi::Api::Sign, 3, 3, 3 },
    { hawkabi::Api::Sin, 8, 3, 2 },
    { hawkabi::Api::Sinh, 4, 1, 1 },
    { hawkabi::Api::Tan, 10, 4, 4 },
    { hawkabi::Api::Tanh, 4, 1, 1 },
    { hawkabi::Api::Trunc, 2, 1, 1 },
    { hawkabi::Api::Xor, 1, 1, 1 },
    { hawkabi::Api::Sigmoid, 1, 1, 1 },
    { hawkabi::Api::SwiGLU, 6, 0, 0 },
    { hawkabi::Api::GeGLU, 4, 0, 0 },
};

constexpr const LiveNodes* liveNodesOf(hawkabi::Api api)
{
    for (const LiveNodes& nodes : kLiveNodes)
        if (nodes.api == api)
            return &nodes;
    return nullptr;
}

constexpr uint32_t liveNodes(hawkabi::Api api, uint32_t typeSize, bool reuse)
{
    const LiveNodes* nodes = liveNodesOf(api);
    if (nodes == nullptr)
        return 0;
    if (typeSize == sizeof(float))
        return reuse ? nodes->singleReuse : nodes->single;
    return nodes->half;
}

/// `count` elements of `typeSize` bytes.
constexpr TemporarySize elementwise(hawkabi::Api api, uint64_t count, uint32_t typeSize, bool reuse)
{
    if (api == hawkabi::Api::Log2 && typeSize == 2) // one float tensor, however small the part
        return { kRepeat, larger(kRepeat, count * sizeof(float)) };
    const uint64_t nodes = liveNodes(api, typeSize, reuse);
    return { nodes * kRepeat, nodes * larger(count * typeSize, kRepeat) };
}

/// Gelu and its variants: three tensors of floats whatever the type.
constexpr TemporarySize gelu(uint64_t count)
{
    return { 3 * kRepeat, larger(3 * kRepeat, 3 * count * sizeof(float)) };
}

constexpr TemporarySize reGlu(uint64_t count, uint32_t typeSize)
{
    if (typeSize == sizeof(float))
        return { kRepeat, kRepeat };
    return { 6 * kRepeat, larger(6 * kRepeat, 6 * count * typeSize) };
}

/// ClampMax, ClampMin: a comparison mask for every element handled at once.
constexpr TemporarySize clamp(uint64_t count, uint32_t typeSize)
{
    const uint64_t perRepeat = kRepeat / typeSize;
    return { perRepeat, larger(roundUp(count, perRepeat), perRepeat) };
}

/// Power. Sides: both operands tensors, or one a scalar.
constexpr TemporarySize power(uint64_t count, uint32_t typeSize, bool integer, bool bothTensors)
{
    if (integer) {
        const uint64_t nodes = bothTensors ? 6 : 7;
        return { nodes * kRepeat, nodes * larger(count * typeSize, kRepeat) };
    }
    if (typeSize == sizeof(float)) {
        const uint64_t nodes = bothTensors ? 4 : 5;
        return { nodes * kRepeat + kRepeat, nodes * larger(count * typeSize, kRepeat) + kRepeat };
    }
    constexpr uint64_t kNodes = 14;
    return { kNodes * kRepeat / 2 + kRepeat, kNodes * larger(count * typeSize, kRepeat / 2) + kRepeat };
}

/// CumSum of `rows` x `columns`.
constexpr TemporarySize cumSum(uint64_t rows, uint64_t columns, uint32_t typeSize, bool lastAxis)
{
    constexpr uint64_t kAddresses = 16; // rows one TransDataTo5HD takes
    if (!lastAxis) {
        const uint64_t bytes = typeSize == 2 ? rows * columns * sizeof(float) : 0;
        return { bytes, bytes };
    }
    const uint64_t alignedRows = roundUp(rows, kAddresses);
    const uint64_t cast = typeSize == 2 ? columns * kAddresses * 2 : 0;
    const uint64_t castMax = typeSize == 2 ? columns * alignedRows * 2 : 0;
    return { cast + 2 * columns * kAddresses * typeSize, castMax + 2 * columns * alignedRows * typeSize };
}

} // namespace hawklib
