#include "core/property/more_device_calls.h"
#include "core/property/seeds.h"
#include "core/property/ub_image.h"

#include <cstring>

/// Instructions that move elements to other places.
namespace hawk::property {
namespace {

constexpr Number kMovable[] = { Number::F16, Number::BF16, Number::F32, Number::I16, Number::U16, Number::I32, Number::U32 };
constexpr std::uint32_t kBlock = 32;

TEST(PlacementProperty, GatherByByteOffsets)
{
    constexpr std::uint32_t kSource = 8192; ///< bytes
    UbImage ub;
    for (const Number type : kMovable) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(50)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            Trial t = anyTrial(rng, { bytes, bytes, 2, false });
            if (t.form == Form::Registers || t.form == Form::Counter)
                t.form = Form::MaskBits;
            t.dst.blockStride = 1; // the call has none
            t.dst.repeatStride = 8 + static_cast<std::uint32_t>(rng.below(3));
            t.src[0].bytes = kSource;
            const std::uint32_t base = bytes * static_cast<std::uint32_t>(rng.below(64));
            ub.begin(seed);
            const auto offsetAt = [&](std::uint32_t r, std::uint32_t l) { return t.src[1].address + (r * t.perRepeat + l) * 4; };
            t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                ub.set(offsetAt(r, l), Number::U32, bytes * rng.below((kSource - base) / bytes));
            });
            callGather(type, t, base);
            t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                const auto from = t.src[0].address + base + static_cast<std::uint32_t>(ub.at(offsetAt(r, l), Number::U32));
                store(ub.expected() + t.at(t.dst, bytes, r, l), type, ub.at(from, type));
            });
            if (!ub.holds(type, std::string("Gather ") + nameOf(type) + ": " + t.text() + "\n" + again(seed)))
                return;
        }
    }
}

TEST(PlacementProperty, BroadcastFillsBlocks)
{
    UbImage ub;
    for (const Number type : kMovable) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(50)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            Trial t = anyTrial(rng, { bytes, bytes, 1, false });
            t.form = Form::MaskCount;
            ub.begin(seed);
            callBroadcast(type, t);
            for (std::uint32_t i = 0; i < 8 * t.repeats; ++i) {
                const std::uint32_t block = i / 8 * t.dst.repeatStride + i % 8 * t.dst.blockStride;
                const std::uint64_t value = ub.at(t.src[0].address + i * bytes, type);
                for (std::uint32_t at = 0; at < kBlock; at += bytes)
                    store(ub.expected() + t.dst.address + block * kBlock + at, type, value);
            }
            if (!ub.holds(type, std::string("Brcb ") + nameOf(type) + ": " + t.text() + "\n" + again(seed)))
                return;
        }
    }
}

TEST(PlacementProperty, TransposeOfSixteenBySixteen)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::I16, Number::U16 }) {
        for (const std::uint64_t seed : seeds(20)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const std::uint32_t dst = kBlock * static_cast<std::uint32_t>(rng.below(64));
            const std::uint32_t src = 8192 + kBlock * static_cast<std::uint32_t>(rng.below(64));
            ub.begin(seed);
            callTranspose16(type, dst, src);
            for (std::uint32_t i = 0; i < 256; ++i)
                store(ub.expected() + dst + (i % 16 * 16 + i / 16) * 2, type, ub.at(src + i * 2, type));
            if (!ub.holds(type, std::string("Transpose ") + nameOf(type) + "\n" + again(seed)))
                return;
        }
    }
}

/// Element j of source i becomes element i of destination row j; a row of 32-bit elements takes two places (TransDataTo5HD.md).
TEST(PlacementProperty, TransDataSwapsRowsAndColumns)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 }) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        const std::uint32_t columns = kBlock / bytes;
        for (const std::uint64_t seed : seeds(40)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const std::uint32_t repeats = 1 + static_cast<std::uint32_t>(rng.below(4));
            const std::uint32_t dstStride = repeats == 1 ? 0 : 1 + static_cast<std::uint32_t>(rng.below(3));
            const std::uint32_t srcStride = repeats == 1 ? 0 : 1 + static_cast<std::uint32_t>(rng.below(3));
            std::uint32_t dst[16];
            std::uint32_t src[16];
            for (std::uint32_t i = 0; i < 16; ++i) { // far enough apart for the strides, in any order
                dst[i] = kBlock * (16 * ((i * 5 + 3) % 16) + static_cast<std::uint32_t>(rng.below(4)));
                src[i] = 32768 + kBlock * (16 * ((i * 7 + 1) % 16) + static_cast<std::uint32_t>(rng.below(4)));
            }
            ub.begin(seed);
            callTransData(type, dst, src, repeats, dstStride, srcStride);
            for (std::uint32_t r = 0; r < repeats; ++r) {
                for (std::uint32_t i = 0; i < 16; ++i) {
                    for (std::uint32_t j = 0; j < columns; ++j) {
                        const std::uint64_t value = ub.at(src[i] + r * srcStride * kBlock + j * bytes, type);
                        const std::uint32_t row = j * 16 + i; // element of the transposed 16 columns
                        store(ub.expected() + dst[row / columns] + r * dstStride * kBlock + row % columns * bytes, type, value);
                    }
                }
            }
            if (!ub.holds(type, std::string("TransDataTo5HD ") + nameOf(type) + " repeats " + std::to_string(repeats) + "\n" + again(seed)))
                return;
        }
    }
}

} // namespace
} // namespace hawk::property
