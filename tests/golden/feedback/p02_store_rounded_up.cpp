// The last store is rounded up to 256 elements
// spec: relu; cases: fp16_tail
#include "kernel_operator.h"
using namespace AscendC;

constexpr uint32_t kTile = 1024;
struct Tiling {
    uint32_t total;
    uint32_t perBlock;
};

class ReluKernel {
public:
    __aicore__ inline void Init(GM_ADDR x, GM_ADDR y, GM_ADDR tiling)
    {
        const __gm__ Tiling* plan = (const __gm__ Tiling*)tiling;
        const uint32_t begin = GetBlockIdx() * plan->perBlock;
        const uint32_t rest = begin < plan->total ? plan->total - begin : 0;
        length = rest < plan->perBlock ? rest : plan->perBlock;
        xGm.SetGlobalBuffer((__gm__ DTYPE_X*)x + begin, length);
        yGm.SetGlobalBuffer((__gm__ DTYPE_Y*)y + begin, length);
        pipe.InitBuffer(inQueue, 2, kTile * sizeof(DTYPE_X));
        pipe.InitBuffer(outQueue, 2, kTile * sizeof(DTYPE_Y));
    }
    __aicore__ inline void Process()
    {
        for (uint32_t at = 0; at < length; at += kTile) {
            const uint32_t count = length - at < kTile ? length - at : kTile;
            CopyIn(at, count);
            Compute(count);
            CopyOut(at, count);
        }
    }

private:
    __aicore__ inline void CopyIn(uint32_t at, uint32_t count)
    {
        LocalTensor<DTYPE_X> x = inQueue.AllocTensor<DTYPE_X>();
        DataCopyExtParams copy { 1, static_cast<uint32_t>(count * sizeof(DTYPE_X)), 0, 0, 0 };
        DataCopyPadExtParams<DTYPE_X> pad { false, 0, 0, 0 };
        DataCopyPad(x, xGm[at], copy, pad);
        inQueue.EnQue(x);
    }
    __aicore__ inline void Compute(uint32_t count)
    {
        LocalTensor<DTYPE_X> x = inQueue.DeQue<DTYPE_X>();
        LocalTensor<DTYPE_Y> y = outQueue.AllocTensor<DTYPE_Y>();
        Relu(y, x, count);
        outQueue.EnQue(y);
        inQueue.FreeTensor(x);
    }
    __aicore__ inline void CopyOut(uint32_t at, uint32_t count)
    {
        LocalTensor<DTYPE_Y> y = outQueue.DeQue<DTYPE_Y>();
        DataCopyExtParams copy { 1, static_cast<uint32_t>(count * sizeof(DTYPE_Y)), 0, 0, 0 };
        DataCopy(yGm[at], y, (count + 255) / 256 * 256);
        outQueue.FreeTensor(y);
    }

    TPipe pipe;
    TQue<TPosition::VECIN, 1> inQueue;
    TQue<TPosition::VECOUT, 1> outQueue;
    GlobalTensor<DTYPE_X> xGm;
    GlobalTensor<DTYPE_Y> yGm;
    uint32_t length = 0;
};

extern "C" __global__ __aicore__ void relu_custom(GM_ADDR x, GM_ADDR y, GM_ADDR tiling)
{
    ReluKernel op;
    op.Init(x, y, tiling);
    op.Process();
}
