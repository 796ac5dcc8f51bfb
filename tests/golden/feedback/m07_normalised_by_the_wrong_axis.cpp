// The first element of each row everywhere
// spec: softmax; cases: fp32_aligned
#include "kernel_operator.h"
using namespace AscendC;

struct Tiling {
    uint32_t rows;
    uint32_t columns;
    uint32_t perBlock;
};

/// One row at a time.
class RowKernel {
public:
    __aicore__ inline void Init(GM_ADDR x, GM_ADDR y, GM_ADDR tiling)
    {
        const __gm__ Tiling* plan = (const __gm__ Tiling*)tiling;
        columns = plan->columns;
        padded = (columns * sizeof(DTYPE_X) + 31) / 32 * 32 / sizeof(DTYPE_X);
        first = GetBlockIdx() * plan->perBlock;
        last = first + plan->perBlock < plan->rows ? first + plan->perBlock : plan->rows;
        xGm.SetGlobalBuffer((__gm__ DTYPE_X*)x, plan->rows * columns);
        yGm.SetGlobalBuffer((__gm__ DTYPE_Y*)y, plan->rows * columns);
        pipe.InitBuffer(inQueue, 2, padded * sizeof(DTYPE_X));
        pipe.InitBuffer(outQueue, 2, padded * sizeof(DTYPE_Y));
        pipe.InitBuffer(workBuffer, padded * sizeof(DTYPE_X));
    }
    __aicore__ inline void Process()
    {
        for (uint32_t row = first; row < last; ++row) {
            CopyIn(row);
            Compute();
            CopyOut(row);
        }
    }

private:
    __aicore__ inline void CopyIn(uint32_t row)
    {
        LocalTensor<DTYPE_X> x = inQueue.AllocTensor<DTYPE_X>();
        DataCopyExtParams copy { 1, static_cast<uint32_t>(columns * sizeof(DTYPE_X)), 0, 0, 0 };
        DataCopyPadExtParams<DTYPE_X> pad { false, 0, 0, 0 };
        DataCopyPad(x, xGm[row * columns], copy, pad);
        inQueue.EnQue(x);
    }
    __aicore__ inline void Compute()
    {
        LocalTensor<DTYPE_X> x = inQueue.DeQue<DTYPE_X>();
        LocalTensor<DTYPE_Y> y = outQueue.AllocTensor<DTYPE_Y>();
        LocalTensor<DTYPE_X> work = workBuffer.Get<DTYPE_X>();
        ReduceMax(work, x, y, columns, false);
        const float top = work.GetValue(0);
        Adds(x, x, -top, columns);
        Exp(y, x, columns);
        ReduceSum(work, y, x, columns);
        const float sum = work.GetValue(0);
        const float head = y.GetValue(0) / sum;
        Duplicate(y, head, columns);
        outQueue.EnQue(y);
        inQueue.FreeTensor(x);
    }
    __aicore__ inline void CopyOut(uint32_t row)
    {
        LocalTensor<DTYPE_Y> y = outQueue.DeQue<DTYPE_Y>();
        DataCopyExtParams copy { 1, static_cast<uint32_t>(columns * sizeof(DTYPE_Y)), 0, 0, 0 };
        DataCopyPad(yGm[row * columns], y, copy);
        outQueue.FreeTensor(y);
    }

    TPipe pipe;
    TQue<TPosition::VECIN, 1> inQueue;
    TQue<TPosition::VECOUT, 1> outQueue;
    TBuf<TPosition::VECCALC> workBuffer;
    GlobalTensor<DTYPE_X> xGm;
    GlobalTensor<DTYPE_Y> yGm;
    uint32_t columns = 0;
    uint32_t padded = 0;
    uint32_t first = 0;
    uint32_t last = 0;
};

extern "C" __global__ __aicore__ void softmax_custom(GM_ADDR x, GM_ADDR y, GM_ADDR tiling)
{
    RowKernel op;
    op.Init(x, y, tiling);
    op.Process();
}
