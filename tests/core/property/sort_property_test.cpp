#include "core/property/collect_calls.h"
#include "core/property/seeds.h"
#include "core/property/ub_image.h"

#include <algorithm>
#include <cstring>

/// Sort32 and MrgSort against a stable sort of pairs.
namespace hawk::property {
namespace {

constexpr std::uint32_t kPair = 8;
constexpr std::uint32_t kWidth = 32; // elements of a repeat

struct Pair {
    std::uint64_t score = 0; ///< bits
    std::uint64_t index = 0;
};

/// Many equal scores, so that their order shows.
std::uint64_t score(Rng& rng, Number type)
{
    return rng.below(2) == 0 ? bitsOf(static_cast<long double>(rng.below(6)) - 3, type) : plainValue(rng, type);
}

bool before(const Pair& a, const Pair& b, Number type) { return valueOf(a.score, type) > valueOf(b.score, type); }

void expectPair(UbImage& ub, std::uint32_t at, Number type, const Pair& pair)
{
    store(ub.expected() + at, type, pair.score);
    store(ub.expected() + at + 4, Number::U32, pair.index);
    if (type == Number::F16) // reserved bytes
        std::memcpy(ub.expected() + at + 2, ub.actual() + at + 2, 2);
}

TEST(SortProperty, Sort32OrdersEveryRepeatByItself)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 }) {
        const auto bytes = static_cast<std::uint32_t>(bytesOf(type));
        for (const std::uint64_t seed : seeds(150)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const auto repeats = static_cast<std::uint32_t>(rng.below(9));
            const std::uint32_t dst = 256 * static_cast<std::uint32_t>(rng.below(4));
            const std::uint32_t scores = 24 * 1024 + 128 * static_cast<std::uint32_t>(rng.below(4));
            const std::uint32_t indices = 48 * 1024 + 128 * static_cast<std::uint32_t>(rng.below(4));
            ub.begin(seed);
            for (std::uint32_t i = 0; i < repeats * kWidth; ++i)
                ub.set(scores + i * bytes, type, score(rng, type));
            callSort32(type, dst, scores, indices, repeats);
            for (std::uint32_t r = 0; r < repeats; ++r) {
                std::vector<Pair> pairs;
                for (std::uint32_t i = r * kWidth; i < (r + 1) * kWidth; ++i)
                    pairs.push_back({ ub.at(scores + i * bytes, type), ub.at(indices + i * 4, Number::U32) });
                std::ranges::stable_sort(pairs, [&](const Pair& a, const Pair& b) { return before(a, b, type); });
                for (std::uint32_t i = 0; i < kWidth; ++i)
                    expectPair(ub, dst + (r * kWidth + i) * kPair, type, pairs[i]);
            }
            if (!ub.holds(type, std::string("Sort32 ") + nameOf(type) + " repeats " + std::to_string(repeats) + "\n" + again(seed)))
                return;
        }
    }
}

/// Queues of sorted pairs in UB, side by side from `at` on, and their contents.
std::array<std::vector<Pair>, 4> anyQueues(UbImage& ub, Rng& rng, Merge& m, std::uint32_t at, const std::array<std::uint16_t, 4>& lengths)
{
    std::array<std::vector<Pair>, 4> queues;
    for (std::size_t q = 0; q < 4; ++q) {
        for (std::uint32_t i = 0; i < lengths.at(q); ++i)
            queues.at(q).push_back({ score(rng, m.type), rng.below(1U << 31U) });
        std::ranges::stable_sort(queues.at(q), [&](const Pair& a, const Pair& b) { return before(a, b, m.type); });
        m.queues.at(q) = at;
        for (const Pair& pair : queues.at(q)) {
            ub.set(at, m.type, pair.score);
            ub.set(at + 4, Number::U32, pair.index);
            at += kPair;
        }
    }
    return queues;
}

