#include "core/property/collect_calls.h"

#include "core/property/device_tensor.h"

namespace hawk::property {
namespace {

using namespace AscendC;

constexpr std::uint32_t kArea = 22 * 1024;

template <class To, class From, class... Form>
void fusedWith(Fused api, const LocalTensor<To>& d, const LocalTensor<From>& a, const LocalTensor<From>& b, Form... form)
{
    if constexpr (oneOf<From, int32_t>)
        AddDeqRelu(d, a, b, form...);
    else if constexpr (oneOf<To, uint8_t>)
        MulCast(d, a, b, form...);
    else {
        if (api == Fused::AddReluCast)
            AddReluCast(d, a, b, form...);
        else if (api == Fused::SubReluCast)
            SubReluCast(d, a, b, form...);
        else if constexpr (oneOf<From, half> && oneOf<To, int8_t>)
            MulCast(d, a, b, form...);
    }
}

template <class To, class From>
void fused(Fused api, const Trial& t)
{
    const auto d = tensorAt<To>(t.dst);
    const auto a = tensorAt<From>(t.src[0]);
    const auto b = tensorAt<From>(t.src[1]);
    const BinaryRepeatParams p { t.dst.blockStride, t.src[0].blockStride, t.src[1].blockStride, t.dst.repeatStride,
        t.src[0].repeatStride, t.src[1].repeatStride };
    const uint64_t mask[2] = { t.mask[0], t.mask[1] };
    const auto repeats = static_cast<int32_t>(t.repeats);
    if (t.form == Form::Count)
        fusedWith(api, d, a, b, static_cast<uint32_t>(t.count));
    else if (t.form == Form::MaskCount)
        fusedWith(api, d, a, b, static_cast<uint64_t>(t.count), repeats, p);
    else
        fusedWith(api, d, a, b, static_cast<const uint64_t*>(mask), repeats, p);
}

} // namespace

std::uint64_t callGatherMask(const Collect& c)
{
    uint64_t kept = 0;
    const GatherMaskParams p { c.src.blockStride, c.repeats, c.src.repeatStride, c.bits.repeatStride };
    withType(c.type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (isMovable<T>) {
            using Bits = std::conditional_t<sizeof(T) == 2, uint16_t, uint32_t>;
            const auto d = tensorAt<T>(c.dst);
            const auto s = tensorAt<T>(c.src);
            if (c.pattern == 0)
                GatherMask(d, s, tensorAt<Bits>(c.bits), c.counted != 0, c.counted, p, kept);
            else
                GatherMask(d, s, static_cast<uint8_t>(c.pattern), c.counted != 0, c.counted, p, kept);
        }
        return true;
    });
    return kept;
}

void callGatherBlocks(Number type, const Trial& t)
{
    const GatherRepeatParams p { t.dst.blockStride, t.dst.repeatStride };
    const auto repeats = static_cast<int32_t>(t.repeats);
    const auto offsets = tensorAt<uint32_t>(t.src[1]);
    if (type == Number::U16)
        Gatherb(tensorAt<uint16_t>(t.dst), tensorAt<uint16_t>(t.src[0]), offsets, repeats, p);
    else
        Gatherb(tensorAt<uint32_t>(t.dst), tensorAt<uint32_t>(t.src[0]), offsets, repeats, p);
}

void callSort32(Number type, std::uint32_t dst, std::uint32_t scores, std::uint32_t indices, std::uint32_t repeats)
{
    const auto index = tensorAt<uint32_t>(indices, kArea);
    const auto times = static_cast<int32_t>(repeats);
    if (type == Number::F16)
        Sort32(tensorAt<half>(dst, kArea), tensorAt<half>(scores, kArea), index, times);
    else
        Sort32(tensorAt<float>(dst, kArea), tensorAt<float>(scores, kArea), index, times);
}

std::array<std::uint16_t, 4> callMerge(const Merge& m)
{
    const MrgSort4Info info({ m.lengths[0], m.lengths[1], m.lengths[2], m.lengths[3] }, m.suspend, m.valid, m.repeats);
    const auto call = [&](auto sample) {
        using T = decltype(sample);
        const auto queue = [&](std::size_t i) { return tensorAt<T>(m.queues.at(i), kArea); };
        MrgSort(tensorAt<T>(m.dst, kArea), MrgSortSrcList<T>(queue(0), queue(1), queue(2), queue(3)), info);
    };
    if (m.type == Number::F16)
        call(half {});
    else
        call(float {});
    std::array<std::uint16_t, 4> taken {};
    GetMrgSortResult(taken[0], taken[1], taken[2], taken[3]);
    return taken;
}

const char* nameOf(Fused api)
{
    constexpr std::array<const char*, 4> kNames { "AddReluCast", "SubReluCast", "MulCast", "AddDeqRelu" };
    return kNames.at(static_cast<std::size_t>(api));
}

bool callFused(Fused api, Number to, Number from, const Trial& t, float scale)
{
    const bool relu = api == Fused::AddReluCast || api == Fused::SubReluCast;
    if (api == Fused::AddDeqRelu && to == Number::F16 && from == Number::I32) {
        SetDeqScale(static_cast<half>(scale));
        fused<half, int32_t>(api, t);
    } else if (relu && to == Number::F16 && from == Number::F32) {
        fused<half, float>(api, t);
    } else if (relu && to == Number::I8 && from == Number::I16) {
        fused<int8_t, int16_t>(api, t);
    } else if (api != Fused::AddDeqRelu && to == Number::I8 && from == Number::F16) {
        fused<int8_t, half>(api, t);
    } else if (api == Fused::MulCast && to == Number::U8 && from == Number::F16) {
        fused<uint8_t, half>(api, t);
    } else {
        return false;
    }
    return true;
}

void callAtomicStore(Number type, int operation, std::uint8_t* gm, std::uint32_t local, std::uint32_t bytes)
{
    withType(type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (oneOf<T, half, bfloat16_t, float, int8_t, int16_t, int32_t>) {
            GlobalTensor<T> to;
            to.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(gm));
            if (operation == 0)
                SetAtomicAdd<T>();
            else if (operation == 1)
                SetAtomicMax<T>();
            else if (operation == 2)
                SetAtomicMin<T>();
            DataCopy(to, tensorAt<T>(local, bytes), static_cast<uint32_t>(bytes / sizeof(T)));
            SetAtomicNone();
        }
        return true;
    });
}

} // namespace hawk::property
