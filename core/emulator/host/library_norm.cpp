// Normalisation. [B, S, H] and [A, R] functions have params: rows, stored columns, columns that count.
#include "emulator/exec/library/rows.h"
#include "emulator/host/library_job.h"

#include <algorithm>
#include <cmath>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::LibraryCall;
using library::Matrix;
using library::Moments;

Matrix matrixOf(const LibraryJob& job)
{
    return { static_cast<std::size_t>(job.param(0)), static_cast<std::size_t>(job.param(1)),
        static_cast<std::size_t>(job.param(2)) };
}

std::uint32_t typeSize(const LibraryCall& call, std::size_t i)
{
    return static_cast<std::uint32_t>(sizeOf(dtypeOf(call.operands[i].type)));
}
std::uint64_t at(const LibraryCall& call, std::size_t i) { return static_cast<std::uint64_t>(call.params[i]); }

/// gamma and beta as one scale and offset per column; absent ones are 1 and 0.
struct Affine {
    std::vector<float> gamma, beta;
    float apply(float v, std::size_t c) const
    {
        if (c < gamma.size())
            v = v * gamma[c];
        return c < beta.size() ? v + beta[c] : v;
    }
};

/// (x - mean) * rstd, scaled; columns beyond the real ones hold what their padding gives.
void normaliseRow(std::span<float> row, float mean, float rstd, const Affine& affine)
{
    for (std::size_t c = 0; c < row.size(); ++c)
        row[c] = affine.apply((row[c] - mean) * rstd, c);
}

/// LayerNorm.md. Operands: output, mean, variance or rstd, x, gamma, beta; param 3 (separate form): 1 no beta, 2 no gamma, 4 rstd.
void layerNorm(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    const bool rstdWanted = job.call.api == Api::LayerNormSeparate && (job.param(3) & 4) != 0;
    std::vector<float> x = job.floats(3);
    const Affine affine { job.floats(4), job.floats(5) };
    std::vector<float> mean(shape.rows), second(shape.rows);
    for (std::size_t r = 0; r < shape.rows; ++r) {
        const std::span<float> row = std::span(x).subspan(r * shape.columns, shape.columns);
        const Moments m = library::moments(row.first(shape.realColumns));
        const float rstd = library::inverseDeviation(m.variance, job.value(0));
        normaliseRow(row, m.mean, rstd, affine);
        mean[r] = m.mean;
        second[r] = rstdWanted ? rstd : m.variance;
    }
    job.store(0, x);
    job.store(1, mean);
    job.store(2, second);
}

/// DeepNorm.md: LayerNorm(alpha * x + gx). Operands: dst, mean, second, x, gx, beta, gamma. The published sample's golden of
/// the second statistic is the variance.
void deepNorm(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    std::vector<float> x = job.floats(3);
    const std::vector<float> gx = job.floats(4);
    const Affine affine { job.floats(6), job.floats(5) };
    std::vector<float> mean(shape.rows), variance(shape.rows);
    for (std::size_t r = 0; r < shape.rows; ++r) {
        const std::span<float> row = std::span(x).subspan(r * shape.columns, shape.columns);
        for (std::size_t c = 0; c < shape.columns; ++c)
            row[c] = row[c] * job.value(1) + gx[r * shape.columns + c];
        const Moments m = library::moments(row.first(shape.realColumns));
        normaliseRow(row, m.mean, library::inverseDeviation(m.variance, job.value(0)), affine);
        mean[r] = m.mean;
        variance[r] = m.variance;
    }
    job.store(0, x);
    job.store(1, mean);
    job.store(2, variance);
}

/// Normalize.md: statistics are given. Operands: output, rstd, mean, variance, x, gamma, beta.
void normalize(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    const std::vector<float> mean = job.floats(2), variance = job.floats(3);
    std::vector<float> x = job.floats(4), rstd(shape.rows);
    const Affine affine { job.floats(5), job.floats(6) };
    for (std::size_t r = 0; r < shape.rows; ++r) {
        rstd[r] = library::inverseDeviation(variance[r], job.value(0));
        normaliseRow(std::span(x).subspan(r * shape.columns, shape.columns), mean[r], rstd[r], affine);
    }
    job.store(0, x);
    if (job.elements(1) != 0)
        job.store(1, rstd);
}

