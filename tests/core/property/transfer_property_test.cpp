#include "core/property/more_device_calls.h"
#include "core/property/seeds.h"
#include "core/property/ub_image.h"

#include <cstring>

/// Transfers between global memory and UB: rows, gaps, padding, tails.
namespace hawk::property {
namespace {

constexpr Number kTypes[] = { Number::F16, Number::F32, Number::I16, Number::I32, Number::BF16, Number::U32 };
constexpr std::uint32_t kBlock = 32;

std::uint32_t roundUp(std::uint32_t bytes) { return (bytes + kBlock - 1) / kBlock * kBlock; }

/// Where the rows of a transfer lie, in bytes.
struct Rows {
    std::uint32_t length = 0; ///< bytes that are moved
    std::uint32_t gmStep = 0;
    std::uint32_t ubStep = 0;
    std::uint32_t left = 0; ///< padding in front, in UB
    std::uint32_t right = 0;
};

Rows rowsOf(const Transfer& x)
{
    const auto element = static_cast<std::uint32_t>(bytesOf(x.type));
    const std::uint32_t gmGap = x.toLocal ? x.srcGap : x.dstGap;
    const std::uint32_t ubGap = x.toLocal ? x.dstGap : x.srcGap;
    Rows rows;
    if (!x.padded) {
        rows.length = x.length * kBlock;
        rows.gmStep = rows.length + gmGap * kBlock;
        rows.ubStep = rows.length + ubGap * kBlock;
        return rows;
    }
    rows.length = x.length;
    rows.gmStep = rows.length + gmGap;
    rows.left = x.pad ? x.left * element : 0;
    rows.right = x.pad ? x.right * element : 0;
    rows.ubStep = roundUp(rows.left + rows.length + rows.right) + ubGap * kBlock;
    return rows;
}

/// A transfer whose rows fit `capacity` bytes of either memory.
Transfer anyTransfer(Rng& rng, Number type, std::uint32_t capacity)
{
    const auto element = static_cast<std::uint32_t>(bytesOf(type));
    Transfer x;
    x.type = type;
    x.padded = rng.below(2) == 0;
    x.toLocal = rng.below(2) == 0;
    x.blocks = 1 + static_cast<std::uint32_t>(rng.below(6));
    const std::uint32_t longest = capacity / x.blocks / 2;
    if (x.padded) {
        x.length = element * (1 + static_cast<std::uint32_t>(rng.below(std::min(longest / element - 32, 300U))));
        const auto gmGap = element * static_cast<std::uint32_t>(rng.below(40));
        const auto ubGap = static_cast<std::uint32_t>(rng.below(4));
        x.srcGap = x.toLocal ? gmGap : ubGap;
        x.dstGap = x.toLocal ? ubGap : gmGap;
        x.pad = x.toLocal && rng.below(2) == 0;
        const std::uint32_t most = kBlock / element;
        x.left = static_cast<std::uint8_t>(rng.below(most));
        x.right = static_cast<std::uint8_t>(rng.below(most));
        x.value = anyValue(rng, type);
        if (!x.pad)
            x.left = x.right = 0;
    } else {
        x.length = 1 + static_cast<std::uint32_t>(rng.below(std::min(longest / kBlock - 8, 24U)));
        x.srcGap = static_cast<std::uint32_t>(rng.below(5));
        x.dstGap = static_cast<std::uint32_t>(rng.below(5));
    }
    return x;
}

std::string describe(const Transfer& x, std::uint64_t seed)
{
    return std::string(x.padded ? "DataCopyPad " : "DataCopy ") + nameOf(x.type) + (x.toLocal ? " to UB" : " to GM") + ": "
        + std::to_string(x.blocks) + " rows of " + std::to_string(x.length) + ", gaps " + std::to_string(x.srcGap) + " and "
        + std::to_string(x.dstGap) + ", padding " + (x.pad ? std::to_string(x.left) + "+" + std::to_string(x.right) : "none") + "\n"
        + again(seed);
}

/// Padded lanes hold the value; what is behind them up to the end of the block has no contract.
void expectPadding(UbImage& ub, const Transfer& x, const Rows& rows, std::uint32_t row)
{
    const auto element = static_cast<std::uint32_t>(bytesOf(x.type));
    const std::uint32_t tail = row + rows.left + rows.length;
    const std::uint32_t end = row + roundUp(rows.left + rows.length + rows.right);
    for (std::uint32_t at = row; at < row + rows.left; at += element)
        store(ub.expected() + at, x.type, x.value);
    for (std::uint32_t at = tail; at < tail + rows.right; at += element)
        store(ub.expected() + at, x.type, x.value);
    std::memcpy(ub.expected() + tail + rows.right, ub.actual() + tail + rows.right, end - tail - rows.right);
}

TEST(TransferProperty, IntoLocalMemory)
{
    UbImage ub;
    for (const Number type : kTypes) {
        const auto element = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(150)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            Transfer x = anyTransfer(rng, type, UbImage::kGmBytes / 2);
            x.toLocal = true;
            if (x.padded)
                x.dstGap %= 4; // blocks on this side
            ub.begin(seed);
            const std::uint32_t gm = element * static_cast<std::uint32_t>(rng.below(64));
            x.local = kBlock * static_cast<std::uint32_t>(rng.below(16));
            x.gm = ub.input() + gm;
            callTransfer(x);
            const Rows rows = rowsOf(x);
            for (std::uint32_t r = 0; r < x.blocks; ++r) {
                const std::uint32_t row = x.local + r * rows.ubStep;
                std::memcpy(ub.expected() + row + rows.left, x.gm + r * rows.gmStep, rows.length);
                if (x.padded)
                    expectPadding(ub, x, rows, row);
            }
            if (!ub.holds(type, describe(x, seed)))
                return;
        }
    }
}

TEST(TransferProperty, OutOfLocalMemory)
{
    UbImage ub;
    for (const Number type : kTypes) {
        const auto element = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(150)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            Transfer x = anyTransfer(rng, type, UbImage::kGmBytes / 2);
            x.toLocal = false;
            x.pad = false;
            if (x.padded) {
                x.srcGap %= 4;
                x.dstGap = x.dstGap / element * element;
            }
            ub.begin(seed);
            const std::uint32_t gm = element * static_cast<std::uint32_t>(rng.below(64));
            x.local = kBlock * static_cast<std::uint32_t>(rng.below(16));
            x.gm = ub.output() + gm;
            std::vector<std::uint8_t> expected(ub.output(), ub.output() + UbImage::kGmBytes);
            callTransfer(x);
            const Rows rows = rowsOf(x);
            const std::uint32_t step = x.padded ? roundUp(x.length) + x.srcGap * kBlock : rows.ubStep;
            for (std::uint32_t r = 0; r < x.blocks; ++r)
                std::memcpy(expected.data() + gm + r * rows.gmStep, ub.expected() + x.local + r * step, rows.length);
            for (std::size_t i = 0; i < expected.size(); ++i)
                ASSERT_EQ(int { expected[i] }, int { ub.output()[i] }) << "GM byte " << i << " of " << describe(x, seed);
            if (!ub.holds(type, describe(x, seed)))
                return;
        }
    }
}

} // namespace
} // namespace hawk::property
