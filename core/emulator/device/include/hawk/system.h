#pragma once

#include "hawk/sync.h"

/// Core numbers, scalar helpers, printing, tiling access, and the macros of kernel entries.
inline int64_t get_block_idx() { return hawk_block_index(); }
inline int64_t get_block_num() { return hawk_block_count(); }
inline int64_t get_subblockid() { return 0; }
inline int64_t get_subblockdim() { return 1; }

namespace hawkabi {
struct BlockIndexName {
    operator int64_t() const { return hawk_block_index(); }
};
struct BlockCountName {
    operator int64_t() const { return hawk_block_count(); }
};
/// Arguments of printf: what the host's printf understands.
template <class T>
constexpr auto promote(T value)
{
    if constexpr (same<T, half> || same<T, bfloat16_t> || same<T, float>)
        return static_cast<double>(static_cast<float>(value));
    else
        return value;
}
} // namespace hawkabi
inline constexpr hawkabi::BlockIndexName block_idx {};
inline constexpr hawkabi::BlockCountName block_num {};

namespace AscendC {

inline int64_t GetBlockIdx() { return hawk_block_index(); }
inline int64_t GetBlockNum() { return hawk_block_count(); }
inline int64_t GetSubBlockIdx() { return 0; }
inline int64_t GetSubBlockNum() { return 1; }
inline int64_t GetTaskRatio() { return 1; }
inline int64_t GetTaskRation() { return 1; }
inline int64_t GetSystemCycle() { return static_cast<int64_t>(hawk_system_cycle()); }
inline uint32_t GetDataBlockSizeInBytes() { return 32; }

inline int32_t CeilDivision(int32_t num1, int32_t num2) { return num2 == 0 ? 0 : (num1 + num2 - 1) / num2; }
template <class T>
constexpr T DivCeil(T a, T b)
{
    return (a + b - 1) / b;
}
template <class T>
constexpr T CeilAlign(T a, T b)
{
    return (a + b - 1) / b * b;
}
template <class T>
constexpr T AlignUp(T a, T b)
{
    return (a + b - 1) / b * b;
}

namespace hawkdetail {
/// floor, ceil, half away, towards zero and half to even, of a float that may not fit an int32.
inline float rounded(float v, RoundMode mode)
{
    if (!(v > -8388608.0f && v < 8388608.0f))
        return v;
    const float t = static_cast<float>(static_cast<int32_t>(v));
    const float rest = v - t;
    switch (mode) {
    case RoundMode::CAST_FLOOR:
        return rest < 0 ? t - 1 : t;
    case RoundMode::CAST_CEIL:
        return rest > 0 ? t + 1 : t;
    case RoundMode::CAST_TRUNC:
        return t;
    case RoundMode::CAST_ROUND:
        return rest >= 0.5f ? t + 1 : (rest <= -0.5f ? t - 1 : t);
    default: {
        const bool odd = (static_cast<int32_t>(v) & 1) != 0;
        if (rest > 0.5f || (rest == 0.5f && odd))
            return t + 1;
        return rest < -0.5f || (rest == -0.5f && odd) ? t - 1 : t;
    }
    }
}
} // namespace hawkdetail

/// float to half or int32_t in the scalar unit.
template <typename T, typename U, RoundMode roundMode>
__aicore__ inline U ScalarCast(T valueIn)
{
    static_assert(hawkabi::same<T, float>, "ScalarCast converts from float");
    if constexpr (hawkabi::same<U, half>) {
        return half(valueIn);
    } else {
        static_assert(hawkabi::same<U, int32_t>, "ScalarCast converts to half or int32_t");
        const float r = hawkdetail::rounded(valueIn, roundMode);
        if (!(r == r))
            return 0;
        if (r >= 2147483648.0f)
            return 2147483647;
        return r < -2147483648.0f ? -2147483647 - 1 : static_cast<int32_t>(r);
    }
}
template <typename T>
__aicore__ inline float ToFloat(const T& value)
{
    return static_cast<float>(value);
}
inline bfloat16_t ToBfloat16(const float& value) { return bfloat16_t(value); }
template <int countValue>
__aicore__ inline int64_t ScalarGetCountOfValue(uint64_t value)
{
    const int ones = __builtin_popcountll(value);
    return countValue == 1 ? ones : 64 - ones;
}
inline int64_t ScalarCountLeadingZero(uint64_t value) { return value == 0 ? 64 : __builtin_clzll(value); }
template <int countValue>
__aicore__ inline int64_t ScalarGetSFFValue(uint64_t value)
{
    const uint64_t v = countValue == 1 ? value : ~value;
    return v == 0 ? -1 : __builtin_ctzll(v);
}

template <class... Args>
__aicore__ inline void printf(const char* format, Args... args)
{
    hawk_print(format, hawkabi::promote(args)...);
}
template <class... Args>
__aicore__ inline void PRINTF(const char* format, Args... args)
{
    hawk_print(format, hawkabi::promote(args)...);
}
template <typename T>
__aicore__ inline void DumpTensor(const LocalTensor<T>& tensor, uint32_t desc, uint32_t dumpSize, HAWK_SITE)
{
    const hawkabi::Operand operand = tensor.hawkOperand();
    hawk_dump(&operand, desc, dumpSize, &site);
}
template <typename T>
__aicore__ inline void DumpTensor(const GlobalTensor<T>& tensor, uint32_t desc, uint32_t dumpSize, HAWK_SITE)
{
    const hawkabi::Operand operand = tensor.hawkOperand();
    hawk_dump(&operand, desc, dumpSize, &site);
}

inline GM_ADDR GetUserWorkspace(GM_ADDR workspace) { return workspace; }
inline void SetSysWorkspace(GM_ADDR) { }
inline void SetSysWorkspaceForce(GM_ADDR) { }

namespace hawkdetail {
inline void assertThat(bool holds, const char* text, const hawkabi::Site& site)
{
    if (!holds)
        hawk_assert_failed(text, &site);
}
} // namespace hawkdetail

} // namespace AscendC

#define HAWK_HERE ::hawkabi::Site(__FILE__, __LINE__)
#define ASSERT(condition) ::AscendC::hawkdetail::assertThat(static_cast<bool>(condition), #condition, HAWK_HERE)
#define ASCENDC_ASSERT(condition, ...) \
    ::AscendC::hawkdetail::assertThat(static_cast<bool>(condition), #condition, HAWK_HERE)
#define ascendc_assert(condition, ...) \
    ::AscendC::hawkdetail::assertThat(static_cast<bool>(condition), #condition, HAWK_HERE)
#ifndef assert
#define assert(condition, ...) \
    ::AscendC::hawkdetail::assertThat(static_cast<bool>(condition), #condition, HAWK_HERE)
#endif

#define ASCEND_IS_AIV true
#define ASCEND_IS_AIC false
#define KERNEL_TASK_TYPE_DEFAULT(type)
#define KERNEL_TASK_TYPE(key, type)
#define KERNEL_LOG(level, ...)
