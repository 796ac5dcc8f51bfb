#include "core/property/more_device_calls.h"
#include "core/property/seeds.h"
#include "core/property/ub_image.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace hawk::property {
namespace {

using Real = long double;
constexpr Number kTypes[] = { Number::F16, Number::F32 };

/// Neighbours first, rounded at every node; an odd one moves up.
Real tree(std::vector<Real> v, Number type)
{
    while (v.size() > 1) {
        std::vector<Real> next;
        for (std::size_t i = 0; i + 1 < v.size(); i += 2)
            next.push_back(fit(v[i] + v[i + 1], type));
        if (v.size() % 2 != 0)
            next.push_back(v.back());
        v = std::move(next);
    }
    return v[0];
}

struct Best {
    std::uint64_t bits = 0;
    std::uint64_t index = 0;
};

/// Lanes [begin, end) of one repeat.
struct Lanes {
    const UbImage& ub;
    const Trial& t;
    Number type;
    std::uint32_t repeat;
    std::uint32_t begin;
    std::uint32_t end;

    std::uint64_t bits(std::uint32_t lane) const
    {
        return ub.at(t.at(t.src[0], static_cast<std::uint32_t>(bytesOf(type)), repeat, lane), type);
    }
    bool any() const
    {
        for (std::uint32_t l = begin; l < end; ++l) {
            if (t.takesPart(repeat, l))
                return true;
        }
        return false;
    }
    Real sum() const
    {
        std::vector<Real> v;
        for (std::uint32_t l = begin; l < end; ++l)
            v.push_back(t.takesPart(repeat, l) ? valueOf(bits(l), type) : 0);
        return tree(std::move(v), type);
    }
    /// The first of equal ones; a NaN before any number.
    std::optional<Best> best(bool largest) const
    {
        std::optional<Best> found;
        for (std::uint32_t l = begin; l < end; ++l) {
            if (!t.takesPart(repeat, l))
                continue;
            const Real v = valueOf(bits(l), type);
            const Real old = found ? valueOf(found->bits, type) : 0;
            if (!found || (!std::isnan(old) && (std::isnan(v) || (largest ? v > old : v < old))))
                found = Best { bits(l), l };
        }
        return found;
    }
};

void fill(UbImage& ub, Rng& rng, const Trial& t, Number type)
{
    const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
    const bool wild = rng.below(3) == 0;
    t.forEachLane([&](std::uint32_t r, std::uint32_t l) {
        ub.set(t.at(t.src[0], bytes, r, l), type, wild ? anyValue(rng, type) : plainValue(rng, type));
    });
}

Trial maskedTrial(Rng& rng, std::uint32_t bytes)
{
    Trial t = anyTrial(rng, { bytes, bytes, 1, false });
    t.form = rng.below(2) == 0 ? Form::MaskCount : Form::MaskBits;
    t.count = 1 + rng.below(rng.below(2) == 0 ? t.perRepeat : 12);
    if (rng.below(3) == 0)
        t.count = t.perRepeat;
    return t;
}

bool isSum(Reduce api) { return api == Reduce::WholeSum || api == Reduce::RepeatSum || api == Reduce::BlockSum || api == Reduce::PairSum; }
bool isMax(Reduce api) { return api == Reduce::WholeMax || api == Reduce::BlockMax; }

/// How a repeat is cut into pieces that give one result each.
std::uint32_t pieceOf(Reduce api, const Trial& t, std::uint32_t bytes)
{
    if (api == Reduce::PairSum)
        return 2;
    return api == Reduce::BlockSum || api == Reduce::BlockMax || api == Reduce::BlockMin ? 32 / bytes : t.perRepeat;
}

/// Results of an extreme with its index (WholeReduceMax.md): value and index, index and value, one of them.
void storeBest(UbImage& ub, std::uint32_t at, Number type, const Best& best, int order)
{
    const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
    const Number index = bytes == 2 ? Number::U16 : Number::U32;
    std::byte* to = ub.expected() + at;
    if (order == 0) {
        store(to, type, best.bits);
        store(to + bytes, index, best.index);
    } else if (order == 1) {
        store(to, index, best.index);
        store(to + bytes, type, best.bits);
    } else if (order == 2) {
        store(to, type, best.bits);
    } else {
        store(to, Number::U32, best.index);
    }
}

TEST(ReduceProperty, RepeatsBlocksAndPairs)
{
    UbImage ub;
    for (int i = 0; i < static_cast<int>(Reduce::Count); ++i) {
        const auto api = static_cast<Reduce>(i);
        for (const Number type : kTypes) {
            const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
            for (const std::uint64_t seed : seeds(80)) {
                Rng rng(deriveSeed(seed, std::string(nameOf(api)) + nameOf(type)));
                Trial t = maskedTrial(rng, bytes);
                const bool indexed = api == Reduce::WholeMax || api == Reduce::WholeMin;
                const int order = indexed ? static_cast<int>(rng.below(4)) : 2;
                const std::uint32_t piece = pieceOf(api, t, bytes);
                const std::uint32_t pieces = t.perRepeat / piece;
                const std::uint32_t result = order == 3 ? 4 : (order == 2 ? bytes : 2 * bytes);
                t.dst.repeatStride = 1 + static_cast<std::uint32_t>(rng.below(3)); // in units of one repeat's results
                ub.begin(seed);
                fill(ub, rng, t, type);
                callReduce(api, type, t, order);
                for (std::uint32_t r = 0; r < t.repeats; ++r) {
                    for (std::uint32_t p = 0; p < pieces; ++p) {
                        const Lanes lanes { ub, t, type, r, p * piece, (p + 1) * piece };
                        const std::uint32_t at = t.dst.address + (r * t.dst.repeatStride * pieces + p) * result;
                        if (!lanes.any())
                            continue;
                        if (isSum(api))
                            store(ub.expected() + at, type, bitsOf(lanes.sum(), type));
                        else
                            storeBest(ub, at, type, *lanes.best(isMax(api)), order);
                    }
                }
                if (!ub.holds(type, std::string(nameOf(api)) + " of " + nameOf(type) + " order " + std::to_string(order) + ": "
                            + t.text() + "\n" + again(seed)))
                    return;
            }
        }
    }
}

/// Sum of everything. The first n: a tree inside a repeat, repeats one after the other (ReduceSum.md, generation 2201); repeats:
/// trees of trees.
Real sumOfAll(const UbImage& ub, const Trial& t, Number type)
{
    const bool counted = t.form == Form::Count;
    const std::uint64_t rounds = counted ? (t.count + t.perRepeat - 1) / t.perRepeat : t.repeats;
    std::vector<Real> level;
    for (std::uint32_t r = 0; r < rounds; ++r)
        level.push_back(Lanes { ub, t, type, r, 0, t.perRepeat }.sum());
    if (counted) {
        Real total = level[0];
        for (std::size_t i = 1; i < level.size(); ++i)
            total = fit(total + level[i], type);
        return total;
    }
    while (level.size() > 1) {
        std::vector<Real> next;
        for (std::size_t at = 0; at < level.size(); at += t.perRepeat) {
            std::vector<Real> row(t.perRepeat, 0);
            std::copy_n(level.begin() + static_cast<std::ptrdiff_t>(at), std::min<std::size_t>(t.perRepeat, level.size() - at), row.begin());
            next.push_back(tree(std::move(row), type));
        }
        level = std::move(next);
    }
    return level[0];
}

Best bestOfAll(const UbImage& ub, const Trial& t, Number type, bool largest)
{
    const std::uint64_t rounds = t.form == Form::Count ? (t.count + t.perRepeat - 1) / t.perRepeat : t.repeats;
    std::optional<Best> found;
    for (std::uint32_t r = 0; r < rounds; ++r) {
        const auto best = Lanes { ub, t, type, r, 0, t.perRepeat }.best(largest);
        if (!best)
            continue;
        const Real v = valueOf(best->bits, type);
        const Real old = found ? valueOf(found->bits, type) : 0;
        if (!found || (!std::isnan(old) && (std::isnan(v) || (largest ? v > old : v < old))))
            found = Best { best->bits, std::uint64_t { r } * t.perRepeat + best->index };
    }
    return *found;
}

TEST(ReduceProperty, WholeTensors)
{
    const Place work { 72 * 1024, 4096, 1, 8 };
    UbImage ub;
    for (int reduction = 0; reduction < 3; ++reduction) {
        for (const Number type : kTypes) {
            const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
            for (const std::uint64_t seed : seeds(100)) {
                Rng rng(deriveSeed(seed, std::string(nameOf(type)) + std::to_string(reduction)));
                Trial t = maskedTrial(rng, bytes);
                t.src[0].blockStride = 1; // these calls have none
                t.src[0].repeatStride = 8 + static_cast<std::uint32_t>(rng.below(3));
                if (rng.below(2) == 0) {
                    t.form = Form::Count;
                    t.count = 1 + rng.below(std::uint64_t { 20 } * t.perRepeat);
                }
                const bool withIndex = reduction != 0 && rng.below(2) == 0;
                ub.begin(seed);
                fill(ub, rng, t, type);
                callReduceAll(reduction, type, t, work, withIndex);
                if (reduction == 0)
                    store(ub.expected() + t.dst.address, type, bitsOf(sumOfAll(ub, t, type), type));
                else
                    storeBest(ub, t.dst.address, type, bestOfAll(ub, t, type, reduction == 1), withIndex ? 0 : 2);
                std::copy_n(ub.actual() + work.address, work.bytes, ub.expected() + work.address); // no contract
                if (!ub.holds(type, "whole reduction " + std::to_string(reduction) + " of " + nameOf(type) + ": " + t.text() + "\n"
                            + again(seed)))
                    return;
            }
        }
    }
}

} // namespace
} // namespace hawk::property
