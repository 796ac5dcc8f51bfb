// Number formats: bulk conversion of half, exp and ln, rounding by mode. Included inside a variant's namespace.

constexpr std::size_t kChunk = 512;

void widen(float* dst, const std::uint16_t* src, std::size_t n)
{
    std::size_t i = 0;
#if defined(__F16C__)
    for (; i + 8 <= n; i += 8)
        _mm256_storeu_ps(dst + i, _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(src + i))));
#endif
    for (; i < n; ++i)
        dst[i] = halfToFloat(src[i]);
}

void narrow(std::uint16_t* dst, const float* src, std::size_t n)
{
    std::size_t i = 0;
#if defined(__F16C__)
    for (; i + 8 <= n; i += 8)
        _mm_storeu_si128(reinterpret_cast<__m128i*>(dst + i),
            _mm256_cvtps_ph(_mm256_loadu_ps(src + i), _MM_FROUND_TO_NEAREST_INT));
#endif
    for (; i < n; ++i)
        dst[i] = floatToHalf(src[i]);
}

/// e^x in double for a float argument; relative error below 2^-40, so the float result is correctly rounded but for
/// arguments within 2^-40 of a tie.
inline float expOf(float value)
{
    double x = static_cast<double>(value);
    x = x > 89.5 ? 89.5 : x; // overflows float
    x = x < -104.5 ? -104.5 : x; // below half of the smallest denormal
    constexpr double kShift = 0x1.8p52; // adding it rounds to an integer kept in the low bits
    const double shifted = x * 1.4426950408889634074 + kShift;
    const double k = shifted - kShift;
    const double r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
    double p = 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    const std::uint64_t exponent = (std::bit_cast<std::uint64_t>(shifted) + 1023U) << 52U;
    return static_cast<float>(p * std::bit_cast<double>(exponent));
}

/// ln x in double: x = 2^k m with m in [0.70, 1.41], ln m = 2 atanh((m-1)/(m+1)) by its series.
inline float lnOf(float value)
{
    const double x = static_cast<double>(value); // a denormal float is a normal double
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
    constexpr std::uint64_t kSqrtHalf = 0x3FE6A09E667F3BCDULL;
    const std::uint64_t shifted = bits - kSqrtHalf;
    const std::uint64_t biased = (shifted >> 52U) ^ 0x800U; // k + 2048 as an unsigned number
    const double k = std::bit_cast<double>((biased & 0xFFFU) | 0x4330000000000000ULL) - 0x1p52 - 2048.0;
    const double m = std::bit_cast<double>(bits - (shifted & 0xFFF0000000000000ULL));
    const double s = (m - 1.0) / (m + 1.0);
    const double z = s * s;
    double p = 1.0 / 17.0;
    p = p * z + 1.0 / 15.0;
    p = p * z + 1.0 / 13.0;
    p = p * z + 1.0 / 11.0;
    p = p * z + 1.0 / 9.0;
    p = p * z + 1.0 / 7.0;
    p = p * z + 1.0 / 5.0;
    p = p * z + 1.0 / 3.0;
    p = p * z + 1.0;
    const float result = static_cast<float>(2.0 * s * p + k * 0.69314718055994530942);
    const float special = value == 0.0f ? -std::numeric_limits<float>::infinity()
                                        : (value < 0.0f ? std::numeric_limits<float>::quiet_NaN() : value);
    return value > 0.0f && value < std::numeric_limits<float>::infinity() ? result : special;
}

/// Keeps `bits` fraction bits, rounding to nearest: the precision of the approximating instructions.
template <int bits>
inline float keepFraction(float value)
{
    constexpr std::uint32_t drop = 23 - bits;
    const std::uint32_t raw = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (raw + (1U << (drop - 1))) & ~((1U << drop) - 1U);
    return (raw & 0x7F800000U) == 0x7F800000U ? value : std::bit_cast<float>(rounded);
}

/// Rounds to an integral value.
template <class F>
inline F roundIntegral(F v, Rounding mode)
{
    switch (mode) {
    case Rounding::Floor:
        return std::floor(v);
    case Rounding::Ceil:
        return std::ceil(v);
    case Rounding::Round:
        return std::round(v);
    case Rounding::Trunc:
        return std::trunc(v);
    case Rounding::Odd: {
        const F t = std::trunc(v);
        const bool odd = std::fmod(t, F { 2 }) != 0;
        return t == v || odd ? t : (v < 0 ? t - 1 : t + 1);
    }
    default:
        return std::nearbyint(v); // the environment rounds to nearest even
    }
}

