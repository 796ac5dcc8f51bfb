// Softmax and its relatives. params: rows, stored columns, columns that count, flags (kRow... in hawk/library/softmax.h).
#include "emulator/exec/library/rows.h"
#include "emulator/host/library_job.h"

#include <algorithm>
#include <bit>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::LibraryCall;
using library::Matrix;

constexpr std::int64_t kUpdate = 1, kPlain = 2, kFractal = 4, kHasMax = 8, kBasicBlock = 16, kBare = 32;

Matrix matrixOf(const LibraryJob& job)
{
    return { static_cast<std::size_t>(job.param(0)), static_cast<std::size_t>(job.param(1)),
        static_cast<std::size_t>(job.param(2)), (job.param(3) & kFractal) != 0 };
}

std::uint32_t typeSize(const LibraryCall& call, std::size_t i)
{
    return static_cast<std::uint32_t>(sizeOf(dtypeOf(call.operands[i].type)));
}

/// Per-row results: one element, or one block filled with it.
void storeRows(const LibraryJob& job, std::size_t operand, std::span<const float> rows)
{
    const std::size_t wide = rows.empty() ? 1 : job.elements(operand) / rows.size();
    std::vector<float> all(job.elements(operand));
    for (std::size_t i = 0; i < all.size() && wide != 0; ++i)
        all[i] = rows[i / wide];
    job.store(operand, all);
}

/// First element of each row's block.
std::vector<float> loadRows(const LibraryJob& job, std::size_t operand, std::size_t rows)
{
    const std::vector<float> all = job.floats(operand);
    std::vector<float> first(rows);
    const std::size_t wide = rows == 0 ? 1 : all.size() / rows;
    for (std::size_t r = 0; r < rows && wide != 0; ++r)
        first[r] = all[r * wide];
    return first;
}

struct Rows {
    std::vector<float> sum, max;
};

/// exp(x - max) of one row, in place; the sum of the columns that count.
float exponentials(std::vector<float>& row, float max, std::size_t real)
{
    for (float& v : row)
        v = library::expOf(v - max);
    return library::treeSum(std::span(row).first(real));
}

/// SoftMax.md, steps 1 to 7; the logarithm of LogSoftMax is to base 10.
void softmax(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    const std::vector<float> x = job.floats(3);
    std::vector<float> y(x.size());
    Rows rows { std::vector<float>(shape.rows), std::vector<float>(shape.rows) };
    constexpr float kLn10 = 2.302585093F;
    for (std::size_t r = 0; r < shape.rows; ++r) {
        std::vector<float> row = shape.row(x, r);
        rows.max[r] = library::largest(std::span(row).first(shape.realColumns));
        rows.sum[r] = exponentials(row, rows.max[r], shape.realColumns);
        for (std::size_t c = 0; c < shape.columns; ++c) {
            const float quotient = row[c] / rows.sum[r];
            y[shape.at(r, c)] = job.call.api == Api::LogSoftMax ? library::logOf(quotient) * (1.0F / kLn10) : quotient;
        }
    }
    job.store(0, y);
    if ((job.param(3) & kBare) != 0)
        return;
    storeRows(job, 1, rows.sum);
    storeRows(job, 2, rows.max);
}

void simpleSoftmax(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    const std::vector<float> x = job.floats(3);
    const std::vector<float> sum = loadRows(job, 1, shape.rows);
    const std::vector<float> max = loadRows(job, 2, shape.rows);
    std::vector<float> y(x.size());
    for (std::size_t r = 0; r < shape.rows; ++r)
        for (std::size_t c = 0; c < shape.columns; ++c)
            y[shape.at(r, c)] = library::expOf(x[shape.at(r, c)] - max[r]) / sum[r];
    job.store(0, y);
}

