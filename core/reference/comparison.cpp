#include "reference/comparison.h"

#include "reference/element_values.h"
#include "reference/mapped_file.h"
#include "reference/mismatch_pattern.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

namespace hawk::reference {
namespace {

/// Thresholds of the region-aware rule per output type (CANN Bench docs/design/precision_comparison_design.md).
/// fp64 outputs are held to fp32's.
struct Thresholds {
    double tau; ///< mean relative error below this, maximum below ten times this
    double small; ///< |g| below: judged by absolute error
    double smallBound; ///< absolute error allowed there
    double cancellation; ///< |y| and |g| below: judged against the CPU in the same precision
};
Thresholds thresholdsOf(DType type)
{
    switch (type) {
    case DType::Float16: return { 0x1p-10, 0x1p-11, 0x1p-16, 0x1p-5 };
    case DType::BFloat16: return { 0x1p-7, 0x1p-8, 0x1p-16, 0x1p-3 };
    default: return { 0x1p-13, 0x1p-14, 0x1p-30, 0x1p-8 };
    }
}

constexpr double kEpsilon = 1e-7; ///< of the rule's denominator
constexpr double kMaxFactor = 10.0; ///< of the mean's tau for the maximum
constexpr double kMaxRelaxation = 10.0; ///< relaxation and reduction length together
constexpr double kExcuseRatio = 2.0; ///< times the CPU's own count of errors
/// Where the CPU makes no error at all, the rule lets a candidate have as many as if it had made one. In a region of few
/// elements that is no chance any more but a share of the result.
constexpr std::int64_t kManyElements = 256;
/// A wrong value is a small value's rounding error only when it is small itself, up to this many times the region's limit.
constexpr double kStillSmall = 2.0;
constexpr std::size_t kBlock = 4096; ///< elements unpacked at a time; three fp64 blocks stay in the L1/L2 cache
constexpr std::size_t kWorst = 8;

/// Raw tensors of one comparison, and their elements as the rule sees them.
struct Source {
    std::span<const std::byte> actual;
    std::span<const std::byte> golden;
    std::span<const std::byte> same;
    DType type = DType::None; ///< of actual and same
    DType goldenType = DType::None;
    std::int64_t elements = 0;
    std::array<std::byte, 8> poison {}; ///< one element, as the output was filled before the run

    bool untouched(std::int64_t i) const
    {
        const std::size_t size = sizeOf(type);
        return std::memcmp(actual.data() + static_cast<std::size_t>(i) * size, poison.data(), size) == 0;
    }
    double actualAt(std::int64_t i) const
    {
        double value = 0;
        loadAsDouble(actual, type, static_cast<std::size_t>(i), { &value, 1 });
        return value;
    }
    double expectedAt(std::int64_t i) const
    {
        double value = 0;
        loadAsDouble(golden, goldenType, static_cast<std::size_t>(i), { &value, 1 });
        roundThrough(type, { &value, 1 });
        return value;
    }
};

struct Block {
    std::array<double, kBlock> y;
    std::array<double, kBlock> g;
    std::array<double, kBlock> c;
    std::array<double, kBlock> e; ///< relative error of y
    std::array<double, kBlock> ce; ///< relative error of c
    std::size_t count = 0;
    std::int64_t first = 0;
};

/// Not NaN only here or there, not infinities of both signs: those fail whatever the tolerance.
enum class Special : std::uint8_t { None, NanMismatch, InfinityMismatch };

/// Brings one pair with a NaN or an infinity into a form the arithmetic can take; error becomes 0 for agreement.
Special settle(double& y, double& g, double largest)
{
    if (std::isnan(y) || std::isnan(g)) {
        const bool both = std::isnan(y) && std::isnan(g);
        y = g = 0;
        return both ? Special::None : Special::NanMismatch;
    }
    if (std::isinf(y) && std::isinf(g)) {
        const bool same = y == g;
        y = g = 0;
        return same ? Special::None : Special::InfinityMismatch;
    }
    if (std::isinf(y))
        y = std::copysign(largest, y);
    if (std::isinf(g))
        g = std::copysign(largest, g);
    return Special::None;
}

bool hasSpecial(const double* values, std::size_t count)
{
    // All exponent bits set: NaN or infinity. On the bits, so that the loop vectorises.
    constexpr std::uint64_t kExponent = 0x7FF0000000000000ULL;
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < count; ++i)
        found |= static_cast<std::uint64_t>((std::bit_cast<std::uint64_t>(values[i]) & kExponent) == kExponent);
    return found != 0;
}

struct SumAndMax {
    double sum = 0;
    double max = 0;
};

/// Four independent lanes: a single running sum would wait for every addition, and the order stays fixed.
SumAndMax sumAndMax(const double* values, std::size_t count)
{
    std::array<double, 4> sum {};
    std::array<double, 4> max {};
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4)
        for (std::size_t lane = 0; lane < 4; ++lane) {
            sum[lane] += values[i + lane];
            max[lane] = values[i + lane] > max[lane] ? values[i + lane] : max[lane];
        }
    for (; i < count; ++i) {
        sum[0] += values[i];
        max[0] = std::max(max[0], values[i]);
    }
    return { (sum[0] + sum[1]) + (sum[2] + sum[3]), std::max({ max[0], max[1], max[2], max[3] }) };
}

