// Casts between element types (Cast.md, precision_conversion.md). Included inside a variant's namespace.

using Narrowing = std::uint16_t (*)(float, Rounding);

bool nearest(Rounding mode) { return mode == Rounding::None || mode == Rounding::Rint; }

void floatToHalfSpan(std::byte* dst, const std::byte* src, Rounding mode, float, std::size_t n)
{
    auto* d = reinterpret_cast<std::uint16_t*>(dst);
    const auto* s = reinterpret_cast<const float*>(src);
    if (nearest(mode)) {
        narrow(d, s, n);
        return;
    }
    for (std::size_t i = 0; i < n; ++i)
        d[i] = toHalf(s[i], mode);
}

void floatToBfloat16Span(std::byte* dst, const std::byte* src, Rounding mode, float, std::size_t n)
{
    auto* d = reinterpret_cast<std::uint16_t*>(dst);
    const auto* s = reinterpret_cast<const float*>(src);
    if (nearest(mode)) {
        for (std::size_t i = 0; i < n; ++i)
            d[i] = floatToBfloat16(s[i]);
        return;
    }
    for (std::size_t i = 0; i < n; ++i)
        d[i] = toBfloat16(s[i], mode);
}

void halfToFloatSpan(std::byte* dst, const std::byte* src, Rounding, float, std::size_t n)
{
    widen(reinterpret_cast<float*>(dst), reinterpret_cast<const std::uint16_t*>(src), n);
}

void bfloat16ToFloatSpan(std::byte* dst, const std::byte* src, Rounding, float, std::size_t n)
{
    auto* d = reinterpret_cast<std::uint32_t*>(dst);
    const auto* s = reinterpret_cast<const std::uint16_t*>(src);
    for (std::size_t i = 0; i < n; ++i)
        d[i] = static_cast<std::uint32_t>(s[i]) << 16U;
}

/// float to float: to an integral value.
void floatToIntegralSpan(std::byte* dst, const std::byte* src, Rounding mode, float, std::size_t n)
{
    auto* d = reinterpret_cast<float*>(dst);
    const auto* s = reinterpret_cast<const float*>(src);
    for (std::size_t i = 0; i < n; ++i)
        d[i] = roundIntegral(s[i], mode);
}

template <class S>
inline float asFloat(S value)
{
    return static_cast<float>(value);
}
struct HalfBits {
    std::uint16_t bits;
};
struct Bfloat16Bits {
    std::uint16_t bits;
};
template <>
inline float asFloat(HalfBits value)
{
    return halfToFloat(value.bits);
}
template <>
inline float asFloat(Bfloat16Bits value)
{
    return bfloat16ToFloat(value.bits);
}

/// A floating type to an integer: rounded by mode, saturated, NaN to 0.
template <class D, class S>
void toInteger(std::byte* dst, const std::byte* src, Rounding mode, float, std::size_t n)
{
    auto* d = reinterpret_cast<D*>(dst);
    const auto* s = reinterpret_cast<const S*>(src);
    for (std::size_t i = 0; i < n; ++i)
        d[i] = saturate<D>(static_cast<double>(roundIntegral(asFloat(s[i]), mode)));
}

template <class S>
void integerToHalf(std::byte* dst, const std::byte* src, Rounding mode, float, std::size_t n)
{
    auto* d = reinterpret_cast<std::uint16_t*>(dst);
    const auto* s = reinterpret_cast<const S*>(src);
    for (std::size_t i = 0; i < n; ++i)
        d[i] = toHalf(static_cast<float>(s[i]), mode);
}

template <class S>
void integerToFloatSpan(std::byte* dst, const std::byte* src, Rounding mode, float, std::size_t n)
{
    auto* d = reinterpret_cast<float*>(dst);
    const auto* s = reinterpret_cast<const S*>(src);
    for (std::size_t i = 0; i < n; ++i)
        d[i] = integerToFloat(static_cast<std::int64_t>(s[i]), mode);
}

/// int32 to half multiplies by the dequantisation scale; the rounding mode has no effect.
void dequantise(std::byte* dst, const std::byte* src, Rounding, float scale, std::size_t n)
{
    auto* d = reinterpret_cast<std::uint16_t*>(dst);
    const auto* s = reinterpret_cast<const std::int32_t*>(src);
    for (std::size_t i = 0; i < n; ++i)
        d[i] = floatToHalf(static_cast<float>(s[i]) * scale);
}

/// Between integers: exact, or saturated.
template <class D, class S>
void integerSpan(std::byte* dst, const std::byte* src, Rounding, float, std::size_t n)
{
    auto* d = reinterpret_cast<D*>(dst);
    const auto* s = reinterpret_cast<const S*>(src);
    constexpr auto low = static_cast<std::int64_t>(std::numeric_limits<D>::min());
    constexpr auto high = static_cast<std::int64_t>(std::numeric_limits<D>::max());
    for (std::size_t i = 0; i < n; ++i) {
        const auto v = static_cast<std::int64_t>(s[i]);
        d[i] = static_cast<D>(v < low ? low : (v > high ? high : v));
    }
}

