#include "kernels.h"

#include "kernel_operator.h"

using namespace AscendC;

namespace kernels {

void nothing(GM_ADDR, GM_ADDR) { }

void addDoubleBuffered(GM_ADDR x, GM_ADDR z)
{
    constexpr uint32_t kTotal = 4096;
    constexpr uint32_t kTile = 128;
    const auto perBlock = kTotal / static_cast<uint32_t>(GetBlockNum());
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    pipe.InitBuffer(in, 2, kTile * sizeof(float));
    pipe.InitBuffer(out, 2, kTile * sizeof(float));
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x) + perBlock * GetBlockIdx(), perBlock);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z) + perBlock * GetBlockIdx(), perBlock);
    for (uint32_t i = 0; i < perBlock; i += kTile) {
        LocalTensor<float> a = in.AllocTensor<float>();
        DataCopy(a, xGm[i], kTile);
        in.EnQue(a);
        a = in.DeQue<float>();
        LocalTensor<float> b = out.AllocTensor<float>();
        Add(b, a, a, kTile);
        out.EnQue(b);
        in.FreeTensor(a);
        b = out.DeQue<float>();
        DataCopy(zGm[i], b, kTile);
        out.FreeTensor(b);
    }
}

void scalarCopy(GM_ADDR x, GM_ADDR z)
{
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 1000);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 1000);
    for (uint32_t i = 0; i < 1000; ++i)
        zGm.SetValue(i, xGm.GetValue(i));
}

void padded(GM_ADDR x, GM_ADDR z)
{
    TPipe pipe;
    TQueBind<TPosition::VECIN, TPosition::VECOUT, 1> queue;
    pipe.InitBuffer(queue, 1, 64);
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 5);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 8);
    LocalTensor<float> a = queue.AllocTensor<float>();
    DataCopyPad(a, xGm, DataCopyExtParams { 1, 20, 0, 0, 0 }, DataCopyPadExtParams<float> { true, 1, 2, 7.0F });
    queue.EnQue(a);
    a = queue.DeQue<float>();
    DataCopyPad(zGm, a, DataCopyExtParams { 1, 32, 0, 0, 0 });
    queue.FreeTensor(a);
}

void dummyLanes(GM_ADDR x, GM_ADDR z)
{
    TPipe pipe;
    TQueBind<TPosition::VECIN, TPosition::VECOUT, 1> queue;
    pipe.InitBuffer(queue, 1, 64);
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 6);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 8);
    LocalTensor<float> a = queue.AllocTensor<float>();
    DataCopyPad(a, xGm[1], DataCopyExtParams { 1, 20, 0, 0, 0 }, DataCopyPadExtParams<float> { true, 0, 0, 7.0F });
    queue.EnQue(a);
    a = queue.DeQue<float>();
    DataCopyPad(zGm, a, DataCopyExtParams { 1, 32, 0, 0, 0 });
    queue.FreeTensor(a);
}

void atomicAdd(GM_ADDR, GM_ADDR z)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> buffer;
    pipe.InitBuffer(buffer, 256);
    GlobalTensor<float> zGm;
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 64);
    LocalTensor<float> a = buffer.Get<float>();
    if (GetBlockIdx() == 0) {
        Duplicate(a, 0.0F, 64);
        PipeBarrier<PIPE_ALL>();
        DataCopy(zGm, a, 64);
        PipeBarrier<PIPE_ALL>();
    }
    SyncAll();
    Duplicate(a, 1.0F, 64);
    PipeBarrier<PIPE_ALL>();
    SetAtomicAdd<float>();
    DataCopy(zGm, a, 64);
    SetAtomicNone();
}

void exchange(GM_ADDR, GM_ADDR z)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> buffer;
    pipe.InitBuffer(buffer, 64);
    const auto blocks = static_cast<uint32_t>(GetBlockNum());
    const auto self = static_cast<uint32_t>(GetBlockIdx());
    GlobalTensor<float> zGm;
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 16 * blocks);
    LocalTensor<float> a = buffer.Get<float>();
    Duplicate(a, static_cast<float>(self), 8);
    PipeBarrier<PIPE_ALL>();
    DataCopy(zGm[8 * self], a, 8);
    PipeBarrier<PIPE_ALL>();
    SyncAll();
    DataCopy(a, zGm[8 * ((self + 1) % blocks)], 8);
    PipeBarrier<PIPE_ALL>();
    DataCopy(zGm[8 * (blocks + self)], a, 8);
    PipeBarrier<PIPE_ALL>();
}

} // namespace kernels
