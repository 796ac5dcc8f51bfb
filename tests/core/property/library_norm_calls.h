#pragma once

#include "core/property/library_calls.h"

/// Calls of the high-level library that normalise, sort or move.
namespace hawk::property {

enum class Norm : std::uint8_t { Layer, RowsRstd, RowsPlain, Normalize, Rms, Deep, Grad, GradBeta };
/// Parts as in the signature; statistics of RowsRstd, RowsPlain (no gamma, no beta, variance) and Normalize are float, and their gamma
/// and beta of type `affine`.
void callNorm(Norm function, Number type, Number affine, const Rows& rows, const std::array<Part, 7>& parts, double epsilon, double alpha, const Part& tmp);
/// Parts: output, mean, variance, x, gamma, beta.
void callBatchNorm(Number type, std::uint32_t batch, std::uint32_t positions, const std::array<Part, 6>& parts, double epsilon, const Part& tmp);
struct Groups {
    std::uint32_t n = 1, channels = 1, plane = 1, stored = 8, groups = 1;
};
void callGroupNorm(Number type, const Groups& shape, const std::array<Part, 6>& parts, double epsilon, const Part& tmp);
/// Parts: mean and variance out, mean and variance in, x.
void callWelfordUpdate(Number type, bool inPlace, const std::array<Part, 5>& parts, std::uint32_t lanes, std::uint32_t computed, float share, const Part& tmp);
/// Parts: mean and variance out, mean and variance in, counts (of no bytes: none are given).
struct Welford {
    std::uint32_t updates = 1, lanes = 8, head = 0, headLanes = 0, tail = 0, tailLanes = 0;
    float perLane = 0, perSample = 0;
};
void callWelfordFinalize(const Welford& shape, const std::array<Part, 5>& parts, const Part& tmp);

/// Concat, then Sort.
void callSort(bool full, Number type, const Part& dst, const Part& src, const Part& index, const Part& tmp, std::int32_t repeats);
void callExtract(Number type, const Part& values, const Part& indices, const Part& sorted, std::int32_t repeats);
/// The library's MrgSort of queues of pairs.
std::array<std::uint32_t, 4> callLibraryMerge(bool suspend, Number type, const Part& dst, const std::array<Part, 4>& queues,
    const std::array<std::uint16_t, 4>& lengths, std::uint16_t valid);
struct Top {
    std::int32_t rows = 1, inner = 32, n = 32, k = 1;
    bool small = false, largest = true, indexed = false, finished = false;
};
/// Parts: values, indices, src, source indices, finished rows.
void callTopK(Number type, const Top& shape, const std::array<Part, 5>& parts, const Part& tmp);

/// `axis` of a matrix, or a single number (`axis` 0 of one dimension).
void callLibraryBroadcast(Number type, int dimensions, int axis, const Part& dst, const Part& src, const std::array<std::uint32_t, 2>& to,
    const std::array<std::uint32_t, 2>& from, const Part& tmp);
void callPad(Number type, const Part& dst, const Part& src, std::uint32_t rows, std::uint32_t width, std::uint32_t real, std::uint16_t left, std::uint16_t right,
    std::int32_t value, const Part& tmp);
void callUnPad(Number type, const Part& dst, const Part& src, std::uint32_t rows, std::uint32_t width, std::uint16_t left, std::uint16_t right, const Part& tmp);

/// A byte or (`bits`) a bit of `mask` for each element.
void callDropOut(Number type, bool bits, const Part& dst, const Part& src, const Part& mask, float keep, std::uint32_t rows, std::uint32_t columns,
    const Part& tmp);
/// SelectWithBytesMask; `numberFirst`: where the mask is 0 the number is taken, else the tensor.
void callSelectBytes(Number type, bool numberFirst, const Part& dst, const Part& src, float number, const Part& mask, std::uint32_t rows, std::uint32_t columns,
    std::uint32_t maskColumns, const Part& tmp);

} // namespace hawk::property
