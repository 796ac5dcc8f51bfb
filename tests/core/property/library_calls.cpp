#include "core/property/library_calls.h"

#include "core/property/device_tensor.h"
#include "kernel_operator.h"
#include "adv_api/kernel_api.h"

namespace hawk::property {
namespace {

using namespace AscendC;

template <class T>
LocalTensor<T> tensor(const Part& part) { return tensorAt<T>(part.address, part.bytes); }

/// Calls `call(T{})` for half and float.
template <class Call>
void withFloat(Number type, const Call& call)
{
    if (type == Number::F16)
        call(half {});
    else
        call(float {});
}

} // namespace

#define HAWK_ONE(NAME) \
    case Math::NAME: \
        counted ? AscendC::NAME<T>(d, s, work, count) : AscendC::NAME<T>(d, s, work); \
        break;
#define HAWK_COUNTED(NAME) \
    case Math::NAME: \
        AscendC::NAME<T>(d, s, work, count); \
        break;

void callMath(Math function, Number type, const Part& dst, const Part& src, const Part& tmp, std::uint32_t count, bool counted, float scalar)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensor<T>(dst), s = tensor<T>(src);
        const auto work = tensor<uint8_t>(tmp);
        switch (function) {
            HAWK_ONE(Acos)
            HAWK_ONE(Acosh)
            HAWK_ONE(Asin)
            HAWK_ONE(Asinh)
            HAWK_ONE(Atan)
            HAWK_ONE(Atanh)
            HAWK_ONE(Ceil)
            HAWK_ONE(Cos)
            HAWK_ONE(Cosh)
            HAWK_ONE(Digamma)
            HAWK_ONE(Erf)
            HAWK_ONE(Erfc)
            HAWK_ONE(Floor)
            HAWK_ONE(Frac)
            HAWK_ONE(Lgamma)
            HAWK_ONE(Log)
            HAWK_ONE(Log2)
            HAWK_ONE(Log10)
            HAWK_ONE(Round)
            HAWK_ONE(Sign)
            HAWK_ONE(Sin)
            HAWK_ONE(Sinh)
            HAWK_ONE(Tan)
            HAWK_ONE(Tanh)
            HAWK_ONE(Trunc)
            HAWK_ONE(Sigmoid)
            HAWK_COUNTED(Gelu)
            HAWK_COUNTED(FasterGelu)
            HAWK_COUNTED(FasterGeluV2)
        case Math::Silu: Silu<T>(d, s, count); break;
        case Math::Swish: Swish<T>(d, s, count, static_cast<T>(scalar)); break;
        case Math::ClampMax: ClampMax<T>(d, s, work, static_cast<T>(scalar), count); break;
        case Math::ClampMin: ClampMin<T>(d, s, work, static_cast<T>(scalar), count); break;
        case Math::Count: break;
        }
    });
}

void callGeluHighPrecision(Math function, const Part& dst, const Part& src, const Part& tmp, std::uint32_t count)
{
    const auto d = tensor<half>(dst), s = tensor<half>(src);
    const auto work = tensor<uint8_t>(tmp);
    if (function == Math::Gelu)
        Gelu<half, true>(d, s, work, count);
    else if (function == Math::FasterGelu)
        FasterGelu<half, true>(d, s, work, count);
    else
        FasterGeluV2<half, true>(d, s, work, count);
}

void callTaylorExp(int level, Number type, const Part& dst, const Part& src, const Part& tmp, std::uint32_t count)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensor<T>(dst), s = tensor<T>(src);
        const auto work = tensor<uint8_t>(tmp);
        switch (level) {
        case 0: Exp<T, 0>(d, s, work, count); break;
        case 2: Exp<T, 2>(d, s, work, count); break;
        case 5: Exp<T, 5>(d, s, work, count); break;
        default: Exp<T, 12>(d, s, work, count); break;
        }
    });
}

