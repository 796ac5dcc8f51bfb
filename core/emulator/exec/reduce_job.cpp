#include "emulator/exec/reduce_job.h"

#include "base/float_formats.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace hawk::emulator::exec {
namespace {

constexpr std::uint32_t kMaxLanes = 128;

float load(DType type, const std::byte* at)
{
    if (type == DType::Float16) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, at, sizeof bits);
        return halfToFloat(bits);
    }
    float value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
}

void store(DType type, std::byte* at, float value)
{
    if (type == DType::Float16) {
        const std::uint16_t bits = floatToHalf(value);
        std::memcpy(at, &bits, sizeof bits);
        return;
    }
    std::memcpy(at, &value, sizeof value);
}

/// The value an element of the type can hold.
float fit(DType type, float value) { return type == DType::Float16 ? halfToFloat(floatToHalf(value)) : value; }

/// Binary tree of neighbours; an odd one moves up unchanged.
float treeSum(DType type, std::array<float, kMaxLanes>& values, std::uint32_t count)
{
    while (count > 1) {
        for (std::uint32_t i = 0; i < count / 2; ++i)
            values[i] = fit(type, values[2 * i] + values[2 * i + 1]);
        if (count % 2 != 0)
            values[count / 2] = values[count - 1];
        count = (count + 1) / 2;
    }
    return values[0];
}

struct Extreme {
    float value = 0;
    std::uint64_t index = 0;
    bool found = false;

    /// The first of equal values wins; a NaN wins over numbers and stays.
    void offer(Reduction reduction, float candidate, std::uint64_t at)
    {
        const bool better = reduction == Reduction::Max ? candidate > value : candidate < value;
        if (!found || (value == value && (candidate != candidate || better))) {
            value = candidate;
            index = at;
        }
        found = true;
    }
};

void storeIndex(std::byte* at, std::uint64_t index, std::size_t bytes) { std::memcpy(at, &index, bytes); }

struct Partial {
    float value = 0;
    std::uint64_t index = 0;
    bool any = false;
};

/// Lanes [begin, end) of one repeat.
Partial reduceLanes(Reduction reduction, DType type, const Lanes& lanes, std::uint32_t repeat, std::uint32_t begin,
    std::uint32_t end, const Side& src)
{
    Partial result;
    if (reduction == Reduction::Sum) {
        std::array<float, kMaxLanes> values; // only the lanes asked for are set and read
        for (std::uint32_t lane = begin; lane < end; ++lane) {
            const bool active = lanes.active(repeat, lane);
            values[lane - begin] = active ? load(type, src.at(repeat, lane)) : 0.0F;
            result.any = result.any || active;
        }
        result.value = treeSum(type, values, end - begin);
        return result;
    }
    Extreme best;
    for (std::uint32_t lane = begin; lane < end; ++lane) {
        if (lanes.active(repeat, lane))
            best.offer(reduction, load(type, src.at(repeat, lane)), lane);
    }
    return { best.value, best.index, best.found };
}

/// Whole repeats of one job. Those with every lane active and side by side go through the span operations.
class RepeatReducer {
public:
    RepeatReducer(Reduction reduction, DType type, const Lanes& lanes, const Side& src)
        : m_reduction(reduction)
        , m_type(type)
        , m_lanes(lanes)
        , m_src(src)
        , m_dense(src.denseIn(lanes.perRepeat) && lanes.perRepeat * src.elementBytes == kRepeatBytes)
    {
        if (lanes.total == 0)
            m_full = fullMask() ? lanes.repeats : 0;
        else
            m_full = static_cast<std::uint32_t>(lanes.total / lanes.perRepeat);
        if (!m_dense)
            m_full = 0;
        if (reduction == Reduction::Sum)
            m_sum = rowSumFunction(type);
        else
            m_extreme = rowExtremeFunction(type, reduction == Reduction::Max);
    }
    Partial operator()(std::uint32_t repeat) const
    {
        if (repeat >= m_full)
            return reduceLanes(m_reduction, m_type, m_lanes, repeat, 0, m_lanes.perRepeat, m_src);
        const std::byte* row = m_src.at(repeat, 0);
        if (m_sum != nullptr)
            return { m_sum(row), 0, true };
        const RowExtreme best = m_extreme(row);
        return { best.value, best.lane, true };
    }

private:
    bool fullMask() const
    {
        return m_lanes.mask[0] == ~0ULL && (m_lanes.perRepeat <= 64 || m_lanes.mask[1] == ~0ULL);
    }

    Reduction m_reduction;
    DType m_type;
    const Lanes& m_lanes;
    const Side& m_src;
    bool m_dense;
    std::uint32_t m_full = 0; ///< repeats before this one have every lane
    RowSumFunction m_sum = nullptr;
    RowExtremeFunction m_extreme = nullptr;
};

} // namespace

