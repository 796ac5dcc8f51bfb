#pragma once

#include "hawk/registers.h"
#include "hawk/scalar.h"

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
constexpr int16_t GetDataBlockSizeInBytes() { return 32; }

/// Calls a function on one kind of core (Async.md).
enum class EngineType : int32_t { AIC = 1, AIV = 2 };
template <EngineType engine, auto funPtr, class... Args>
__aicore__ void Async(Args... args)
{
    if constexpr (engine == EngineType::AIV)
        funPtr(args...);
}
/// Which kind of core this build is for: vector cores only.
constexpr int32_t MIX = 0;
constexpr int32_t AIC = 1;
constexpr int32_t AIV = 2;
constexpr int32_t g_coreType = AIV;

__aicore__ constexpr inline uint32_t Ceil(uint32_t a, uint32_t b) { return (a + b - 1) / b; }
__aicore__ constexpr inline int32_t CeilDivision(int32_t num1, int32_t num2)
{
    return num2 == 0 ? 0 : (num1 + num2 - 1) / num2;
}
template <class A, class B>
__aicore__ constexpr inline auto DivCeil(A a, B b) -> decltype(a + b)
{
    return (a + b - 1) / b;
}
template <class A, class B>
__aicore__ constexpr inline auto CeilAlign(A a, B b) -> decltype(a + b)
{
    return (a + b - 1) / b * b;
}
template <class A, class B>
__aicore__ constexpr inline auto AlignUp(A a, B b) -> decltype(a + b)
{
    return (a + b - 1) / b * b;
}
/// Helpers of the library that kernels use although the reference does not list them.
struct AscendCUtils {
    static constexpr int32_t GetBitSize(int32_t byteSize) { return byteSize * 8; }
    static constexpr int32_t GetC0Count(int32_t dtypeSize) { return DEFAULT_C0_SIZE / dtypeSize; }
    static constexpr int32_t GetC0Size() { return DEFAULT_C0_SIZE; }
    static constexpr int32_t GetDefaultBlockNum() { return DEFAULT_BLK_NUM; }
    /// Saturation of float results; this chip's default (infinities stay) is what the emulator computes.
    static void SetOverflow(uint64_t) { }
    static void ResetMask(HAWK_SITE) { AscendC::ResetMask(site); }
    template <bool isSetMask = true>
    static void SetMask(const uint64_t& maskHigh, const uint64_t& maskLow, HAWK_SITE)
    {
        if (isSetMask)
            hawkdetail::control(
                hawkabi::Api::SetVectorMask, site, static_cast<int64_t>(maskLow), static_cast<int64_t>(maskHigh));
    }
    template <typename T, bool isSetMask = true>
    static void SetMask(const uint64_t mask[], HAWK_SITE)
    {
        SetMask<isSetMask>(mask[1], mask[0], site);
    }
    template <typename T, bool isSetMask = true>
    static void SetMask(int32_t len, HAWK_SITE)
    {
        if (isSetMask)
            SetVectorMask<T, MaskMode::NORMAL>(len, site);
    }
    template <bool isSetMask = true>
    static void SetMaskCount(HAWK_SITE)
    {
        if (isSetMask)
            AscendC::SetMaskCount(site);
    }
    template <bool isSetMask = true>
    static void SetMaskNorm(HAWK_SITE)
    {
        if (isSetMask)
            AscendC::SetMaskNorm(site);
    }
};

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

template <typename T>
__aicore__ inline void DumpTensor(
    const LocalTensor<T>& tensor, uint32_t desc, uint32_t dumpSize, const ShapeInfo&, HAWK_SITE)
{
    DumpTensor(tensor, desc, dumpSize, site);
}
template <typename T>
__aicore__ inline void DumpTensor(
    const GlobalTensor<T>& tensor, uint32_t desc, uint32_t dumpSize, const ShapeInfo&, HAWK_SITE)
{
    DumpTensor(tensor, desc, dumpSize, site);
}
template <template <class> class Tensor, typename T>
__aicore__ inline void DumpAccChkPoint(
    const Tensor<T>& tensor, uint32_t index, uint32_t countOff, uint32_t dumpSize, HAWK_SITE)
{
    DumpTensor(tensor[countOff], index, dumpSize, site);
}
inline void Trap(HAWK_SITE) { hawk_assert_failed("Trap()", &site); }

/// The user's part of a workspace follows the system's, whose place SetSysWorkspace names.
inline GM_ADDR GetUserWorkspace(GM_ADDR workspace) { return workspace; }
inline GM_ADDR& hawkSysWorkspace()
{
    static thread_local GM_ADDR address = nullptr;
    return address;
}
inline void SetSysWorkspace(GM_ADDR workspace) { hawkSysWorkspace() = workspace; }
inline void SetSysWorkspaceForce(GM_ADDR workspace) { hawkSysWorkspace() = workspace; }
inline void SetSysWorkSpace(GM_ADDR workspace) { hawkSysWorkspace() = workspace; }
inline GM_ADDR GetSysWorkSpacePtr() { return hawkSysWorkspace(); }

namespace hawkdetail {
inline void assertThat(bool holds, const char* text, const hawkabi::Site& site)
{
    if (!holds)
        hawk_assert_failed(text, &site);
}
} // namespace hawkdetail

} // namespace AscendC

// Names that kernels use without their namespace.
using AscendC::AscendCUtils;
using AscendC::g_coreType;
using AscendC::AIC;
using AscendC::AIV;
using AscendC::MIX;
using AscendC::GetBlockIdx;
using AscendC::GetBlockNum;
using AscendC::GetSysWorkSpacePtr;
using AscendC::GetUserWorkspace;
using AscendC::SetSysWorkspace;

#define HAWK_HERE ::hawkabi::Site(__FILE__, __LINE__)
// Only the vendor's CPU simulation evaluates ASSERT; on the chip it is nothing, and public kernels even omit the
// semicolon before it.
#define ASSERT(...)
#define ASCENDC_ASSERT(condition, ...) \
    ::AscendC::hawkdetail::assertThat(static_cast<bool>(condition), #condition, HAWK_HERE)
#define ascendc_assert(condition, ...) \
    ::AscendC::hawkdetail::assertThat(static_cast<bool>(condition), #condition, HAWK_HERE)
#ifndef assert
#define assert(condition, ...) \
    ::AscendC::hawkdetail::assertThat(static_cast<bool>(condition), #condition, HAWK_HERE)
#endif

// Written after `if` without parentheses, as in the reference.
#define ASCEND_IS_AIV constexpr(::AscendC::g_coreType == ::AscendC::AIV)
#define ASCEND_IS_AIC constexpr(::AscendC::g_coreType == ::AscendC::AIC)
#define ASCEND_IS_NOT_AIV constexpr(::AscendC::g_coreType != ::AscendC::AIV)
#define ASCEND_IS_NOT_AIC constexpr(::AscendC::g_coreType != ::AscendC::AIC)
#define KERNEL_TASK_TYPE_DEFAULT(type)
#define KERNEL_TASK_TYPE(key, type)
#define KERNEL_LOG(level, ...)
