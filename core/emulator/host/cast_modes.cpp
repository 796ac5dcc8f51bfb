#include "emulator/host/cast_modes.h"

namespace hawk::emulator {
namespace {

using exec::Rounding;

bool on2201(DType dst, DType src, Rounding mode)
{
    const bool exact = src == DType::Int4 || (src == DType::Float16 && dst == DType::Float32) || (src == DType::BFloat16 && dst == DType::Float32)
        || src == DType::Int8 || src == DType::UInt8 || (src == DType::Int16 && dst == DType::Float32)
        || (src == DType::Int32 && (dst == DType::Int16 || dst == DType::Int64))
        || (src == DType::Int64 && dst == DType::Int32);
    if (exact)
        return mode == Rounding::None;
    if (src == DType::Int32 && dst == DType::Float16)
        return true; // has no effect
    if (mode == Rounding::Odd)
        return src == DType::Float32 && dst == DType::Float16;
    if (mode != Rounding::None)
        return true;
    return (src == DType::Float32 && dst == DType::Float16) || (src == DType::Int16 && dst == DType::Float16)
        || (src == DType::Float16 && (dst == DType::Int4 || dst == DType::Int8 || dst == DType::UInt8))
        || (src == DType::Int32 && dst == DType::Float32);
}

/// Float to int32_t, which the page does not list, rounds as the library's source says (kernel_operator_vec_vconv_impl.h).
bool on2002(DType dst, DType src, Rounding mode)
{
    const bool chosen = mode != Rounding::None && mode != Rounding::Odd;
    if (src == DType::Int32 && dst == DType::Float16)
        return true; // has no effect
    if (dst == DType::Int32)
        return chosen;
    if (src == DType::Float16 && dst == DType::Int16)
        return mode == Rounding::Rint;
    if (src == DType::Float16 && (dst == DType::Int8 || dst == DType::UInt8))
        return mode == Rounding::None || (chosen && mode != Rounding::Rint);
    if (src == DType::Float32 && dst == DType::Float16)
        return !chosen;
    return mode == Rounding::None;
}

} // namespace

bool castTakes(chip::Generation generation, DType dst, DType src, exec::Rounding mode)
{
    return generation == chip::Generation::V2002 ? on2002(dst, src, mode) : on2201(dst, src, mode);
}

} // namespace hawk::emulator