/// x / sqrt(mean(x^2) + epsilon) * gamma (RmsNorm.md).
void rmsNorm(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    std::vector<float> x = job.floats(1);
    const Affine affine { job.floats(2), {} };
    const float scale = 1.0F / static_cast<float>(shape.realColumns);
    std::vector<float> squares(shape.realColumns);
    for (std::size_t r = 0; r < shape.rows; ++r) {
        const std::span<float> row = std::span(x).subspan(r * shape.columns, shape.columns);
        for (std::size_t c = 0; c < squares.size(); ++c)
            squares[c] = row[c] * row[c] * scale;
        normaliseRow(row, 0, library::inverseDeviation(library::treeSum(squares), job.value(0)), affine);
    }
    job.store(0, x);
}

/// BatchNorm.md: statistics over the batch at each position; gamma and beta per batch row.
void batchNorm(LibraryJob& job)
{
    const auto batch = static_cast<std::size_t>(job.param(0)), positions = static_cast<std::size_t>(job.param(1));
    std::vector<float> x = job.floats(3);
    const std::vector<float> gamma = job.floats(4), beta = job.floats(5);
    std::vector<float> mean(positions), variance(positions), column(batch);
    for (std::size_t p = 0; p < positions; ++p) {
        for (std::size_t b = 0; b < batch; ++b)
            column[b] = x[b * positions + p];
        const Moments m = library::moments(column);
        const float rstd = library::inverseDeviation(m.variance, job.value(0));
        for (std::size_t b = 0; b < batch; ++b)
            x[b * positions + p] = (column[b] - m.mean) * rstd * gamma[b] + beta[b];
        mean[p] = m.mean;
        variance[p] = m.variance;
    }
    job.store(0, x);
    job.store(1, mean);
    job.store(2, variance);
}

/// GroupNorm.md. params: n, c, h*w, stored h*w, groups.
void groupNorm(LibraryJob& job)
{
    const auto n = static_cast<std::size_t>(job.param(0)), channels = static_cast<std::size_t>(job.param(1));
    const auto plane = static_cast<std::size_t>(job.param(2)), stored = static_cast<std::size_t>(job.param(3));
    const auto groups = std::max<std::size_t>(static_cast<std::size_t>(job.param(4)), 1);
    const std::size_t perGroup = channels / groups;
    std::vector<float> x = job.floats(3), mean(n * groups), variance(n * groups), values(perGroup * plane);
    const std::vector<float> gamma = job.floats(4), beta = job.floats(5);
    for (std::size_t g = 0; g < n * groups; ++g) {
        const std::size_t first = g * perGroup; // channel, over the whole batch
        for (std::size_t k = 0; k < values.size(); ++k)
            values[k] = x[(first + k / plane) * stored + k % plane];
        const Moments m = library::moments(values);
        const float rstd = library::inverseDeviation(m.variance, job.value(0));
        for (std::size_t c = 0; c < perGroup; ++c)
            for (std::size_t k = 0; k < stored; ++k) {
                float& v = x[(first + c) * stored + k];
                v = (v - m.mean) * rstd * gamma[(first + c) % channels] + beta[(first + c) % channels];
            }
        mean[g] = m.mean;
        variance[g] = m.variance;
    }
    job.store(0, x);
    job.store(1, mean);
    job.store(2, variance);
}

