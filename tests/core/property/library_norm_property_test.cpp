// Normalisation functions of the high-level library through the device API, at any shape, against their page's formula in double.
#include "core/property/library_norm_calls.h"
#include "core/property/library_trial.h"
#include "core/property/seeds.h"

#include <algorithm>

namespace hawk::property {
namespace {

constexpr double kFloat = 0x1p-24; // half a unit of float, relative to 1

struct Moments {
    double mean = 0, variance = 0, largest = 0;
    explicit Moments(const std::vector<double>& x)
    {
        for (const double v : x) {
            mean += v / static_cast<double>(x.size());
            largest = std::max(largest, std::fabs(v));
        }
        for (const double v : x)
            variance += (v - mean) * (v - mean) / static_cast<double>(x.size());
    }
    /// What float arithmetic moves the mean by: a tree of additions of scaled values.
    double meanOff() const { return 16 * kFloat * largest; }
    double varianceOff() const { return 2 * meanOff() * (std::sqrt(variance) + meanOff()) + 32 * kFloat * variance; }
    /// And a normalised value: by the mean's over the deviation, and by some roundings of its own.
    double off(double epsilon, double gamma, double y) const
    {
        const double deviation = std::sqrt(variance + epsilon);
        return meanOff() / deviation * std::fabs(gamma) * (2 + largest / deviation) + 32 * kFloat * (std::fabs(y) + std::fabs(gamma) * largest / deviation);
    }
};

Rows anyShape(Rng& rng, Number type)
{
    const auto block = static_cast<std::uint32_t>(32 / bytesOf(type));
    Rows rows;
    rows.count = 1 + static_cast<std::uint32_t>(rng.below(10));
    rows.stored = block * (1 + static_cast<std::uint32_t>(rng.below(rng.below(4) == 0 ? 24 : 6)));
    rows.real = std::max(rows.stored - static_cast<std::uint32_t>(rng.below(block)), 2U);
    return rows;
}

std::string text(const char* name, const Rows& rows, Number type, std::uint64_t seed)
{
    return std::string(name) + " of " + std::to_string(rows.count) + " rows of " + std::to_string(rows.real) + " in " + std::to_string(rows.stored) + " "
        + nameOf(type) + "\n" + again(seed);
}

/// The part of a row that counts.
std::vector<double> rowOf(const std::vector<double>& x, const Rows& rows, std::size_t r)
{
    const auto begin = x.begin() + static_cast<std::ptrdiff_t>(r * rows.stored);
    return { begin, begin + rows.real };
}

void ignorePadding(LibraryTrial& t, const Part& part, const Rows& rows, Number type)
{
    for (std::size_t r = 0; r < rows.count; ++r)
        t.undefined(part, r * rows.stored + rows.real, (r + 1) * rows.stored, type);
}

/// Tries `body(trial, rng, type, rows)` in both types.
template <class Body>
void each(const char* name, int count, const Body& body)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const std::uint64_t seed : seeds(count)) {
            Rng rng(deriveSeed(seed, std::string(name) + nameOf(type)));
            const Rows rows = anyShape(rng, type);
            LibraryTrial t(ub, seed, text(name, rows, type, seed));
            body(t, rng, type, rows);
            if (!t.holds())
                return;
        }
}

