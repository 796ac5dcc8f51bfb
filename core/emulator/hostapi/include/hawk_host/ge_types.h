#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Graph-engine types that operator host code names. Values follow the public graph/types.h reference, because tiling
/// functions compare and print them.
namespace ge {

enum DataType : int {
    DT_FLOAT = 0, DT_FLOAT16 = 1, DT_INT8 = 2, DT_INT32 = 3, DT_UINT8 = 4, DT_INT16 = 6, DT_UINT16 = 7,
    DT_UINT32 = 8, DT_INT64 = 9, DT_UINT64 = 10, DT_DOUBLE = 11, DT_BOOL = 12, DT_STRING = 13, DT_DUAL_SUB_INT8 = 14,
    DT_DUAL_SUB_UINT8 = 15, DT_COMPLEX64 = 16, DT_COMPLEX128 = 17, DT_QINT8 = 18, DT_QINT16 = 19, DT_QINT32 = 20,
    DT_QUINT8 = 21, DT_QUINT16 = 22, DT_RESOURCE = 23, DT_STRING_REF = 24, DT_DUAL = 25, DT_VARIANT = 26, DT_BF16 = 27,
    DT_UNDEFINED = 28, DT_INT4 = 29, DT_UINT1 = 30, DT_INT2 = 31, DT_UINT2 = 32, DT_COMPLEX32 = 33,
    DT_HIFLOAT8 = 34, DT_FLOAT8_E5M2 = 35, DT_FLOAT8_E4M3FN = 36, DT_FLOAT8_E8M0 = 37, DT_FLOAT6_E3M2 = 38, DT_FLOAT6_E2M3 = 39,
    DT_FLOAT4_E2M1 = 40, DT_FLOAT4_E1M2 = 41, DT_HIFLOAT4 = 42, DT_MAX
};

enum Format : int {
    FORMAT_NCHW = 0, FORMAT_NHWC = 1, FORMAT_ND = 2, FORMAT_NC1HWC0 = 3, FORMAT_FRACTAL_Z = 4, FORMAT_NC1C0HWPAD = 5,
    FORMAT_NHWC1C0 = 6, FORMAT_FSR_NCHW = 7, FORMAT_FRACTAL_DECONV = 8, FORMAT_C1HWNC0 = 9, FORMAT_FRACTAL_DECONV_TRANSPOSE = 10,
    FORMAT_FRACTAL_DECONV_SP_STRIDE_TRANS = 11, FORMAT_NC1HWC0_C04 = 12, FORMAT_FRACTAL_Z_C04 = 13, FORMAT_CHWN = 14,
    FORMAT_FRACTAL_DECONV_SP_STRIDE8_TRANS = 15, FORMAT_HWCN = 16, FORMAT_NC1KHKWHWC0 = 17, FORMAT_BN_WEIGHT = 18,
    FORMAT_FILTER_HWCK = 19, FORMAT_C1HWNCoC0 = 25, FORMAT_MD = 26, FORMAT_NDHWC = 27, FORMAT_FRACTAL_ZZ = 28, FORMAT_FRACTAL_NZ = 29,
    FORMAT_NCDHW = 30, FORMAT_DHWCN = 31, FORMAT_NDC1HWC0 = 32, FORMAT_FRACTAL_Z_3D = 33, FORMAT_CN = 34, FORMAT_NC = 35,
    FORMAT_DHWNC = 36, FORMAT_FRACTAL_Z_3D_TRANSPOSE = 37, FORMAT_FRACTAL_ZN_LSTM = 38, FORMAT_FRACTAL_Z_G = 39, FORMAT_RESERVED = 40,
    FORMAT_ALL = 41, FORMAT_NULL = 42, FORMAT_ND_RNN_BIAS = 43, FORMAT_FRACTAL_ZN_RNN = 44, FORMAT_NYUV = 45, FORMAT_NYUV_A = 46,
    FORMAT_NCL = 47, FORMAT_FRACTAL_Z_WINO = 48, FORMAT_C1HWC0 = 49, FORMAT_MAX = 0xff
};

using graphStatus = std::uint32_t;
inline constexpr graphStatus GRAPH_SUCCESS = 0;
inline constexpr graphStatus GRAPH_FAILED = 0xFFFFFFFF;
inline constexpr graphStatus GRAPH_PARAM_INVALID = 50331649;
using Status = std::uint32_t;
inline constexpr Status SUCCESS = 0;
inline constexpr Status FAILED = 0xFFFFFFFF;
using char_t = char;
inline constexpr std::int64_t UNKNOWN_DIM = -1;
inline constexpr std::int64_t UNKNOWN_DIM_NUM = -2;

/// Bytes of one element; sub-byte types report what the reference does: 1000 + bits.
inline int GetSizeByDataType(DataType type)
{
    switch (type) {
    case DT_FLOAT: case DT_INT32: case DT_UINT32: case DT_QINT32: case DT_COMPLEX32: return 4;
    case DT_FLOAT16: case DT_BF16: case DT_INT16: case DT_UINT16: case DT_QINT16: case DT_QUINT16: return 2;
    case DT_INT8: case DT_UINT8: case DT_BOOL: case DT_QINT8: case DT_QUINT8: return 1;
    case DT_HIFLOAT8: case DT_FLOAT8_E5M2: case DT_FLOAT8_E4M3FN: case DT_FLOAT8_E8M0: return 1;
    case DT_INT64: case DT_UINT64: case DT_DOUBLE: case DT_COMPLEX64: return 8;
    case DT_COMPLEX128: return 16;
    case DT_INT4: return 1004;
    case DT_UINT1: return 1001;
    case DT_INT2: case DT_UINT2: return 1002;
    default: return -1;
    }
}

/// Bytes of so many elements; -1 for a type without a size. Elements of less than a byte fill the last one.
inline std::int64_t GetSizeInBytes(std::int64_t count, DataType type)
{
    constexpr int kBits = 1000; // sub-byte types
    const int size = GetSizeByDataType(type);
    if (count < 0 || size < 0)
        return -1;
    return size > kBits ? (count * (size - kBits) + 7) / 8 : count * size;
}

inline Format GetPrimaryFormat(Format format) { return format; }

class TypeUtils {
public:
    static bool GetDataTypeLength(DataType type, std::uint32_t& length)
    {
        const int size = GetSizeByDataType(type);
        if (size <= 0 || size > 1000)
            return false;
        length = static_cast<std::uint32_t>(size);
        return true;
    }
    static std::string DataTypeToSerialString(DataType type)
    {
        switch (type) {
        case DT_FLOAT: return "DT_FLOAT";
        case DT_FLOAT16: return "DT_FLOAT16";
        case DT_BF16: return "DT_BF16";
        case DT_INT8: return "DT_INT8";
        case DT_UINT8: return "DT_UINT8";
        case DT_INT16: return "DT_INT16";
        case DT_UINT16: return "DT_UINT16";
        case DT_INT32: return "DT_INT32";
        case DT_UINT32: return "DT_UINT32";
        case DT_INT64: return "DT_INT64";
        case DT_UINT64: return "DT_UINT64";
        case DT_DOUBLE: return "DT_DOUBLE";
        case DT_BOOL: return "DT_BOOL";
        case DT_COMPLEX32: return "DT_COMPLEX32";
        case DT_COMPLEX64: return "DT_COMPLEX64";
        case DT_INT4: return "DT_INT4";
        case DT_HIFLOAT8: return "DT_HIFLOAT8";
        case DT_FLOAT8_E5M2: return "DT_FLOAT8_E5M2";
        case DT_FLOAT8_E4M3FN: return "DT_FLOAT8_E4M3FN";
        case DT_FLOAT8_E8M0: return "DT_FLOAT8_E8M0";
        case DT_FLOAT4_E2M1: return "DT_FLOAT4_E2M1";
        case DT_FLOAT4_E1M2: return "DT_FLOAT4_E1M2";
        default: return "DT_UNDEFINED";
        }
    }
    static std::string FormatToSerialString(Format format)
    {
        switch (format) {
        case FORMAT_ND: return "ND";
        case FORMAT_NCHW: return "NCHW";
        case FORMAT_NHWC: return "NHWC";
        case FORMAT_FRACTAL_NZ: return "FRACTAL_NZ";
        default: return "RESERVED";
        }
    }
};

/// A string the graph interfaces pass by value.
class AscendString {
public:
    AscendString() = default;
    AscendString(const char* text) // NOLINT(google-explicit-constructor): host code relies on the conversion
        : m_text(text ? text : "")
    {
    }
    const char* GetString() const { return m_text.c_str(); }
    std::size_t GetLength() const { return m_text.size(); }
    bool operator==(const AscendString& other) const { return m_text == other.m_text; }
    bool operator<(const AscendString& other) const { return m_text < other.m_text; }

private:
    std::string m_text;
};

} // namespace ge

