#include "core/property/collect_calls.h"
#include "core/property/seeds.h"
#include "core/property/ub_image.h"

#include <algorithm>
#include <cstring>
#include <numeric>

/// Instructions whose result's place depends on data: GatherMask, Gatherb, Scatter.
namespace hawk::property {
namespace {

constexpr std::uint32_t kBlock = 32;
constexpr std::uint32_t kArea = 22 * 1024;
constexpr Number kMovable[] = { Number::F16, Number::BF16, Number::F32, Number::I16, Number::U16, Number::I32, Number::U32 };

/// Whether a built-in pattern takes element i of a repeat (GatherMask.md).
bool patternTakes(std::uint32_t pattern, std::uint32_t i)
{
    if (pattern == 7)
        return true;
    return pattern <= 2 ? i % 2 == pattern - 1 : i % 4 == pattern - 3;
}

Collect anyCollect(Rng& rng, Number type)
{
    const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
    Collect c;
    c.type = type;
    c.pattern = static_cast<std::uint32_t>(rng.below(8));
    c.repeats = 1 + static_cast<std::uint32_t>(rng.below(6));
    if (rng.below(2) == 0)
        c.counted = 1 + static_cast<std::uint32_t>(rng.below(2 * 256 / bytes));
    const std::uint32_t blocks = ((c.counted != 0 ? c.counted : 256 / bytes) * bytes + kBlock - 1) / kBlock;
    c.dst = { kBlock * static_cast<std::uint32_t>(rng.below(8)), kArea };
    c.src = { kArea + kBlock * static_cast<std::uint32_t>(rng.below(8)), kArea };
    c.bits = { 2 * kArea, kArea, 1, static_cast<std::uint32_t>(rng.below(5)) };
    c.src.blockStride = 1 + static_cast<std::uint32_t>(rng.below(3));
    c.src.repeatStride = static_cast<std::uint32_t>(rng.below(blocks + 4)); // repeats may look at the same elements
    return c;
}

std::string text(const Collect& c)
{
    return std::string("GatherMask ") + nameOf(c.type) + " pattern " + std::to_string(c.pattern) + " counted " + std::to_string(c.counted)
        + " repeats " + std::to_string(c.repeats) + " block " + std::to_string(c.src.blockStride) + " repeat "
        + std::to_string(c.src.repeatStride) + " pattern's repeat " + std::to_string(c.bits.repeatStride);
}

TEST(CollectProperty, GatherMaskKeepsWhatItsPatternTakes)
{
    UbImage ub;
    for (const Number type : kMovable) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(120)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const Collect c = anyCollect(rng, type);
            ub.begin(seed);
            const std::uint64_t kept = callGatherMask(c);
            std::uint64_t count = 0;
            const std::uint32_t lanes = c.counted != 0 ? c.counted : 256 / bytes;
            for (std::uint32_t r = 0; r < c.repeats; ++r) {
                for (std::uint32_t i = 0; i < lanes; ++i) {
                    const std::uint64_t byte = ub.at(c.bits.address + r * c.bits.repeatStride * kBlock + i / 8, Number::U8);
                    if (c.pattern == 0 ? (byte >> (i % 8) & 1U) == 0 : !patternTakes(c.pattern, i))
                        continue;
                    const std::uint32_t at = i * bytes;
                    const std::uint32_t from = c.src.address + (r * c.src.repeatStride + at / kBlock * c.src.blockStride) * kBlock + at % kBlock;
                    std::memcpy(ub.expected() + c.dst.address + count++ * bytes, ub.expected() + from, bytes);
                }
            }
            ASSERT_EQ(kept, count) << text(c) << "\n" << again(seed);
            if (!ub.holds(type, text(c) + "\n" + again(seed)))
                return;
        }
    }
}

TEST(CollectProperty, GatherbTakesBlocks)
{
    UbImage ub;
    for (const Number type : { Number::U16, Number::U32 }) {
        for (const std::uint64_t seed : seeds(120)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            Trial t = anyTrial(rng, { 4, 4, 2, false });
            t.src[1].address = 2 * kArea + kBlock * static_cast<std::uint32_t>(rng.below(8)); // apart from the source
            ub.begin(seed);
            for (std::uint32_t i = 0; i < 8 * t.repeats; ++i)
                ub.set(t.src[1].address + 4 * i, Number::U32, kBlock * rng.below(256));
            callGatherBlocks(type, t);
            for (std::uint32_t i = 0; i < 8 * t.repeats; ++i) {
                const auto from = t.src[0].address + static_cast<std::uint32_t>(ub.at(t.src[1].address + 4 * i, Number::U32));
                const std::uint32_t to = t.dst.address + (i / 8 * t.dst.repeatStride + i % 8 * t.dst.blockStride) * kBlock;
                std::memcpy(ub.expected() + to, ub.expected() + from, kBlock);
            }
            if (!ub.holds(type, std::string("Gatherb ") + nameOf(type) + ": " + t.text() + "\n" + again(seed)))
                return;
        }
    }
}

TEST(CollectProperty, ScatterPutsEveryLaneWhereItsOffsetSays)
{
    constexpr std::uint32_t kTarget = 8192; ///< bytes
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32, Number::U16, Number::U32 }) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(120)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            Trial t = anyTrial(rng, { bytes, bytes, 2, false });
            t.src[1].address = 2 * kArea + kBlock * static_cast<std::uint32_t>(rng.below(8));
            if (t.form == Form::Registers || t.form == Form::Counter)
                t.form = Form::MaskBits;
            t.src[0].blockStride = 1; // the call has none
            t.src[0].repeatStride = static_cast<std::uint32_t>(rng.below(12));
            t.dst.bytes = kTarget;
            const std::uint32_t base = bytes * static_cast<std::uint32_t>(rng.below(64));
            ub.begin(seed);
            std::vector<std::uint32_t> places((kTarget - base) / bytes); // no two lanes meet: their order has no contract
            std::iota(places.begin(), places.end(), 0U);
            for (std::size_t i = places.size() - 1; i > 0; --i)
                std::swap(places[i], places[rng.below(i + 1)]);
            std::size_t next = 0;
            const auto offsetAt = [&](std::uint32_t r, std::uint32_t l) { return t.src[1].address + (r * t.perRepeat + l) * 4; };
            t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                ub.set(offsetAt(r, l), Number::U32, std::uint64_t { bytes } * places[next++ % places.size()]);
            });
            if (next > places.size())
                continue;
            callScatter(type, t, base);
            t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                const auto to = t.dst.address + base + static_cast<std::uint32_t>(ub.at(offsetAt(r, l), Number::U32));
                store(ub.expected() + to, type, ub.at(t.at(t.src[0], bytes, r, l), type));
            });
            if (!ub.holds(type, std::string("Scatter ") + nameOf(type) + ": " + t.text() + "\n" + again(seed)))
                return;
        }
    }
}

} // namespace
} // namespace hawk::property