TEST(NormProperty, LayerNormAndDeepNorm)
{
    for (const bool deep : { false, true })
        each(deep ? "DeepNorm" : "LayerNorm", 24, [&](LibraryTrial& t, Rng& rng, Number type, const Rows& rows) {
            const double centre = between(rng, -20, 20), epsilon = rounded(1e-3, type), alpha = rounded(between(rng, 0.5, 2), type);
            const auto x = values(rng, rows.all(), centre - 6, centre + 6, type), g = values(rng, rows.all(), -2, 2, type);
            const auto gamma = values(rng, rows.real, -2, 2, type), beta = values(rng, rows.real, -3, 3, type);
            const Part src = t.in(x, type), gx = t.in(g, type), scale = t.in(gamma, type), shift = t.in(beta, type);
            const Part dst = t.out(rows.all(), type), mean = t.out(rows.count, type), variance = t.out(rows.count, type);
            if (deep)
                callNorm(Norm::Deep, type, type, rows, { dst, mean, variance, src, gx, shift, scale }, epsilon, alpha, LibraryTrial::temporary());
            else
                callNorm(Norm::Layer, type, type, rows, { dst, mean, variance, src, scale, shift }, epsilon, 0, LibraryTrial::temporary());
            std::vector<double> z = x;
            for (std::size_t i = 0; deep && i < z.size(); ++i)
                z[i] = alpha * x[i] + g[i];
            for (std::size_t r = 0; r < rows.count; ++r) {
                const auto row = rowOf(z, rows, r);
                const Moments m(row);
                t.near(mean, r, type, m.mean, 1, m.meanOff());
                t.near(variance, r, type, m.variance, 1, m.varianceOff());
                for (std::size_t c = 0; c < rows.real; ++c) {
                    const double y = (row[c] - m.mean) / std::sqrt(m.variance + epsilon) * gamma[c] + beta[c];
                    t.near(dst, r * rows.stored + c, type, y, 1, m.off(epsilon, gamma[c], y) + 4 * kFloat * std::fabs(beta[c]));
                }
            }
            ignorePadding(t, dst, rows, type);
        });
}

TEST(NormProperty, LayerNormWithStatisticsInFloatAndNormalize)
{
    for (const Norm function : { Norm::RowsRstd, Norm::RowsPlain, Norm::Normalize })
        each(function == Norm::Normalize ? "Normalize" : function == Norm::RowsRstd ? "LayerNorm of rows" : "LayerNorm of rows, without gamma and beta", 20,
            [&](LibraryTrial& t, Rng& rng, Number type, const Rows& rows) {
                const bool given = function == Norm::Normalize, plain = function == Norm::RowsPlain;
                const Number affine = type == Number::F32 || rng.below(2) == 0 ? Number::F32 : Number::F16;
                const double centre = between(rng, -20, 20), epsilon = rounded(1e-4, Number::F32);
                const auto x = values(rng, rows.all(), centre - 6, centre + 6, type), gamma = values(rng, rows.real, -2, 2, affine);
                const auto beta = values(rng, rows.real, -3, 3, affine);
                const auto means = values(rng, rows.count, centre - 2, centre + 2, Number::F32), variances = values(rng, rows.count, 0.5, 9, Number::F32);
                const Part src = t.in(x, type), scale = t.in(gamma, affine), shift = t.in(beta, affine);
                const Part inMean = t.in(means, Number::F32), inVariance = t.in(variances, Number::F32);
                const Part dst = t.out(rows.all(), type), mean = t.out(rows.count, Number::F32), rstd = t.out(rows.count, Number::F32);
                if (given)
                    callNorm(function, type, affine, rows, { dst, rstd, inMean, inVariance, src, scale, shift }, epsilon, 0, LibraryTrial::temporary());
                else
                    callNorm(function, type, affine, rows, { dst, mean, rstd, src, scale, shift }, epsilon, 0, LibraryTrial::temporary());
                for (std::size_t r = 0; r < rows.count; ++r) {
                    const auto row = rowOf(x, rows, r);
                    Moments m(row);
                    if (given) {
                        m.mean = means[r];
                        m.variance = variances[r];
                    } else {
                        t.near(mean, r, Number::F32, m.mean, 1, m.meanOff());
                    }
                    const double inverse = 1 / std::sqrt(m.variance + epsilon);
                    // Half of the variance's relative error, and three roundings.
                    t.near(rstd, r, Number::F32, plain ? m.variance : inverse, 4, given ? 0 : plain ? m.varianceOff() : inverse * m.varianceOff() / (m.variance + epsilon));
                    for (std::size_t c = 0; c < rows.real; ++c) {
                        const double g = plain ? 1 : gamma[c], b = plain ? 0 : beta[c];
                        const double y = (row[c] - m.mean) * inverse * g + b;
                        t.near(dst, r * rows.stored + c, type, y, 1, m.off(epsilon, g, y) + 4 * kFloat * std::fabs(b));
                    }
                }
                ignorePadding(t, dst, rows, type);
            });
}

