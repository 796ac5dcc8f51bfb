// Functions that move, repeat, keep or quantise elements.
#include "emulator/host/library_job.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::LibraryCall;

std::uint64_t at(const LibraryCall& call, std::size_t i) { return static_cast<std::uint64_t>(call.params[i]); }
std::uint32_t typeSize(const LibraryCall& call, std::size_t i)
{
    return static_cast<std::uint32_t>(sizeOf(dtypeOf(call.operands[i].type)));
}

/// Copies whole elements, whatever they are.
struct Elements {
    std::byte* to;
    std::vector<std::byte> from;
    std::size_t size;
    void copy(std::size_t dst, std::size_t src) const { std::memcpy(to + dst * size, from.data() + src * size, size); }
};
Elements elementsOf(const LibraryJob& job)
{
    const std::size_t size = sizeOf(job.type(1));
    const std::byte* from = job.bytes(1);
    return { job.bytes(0), { from, from + job.elements(1) * size }, size };
}

/// params: rows and columns of the source, of the result.
void broadcast(LibraryJob& job)
{
    const auto fromRows = static_cast<std::size_t>(job.param(0)), fromColumns = static_cast<std::size_t>(job.param(1));
    const auto rows = static_cast<std::size_t>(job.param(2)), columns = static_cast<std::size_t>(job.param(3));
    const Elements e = elementsOf(job);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c)
            e.copy(r * columns + c, (fromRows == 1 ? 0 : r) * fromColumns + (fromColumns == 1 ? 0 : c));
}

/// Pad.md. params: rows, stored width, true width, left, right, value, width of the result. Unaligned rows lie side by side and
/// grow to whole blocks; of aligned ones `right` columns behind the true width are overwritten.
void pad(LibraryJob& job)
{
    const auto rows = static_cast<std::size_t>(job.param(0)), stored = static_cast<std::size_t>(job.param(1));
    const auto real = static_cast<std::size_t>(job.param(2)), left = static_cast<std::size_t>(job.param(3));
    const auto right = static_cast<std::size_t>(job.param(4));
    const auto wide = static_cast<std::size_t>(job.param(6));
    const Elements e = elementsOf(job);
    std::vector<float> value(job.elements(0), static_cast<float>(job.param(5)));
    if (isFloating(job.type(0)))
        job.store(0, std::span<const float>(value));
    else
        job.store(0, std::vector<std::int64_t>(value.size(), job.param(5)));
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < (stored == wide ? stored : real) && left + c < wide; ++c)
            if (c < real || c >= real + right)
                e.copy(r * wide + left + c, r * stored + c);
}

void unPad(LibraryJob& job)
{
    const auto rows = static_cast<std::size_t>(job.param(0)), stored = static_cast<std::size_t>(job.param(1));
    const auto left = static_cast<std::size_t>(job.param(3)), right = static_cast<std::size_t>(job.param(4));
    const std::size_t wide = stored - left - right;
    const Elements e = elementsOf(job);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < wide; ++c)
            e.copy(r * wide + c, r * stored + left + c);
}

/// Where element (b, n, s, h) of the logical [B, N, S, H] lies in each layout of Transpose-96.md.
struct Axes {
    std::size_t b, n, s, h;
};
/// NZ of a rows x columns matrix: fractals of 16 columns.
std::size_t fractal(std::size_t row, std::size_t column, std::size_t rows)
{
    constexpr std::size_t kFractal = 16;
    return column / kFractal * rows * kFractal + row * kFractal + column % kFractal;
}

std::size_t sourceOf(std::int64_t kind, const Axes& size, const Axes& at)
{
    switch (kind) {
    case 3:
    case 4: // [B, S, N * H] in NZ
        return at.b * size.s * size.n * size.h + fractal(at.s, at.n * size.h + at.h, size.s);
    case 1:
    case 2:
    case 5:
    case 6: // [B, N, S, H] in NZ
        return (at.b * size.n + at.n) * size.s * size.h + fractal(at.s, at.h, size.s);
    default:
        return ((at.b * size.n + at.n) * size.s + at.s) * size.h + at.h;
    }
}

