#include "base/dtype.h"

#include <array>
#include <string>

namespace hawk {
namespace {

struct Row {
    DType type;
    std::size_t size;
    std::string_view name, ascend, ge;
    std::array<std::string_view, 4> aliases;
};

constexpr std::array kRows {
    Row { DType::Float16, 2, "float16", "half", "DT_FLOAT16", { "fp16", "half", "float16_t", "torch.float16" } },
    Row { DType::BFloat16, 2, "bfloat16", "bfloat16_t", "DT_BF16", { "bf16", "bfloat16_t", "torch.bfloat16", "" } },
    Row { DType::Float32, 4, "float32", "float", "DT_FLOAT", { "fp32", "float", "float32_t", "torch.float32" } },
    Row { DType::Float64, 8, "float64", "double", "DT_DOUBLE", { "fp64", "double", "torch.float64", "" } },
    Row { DType::Int8, 1, "int8", "int8_t", "DT_INT8", { "int8_t", "torch.int8", "", "" } },
    Row { DType::UInt8, 1, "uint8", "uint8_t", "DT_UINT8", { "uint8_t", "torch.uint8", "", "" } },
    Row { DType::Int16, 2, "int16", "int16_t", "DT_INT16", { "int16_t", "torch.int16", "short", "" } },
    Row { DType::UInt16, 2, "uint16", "uint16_t", "DT_UINT16", { "uint16_t", "", "", "" } },
    Row { DType::Int32, 4, "int32", "int32_t", "DT_INT32", { "int32_t", "int", "torch.int32", "" } },
    Row { DType::UInt32, 4, "uint32", "uint32_t", "DT_UINT32", { "uint32_t", "", "", "" } },
    Row { DType::Int64, 8, "int64", "int64_t", "DT_INT64", { "int64_t", "long", "torch.int64", "" } },
    Row { DType::UInt64, 8, "uint64", "uint64_t", "DT_UINT64", { "uint64_t", "", "", "" } },
    Row { DType::Bool, 1, "bool", "bool", "DT_BOOL", { "torch.bool", "", "", "" } },
    Row { DType::Int4, 0, "int4", "int4b_t", "DT_INT4", { "int4b_t", "", "", "" } },
    Row { DType::Complex32, 4, "complex32", "complex32", "DT_COMPLEX32", { "", "", "", "" } },
    Row { DType::Complex64, 8, "complex64", "complex64", "DT_COMPLEX64", { "torch.complex64", "", "", "" } },
};

const Row* find(DType type)
{
    for (const Row& row : kRows)
        if (row.type == type)
            return &row;
    return nullptr;
}

} // namespace

std::size_t sizeOf(DType type)
{
    const Row* row = find(type);
    return row ? row->size : 0;
}
std::string_view name(DType type)
{
    const Row* row = find(type);
    return row ? row->name : "none";
}
std::string_view ascendName(DType type)
{
    const Row* row = find(type);
    return row ? row->ascend : "void";
}
std::string_view geName(DType type)
{
    const Row* row = find(type);
    return row ? row->ge : "DT_UNDEFINED";
}

Result<DType> dtypeFromName(std::string_view text)
{
    for (const Row& row : kRows) {
        if (row.name == text)
            return row.type;
        for (const std::string_view alias : row.aliases)
            if (!alias.empty() && alias == text)
                return row.type;
    }
    std::string known;
    for (const Row& row : kRows)
        known += (known.empty() ? "" : ", ") + std::string(row.name);
    return Error { Errc::InvalidInput, "unknown element type '" + std::string(text) + "'", {}, "known: " + known };
}

bool isFloating(DType type)
{
    return type == DType::Float16 || type == DType::BFloat16 || type == DType::Float32 || type == DType::Float64;
}

} // namespace hawk
