// Functions of the high-level library that sort, repeat or fill up rows, through the device API.
#include "core/property/library_norm_calls.h"
#include "core/property/library_trial.h"
#include "core/property/seeds.h"

#include <algorithm>
#include <numeric>

namespace hawk::property {
namespace {

/// Many equal values, so that their order shows.
std::vector<double> scores(Rng& rng, std::size_t count, Number type)
{
    std::vector<double> all(count);
    for (double& v : all)
        v = rng.below(2) == 0 ? static_cast<double>(rng.below(7)) - 3 : rounded(between(rng, -90, 90), type);
    return all;
}

/// Positions by falling score (or rising), equal ones in their order.
std::vector<std::size_t> ordered(const std::vector<double>& x, bool largest = true)
{
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return largest ? x[a] > x[b] : x[a] < x[b]; });
    return order;
}

/// A sorted element: the score, for half two reserved bytes, the index.
void nearPair(LibraryTrial& t, const Part& part, std::size_t i, Number type, double score, double index)
{
    const Part pair { part.address + static_cast<std::uint32_t>(8 * i), 8 };
    t.near(pair, 0, type, score, 0);
    if (type == Number::F16)
        t.undefined(pair, 1, 2, type);
    t.near(pair, 1, Number::U32, index, 0);
}

TEST(LibrarySortProperty, ConcatSortAndExtract)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const bool full : { false, true })
            for (const std::uint64_t seed : seeds(30)) {
                Rng rng(deriveSeed(seed, nameOf(type) + std::to_string(full)));
                const auto repeats = 1 + static_cast<std::int32_t>(rng.below(rng.below(4) == 0 ? 70 : 9));
                const std::size_t count = static_cast<std::size_t>(repeats) * 32;
                const auto x = scores(rng, count, type);
                std::vector<double> index(count);
                for (double& v : index)
                    v = static_cast<double>(rng.below(1U << 31U));
                LibraryTrial t(ub, seed, std::string(full ? "full Sort" : "Sort") + " of " + std::to_string(count) + " " + nameOf(type) + "\n" + again(seed));
                const Part src = t.in(x, type), indices = t.in(index, Number::U32), dst = t.out(2 * count, Number::F32);
                callSort(full, type, dst, src, indices, LibraryTrial::temporary(), repeats);
                std::vector<std::size_t> order;
                const std::size_t run = full ? count : 32;
                for (std::size_t begin = 0; begin < count; begin += run)
                    for (const std::size_t i : ordered({ x.begin() + static_cast<std::ptrdiff_t>(begin), x.begin() + static_cast<std::ptrdiff_t>(begin + run) }))
                        order.push_back(begin + i);
                for (std::size_t i = 0; i < count; ++i)
                    nearPair(t, dst, i, type, x[order[i]], index[order[i]]);
                const Part values = t.out(count, type), extracted = t.out(count, Number::U32);
                callExtract(type, values, extracted, dst, repeats);
                for (std::size_t i = 0; i < count; ++i) {
                    t.near(values, i, type, x[order[i]], 0);
                    t.near(extracted, i, Number::U32, index[order[i]], 0);
                }
                if (!t.holds())
                    return;
            }
}

TEST(LibrarySortProperty, MrgSortOfTwoToFourQueues)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const std::uint64_t seed : seeds(60)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const std::size_t used = 2 + rng.below(3);
            const bool suspend = rng.below(2) == 0;
            const auto valid = static_cast<std::uint16_t>((1U << used) - 1);
            LibraryTrial t(ub, seed, "MrgSort of " + std::to_string(used) + " queues of " + nameOf(type) + (suspend ? ", suspending" : "") + "\n" + again(seed));
            std::array<std::vector<double>, 4> queues;
            std::array<Part, 4> parts {};
            std::array<std::uint16_t, 4> lengths {};
            for (std::size_t q = 0; q < 4; ++q) {
                lengths.at(q) = static_cast<std::uint16_t>(1 + rng.below(60));
                queues.at(q) = scores(rng, lengths.at(q), type);
                std::ranges::sort(queues.at(q), std::greater<>());
                std::vector<double> words; // as 32-bit words: the score's bits, then an index that tells the queue
                for (std::size_t i = 0; i < queues.at(q).size(); ++i) {
                    words.push_back(static_cast<double>(bitsOf(static_cast<long double>(queues.at(q)[i]), type)));
                    words.push_back(static_cast<double>(1000 * q + i));
                }
                parts.at(q) = t.in(words, Number::U32);
            }
            const Part dst = t.out(2 * 240, Number::U32);
            const auto taken = callLibraryMerge(suspend, type, dst, parts, lengths, valid);
            std::array<std::uint32_t, 4> want {};
            for (std::size_t i = 0;; ++i) {
                std::size_t best = used;
                bool exhausted = false;
                for (std::size_t q = 0; q < used; ++q) {
                    if (want.at(q) == queues.at(q).size())
                        exhausted = true;
                    else if (best == used || queues.at(q)[want.at(q)] > queues.at(best)[want.at(best)])
                        best = q;
                }
                if (best == used || (suspend && exhausted))
                    break;
                nearPair(t, dst, i, type, queues.at(best)[want.at(best)], static_cast<double>(1000 * best + want.at(best)));
                ++want.at(best);
            }
            EXPECT_EQ(taken, suspend ? want : (std::array<std::uint32_t, 4> {})) << again(seed);
            if (!t.holds() || HasFailure())
                return;
        }
}

