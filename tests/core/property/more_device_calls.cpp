#include "core/property/more_device_calls.h"

#include "core/property/device_tensor.h"

#include <array>

namespace hawk::property {
namespace {

using namespace AscendC;

BinaryRepeatParams binaryParams(const Trial& t)
{
    return { t.dst.blockStride, t.src[0].blockStride, t.src[1].blockStride, t.dst.repeatStride, t.src[0].repeatStride,
        t.src[1].repeatStride };
}
UnaryRepeatParams unaryParams(const Trial& t)
{
    return { t.dst.blockStride, t.src[0].blockStride, t.dst.repeatStride, t.src[0].repeatStride };
}

template <class Call>
void withFloat(Number type, const Call& call)
{
    if (type == Number::F16)
        call(half {});
    else
        call(float {});
}

template <class Call>
void withMovable(Number type, const Call& call)
{
    withType(type, [&](auto sample) {
        if constexpr (isMovable<decltype(sample)>)
            call(sample);
        return true;
    });
}

} // namespace

void callCompare(Number type, int mode, const Trial& t, const std::uint64_t* scalar)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensorAt<uint8_t>(t.dst);
        const auto a = tensorAt<T>(t.src[0]);
        const auto b = tensorAt<T>(t.src[1]);
        const auto cmp = static_cast<CMPMODE>(mode);
        const auto repeats = static_cast<int32_t>(t.repeats);
        if (t.form == Form::Count && scalar != nullptr)
            CompareScalar(d, a, scalarFrom<T>(*scalar), cmp, static_cast<uint32_t>(t.count));
        else if (t.form == Form::Count)
            Compare(d, a, b, cmp, static_cast<uint32_t>(t.count));
        else if (scalar != nullptr)
            CompareScalar(d, a, scalarFrom<T>(*scalar), cmp, uint64_t { t.perRepeat }, repeats, unaryParams(t));
        else
            Compare(d, a, b, cmp, uint64_t { t.perRepeat }, repeats, binaryParams(t));
    });
}

void callSelect(Number type, int mode, const Trial& t, const Place& bits, const std::uint64_t* scalar)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensorAt<T>(t.dst);
        const auto m = tensorAt<uint8_t>(bits);
        const auto a = tensorAt<T>(t.src[0]);
        const auto call = [&](auto second) {
            const auto sel = static_cast<SELMODE>(mode);
            const uint64_t mask[2] = { t.mask[0], t.mask[1] };
            if (t.form == Form::Count)
                Select(d, m, a, second, sel, static_cast<uint32_t>(t.count));
            else if (t.form == Form::MaskCount)
                Select(d, m, a, second, sel, uint64_t { t.count }, static_cast<int32_t>(t.repeats), binaryParams(t));
            else
                Select(d, m, a, second, sel, mask, static_cast<int32_t>(t.repeats), binaryParams(t));
        };
        if (scalar != nullptr)
            call(scalarFrom<T>(*scalar));
        else
            call(tensorAt<T>(t.src[1]));
    });
}

const char* nameOf(Reduce api)
{
    constexpr std::array<const char*, static_cast<std::size_t>(Reduce::Count)> kNames { "WholeReduceSum", "WholeReduceMax",
        "WholeReduceMin", "BlockReduceSum", "BlockReduceMax", "BlockReduceMin", "PairReduceSum", "RepeatReduceSum" };
    return kNames.at(static_cast<std::size_t>(api));
}

namespace {

template <class T, class Mask>
void reduceWith(Reduce api, const Trial& t, int order, Mask mask)
{
    const auto d = tensorAt<T>(t.dst);
    const auto a = tensorAt<T>(t.src[0]);
    const auto repeats = static_cast<int32_t>(t.repeats);
    const auto out = static_cast<int32_t>(t.dst.repeatStride);
    const auto block = static_cast<int32_t>(t.src[0].blockStride);
    const auto repeat = static_cast<int32_t>(t.src[0].repeatStride);
    switch (api) {
    case Reduce::WholeSum: WholeReduceSum<T>(d, a, mask, repeats, out, block, repeat); break;
    case Reduce::WholeMax: WholeReduceMax<T>(d, a, mask, repeats, out, block, repeat, static_cast<ReduceOrder>(order)); break;
    case Reduce::WholeMin: WholeReduceMin<T>(d, a, mask, repeats, out, block, repeat, static_cast<ReduceOrder>(order)); break;
    case Reduce::BlockSum: BlockReduceSum<T>(d, a, repeats, mask, out, block, repeat); break;
    case Reduce::BlockMax: BlockReduceMax<T>(d, a, repeats, mask, out, block, repeat); break;
    case Reduce::BlockMin: BlockReduceMin<T>(d, a, repeats, mask, out, block, repeat); break;
    case Reduce::PairSum: PairReduceSum<T>(d, a, repeats, mask, out, block, repeat); break;
    default: RepeatReduceSum<T>(d, a, repeats, mask, 1, block, out, repeat); break;
    }
}

template <class T, class... Form>
void reduceAllWith(int reduction, const Trial& t, const Place& work, bool withIndex, Form... form)
{
    const auto d = tensorAt<T>(t.dst);
    const auto a = tensorAt<T>(t.src[0]);
    const auto w = tensorAt<T>(work);
    if (reduction == 0)
        ReduceSum<T>(d, a, w, form...);
    else if (reduction == 1)
        ReduceMax<T>(d, a, w, form..., withIndex);
    else
        ReduceMin<T>(d, a, w, form..., withIndex);
}

} // namespace

