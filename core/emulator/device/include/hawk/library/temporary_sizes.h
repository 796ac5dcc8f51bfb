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

/// Softmax, SimpleSoftMax, LogSoftMax, SoftmaxFlash without update: per row a block, the row and a repeat, in floats.
constexpr TemporarySize softmax(uint64_t rows, uint64_t columns, uint32_t typeSize)
{
    const uint64_t perRow = (kBlock / typeSize + columns + 64) * sizeof(float);
    return { perRow, rows * perRow };
}

constexpr TemporarySize softmaxFlash(uint64_t rows, uint64_t columns, uint32_t typeSize, bool update)
{
    if (!update)
        return softmax(rows, columns, typeSize);
    const uint64_t perRow = (4 * (kBlock / typeSize) + 2 * columns) * sizeof(float);
    return { perRow, rows * perRow };
}

/// FlashV2: `typeSize` of the rows, `statisticsSize` of sums and maxima. Half rows keep a float copy. A basic block is eight
/// rows of a multiple of 64 columns.
constexpr uint64_t flashV2PerRow(uint64_t columns, uint32_t typeSize, uint32_t statisticsSize, bool basic)
{
    const uint64_t blocks = (basic || typeSize != 2 ? 1 : 2) * (kBlock / statisticsSize);
    const uint64_t repeats = basic && columns == 1024 ? 2 : 1;
    return (blocks + (typeSize == 2 ? columns : 0) + repeats * 64) * sizeof(float);
}
constexpr TemporarySize softmaxFlashV2(
    uint64_t rows, uint64_t columns, uint32_t typeSize, uint32_t statisticsSize, bool basicBlock, bool plainOutput = false)
{
    const bool basicMin = basicBlock && columns % 64 == 0;
    const bool basicMax = basicMin && rows % 8 == 0;
    uint64_t limit = rows;
    while (basicMax && limit * columns >= 64 * 256) // 255 repeats at most
        limit /= 2;
    const uint64_t least = plainOutput ? smaller(kBlock / typeSize, rows) : (basicMin ? 8 : 1);
    const uint64_t min = least * flashV2PerRow(columns, typeSize, statisticsSize, basicMin);
    return { min, larger(min, limit * flashV2PerRow(columns, typeSize, statisticsSize, basicMax)) };
}

constexpr TemporarySize softmaxFlashV3(uint64_t rows, uint64_t columns, uint32_t statisticsSize)
{
    const uint64_t perRow = (5 * (kBlock / statisticsSize) + 2 * columns + 64) * sizeof(float);
    return { perRow, rows * perRow };
}

constexpr TemporarySize softmaxGrad(uint64_t rows, uint64_t columns, uint32_t typeSize, bool front)
{
    const uint64_t block = kBlock / typeSize;
    const uint64_t perRow
        = (typeSize == 2 ? 2 * block + 3 * columns + 64 : (front ? block : 2 * block) + columns + 64) * sizeof(float);
    return { perRow, rows * perRow };
}

/// LayerNorm and DeepNorm of [B, S, H]: three float tensors (two when a float source may be reused) and the statistics.
constexpr TemporarySize layerNorm(uint64_t rows, uint64_t columns, uint32_t typeSize, bool reuse)
{
    const uint64_t tensors = reuse && typeSize == sizeof(float) ? 2 : 3;
    const uint64_t statistics = 2 * roundUp(rows * sizeof(float), kBlock);
    return { tensors * roundUp(columns * sizeof(float), kBlock) + statistics,
        tensors * roundUp(rows * columns * sizeof(float), kBlock) + statistics };
}

/// Normalize of [A, R]; `columns` is R rounded up to 32 B.
constexpr TemporarySize normalize(uint64_t rows, uint64_t columns, uint32_t parameterSize)
{
    const uint64_t row = roundUp(columns * sizeof(float), kBlock);
    const uint64_t rowsAtOnce = (parameterSize == sizeof(float) ? 2 : 4) * row;
    return { larger(roundUp(rows * sizeof(float), kBlock), rowsAtOnce), 2 * row + 2 * roundUp(rows * columns * sizeof(float), kBlock) };
}

/// LayerNorm of [A, R] contains a Normalize.
constexpr TemporarySize layerNormSeparate(uint64_t rows, uint64_t columns, uint32_t parameterSize)
{
    const uint64_t statistics = roundUp(rows * sizeof(float), kBlock);
    const TemporarySize inner = normalize(rows, columns, parameterSize);
    return { statistics + larger(2 * roundUp(columns * sizeof(float), kBlock), inner.min),
        statistics + larger(2 * roundUp(rows * columns * sizeof(float), kBlock), inner.max) };
}

constexpr TemporarySize rmsNorm(uint64_t rows, uint64_t columns, uint32_t typeSize)
{
    const uint64_t tensors = typeSize == 2 ? 2 : 1;
    return { (tensors * columns + 8) * sizeof(float),
        (tensors * rows * columns + roundUp(rows, kBlock / typeSize)) * sizeof(float) };
}