TEST(LibrarySortProperty, TopKInEveryMode)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const std::uint64_t seed : seeds(80)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            Top s;
            s.small = rng.below(3) == 0;
            s.rows = 1 + static_cast<std::int32_t>(rng.below(5));
            s.inner = s.small ? 32 : 32 * (1 + static_cast<std::int32_t>(rng.below(8)));
            s.n = s.inner - static_cast<std::int32_t>(rng.below(32));
            s.k = 1 + static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(s.n)));
            s.largest = rng.below(2) == 0;
            s.indexed = rng.below(2) == 0;
            s.finished = !s.small && rng.below(2) == 0;
            const auto inner = static_cast<std::size_t>(s.inner), k = static_cast<std::size_t>(s.k), rows = static_cast<std::size_t>(s.rows);
            auto x = scores(rng, rows * inner, type);
            for (std::size_t r = 0; r < rows; ++r) // filled up with what is chosen last, as the page advises
                for (std::size_t c = static_cast<std::size_t>(s.n); c < inner; ++c)
                    x[r * inner + c] = s.largest ? -60000 : 60000;
            std::vector<double> index(s.indexed ? (s.small ? rows * inner : inner) : 0), finish(s.finished ? rows : 0);
            for (double& v : index)
                v = static_cast<double>(rng.below(2000));
            for (double& v : finish)
                v = static_cast<double>(rng.below(2));
            const std::size_t block = 32 / bytesOf(type);
            const std::size_t valuePitch = s.small ? k : (k + block - 1) / block * block, indexPitch = s.small ? k : (k + 7) / 8 * 8;
            LibraryTrial t(ub, seed, "TopK of " + std::to_string(s.k) + " out of " + std::to_string(s.n) + " in " + std::to_string(s.inner) + ", " + std::to_string(s.rows)
                    + " rows, " + nameOf(type) + (s.small ? ", small" : "") + (s.largest ? "" : ", smallest") + (s.indexed ? ", indices given" : "")
                    + (s.finished ? ", finished rows" : "") + "\n" + again(seed));
            const Part src = t.in(x, type), given = t.in(index, Number::I32), done = t.in(finish, Number::U8);
            const Part values = t.out(rows * valuePitch, type), indices = t.out(rows * indexPitch, Number::I32);
            callTopK(type, s, { values, indices, src, given, done }, LibraryTrial::temporary());
            for (std::size_t r = 0; r < rows; ++r) {
                const auto begin = x.begin() + static_cast<std::ptrdiff_t>(r * inner);
                const auto order = ordered({ begin, begin + s.inner }, s.largest);
                const bool off = s.finished && finish[r] != 0;
                for (std::size_t i = 0; i < k; ++i) {
                    const double number = s.indexed ? index[(s.small ? r * inner : 0) + order[i]] : static_cast<double>(order[i]);
                    if (off)
                        t.undefined(values, r * valuePitch + i, r * valuePitch + i + 1, type); // its sorting counts for nothing
                    else
                        t.near(values, r * valuePitch + i, type, x[r * inner + order[i]], 0);
                    t.near(indices, r * indexPitch + i, Number::I32, off ? s.n : number, 0);
                }
                t.undefined(values, r * valuePitch + k, (r + 1) * valuePitch, type);
                t.undefined(indices, r * indexPitch + k, (r + 1) * indexPitch, Number::I32);
            }
            if (!t.holds())
                return;
        }
}

