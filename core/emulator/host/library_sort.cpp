// Sorting and selection: stable, largest first, NaN before everything (TopK.md).
#include "emulator/host/library_job.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::LibraryCall;

constexpr std::size_t kSortedBytes = 8; // value low, index in the high four

/// Positions of `values` from the largest (smallest) on; equal ones keep their order.
std::vector<std::size_t> order(std::span<const float> values, bool largest)
{
    std::vector<std::size_t> positions(values.size());
    std::iota(positions.begin(), positions.end(), std::size_t { 0 });
    std::ranges::stable_sort(positions, [&](std::size_t a, std::size_t b) {
        if (std::isnan(values[a]) || std::isnan(values[b]))
            return std::isnan(values[a]) && !std::isnan(values[b]);
        return largest ? values[a] > values[b] : values[a] < values[b];
    });
    return positions;
}

/// params: elements, one run (1) or runs of 32 (0).
void sort(LibraryJob& job)
{
    const auto count = static_cast<std::size_t>(job.param(0));
    const std::size_t run = job.param(1) != 0 ? count : 32;
    const std::vector<float> values = job.floats(1);
    const std::size_t width = sizeOf(job.type(1));
    std::vector<std::byte> source(job.bytes(1), job.bytes(1) + count * width);
    std::vector<std::byte> index(job.bytes(2), job.bytes(2) + count * 4);
    for (std::size_t begin = 0; begin < count; begin += run) {
        const auto positions = order(std::span(values).subspan(begin, std::min(run, count - begin)), true);
        for (std::size_t i = 0; i < positions.size(); ++i) {
            std::byte* to = job.bytes(0) + (begin + i) * kSortedBytes;
            std::memset(to, 0, kSortedBytes);
            std::memcpy(to, source.data() + (begin + positions[i]) * width, width);
            std::memcpy(to + 4, index.data() + (begin + positions[i]) * 4, 4);
        }
    }
}

void extract(LibraryJob& job)
{
    const std::size_t width = sizeOf(job.type(0));
    std::vector<std::byte> sorted(job.bytes(2), job.bytes(2) + job.elements(0) * kSortedBytes);
    for (std::size_t i = 0; i < job.elements(0); ++i) {
        std::memcpy(job.bytes(0) + i * width, sorted.data() + i * kSortedBytes, width);
        std::memcpy(job.bytes(1) + i * 4, sorted.data() + i * kSortedBytes + 4, 4);
    }
}

/// params: see HAWK_TOPK in hawk/library/sort.h. Without indices given they count from 0; small mode has one list per row.
void topK(LibraryJob& job)
{
    const auto rows = static_cast<std::size_t>(job.param(0)), stored = static_cast<std::size_t>(job.param(1));
    const auto k = static_cast<std::size_t>(job.param(3));
    const std::int64_t bits = job.param(4);
    const auto valuePitch = static_cast<std::size_t>(job.param(5)), indexPitch = static_cast<std::size_t>(job.param(6));
    const std::vector<float> x = job.floats(2);
    const std::vector<std::int64_t> given = job.integers(3);
    const std::vector<std::int64_t> finish = job.integers(4);
    std::vector<float> values = job.floats(0);
    std::vector<std::int64_t> indices = job.integers(1);
    for (std::size_t r = 0; r < rows; ++r) {
        const auto positions = order(std::span(x).subspan(r * stored, stored), (bits & 8) != 0);
        const bool finished = (bits & 2) != 0 && finish[r] != 0;
        for (std::size_t i = 0; i < std::min(k, stored); ++i) {
            const std::size_t p = positions[i];
            values[r * valuePitch + i] = x[r * stored + p];
            const std::size_t from = (bits & 4) != 0 ? r * stored + p : p;
            indices[r * indexPitch + i]
                = finished ? job.param(2) : ((bits & 1) != 0 ? given[from] : static_cast<std::int64_t>(p));
        }
    }
    job.store(0, values);
    job.store(1, indices);
}

hawklib::TemporarySize sortTemporary(const LibraryCall& call)
{
    return call.params[1] != 0 ? hawklib::fullSort(static_cast<std::uint64_t>(call.params[0])) : hawklib::TemporarySize {};
}
hawklib::TemporarySize topKTemporary(const LibraryCall& call)
{
    return hawklib::topK(static_cast<std::uint64_t>(call.params[0]), static_cast<std::uint64_t>(call.params[1]),
        (call.params[4] & 1) != 0, (call.params[4] & 4) != 0, (call.params[4] & 8) == 0);
}
/// Timing: a sort merges log4(runs) times, each pass over all elements.
void sortExtent(const LibraryCall& call, std::uint32_t& rows, std::uint64_t& elements)
{
    elements = static_cast<std::uint64_t>(call.params[0]);
    std::uint64_t passes = 1;
    for (std::uint64_t runs = elements / 32; call.params[1] != 0 && runs > 1; runs = (runs + 3) / 4)
        ++passes;
    rows = 1;
    elements *= passes;
}
void topKExtent(const LibraryCall& call, std::uint32_t& rows, std::uint64_t& elements)
{
    const auto columns = static_cast<std::uint64_t>(call.params[1]);
    std::uint64_t passes = 1;
    for (std::uint64_t runs = columns / 32; runs > 1; runs = (runs + 3) / 4)
        ++passes;
    rows = static_cast<std::uint32_t>(call.params[0]);
    elements = rows * columns * passes;
}

constexpr LibraryFunction kFunctions[] = {
    { Api::SortLibrary, sort, sortTemporary, sortExtent },
    { Api::Extract, extract, noTemporary },
    { Api::TopK, topK, topKTemporary, topKExtent },
};

} // namespace

std::span<const LibraryFunction> sortLibrary() { return kFunctions; }

} // namespace hawk::emulator