TEST(NormProperty, RmsNorm)
{
    each("RmsNorm", 24, [&](LibraryTrial& t, Rng& rng, Number type, const Rows& rows) {
        const double epsilon = rounded(1e-3, type);
        const auto x = values(rng, rows.all(), -9, 12, type), gamma = values(rng, rows.real, -2, 2, type);
        const Part src = t.in(x, type), scale = t.in(gamma, type), dst = t.out(rows.all(), type);
        callNorm(Norm::Rms, type, type, rows, { dst, src, scale }, epsilon, 0, LibraryTrial::temporary());
        for (std::size_t r = 0; r < rows.count; ++r) {
            const auto row = rowOf(x, rows, r);
            double square = 0;
            for (const double v : row)
                square += v * v / rows.real;
            for (std::size_t c = 0; c < rows.real; ++c)
                t.near(dst, r * rows.stored + c, type, row[c] / std::sqrt(square + epsilon) * gamma[c], type == Number::F32 ? 16 : 1, 1e-9);
        }
        ignorePadding(t, dst, rows, type);
    });
}

/// LayerNormGrad.md prints its text in NumPy; LayerNormGradBeta sums over all rows.
TEST(NormProperty, GradientsOfLayerNorm)
{
    each("LayerNormGrad", 20, [&](LibraryTrial& t, Rng& rng, Number type, const Rows& rows) {
        const double epsilon = rounded(1e-3, type);
        const auto dy = values(rng, rows.all(), -2, 2, type), x = values(rng, rows.all(), -4, 4, type);
        const auto variance = values(rng, rows.count, 1, 6, type), mean = values(rng, rows.count, -1, 1, type), gamma = values(rng, rows.stored, -2, 2, type);
        const Part pdX = t.out(rows.all(), type), res = t.out(rows.all(), type);
        const Part inDy = t.in(dy, type), src = t.in(x, type), inVariance = t.in(variance, type), inMean = t.in(mean, type), scale = t.in(gamma, type);
        callNorm(Norm::Grad, type, type, rows, { pdX, res, inDy, src, inVariance, inMean, scale }, epsilon, 0, LibraryTrial::temporary());
        for (std::size_t r = 0; r < rows.count; ++r) {
            const double h = rows.real, root = std::sqrt(variance[r] + epsilon);
            double pdVar = 0, pdMean = 0, rest = 0, size = 0;
            for (std::size_t c = 0; c < rows.real; ++c) {
                const double d = dy[rows.at(r, c)] * gamma[c], u = x[rows.at(r, c)] - mean[r];
                pdVar += -0.5 * d * u / (root * root * root);
                pdMean += -d / root;
                rest += -2 * u;
                size += std::fabs(d) * (1 + std::fabs(u));
            }
            pdMean += pdVar / h * rest;
            for (std::size_t c = 0; c < rows.real; ++c) {
                const double d = dy[rows.at(r, c)] * gamma[c], u = x[rows.at(r, c)] - mean[r];
                const double off = 32 * kFloat * (size / h * (1 + std::fabs(u)) * (1 + std::fabs(rest) / h) + std::fabs(d));
                t.near(pdX, rows.at(r, c), type, d / root + pdVar * 2 / h * u + pdMean / h, 1, off);
                t.near(res, rows.at(r, c), type, u / root, type == Number::F32 ? 8 : 1, 1e-7);
            }
        }
        ignorePadding(t, pdX, rows, type);
        ignorePadding(t, res, rows, type);
    });
    each("LayerNormGradBeta", 20, [&](LibraryTrial& t, Rng& rng, Number type, const Rows& rows) {
        const auto res = values(rng, rows.all(), -2, 2, type), dy = values(rng, rows.all(), -2, 2, type);
        const Part inRes = t.in(res, type), inDy = t.in(dy, type), pdGamma = t.out(rows.stored, type), pdBeta = t.out(rows.stored, type);
        callNorm(Norm::GradBeta, type, type, rows, { pdGamma, pdBeta, inRes, inDy }, 0, 0, LibraryTrial::temporary());
        for (std::size_t c = 0; c < rows.stored; ++c) {
            double gamma = 0, beta = 0, size = 0;
            for (std::size_t r = 0; r < rows.count; ++r) {
                gamma += res[rows.at(r, c)] * dy[rows.at(r, c)];
                beta += dy[rows.at(r, c)];
                size += std::fabs(dy[rows.at(r, c)]);
            }
            t.near(pdGamma, c, type, gamma, 1, 32 * kFloat * 2 * size);
            t.near(pdBeta, c, type, beta, 1, 32 * kFloat * size);
        }
    });
}