TEST(LibraryMoveProperty, BroadcastOfEitherAxis)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32, Number::I8, Number::U8 })
        for (const std::uint64_t seed : seeds(40)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const auto block = static_cast<std::uint32_t>(32 / bytesOf(type));
            const int dimensions = 1 + static_cast<int>(rng.below(2)), axis = dimensions == 1 ? 0 : static_cast<int>(rng.below(2));
            std::uint32_t rows = 1 + static_cast<std::uint32_t>(rng.below(20)), columns = 1 + static_cast<std::uint32_t>(rng.below(90));
            if (dimensions == 2 && axis == 0)
                columns = block * (1 + columns % 4); // whole blocks, says the page
            if (dimensions == 1)
                rows = 1;
            const std::array<std::uint32_t, 2> to = dimensions == 1 ? std::array { columns, 0U } : std::array { rows, columns };
            const std::array<std::uint32_t, 2> from = dimensions == 1 ? std::array { 1U, 0U } : axis == 0 ? std::array { 1U, columns } : std::array { rows, 1U };
            const std::size_t sources = dimensions == 1 ? 1 : axis == 0 ? columns : rows;
            auto x = values(rng, sources, type == Number::U8 ? 0 : -100, 100, Number::F32);
            for (double& v : x)
                v = std::trunc(v);
            LibraryTrial t(ub, seed, "Broadcast to " + std::to_string(rows) + " x " + std::to_string(columns) + " along axis " + std::to_string(axis) + ", "
                    + nameOf(type) + "\n" + again(seed));
            const Part src = t.in(x, type), dst = t.out(std::size_t { rows } * columns, type);
            callLibraryBroadcast(type, dimensions, axis, dst, src, to, from, LibraryTrial::temporary());
            for (std::uint32_t r = 0; r < rows; ++r)
                for (std::uint32_t c = 0; c < columns; ++c)
                    t.near(dst, std::size_t { r } * columns + c, type, x[dimensions == 1 ? 0 : axis == 0 ? c : r], 0);
            if (!t.holds())
                return;
        }
}

TEST(LibraryFilterProperty, DropOutByBytesAndBits)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const std::uint64_t seed : seeds(40)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const bool bits = rng.below(2) == 0;
            const std::uint32_t rows = 1 + static_cast<std::uint32_t>(rng.below(5)), columns = (bits ? 256 : 32) * (1 + static_cast<std::uint32_t>(rng.below(4)));
            const double keep = rounded(between(rng, 0.2, 1), Number::F32);
            const auto x = values(rng, std::size_t { rows } * columns, -9, 9, type);
            std::vector<double> mask(bits ? x.size() / 8 : x.size());
            for (double& m : mask)
                m = static_cast<double>(rng.below(bits ? 256 : 2));
            LibraryTrial t(ub, seed, std::string("DropOut by ") + (bits ? "bits" : "bytes") + " of " + std::to_string(rows) + " x " + std::to_string(columns) + " "
                    + nameOf(type) + "\n" + again(seed));
            const Part src = t.in(x, type), kept = t.in(mask, Number::U8), dst = t.out(x.size(), type);
            callDropOut(type, bits, dst, src, kept, static_cast<float>(keep), rows, columns, LibraryTrial::temporary());
            const double factor = rounded(rounded(1 / keep, Number::F32), type); // multiplied with, as a number of the type
            for (std::size_t i = 0; i < x.size(); ++i) {
                const bool stays = bits ? (static_cast<unsigned>(mask[i / 8]) >> (i % 8) & 1U) != 0 : mask[i] != 0;
                t.near(dst, i, type, stays ? x[i] * factor : 0, 0);
            }
            if (!t.holds())
                return;
        }
}

