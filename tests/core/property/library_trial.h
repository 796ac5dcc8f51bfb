#pragma once

#include "core/property/library_calls.h"
#include "core/property/ub_image.h"

#include <cmath>
#include <string>
#include <vector>

namespace hawk::property {

/// Operands of one library call in UB, with space between them, and what their bytes become. Results are compared with a tolerance;
/// every byte outside of results and the temporary must stay as it is.
class LibraryTrial {
public:
    LibraryTrial(UbImage& ub, std::uint64_t seed, std::string what);

    /// A source of these values, which the type holds exactly.
    Part in(const std::vector<double>& values, Number type);
    Part out(std::size_t count, Number type);
    /// Behind the image that is compared.
    static Part temporary() { return { 88 * 1024, 96 * 1024 }; }

    double result(const Part& part, std::size_t i, Number type) const;
    std::uint64_t bits(const Part& part, std::size_t i, Number type) const { return load(m_ub.actual() + placeOf(part, i, type), type); }
    /// `ulps` of the result's type around the correctly rounded result, and `absolute` beyond that.
    void near(const Part& part, std::size_t i, Number type, double want, double ulps, double absolute = 0);
    /// Whatever the call left there is right.
    void undefined(const Part& part, std::size_t begin, std::size_t end, Number type);
    void undefined(const Part& part) { undefined(part, 0, part.bytes, Number::U8); }
    /// False when a result or a byte beside the results was wrong.
    bool holds();

private:
    static std::uint32_t placeOf(const Part& part, std::size_t i, Number type) { return part.address + static_cast<std::uint32_t>(i * bytesOf(type)); }
    Part place(std::size_t bytes);

    UbImage& m_ub;
    Rng m_rng;
    std::string m_what;
    std::uint32_t m_next = 0;
    bool m_failed = false;
};

double between(Rng& rng, double low, double high);
/// Values that the type holds.
std::vector<double> values(Rng& rng, std::size_t count, double low, double high, Number type);
inline double rounded(double value, Number type) { return static_cast<double>(fit(static_cast<long double>(value), type)); }
/// A unit of the last place relative to 1.
double epsilon(Number type);
/// Mostly short, sometimes more than a few repeats; never a whole number of repeats by intent.
std::uint32_t anyCount(Rng& rng, std::uint32_t most = 3000);

} // namespace hawk::property