/// SoftmaxFlash.md and SoftmaxFlashV2.md; the first version also divides by the sum.
void flash(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    const bool update = (job.param(3) & kUpdate) != 0;
    const bool divides = job.call.api == Api::SoftmaxFlash;
    const std::vector<float> x = job.floats(3);
    const std::vector<float> inSum = update ? loadRows(job, 5, shape.rows) : std::vector<float>();
    const std::vector<float> inMax = update ? loadRows(job, 6, shape.rows) : std::vector<float>();
    std::vector<float> y(x.size());
    Rows rows { std::vector<float>(shape.rows), std::vector<float>(shape.rows) };
    std::vector<float> expMax(shape.rows), ownMax(shape.rows);
    for (std::size_t r = 0; r < shape.rows; ++r) {
        std::vector<float> row = shape.row(x, r);
        ownMax[r] = library::largest(std::span(row).first(shape.realColumns));
        const std::array<float, 2> both { ownMax[r], update ? inMax[r] : ownMax[r] };
        rows.max[r] = library::largest(both);
        rows.sum[r] = exponentials(row, rows.max[r], shape.realColumns);
        if (update) {
            const float grown = library::expOf(inMax[r] - rows.max[r]) * inSum[r];
            rows.sum[r] = grown + rows.sum[r];
            expMax[r] = divides ? grown / rows.sum[r] : library::expOf(inMax[r] - rows.max[r]);
        }
        for (std::size_t c = 0; c < shape.columns; ++c)
            y[shape.at(r, c)] = divides ? row[c] / rows.sum[r] : row[c];
    }
    job.store(0, y);
    storeRows(job, 1, rows.sum);
    storeRows(job, 2, rows.max);
    if (update)
        storeRows(job, 4, expMax);
    if ((job.param(3) & kHasMax) != 0)
        storeRows(job, 7, ownMax);
}

/// Means of the eight parts of a row as SoftmaxFlashV3.md adds them: eight consecutive elements of the first 512 each, then
/// every further run of 64 element by element.
std::array<float, 8> partMeans(const std::vector<float>& row, std::size_t parts)
{
    std::array<float, 64> sums {};
    for (std::size_t i = 0; i < sums.size(); ++i)
        if (i * 8 + 8 <= row.size())
            sums[i] = library::treeSum(std::span(row).subspan(i * 8, 8));
    for (std::size_t i = 512; i < row.size(); ++i)
        sums[i % 64] += row[i];
    std::array<float, 8> means {};
    for (std::size_t p = 0; p < means.size(); ++p)
        means[p] = library::treeSum(std::span<const float>(sums).subspan(p * 8, 8)) / static_cast<float>(row.size() / parts);
    return means;
}

struct ShiftedRow {
    std::vector<float> values;
    float mean = 0;
};

ShiftedRow shifted(std::vector<float> row, float scale)
{
    constexpr std::size_t kParts = 8;
    const std::array<float, 8> local = partMeans(row, kParts);
    const float mean = library::treeSum(local) / static_cast<float>(kParts);
    const std::size_t part = std::max<std::size_t>(row.size() / kParts, 1);
    for (std::size_t c = 0; c < row.size(); ++c)
        row[c] -= (mean - local[std::min(c / part, kParts - 1)]) * scale;
    return { std::move(row), mean };
}

/// SoftmaxFlashV3.md (PASA). Operands: dst, mean, expSum, max, src, expMax, inMean, inExpSum, inMax.
void flashV3(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    const bool update = (job.param(3) & kUpdate) != 0;
    const float alpha = job.value(0);
    const float scale = alpha / (1.0F - alpha);
    const auto loops = static_cast<float>(job.param(4));
    const std::vector<float> x = job.floats(4);
    std::array<std::vector<float>, 3> in;
    for (std::size_t i = 0; update && i < in.size(); ++i)
        in[i] = loadRows(job, 6 + i, shape.rows);
    std::vector<float> y(x.size()), mean(shape.rows), sum(shape.rows), max(shape.rows), expMax(shape.rows);
    for (std::size_t r = 0; r < shape.rows; ++r) {
        ShiftedRow row = shifted(shape.row(x, r), scale);
        mean[r] = update ? (row.mean + in[0][r] * (loops - 1)) / loops : row.mean;
        const float current = (row.mean - mean[r]) * scale;
        max[r] = current + library::largest(row.values);
        if (update) {
            const float previous = (in[0][r] - mean[r]) * scale;
            max[r] = std::max(max[r], previous + in[2][r]);
            expMax[r] = library::expOf(in[2][r] - max[r] + previous);
        }
        sum[r] = exponentials(row.values, max[r] - current, shape.columns);
        if (update)
            sum[r] = expMax[r] * in[1][r] + sum[r];
        for (std::size_t c = 0; c < shape.columns; ++c)
            y[shape.at(r, c)] = row.values[c];
    }
    job.store(0, y);
    storeRows(job, 1, mean);
    storeRows(job, 2, sum);
    storeRows(job, 3, max);
    if (update)
        storeRows(job, 5, expMax);
}