std::size_t destinationOf(std::int64_t kind, const Axes& size, const Axes& at)
{
    const std::size_t plane = size.s * size.h;
    switch (kind) {
    case 1: // [B, S, N, H]
        return ((at.b * size.s + at.s) * size.n + at.n) * size.h + at.h;
    case 2: // [B, S, N, H] in NZ
        return (at.b * size.s + at.s) * size.n * size.h + fractal(at.n, at.h, size.n);
    case 3: // [B, N, S, H] in NZ
        return (at.b * size.n + at.n) * plane + fractal(at.s, at.h, size.s);
    case 4: // [B, N, S, H]
        return (at.b * size.n + at.n) * plane + at.s * size.h + at.h;
    case 5: // [B, S, N * H]
        return (at.b * size.s + at.s) * size.n * size.h + at.n * size.h + at.h;
    case 6: // [B, S, N * H] in NZ
        return at.b * size.n * plane + fractal(at.s, at.n * size.h + at.h, size.s);
    case 14: // first and second of three axes
        return (at.s * size.n + at.n) * size.h + at.h;
    case 15: // first and third
        return (at.h * size.s + at.s) * size.n + at.n;
    default: // 7, 13: the last two
        return (at.b * size.n + at.n) * plane + at.h * size.s + at.s;
    }
}

void transpose(LibraryJob& job)
{
    const Axes size { static_cast<std::size_t>(job.param(0)), static_cast<std::size_t>(job.param(1)),
        static_cast<std::size_t>(job.param(2)), static_cast<std::size_t>(job.param(3)) };
    const Elements e = elementsOf(job);
    Axes a {};
    for (a.b = 0; a.b < size.b; ++a.b)
        for (a.n = 0; a.n < size.n; ++a.n)
            for (a.s = 0; a.s < size.s; ++a.s)
                for (a.h = 0; a.h < size.h; ++a.h)
                    e.copy(destinationOf(job.param(4), size, a), sourceOf(job.param(4), size, a));
}

/// TransData.md. params: kind (hawk/library/data_format.h), N, C, D, H, W. Groups that N or C does not fill are zero; what an NCDHW
/// result has behind H * W is not defined.
void transData(LibraryJob& job)
{
    constexpr std::size_t kGroup = 16;
    const auto size = [&](std::size_t i) { return static_cast<std::size_t>(job.param(i)); };
    const std::int64_t kind = job.param(0);
    const std::size_t n = size(1), c = size(2), d = size(3), area = size(4) * size(5);
    const std::size_t padded = (area + kGroup - 1) / kGroup * kGroup, groups = (c + kGroup - 1) / kGroup;
    const std::size_t wideN = (n + kGroup - 1) / kGroup * kGroup;
    const bool fractal = kind >= 2, toPlain = kind == 1 || kind == 3;
    const Elements e = elementsOf(job);
    std::memset(e.to, toPlain ? job.core.machine.poison() : 0, job.elements(0) * e.size);
    for (std::size_t in = 0; in < n; ++in)
        for (std::size_t ic = 0; ic < c; ++ic)
            for (std::size_t id = 0; id < d; ++id)
                for (std::size_t i = 0; i < area; ++i) {
                    const std::size_t plain = ((in * c + ic) * d + id) * padded + i;
                    const std::size_t outer = fractal ? ((id * groups + ic / kGroup) * area + i) * wideN + in
                                                      : ((in * d + id) * groups + ic / kGroup) * area + i;
                    const std::size_t grouped = outer * kGroup + ic % kGroup;
                    toPlain ? e.copy(plain, grouped) : e.copy(grouped, plain);
                }
}

