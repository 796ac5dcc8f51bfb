#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hawk {

/// Element types a kernel or a specification can name. Values are stored in traces and databases: append only.
enum class DType : std::uint8_t {
    None,
    Float16,
    BFloat16,
    Float32,
    Float64,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Bool,
    Int4,
    Complex32,
    Complex64
};

/// Size of one element in bytes; 0 for None and Int4 (two elements share a byte).
std::size_t sizeOf(DType type);
/// The name specifications use, the same as torch's: "float16", "bfloat16", "int32", "bool".
std::string_view name(DType type);
/// The Ascend C type: "half", "bfloat16_t", "float", "int32_t".
std::string_view ascendName(DType type);
/// The graph engine's enumerator as ORIG_DTYPE_* expects it: "DT_FLOAT16", "DT_BF16", "DT_FLOAT".
std::string_view geName(DType type);
/// Accepts torch names and the usual short forms (fp16, half, bf16, fp32, float).
Result<DType> dtypeFromName(std::string_view text);
bool isFloating(DType type);

} // namespace hawk
