#include "core/property/device_calls.h"

#include "core/property/device_tensor.h"

#include <array>

namespace hawk::property {
namespace {

using namespace AscendC;

BinaryRepeatParams binaryParams(const Trial& t)
{
    return { t.dst.blockStride, t.src[0].blockStride, t.src[1].blockStride, t.dst.repeatStride, t.src[0].repeatStride,
        t.src[1].repeatStride };
}
UnaryRepeatParams unaryParams(const Trial& t)
{
    return { t.dst.blockStride, t.src[0].blockStride, t.dst.repeatStride, t.src[0].repeatStride };
}

} // namespace

const char* nameOf(Binary api)
{
    constexpr std::array<const char*, static_cast<std::size_t>(Binary::Count)> kNames { "Add", "Sub", "Mul", "Div", "Max", "Min",
        "And", "Or", "AddRelu", "SubRelu", "MulAddDst", "FusedMulAdd", "FusedMulAddRelu" };
    return kNames.at(static_cast<std::size_t>(api));
}
const char* nameOf(Scalar api)
{
    constexpr std::array<const char*, static_cast<std::size_t>(Scalar::Count)> kNames { "Adds", "Muls", "Maxs", "Mins", "LeakyRelu",
        "Axpy", "ShiftLeft", "ShiftRight" };
    return kNames.at(static_cast<std::size_t>(api));
}
const char* nameOf(Unary api)
{
    constexpr std::array<const char*, static_cast<std::size_t>(Unary::Count)> kNames { "Abs", "Exp", "Ln", "Sqrt", "Rsqrt",
        "Reciprocal", "Relu", "Not", "Copy" };
    return kNames.at(static_cast<std::size_t>(api));
}

/// A call of NAME with what inForm hands out: only the forms with a mask have isSetMask, behind the types.
#define HAWK_CALL(NAME, TYPES, ...) \
    if constexpr (sizeof...(form) == 1) \
        NAME(__VA_ARGS__, form...); \
    else \
        NAME<HAWK_UNPACK TYPES, decltype(set)::value>(__VA_ARGS__, form...)

#define HAWK_BINARY(NAME, ALLOWED) \
    case Binary::NAME: \
        if constexpr (ALLOWED) { \
            inForm<T>(t, binaryParams(t), [&](auto set, auto... form) { HAWK_CALL(NAME, (T), d, a, b); }); \
            return true; \
        } else { \
            return false; \
        }

bool callBinary(Binary api, Number type, const Trial& t)
{
    return withType(type, [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensorAt<T>(t.dst);
        const auto a = tensorAt<T>(t.src[0]);
        const auto b = tensorAt<T>(t.src[1]);
        switch (api) {
            HAWK_BINARY(Add, isArith<T>)
            HAWK_BINARY(Sub, isArith<T>)
            HAWK_BINARY(Mul, isArith<T>)
            HAWK_BINARY(Div, isFloat<T>)
            HAWK_BINARY(Max, isArith<T>)
            HAWK_BINARY(Min, isArith<T>)
            HAWK_BINARY(And, (oneOf<T, int16_t, uint16_t>))
            HAWK_BINARY(Or, (oneOf<T, int16_t, uint16_t>))
            HAWK_BINARY(AddRelu, (oneOf<T, half, float, int16_t>))
            HAWK_BINARY(SubRelu, (oneOf<T, half, float, int16_t>))
            HAWK_BINARY(FusedMulAdd, isFloat<T>)
            HAWK_BINARY(FusedMulAddRelu, isFloat<T>)
        case Binary::MulAddDst:
            if constexpr (isFloat<T>) {
                inForm<T>(t, binaryParams(t), [&](auto set, auto... form) { HAWK_CALL(MulAddDst, (T, T), d, a, b); });
                return true;
            } else {
                return false;
            }
        default:
            return false;
        }
    });
}

void callMixedMulAddDst(const Trial& t)
{
    inForm<float>(t, binaryParams(t), [&](auto set, auto... form) {
        HAWK_CALL(MulAddDst, (float, half), tensorAt<float>(t.dst), tensorAt<half>(t.src[0]), tensorAt<half>(t.src[1]));
    });
}

#define HAWK_SCALAR_CALL(NAME, ALLOWED) \
    case Scalar::NAME: \
        if constexpr (ALLOWED) { \
            inForm<T>(t, unaryParams(t), [&](auto set, auto... form) { NAME<T, decltype(set)::value>(d, a, s, form...); }); \
            return true; \
        } else { \
            return false; \
        }

bool callScalar(Scalar api, Number type, const Trial& t, std::uint64_t scalar)
{
    return withType(type, [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensorAt<T>(t.dst);
        const auto a = tensorAt<T>(t.src[0]);
        const T s = scalarFrom<T>(scalar);
        switch (api) {
            HAWK_SCALAR_CALL(Adds, isArith<T>)
            HAWK_SCALAR_CALL(Muls, isArith<T>)
            HAWK_SCALAR_CALL(Maxs, isArith<T>)
            HAWK_SCALAR_CALL(Mins, isArith<T>)
            HAWK_SCALAR_CALL(LeakyRelu, isFloat<T>)
            HAWK_SCALAR_CALL(ShiftLeft, (oneOf<T, int16_t, uint16_t, int32_t, uint32_t>))
            HAWK_SCALAR_CALL(ShiftRight, (oneOf<T, int16_t, uint16_t, int32_t, uint32_t>))
        case Scalar::Axpy:
            if constexpr (isFloat<T>) {
                inForm<T>(t, unaryParams(t), [&](auto set, auto... form) { HAWK_CALL(Axpy, (T, T), d, a, s); });
                return true;
            } else {
                return false;
            }
        default:
            return false;
        }
    });
}

void callMixedAxpy(const Trial& t, std::uint64_t scalar)
{
    inForm<float>(t, unaryParams(t), [&](auto set, auto... form) {
        HAWK_CALL(Axpy, (float, half), tensorAt<float>(t.dst), tensorAt<half>(t.src[0]), scalarFrom<half>(scalar));
    });
}

#define HAWK_UNARY_CALL(NAME, ALLOWED) \
    case Unary::NAME: \
        if constexpr (ALLOWED) { \
            inForm<T>(t, unaryParams(t), [&](auto set, auto... form) { HAWK_CALL(NAME, (T), d, a); }); \
            return true; \
        } else { \
            return false; \
        }

bool callUnary(Unary api, Number type, const Trial& t)
{
    return withType(type, [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensorAt<T>(t.dst);
        const auto a = tensorAt<T>(t.src[0]);
        switch (api) {
            HAWK_UNARY_CALL(Abs, isFloat<T>)
            HAWK_UNARY_CALL(Exp, isFloat<T>)
            HAWK_UNARY_CALL(Ln, isFloat<T>)
            HAWK_UNARY_CALL(Sqrt, isFloat<T>)
            HAWK_UNARY_CALL(Rsqrt, isFloat<T>)
            HAWK_UNARY_CALL(Reciprocal, isFloat<T>)
            HAWK_UNARY_CALL(Relu, (oneOf<T, half, float, int32_t>))
            HAWK_UNARY_CALL(Not, (oneOf<T, int16_t, uint16_t>))
        case Unary::Copy:
            if constexpr (isMovable<T>) {
                const CopyRepeatParams p { t.dst.blockStride, t.src[0].blockStride, t.dst.repeatStride, t.src[0].repeatStride };
                if (t.form == Form::Count || t.form == Form::Counter)
                    return false; // there is no count form, and counter mode means something else (Copy.md)
                inForm<T>(t, p, [&](auto set, auto... form) {
                    if constexpr (sizeof...(form) == 3)
                        Copy<T, decltype(set)::value>(d, a, form...);
                });
                return true;
            } else {
                return false;
            }
        default:
            return false;
        }
    });
}

bool callDuplicate(Number type, const Trial& t, std::uint64_t scalar)
{
    return withType(type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (isMovable<T>) {
            const auto d = tensorAt<T>(t.dst);
            const T s = scalarFrom<T>(scalar);
            inForm<T>(t, 0, [&](auto set, auto mask, auto... rest) {
                if constexpr (sizeof...(rest) == 0)
                    Duplicate(d, s, mask);
                else
                    Duplicate<T, decltype(set)::value>(d, s, mask, static_cast<int32_t>(t.form == Form::Counter ? 1 : t.repeats),
                        t.dst.blockStride, t.dst.repeatStride);
            });
            return true;
        } else {
            return false;
        }
    });
}

