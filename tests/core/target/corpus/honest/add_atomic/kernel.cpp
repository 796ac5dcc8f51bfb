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

extern "C" __global__ __aicore__ void add_custom(GM_ADDR x, GM_ADDR y, GM_ADDR z, GM_ADDR tiling)
{
    const __gm__ Plan* plan = (const __gm__ Plan*)tiling;
    const uint32_t begin = GetBlockIdx() * plan->perCore;
    const uint32_t end = begin + plan->perCore < plan->total ? begin + plan->perCore : plan->total;
    GlobalTensor<DTYPE_X> gx, gy;
    GlobalTensor<DTYPE_Z> gz;
    gx.SetGlobalBuffer((__gm__ DTYPE_X*)x, plan->total);
    gy.SetGlobalBuffer((__gm__ DTYPE_X*)y, plan->total);
    gz.SetGlobalBuffer((__gm__ DTYPE_Z*)z, plan->total);
    TPipe pipe;
    TQue<QuePosition::VECIN, 1> inA, inB;
    TQue<QuePosition::VECOUT, 1> outC;
    pipe.InitBuffer(inA, 2, kTile * sizeof(DTYPE_X));
    pipe.InitBuffer(inB, 2, kTile * sizeof(DTYPE_X));
    pipe.InitBuffer(outC, 2, kTile * sizeof(DTYPE_Z));
    for (uint32_t at = begin; at < end; at += kTile) {
        const uint32_t count = end - at < kTile ? end - at : kTile;
        LocalTensor<DTYPE_X> a = inA.AllocTensor<DTYPE_X>();
        LocalTensor<DTYPE_X> b = inB.AllocTensor<DTYPE_X>();
        Load(a, gx[at], count);
        Load(b, gy[at], count);
        inA.EnQue(a);
        inB.EnQue(b);
        a = inA.DeQue<DTYPE_X>();
        b = inB.DeQue<DTYPE_X>();
        LocalTensor<DTYPE_Z> c = outC.AllocTensor<DTYPE_Z>();
        Duplicate(c, (DTYPE_X)0, count);
        outC.EnQue(c);
        c = outC.DeQue<DTYPE_Z>();
        Store(gz[at], c, count);
        PipeBarrier<PIPE_MTE3>();
        SetAtomicAdd<DTYPE_Z>();
        const event_t loaded = static_cast<event_t>(GetTPipePtr()->FetchEventID(HardEvent::V_MTE3));
        Muls(a, a, (DTYPE_X)1, count);
        Muls(b, b, (DTYPE_X)1, count);
        SetFlag<HardEvent::V_MTE3>(loaded);
        WaitFlag<HardEvent::V_MTE3>(loaded);
        Store(gz[at], a, count);
        PipeBarrier<PIPE_MTE3>();
        Store(gz[at], b, count);
        SetAtomicNone();
        const event_t stored = static_cast<event_t>(GetTPipePtr()->FetchEventID(HardEvent::MTE3_MTE2));
        SetFlag<HardEvent::MTE3_MTE2>(stored);
        WaitFlag<HardEvent::MTE3_MTE2>(stored);
        inA.FreeTensor(a);
        inB.FreeTensor(b);
        outC.FreeTensor(c);
    }
}