/// What a merge writes and takes: the largest score, among equals the first queue's (MrgSort.md); with suspension it ends when a
/// queue is exhausted.
std::vector<Pair> merged(const Merge& m, const std::array<std::vector<Pair>, 4>& queues, std::array<std::uint16_t, 4>& taken)
{
    std::vector<Pair> out;
    taken = {};
    const std::size_t used = m.valid == 3 ? 2 : m.valid == 7 ? 3 : 4;
    for (;;) {
        std::size_t best = used;
        bool exhausted = false;
        for (std::size_t q = 0; q < used; ++q) {
            if (taken.at(q) == queues.at(q).size())
                exhausted = true;
            else if (best == used || before(queues.at(q)[taken.at(q)], queues.at(best)[taken.at(best)], m.type))
                best = q;
        }
        if (best == used || (m.suspend && exhausted))
            return out;
        out.push_back(queues.at(best)[taken.at(best)++]);
    }
}

TEST(SortProperty, MrgSortMergesUpToFourQueues)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 }) {
        for (const std::uint64_t seed : seeds(200)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            Merge m;
            m.type = type;
            m.valid = static_cast<std::uint16_t>((4U << rng.below(3)) - 1);
            m.suspend = rng.below(3) == 0;
            m.dst = 32 * static_cast<std::uint32_t>(rng.below(8));
            for (std::uint16_t& length : m.lengths)
                length = static_cast<std::uint16_t>(1 + rng.below(rng.below(4) == 0 ? 200 : 20));
            ub.begin(seed);
            const auto queues = anyQueues(ub, rng, m, 24 * 1024 + kPair * static_cast<std::uint32_t>(rng.below(8)), m.lengths);
            const auto taken = callMerge(m);
            std::array<std::uint16_t, 4> want {};
            const std::vector<Pair> out = merged(m, queues, want);
            for (std::size_t i = 0; i < out.size(); ++i)
                expectPair(ub, m.dst + static_cast<std::uint32_t>(i) * kPair, type, out[i]);
            const std::string what = std::string("MrgSort ") + nameOf(type) + " valid " + std::to_string(m.valid) + (m.suspend ? " suspending" : "");
            ASSERT_EQ(taken, want) << what << "\n" << again(seed);
            if (!ub.holds(type, what + "\n" + again(seed)))
                return;
        }
    }
}

TEST(SortProperty, MrgSortRepeatsOverFourEqualQueues)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 }) {
        for (const std::uint64_t seed : seeds(60)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            Merge m;
            m.type = type;
            m.repeats = 1 + static_cast<std::uint32_t>(rng.below(4));
            m.lengths.fill(static_cast<std::uint16_t>(1 + rng.below(40)));
            ub.begin(seed);
            const std::uint32_t whole = 4 * m.lengths[0] * kPair;
            Merge first = m;
            for (std::uint32_t r = 0; r < m.repeats; ++r) {
                Merge each = m;
                const auto queues = anyQueues(ub, rng, each, 24 * 1024 + r * whole, m.lengths);
                if (r == 0)
                    first.queues = each.queues;
                std::array<std::uint16_t, 4> taken {};
                const std::vector<Pair> out = merged(each, queues, taken);
                for (std::size_t i = 0; i < out.size(); ++i)
                    store(ub.expected() + r * whole + i * kPair, type, out[i].score);
                for (std::size_t i = 0; i < out.size(); ++i)
                    store(ub.expected() + r * whole + i * kPair + 4, Number::U32, out[i].index);
            }
            callMerge(first);
            if (type == Number::F16)
                for (std::uint32_t i = 0; i < m.repeats * 4 * m.lengths[0]; ++i) // reserved bytes
                    std::memcpy(ub.expected() + i * kPair + 2, ub.actual() + i * kPair + 2, 2);
            if (!ub.holds(type, std::string("MrgSort ") + nameOf(type) + " repeats " + std::to_string(m.repeats) + " of "
                        + std::to_string(m.lengths[0]) + "\n" + again(seed)))
                return;
        }
    }
}

} // namespace
} // namespace hawk::property
