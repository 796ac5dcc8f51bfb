#include "core/property/library_norm_calls.h"

#include "core/property/device_tensor.h"
#include "kernel_operator.h"
#include "adv_api/kernel_api.h"

namespace hawk::property {
namespace {

using namespace AscendC;

template <class T>
LocalTensor<T> tensor(const Part& part) { return tensorAt<T>(part.address, part.bytes); }

template <class Call>
void withFloat(Number type, const Call& call)
{
    if (type == Number::F16)
        call(half {});
    else
        call(float {});
}

constexpr LayerNormConfig kPlain { true, true, false, false };

template <class TilingT>
TilingT normTiling(const Rows& rows)
{
    TilingT tiling {};
    tiling.bLength = 1;
    tiling.sLength = rows.count;
    tiling.hLength = rows.stored;
    tiling.originalHLength = rows.real;
    return tiling;
}

/// The forms with statistics in float.
template <class T, class U>
void rowsNorm(Norm function, const Rows& rows, const std::array<Part, 7>& p, float epsilon, const LocalTensor<uint8_t>& work)
{
    const LayerNormPara para { rows.count, rows.real, rows.stored };
    const LayerNormSeparateTiling tiling {};
    if (function == Norm::RowsRstd)
        LayerNorm<U, T>(tensor<T>(p[0]), tensor<float>(p[1]), tensor<float>(p[2]), tensor<T>(p[3]), tensor<U>(p[4]), tensor<U>(p[5]), epsilon, work, para, tiling);
    else if (function == Norm::RowsPlain)
        LayerNorm<U, T, false, kPlain>(tensor<T>(p[0]), tensor<float>(p[1]), tensor<float>(p[2]), tensor<T>(p[3]), tensor<U>(p[4]), tensor<U>(p[5]), epsilon,
            work, para, tiling);
    else
        Normalize<U, T>(tensor<T>(p[0]), tensor<float>(p[1]), tensor<float>(p[2]), tensor<float>(p[3]), tensor<T>(p[4]), tensor<U>(p[5]), tensor<U>(p[6]), work,
            epsilon, NormalizePara { rows.count, rows.real, rows.stored });
}

} // namespace

void callNorm(Norm function, Number type, Number affine, const Rows& rows, const std::array<Part, 7>& p, double epsilon, double alpha, const Part& tmp)
{
    const auto work = tensor<uint8_t>(tmp);
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const auto t = [&](std::size_t i) { return tensor<T>(p[i]); };
        const T small = static_cast<T>(static_cast<float>(epsilon));
        switch (function) {
        case Norm::Layer: LayerNorm<T>(t(0), t(1), t(2), t(3), t(4), t(5), work, small, normTiling<LayerNormTiling>(rows)); break;
        case Norm::Rms: RmsNorm<T>(t(0), t(1), t(2), work, small, normTiling<RmsNormTiling>(rows)); break;
        case Norm::Deep:
            DeepNorm<T>(t(0), t(1), t(2), t(3), t(4), t(5), t(6), work, static_cast<T>(static_cast<float>(alpha)), small, normTiling<DeepNormTiling>(rows));
            break;
        case Norm::Grad: LayerNormGrad<T>(t(0), t(1), t(2), t(3), t(4), t(5), t(6), work, small, normTiling<LayerNormGradTiling>(rows)); break;
        case Norm::GradBeta: LayerNormGradBeta<T>(t(0), t(1), t(2), t(3), work, normTiling<LayerNormGradBetaTiling>(rows)); break;
        default:
            // Weights are of the input's type or of float.
            if (affine == Number::F32)
                rowsNorm<T, float>(function, rows, p, static_cast<float>(epsilon), work);
            else
                rowsNorm<T, T>(function, rows, p, static_cast<float>(epsilon), work);
        }
    });
}

void callBatchNorm(Number type, std::uint32_t batch, std::uint32_t positions, const std::array<Part, 6>& p, double epsilon, const Part& tmp)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        BatchNorm<T>(tensor<T>(p[0]), tensor<T>(p[1]), tensor<T>(p[2]), tensor<T>(p[3]), tensor<T>(p[4]), tensor<T>(p[5]), tensor<uint8_t>(tmp),
            static_cast<T>(static_cast<float>(epsilon)), BatchNormTiling { batch, positions, 1 });
    });
}

