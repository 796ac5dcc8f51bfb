#include "core/property/device_calls.h"
#include "core/property/seeds.h"
#include "core/property/ub_image.h"

#include <array>
#include <cmath>
#include <optional>

namespace hawk::property {
namespace {

/// RoundMode numbers.
enum Mode { None, Rint, Floor, Ceil, Away, Trunc, Odd };

struct Pair {
    Number to;
    Number from;
    std::vector<int> modes; ///< what the pair takes (Cast.md, generation 2201)
};

const std::vector<int> kDirected { Rint, Floor, Ceil, Away, Trunc };

std::vector<int> with(std::vector<int> modes, int more)
{
    modes.push_back(more);
    return modes;
}

std::vector<Pair> pairs()
{
    const std::vector<int> none { None };
    const std::vector<int> all = with(kDirected, None);
    return {
        { Number::F32, Number::F16, none }, { Number::F32, Number::BF16, none }, { Number::F32, Number::I16, none },
        { Number::F16, Number::I8, none }, { Number::F16, Number::U8, none }, { Number::I16, Number::I32, none },
        { Number::I64, Number::I32, none }, { Number::I32, Number::I64, none }, { Number::F16, Number::F32, with(all, Odd) },
        { Number::BF16, Number::F32, kDirected }, { Number::F32, Number::F32, kDirected }, { Number::I16, Number::F32, kDirected },
        { Number::I32, Number::F32, kDirected }, { Number::I64, Number::F32, kDirected }, { Number::I8, Number::F16, all },
        { Number::U8, Number::F16, all }, { Number::I16, Number::F16, kDirected }, { Number::I32, Number::F16, kDirected },
        { Number::I32, Number::BF16, kDirected }, { Number::F16, Number::I16, all }, { Number::F32, Number::I32, all },
        { Number::F32, Number::I64, kDirected },
    };
}

Round roundOf(int mode)
{
    constexpr std::array<Round, 7> kRounds { Round::Nearest, Round::Nearest, Round::Floor, Round::Ceil, Round::Away, Round::Trunc,
        Round::Odd };
    return kRounds.at(static_cast<std::size_t>(mode));
}

std::uint64_t expected(const Pair& pair, int mode, std::uint64_t from)
{
    const long double v = valueOf(from, pair.from);
    if (pair.to == pair.from) // float to float: a whole number
        return bitsOf(v == 0 ? v : std::copysign(toIntegral(v, roundOf(mode)), v), pair.to);
    return bitsOf(v, pair.to, roundOf(mode));
}

TEST(CastProperty, EveryPairAndMode)
{
    constexpr int kTrials = 25; // of every pair and mode
    UbImage ub;
    for (const Pair& pair : pairs()) {
        const auto to = static_cast<std::uint32_t>(bytesOf(pair.to));
        const auto from = static_cast<std::uint32_t>(bytesOf(pair.from));
        for (const int mode : pair.modes) {
            for (const std::uint64_t seed : seeds(kTrials)) {
                Rng rng(deriveSeed(seed, std::string(nameOf(pair.to)) + nameOf(pair.from) + std::to_string(mode)));
                const Trial t = anyTrial(rng, { to, from, 1 });
                ub.begin(seed);
                t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                    ub.set(t.at(t.src[0], from, r, l), pair.from, anyValue(rng, pair.from));
                });
                ASSERT_TRUE(callCast(pair.to, pair.from, mode, t)) << nameOf(pair.from) << " to " << nameOf(pair.to);
                t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                    store(ub.expected() + t.at(t.dst, to, r, l), pair.to,
                        expected(pair, mode, ub.at(t.at(t.src[0], from, r, l), pair.from)));
                });
                if (!ub.holds(pair.to, std::string("Cast ") + nameOf(pair.from) + " to " + nameOf(pair.to) + " mode "
                            + std::to_string(mode) + ": " + t.text() + "\n" + again(seed)))
                    return;
            }
        }
    }
}

} // namespace
} // namespace hawk::property
