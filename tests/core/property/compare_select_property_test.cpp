#include "core/property/more_device_calls.h"
#include "core/property/seeds.h"
#include "core/property/ub_image.h"

namespace hawk::property {
namespace {

constexpr Number kTypes[] = { Number::F16, Number::F32 };

bool compares(int mode, long double a, long double b)
{
    switch (mode) {
    case 0:
        return a < b;
    case 1:
        return a > b;
    case 2:
        return a == b;
    case 3:
        return a <= b;
    case 4:
        return a >= b;
    default:
        return a != b;
    }
}

void setBit(std::byte* bits, std::uint32_t index, bool on)
{
    const std::byte mask = std::byte { 1 } << (index % 8);
    bits[index / 8] = on ? bits[index / 8] | mask : bits[index / 8] & ~mask;
}

void fill(UbImage& ub, Rng& rng, const Trial& t, const Place& place, Number type)
{
    const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
    t.forEachLane([&](std::uint32_t r, std::uint32_t l) { ub.set(t.at(place, bytes, r, l), type, anyValue(rng, type)); });
}

/// Whole repeats: generation 2201 compares nothing else.
Trial wholeRepeats(Rng& rng, std::uint32_t bytes)
{
    Trial t = anyTrial(rng, { bytes, bytes, 2, false });
    t.form = rng.below(2) == 0 ? Form::Count : Form::MaskCount;
    t.count = t.form == Form::Count ? std::uint64_t { t.repeats } * t.perRepeat : t.perRepeat;
    return t;
}

TEST(CompareProperty, BitsOfEveryMode)
{
    UbImage ub;
    for (const Number type : kTypes) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(240)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const Trial t = wholeRepeats(rng, bytes);
            const auto mode = static_cast<int>(rng.below(6));
            const std::uint64_t scalar = anyValue(rng, type);
            const bool withScalar = rng.below(2) == 0;
            ub.begin(seed);
            fill(ub, rng, t, t.src[1], type);
            fill(ub, rng, t, t.src[0], type);
            callCompare(type, mode, t, withScalar ? &scalar : nullptr);
            t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                const long double a = valueOf(ub.at(t.at(t.src[0], bytes, r, l), type), type);
                const long double b = valueOf(withScalar ? scalar : ub.at(t.at(t.src[1], bytes, r, l), type), type);
                setBit(ub.expected() + t.dst.address, r * t.perRepeat + l, compares(mode, a, b));
            });
            if (!ub.holds(Number::U8, std::string(withScalar ? "CompareScalar " : "Compare ") + nameOf(type) + " mode "
                        + std::to_string(mode) + ": " + t.text() + "\n" + again(seed)))
                return;
        }
    }
}

TEST(SelectProperty, LanesOfEveryMode)
{
    constexpr std::uint32_t kBits = 72 * 1024;
    UbImage ub;
    for (const Number type : kTypes) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(240)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            Trial t = anyTrial(rng, { bytes, bytes, 2 });
            const auto mode = static_cast<int>(rng.below(3));
            if (t.form == Form::Registers || t.form == Form::Counter || (mode == 0 && t.form == Form::Count))
                t.form = Form::MaskBits;
            const std::uint64_t scalar = anyValue(rng, type);
            const bool withScalar = mode == 1;
            ub.begin(seed);
            fill(ub, rng, t, t.src[1], type);
            fill(ub, rng, t, t.src[0], type);
            callSelect(type, mode, t, { kBits, 4096, 1, 8 }, withScalar ? &scalar : nullptr);
            t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
                const std::uint32_t bit = (mode == 0 ? 0 : r * t.perRepeat) + l;
                const bool first = (ub.at(kBits + bit / 8, Number::U8) >> (bit % 8) & 1U) != 0;
                const std::uint64_t second = withScalar ? scalar : ub.at(t.at(t.src[1], bytes, r, l), type);
                store(ub.expected() + t.at(t.dst, bytes, r, l), type, first ? ub.at(t.at(t.src[0], bytes, r, l), type) : second);
            });
            if (!ub.holds(type, std::string("Select ") + nameOf(type) + " mode " + std::to_string(mode) + ": " + t.text() + "\n"
                        + again(seed)))
                return;
        }
    }
}

} // namespace
} // namespace hawk::property