void callGroupNorm(Number type, const Groups& s, const std::array<Part, 6>& p, double epsilon, const Part& tmp)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        GroupNorm<T>(tensor<T>(p[0]), tensor<T>(p[1]), tensor<T>(p[2]), tensor<T>(p[3]), tensor<T>(p[4]), tensor<T>(p[5]), tensor<uint8_t>(tmp),
            static_cast<T>(static_cast<float>(epsilon)), GroupNormTiling { s.n, s.channels, s.plane, s.stored, s.groups });
    });
}

namespace {
constexpr WelfordUpdateConfig kInPlace { true };
} // namespace

void callWelfordUpdate(Number type, bool inPlace, const std::array<Part, 5>& p, std::uint32_t lanes, std::uint32_t computed, float share, const Part& tmp)
{
    const WelfordUpdateParam para { 1, lanes, computed, share };
    const auto f = [&](std::size_t i) { return tensor<float>(p[i]); };
    const auto work = tensor<uint8_t>(tmp);
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        if (inPlace)
            WelfordUpdate<T, float, false, kInPlace>(f(0), f(1), f(2), f(3), tensor<T>(p[4]), work, para);
        else
            WelfordUpdate<T, float>(f(0), f(1), f(2), f(3), tensor<T>(p[4]), work, para);
    });
}

void callWelfordFinalize(const Welford& s, const std::array<Part, 5>& p, const Part& tmp)
{
    const WelfordFinalizePara para { s.updates, s.lanes, s.head, s.headLanes, s.tail, s.tailLanes, s.perLane, s.perSample };
    const auto f = [&](std::size_t i) { return tensor<float>(p[i]); };
    if (p[4].bytes != 0)
        WelfordFinalize(f(0), f(1), f(2), f(3), tensor<int32_t>(p[4]), tensor<uint8_t>(tmp), para);
    else
        WelfordFinalize(f(0), f(1), f(2), f(3), tensor<uint8_t>(tmp), para);
}

void callSort(bool full, Number type, const Part& dst, const Part& src, const Part& index, const Part& tmp, std::int32_t repeats)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        LocalTensor<T> concat;
        Concat(concat, tensor<T>(src), tensor<T>(tmp), repeats);
        if (full)
            AscendC::Sort<T, true>(tensor<T>(dst), concat, tensor<uint32_t>(index), tensor<T>(tmp), repeats);
        else
            AscendC::Sort<T, false>(tensor<T>(dst), concat, tensor<uint32_t>(index), tensor<T>(tmp), repeats);
    });
}

void callExtract(Number type, const Part& values, const Part& indices, const Part& sorted, std::int32_t repeats)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        Extract(tensor<T>(values), tensor<uint32_t>(indices), tensor<T>(sorted), repeats);
    });
}

std::array<std::uint32_t, 4> callLibraryMerge(bool suspend, Number type, const Part& dst, const std::array<Part, 4>& queues,
    const std::array<std::uint16_t, 4>& lengths, std::uint16_t valid)
{
    std::array<std::uint32_t, 4> taken {};
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const MrgSortSrcList<T> list(tensor<T>(queues[0]), tensor<T>(queues[1]), tensor<T>(queues[2]), tensor<T>(queues[3]));
        if (suspend)
            MrgSort<T, true>(tensor<T>(dst), list, lengths.data(), taken.data(), valid, 1);
        else
            MrgSort<T, false>(tensor<T>(dst), list, lengths.data(), taken.data(), valid, 1);
    });
    return taken;
}

