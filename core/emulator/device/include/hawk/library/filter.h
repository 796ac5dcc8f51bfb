#pragma once

#include "hawk/library/call.h"
#include "hawk/library/normalization.h"

/// Elements kept or replaced by a mask (reference: high-level API, 数据过滤).
namespace AscendC {

struct DropOutShapeInfo {
    uint32_t firstAxis = 0;
    uint32_t srcLastAxis = 0;
    uint32_t maskLastAxis = 0;
};
/// params: rows, columns, mask elements per row, mode (0 inferred, 1 and 2 bytes, 3 and 4 bits). value 0: keepProb.
#define HAWK_DROP_OUT(SCRATCH, TAKE) \
    template <typename T, bool isInitBitMode = false, uint32_t dropOutMode = 0> \
    __aicore__ inline void DropOut(const LocalTensor<T>& dstLocal, const LocalTensor<T>& srcLocal, \
        const LocalTensor<uint8_t>& maskLocal, SCRATCH const float keepProb, const DropOutShapeInfo& info, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("DropOut", T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        static_assert(dropOutMode <= 4, "DropOut: dropOutMode is 0 to 4"); \
        const uint64_t all = uint64_t { info.firstAxis } * info.srcLastAxis; \
        hawkdetail::Library(hawkdetail::LibraryApi::DropOut, site).out(dstLocal, all).in(srcLocal, all) \
            .in(maskLocal, uint64_t { info.firstAxis } * info.maskLastAxis).param(0, info.firstAxis) \
            .param(1, info.srcLastAxis).param(2, info.maskLastAxis).param(3, dropOutMode) \
            .value(0, static_cast<double>(keepProb)).TAKE.run(); \
    }
HAWK_DROP_OUT(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_DROP_OUT(, stack())

struct SelectWithBytesMaskShapeInfo {
    uint32_t firstAxis = 0;
    uint32_t srcLastAxis = 0;
    uint32_t maskLastAxis = 0;
};
/// Mask 0 takes src0, another value src1; one of them is a number. param 3: the number is src0.
#define HAWK_SELECT_BYTES(NAME, ARGS, SOURCE, NUMBER, FIRST) \
    template <typename T, typename U, bool isReuseMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, ARGS, const LocalTensor<U>& mask, \
        const LocalTensor<uint8_t>& sharedTmpBuffer, const SelectWithBytesMaskShapeInfo& info, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("Select", T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        static_assert(hawkabi::same<U, bool> || (hawkabi::among<U>(hawkabi::kIntegers) && sizeof(U) <= 4), \
            "Select: the mask's type is bool or an integer of at most 32 bits [library-dtype]"); \
        const uint64_t all = uint64_t { info.firstAxis } * info.srcLastAxis; \
        hawkdetail::Library(hawkdetail::LibraryApi::SelectBytes, site).out(dst, all).in(SOURCE, all) \
            .in(mask, uint64_t { info.firstAxis } * info.maskLastAxis, isReuseMask && info.maskLastAxis != info.srcLastAxis) \
            .param(0, info.firstAxis).param(1, info.srcLastAxis).param(2, info.maskLastAxis).param(3, FIRST) \
            .param(4, isReuseMask ? 1 : 0).value(0, hawkdetail::number(NUMBER)).scratch(sharedTmpBuffer).run(); \
    }
#define HAWK_TWO_ARGUMENTS(...) __VA_ARGS__
HAWK_SELECT_BYTES(Select, HAWK_TWO_ARGUMENTS(const LocalTensor<T>& src0, T src1), src0, src1, 0)
HAWK_SELECT_BYTES(Select, HAWK_TWO_ARGUMENTS(T src0, const LocalTensor<T>& src1), src1, src0, 1)
HAWK_SELECT_BYTES(SelectWithBytesMask, HAWK_TWO_ARGUMENTS(const LocalTensor<T>& src0, T src1), src0, src1, 0)
HAWK_SELECT_BYTES(SelectWithBytesMask, HAWK_TWO_ARGUMENTS(T src0, const LocalTensor<T>& src1), src1, src0, 1)

HAWK_NOT_ON_2201(PhiloxRandom, "Generate the numbers on the host.")
HAWK_NOT_ON_2201(Quantize, "Use AscendQuant.")
HAWK_NOT_ON_2201(Dequantize, "Use AscendDequant.")
HAWK_NOT_ON_2201(AntiQuantize, "Use AscendAntiQuant.")

} // namespace AscendC