/// The same numbers under the names that headers shared with kernels use.
enum C_DataType : int {
    C_DT_FLOAT = ge::DT_FLOAT, C_DT_FLOAT16 = ge::DT_FLOAT16, C_DT_INT8 = ge::DT_INT8, C_DT_INT32 = ge::DT_INT32,
    C_DT_UINT8 = ge::DT_UINT8, C_DT_INT16 = ge::DT_INT16, C_DT_UINT16 = ge::DT_UINT16, C_DT_UINT32 = ge::DT_UINT32,
    C_DT_INT64 = ge::DT_INT64, C_DT_UINT64 = ge::DT_UINT64, C_DT_DOUBLE = ge::DT_DOUBLE, C_DT_BOOL = ge::DT_BOOL,
    C_DT_COMPLEX64 = ge::DT_COMPLEX64, C_DT_BF16 = ge::DT_BF16, C_DT_INT4 = ge::DT_INT4, C_DT_UINT1 = ge::DT_UINT1,
    C_DT_INT2 = ge::DT_INT2, C_DT_COMPLEX32 = ge::DT_COMPLEX32,
};
enum C_Format : int {
    C_FORMAT_NCHW = ge::FORMAT_NCHW, C_FORMAT_NHWC = ge::FORMAT_NHWC, C_FORMAT_ND = ge::FORMAT_ND,
    C_FORMAT_NC1HWC0 = ge::FORMAT_NC1HWC0, C_FORMAT_FRACTAL_Z = ge::FORMAT_FRACTAL_Z,
    C_FORMAT_NC1C0HWPAD = ge::FORMAT_NC1C0HWPAD, C_FORMAT_NHWC1C0 = ge::FORMAT_NHWC1C0,
    C_FORMAT_HWCN = ge::FORMAT_HWCN, C_FORMAT_NDHWC = ge::FORMAT_NDHWC, C_FORMAT_FRACTAL_NZ = ge::FORMAT_FRACTAL_NZ,
    C_FORMAT_NCDHW = ge::FORMAT_NCDHW, C_FORMAT_NDC1HWC0 = ge::FORMAT_NDC1HWC0, C_FORMAT_NC = ge::FORMAT_NC,
};
