#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// Row-wise functions of the high-level library in float arithmetic, as the reference's step lists give them.
namespace hawk::emulator::library {

/// Sum as the vector unit adds: pairs of halves, not one running sum.
float treeSum(std::span<const float> values);

/// A matrix of `rows` x `columns`, stored by rows or in fractals of 16 columns (NZ). Only `realColumns` take part in reductions.
struct Matrix {
    std::size_t rows = 0, columns = 0, realColumns = 0;
    bool fractal = false;
    std::size_t at(std::size_t r, std::size_t c) const
    {
        constexpr std::size_t kFractal = 16;
        return fractal ? c / kFractal * rows * kFractal + r * kFractal + c % kFractal : r * columns + c;
    }
    std::vector<float> row(std::span<const float> data, std::size_t r) const;
};

/// Largest of the elements, NaN if one is NaN.
float largest(std::span<const float> values);
float expOf(float x);
float logOf(float x);

/// Mean and mean squared deviation of the elements, each scaled by 1/n before it is added (LayerNorm.md, steps 1 and 2).
struct Moments {
    float mean = 0;
    float variance = 0;
};
Moments moments(std::span<const float> values);
/// 1 / sqrt(variance + epsilon)
float inverseDeviation(float variance, float epsilon);

} // namespace hawk::emulator::library
