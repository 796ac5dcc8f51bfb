#include "target/precision_check.h"

#include "base/float_formats.h"
#include "emulator/isa/table.h"
#include "reference/element_values.h"
#include "reference/mapped_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace hawk::target {
namespace {

constexpr std::size_t kBlock = 4096;
constexpr std::size_t kFewest = 64; ///< elements that count: fewer say nothing about a distribution
constexpr double kCoarse = 0x1p-15; ///< 256 roundings of float32; a rounding to half makes 2^-12 on average
constexpr double kManyCoarse = 0.25;
constexpr double kCpuMayHave = 0.1; ///< of the candidate's share
constexpr std::uint32_t kBelowHalf = 0x1FFF; ///< mantissa bits of float32 that half lacks

struct Tally {
    std::size_t counted = 0;
    std::size_t coarse = 0;
    std::size_t cpuCoarse = 0;
    std::size_t narrow = 0; ///< values with no bit beyond half's mantissa
    std::size_t goldenNarrow = 0;
};

bool fitsHalf(double value) { return (std::bit_cast<std::uint32_t>(static_cast<float>(value)) & kBelowHalf) == 0; }

void count(double actual, double golden, double cpu, Tally& tally)
{
    if (golden == 0 || actual == 0 || !std::isfinite(actual) || !std::isfinite(golden) || std::abs(golden) < 1e-30)
        return;
    ++tally.counted;
    tally.coarse += std::abs(actual - golden) > kCoarse * std::abs(golden) ? 1U : 0U;
    tally.cpuCoarse += std::abs(cpu - golden) > kCoarse * std::abs(golden) ? 1U : 0U;
    tally.narrow += fitsHalf(actual) ? 1U : 0U;
    tally.goldenNarrow += fitsHalf(golden) ? 1U : 0U;
}

std::string percent(std::size_t part, std::size_t whole)
{
    std::array<char, 16> text {};
    std::snprintf(text.data(), text.size(), "%.0f %%", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
    return text.data();
}

Precision judge(const Tally& tally)
{
    Precision precision;
    precision.told = tally.counted >= kFewest;
    if (!precision.told)
        return precision;
    const auto all = static_cast<double>(tally.counted);
    precision.fitsHalf = tally.narrow == tally.counted && static_cast<double>(tally.goldenNarrow) < 0.5 * all;
    if (precision.fitsHalf)
        precision.complaint = "every value fits half, " + percent(tally.goldenNarrow, tally.counted) + " of the exact results do";
    else if (static_cast<double>(tally.coarse) > kManyCoarse * all
        && static_cast<double>(tally.cpuCoarse) < kCpuMayHave * static_cast<double>(tally.coarse))
        precision.complaint = percent(tally.coarse, tally.counted) + " of the elements are off by more than 2^-15, against "
            + percent(tally.cpuCoarse, tally.counted) + " for float32 arithmetic on the CPU";
    return precision;
}

bool isNarrow(DType type) { return type == DType::Float16 || type == DType::BFloat16; }

} // namespace

Result<Precision> precisionOf(std::span<const std::byte> actual, const reference::GoldenFile& golden)
{
    if (golden.outputDtype != DType::Float32 || actual.size() < kFewest * sizeof(float))
        return Precision {};
    const auto exact = reference::MappedFile::open(golden.golden.path);
    if (!exact)
        return exact.error();
    const auto cpu = reference::MappedFile::open(golden.samePrecision.path);
    if (!cpu)
        return cpu.error();
    const std::size_t elements = std::min({ actual.size() / sizeof(float), exact->bytes().size() / sizeof(double), cpu->bytes().size() / sizeof(float) });
    std::array<double, kBlock> y {};
    std::array<double, kBlock> g {};
    std::array<double, kBlock> c {};
    Tally tally;
    for (std::size_t at = 0; at < elements; at += kBlock) {
        const std::size_t many = std::min(kBlock, elements - at);
        reference::loadAsDouble(actual, DType::Float32, at, { y.data(), many });
        reference::loadAsDouble(exact->bytes(), golden.golden.dtype, at, { g.data(), many });
        reference::loadAsDouble(cpu->bytes(), DType::Float32, at, { c.data(), many });
        for (std::size_t i = 0; i < many; ++i)
            count(y[i], g[i], c[i], tally);
    }
    return judge(tally);
}

void PrecisionEvidence::add(const emulator::Op& op)
{
    if (op.pipe != emulator::Pipe::V || (!narrow.empty() && !approximate.empty()))
        return;
    const std::string_view api = emulator::apiRow(op.api).name;
    const std::string place = ", line " + std::to_string(op.line);
    if (approximate.empty() && (api == "Reciprocal" || api == "Rsqrt"))
        approximate = std::string(api) + place;
    for (std::size_t i = 0; i < op.accessCount && narrow.empty(); ++i)
        if (isNarrow(op.accesses[i].dtype))
            narrow = std::string(api) + " on " + std::string(name(op.accesses[i].dtype)) + place;
}

} // namespace hawk::target
