#include "core/property/collect_calls.h"
#include "core/property/seeds.h"
#include "core/property/ub_image.h"

#include <cmath>
#include <cstring>

/// Calls that compute and convert in one, and stores that add to what is there.
namespace hawk::property {
namespace {

struct Pair {
    Fused api;
    Number to;
    Number from;
};

/// Every combination of the pages AddReluCast.md, SubReluCast.md, MulCast.md, AddDeqRelu.md, generation 2201.
constexpr Pair kPairs[] = { { Fused::AddReluCast, Number::I8, Number::F16 }, { Fused::AddReluCast, Number::F16, Number::F32 },
    { Fused::AddReluCast, Number::I8, Number::I16 }, { Fused::SubReluCast, Number::I8, Number::F16 },
    { Fused::SubReluCast, Number::F16, Number::F32 }, { Fused::SubReluCast, Number::I8, Number::I16 },
    { Fused::MulCast, Number::I8, Number::F16 }, { Fused::MulCast, Number::U8, Number::F16 }, { Fused::AddDeqRelu, Number::F16, Number::I32 } };

/// Integers whose sums do not leave their type: what the unit does then has no contract. Sums of int32 are exact in half and float.
std::uint64_t source(Rng& rng, Number type)
{
    if (isFloating(type))
        return rng.below(3) == 0 ? anyValue(rng, type) : bitsOf((static_cast<long double>(rng.below(2001)) - 1000) / 8, type);
    const std::int64_t most = type == Number::I16 ? 16383 : 1000;
    return wrap(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(2 * most + 1))) - most, type);
}

std::uint64_t expected(const Pair& p, std::uint64_t a, std::uint64_t b, long double scale)
{
    const long double x = valueOf(a, p.from), y = valueOf(b, p.from);
    long double v = p.api == Fused::MulCast ? x * y : p.api == Fused::SubReluCast ? x - y : x + y;
    if (isFloating(p.from))
        v = fit(v, p.from);
    if (p.api == Fused::AddDeqRelu)
        v = fit(v * scale, p.to);
    if (p.api != Fused::MulCast && !std::isnan(v) && !(v > 0))
        v = 0;
    return bitsOf(v, p.to);
}

TEST(FusedProperty, ComputesInItsSourcesTypeThenConverts)
{
    UbImage ub;
    for (const Pair& p : kPairs) {
        const auto to = static_cast<std::uint32_t>(bytesOf(p.to));
        const auto from = static_cast<std::uint32_t>(bytesOf(p.from));
        for (const std::uint64_t seed : seeds(100)) {
            const std::string name = std::string(nameOf(p.api)) + " " + nameOf(p.from) + " to " + nameOf(p.to);
            Rng rng(deriveSeed(seed, name));
            Trial t = anyTrial(rng, { to, from, 2 });
            if (t.form == Form::Registers || t.form == Form::Counter)
                t.form = Form::MaskBits;
            const float scale = 1.0F / static_cast<float>(1U << rng.below(8));
            ub.begin(seed);
            t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                ub.set(t.at(t.src[1], from, r, l), p.from, source(rng, p.from));
                ub.set(t.at(t.src[0], from, r, l), p.from, source(rng, p.from));
            });
            ASSERT_TRUE(callFused(p.api, p.to, p.from, t, scale)) << name;
            t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                store(ub.expected() + t.at(t.dst, to, r, l), p.to,
                    expected(p, ub.at(t.at(t.src[0], from, r, l), p.from), ub.at(t.at(t.src[1], from, r, l), p.from), scale));
            });
            if (!ub.holds(p.to, name + ": " + t.text() + "\n" + again(seed), true))
                return;
        }
    }
}

TEST(AtomicProperty, StoresCombineWithWhatIsThere)
{
    constexpr std::uint32_t kBlock = 32;
    constexpr const char* kNames[] { "sum", "maximum", "minimum", "plain copy" };
    UbImage ub;
    for (const Number type : { Number::F32, Number::F16, Number::BF16, Number::I32, Number::I16, Number::I8 }) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(120)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const auto operation = static_cast<int>(rng.below(4));
            const std::uint32_t length = kBlock * (1 + static_cast<std::uint32_t>(rng.below(20)));
            const std::uint32_t local = kBlock * static_cast<std::uint32_t>(rng.below(64));
            const std::uint32_t gm = bytes * static_cast<std::uint32_t>(rng.below(200));
            ub.begin(seed);
            std::uint8_t* const target = ub.input(); // has contents: what nothing has initialised may not be added to
            std::vector<std::byte> memory(4096); // what the stores below can reach, and some more
            for (std::uint32_t at = 0; at < memory.size(); at += bytes)
                store(memory.data() + at, type, plainValue(rng, type));
            std::memcpy(target, memory.data(), memory.size());
            for (std::uint32_t at = 0; at < length; at += bytes)
                ub.set(local + at, type, plainValue(rng, type));
            callAtomicStore(type, operation, target + gm, local, length);
            for (std::uint32_t at = 0; at < length; at += bytes) {
                std::byte* place = memory.data() + gm + at;
                const long double old = valueOf(load(place, type), type), v = valueOf(ub.at(local + at, type), type);
                std::uint64_t result = ub.at(local + at, type);
                if (operation == 0)
                    result = isFloating(type) ? bitsOf(old + v, type) : wrap(static_cast<std::int64_t>(old + v), type);
                else if (operation < 3)
                    result = bitsOf(operation == 1 ? std::max(old, v) : std::min(old, v), type);
                store(place, type, result);
            }
            const std::string what = std::string(kNames[operation]) + " of " + nameOf(type) + ", " + std::to_string(length) + " B\n" + again(seed);
            for (std::uint32_t at = 0; at < memory.size(); at += bytes)
                ASSERT_TRUE(same(load(memory.data() + at, type), load(reinterpret_cast<const std::byte*>(target) + at, type), type, true))
                    << "GM byte " << at << " after " << what;
            if (!ub.holds(type, what))
                return;
        }
    }
}

} // namespace
} // namespace hawk::property
