#pragma once

#include "core/property/vector_trial.h"
#include "kernel_operator.h"

#include <type_traits>

/// Between the trials and the device API. Only for the files that call it.
namespace hawk::property {

template <class T>
AscendC::LocalTensor<T> tensorAt(std::uint32_t address, std::uint32_t bytes)
{
    return AscendC::LocalTensor<T>(AscendC::hawkdetail::LocalPart { address, bytes, 0, AscendC::TPosition::VECCALC });
}
template <class T>
AscendC::LocalTensor<T> tensorAt(const Place& place) { return tensorAt<T>(place.address, place.bytes); }

template <class T>
T scalarFrom(std::uint64_t bits) { return hawkabi::fromBits<T>(bits); }

/// Calls `call(setMask, arguments...)` with what the form puts behind the operands. `setMask` is a constant: the second
/// template argument of the API.
template <class T, class Params, class Call>
void inForm(const Trial& t, const Params& params, const Call& call)
{
    using Yes = std::true_type;
    const auto repeats = static_cast<int32_t>(t.repeats);
    switch (t.form) {
    case Form::Count:
        call(Yes {}, static_cast<int32_t>(t.count));
        break;
    case Form::MaskCount:
        call(Yes {}, static_cast<uint64_t>(t.count), repeats, params);
        break;
    case Form::MaskBits: {
        const uint64_t mask[2] = { t.mask[0], t.mask[1] };
        call(Yes {}, static_cast<const uint64_t*>(mask), repeats, params);
        break;
    }
    case Form::Registers:
        AscendC::SetVectorMask<T>(t.mask[1], t.mask[0]);
        call(std::false_type {}, static_cast<uint64_t>(AscendC::MASK_PLACEHOLDER), repeats, params);
        AscendC::ResetMask();
        break;
    case Form::Counter:
        AscendC::SetMaskCount();
        call(Yes {}, static_cast<uint64_t>(t.count), 1, params);
        AscendC::SetMaskNorm();
        break;
    }
}

/// Calls `call(T{})` with the C++ type of a number.
template <class Call>
bool withType(Number type, const Call& call)
{
    switch (type) {
    case Number::F16: return call(half {});
    case Number::BF16: return call(bfloat16_t {});
    case Number::F32: return call(float {});
    case Number::I8: return call(int8_t {});
    case Number::U8: return call(uint8_t {});
    case Number::I16: return call(int16_t {});
    case Number::U16: return call(uint16_t {});
    case Number::I32: return call(int32_t {});
    case Number::U32: return call(uint32_t {});
    case Number::I64: return call(int64_t {});
    }
    return false;
}

template <class T, class... Allowed>
inline constexpr bool oneOf = (std::is_same_v<T, Allowed> || ...);
template <class T>
inline constexpr bool isFloat = oneOf<T, half, float>;
template <class T>
inline constexpr bool isArith = oneOf<T, half, float, int16_t, int32_t>;
template <class T>
inline constexpr bool isMovable = oneOf<T, half, bfloat16_t, float, int16_t, uint16_t, int32_t, uint32_t>;

} // namespace hawk::property
