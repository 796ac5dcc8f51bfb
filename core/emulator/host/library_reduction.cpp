// Reductions over an axis.
#include "base/float_formats.h"
#include "emulator/exec/library/rows.h"
#include "emulator/exec/reduce_job.h"
#include "emulator/host/library_job.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::LibraryCall;

std::uint64_t at(const LibraryCall& call, std::size_t i) { return static_cast<std::uint64_t>(call.params[i]); }
std::uint32_t typeSize(const LibraryCall& call) { return static_cast<std::uint32_t>(sizeOf(dtypeOf(call.operands[1].type))); }
bool reuses(const LibraryCall& call) { return call.operands[1].reserved != 0; }

/// Sum.md: pairs of neighbours inside a repeat of 256 B, then the results of the repeats in the same way, each addition rounded to
/// the working type: half for half operands, unless Mean's accType is float. Mean.md: the sum is taken first, which may overflow,
/// then multiplied with 1/n in the working type.
void rowSum(LibraryJob& job)
{
    const auto rows = static_cast<std::size_t>(job.param(0)), stored = static_cast<std::size_t>(job.param(1));
    const auto real = static_cast<std::uint64_t>(job.param(2));
    const DType working = job.type(1) == DType::Float16 && job.param(3) != 0 ? DType::Float16 : DType::Float32;
    const bool narrow = working == DType::Float16;
    const auto width = static_cast<std::uint32_t>(sizeOf(working));
    const exec::Lanes lanes = exec::firstLanes(real, exec::kRepeatBytes / width);
    std::vector<float> x = job.floats(1), y(rows);
    for (std::size_t r = 0; r < rows; ++r) {
        std::byte* row = narrow ? job.bytes(1) + r * stored * width : reinterpret_cast<std::byte*>(x.data() + r * stored);
        std::array<std::byte, sizeof(float)> sum {};
        exec::sumAll(working, lanes, sum.data(), { row, width }, nullptr);
        y[r] = narrow ? halfToFloat(std::bit_cast<std::array<std::uint16_t, 2>>(sum)[0]) : std::bit_cast<float>(sum);
        if (job.call.api == Api::Mean)
            y[r] = job.roundTo(working, y[r] * job.roundTo(working, 1.0F / static_cast<float>(real)));
    }
    job.store(0, y);
}

float least(std::span<const float> values)
{
    float result = values.empty() ? 0 : values[0];
    for (const float v : values)
        result = v < result || std::isnan(v) ? v : result;
    return result;
}

float combine(Api api, std::span<const float> values, bool numbers)
{
    switch (api) {
    case Api::ReduceSumPattern: return library::treeSum(values);
    case Api::ReduceMeanPattern: return library::treeSum(values) * (1.0F / static_cast<float>(values.size()));
    case Api::ReduceMaxPattern: return library::largest(values);
    case Api::ReduceProdPattern: {
        float product = 1;
        for (const float v : values)
            product *= v;
        return product;
    }
    case Api::ReduceMinPattern: return least(values);
    case Api::ReduceAnyPattern:
        if (numbers)
            return library::largest(values);
        return std::ranges::any_of(values, [](float v) { return v != 0; }) ? 1.0F : 0.0F;
    default:
        if (numbers)
            return least(values);
        return std::ranges::all_of(values, [](float v) { return v != 0; }) ? 1.0F : 0.0F;
    }
}

/// params: first axis, second axis, stored second axis, 1 when the first is reduced.
void overAxis(LibraryJob& job)
{
    const auto first = static_cast<std::size_t>(job.param(0)), last = static_cast<std::size_t>(job.param(1));
    const auto stored = static_cast<std::size_t>(job.param(2));
    const bool reducesFirst = job.param(3) != 0;
    const std::vector<float> x = job.floats(1);
    std::vector<float> y(reducesFirst ? last : first), line(reducesFirst ? first : last);
    for (std::size_t i = 0; i < y.size(); ++i) {
        for (std::size_t k = 0; k < line.size(); ++k)
            line[k] = reducesFirst ? x[k * stored + i] : x[i * stored + k];
        y[i] = combine(job.call.api, line, job.type(1) == DType::Float32);
    }
    job.store(0, y);
}

/// Saturates at the limits of int16_t (ReduceXorSum.md).
void xorSum(LibraryJob& job)
{
    const std::vector<std::int64_t> a = job.integers(1), b = job.integers(2);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<std::int16_t>(a[i] ^ b[i]);
    sum = std::clamp<std::int64_t>(sum, -32768, 32767);
    job.store(0, std::span<const std::int64_t>(&sum, 1));
}

hawklib::TemporarySize sumTemporary(const LibraryCall& call) { return hawklib::rowSum(at(call, 2), typeSize(call)); }
hawklib::TemporarySize meanTemporary(const LibraryCall& call)
{
    return hawklib::rowMean(at(call, 2), typeSize(call), static_cast<std::uint32_t>(call.params[4]));
}
hawklib::TemporarySize addTemporary(const LibraryCall& call)
{
    return hawklib::reduceSum(at(call, 0), at(call, 1), call.params[3] == 0, reuses(call));
}
hawklib::TemporarySize extremeTemporary(const LibraryCall& call)
{
    return hawklib::reduceExtreme(
        at(call, 0), at(call, 1), typeSize(call), call.params[3] == 0, reuses(call), call.api == Api::ReduceProdPattern);
}
hawklib::TemporarySize logicalTemporary(const LibraryCall& call)
{
    return hawklib::reduceLogical(at(call, 0), at(call, 1), typeSize(call), call.params[3] == 0, reuses(call));
}
hawklib::TemporarySize xorTemporary(const LibraryCall& call) { return hawklib::reduceXorSum(call.elements[1], reuses(call)); }

void extent(const LibraryCall& call, std::uint32_t& rows, std::uint64_t& elements)
{
    rows = static_cast<std::uint32_t>(call.elements[0]);
    elements = call.elements[1];
}

constexpr LibraryFunction kFunctions[] = {
    { Api::Sum, rowSum, sumTemporary, extent },
    { Api::Mean, rowSum, meanTemporary, extent },
    { Api::ReduceSumPattern, overAxis, addTemporary, extent },
    { Api::ReduceMeanPattern, overAxis, addTemporary, extent },
    { Api::ReduceProdPattern, overAxis, extremeTemporary, extent },
    { Api::ReduceMaxPattern, overAxis, extremeTemporary, extent },
    { Api::ReduceMinPattern, overAxis, extremeTemporary, extent },
    { Api::ReduceAnyPattern, overAxis, logicalTemporary, extent },
    { Api::ReduceAllPattern, overAxis, logicalTemporary, extent },
    { Api::ReduceXorSum, xorSum, xorTemporary, extent },
};

} // namespace

std::span<const LibraryFunction> reductionLibrary() { return kFunctions; }

} // namespace hawk::emulator