/// Arange.md: the first eight by the scalar unit, then by Adds of 8 and of 64 differences, each rounded to the type.
void arange(LibraryJob& job)
{
    const std::uint64_t count = job.elements(0);
    const double first = job.call.values[0], step = job.call.values[1];
    if (!isFloating(job.type(0))) {
        std::vector<std::int64_t> values(count);
        for (std::size_t i = 0; i < count; ++i)
            values[i] = static_cast<std::int64_t>(first) + static_cast<std::int64_t>(step) * static_cast<std::int64_t>(i);
        job.store(0, values);
        return;
    }
    std::vector<float> values(count);
    const auto start = static_cast<float>(first), difference = static_cast<float>(step);
    for (std::size_t i = 0; i < count; ++i) {
        const float raw = i < 8 ? start + difference * static_cast<float>(i)
                                : (i < 64 ? values[i - 8] + difference * 8.0F : values[i - 64] + difference * 64.0F);
        values[i] = job.roundTo(job.type(0), raw);
    }
    job.store(0, values);
}

/// DropOut.md: kept elements divided by keepProb, the others 0. The factor is a number of the elements' type. A mask as long as the row has a byte per element.
void dropOut(LibraryJob& job)
{
    const auto rows = static_cast<std::size_t>(job.param(0)), columns = static_cast<std::size_t>(job.param(1));
    const auto maskColumns = static_cast<std::size_t>(job.param(2));
    const bool bits = job.param(3) == 3 || job.param(3) == 4 || (job.param(3) == 0 && maskColumns < columns);
    std::vector<float> x = job.floats(1);
    const std::vector<std::int64_t> mask = job.integers(2);
    const float scale = job.roundTo(job.type(1), 1.0F / job.value(0));
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) {
            const std::size_t m = r * maskColumns + (bits ? c / 8 : c);
            const bool keep = m < mask.size() && (bits ? ((mask[m] >> (c % 8)) & 1) != 0 : mask[m] != 0);
            float& v = x[r * columns + c];
            v = keep ? v * scale : 0.0F;
        }
    job.store(0, x);
}

void selectBytes(LibraryJob& job)
{
    const auto rows = static_cast<std::size_t>(job.param(0)), columns = static_cast<std::size_t>(job.param(1));
    const auto maskColumns = static_cast<std::size_t>(job.param(2));
    std::vector<float> x = job.floats(1);
    const std::vector<std::int64_t> mask = job.integers(2);
    const bool numberFirst = job.param(3) != 0;
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) {
            const bool second = mask[r * maskColumns + c] != 0;
            if (second != numberFirst)
                x[r * columns + c] = job.value(0);
        }
    job.store(0, x);
}

/// AscendQuant.md: everything in half, every step rounded, the result rounded to even and saturated.
void quantize(LibraryJob& job)
{
    const auto half = [&](float v) { return job.roundTo(DType::Float16, v); };
    std::vector<float> x = job.floats(1);
    const auto scales = static_cast<std::size_t>(job.param(0));
    const std::vector<float> scale = job.floats(2), offset = job.floats(3);
    std::vector<std::int64_t> y(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        const float s = half(scales != 0 ? scale[i % scales] : job.value(0));
        const float o = half(!offset.empty() ? offset[i % offset.size()] : job.value(1));
        const float q = std::nearbyint(half(half(half(x[i]) * s) + o));
        y[i] = std::isnan(q) ? 0 : static_cast<std::int64_t>(std::clamp(q, -128.0F, 127.0F));
    }
    job.store(0, y);
}

/// AscendDequant.md: float(src) * float(scale), cast to the destination. A 64-bit scale holds a float in its low half.
void dequantize(LibraryJob& job)
{
    const auto rows = static_cast<std::size_t>(job.param(0)), columns = static_cast<std::size_t>(job.param(1));
    const auto real = static_cast<std::size_t>(job.param(2)), pitch = static_cast<std::size_t>(job.param(3));
    const std::vector<float> x = job.floats(1);
    std::vector<float> scale;
    if (job.param(4) != 0 && job.type(2) == DType::UInt64) {
        for (const std::int64_t bits : job.integers(2))
            scale.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    } else if (job.param(4) != 0) {
        scale = job.floats(2);
    }
    std::vector<float> y = job.floats(0);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < std::min(real, columns); ++c)
            y[r * pitch + c] = x[r * columns + c] * (scale.empty() ? job.value(0) : scale[c]);
    job.store(0, y);
}