void relativeErrors(const double* y, const double* g, double* e, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        e[i] = std::abs(y[i] - g[i]) / (std::abs(g[i]) + kEpsilon);
}

/// Calls visit(block, hard) for every block; `hard` lists indices that fail whatever the tolerance.
template <class Visit>
void forEachBlock(const Source& source, Visit&& visit)
{
    const auto block = std::make_unique<Block>();
    const double largest = largestFinite(source.type);
    std::vector<std::pair<std::int64_t, Special>> hard;
    for (std::int64_t first = 0; first < source.elements; first += static_cast<std::int64_t>(kBlock)) {
        block->first = first;
        block->count = std::min(kBlock, static_cast<std::size_t>(source.elements - first));
        const std::size_t n = block->count;
        const auto at = static_cast<std::size_t>(first);
        loadAsDouble(source.actual, source.type, at, std::span(block->y).first(n));
        loadAsDouble(source.same, source.type, at, std::span(block->c).first(n));
        loadAsDouble(source.golden, source.goldenType, at, std::span(block->g).first(n));
        roundThrough(source.type, std::span(block->g).first(n));
        hard.clear();
        if (hasSpecial(block->y.data(), n) || hasSpecial(block->g.data(), n) || hasSpecial(block->c.data(), n))
            for (std::size_t i = 0; i < n; ++i) {
                double forCpu = block->g[i];
                if (settle(block->c[i], forCpu, largest) != Special::None)
                    block->c[i] = forCpu; // the CPU's own specials are no yardstick
                if (const Special special = settle(block->y[i], block->g[i], largest); special != Special::None)
                    hard.emplace_back(first + static_cast<std::int64_t>(i), special);
            }
        relativeErrors(block->y.data(), block->g.data(), block->e.data(), n);
        relativeErrors(block->c.data(), block->g.data(), block->ce.data(), n);
        visit(*block, hard);
    }
}

/// Sums over all elements, and over the regions of the second step.
struct Totals {
    double sumError = 0;
    double maxError = 0;
    double sumErrorCpu = 0;
    std::int64_t normal = 0; ///< neither small nor cancelling
    double normalSum = 0;
    std::int64_t small = 0, smallErrors = 0, smallErrorsCpu = 0;
    std::int64_t beyondBound = 0, beyondBoundCpu = 0; ///< absolute errors in the small-value region
    double largestCpu = 0; ///< the CPU's largest absolute error where values are small or cancel
    std::int64_t cancelling = 0, cancelErrors = 0, cancelErrorsCpu = 0;
    std::int64_t hard = 0;
    std::int64_t nanMismatches = 0;
};

enum class Region : std::uint8_t { Normal, Small, Cancellation };

Region regionOf(double y, double g, const Thresholds& t)
{
    if (std::abs(g) < t.small && std::abs(y) < kStillSmall * t.small)
        return Region::Small;
    return std::abs(y) < t.cancellation && std::abs(g) < t.cancellation ? Region::Cancellation : Region::Normal;
}

/// A position's own failure: beyond the absolute bound where values are small, beyond the maximum elsewhere.
bool positionFails(double y, double g, double e, Region region, const Thresholds& t, double tau)
{
    return region == Region::Small ? e >= kMaxFactor * tau && std::abs(y - g) > t.smallBound : e >= kMaxFactor * tau;
}

Totals firstStep(const Source& source)
{
    Totals totals;
    forEachBlock(source, [&](const Block& block, const auto& hard) {
        const SumAndMax errors = sumAndMax(block.e.data(), block.count);
        totals.sumError += errors.sum;
        totals.maxError = std::max(totals.maxError, errors.max);
        totals.sumErrorCpu += sumAndMax(block.ce.data(), block.count).sum;
        totals.hard += static_cast<std::int64_t>(hard.size());
        for (const auto& [index, special] : hard)
            totals.nanMismatches += special == Special::NanMismatch ? 1 : 0;
    });
    return totals;
}

