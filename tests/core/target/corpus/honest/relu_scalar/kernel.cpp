#include "kernel_operator.h"
using namespace AscendC;
struct Plan { uint32_t total; uint32_t perCore; };
constexpr uint32_t kTile = 2048;

template <class T> __aicore__ inline void Load(const LocalTensor<T>& to, const GlobalTensor<T>& from, uint32_t count)
{
    DataCopyPad(to, from, DataCopyExtParams { 1, (uint32_t)(count * sizeof(T)), 0, 0, 0 }, DataCopyPadExtParams<T> { false, 0, 0, 0 });
}
template <class T> __aicore__ inline void Store(const GlobalTensor<T>& to, const LocalTensor<T>& from, uint32_t count)
{
    DataCopyPad(to, from, DataCopyExtParams { 1, (uint32_t)(count * sizeof(T)), 0, 0, 0 });
}

extern "C" __global__ __aicore__ void relu_custom(GM_ADDR x, GM_ADDR y, GM_ADDR tiling)
{
    const __gm__ Plan* plan = (const __gm__ Plan*)tiling;
    const uint32_t begin = GetBlockIdx() * plan->perCore;
    const uint32_t end = begin + plan->perCore < plan->total ? begin + plan->perCore : plan->total;
    GlobalTensor<DTYPE_X> gx, gy;
    gx.SetGlobalBuffer((__gm__ DTYPE_X*)x, plan->total);
    gy.SetGlobalBuffer((__gm__ DTYPE_X*)y, plan->total);
    TPipe pipe;
    TBuf<TPosition::VECCALC> buffer;
    pipe.InitBuffer(buffer, kTile * sizeof(DTYPE_X));
    LocalTensor<DTYPE_X> a = buffer.Get<DTYPE_X>();
    for (uint32_t at = begin; at < end; at += kTile) {
        const uint32_t count = end - at < kTile ? end - at : kTile;
        Load(a, gx[at], count);
        PipeBarrier<PIPE_ALL>();
        const event_t loaded = static_cast<event_t>(GetTPipePtr()->FetchEventID(HardEvent::MTE2_S));
        SetFlag<HardEvent::MTE2_S>(loaded);
        WaitFlag<HardEvent::MTE2_S>(loaded);
        for (uint32_t i = 0; i < count; ++i)
            if ((float)a.GetValue(i) < 0)
                a.SetValue(i, (DTYPE_X)0);
        const event_t computed = static_cast<event_t>(GetTPipePtr()->FetchEventID(HardEvent::S_MTE3));
        SetFlag<HardEvent::S_MTE3>(computed);
        WaitFlag<HardEvent::S_MTE3>(computed);
        Store(gy[at], a, count);
        PipeBarrier<PIPE_ALL>();
    }
}