/// AscendAntiQuant.md: (src + offset) * scale, in half when the result is half (each step rounds), else in float. Scales of
/// R x C stand for groups of rows / R by columns / C elements.
void antiQuantize(LibraryJob& job)
{
    const auto rows = static_cast<std::size_t>(job.param(0)), columns = static_cast<std::size_t>(job.param(1));
    const auto high = static_cast<std::size_t>(job.param(3)), wide = static_cast<std::size_t>(job.param(4));
    const DType working = job.type(0) == DType::Float16 ? DType::Float16 : DType::Float32;
    std::vector<float> x = job.floats(1);
    const std::vector<float> scale = job.floats(2), offset = job.floats(3);
    const std::size_t down = high == 0 ? 1 : std::max<std::size_t>(rows / high, 1);
    const std::size_t across = wide == 0 ? 1 : std::max<std::size_t>(columns / wide, 1);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) {
            const std::size_t group = r / down * wide + c / across;
            const float s = group < scale.size() ? scale[group] : job.value(0);
            const float o = group < offset.size() ? offset[group] : job.value(1);
            float& v = x[r * columns + c];
            v = job.roundTo(working, job.roundTo(working, v + o) * s);
        }
    job.store(0, x);
}

hawklib::TemporarySize antiQuantizeTemporary(const LibraryCall& call)
{
    return hawklib::antiQuantize(call.elements[1], at(call, 0), call.elements[2],
        call.operands[0].type == hawkabi::Type::Float16, call.params[2] != 0);
}
hawklib::TemporarySize broadcastTemporary(const LibraryCall& call)
{
    return hawklib::broadcast(at(call, 0), at(call, 1), at(call, 2), at(call, 3), typeSize(call, 1));
}
hawklib::TemporarySize padTemporary(const LibraryCall& call) { return hawklib::pad(at(call, 0), at(call, 1)); }
/// Layouts of fractals go through registers; the plain transposition of 16 x 16 blocks keeps one block of each kind.
hawklib::TemporarySize transposeTemporary(const LibraryCall& call)
{
    return hawklib::transpose(call.elements[0], typeSize(call, 1), call.params[4] == 7);
}
hawklib::TemporarySize transDataTemporary(const LibraryCall& call)
{
    return hawklib::transData(call.params[0], at(call, 1), at(call, 2), at(call, 3), at(call, 4) * at(call, 5));
}
hawklib::TemporarySize dropOutTemporary(const LibraryCall& call) { return hawklib::dropOut(call.elements[0]); }
hawklib::TemporarySize selectTemporary(const LibraryCall& call)
{
    return hawklib::selectBytes(call.elements[0], typeSize(call, 2), at(call, 1) != at(call, 2) && call.params[4] == 0);
}
hawklib::TemporarySize quantizeTemporary(const LibraryCall& call) { return hawklib::quantize(call.elements[0]); }
hawklib::TemporarySize dequantizeTemporary(const LibraryCall& call)
{
    return hawklib::dequantize(at(call, 0), at(call, 1), at(call, 4));
}
void rowExtent(const LibraryCall& call, std::uint32_t& rows, std::uint64_t&) { rows = static_cast<std::uint32_t>(at(call, 0)); }

constexpr LibraryFunction kFunctions[] = {
    { Api::Broadcast, broadcast, broadcastTemporary, rowExtent },
    { Api::Pad, pad, padTemporary, rowExtent },
    { Api::UnPad, unPad, noTemporary, rowExtent },
    { Api::TransposeLibrary, transpose, transposeTemporary, rowExtent },
    { Api::TransData, transData, transDataTemporary },
    { Api::Arange, arange, noTemporary },
    { Api::DropOut, dropOut, dropOutTemporary, rowExtent, true },
    { Api::SelectBytes, selectBytes, selectTemporary, rowExtent, true },
    { Api::AscendQuant, quantize, quantizeTemporary, nullptr, true },
    { Api::AscendAntiQuant, antiQuantize, antiQuantizeTemporary, rowExtent },
    { Api::AscendDequant, dequantize, dequantizeTemporary, rowExtent },
};

} // namespace

std::span<const LibraryFunction> transformLibrary() { return kFunctions; }

} // namespace hawk::emulator