TEST(LibraryFilterProperty, SelectByBytes)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const std::uint64_t seed : seeds(40)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const auto block = static_cast<std::uint32_t>(32 / bytesOf(type));
            const std::uint32_t rows = 1 + static_cast<std::uint32_t>(rng.below(9)), columns = block * (1 + static_cast<std::uint32_t>(rng.below(8)));
            const std::uint32_t maskColumns = (columns + 31) / 32 * 32; // stored to whole blocks
            const bool numberFirst = rng.below(2) == 0;
            const double number = rounded(between(rng, -9, 9), type);
            const auto x = values(rng, std::size_t { rows } * columns, -9, 9, type);
            std::vector<double> mask(std::size_t { rows } * maskColumns);
            for (double& m : mask)
                m = static_cast<double>(rng.below(3));
            LibraryTrial t(ub, seed, "SelectWithBytesMask of " + std::to_string(rows) + " x " + std::to_string(columns) + " " + nameOf(type) + (numberFirst ? ", number first" : "")
                    + "\n" + again(seed));
            const Part src = t.in(x, type), which = t.in(mask, Number::U8), dst = t.out(x.size(), type);
            callSelectBytes(type, numberFirst, dst, src, static_cast<float>(number), which, rows, columns, maskColumns, LibraryTrial::temporary());
            for (std::uint32_t r = 0; r < rows; ++r)
                for (std::uint32_t c = 0; c < columns; ++c) {
                    const bool second = mask[r * maskColumns + c] != 0;
                    t.near(dst, std::size_t { r } * columns + c, type, second == numberFirst ? x[r * columns + c] : number, 0);
                }
            if (!t.holds())
                return;
        }
}

/// Pad.md: rows that fill no whole blocks grow to whole blocks on both sides; of rows that do, superfluous columns on the right are
/// overwritten. UnPad.md takes columns off on the right; what it is told about the left has no effect yet.
TEST(LibraryMoveProperty, PadAndUnPad)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32, Number::I16, Number::U16, Number::I32, Number::U32 })
        for (const std::uint64_t seed : seeds(40)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const auto block = static_cast<std::uint32_t>(32 / bytesOf(type));
            const bool aligned = rng.below(2) == 0;
            const std::uint32_t wide = block * (1 + static_cast<std::uint32_t>(rng.below(5)));
            const std::uint32_t spare = 1 + static_cast<std::uint32_t>(rng.below(block - 1)), real = wide - spare, width = aligned ? wide : real;
            const std::uint32_t rows = aligned ? 1 + static_cast<std::uint32_t>(rng.below(20)) : block * (1 + static_cast<std::uint32_t>(rng.below(2)));
            const auto left = static_cast<std::uint16_t>(aligned ? 0 : rng.below(spare + 1));
            const auto right = static_cast<std::uint16_t>(aligned ? 1 + rng.below(spare) : spare - left);
            const auto value = static_cast<std::int32_t>(rng.below(300));
            auto x = values(rng, std::size_t { rows } * width, 0, 1000, Number::F32);
            for (double& v : x)
                v = std::trunc(v);
            LibraryTrial t(ub, seed, "Pad of " + std::to_string(rows) + " rows of " + std::to_string(real) + " in " + std::to_string(width) + " by " + std::to_string(left) + " and "
                    + std::to_string(right) + ", " + nameOf(type) + "\n" + again(seed));
            const Part src = t.in(x, type), dst = t.out(std::size_t { rows } * wide, type);
            callPad(type, dst, src, rows, width, real, left, right, value, LibraryTrial::temporary());
            std::vector<double> padded(std::size_t { rows } * wide, value);
            for (std::uint32_t r = 0; r < rows; ++r)
                for (std::uint32_t c = 0; c < width; ++c)
                    if (c < real || c >= real + right)
                        padded[r * wide + left + c] = x[r * width + c];
            for (std::size_t i = 0; i < padded.size(); ++i)
                t.near(dst, i, type, padded[i], 0);
            if (!t.holds())
                return;

            LibraryTrial u(ub, seed, "UnPad of " + std::to_string(rows) + " rows of " + std::to_string(wide) + " by " + std::to_string(spare) + ", " + nameOf(type) + "\n" + again(seed));
            const Part whole = u.in(padded, type), cut = u.out(std::size_t { rows } * real, type);
            callUnPad(type, cut, whole, rows, wide, static_cast<std::uint16_t>(rng.below(3)), static_cast<std::uint16_t>(spare), LibraryTrial::temporary());
            for (std::uint32_t r = 0; r < rows; ++r)
                for (std::uint32_t c = 0; c < real; ++c)
                    u.near(cut, std::size_t { r } * real + c, type, padded[r * wide + c], 0);
            if (!u.holds())
                return;
        }
}

} // namespace
} // namespace hawk::property