/// Whether the magnitude grows by one unit, given the dropped part against half a unit (-1 below, 0 tie, 1 above).
inline bool roundsUp(Rounding mode, bool negative, bool odd, bool inexact, int againstHalf)
{
    if (!inexact)
        return false;
    switch (mode) {
    case Rounding::Floor:
        return negative;
    case Rounding::Ceil:
        return !negative;
    case Rounding::Round:
        return againstHalf >= 0;
    case Rounding::Trunc:
        return false;
    case Rounding::Odd:
        return !odd;
    default:
        return againstHalf > 0 || (againstHalf == 0 && odd);
    }
}

/// A float to a format with `fraction` fraction bits and exponents from `minExponent` to `maxExponent`, by mode, as
/// (sign, magnitude bits with hidden exponent layout of that format).
template <int fraction, int minExponent, int maxExponent>
inline std::uint16_t narrowTo(float value, Rounding mode)
{
    constexpr int exponentBits = 15 - fraction;
    constexpr std::uint32_t infinity = ((1U << exponentBits) - 1U) << fraction;
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    const bool negative = (bits >> 31U) != 0;
    const std::uint32_t sign = negative ? 0x8000U : 0U;
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    if (magnitude > 0x7F800000U)
        return static_cast<std::uint16_t>(sign | infinity | (1U << (fraction - 1)) | ((magnitude >> (23 - fraction)) & ((1U << (fraction - 1)) - 1U)));
    if (magnitude == 0x7F800000U)
        return static_cast<std::uint16_t>(sign | infinity);
    if (magnitude == 0)
        return static_cast<std::uint16_t>(sign);
    int exponent = static_cast<int>(magnitude >> 23U) - 127;
    std::uint32_t mantissa = magnitude & 0x7FFFFFU;
    if (exponent == -127)
        exponent = -126;
    else
        mantissa |= 0x800000U;
    int drop = 23 - fraction;
    if (exponent < minExponent)
        drop += minExponent - exponent;
    std::uint32_t kept = 0;
    int againstHalf = -1;
    bool inexact = mantissa != 0;
    if (drop <= 24) {
        kept = mantissa >> drop;
        const std::uint32_t rest = drop == 0 ? 0 : mantissa & ((1U << drop) - 1U);
        inexact = rest != 0;
        const std::uint32_t middle = drop == 0 ? 0 : 1U << (drop - 1);
        againstHalf = rest > middle ? 1 : (rest == middle ? 0 : -1);
    }
    if (roundsUp(mode, negative, (kept & 1U) != 0, inexact, againstHalf))
        ++kept;
    const int biased = exponent < minExponent ? 0 : exponent - minExponent;
    std::uint32_t result = kept + (static_cast<std::uint32_t>(biased) << fraction);
    if (result >= infinity) { // overflow: away from zero to infinity, towards zero to the largest number
        const bool towardsZero = mode == Rounding::Trunc || mode == Rounding::Odd || (mode == Rounding::Floor && !negative)
            || (mode == Rounding::Ceil && negative);
        result = towardsZero ? infinity - 1U : infinity;
    }
    return static_cast<std::uint16_t>(sign | result);
}

inline std::uint16_t toHalf(float value, Rounding mode) { return narrowTo<10, -14, 15>(value, mode); }
inline std::uint16_t toBfloat16(float value, Rounding mode) { return narrowTo<7, -126, 127>(value, mode); }

/// An integer to float by mode: exact below 2^24.
inline float integerToFloat(std::int64_t value, Rounding mode)
{
    const float nearest = static_cast<float>(value);
    if (mode == Rounding::None || mode == Rounding::Rint || value == 0)
        return nearest;
    const bool negative = value < 0;
    const std::uint64_t magnitude = negative ? 0ULL - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    const int top = 63 - std::countl_zero(magnitude);
    const int drop = top - 23;
    if (drop <= 0)
        return nearest;
    std::uint64_t kept = magnitude >> drop;
    const std::uint64_t rest = magnitude & ((1ULL << drop) - 1U);
    const std::uint64_t middle = 1ULL << (drop - 1);
    const int againstHalf = rest > middle ? 1 : (rest == middle ? 0 : -1);
    if (roundsUp(mode, negative, (kept & 1U) != 0, rest != 0, againstHalf))
        ++kept;
    const float result = std::ldexp(static_cast<float>(kept), drop);
    return negative ? -result : result;
}

template <class I>
inline I saturate(double v)
{
    if (v != v)
        return 0;
    constexpr double low = static_cast<double>(std::numeric_limits<I>::min());
    constexpr double high = static_cast<double>(std::numeric_limits<I>::max());
    if (v <= low)
        return std::numeric_limits<I>::min();
    return v >= high ? std::numeric_limits<I>::max() : static_cast<I>(v);
}