void secondStep(const Source& source, const Thresholds& t, double tau, Totals& totals)
{
    forEachBlock(source, [&](const Block& block, const auto&) {
        for (std::size_t i = 0; i < block.count; ++i) {
            const Region region = regionOf(block.y[i], block.g[i], t);
            const bool fails = positionFails(block.y[i], block.g[i], block.e[i], region, t, tau);
            const Region regionCpu = regionOf(block.c[i], block.g[i], t);
            const bool failsCpu = positionFails(block.c[i], block.g[i], block.ce[i], regionCpu, t, tau);
            totals.small += region == Region::Small ? 1 : 0;
            totals.cancelling += region == Region::Cancellation ? 1 : 0;
            totals.beyondBound += region == Region::Small && std::abs(block.y[i] - block.g[i]) > t.smallBound ? 1 : 0;
            totals.beyondBoundCpu += regionCpu == Region::Small && std::abs(block.c[i] - block.g[i]) > t.smallBound ? 1 : 0;
            if (regionCpu != Region::Normal)
                totals.largestCpu = std::max(totals.largestCpu, std::abs(block.c[i] - block.g[i]));
            totals.smallErrors += fails && region == Region::Small ? 1 : 0;
            totals.smallErrorsCpu += failsCpu && regionCpu == Region::Small ? 1 : 0;
            totals.cancelErrors += fails && region == Region::Cancellation ? 1 : 0;
            totals.cancelErrorsCpu += failsCpu && regionCpu == Region::Cancellation ? 1 : 0;
            if (region == Region::Normal) {
                ++totals.normal;
                totals.normalSum += block.e[i];
            }
        }
    });
}

bool excused(std::int64_t errors, std::int64_t errorsCpu, std::int64_t elements)
{
    const std::int64_t yardstick = std::max<std::int64_t>(errorsCpu, elements >= kManyElements ? 1 : 0);
    return static_cast<double>(errors) <= kExcuseRatio * static_cast<double>(yardstick);
}

/// Largest absolute error that is excused beside a small golden whatever the count of relative ones; 0: none is. Counting
/// absolute errors is the rule as it was published; there most elements of a cancelling result err on the CPU too, and the few
/// whose relative error is large as well are too few to be counted against each other. No error beyond the CPU's own is excused so.
double noiseOf(const Totals& totals)
{
    const bool alike = static_cast<double>(totals.beyondBound) <= kExcuseRatio * static_cast<double>(totals.beyondBoundCpu);
    return alike ? kExcuseRatio * totals.largestCpu : 0;
}

/// Keeps the largest errors seen, largest first.
class WorstList {
public:
    void offer(double error, std::int64_t index)
    {
        if (m_items.size() == kWorst && !(error > m_items.back().first))
            return;
        const auto at = std::ranges::find_if(m_items, [&](const auto& item) { return error > item.first; });
        m_items.insert(at, { error, index });
        if (m_items.size() > kWorst)
            m_items.pop_back();
    }
    const std::vector<std::pair<double, std::int64_t>>& items() const { return m_items; }

private:
    std::vector<std::pair<double, std::int64_t>> m_items;
};

std::string number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

void describeFailures(const Source& source, std::span<const std::int64_t> shape, std::vector<std::int64_t> failing,
    const WorstList& worst, double limit, const StoreQuery& query, ComparisonReport& report)
{
    for (const auto& [error, index] : worst.items())
        report.worst.push_back(
            { index, coordinatesOf(index, shape), source.expectedAt(index), source.actualAt(index), error });
    if (failing.empty())
        return;
    MismatchView view;
    view.failing = failing;
    view.shape = shape;
    view.elements = source.elements;
    view.nanMismatches = report.nanMismatches;
    view.expected = [&](std::int64_t i) { return source.expectedAt(i); };
    view.actual = [&](std::int64_t i) { return source.actualAt(i); };
    view.untouched = [&](std::int64_t i) { return source.untouched(i); };
    view.type = source.type;
    view.limit = limit;
    const std::vector<BlockStores> stores = query ? query() : std::vector<BlockStores>();
    view.stores = stores;
    report.pattern = describePattern(view);
}

