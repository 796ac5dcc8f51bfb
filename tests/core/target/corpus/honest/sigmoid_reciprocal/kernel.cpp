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

extern "C" __global__ __aicore__ void sigmoid_custom(GM_ADDR x, GM_ADDR y, GM_ADDR tiling)
{
    const __gm__ Plan* plan = (const __gm__ Plan*)tiling;
    const uint32_t begin = GetBlockIdx() * plan->perCore;
    const uint32_t end = begin + plan->perCore < plan->total ? begin + plan->perCore : plan->total;
    GlobalTensor<DTYPE_X> gx;
    GlobalTensor<DTYPE_Y> gy;
    gx.SetGlobalBuffer((__gm__ DTYPE_X*)x, plan->total);
    gy.SetGlobalBuffer((__gm__ DTYPE_Y*)y, plan->total);
    TPipe pipe;
    TQue<QuePosition::VECIN, 1> inA;
    TQue<QuePosition::VECOUT, 1> outC;
    pipe.InitBuffer(inA, 2, kTile * sizeof(DTYPE_X));
    pipe.InitBuffer(outC, 2, kTile * sizeof(DTYPE_Y));
    for (uint32_t at = begin; at < end; at += kTile) {
        const uint32_t count = end - at < kTile ? end - at : kTile;
        LocalTensor<DTYPE_X> a = inA.AllocTensor<DTYPE_X>();
        Load(a, gx[at], count);
        inA.EnQue(a);
        a = inA.DeQue<DTYPE_X>();
        LocalTensor<DTYPE_Y> c = outC.AllocTensor<DTYPE_Y>();
        Muls(a, a, (DTYPE_X)-1, count);
        PipeBarrier<PIPE_V>();
        Exp(a, a, count);
        PipeBarrier<PIPE_V>();
        Adds(a, a, (DTYPE_X)1, count);
        PipeBarrier<PIPE_V>();
        Reciprocal(c, a, count);
        outC.EnQue(c);
        c = outC.DeQue<DTYPE_Y>();
        Store(gy[at], c, count);
        inA.FreeTensor(a);
        outC.FreeTensor(c);
    }
}
