#include "emulator/exec/sort_job.h"

#include "base/float_formats.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <vector>

namespace hawk::emulator::exec {
namespace {

float scoreAt(DType type, const std::byte* at)
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

bool before(float a, float b) { return std::isnan(a) ? !std::isnan(b) : a > b; }

/// Positions in the order of their scores.
std::vector<std::uint32_t> ordered(const std::vector<float>& scores)
{
    std::vector<std::uint32_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return before(scores[a], scores[b]); });
    return order;
}

} // namespace

void sortPairs(DType score, std::byte* dst, const std::byte* scores, const std::byte* indices, std::uint32_t count)
{
    constexpr std::size_t kPair = 8;
    constexpr std::size_t kIndex = 4;
    const std::size_t width = sizeOf(score);
    std::vector<float> values(count);
    for (std::uint32_t i = 0; i < count; ++i)
        values[i] = scoreAt(score, scores + i * width);
    // The sources are kept, because the destination may lie over them.
    const std::vector<std::byte> scoreBytes(scores, scores + count * width);
    const std::vector<std::byte> indexBytes(indices, indices + count * kIndex);
    const auto order = ordered(values);
    for (std::uint32_t i = 0; i < count; ++i) {
        std::memcpy(dst + i * kPair, scoreBytes.data() + order[i] * width, width);
        std::memcpy(dst + i * kPair + kIndex, indexBytes.data() + order[i] * kIndex, kIndex);
    }
}

void sortRecords(const RecordLayout& layout, std::byte* dst, const std::byte* src, std::uint32_t count)
{
    std::vector<float> values(count);
    for (std::uint32_t i = 0; i < count; ++i)
        values[i] = scoreAt(layout.score, src + std::size_t { i } * layout.bytes + layout.scoreOffset);
    const std::vector<std::byte> records(src, src + std::size_t { count } * layout.bytes);
    const auto order = ordered(values);
    for (std::uint32_t i = 0; i < count; ++i)
        std::memcpy(dst + std::size_t { i } * layout.bytes, records.data() + std::size_t { order[i] } * layout.bytes, layout.bytes);
}

Merged mergeQueues(const RecordLayout& layout, std::byte* dst, std::span<const Queue> queues, bool stopWhenExhausted)
{
    Merged merged;
    std::vector<std::byte> result;
    for (;;) {
        std::size_t best = queues.size();
        float bestScore = 0;
        bool exhausted = false;
        for (std::size_t q = 0; q < queues.size(); ++q) {
            if (merged.taken.at(q) == queues[q].length) {
                exhausted = true;
                continue;
            }
            const float score
                = scoreAt(layout.score, queues[q].begin + std::size_t { merged.taken.at(q) } * layout.bytes + layout.scoreOffset);
            if (best == queues.size() || before(score, bestScore)) {
                best = q;
                bestScore = score;
            }
        }
        if (best == queues.size() || (exhausted && stopWhenExhausted))
            break;
        const std::byte* record = queues[best].begin + std::size_t { merged.taken.at(best) } * layout.bytes;
        result.insert(result.end(), record, record + layout.bytes);
        ++merged.taken.at(best);
        ++merged.written;
    }
    if (!result.empty())
        std::memcpy(dst, result.data(), result.size());
    return merged;
}

} // namespace hawk::emulator::exec