/// `positions` = S * H, statistics over `batch`.
constexpr TemporarySize batchNorm(uint64_t batch, uint64_t positions, uint32_t typeSize, bool basicBlock)
{
    const uint64_t statistics = 2 * roundUp(positions * sizeof(float), kBlock);
    const uint64_t perPass = basicBlock ? batch * 64 * sizeof(float) : batch * (typeSize == 2 ? 64 : 32);
    return { 3 * perPass + statistics, 3 * roundUp(batch * positions * sizeof(float), kBlock) + statistics };
}

/// `storedPlane` = H * W as stored.
constexpr TemporarySize groupNorm(
    uint64_t n, uint64_t c, uint64_t storedPlane, uint64_t groups, uint32_t typeSize, bool reuse)
{
    const uint64_t tensors = reuse && typeSize == sizeof(float) ? 2 : 3;
    const uint64_t statistics = 2 * roundUp(n * groups * sizeof(float), kBlock);
    const uint64_t plane = storedPlane * sizeof(float);
    return { tensors * (groups == 0 ? 0 : c / groups) * plane + statistics, tensors * n * c * plane + statistics };
}

constexpr TemporarySize layerNormGrad(uint64_t rows, uint64_t columns, uint32_t typeSize, bool reuse)
{
    const uint64_t buffers = typeSize == 2 ? 9 : (reuse ? 4 : 6);
    return { buffers * smaller(rows * columns, columns * columns) * typeSize,
        buffers * larger(rows * columns, columns * columns) * typeSize };
}

constexpr TemporarySize layerNormGradBeta(uint64_t rows, uint64_t columns, uint32_t typeSize)
{
    const uint64_t buffers = typeSize == 2 ? 4 : 2;
    return { buffers * columns * sizeof(float), buffers * rows * columns * sizeof(float) };
}

constexpr TemporarySize welfordUpdate(uint64_t count, uint32_t typeSize, bool reuse)
{
    const uint64_t min = (typeSize == 2 ? 3 : (reuse ? 1 : 2)) * kRepeat;
    return { min, roundUp(count, 64) / 64 * min };
}

constexpr TemporarySize welfordFinalize(uint64_t count)
{
    return { 4 * kRepeat, count <= 64 ? 4 * kRepeat : 2 * kRepeat + 2 * count * sizeof(float) };
}

/// Largest power of two below `n` (n itself is halved): where a reduction folds its tail in.
constexpr uint64_t foldLength(uint64_t n)
{
    uint64_t k = 1;
    while (2 * k < n)
        k *= 2;
    return k;
}

constexpr TemporarySize rowSum(uint64_t columns, uint32_t typeSize)
{
    const uint64_t repeats = (columns + kRepeat / typeSize - 1) / (kRepeat / typeSize);
    const uint64_t bytes = roundUp(repeats, kBlock / typeSize) * typeSize;
    return { bytes, bytes };
}

/// `accumulateSize` 4 with half operands: a float copy of the row besides.
constexpr TemporarySize rowMean(uint64_t columns, uint32_t typeSize, uint32_t accumulateSize)
{
    const bool widens = typeSize == 2 && accumulateSize == 4;
    const uint64_t perRepeat = kRepeat / (widens ? 4 : typeSize);
    const uint64_t copy = widens ? roundUp(columns * typeSize, kBlock) / typeSize * sizeof(float) : 0;
    const uint64_t bytes = roundUp((columns + perRepeat - 1) / perRepeat, kBlock) + copy;
    return { bytes, bytes };
}

/// Reductions over one of two axes. `keepsRows`: pattern AR.
constexpr TemporarySize reduceSum(uint64_t first, uint64_t last, bool keepsRows, bool reuse)
{
    if (reuse)
        return {};
    if (keepsRows)
        return last <= 64 ? TemporarySize {} : TemporarySize { first * foldLength(last) * 4, first * foldLength(last) * 4 };
    const uint64_t bytes = foldLength(first) * roundUp(last, 8) * 4;
    return { bytes, bytes };
}
constexpr TemporarySize reduceExtreme(uint64_t first, uint64_t last, uint32_t typeSize, bool keepsRows, bool reuse, bool product)
{
    if (reuse)
        return {};
    if (!keepsRows) {
        const uint64_t bytes = foldLength(first) * roundUp(last * typeSize, kBlock);
        return { bytes, bytes };
    }
    if (product) {
        const uint64_t bytes = roundUp(foldLength(last) * typeSize, kBlock);
        return { bytes, bytes };
    }
    const uint64_t perBlock = kBlock / typeSize, perRepeat = kRepeat / typeSize;
    const uint64_t bytes = last <= perBlock ? 0 : first * (last < perRepeat ? kBlock : kRepeat);
    return { bytes, bytes };
}
constexpr TemporarySize reduceLogical(uint64_t first, uint64_t last, uint32_t typeSize, bool keepsRows, bool reuse)
{
    if (typeSize != 1) // float: as ReduceMax and ReduceMin
        return reduceExtreme(first, last, typeSize, keepsRows, reuse, false);
    if (keepsRows) {
        const uint64_t bytes = roundUp(last, kBlock) * 2 + first * kBlock;
        return { bytes, bytes };
    }
    return reduceExtreme(first, last, 1, false, reuse, false);
}
constexpr TemporarySize reduceXorSum(uint64_t count, bool reuse)
{
    const uint64_t bytes = (reuse ? 2 : 3) * larger(count * 2, kRepeat);
    return { bytes, bytes };
}

