#include "emulator/exec/library/rows.h"

#include <cmath>

namespace hawk::emulator::library {

float treeSum(std::span<const float> values)
{
    constexpr std::size_t kShort = 8;
    if (values.size() <= kShort) {
        float sum = 0;
        for (const float v : values)
            sum += v;
        return sum;
    }
    const std::size_t half = values.size() / 2;
    return treeSum(values.first(half)) + treeSum(values.subspan(half));
}

std::vector<float> Matrix::row(std::span<const float> data, std::size_t r) const
{
    std::vector<float> values(columns);
    for (std::size_t c = 0; c < columns; ++c)
        values[c] = data[at(r, c)];
    return values;
}

float largest(std::span<const float> values)
{
    float most = values.empty() ? 0 : values[0];
    for (const float v : values)
        most = v > most || std::isnan(v) ? v : most;
    return most;
}

float expOf(float x) { return static_cast<float>(std::exp(double { x })); }
float logOf(float x) { return static_cast<float>(std::log(double { x })); }

Moments moments(std::span<const float> values)
{
    const float scale = 1.0F / static_cast<float>(values.size());
    std::vector<float> scaled(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        scaled[i] = values[i] * scale;
    const float mean = treeSum(scaled);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float rest = values[i] - mean;
        scaled[i] = rest * rest * scale;
    }
    return { mean, treeSum(scaled) };
}

float inverseDeviation(float variance, float epsilon) { return 1.0F / std::sqrt(variance + epsilon); }

} // namespace hawk::emulator::library
