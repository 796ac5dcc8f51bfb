#include "call_forms_kernels.h"

#include "kernel_operator.h"

using namespace AscendC;

namespace kernels {
namespace {

/// 2048 B of x in UB, room for as many, and z.
template <class T> struct Around {
    Around(GM_ADDR x, GM_ADDR z)
    {
        constexpr uint32_t kBytes = 2048;
        pipe.InitBuffer(in, 1, kBytes);
        pipe.InitBuffer(out, 1, kBytes);
        GlobalTensor<T> xGm;
        xGm.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(x), kBytes / sizeof(T));
        zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), kBytes / 4);
        LocalTensor<T> loaded = in.AllocTensor<T>();
        DataCopy(loaded, xGm, kBytes / sizeof(T));
        in.EnQue(loaded);
        a = in.DeQue<T>();
        b = out.AllocTensor<float>();
        Duplicate(b, 0.0F, kBytes / 4);
    }
    ~Around()
    {
        out.EnQue(b);
        in.FreeTensor(a);
        b = out.DeQue<float>();
        DataCopy(zGm, b, 512);
        out.FreeTensor(b);
    }
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    GlobalTensor<float> zGm;
    LocalTensor<T> a;
    LocalTensor<float> b;
};

} // namespace

void namedScalars(GM_ADDR x, GM_ADDR z)
{
    Around<float> f(x, z);
    Adds<float, float>(f.b, f.a, 3, 64); // the scalar's type is named, so the int converts
    SetVectorMask<float>(0, 0xFFFFFFFF);
    Muls<float, float, false>(f.b[64], f.a, 2, MASK_PLACEHOLDER, 1, { 1, 1, 8, 8 });
    ResetMask();
    const LocalTensor<int32_t> whole = f.b[128].ReinterpretCast<int32_t>();
    Cast(whole, f.a, RoundMode::CAST_TRUNC, 64);
    uint64_t all[2] = { 0xFFFFFFFFFFFFFFFF, 0 };
    ShiftRight<int32_t, int32_t, true>(whole, whole, 2, all, 1, { 1, 1, 8, 8 }, true);
}

void unnamedDequant(GM_ADDR x, GM_ADDR z)
{
    Around<int32_t> f(x, z);
    SetDeqScale(static_cast<half>(0.5F));
    SetVectorMask<int32_t>(0, 0x5555555555555555);
    AddDeqRelu<false>(f.b.ReinterpretCast<half>(), f.a, f.a[64], MASK_PLACEHOLDER, 1, { 1, 1, 1, 4, 8, 8 });
    ResetMask();
}

void olderNames(GM_ADDR x, GM_ADDR z)
{
    Around<int16_t> f(x, z);
    SetDeqScale(0.25F, 1, false);
    CastDeq<uint8_t, int16_t, false, false>(f.b.ReinterpretCast<uint8_t>(), f.a, 64);
}

void fractalsToRows(GM_ADDR x, GM_ADDR z)
{
    TPipe pipe;
    TQueBind<TPosition::VECIN, TPosition::VECOUT, 1> queue;
    pipe.InitBuffer(queue, 1, 2048);
    GlobalTensor<float> from, to;
    from.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 512);
    to.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    LocalTensor<float> a = queue.AllocTensor<float>();
    DataCopy(a, from, 512);
    queue.EnQue<TPosition::VECIN, TPosition::VECOUT, float>(a);
    a = queue.DeQue<TPosition::VECIN, TPosition::VECOUT, float>();
    DataCopy(to, a, Nz2NdParamsFull { 2, 4, 32, 1, 4, 40, 200 });
    queue.FreeTensor(a);
}

namespace {
void store(GlobalTensor<int32_t> to, uint32_t at) { to.SetValue(at, 7); }
}

void elementReferences(GM_ADDR x, GM_ADDR z)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> buffer;
    pipe.InitBuffer(buffer, 64);
    const LocalTensor<int32_t> t = buffer.Get<int32_t>();
    GlobalTensor<int32_t> from, to;
    from.SetGlobalBuffer(reinterpret_cast<__gm__ int32_t*>(x), 512);
    to.SetGlobalBuffer(reinterpret_cast<__gm__ int32_t*>(z), 512);
    t.SetValue(0, 9.75F); // what is written has the type of the argument and becomes the tensor's
    t(1) = from(0);
    t(1) += 5;
    t(1) *= 3;
    t(1) -= from(1);
    t(2) = 100;
    t(2) /= 7;
    for (uint32_t i = 0; i < 3; ++i)
        to.SetValue(i, t(i));
    Async<EngineType::AIV, store>(to, 3U);
    Async<EngineType::AIC, store>(to, 4U); // a vector core has no part in this
    DataCacheCleanAndInvalid<int32_t, CacheLine::ENTIRE_DATA_CACHE>(to);
}

} // namespace kernels
