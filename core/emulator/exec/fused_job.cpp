#include "emulator/exec/fused_job.h"

#include "base/float_formats.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace hawk::emulator::exec {
namespace {

double loadNumber(DType type, const std::byte* at)
{
    switch (type) {
    case DType::Float16: {
        std::uint16_t bits = 0;
        std::memcpy(&bits, at, sizeof bits);
        return static_cast<double>(halfToFloat(bits));
    }
    case DType::Float32: {
        float value = 0;
        std::memcpy(&value, at, sizeof value);
        return static_cast<double>(value);
    }
    case DType::Int16: {
        std::int16_t value = 0;
        std::memcpy(&value, at, sizeof value);
        return value;
    }
    default: {
        std::int32_t value = 0;
        std::memcpy(&value, at, sizeof value);
        return value;
    }
    }
}

/// What an instruction of the source type would have stored. Sums of int32 are kept wide enough by the caller.
double roundTo(DType type, double value)
{
    switch (type) {
    case DType::Float16:
        return static_cast<double>(halfToFloat(floatToHalf(static_cast<float>(value))));
    case DType::Float32:
        return static_cast<double>(static_cast<float>(value));
    case DType::Int16:
        return static_cast<double>(static_cast<std::int16_t>(static_cast<std::int64_t>(value)));
    default:
        return static_cast<double>(static_cast<std::int32_t>(static_cast<std::int64_t>(value)));
    }
}

template <class I>
void storeSaturated(std::byte* at, double value)
{
    double whole = std::isnan(value) ? 0.0 : std::nearbyint(value);
    whole = std::clamp(whole, static_cast<double>(std::numeric_limits<I>::min()), static_cast<double>(std::numeric_limits<I>::max()));
    const I result = static_cast<I>(whole);
    std::memcpy(at, &result, sizeof result);
}

void storeNumber(DType type, std::byte* at, double value)
{
    if (type == DType::Int8) {
        storeSaturated<std::int8_t>(at, value);
    } else if (type == DType::UInt8) {
        storeSaturated<std::uint8_t>(at, value);
    } else {
        const std::uint16_t bits = floatToHalf(static_cast<float>(value));
        std::memcpy(at, &bits, sizeof bits);
    }
}

double combine(Fused operation, double a, double b)
{
    if (operation == Fused::MulCast)
        return a * b;
    return operation == Fused::SubReluCast ? a - b : a + b;
}

double relu(double value) { return std::isnan(value) || value > 0 ? value : 0.0; }

} // namespace

void runFused(Fused operation, const Lanes& lanes, DType dstType, const Side& dst, DType srcType, const Side& a, const Side& b,
    float scale)
{
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        for (std::uint32_t lane = 0; lane < lanes.perRepeat; ++lane) {
            if (!lanes.active(r, lane))
                continue;
            double value = roundTo(
                srcType, combine(operation, loadNumber(srcType, a.at(r, lane)), loadNumber(srcType, b.at(r, lane))));
            if (operation == Fused::AddDeqRelu)
                value = value * static_cast<double>(scale);
            if (operation != Fused::MulCast)
                value = relu(value);
            storeNumber(dstType, dst.at(r, lane), value);
        }
    }
}

void runDequant(const Lanes& lanes, bool isSigned, bool highHalf, const Side& dst, const Side& src,
    std::span<const Dequant> sets)
{
    constexpr std::uint32_t kPerBlock = 16; // int16_t sources of a block
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        for (std::uint32_t lane = 0; lane < lanes.perRepeat; ++lane) {
            if (!lanes.active(r, lane))
                continue;
            const Dequant& set = sets[lane % sets.size()];
            const float product = static_cast<float>(loadNumber(DType::Int16, src.at(r, lane))) * set.scale;
            const double value = std::nearbyint(static_cast<double>(product)) + set.offset;
            std::byte* at = dst.base + static_cast<std::int64_t>(r) * dst.repeatStride
                    + static_cast<std::int64_t>(lane / kPerBlock) * dst.blockStride + lane % kPerBlock + (highHalf ? kPerBlock : 0);
            storeNumber(isSigned ? DType::Int8 : DType::UInt8, at, value);
        }
    }
}

void saturateLanes(const Lanes& lanes, DType type, const Side& dst)
{
    if (type != DType::Float16 && type != DType::Float32)
        return;
    const double largest = type == DType::Float16 ? 65504.0 : static_cast<double>(std::numeric_limits<float>::max());
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        for (std::uint32_t lane = 0; lane < lanes.perRepeat; ++lane) {
            if (!lanes.active(r, lane))
                continue;
            const double value = loadNumber(type, dst.at(r, lane));
            if (std::isfinite(value))
                continue;
            const double kept = std::isnan(value) ? 0.0 : std::copysign(largest, value);
            if (type == DType::Float16) {
                storeNumber(type, dst.at(r, lane), kept);
            } else {
                const auto narrow = static_cast<float>(kept);
                std::memcpy(dst.at(r, lane), &narrow, sizeof narrow);
            }
        }
    }
}

} // namespace hawk::emulator::exec