TEST(NormProperty, BatchNormOverTheFirstAxis)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const std::uint64_t seed : seeds(24)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const auto block = static_cast<std::uint32_t>(32 / bytesOf(type));
            const std::uint32_t batch = 2 + static_cast<std::uint32_t>(rng.below(14)), positions = block * (1 + static_cast<std::uint32_t>(rng.below(12)));
            const double epsilon = rounded(1e-2, type);
            LibraryTrial t(ub, seed, "BatchNorm of " + std::to_string(batch) + " x " + std::to_string(positions) + " " + nameOf(type) + "\n" + again(seed));
            const auto x = values(rng, std::size_t { batch } * positions, -7, 9, type), gamma = values(rng, batch, -2, 2, type), beta = values(rng, batch, -2, 2, type);
            const Part src = t.in(x, type), scale = t.in(gamma, type), shift = t.in(beta, type);
            const Part dst = t.out(x.size(), type), mean = t.out(positions, type), variance = t.out(positions, type);
            callBatchNorm(type, batch, positions, { dst, mean, variance, src, scale, shift }, epsilon, LibraryTrial::temporary());
            for (std::uint32_t p = 0; p < positions; ++p) {
                std::vector<double> column;
                for (std::uint32_t b = 0; b < batch; ++b)
                    column.push_back(x[b * positions + p]);
                const Moments m(column);
                t.near(mean, p, type, m.mean, 1, m.meanOff());
                t.near(variance, p, type, m.variance, 1, m.varianceOff());
                for (std::uint32_t b = 0; b < batch; ++b) {
                    const double y = (column[b] - m.mean) / std::sqrt(m.variance + epsilon) * gamma[b] + beta[b];
                    t.near(dst, b * positions + p, type, y, 1, m.off(epsilon, gamma[b], y) + 4 * kFloat * std::fabs(beta[b]));
                }
            }
            if (!t.holds())
                return;
        }
}

TEST(NormProperty, GroupNormOverGroupsOfChannels)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const std::uint64_t seed : seeds(24)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const auto block = static_cast<std::uint32_t>(32 / bytesOf(type));
            Groups s;
            s.n = 1 + static_cast<std::uint32_t>(rng.below(3));
            s.groups = 1 + static_cast<std::uint32_t>(rng.below(4));
            const std::uint32_t wide = 1 + static_cast<std::uint32_t>(rng.below(4));
            s.channels = s.groups * wide;
            s.plane = 4 + static_cast<std::uint32_t>(rng.below(40));
            s.stored = (s.plane + block - 1) / block * block;
            const double epsilon = rounded(1e-2, type);
            LibraryTrial t(ub, seed, "GroupNorm of " + std::to_string(s.n) + " x " + std::to_string(s.channels) + " x " + std::to_string(s.plane) + " in "
                    + std::to_string(s.groups) + " groups, " + nameOf(type) + "\n" + again(seed));
            const auto x = values(rng, std::size_t { s.n } * s.channels * s.stored, -7, 9, type);
            const auto gamma = values(rng, s.channels, -2, 2, type), beta = values(rng, s.channels, -2, 2, type);
            const Part src = t.in(x, type), scale = t.in(gamma, type), shift = t.in(beta, type);
            const Part dst = t.out(x.size(), type), mean = t.out(s.n * s.groups, type), variance = t.out(s.n * s.groups, type);
            callGroupNorm(type, s, { dst, mean, variance, src, scale, shift }, epsilon, LibraryTrial::temporary());
            for (std::uint32_t g = 0; g < s.n * s.groups; ++g) {
                std::vector<double> group;
                for (std::uint32_t c = 0; c < wide; ++c)
                    for (std::uint32_t k = 0; k < s.plane; ++k)
                        group.push_back(x[(g * wide + c) * s.stored + k]);
                const Moments m(group);
                t.near(mean, g, type, m.mean, 1, m.meanOff());
                t.near(variance, g, type, m.variance, 1, m.varianceOff());
                for (std::uint32_t c = 0; c < wide; ++c) {
                    const std::uint32_t channel = (g % s.groups) * wide + c;
                    for (std::uint32_t k = 0; k < s.plane; ++k) {
                        const double y = (group[c * s.plane + k] - m.mean) / std::sqrt(m.variance + epsilon) * gamma[channel] + beta[channel];
                        t.near(dst, (g * wide + c) * s.stored + k, type, y, 1, m.off(epsilon, gamma[channel], y) + 4 * kFloat * std::fabs(beta[channel]));
                    }
                    t.undefined(dst, (g * wide + c) * s.stored + s.plane, (g * wide + c + 1) * s.stored, type);
                }
            }
            if (!t.holds())
                return;
        }
}

