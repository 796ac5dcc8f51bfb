#include "control_kernels.h"

#include "kernel_operator.h"

using namespace AscendC;

namespace kernels::control {
namespace {

constexpr uint32_t kCount = 512;
constexpr uint32_t kBytes = kCount * sizeof(float);

GlobalTensor<float> global(GM_ADDR address)
{
    GlobalTensor<float> tensor;
    tensor.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(address), kCount);
    return tensor;
}

/// Loads x, gives `compute` zeroed room for the result, stores that.
template <class Compute>
void around(GM_ADDR x, GM_ADDR z, Compute compute)
{
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    pipe.InitBuffer(in, 1, kBytes);
    pipe.InitBuffer(out, 1, kBytes);
    LocalTensor<float> a = in.AllocTensor<float>();
    DataCopy(a, global(x), kCount);
    in.EnQue(a);
    a = in.DeQue<float>();
    LocalTensor<float> b = out.AllocTensor<float>();
    Duplicate(b, 0.0F, kCount);
    compute(b, a, pipe);
    out.EnQue(b);
    in.FreeTensor(a);
    b = out.DeQue<float>();
    DataCopy(global(z), b, kCount);
    out.FreeTensor(b);
}

using Tensor = LocalTensor<float>;

} // namespace

void padValue(GM_ADDR x, GM_ADDR z)
{
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    pipe.InitBuffer(in, 1, 32);
    pipe.InitBuffer(out, 1, 32);
    SetPadValue(-3.0F);
    LocalTensor<float> a = in.AllocTensor<float>();
    DataCopyPad(a, global(x), DataCopyExtParams { 1, 5 * sizeof(float), 0, 0, 0 }, DataCopyPadExtParams<float> { false, 0, 3, 0.0F });
    in.EnQue(a);
    a = in.DeQue<float>();
    LocalTensor<float> b = out.AllocTensor<float>();
    Adds(b, a, 1.0F, 8);
    out.EnQue(b);
    in.FreeTensor(a);
    b = out.DeQue<float>();
    DataCopy(global(z), b, 8);
    out.FreeTensor(b);
}

void pipeTwice(GM_ADDR x, GM_ADDR z)
{
    constexpr uint32_t kMost = 96 * 1024; // two of them do not fit at once
    for (uint32_t half = 0; half < 2; ++half) {
        TPipe pipe;
        TQueBind<TPosition::VECIN, TPosition::VECOUT, 1> both;
        pipe.InitBuffer(both, 1, kMost);
        LocalTensor<float> a = both.AllocTensor<float>();
        DataCopy(a, global(x)[half * 256], 256);
        both.EnQue(a);
        a = both.DeQue<float>();
        DataCopy(global(z)[half * 256], a, 256);
        both.FreeTensor(a);
        pipe.Destroy();
    }
}

void stackBuffer(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, TPipe&) {
        Tensor rest;
        const bool any = PopStackBuffer<float, TPosition::LCM>(rest);
        Adds(rest, a, 1.0F, 256);
        Adds(b, rest, 1.0F, 256);
        b.SetValue(511, any ? static_cast<float>(rest.GetSize()) : -1.0F);
    });
}

void eventIds(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor&, TPipe& pipe) {
        const TEventID first = pipe.AllocEventID<HardEvent::V_S>();
        const TEventID second = pipe.AllocEventID<HardEvent::V_S>();
        pipe.ReleaseEventID<HardEvent::V_S>(first);
        const TEventID third = pipe.AllocEventID<HardEvent::V_S>();
        b.SetValue(0, static_cast<float>(first));
        b.SetValue(1, static_cast<float>(second));
        b.SetValue(2, static_cast<float>(third));
        pipe.ReleaseEventID<HardEvent::V_S>(second);
        pipe.ReleaseEventID<HardEvent::V_S>(third);
    });
}

void atomicExtremes(GM_ADDR x, GM_ADDR z)
{
    TPipe pipe;
    TQueBind<TPosition::VECIN, TPosition::VECOUT, 1> both;
    pipe.InitBuffer(both, 1, kBytes);
    LocalTensor<float> a = both.AllocTensor<float>();
    DataCopy(a, global(x), kCount);
    both.EnQue(a);
    a = both.DeQue<float>();
    DataCopy(global(z), a, 192); // three times the first 64
    PipeBarrier<PIPE_MTE3>();
    SetAtomicMax<float>();
    DataCopy(global(z), a[192], 64);
    SetAtomicNone();
    SetAtomicMin<float>();
    DataCopy(global(z)[64], a[192], 64);
    SetAtomicNone();
    SetAtomicAdd<float>();
    DataCopy(global(z)[128], a[192], 64);
    DisableDmaAtomic();
    both.FreeTensor(a);
}

void storeConfig(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor&, TPipe&) {
        uint16_t type = 9;
        uint16_t op = 9;
        GetStoreAtomicConfig(type, op);
        b.SetValue(0, static_cast<float>(type));
        SetAtomicType<half>();
        GetStoreAtomicConfig(type, op);
        b.SetValue(1, static_cast<float>(type));
        SetAtomicNone();
    });
}

void saturationFlag(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor&, TPipe&) {
        b.SetValue(0, GetSaturationFlag<SaturationMode::FLOAT>() ? 1.0F : 0.0F);
        SetSaturationFlag<SaturationMode::FLOAT>(true);
        b.SetValue(1, GetSaturationFlag<SaturationMode::FLOAT>() ? 1.0F : 0.0F);
        SetSaturationFlag<SaturationMode::FLOAT>(false);
    });
}

void resetState(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, TPipe&) {
        SetMaskCount();
        SetVectorMask<float, MaskMode::COUNTER>(0, 3);
        InitSocState();
        Adds<float, false>(b, a, 1.0F, MASK_PLACEHOLDER, 1, UnaryRepeatParams { 1, 1, 8, 8 });
    });
}

void orderOnly(GM_ADDR x, GM_ADDR z)
{
    WaitPreTaskEnd();
    around(x, z, [](const Tensor& b, const Tensor& a, TPipe&) {
        Adds(b, a, 0.0F, kCount);
        DataSyncBarrier<MemDsbT::ALL>();
    });
    SetNextTaskStart();
}

void printing(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, TPipe&) {
        Adds(b, a, 0.0F, kCount);
        ASSERT(false, "not evaluated on the chip")
        DumpTensor(b, 77, 4);
    });
}

void failing(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, TPipe&) {
        Adds(b, a, 0.0F, kCount);
        ascendc_assert(b.GetSize() == 1, "too many");
    });
}

} // namespace kernels::control