void callPairwise(Pairwise function, Number type, const Part& dst, const Part& a, const Part& b, const Part& tmp, std::uint32_t count, float scalar)
{
    const auto work = tensor<uint8_t>(tmp);
    const auto with = [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensor<T>(dst), x = tensor<T>(a), y = tensor<T>(b);
        if constexpr (oneOf<T, int16_t, uint16_t>) {
            Xor<T>(d, x, y, work, count);
        } else if constexpr (oneOf<T, int32_t>) {
            Power<T>(d, x, y, work, count);
        } else if constexpr (oneOf<T, bfloat16_t>) {
            ReGlu<T>(d, x, y, work, count);
        } else {
            switch (function) {
            case Pairwise::Fmod: Fmod<T>(d, x, y, work, count); break;
            case Pairwise::Power: Power<T>(d, x, y, work, count); break;
            case Pairwise::GeGLU: GeGLU<T>(d, x, y, work, count); break;
            case Pairwise::ReGlu: ReGlu<T>(d, x, y, work, count); break;
            case Pairwise::SwiGLU: SwiGLU<T>(d, x, y, scalar, work, count); break;
            case Pairwise::Xor: break;
            }
        }
    };
    switch (type) {
    case Number::F16: return with(half {});
    case Number::BF16: return with(bfloat16_t {});
    case Number::I16: return with(int16_t {});
    case Number::U16: return with(uint16_t {});
    case Number::I32: return with(int32_t {});
    default: return with(float {});
    }
}

void callPowerScalar(bool base, Number type, const Part& dst, const Part& src, double scalar, const Part& tmp, std::uint32_t count)
{
    const auto work = tensor<uint8_t>(tmp);
    const auto with = [&](auto sample, auto value) {
        using T = decltype(sample);
        const T number = static_cast<T>(value);
        base ? Power<T>(tensor<T>(dst), number, tensor<T>(src), work, count) : Power<T>(tensor<T>(dst), tensor<T>(src), number, work, count);
    };
    if (type == Number::I32)
        with(int32_t {}, static_cast<int32_t>(scalar));
    else
        withFloat(type, [&](auto sample) { with(sample, static_cast<float>(scalar)); });
}

void callAxpy(Number to, Number from, const Part& dst, const Part& src, float scalar, const Part& tmp, std::uint32_t count)
{
    const auto work = tensor<uint8_t>(tmp);
    if (to == Number::F16)
        Axpy(tensor<half>(dst), tensor<half>(src), static_cast<half>(scalar), work, count);
    else if (from == Number::F16)
        Axpy(tensor<float>(dst), tensor<half>(src), static_cast<half>(scalar), work, count);
    else
        Axpy(tensor<float>(dst), tensor<float>(src), scalar, work, count);
}

namespace {

template <class D, class S, bool nz>
void softOf(Soft function, const Rows& rows, const std::array<Part, 7>& p, const Part& tmp)
{
    const SoftMaxShapeInfo shape
        = rows.byTiling ? SoftMaxShapeInfo {} : SoftMaxShapeInfo { rows.count, rows.stored, rows.count, rows.real };
    const auto work = tensor<uint8_t>(tmp);
    SoftMaxTiling tiling {};
    tiling.srcM = rows.count;
    tiling.srcK = rows.stored;
    LogSoftMaxTiling logTiling {};
    logTiling.srcM = rows.count;
    logTiling.srcK = rows.stored;
    const auto d = [&](std::size_t i) { return tensor<D>(p[i]); };
    const auto s = [&](std::size_t i) { return tensor<S>(p[i]); };
    switch (function) {
    case Soft::SoftMax: SoftMax<D, false, false, nz>(d(0), s(1), s(2), d(3), work, tiling, shape); break;
    case Soft::Simple: SimpleSoftMax<D, false, false, nz>(d(0), s(1), s(2), d(3), work, tiling, shape); break;
    case Soft::FlashV2: SoftmaxFlashV2<D, false, false, false, nz>(d(0), s(1), s(2), d(3), d(4), s(5), s(6), work, tiling, shape); break;
    case Soft::FlashV2Update: SoftmaxFlashV2<D, true, false, false, nz>(d(0), s(1), s(2), d(3), d(4), s(5), s(6), work, tiling, shape); break;
    case Soft::Bare: SoftMax<D>(d(0), d(1), work, tiling, shape); break;
    case Soft::Log: LogSoftMax<D, false, nz>(d(0), d(1), d(2), d(3), work, logTiling, shape); break;
    case Soft::Grad: SoftmaxGrad<D, false, nz>(d(0), d(1), d(2), work, tiling, false, shape); break;
    case Soft::GradFront: SoftmaxGradFront<D, false, nz>(d(0), d(1), d(2), work, tiling, shape); break;
    }
}

} // namespace

