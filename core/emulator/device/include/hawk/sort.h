#pragma once

#include "hawk/issue.h"

/// Sorting of (score, index) pairs, 8 B each whatever the score's type, and merging of sorted queues.
namespace AscendC {

#define HAWK_SORT_TYPES(NAME) \
    static_assert(hawkabi::among<T>(hawkabi::kF16 | hawkabi::kF32), NAME " takes half and float on " HAWK_GENERATION)

/// Up to four sorted queues.
template <typename T>
struct MrgSortSrcList {
    MrgSortSrcList() = default;
    MrgSortSrcList(
        const LocalTensor<T>& a, const LocalTensor<T>& b, const LocalTensor<T>& c, const LocalTensor<T>& d)
        : src1(a)
        , src2(b)
        , src3(c)
        , src4(d)
    {
    }
    LocalTensor<T> src1, src2, src3, src4;
};

namespace hawkdetail {
/// mode: valid queues as bits, 16 when the first exhausted queue ends the call. params: address of the four sources,
/// address of the four lengths, repeats.
template <class T>
inline void merge(Api api, const hawkabi::Site& site, const LocalTensor<T>& dst, const MrgSortSrcList<T>& src,
    const uint16_t* lengths, bool suspend, uint16_t validBit, uint32_t repeats)
{
    const hawkabi::Operand sources[4]
        = { src.src1.hawkOperand(), src.src2.hawkOperand(), src.src3.hawkOperand(), src.src4.hawkOperand() };
    hawkabi::Call call(api, site);
    call.mode = validBit | (suspend ? 16U : 0U);
    call.repeat = repeats;
    call.params[0] = reinterpret_cast<int64_t>(sources);
    call.params[1] = reinterpret_cast<int64_t>(lengths);
    call.operandCount = 1;
    call.operands[0] = dst.hawkOperand();
    hawk_vector(&call);
}
} // namespace hawkdetail

#if !defined(__NPU_ARCH__) || __NPU_ARCH__ != 2002
/// 32 scores and indices per repeat, descending; equal scores keep their order.
template <typename T>
__aicore__ inline void Sort32(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<uint32_t>& src1,
    const int32_t repeatTime, HAWK_SITE)
{
    HAWK_SORT_TYPES("Sort32");
    hawkabi::Call call(hawkabi::Api::Sort32, site);
    call.repeat = static_cast<uint32_t>(repeatTime);
    call.operandCount = 3;
    call.operands[0] = dst.hawkOperand();
    call.operands[1] = src0.hawkOperand();
    call.operands[2] = src1.hawkOperand();
    hawk_vector(&call);
}
template <typename T>
__aicore__ inline void MrgSort(
    const LocalTensor<T>& dst, const MrgSortSrcList<T>& src, const MrgSort4Info& params, HAWK_SITE)
{
    HAWK_SORT_TYPES("MrgSort");
    hawkdetail::merge(hawkabi::Api::MrgSort, site, dst, src, params.elementLengths, params.ifExhaustedSuspension,
        params.validBit, params.repeatTimes);
}
#else
/// Region proposals: eight elements each, [x1, y1, x2, y2, score, label, -, -].
template <typename T>
__aicore__ inline void MrgSort4(
    const LocalTensor<T>& dst, const MrgSortSrcList<T>& src, const MrgSort4Info& params, HAWK_SITE)
{
    HAWK_SORT_TYPES("MrgSort4");
    hawkdetail::merge(hawkabi::Api::MrgSort4, site, dst, src, params.elementLengths, params.ifExhaustedSuspension,
        params.validBit, params.repeatTimes);
}
#define HAWK_PROPOSAL_CALL(NAME, PARAMETERS, MODE) \
    template <typename T> \
    __aicore__ inline void NAME PARAMETERS \
    { \
        HAWK_SORT_TYPES(#NAME); \
        hawkabi::Call call(hawkabi::Api::NAME, site); \
        call.mode = static_cast<uint32_t>(MODE); \
        call.repeat = static_cast<uint32_t>(repeatTime); \
        call.operandCount = 2; \
        call.operands[0] = dst.hawkOperand(); \
        call.operands[1] = src.hawkOperand(); \
        hawk_vector(&call); \
    }
HAWK_PROPOSAL_CALL(ProposalConcat,
    (const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t repeatTime, const int32_t modeNumber, HAWK_SITE),
    modeNumber)
HAWK_PROPOSAL_CALL(ProposalExtract,
    (const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t repeatTime, const int32_t modeNumber, HAWK_SITE),
    modeNumber)
HAWK_PROPOSAL_CALL(
    RpSort16, (const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t repeatTime, HAWK_SITE), 0)
#endif

/// What a suspended MrgSort has taken from each queue.
__aicore__ inline void GetMrgSortResult(
    uint16_t& mrgSortList1, uint16_t& mrgSortList2, uint16_t& mrgSortList3, uint16_t& mrgSortList4, HAWK_SITE)
{
    hawkabi::Call call(hawkabi::Api::GetMrgSortResult, site);
    const uint64_t taken = hawk_control(&call);
    mrgSortList1 = static_cast<uint16_t>(taken);
    mrgSortList2 = static_cast<uint16_t>(taken >> 16U);
    mrgSortList3 = static_cast<uint16_t>(taken >> 32U);
    mrgSortList4 = static_cast<uint16_t>(taken >> 48U);
}

} // namespace AscendC
