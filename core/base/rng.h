#pragma once

#include <cstdint>
#include <string_view>

namespace hawk {

/// SplitMix64: small, fast, the same on every machine. Every random draw of a run comes from one of these, derived
/// from the run's seed, so that a seed reproduces a run.
class Rng {
public:
    explicit Rng(std::uint64_t seed)
        : m_state(seed)
    {
    }
    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }
    /// Uniform in [0, 1).
    double uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    /// Uniform in [0, bound), bound > 0.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }

private:
    std::uint64_t m_state;
};

/// An independent stream for a named purpose: derive(seed, "inputs/relu/tiny").
constexpr std::uint64_t deriveSeed(std::uint64_t seed, std::string_view purpose)
{
    std::uint64_t h = 0xCBF29CE484222325ULL ^ seed; // FNV-1a over the purpose, mixed with the seed
    for (const char c : purpose)
        h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    h ^= h >> 33U;
    h *= 0xFF51AFD7ED558CCDULL;
    return h ^ (h >> 33U);
}

} // namespace hawk