/// (grad - sum(grad * src)) * src, or only the sum (SoftmaxGrad.md, SoftmaxGradFront.md).
void softmaxGrad(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    const std::vector<float> grad = job.floats(1);
    const std::vector<float> x = job.floats(2);
    std::vector<float> y(x.size()), front(shape.rows);
    for (std::size_t r = 0; r < shape.rows; ++r) {
        std::vector<float> products(shape.realColumns);
        for (std::size_t c = 0; c < shape.realColumns; ++c)
            products[c] = grad[shape.at(r, c)] * x[shape.at(r, c)];
        front[r] = library::treeSum(products);
        for (std::size_t c = 0; c < shape.columns; ++c)
            y[shape.at(r, c)] = (grad[shape.at(r, c)] - front[r]) * x[shape.at(r, c)];
    }
    if (job.call.api == Api::SoftmaxGradFront)
        storeRows(job, 0, front);
    else
        job.store(0, y);
}

void adjust(LibraryJob& job)
{
    const Matrix shape = matrixOf(job);
    std::vector<float> y = job.floats(0);
    const auto step = static_cast<std::size_t>(job.param(5));
    const std::size_t element = sizeOf(job.type(1));
    for (std::size_t r = 0; r < shape.rows; ++r) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, job.bytes(1) + r * step * element, element);
        for (std::size_t c = 0; c < shape.columns && bits == static_cast<std::uint32_t>(job.param(4)); ++c)
            y[shape.at(r, c)] = job.value(0);
    }
    job.store(0, y);
}

std::uint64_t rowsOf(const LibraryCall& call) { return static_cast<std::uint64_t>(call.params[0]); }
std::uint64_t columnsOf(const LibraryCall& call) { return static_cast<std::uint64_t>(call.params[1]); }

hawklib::TemporarySize softmaxTemporary(const LibraryCall& call)
{
    return hawklib::softmax(rowsOf(call), columnsOf(call), typeSize(call, 2));
}
hawklib::TemporarySize flashTemporary(const LibraryCall& call)
{
    return hawklib::softmaxFlash(rowsOf(call), columnsOf(call), typeSize(call, 2), (call.params[3] & kUpdate) != 0);
}
hawklib::TemporarySize flashV2Temporary(const LibraryCall& call)
{
    return hawklib::softmaxFlashV2(rowsOf(call), columnsOf(call), typeSize(call, 0), typeSize(call, 2),
        (call.params[3] & kBasicBlock) != 0, (call.params[3] & kPlain) != 0);
}
hawklib::TemporarySize flashV3Temporary(const LibraryCall& call)
{
    return hawklib::softmaxFlashV3(rowsOf(call), columnsOf(call), typeSize(call, 1));
}
hawklib::TemporarySize gradTemporary(const LibraryCall& call)
{
    return hawklib::softmaxGrad(rowsOf(call), columnsOf(call), typeSize(call, 1), call.api == Api::SoftmaxGradFront);
}

void extent(const LibraryCall& call, std::uint32_t& rows, std::uint64_t& elements)
{
    rows = static_cast<std::uint32_t>(rowsOf(call));
    elements = rowsOf(call) * columnsOf(call);
}

constexpr LibraryFunction kFunctions[] = {
    { Api::SoftMax, softmax, softmaxTemporary, extent, true },
    { Api::SimpleSoftMax, simpleSoftmax, softmaxTemporary, extent, true },
    { Api::LogSoftMax, softmax, softmaxTemporary, extent },
    { Api::SoftmaxFlash, flash, flashTemporary, extent, true },
    { Api::SoftmaxFlashV2, flash, flashV2Temporary, extent, true },
    { Api::SoftmaxFlashV3, flashV3, flashV3Temporary, extent, true },
    { Api::SoftmaxGrad, softmaxGrad, gradTemporary, extent, true },
    { Api::SoftmaxGradFront, softmaxGrad, gradTemporary, extent, true },
    { Api::AdjustSoftMaxRes, adjust, noTemporary, extent, true },
};

} // namespace

std::span<const LibraryFunction> softmaxLibrary() { return kFunctions; }

} // namespace hawk::emulator