bool callIndex(Number type, const Trial& t, std::uint64_t first)
{
    return withType(type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (isArith<T>) {
            const auto d = tensorAt<T>(t.dst);
            const T s = scalarFrom<T>(first);
            const uint64_t mask[2] = { t.mask[0], t.mask[1] };
            const auto repeats = static_cast<int32_t>(t.repeats);
            if (t.form == Form::Count)
                CreateVecIndex(d, s, static_cast<uint32_t>(t.count));
            else if (t.form == Form::MaskCount)
                CreateVecIndex(d, s, static_cast<uint64_t>(t.count), repeats, t.dst.blockStride, t.dst.repeatStride);
            else if (t.form == Form::MaskBits)
                CreateVecIndex(d, s, mask, repeats, t.dst.blockStride, t.dst.repeatStride);
            else
                return false;
            return true;
        } else {
            return false;
        }
    });
}

bool callCast(Number to, Number from, int mode, const Trial& t)
{
    return withType(to, [&](auto dstSample) {
        return withType(from, [&](auto srcSample) {
            using D = decltype(dstSample);
            using S = decltype(srcSample);
            if constexpr (hawkdetail::castable<D, S>()) {
                const auto round = static_cast<RoundMode>(mode);
                using Wide = std::conditional_t<(sizeof(D) > sizeof(S)), D, S>;
                inForm<Wide>(t, unaryParams(t), [&](auto set, auto mask, auto... rest) {
                    if constexpr (sizeof...(rest) == 0)
                        Cast(tensorAt<D>(t.dst), tensorAt<S>(t.src[0]), round, static_cast<uint32_t>(mask));
                    else
                        Cast<D, S, decltype(set)::value>(tensorAt<D>(t.dst), tensorAt<S>(t.src[0]), round, mask, rest...);
                });
                return true;
            } else {
                return false;
            }
        });
    });
}

} // namespace hawk::property