/// LayerNormGrad.md. Operands: pdX, resForGamma, dy, x, variance, mean, gamma.
void layerNormGrad(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    const std::vector<float> dy = job.floats(2), x = job.floats(3), variance = job.floats(4), mean = job.floats(5);
    const std::vector<float> gamma = job.floats(6);
    std::vector<float> pdX(x.size()), forGamma(x.size()), x1(shape.columns), x2(shape.columns), terms(shape.realColumns);
    const float back = 1.0F / static_cast<float>(shape.realColumns);
    const auto sumOf = [&](const auto& term) {
        for (std::size_t c = 0; c < terms.size(); ++c)
            terms[c] = term(c);
        return library::treeSum(terms);
    };
    for (std::size_t r = 0; r < shape.rows; ++r) {
        const std::size_t base = r * shape.columns;
        for (std::size_t c = 0; c < shape.columns; ++c) {
            x1[c] = dy[base + c] * gamma[c];
            x2[c] = x[base + c] - mean[r];
        }
        const float rstd = library::inverseDeviation(variance[r], job.value(0));
        const float cube = rstd / (variance[r] + job.value(0));
        const float pdVar = sumOf([&](std::size_t c) { return -0.5F * x1[c] * x2[c] * cube; });
        const float pdMean = sumOf([&](std::size_t c) { return -1.0F * x1[c] * rstd; })
            + pdVar * back * sumOf([&](std::size_t c) { return -2.0F * x2[c]; });
        for (std::size_t c = 0; c < shape.columns; ++c) {
            pdX[base + c] = x1[c] * rstd + pdVar * (2.0F * back) * x2[c] + pdMean * back;
            forGamma[base + c] = x2[c] * rstd;
        }
    }
    job.store(0, pdX);
    job.store(1, forGamma);
}

/// Sums over all rows. Operands: pdGamma, pdBeta, resForGamma, dy.
void layerNormGradBeta(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    const std::vector<float> forGamma = job.floats(2), dy = job.floats(3);
    std::vector<float> pdGamma(shape.columns), pdBeta(shape.columns);
    for (std::size_t r = 0; r < shape.rows; ++r)
        for (std::size_t c = 0; c < shape.columns; ++c) {
            pdGamma[c] += forGamma[r * shape.columns + c] * dy[r * shape.columns + c];
            pdBeta[c] += dy[r * shape.columns + c];
        }
    job.store(0, pdGamma);
    job.store(1, pdBeta);
}

/// mean += (x - mean) * nRec; M += (x - old mean) * (x - new mean) (WelfordUpdate.md). Beyond the computed length the
/// results are the inputs when the call is in place, else untouched.
void welfordUpdate(LibraryJob& job)
{
    const auto computed = static_cast<std::size_t>(job.param(2));
    std::vector<float> mean = job.floats(2), m = job.floats(3);
    const std::vector<float> x = job.floats(4);
    if (job.param(3) == 0) {
        const std::vector<float> oldMean = job.floats(0), oldM = job.floats(1);
        std::copy(oldMean.begin() + static_cast<std::ptrdiff_t>(std::min(computed, mean.size())), oldMean.end(),
            mean.begin() + static_cast<std::ptrdiff_t>(std::min(computed, mean.size())));
        std::copy(oldM.begin() + static_cast<std::ptrdiff_t>(std::min(computed, m.size())), oldM.end(),
            m.begin() + static_cast<std::ptrdiff_t>(std::min(computed, m.size())));
    }
    for (std::size_t i = 0; i < std::min(computed, mean.size()); ++i) {
        const float rest = x[i] - mean[i];
        mean[i] += rest * job.value(0);
        m[i] += rest * (x[i] - mean[i]);
    }
    job.store(0, mean);
    job.store(1, m);
}

/// WelfordFinalize.md: each lane stands for `count` samples.
void welfordFinalize(LibraryJob& job)
{
    const std::vector<float> mean = job.floats(2), variance = job.floats(3);
    const auto lanes = mean.size();
    const bool counted = job.param(7) != 0, tail = job.param(5) != 0;
    const std::vector<float> given = counted ? job.floats(4) : std::vector<float>();
    const float rRec = job.param(6) != 0 ? job.value(2) : job.value(1);
    std::vector<float> count(lanes), terms(lanes);
    for (std::size_t i = 0; i < lanes; ++i) {
        const bool head = i < static_cast<std::size_t>(job.param(3));
        count[i] = counted ? given[i] : static_cast<float>(tail ? job.param(head ? 2 : 4) : job.param(0));
        terms[i] = counted || tail ? mean[i] * count[i] * job.value(1) : mean[i] * job.value(0);
    }
    const float total = library::treeSum(terms);
    for (std::size_t i = 0; i < lanes; ++i) {
        const float rest = mean[i] - total;
        terms[i] = (variance[i] + rest * rest * count[i]) * rRec;
    }
    job.store(0, std::span<const float>(&total, 1));
    const float spread = library::treeSum(terms);
    job.store(1, std::span<const float>(&spread, 1));
}