CastFunction fromHalf(DType dst)
{
    switch (dst) {
    case DType::Float32: return halfToFloatSpan;
    case DType::Int8: return toInteger<std::int8_t, HalfBits>;
    case DType::UInt8: return toInteger<std::uint8_t, HalfBits>;
    case DType::Int16: return toInteger<std::int16_t, HalfBits>;
    case DType::Int32: return toInteger<std::int32_t, HalfBits>;
    default: return nullptr;
    }
}

CastFunction fromFloat(DType dst)
{
    switch (dst) {
    case DType::Float16: return floatToHalfSpan;
    case DType::BFloat16: return floatToBfloat16Span;
    case DType::Float32: return floatToIntegralSpan;
    case DType::Int16: return toInteger<std::int16_t, float>;
    case DType::Int32: return toInteger<std::int32_t, float>;
    case DType::Int64: return toInteger<std::int64_t, float>;
    default: return nullptr;
    }
}

CastFunction fromInt32(DType dst)
{
    switch (dst) {
    case DType::Int16: return integerSpan<std::int16_t, std::int32_t>;
    case DType::Int64: return integerSpan<std::int64_t, std::int32_t>;
    case DType::Float16: return dequantise;
    case DType::Float32: return integerToFloatSpan<std::int32_t>;
    default: return nullptr;
    }
}

CastFunction lookUpCast(DType dst, DType src)
{
    switch (src) {
    case DType::Float16:
        return fromHalf(dst);
    case DType::Float32:
        return fromFloat(dst);
    case DType::Int32:
        return fromInt32(dst);
    case DType::BFloat16:
        if (dst == DType::Int32)
            return toInteger<std::int32_t, Bfloat16Bits>;
        return dst == DType::Float32 ? bfloat16ToFloatSpan : nullptr;
    case DType::Int8:
        return dst == DType::Float16 ? integerToHalf<std::int8_t> : nullptr;
    case DType::UInt8:
        return dst == DType::Float16 ? integerToHalf<std::uint8_t> : nullptr;
    case DType::Int16:
        if (dst == DType::Float16)
            return integerToHalf<std::int16_t>;
        return dst == DType::Float32 ? integerToFloatSpan<std::int16_t> : nullptr;
    case DType::Int64:
        if (dst == DType::Int32)
            return integerSpan<std::int32_t, std::int64_t>;
        return dst == DType::Float32 ? integerToFloatSpan<std::int64_t> : nullptr;
    default:
        return nullptr;
    }
}

template <class T, class Load>
void compareSpan(std::uint8_t* result, const std::byte* a, const std::byte* b, const std::byte* scalar, int mode,
    std::size_t n, Load load)
{
    const auto* x = reinterpret_cast<const T*>(a);
    const auto* y = reinterpret_cast<const T*>(b != nullptr ? b : scalar);
    const std::size_t step = b != nullptr ? 1 : 0;
    const auto each = [&](auto holds) {
        for (std::size_t i = 0; i < n; ++i)
            result[i] = holds(load(x[i]), load(y[i * step])) ? 1 : 0;
    };
    switch (mode) {
    case 0: each([](auto l, auto r) { return l < r; }); break;
    case 1: each([](auto l, auto r) { return l > r; }); break;
    case 2: each([](auto l, auto r) { return l == r; }); break;
    case 3: each([](auto l, auto r) { return l <= r; }); break;
    case 4: each([](auto l, auto r) { return l >= r; }); break;
    default: each([](auto l, auto r) { return l != r; }); break;
    }
}

void compareFloat(std::uint8_t* r, const std::byte* a, const std::byte* b, const std::byte* s, int mode, std::size_t n)
{
    compareSpan<float>(r, a, b, s, mode, n, [](float v) { return v; });
}
void compareHalf(std::uint8_t* r, const std::byte* a, const std::byte* b, const std::byte* s, int mode, std::size_t n)
{
    compareSpan<std::uint16_t>(r, a, b, s, mode, n, [](std::uint16_t v) { return halfToFloat(v); });
}
void compareInt32(std::uint8_t* r, const std::byte* a, const std::byte* b, const std::byte* s, int mode, std::size_t n)
{
    compareSpan<std::int32_t>(r, a, b, s, mode, n, [](std::int32_t v) { return v; });
}

CompareFunction lookUpCompare(DType type)
{
    if (type == DType::Float32)
        return compareFloat;
    if (type == DType::Float16)
        return compareHalf;
    return type == DType::Int32 ? compareInt32 : nullptr;
}