ExtremeResult reduceRepeats(Reduction reduction, DType type, const Lanes& lanes, std::byte* dst, std::int64_t dstStride,
    const Side& src, ResultOrder order)
{
    const std::size_t bytes = src.elementBytes;
    // All results are computed before any is stored: a result may overwrite its own source.
    std::vector<Partial> results(lanes.repeats);
    const RepeatReducer reduce(reduction, type, lanes, src);
    for (std::uint32_t r = 0; r < lanes.repeats; ++r)
        results[r] = reduce(r);
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        std::byte* at = dst + static_cast<std::int64_t>(r) * dstStride;
        const Partial& p = results[r];
        if (!p.any)
            continue; // mask 0 leaves the destination as it was
        if (reduction == Reduction::Sum || order == ResultOrder::OnlyValue) {
            store(type, at, p.value);
        } else if (order == ResultOrder::ValueIndex) {
            store(type, at, p.value);
            storeIndex(at + bytes, p.index, bytes);
        } else if (order == ResultOrder::IndexValue) {
            storeIndex(at, p.index, bytes);
            store(type, at + bytes, p.value);
        } else {
            storeIndex(at, p.index, sizeof(std::uint32_t));
        }
    }
    if (reduction == Reduction::Sum)
        return {};
    Extreme best;
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        if (results[r].any)
            best.offer(reduction, results[r].value, std::uint64_t { r } * lanes.perRepeat + results[r].index);
    }
    return { best.value, best.index, best.found };
}

void reduceBlocks(Reduction reduction, DType type, const Lanes& lanes, std::byte* dst, std::int64_t dstStride,
    const Side& src)
{
    const std::uint32_t perBlock = kBlockBytes / src.elementBytes;
    constexpr std::uint32_t kBlocks = kRepeatBytes / kBlockBytes;
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        std::array<Partial, kBlocks> results {};
        for (std::uint32_t b = 0; b < kBlocks; ++b)
            results[b] = reduceLanes(reduction, type, lanes, r, b * perBlock, (b + 1) * perBlock, src);
        for (std::uint32_t b = 0; b < kBlocks; ++b) {
            if (results[b].any)
                store(type, dst + static_cast<std::int64_t>(r) * dstStride + std::int64_t { b } * src.elementBytes,
                    results[b].value);
        }
    }
}

void sumPairs(DType type, const Lanes& lanes, std::byte* dst, std::int64_t dstStride, const Side& src)
{
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        std::array<Partial, kMaxLanes / 2> results {};
        for (std::uint32_t i = 0; i < lanes.perRepeat / 2; ++i)
            results[i] = reduceLanes(Reduction::Sum, type, lanes, r, 2 * i, 2 * i + 2, src);
        for (std::uint32_t i = 0; i < lanes.perRepeat / 2; ++i) {
            if (results[i].any)
                store(type, dst + static_cast<std::int64_t>(r) * dstStride + std::int64_t { i } * src.elementBytes,
                    results[i].value);
        }
    }
}

void sumAll(DType type, const Lanes& lanes, std::byte* dst, const Side& src, std::byte* work)
{
    const std::size_t bytes = src.elementBytes;
    std::vector<float> level(lanes.repeats);
    const RepeatReducer reduce(Reduction::Sum, type, lanes, src);
    for (std::uint32_t r = 0; r < lanes.repeats; ++r)
        level[r] = reduce(r).value;
    for (std::size_t i = 0; work != nullptr && i < level.size(); ++i)
        store(type, work + i * bytes, level[i]);
    while (level.size() > 1) {
        std::vector<float> next;
        for (std::size_t at = 0; at < level.size(); at += lanes.perRepeat) {
            std::array<float, kMaxLanes> values {};
            const std::size_t n = std::min<std::size_t>(lanes.perRepeat, level.size() - at);
            std::copy_n(level.begin() + static_cast<std::ptrdiff_t>(at), n, values.begin());
            next.push_back(treeSum(type, values, lanes.perRepeat)); // missing lanes are masked: zero
        }
        level = std::move(next);
    }
    if (!level.empty())
        store(type, dst, level[0]);
}

void storeNumber(DType type, std::byte* at, float value) { store(type, at, value); }

float sumInOrder(DType type, const Lanes& lanes, const Side& src)
{
    float total = 0;
    const RepeatReducer reduce(Reduction::Sum, type, lanes, src);
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        const float part = reduce(r).value;
        total = r == 0 ? part : fit(type, total + part);
    }
    return total;
}

ExtremeResult extremeAll(Reduction reduction, DType type, const Lanes& lanes, std::byte* dst, const Side& src,
    std::byte* work, bool withIndex)
{
    Extreme best;
    const RepeatReducer reduce(reduction, type, lanes, src);
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        const Partial p = reduce(r);
        if (p.any)
            best.offer(reduction, p.value, std::uint64_t { r } * lanes.perRepeat + p.index);
        if (work != nullptr && p.any) {
            store(type, work + std::size_t { 2 } * r * src.elementBytes, p.value);
            storeIndex(work + (std::size_t { 2 } * r + 1) * src.elementBytes, p.index, src.elementBytes);
        }
    }
    if (!best.found)
        return {};
    store(type, dst, best.value);
    if (withIndex)
        storeIndex(dst + src.elementBytes, best.index, src.elementBytes);
    return { best.value, best.index, true };
}

} // namespace hawk::emulator::exec