void compareFloating(const Source& source, std::span<const std::int64_t> shape, const Tolerance& tolerance,
    const StoreQuery& stores, ComparisonReport& report)
{
    const Thresholds t = thresholdsOf(source.type);
    // tau grows with the length of a reduction: rounding errors add up like a random walk (algorithms: G7).
    const double growth = std::max(1.0, std::sqrt(static_cast<double>(tolerance.reductionLength)) / 16.0);
    const double tau = t.tau * std::min(kMaxRelaxation, std::max(1.0, tolerance.relax) * growth);
    Totals totals = firstStep(source);
    const auto n = static_cast<double>(std::max<std::int64_t>(1, source.elements));
    report.tau = tau;
    report.meanRelativeError = totals.sumError / n;
    report.maxRelativeError = totals.maxError;
    report.meanErrorSamePrecision = totals.sumErrorCpu / n;
    report.nanMismatches = totals.nanMismatches;
    report.pass = totals.hard == 0 && report.meanRelativeError < tau && report.maxRelativeError < kMaxFactor * tau;
    if (report.pass)
        return;
    secondStep(source, t, tau, totals);
    const bool smallExcused = excused(totals.smallErrors, totals.smallErrorsCpu, totals.small);
    const bool cancelExcused = excused(totals.cancelErrors, totals.cancelErrorsCpu, totals.cancelling);
    const double noise = noiseOf(totals);
    report.excusedCancellation = cancelExcused ? totals.cancelErrors : 0;
    const bool meanFails
        = totals.normal > 0 && !(totals.normalSum / static_cast<double>(totals.normal) < tau);

    std::vector<std::int64_t> failing;
    WorstList worst;
    forEachBlock(source, [&](const Block& block, const auto& hard) {
        std::size_t nextHard = 0;
        for (std::size_t i = 0; i < block.count; ++i) {
            const std::int64_t index = block.first + static_cast<std::int64_t>(i);
            if (nextHard < hard.size() && hard[nextHard].first == index) {
                ++nextHard;
                failing.push_back(index);
                worst.offer(INFINITY, index);
                continue;
            }
            const Region region = regionOf(block.y[i], block.g[i], t);
            const bool likeTheCpu = smallExcused || std::abs(block.y[i] - block.g[i]) <= noise;
            const bool excusedHere = (region == Region::Small && likeTheCpu) || (region == Region::Cancellation && cancelExcused);
            // When only the mean is too large, what is above the mean's limit is what is wrong.
            const bool fails = region == Region::Normal && meanFails
                ? block.e[i] >= tau
                : positionFails(block.y[i], block.g[i], block.e[i], region, t, tau);
            // Poison that happens to be a small number is no rounding error.
            if (!fails)
                continue;
            if (excusedHere && !source.untouched(index)) {
                report.excusedSmall += region == Region::Small ? 1 : 0;
                continue;
            }
            failing.push_back(index);
            worst.offer(block.e[i], index);
        }
    });
    report.failing = static_cast<std::int64_t>(failing.size());
    report.pass = failing.empty() && !meanFails;
    describeFailures(source, shape, std::move(failing), worst, kMaxFactor * tau, stores, report);
}

void compareExact(const Source& source, std::span<const std::int64_t> shape, const StoreQuery& stores, ComparisonReport& report)
{
    const std::size_t size = sizeOf(source.type);
    std::vector<std::int64_t> failing;
    WorstList worst;
    if (source.actual.size() != source.golden.size()
        || std::memcmp(source.actual.data(), source.golden.data(), source.actual.size()) != 0)
        for (std::int64_t i = 0; i < source.elements; ++i) {
            const std::size_t at = static_cast<std::size_t>(i) * size;
            if (std::memcmp(source.actual.data() + at, source.golden.data() + at, size) == 0)
                continue;
            const double expected = source.expectedAt(i);
            const double error = std::abs(source.actualAt(i) - expected) / (std::abs(expected) + kEpsilon);
            failing.push_back(i);
            worst.offer(error, i);
            report.meanRelativeError += error / static_cast<double>(source.elements);
            report.maxRelativeError = std::max(report.maxRelativeError, error);
        }
    report.failing = static_cast<std::int64_t>(failing.size());
    report.pass = failing.empty();
    describeFailures(source, shape, std::move(failing), worst, 0, stores, report);
}

/// Elements that still hold the poison although the golden is something else.
std::int64_t countUntouched(const Source& source)
{
    double poisoned = 0;
    loadAsDouble(source.poison, source.type, 0, { &poisoned, 1 });
    const std::size_t size = sizeOf(source.type);
    std::int64_t untouched = 0;
    const auto first = static_cast<char>(source.poison[0]);
    const auto* bytes = reinterpret_cast<const char*>(source.actual.data());
    for (std::int64_t i = 0; i < source.elements; ++i)
        if (bytes[static_cast<std::size_t>(i) * size] == first && source.untouched(i)
            && !(source.expectedAt(i) == poisoned))
            ++untouched;
    return untouched;
}