void callTopK(Number type, const Top& s, const std::array<Part, 5>& p, const Part& tmp)
{
    const TopKInfo info { s.rows, s.inner, s.n };
    const TopkTiling tiling {};
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const auto values = tensor<T>(p[0]), src = tensor<T>(p[2]);
        const auto indices = tensor<int32_t>(p[1]), given = tensor<int32_t>(p[3]);
        const auto finish = tensor<bool>(p[4]);
        const auto work = tensor<uint8_t>(tmp);
        const auto normal = [&](auto indexed, auto finished) {
            TopK<T, decltype(indexed)::value, decltype(finished)::value>(values, indices, src, given, finish, work, s.k, tiling, info, s.largest);
        };
        if (s.small && s.indexed)
            TopK<T, true, false, false, TopKMode::TOPK_NSMALL>(values, indices, src, given, finish, work, s.k, tiling, info, s.largest);
        else if (s.small)
            TopK<T, false, false, false, TopKMode::TOPK_NSMALL>(values, indices, src, given, finish, work, s.k, tiling, info, s.largest);
        else if (s.indexed)
            s.finished ? normal(std::true_type {}, std::true_type {}) : normal(std::true_type {}, std::false_type {});
        else
            s.finished ? normal(std::false_type {}, std::true_type {}) : normal(std::false_type {}, std::false_type {});
    });
}

void callLibraryBroadcast(Number type, int dimensions, int axis, const Part& dst, const Part& src, const std::array<std::uint32_t, 2>& to,
    const std::array<std::uint32_t, 2>& from, const Part& tmp)
{
    withType(type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (oneOf<T, half, float, int8_t, uint8_t>) {
            const auto d = tensor<T>(dst), s = tensor<T>(src);
            const auto work = tensor<uint8_t>(tmp);
            if (dimensions == 1)
                Broadcast<T, 1, 0>(d, s, to.data(), from.data(), work);
            else if (axis == 0)
                Broadcast<T, 2, 0>(d, s, to.data(), from.data(), work);
            else
                Broadcast<T, 2, 1>(d, s, to.data(), from.data(), work);
        }
        return true;
    });
}

void callDropOut(Number type, bool bits, const Part& dst, const Part& src, const Part& mask, float keep, std::uint32_t rows, std::uint32_t columns,
    const Part& tmp)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensor<T>(dst), s = tensor<T>(src);
        const auto m = tensor<uint8_t>(mask), work = tensor<uint8_t>(tmp);
        if (bits)
            DropOut<T, false, 3>(d, s, m, work, keep, DropOutShapeInfo { rows, columns, columns / 8 });
        else
            DropOut<T, false, 1>(d, s, m, work, keep, DropOutShapeInfo { rows, columns, columns });
    });
}

void callSelectBytes(Number type, bool numberFirst, const Part& dst, const Part& src, float number, const Part& mask, std::uint32_t rows, std::uint32_t columns,
    std::uint32_t maskColumns, const Part& tmp)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const SelectWithBytesMaskShapeInfo shape { rows, columns, maskColumns };
        const auto d = tensor<T>(dst), s = tensor<T>(src);
        const auto m = tensor<uint8_t>(mask), work = tensor<uint8_t>(tmp);
        if (numberFirst)
            SelectWithBytesMask<T, uint8_t, false>(d, static_cast<T>(number), s, m, work, shape);
        else
            SelectWithBytesMask<T, uint8_t, false>(d, s, static_cast<T>(number), m, work, shape);
    });
}

void callPad(Number type, const Part& dst, const Part& src, std::uint32_t rows, std::uint32_t width, std::uint32_t real, std::uint16_t left, std::uint16_t right,
    std::int32_t value, const Part& tmp)
{
    withType(type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (oneOf<T, half, float, int16_t, uint16_t, int32_t, uint32_t>)
            Pad(tensor<T>(dst), tensor<T>(src), PadParams { left, right, value }, tensor<uint8_t>(tmp), PadTiling { rows, width, real });
        return true;
    });
}

void callUnPad(Number type, const Part& dst, const Part& src, std::uint32_t rows, std::uint32_t width, std::uint16_t left, std::uint16_t right, const Part& tmp)
{
    withType(type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (oneOf<T, half, float, int16_t, uint16_t, int32_t, uint32_t>)
            UnPad(tensor<T>(dst), tensor<T>(src), UnPadParams { left, right }, tensor<uint8_t>(tmp), UnPadTiling { rows, width });
        return true;
    });
}

} // namespace hawk::property
