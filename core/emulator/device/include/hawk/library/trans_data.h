#pragma once

#include "hawk/library/call.h"
#include "hawk/library/normalization.h"
#include "hawk/tensor_layout.h"

/// TransData (reference: high-level API, 张量变换/TransData): NCDHW to and from the two layouts that split C, and for
/// FRACTAL_Z_3D also N, into groups of 16.
namespace AscendC {

template <typename T, typename U>
struct TransDataParams {
    T srcLayout;
    U dstLayout;
};

namespace hawkdetail {
template <const TransDataConfig& config, typename T, typename U, typename S>
inline Library transData(const LocalTensor<T>& dst, const LocalTensor<T>& src, const TransDataParams<U, S>& params,
    const hawkabi::Site& site)
{
    HAWK_LIBRARY_TYPES("TransData", T, hawkabi::kI16 | hawkabi::kU16 | hawkabi::kF16 | hawkabi::kBf16,
        "int16_t, uint16_t, half and bfloat16_t");
    constexpr int64_t kind = hawklib::transDataKind(config);
    static_assert(kind >= 0, "TransData converts NCDHW to and from NDC1HWC0 and FRACTAL_Z_3D only");
    static_assert(is_layout<U>::value && is_layout<S>::value, "TransData takes shapes as Layout objects");
    constexpr bool toPlain = kind == 1 || kind == 3;
    using Source = std::decay_t<decltype(params.srcLayout.GetShape())>;
    using Destination = std::decay_t<decltype(params.dstLayout.GetShape())>;
    constexpr size_t split = kind < 2 ? 6 : 7;
    static_assert(std::tuple_size_v<Source> == (toPlain ? split : 5) && std::tuple_size_v<Destination> == (toPlain ? 5 : split),
        "TransData: the shapes must have the dimensions of their formats (NCDHW 5, NDC1HWC0 6, FRACTAL_Z_3D 7)");
    int64_t plain[5] = {}, grouped[7] = {};
    if constexpr (toPlain) {
        extents(params.dstLayout.GetShape(), plain, std::make_index_sequence<5> {});
        extents(params.srcLayout.GetShape(), grouped, std::make_index_sequence<split> {});
    } else {
        extents(params.srcLayout.GetShape(), plain, std::make_index_sequence<5> {});
        extents(params.dstLayout.GetShape(), grouped, std::make_index_sequence<split> {});
    }
    const int64_t area = plain[3] * plain[4], padded = (area + 15) / 16 * 16; // H and W together fill whole blocks
    const int64_t plainCount = plain[0] * plain[1] * plain[2] * padded;
    int64_t groupedCount = 1;
    for (size_t i = 0; i < split; ++i)
        groupedCount *= grouped[i];
    Library call(LibraryApi::TransData, site);
    call.out(dst, static_cast<uint64_t>(toPlain ? plainCount : groupedCount))
        .in(src, static_cast<uint64_t>(toPlain ? groupedCount : plainCount)).param(0, kind);
    for (uint32_t i = 0; i < 5; ++i)
        call.param(1 + i, plain[i]);
    return call;
}
} // namespace hawkdetail

template <const TransDataConfig& config, typename T, typename U, typename S>
__aicore__ inline void TransData(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor,
    const LocalTensor<uint8_t>& sharedTmpBuffer, const TransDataParams<U, S>& params, HAWK_SITE)
{
    hawkdetail::transData<config>(dstTensor, srcTensor, params, site).scratch(sharedTmpBuffer).run();
}
template <const TransDataConfig& config, typename T, typename U, typename S>
__aicore__ inline void TransData(
    const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, const TransDataParams<U, S>& params, HAWK_SITE)
{
    hawkdetail::transData<config>(dstTensor, srcTensor, params, site).stack().run();
}

} // namespace AscendC
