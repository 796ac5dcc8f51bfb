#include "core/property/library_trial.h"

#include <cstring>

namespace hawk::property {

LibraryTrial::LibraryTrial(UbImage& ub, std::uint64_t seed, std::string what)
    : m_ub(ub)
    , m_rng(deriveSeed(seed, "places"))
    , m_what(std::move(what))
{
    m_ub.begin(seed);
}

Part LibraryTrial::place(std::size_t bytes)
{
    constexpr std::uint32_t kBlock = 32;
    const Part part { m_next + kBlock * static_cast<std::uint32_t>(m_rng.below(4)), static_cast<std::uint32_t>(bytes) };
    m_next = (part.address + part.bytes + kBlock - 1) / kBlock * kBlock;
    EXPECT_LE(m_next, 80U * 1024) << m_what << ": too large to be watched";
    return part;
}

Part LibraryTrial::in(const std::vector<double>& values, Number type)
{
    const Part part = place(values.size() * bytesOf(type));
    for (std::size_t i = 0; i < values.size(); ++i)
        m_ub.set(placeOf(part, i, type), type, bitsOf(static_cast<long double>(values[i]), type));
    return part;
}

Part LibraryTrial::out(std::size_t count, Number type) { return place(count * bytesOf(type)); }

double LibraryTrial::result(const Part& part, std::size_t i, Number type) const { return static_cast<double>(valueOf(bits(part, i, type), type)); }

void LibraryTrial::near(const Part& part, std::size_t i, Number type, double want, double ulps, double absolute)
{
    const double got = result(part, i, type);
    const double stored = rounded(want, type);
    const bool same = std::isnan(stored) ? std::isnan(got)
        : std::isinf(stored)             ? got == stored
                                         : std::fabs(got - stored) <= std::fabs(stored) * epsilon(type) * ulps + absolute;
    if (!same && !m_failed) {
        ADD_FAILURE() << m_what << "\nresult " << i << " (" << nameOf(type) << "): got " << got << ", want " << want;
        m_failed = true;
    }
    undefined(part, i, i + 1, type);
}

void LibraryTrial::undefined(const Part& part, std::size_t begin, std::size_t end, Number type)
{
    std::memcpy(m_ub.expected() + placeOf(part, begin, type), m_ub.actual() + placeOf(part, begin, type), (end - begin) * bytesOf(type));
}

bool LibraryTrial::holds() { return m_ub.holds(Number::U32, m_what) && !m_failed; }

double between(Rng& rng, double low, double high) { return low + (high - low) * static_cast<double>(rng.below(1U << 30U)) / (1U << 30U); }

std::vector<double> values(Rng& rng, std::size_t count, double low, double high, Number type)
{
    std::vector<double> all(count);
    for (double& value : all)
        value = rounded(between(rng, low, high), type);
    return all;
}

double epsilon(Number type) { return type == Number::F16 ? 0x1p-10 : type == Number::BF16 ? 0x1p-7 : 0x1p-23; }

std::uint32_t anyCount(Rng& rng, std::uint32_t most) { return 1 + static_cast<std::uint32_t>(rng.below(rng.below(3) == 0 ? most : 300)); }

} // namespace hawk::property