/// Welford's updates of a row cut into parts, and their end, give the moments of the whole row (WelfordUpdate.md, WelfordFinalize.md).
TEST(NormProperty, WelfordPartsGiveTheMomentsOfTheWhole)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const std::uint64_t seed : seeds(24)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const std::uint32_t lanes = 16 * (1 + static_cast<std::uint32_t>(rng.below(8))), parts = 1 + static_cast<std::uint32_t>(rng.below(6));
            const std::uint32_t last = rng.below(2) == 0 ? lanes : 1 + static_cast<std::uint32_t>(rng.below(lanes - 1)); // of the last part
            const bool inPlace = rng.below(2) == 0 || last != lanes, counted = rng.below(2) == 0;
            const std::string what = "Welford of " + std::to_string(parts) + " parts of " + std::to_string(lanes) + ", the last of " + std::to_string(last) + ", "
                + nameOf(type) + "\n" + again(seed);
            std::vector<double> mean(lanes), spread(lanes), all;
            std::vector<double> realMean(lanes), realSpread(lanes);
            for (std::uint32_t i = 1; i <= parts; ++i) {
                const std::uint32_t computed = i == parts ? last : lanes;
                const auto x = values(rng, lanes, -4, 8, type);
                LibraryTrial t(ub, seed, "update " + std::to_string(i) + ": " + what);
                const Part inMean = t.in(mean, Number::F32), inSpread = t.in(spread, Number::F32), src = t.in(x, type);
                const Part outMean = t.out(lanes, Number::F32), outSpread = t.out(lanes, Number::F32);
                callWelfordUpdate(type, inPlace, { outMean, outSpread, inMean, inSpread, src }, lanes, computed, 1.0F / static_cast<float>(i), LibraryTrial::temporary());
                for (std::uint32_t k = 0; k < lanes; ++k) {
                    if (k < computed) {
                        const double next = realMean[k] + (x[k] - realMean[k]) / i;
                        realSpread[k] += (x[k] - realMean[k]) * (x[k] - next);
                        realMean[k] = next;
                        all.push_back(x[k]);
                    } else if (!inPlace) {
                        continue;
                    }
                    t.near(outMean, k, Number::F32, realMean[k], 0, 1e-5);
                    t.near(outSpread, k, Number::F32, realSpread[k], 0, 2e-4);
                    mean[k] = t.result(outMean, k, Number::F32);
                    spread[k] = t.result(outSpread, k, Number::F32);
                }
                if (!t.holds())
                    return;
            }
            Welford s { .updates = parts, .lanes = lanes, .perLane = 1.0F / static_cast<float>(lanes), .perSample = 1.0F / static_cast<float>(all.size()) };
            s.head = parts;
            s.headLanes = last;
            s.tail = parts - 1;
            s.tailLanes = lanes - last;
            if (s.tail == 0 && s.tailLanes != 0)
                continue; // not allowed: a lane without a sample
            std::vector<double> counts(counted ? lanes : 0);
            for (std::uint32_t k = 0; k < counts.size(); ++k)
                counts[k] = k < last ? parts : parts - 1;
            LibraryTrial t(ub, seed, (counted ? "end with counts: " : "end: ") + what);
            const Part inMean = t.in(mean, Number::F32), inSpread = t.in(spread, Number::F32), given = t.in(counts, Number::I32);
            const Part outMean = t.out(1, Number::F32), outVariance = t.out(1, Number::F32);
            callWelfordFinalize(s, { outMean, outVariance, inMean, inSpread, given }, LibraryTrial::temporary());
            const Moments m(all);
            t.near(outMean, 0, Number::F32, m.mean, 0, 2e-5);
            t.near(outVariance, 0, Number::F32, m.variance, 0, 2e-4);
            if (!t.holds())
                return;
        }
}

} // namespace
} // namespace hawk::property
