#include "kernel_operator.h"
#include "scale_by_key.h"

template <typename T, int FACTOR, bool NEGATE>
__global__ __aicore__ void scale_by_key(GM_ADDR x, GM_ADDR y, GM_ADDR workspace, GM_ADDR tiling)
{
    REGISTER_TILING_DEFAULT(ScaleTiling);
    GET_TILING_DATA(data, tiling);
    AscendC::TPipe pipe;
    AscendC::TQueBind<AscendC::TPosition::VECIN, AscendC::TPosition::VECOUT, 1> queue;
    pipe.InitBuffer(queue, 1, data.count * sizeof(T));
    AscendC::GlobalTensor<T> from, to;
    from.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(x), data.count);
    to.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(y), data.count);
    auto part = queue.template AllocTensor<T>();
    AscendC::DataCopy(part, from, data.count);
    AscendC::PipeBarrier<PIPE_ALL>();
    AscendC::Muls(part, part, static_cast<T>(NEGATE ? -FACTOR : FACTOR), data.count);
    AscendC::PipeBarrier<PIPE_ALL>();
    AscendC::DataCopy(to, part, data.count);
    queue.FreeTensor(part);
}
