#pragma once

#include "hawk/library/call.h"
#include "hawk/sort.h"
#include "hawk/library/normalization.h"
#include "hawk/library/tiling_data.h"

/// Sorting by value, largest first, and selection (reference: high-level API, 排序操作). A sorted element is 8 B: the value in
/// the low bytes, its index in the high four.
namespace AscendC {

#define HAWK_SORTED_TYPES(name) HAWK_LIBRARY_TYPES(name, T, hawkabi::kF16 | hawkabi::kF32, "half and float")

/// Elements of type T that `elemCount` sorted elements take.
template <typename T>
__aicore__ inline uint32_t GetSortLen(const uint32_t elemCount)
{
    HAWK_SORTED_TYPES("GetSortLen");
    return elemCount * (8 / static_cast<uint32_t>(sizeof(T)));
}
template <typename T>
__aicore__ inline uint32_t GetSortOffset(const uint32_t elemOffset)
{
    HAWK_SORTED_TYPES("GetSortOffset");
    return elemOffset * (8 / static_cast<uint32_t>(sizeof(T)));
}

/// On this generation the values are sorted where they are: concat becomes src.
template <typename T>
__aicore__ inline void Concat(
    LocalTensor<T>& concat, const LocalTensor<T>& src, const LocalTensor<T>& tmp, const int32_t repeatTime)
{
    HAWK_SORTED_TYPES("Concat");
    concat = src;
}

enum class SortType { RADIX_SORT, MERGE_SORT };
struct SortConfig {
    SortType type = SortType::RADIX_SORT;
    bool isDescend = false;
};

/// 32 elements per repeat, each repeat sorted alone or all of them together.
template <typename T, bool isFullSort>
__aicore__ inline void Sort(const LocalTensor<T>& dst, const LocalTensor<T>& concat, const LocalTensor<uint32_t>& index,
    const LocalTensor<T>& tmp, const int32_t repeatTime, HAWK_SITE)
{
    HAWK_SORTED_TYPES("Sort");
    const uint64_t count = static_cast<uint64_t>(repeatTime) * 32;
    hawkdetail::Library call(hawkdetail::LibraryApi::SortLibrary, site);
    call.out(dst, count * (8 / sizeof(T))).in(concat, count).in(index, count).param(0, static_cast<int64_t>(count))
        .param(1, isFullSort ? 1 : 0);
    if constexpr (isFullSort)
        call.scratch(tmp.template ReinterpretCast<uint8_t>());
    call.run();
}

/// Values and indices of sorted elements: 32 elements per repeat.
template <typename T>
__aicore__ inline void Extract(const LocalTensor<T>& dstValue, const LocalTensor<uint32_t>& dstIndex,
    const LocalTensor<T>& sorted, const int32_t repeatTime, HAWK_SITE)
{
    HAWK_SORTED_TYPES("Extract");
    const uint64_t count = static_cast<uint64_t>(repeatTime) * 32;
    hawkdetail::Library(hawkdetail::LibraryApi::Extract, site).out(dstValue, count).out(dstIndex, count)
        .in(sorted, count * (8 / sizeof(T))).run();
}

/// Merges two to four sorted queues; with isExhaustedSuspension it stops when one is used up and says how far each has come.
template <typename T, bool isExhaustedSuspension = false>
__aicore__ inline void MrgSort(const LocalTensor<T>& dst, const MrgSortSrcList<T>& sortList,
    const uint16_t elementCountList[4], uint32_t sortedNum[4], uint16_t validBit, const int32_t repeatTime, HAWK_SITE)
{
    HAWK_SORTED_TYPES("MrgSort");
    hawkdetail::merge(hawkabi::Api::MrgSort, site, dst, sortList, elementCountList, isExhaustedSuspension, validBit,
        static_cast<uint32_t>(repeatTime));
    if constexpr (isExhaustedSuspension) {
        uint16_t taken[4] = { 0, 0, 0, 0 };
        GetMrgSortResult(taken[0], taken[1], taken[2], taken[3], site);
        for (int i = 0; i < 4; ++i)
            sortedNum[i] = taken[i];
    }
}

enum class TopKMode { TOPK_NORMAL, TOPK_NSMALL };
enum class TopKAlgo { RADIX_SELECT, MERGE_SORT };
enum class TopKOrder { UNSET, LARGEST, SMALLEST };
struct TopKConfig {
    TopKAlgo algo = TopKAlgo::MERGE_SORT;
    TopKOrder order = TopKOrder::UNSET;
    bool sorted = true;
};
inline constexpr TopKConfig defaultTopKConfig {};
struct TopKInfo {
    int32_t outter = 1;
    int32_t inner;
    int32_t n;
};
/// params: rows, stored columns, columns, k, bits (1 indices given, 2 finish flags, 4 small mode, 8 largest), pitch of the
/// values and of the indices.
#define HAWK_TOPK(SCRATCH, TAKE) \
    template <typename T, bool isInitIndex = false, bool isHasfinish = false, bool isReuseSrc = false, \
        enum TopKMode topkMode = TopKMode::TOPK_NORMAL, const TopKConfig& config = defaultTopKConfig> \
    __aicore__ inline void TopK(const LocalTensor<T>& dstValueLocal, const LocalTensor<int32_t>& dstIndexLocal, \
        const LocalTensor<T>& srcLocal, const LocalTensor<int32_t>& srcIndexLocal, const LocalTensor<bool>& finishLocal, \
        SCRATCH const int32_t k, const TopkTiling& tilling, const TopKInfo& topKInfo, const bool isLargest = true, HAWK_SITE) \
    { \
        HAWK_SORTED_TYPES("TopK"); \
        constexpr bool small = topkMode == TopKMode::TOPK_NSMALL; \
        const uint64_t rows = static_cast<uint64_t>(topKInfo.outter); \
        const uint64_t all = rows * static_cast<uint64_t>(topKInfo.inner); \
        const uint64_t blockOf = 32 / sizeof(T); \
        const uint64_t wanted = static_cast<uint64_t>(k); \
        const uint64_t valuePitch = small ? wanted : (wanted + blockOf - 1) / blockOf * blockOf; \
        const uint64_t indexPitch = small ? wanted : (wanted + 7) / 8 * 8; \
        hawkdetail::Library(hawkdetail::LibraryApi::TopK, site).out(dstValueLocal, rows * valuePitch) \
            .out(dstIndexLocal, rows * indexPitch).in(srcLocal, all, isReuseSrc) \
            .in(srcIndexLocal, isInitIndex ? (small ? all : static_cast<uint64_t>(topKInfo.inner)) : 0) \
            .in(finishLocal, isHasfinish ? rows : 0).param(0, topKInfo.outter).param(1, topKInfo.inner) \
            .param(2, topKInfo.n).param(3, k) \
            .param(4, (isInitIndex ? 1 : 0) | (isHasfinish ? 2 : 0) | (small ? 4 : 0) | (isLargest ? 8 : 0)) \
            .param(5, static_cast<int64_t>(valuePitch)).param(6, static_cast<int64_t>(indexPitch)).TAKE.run(); \
    }
#define HAWK_TOPK_SCRATCH const LocalTensor<uint8_t>& tmpLocal,
HAWK_TOPK(HAWK_TOPK_SCRATCH, scratch(tmpLocal))
HAWK_TOPK(, stack())

} // namespace AscendC
