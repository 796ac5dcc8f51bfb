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

__aicore__ inline float Scalar(const LocalTensor<float>& value)
{
    const event_t done = static_cast<event_t>(GetTPipePtr()->FetchEventID(HardEvent::V_S));
    SetFlag<HardEvent::V_S>(done);
    WaitFlag<HardEvent::V_S>(done);
    return value.GetValue(0);
}

extern "C" __global__ __aicore__ void softmax_custom(GM_ADDR x, GM_ADDR y, GM_ADDR tiling)
{
    const __gm__ Plan* plan = (const __gm__ Plan*)tiling;
    const uint32_t cols = plan->cols;
    const uint32_t first = GetBlockIdx() * plan->perCore;
    const uint32_t last = first + plan->perCore < plan->rows ? first + plan->perCore : plan->rows;
    GlobalTensor<float> gx, gy;
    gx.SetGlobalBuffer((__gm__ float*)x, plan->rows * cols);
    gy.SetGlobalBuffer((__gm__ float*)y, plan->rows * cols);
    TPipe pipe;
    TQue<QuePosition::VECIN, 1> in;
    TQue<QuePosition::VECOUT, 1> result;
    TBuf<TPosition::VECCALC> scratch, spare;
    pipe.InitBuffer(in, 2, kMost * sizeof(float));
    pipe.InitBuffer(result, 2, kMost * sizeof(float));
    pipe.InitBuffer(scratch, kMost * sizeof(float));
    pipe.InitBuffer(spare, kMost * sizeof(float));
    LocalTensor<float> work = scratch.Get<float>();
    LocalTensor<float> t = spare.Get<float>();
    for (uint32_t row = first; row < last; ++row) {
        LocalTensor<float> a = in.AllocTensor<float>();
        Load(a, gx[row * cols], cols);
        in.EnQue(a);
        a = in.DeQue<float>();
        LocalTensor<float> c = result.AllocTensor<float>();
        constexpr uint32_t kPiece = 256;
        float largest = -3.0e38f;
        float sum = 0;
        for (uint32_t at = 0; at < cols; at += kPiece) {
            const uint32_t count = cols - at < kPiece ? cols - at : kPiece;
            ReduceMax(t, a[at], work, count);
            PipeBarrier<PIPE_V>();
            const float here = Scalar(t);
            const float next = here > largest ? here : largest;
            Duplicate(t, largest - next, 8);
            PipeBarrier<PIPE_V>();
            Exp(t, t, 8);
            PipeBarrier<PIPE_V>();
            const float shrink = Scalar(t);
            Adds(c, a[at], -next, count);
            PipeBarrier<PIPE_V>();
            Exp(c, c, count);
            PipeBarrier<PIPE_V>();
            ReduceSum(t, c, work, count);
            PipeBarrier<PIPE_V>();
            sum = sum * shrink + Scalar(t);
            largest = next;
        }
        Adds(a, a, -largest, cols);
        PipeBarrier<PIPE_V>();
        Exp(a, a, cols);
        PipeBarrier<PIPE_V>();
        Muls(c, a, 1.0f / sum, cols);
        result.EnQue(c);
        c = result.DeQue<float>();
        Store(gy[row * cols], c, cols);
        in.FreeTensor(a);
        result.FreeTensor(c);
    }
}