hawklib::TemporarySize layerNormTemporary(const LibraryCall& call)
{
    return hawklib::layerNorm(at(call, 0), at(call, 1), typeSize(call, 3), call.operands[3].reserved != 0);
}
hawklib::TemporarySize separateTemporary(const LibraryCall& call)
{
    return hawklib::layerNormSeparate(at(call, 0), at(call, 1), typeSize(call, 4));
}
hawklib::TemporarySize normalizeTemporary(const LibraryCall& call)
{
    return hawklib::normalize(at(call, 0), at(call, 1), typeSize(call, 5));
}
hawklib::TemporarySize rmsTemporary(const LibraryCall& call) { return hawklib::rmsNorm(at(call, 0), at(call, 1), typeSize(call, 1)); }
hawklib::TemporarySize batchTemporary(const LibraryCall& call)
{
    return hawklib::batchNorm(at(call, 0), at(call, 1), typeSize(call, 3), call.params[3] != 0);
}
hawklib::TemporarySize groupTemporary(const LibraryCall& call)
{
    return hawklib::groupNorm(at(call, 0), at(call, 1), at(call, 3), at(call, 4), typeSize(call, 3), call.operands[3].reserved != 0);
}
hawklib::TemporarySize gradTemporary(const LibraryCall& call)
{
    return hawklib::layerNormGrad(at(call, 0), at(call, 1), typeSize(call, 2), call.operands[2].reserved != 0);
}
hawklib::TemporarySize gradBetaTemporary(const LibraryCall& call)
{
    return hawklib::layerNormGradBeta(at(call, 0), at(call, 1), typeSize(call, 2));
}
hawklib::TemporarySize welfordUpdateTemporary(const LibraryCall& call)
{
    return hawklib::welfordUpdate(call.elements[0], typeSize(call, 4), call.operands[4].reserved != 0);
}
hawklib::TemporarySize welfordFinalizeTemporary(const LibraryCall& call) { return hawklib::welfordFinalize(call.elements[2]); }

void rowExtent(const LibraryCall& call, std::uint32_t& rows, std::uint64_t&) { rows = static_cast<std::uint32_t>(at(call, 0)); }
void laneExtent(const LibraryCall& call, std::uint32_t& rows, std::uint64_t& elements)
{
    rows = 1;
    elements = call.elements[2];
}

constexpr LibraryFunction kFunctions[] = {
    { Api::LayerNorm, layerNorm, layerNormTemporary, rowExtent, true },
    { Api::LayerNormSeparate, layerNorm, separateTemporary, rowExtent, true },
    { Api::Normalize, normalize, normalizeTemporary, rowExtent },
    { Api::RmsNorm, rmsNorm, rmsTemporary, rowExtent, true },
    { Api::DeepNorm, deepNorm, layerNormTemporary, rowExtent, true },
    { Api::BatchNorm, batchNorm, batchTemporary, rowExtent, true },
    { Api::GroupNorm, groupNorm, groupTemporary, rowExtent, true },
    { Api::LayerNormGrad, layerNormGrad, gradTemporary, rowExtent, true },
    { Api::LayerNormGradBeta, layerNormGradBeta, gradBetaTemporary, rowExtent, true },
    { Api::WelfordUpdate, welfordUpdate, welfordUpdateTemporary, nullptr, true },
    { Api::WelfordFinalize, welfordFinalize, welfordFinalizeTemporary, laneExtent },
};

} // namespace

std::span<const LibraryFunction> normLibrary() { return kFunctions; }

} // namespace hawk::emulator
