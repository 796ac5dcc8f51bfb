#include "emulator/exec/int4_job.h"

#include "base/float_formats.h"

#include <algorithm>
#include <cstring>

namespace hawk::emulator::exec {
namespace {

constexpr std::uint32_t kPerBlock = kBlockBytes * 2;

std::byte* byteOf(const Side& side, std::uint32_t repeat, std::uint32_t lane)
{
    return side.base + static_cast<std::int64_t>(repeat) * side.repeatStride
        + static_cast<std::int64_t>(lane / kPerBlock) * side.blockStride + static_cast<std::int64_t>(lane % kPerBlock / 2);
}

template <class Lane>
void forEachLane(const Lanes& lanes, const Lane& lane)
{
    forEachRun(lanes, lanes.perRepeat, [&](std::uint32_t r, std::uint32_t first, std::uint32_t n) {
        for (std::uint32_t i = first; i < first + n; ++i)
            lane(r, i);
    });
}

} // namespace

void runHalfToInt4(const Lanes& lanes, const Side& dst, const Side& src, Rounding rounding)
{
    const CastFunction toInt8 = castFunction(DType::Int8, DType::Float16);
    forEachLane(lanes, [&](std::uint32_t r, std::uint32_t lane) {
        std::int8_t wide = 0;
        toInt8(reinterpret_cast<std::byte*>(&wide), src.at(r, lane), rounding, 1.0F, 1);
        const auto value = static_cast<unsigned>(std::clamp<int>(wide, -8, 7)) & 15U;
        std::byte* byte = byteOf(dst, r, lane);
        const auto old = std::to_integer<unsigned>(*byte);
        *byte = static_cast<std::byte>(lane % 2 == 0 ? (old & 0xF0U) | value : (old & 0x0FU) | value << 4U);
    });
}

void runInt4ToHalf(const Lanes& lanes, const Side& dst, const Side& src)
{
    forEachLane(lanes, [&](std::uint32_t r, std::uint32_t lane) {
        const auto bits = std::to_integer<unsigned>(*byteOf(src, r, lane)) >> (lane % 2 == 0 ? 0U : 4U) & 15U;
        const int value = static_cast<int>(bits) - (bits >= 8 ? 16 : 0);
        const std::uint16_t half = floatToHalf(static_cast<float>(value));
        std::memcpy(dst.at(r, lane), &half, sizeof half);
    });
}

} // namespace hawk::emulator::exec
