#include "emulator/exec/layout_job.h"

#include <cstring>
#include <vector>

namespace hawk::emulator::exec {

void transposeBlocks(
    std::uint32_t elementBytes, const BlockAddresses& dst, const BlockAddresses& src, bool dstHigh, bool srcHigh)
{
    std::array<std::byte, kAddressList * kBlockBytes> in {};
    for (std::size_t j = 0; j < kAddressList; ++j)
        std::memcpy(in.data() + j * kBlockBytes, src[j], kBlockBytes);
    const auto copy = [&](std::size_t to, std::size_t toElement, std::size_t from, std::size_t fromElement) {
        std::memcpy(dst[to] + toElement * elementBytes, in.data() + from * kBlockBytes + fromElement * elementBytes, elementBytes);
    };
    constexpr std::size_t kHalf = 16;
    for (std::size_t j = 0; j < kAddressList; ++j) {
        if (elementBytes == 4) {
            for (std::size_t i = 0; i < 8; ++i)
                copy(2 * i + j / 8, j % 8, j, i);
            continue;
        }
        for (std::size_t i = 0; i < kHalf; ++i) {
            const std::size_t dstHalf = elementBytes == 1 && dstHigh ? kHalf : 0;
            const std::size_t srcHalf = elementBytes == 1 && srcHigh ? kHalf : 0;
            copy(i, dstHalf + j, j, srcHalf + i);
        }
    }
}

void transposeMatrix(std::byte* dst, const std::byte* src, std::uint32_t elementBytes, std::size_t rows, std::size_t columns)
{
    const std::vector<std::byte> in(src, src + rows * columns * elementBytes);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c)
            std::memcpy(dst + (c * rows + r) * elementBytes, in.data() + (r * columns + c) * elementBytes, elementBytes);
}

bool builtInPattern(std::uint32_t pattern, std::uint32_t lane)
{
    switch (pattern) {
    case 1:
    case 2:
        return lane % 2 == pattern - 1;
    case 3:
    case 4:
    case 5:
    case 6:
        return lane % 4 == pattern - 3;
    default:
        return pattern == 7;
    }
}

std::uint64_t gatherMasked(std::byte* dst, const Side& src, std::uint32_t repeats, std::uint32_t lanes, std::uint32_t pattern,
    const std::byte* patternTensor, std::int64_t patternStride)
{
    std::uint64_t kept = 0;
    for (std::uint32_t r = 0; r < repeats; ++r) {
        for (std::uint32_t lane = 0; lane < lanes; ++lane) {
            const std::byte* bits = patternTensor == nullptr ? nullptr : patternTensor + r * patternStride;
            const bool taken = bits == nullptr
                ? builtInPattern(pattern, lane)
                : ((std::to_integer<unsigned>(bits[lane / 8]) >> (lane % 8)) & 1U) != 0;
            if (!taken)
                continue;
            std::memmove(dst + kept * src.elementBytes, src.at(r, lane), src.elementBytes);
            ++kept;
        }
    }
    return kept;
}

} // namespace hawk::emulator::exec
