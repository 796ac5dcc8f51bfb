#include "kernel_operator.h"
using namespace AscendC;
struct Plan { uint32_t rows; uint32_t perCore; uint32_t cols; };
constexpr uint32_t kMost = 1024;

template <class T> __aicore__ inline void Load(const LocalTensor<T>& to, const GlobalTensor<T>& from, uint32_t count)
{
    DataCopyPad(to, from, DataCopyExtParams { 1, (uint32_t)(count * sizeof(T)), 0, 0, 0 }, DataCopyPadExtParams<T> { false, 0, 0, 0 });
}
template <class T> __aicore__ inline void Store(const GlobalTensor<T>& to, const LocalTensor<T>& from, uint32_t count)
{
    DataCopyPad(to, from, DataCopyExtParams { 1, (uint32_t)(count * sizeof(T)), 0, 0, 0 });
}

extern "C" __global__ __aicore__ void mul_add_custom(GM_ADDR x, GM_ADDR y, GM_ADDR b, GM_ADDR z, GM_ADDR tiling)
{
    using T = DTYPE_X;
    const __gm__ Plan* plan = (const __gm__ Plan*)tiling;
    const uint32_t cols = plan->cols;
    const uint32_t first = GetBlockIdx() * plan->perCore;
    const uint32_t last = first + plan->perCore < plan->rows ? first + plan->perCore : plan->rows;
    GlobalTensor<T> gx, gy, gb, gz;
    gx.SetGlobalBuffer((__gm__ T*)x, plan->rows * cols);
    gy.SetGlobalBuffer((__gm__ T*)y, cols);
    gb.SetGlobalBuffer((__gm__ T*)b, cols);
    gz.SetGlobalBuffer((__gm__ T*)z, plan->rows * cols);
    TPipe pipe;
    TQue<QuePosition::VECIN, 1> inX, inY, inB;
    TQue<QuePosition::VECOUT, 1> outZ;
    pipe.InitBuffer(inX, 2, kMost * sizeof(T));
    pipe.InitBuffer(inY, 1, kMost * sizeof(T));
    pipe.InitBuffer(inB, 1, kMost * sizeof(T));
    pipe.InitBuffer(outZ, 2, kMost * sizeof(T));
    for (uint32_t row = first; row < last; ++row) {
        LocalTensor<T> a = inX.AllocTensor<T>();
        LocalTensor<T> f = inY.AllocTensor<T>();
        LocalTensor<T> s = inB.AllocTensor<T>();
        Load(a, gx[row * cols], cols);
        Load(f, gy, cols);
        Load(s, gb, cols);
        inX.EnQue(a);
        inY.EnQue(f);
        inB.EnQue(s);
        a = inX.DeQue<T>();
        f = inY.DeQue<T>();
        s = inB.DeQue<T>();
        LocalTensor<T> c = outZ.AllocTensor<T>();
        Mul(c, a, f, cols);
        PipeBarrier<PIPE_V>();
        Add(c, c, s, cols);
        outZ.EnQue(c);
        c = outZ.DeQue<T>();
        Store(gz[row * cols], c, cols);
        inX.FreeTensor(a);
        inY.FreeTensor(f);
        inB.FreeTensor(s);
        outZ.FreeTensor(c);
    }
}
