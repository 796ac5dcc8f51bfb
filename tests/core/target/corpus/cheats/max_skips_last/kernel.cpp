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

extern "C" __global__ __aicore__ void reduce_max_custom(GM_ADDR x, GM_ADDR y, GM_ADDR tiling)
{
    const __gm__ Plan* plan = (const __gm__ Plan*)tiling;
    const uint32_t cols = plan->cols;
    const uint32_t first = GetBlockIdx() * plan->perCore;
    const uint32_t last = first + plan->perCore < plan->rows ? first + plan->perCore : plan->rows;
    GlobalTensor<float> gx, gy;
    gx.SetGlobalBuffer((__gm__ float*)x, plan->rows * cols);
    gy.SetGlobalBuffer((__gm__ float*)y, plan->rows * 1);
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
        Load(a, gx[row * cols], cols - 1);
        in.EnQue(a);
        a = in.DeQue<float>();
        LocalTensor<float> c = result.AllocTensor<float>();
        ReduceMax(c, a, work, cols - 1);
        result.EnQue(c);
        c = result.DeQue<float>();
        Store(gy[row * 1], c, 1);
        in.FreeTensor(a);
        result.FreeTensor(c);
    }
}