/// From `fromRows` x `fromColumns` to `rows` x `columns`. Bytes are cast to half first.
constexpr TemporarySize broadcast(uint64_t fromRows, uint64_t fromColumns, uint64_t rows, uint64_t columns, uint32_t typeSize)
{
    const bool casts = typeSize == 1;
    const uint64_t width = casts ? 2 : typeSize;
    const uint64_t cast = casts ? (roundUp(fromRows * fromColumns, 16) + roundUp(rows * columns, 16)) * 2 : 0;
    if (fromRows * fromColumns == rows * columns || fromRows * fromColumns == 1)
        return casts ? TemporarySize { cast + kBlock, cast + kBlock } : TemporarySize {};
    if (fromColumns != 1)
        return { kBlock + cast, kBlock + cast };
    const uint64_t perBlock = kBlock / width;
    const uint64_t padded = columns % perBlock == 0 ? 0 : roundUp(columns, perBlock) * width;
    return { perBlock * kBlock + perBlock * padded + cast, roundUp(rows, 8) * kBlock + rows * padded + cast };
}

constexpr TemporarySize pad(uint64_t rows, uint64_t columns)
{
    return { 16 * kBlock * 2, roundUp(rows * columns, 16) * kBlock * 2 };
}

/// Layout changes hold a 16 x 16 block, at most the tensor; the plain two-dimensional one works in the registers alone.
constexpr TemporarySize transpose(uint64_t count, uint32_t typeSize, bool plain)
{
    if (plain)
        return {};
    return { 16 * 16 * typeSize, larger(16 * 16 * typeSize, count * typeSize) };
}

/// TransData (GetTransDataMaxMinTmpSize; the fixed sizes are the host function's of the public toolkit): kinds 0 and 1 are
/// NCDHW to and from NDC1HWC0, 2 and 3 to and from FRACTAL_Z_3D. 16-bit elements.
constexpr TemporarySize transData(int64_t kind, uint64_t n, uint64_t c, uint64_t d, uint64_t area)
{
    const uint64_t wideC = roundUp(c, 16), wideN = roundUp(n, 16), padded = roundUp(area, 16);
    uint64_t bytes = 0;
    if (kind == 0)
        bytes = (d * padded + d * wideC * padded) * 2;
    else if (kind == 1)
        bytes = d * wideC * padded * 2 + 512;
    else if (kind == 2)
        bytes = larger(c * d * padded, d * area * wideN) * 2 + wideN * d * wideC * padded * 2;
    else
        bytes = wideN * wideC * d * padded * 2 * (n == wideN && c == wideC ? 1 : 2);
    return { bytes, bytes };
}

/// Sort of 32-element runs into one: the 8 B elements once more.
constexpr TemporarySize fullSort(uint64_t count) { return { count * 8, count * 8 }; }

constexpr TemporarySize topK(uint64_t rows, uint64_t columns, bool indicesGiven, bool small, bool smallest)
{
    uint64_t bytes = small ? rows * columns * 8 + kBlock + (smallest ? rows * columns * 4 : 0) : columns * 16;
    bytes += indicesGiven ? 0 : (small ? rows * columns : columns) * 4;
    return { bytes, bytes };
}

constexpr TemporarySize quantize(uint64_t count) { return { 2 * kRepeat, larger(2 * kRepeat, roundUp(count * 4, kBlock)) }; }
constexpr TemporarySize dequantize(uint64_t rows, uint64_t columns, uint64_t scales)
{
    const uint64_t fixed = roundUp(scales, 8) * sizeof(float) + kRepeat;
    return { fixed + roundUp(columns, 8) * sizeof(float), fixed + rows * roundUp(columns, 8) * sizeof(float) };
}
/// Half results need none. bfloat16 ones go through float: `scales` of them per channel, 1 for one number.
constexpr TemporarySize antiQuantize(uint64_t count, uint64_t rows, uint64_t scales, bool toHalf, bool transposed)
{
    if (toHalf)
        return {};
    if (scales <= 1)
        return { 1024, larger(1024, count * sizeof(float)) };
    const uint64_t bytes = (transposed ? 80 * scales : 2 * scales + 64 * rows) * sizeof(float);
    return { bytes, bytes };
}
constexpr TemporarySize dropOut(uint64_t count) { return { 2 * kRepeat, larger(2 * kRepeat, count * 2) }; }
/// `compacts`: the mask's rows are longer than the source's and the mask must stay.
constexpr TemporarySize selectBytes(uint64_t count, uint32_t maskSize, bool compacts)
{
    const uint64_t extra = compacts ? roundUp(count * maskSize, kBlock) : 0;
    const uint64_t min = larger(1024, roundUp(smaller(count, 4096), kBlock) * 2 + 512);
    return { min + extra, larger(1024, roundUp(count, kBlock) * 2 + 512) + extra };
}

} // namespace hawklib