void callReduce(Reduce api, Number type, const Trial& t, int order)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const uint64_t mask[2] = { t.mask[0], t.mask[1] };
        if (t.form == Form::MaskCount)
            reduceWith<T>(api, t, order, static_cast<int32_t>(t.count));
        else
            reduceWith<T>(api, t, order, static_cast<const uint64_t*>(mask));
    });
}

void callReduceAll(int reduction, Number type, const Trial& t, const Place& work, bool withIndex)
{
    withFloat(type, [&](auto sample) {
        using T = decltype(sample);
        const uint64_t mask[2] = { t.mask[0], t.mask[1] };
        const auto repeats = static_cast<int32_t>(t.repeats);
        const auto stride = static_cast<int32_t>(t.src[0].repeatStride);
        if (t.form == Form::Count)
            reduceAllWith<T>(reduction, t, work, withIndex, static_cast<int32_t>(t.count));
        else if (t.form == Form::MaskCount)
            reduceAllWith<T>(reduction, t, work, withIndex, static_cast<int32_t>(t.count), repeats, stride);
        else
            reduceAllWith<T>(reduction, t, work, withIndex, static_cast<const uint64_t*>(mask), repeats, stride);
    });
}

void callGather(Number type, const Trial& t, std::uint32_t base)
{
    withMovable(type, [&](auto sample) {
        using T = decltype(sample);
        const auto d = tensorAt<T>(t.dst);
        const auto a = tensorAt<T>(t.src[0]);
        const auto offsets = tensorAt<uint32_t>(t.src[1]);
        const uint64_t mask[2] = { t.mask[0], t.mask[1] };
        if (t.form == Form::Count)
            Gather(d, a, offsets, base, static_cast<uint32_t>(t.count));
        else if (t.form == Form::MaskCount)
            Gather(d, a, offsets, base, uint64_t { t.count }, static_cast<int32_t>(t.repeats), t.dst.repeatStride);
        else
            Gather(d, a, offsets, base, static_cast<const uint64_t*>(mask), static_cast<int32_t>(t.repeats), t.dst.repeatStride);
    });
}

void callBroadcast(Number type, const Trial& t)
{
    withMovable(type, [&](auto sample) {
        using T = decltype(sample);
        Brcb(tensorAt<T>(t.dst), tensorAt<T>(t.src[0]), static_cast<int32_t>(t.repeats),
            BrcbRepeatParams { t.dst.blockStride, t.dst.repeatStride });
    });
}

void callTranspose16(Number type, std::uint32_t dst, std::uint32_t src)
{
    constexpr std::uint32_t kBytes = 512;
    if (type == Number::F16)
        Transpose(tensorAt<half>(dst, kBytes), tensorAt<half>(src, kBytes));
    else if (type == Number::I16)
        Transpose(tensorAt<int16_t>(dst, kBytes), tensorAt<int16_t>(src, kBytes));
    else
        Transpose(tensorAt<uint16_t>(dst, kBytes), tensorAt<uint16_t>(src, kBytes));
}

void callTransData(Number type, const std::uint32_t* dst, const std::uint32_t* src, std::uint32_t repeats, std::uint32_t dstStride,
    std::uint32_t srcStride)
{
    const TransDataTo5HDParams p { false, false, repeats, dstStride, srcStride };
    constexpr std::uint32_t kBytes = 16384;
    const auto call = [&](auto sample) {
        using T = decltype(sample);
        LocalTensor<T> to[16];
        LocalTensor<T> from[16];
        for (std::size_t i = 0; i < 16; ++i) {
            to[i] = tensorAt<T>(dst[i], kBytes);
            from[i] = tensorAt<T>(src[i], kBytes);
        }
        TransDataTo5HD<T>(to, from, p);
    };
    if (type == Number::F16)
        call(half {});
    else
        call(float {});
}

void callTransfer(const Transfer& x)
{
    withMovable(x.type, [&](auto sample) {
        using T = decltype(sample);
        const auto local = tensorAt<T>(x.local, 65536);
        GlobalTensor<T> gm;
        gm.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(x.gm));
        const DataCopyParams plain { x.blocks, x.length, x.srcGap, x.dstGap };
        const DataCopyExtParams bytes { x.blocks, x.length, x.srcGap, x.dstGap, 0 };
        const DataCopyPadExtParams<T> pad { x.pad, x.left, x.right, scalarFrom<T>(x.value) };
        if (x.padded && x.toLocal)
            DataCopyPad(local, gm, bytes, pad);
        else if (x.padded)
            DataCopyPad(gm, local, bytes);
        else if (x.toLocal)
            DataCopy(local, gm, plain);
        else
            DataCopy(gm, local, plain);
    });
}

} // namespace hawk::property