void callSoft(Soft function, Number type, Number sums, const Rows& rows, const std::array<Part, 7>& parts, const Part& tmp)
{
    const auto with = [&](auto data, auto sum) {
        using D = decltype(data);
        using S = decltype(sum);
        rows.fractal ? softOf<D, S, true>(function, rows, parts, tmp) : softOf<D, S, false>(function, rows, parts, tmp);
    };
    if (type == Number::F32)
        with(float {}, float {});
    else if (sums == Number::F32)
        with(half {}, float {});
    else
        with(half {}, half {});
}

void callRowReduce(RowReduce function, Number type, const Part& dst, const Part& src, const Rows& rows, const Part& tmp)
{
    const auto work = tensor<uint8_t>(tmp);
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensor<T>(dst), s = tensor<T>(src);
        if (function == RowReduce::Sum)
            Sum<T>(d, s, work, SumParams { rows.count, rows.stored, rows.real });
        else if (function == RowReduce::Mean)
            Mean<T>(d, s, work, MeanParams { rows.count, rows.stored, rows.real });
        else
            Mean<T, float>(d, s, work, MeanParams { rows.count, rows.stored, rows.real });
    });
}

#define HAWK_PATTERN(NAME, CALL, ALLOWED) \
    case Pattern2::NAME: \
        if constexpr (ALLOWED) { \
            overFirst ? AscendC::CALL<T, Pattern::Reduce::RA>(d, s, work, shape, true) : AscendC::CALL<T, Pattern::Reduce::AR>(d, s, work, shape, true); \
            return true; \
        } else { \
            return false; \
        }

bool callPattern(Pattern2 function, bool overFirst, Number type, const Part& dst, const Part& src, std::uint32_t first, std::uint32_t last,
    const Part& tmp)
{
    const auto work = tensor<uint8_t>(tmp);
    const uint32_t shape[] = { first, last };
    const auto with = [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensor<T>(dst), s = tensor<T>(src);
        switch (function) {
            HAWK_PATTERN(Sum, ReduceSum, (oneOf<T, float>))
            HAWK_PATTERN(Mean, ReduceMean, (oneOf<T, float>))
            HAWK_PATTERN(Prod, ReduceProd, (oneOf<T, float>))
            HAWK_PATTERN(Max, ReduceMax, (oneOf<T, half, float>))
            HAWK_PATTERN(Min, ReduceMin, (oneOf<T, half, float>))
            HAWK_PATTERN(Any, ReduceAny, (oneOf<T, uint8_t>))
            HAWK_PATTERN(All, ReduceAll, (oneOf<T, uint8_t>))
        }
        return false;
    };
    switch (type) {
    case Number::F16: return with(half {});
    case Number::F32: return with(float {});
    default: return with(uint8_t {});
    }
}

void callXorSum(const Part& dst, const Part& a, const Part& b, std::uint32_t count, const Part& tmp)
{
    ReduceXorSum<int16_t>(tensor<int16_t>(dst), tensor<int16_t>(a), tensor<int16_t>(b), tensor<uint8_t>(tmp), count);
}

namespace {
constexpr CumSumConfig kAlongRows { true, false, true }, kAlongColumns { false, false, true };
} // namespace

void callCumSum(bool lastAxis, Number type, const Part& dst, const Part& lastRow, const Part& src, std::uint32_t outer, std::uint32_t inner,
    const Part& tmp)
{
    const auto work = tensor<uint8_t>(tmp);
    const CumSumInfo info { outer, inner };
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        lastAxis ? CumSum<T, kAlongRows>(tensor<T>(dst), tensor<T>(lastRow), tensor<T>(src), work, info)
                 : CumSum<T, kAlongColumns>(tensor<T>(dst), tensor<T>(lastRow), tensor<T>(src), work, info);
    });
}

} // namespace hawk::property