std::string summarise(const ComparisonReport& report, DType type)
{
    const std::string count = std::to_string(report.elements) + " elements";
    if (!isFloating(type))
        return report.pass ? count + " exactly equal"
                           : std::to_string(report.failing) + " of " + count + " differ: " + report.pattern;
    const std::string errors = "mean relative error " + number(report.meanRelativeError) + ", largest "
        + number(report.maxRelativeError) + ", limits " + number(report.tau) + " and " + number(kMaxFactor * report.tau);
    if (report.pass)
        return count + " within tolerance: " + errors;
    std::string text = std::to_string(report.failing) + " of " + count + " wrong: " + report.pattern;
    if (report.untouched > 0)
        text += "; " + std::to_string(report.untouched) + " never written";
    return text + "; " + errors;
}

Error sizeError(const std::string& what, std::size_t found, std::size_t wanted)
{
    return Error { Errc::InvalidInput,
        what + " holds " + std::to_string(found) + " bytes, expected " + std::to_string(wanted), {}, {} };
}

Json plainNumber(double value)
{
    if (std::isnan(value))
        return "nan";
    return std::isinf(value) ? Json(value > 0 ? "inf" : "-inf") : Json(value);
}

} // namespace

Result<ComparisonReport> compare(
    std::span<const std::byte> actual, const GoldenFile& golden, const Tolerance& tolerance, std::byte poison, const StoreQuery& stores)
{
    const std::size_t size = sizeOf(golden.outputDtype);
    const bool comparable = size > 0 && golden.outputDtype != DType::Complex32 && golden.outputDtype != DType::Complex64;
    if (!comparable)
        return Error { Errc::InvalidInput,
            "output '" + golden.golden.name + "': no comparison rule for type " + std::string(name(golden.outputDtype)), {}, {} };
    const Result<MappedFile> expected = MappedFile::open(golden.golden.path);
    if (!expected)
        return expected.error();
    const Result<MappedFile> same = MappedFile::open(golden.samePrecision.path);
    if (!same)
        return same.error();
    std::int64_t elements = 1;
    for (const std::int64_t dim : golden.golden.shape)
        elements *= dim;
    const auto count = static_cast<std::size_t>(elements);
    if (actual.size() != count * size)
        return sizeError("output '" + golden.golden.name + "'", actual.size(), count * size);
    if (expected->bytes().size() != count * sizeOf(golden.golden.dtype))
        return sizeError(golden.golden.path.string(), expected->bytes().size(), count * sizeOf(golden.golden.dtype));
    if (same->bytes().size() != count * size)
        return sizeError(golden.samePrecision.path.string(), same->bytes().size(), count * size);

    Source source { actual, expected->bytes(), same->bytes(), golden.outputDtype, golden.golden.dtype, elements };
    source.poison.fill(poison);
    ComparisonReport report;
    report.elements = elements;
    if (isFloating(golden.outputDtype))
        compareFloating(source, golden.golden.shape, tolerance, stores, report);
    else
        compareExact(source, golden.golden.shape, stores, report);
    if (!report.pass)
        report.untouched = countUntouched(source);
    report.summary = summarise(report, golden.outputDtype);
    return report;
}

Json toJson(const ComparisonReport& report)
{
    Json worst = Json::array();
    for (const Mismatch& mismatch : report.worst)
        worst.push_back({ { "index", mismatch.index }, { "coordinates", mismatch.coordinates },
            { "expected", plainNumber(mismatch.expected) }, { "actual", plainNumber(mismatch.actual) },
            { "relativeError", plainNumber(mismatch.relativeError) } });
    return { { "pass", report.pass }, { "elements", report.elements }, { "failing", report.failing },
        { "excusedSmall", report.excusedSmall }, { "excusedCancellation", report.excusedCancellation },
        { "nanMismatches", report.nanMismatches }, { "untouched", report.untouched },
        { "meanRelativeError", plainNumber(report.meanRelativeError) },
        { "maxRelativeError", plainNumber(report.maxRelativeError) },
        { "meanErrorSamePrecision", plainNumber(report.meanErrorSamePrecision) }, { "tau", plainNumber(report.tau) },
        { "worst", worst }, { "pattern", report.pattern }, { "summary", report.summary } };
}

} // namespace hawk::reference
