// One whole repeat (256 B side by side, no lane masked) to one value. Included inside a variant's namespace.

constexpr std::size_t kRowBytes = 256;

/// half: the value as the type holds it, at every node of the tree.
struct HalfNodes {
    static void round(float* v, std::size_t n)
    {
        std::uint16_t bits[kRowBytes / sizeof(std::uint16_t)];
        narrow(bits, v, n);
        widen(v, bits, n);
    }
};
struct FloatNodes {
    static void round(float*, std::size_t) {}
};

/// Binary tree of neighbours over a power of two.
template <std::size_t n, class Nodes>
inline float neighbourTree(const float* v)
{
    if constexpr (n == 1) {
        return v[0];
    } else {
        alignas(32) float next[n / 2];
        for (std::size_t i = 0; i < n / 2; ++i)
            next[i] = v[2 * i] + v[2 * i + 1];
        Nodes::round(next, n / 2);
        return neighbourTree<n / 2, Nodes>(next);
    }
}

float sumFloatRow(const std::byte* src)
{
    constexpr std::size_t n = kRowBytes / sizeof(float);
    alignas(32) float v[n];
    std::memcpy(v, src, sizeof v);
    return neighbourTree<n, FloatNodes>(v);
}

float sumHalfRow(const std::byte* src)
{
    constexpr std::size_t n = kRowBytes / sizeof(std::uint16_t);
    std::uint16_t bits[n];
    std::memcpy(bits, src, sizeof bits);
    alignas(32) float v[n];
    widen(v, bits, n);
    return neighbourTree<n, HalfNodes>(v);
}

/// The first of equal values; the first NaN where there is one.
template <bool largest, std::size_t n>
inline RowExtreme extremeOfRow(const float* v)
{
    constexpr std::size_t kLanes = 8; // what one vector register holds; the order of a maximum does not matter
    const auto better = [](float a, float b) { return largest ? a > b : a < b; };
    alignas(32) float best[kLanes];
    std::memcpy(best, v, sizeof best);
    std::uint32_t unordered = 0;
    for (std::size_t i = 0; i < n; ++i)
        unordered |= v[i] != v[i] ? 1U : 0U;
    if (unordered != 0) {
        const float* first = v;
        while (*first == *first)
            ++first;
        return { *first, static_cast<std::uint32_t>(first - v) };
    }
    for (std::size_t at = kLanes; at < n; at += kLanes) {
        for (std::size_t i = 0; i < kLanes; ++i)
            best[i] = better(v[at + i], best[i]) ? v[at + i] : best[i];
    }
    for (std::size_t i = 1; i < kLanes; ++i)
        best[0] = better(best[i], best[0]) ? best[i] : best[0];
    const float value = best[0];
    std::uint32_t lane = n;
    for (std::uint32_t i = 0; i < n; ++i) {
        const std::uint32_t candidate = v[i] == value ? i : static_cast<std::uint32_t>(n);
        lane = candidate < lane ? candidate : lane;
    }
    return { v[lane], lane }; // not `value`: of two zeros the first one counts, with its sign
}

template <bool largest>
RowExtreme extremeFloatRow(const std::byte* src)
{
    constexpr std::size_t n = kRowBytes / sizeof(float);
    alignas(32) float v[n];
    std::memcpy(v, src, sizeof v);
    return extremeOfRow<largest, n>(v);
}

template <bool largest>
RowExtreme extremeHalfRow(const std::byte* src)
{
    constexpr std::size_t n = kRowBytes / sizeof(std::uint16_t);
    std::uint16_t bits[n];
    std::memcpy(bits, src, sizeof bits);
    alignas(32) float v[n];
    widen(v, bits, n);
    return extremeOfRow<largest, n>(v);
}

RowSumFunction lookUpRowSum(DType type) { return type == DType::Float16 ? sumHalfRow : sumFloatRow; }

RowExtremeFunction lookUpRowExtreme(DType type, bool largest)
{
    if (type == DType::Float16)
        return largest ? extremeHalfRow<true> : extremeHalfRow<false>;
    return largest ? extremeFloatRow<true> : extremeFloatRow<false>;
}
