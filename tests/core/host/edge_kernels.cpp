#include "edge_kernels.h"

#include "kernel_operator.h"

using namespace AscendC;

namespace kernels {

void boundCopy(GM_ADDR x, GM_ADDR z)
{
    constexpr uint32_t kTile = 64;
    TPipe pipe;
    TQueBind<TPosition::VECIN, TPosition::VECOUT, 1> queue;
    pipe.InitBuffer(queue, 2, kTile * sizeof(float));
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 512);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    for (uint32_t i = 0; i < 8; ++i) {
        LocalTensor<float> a = queue.AllocTensor<float>();
        DataCopy(a, xGm[i * kTile], kTile);
        queue.EnQue<TPosition::VECIN, TPosition::VECOUT, float>(a);
        a = queue.DeQue<TPosition::VECIN, TPosition::VECOUT, float>();
        DataCopy(zGm[i * kTile], a, kTile);
        queue.FreeTensor(a);
    }
}

void freeAndAllocateAgain(GM_ADDR, GM_ADDR z)
{
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    pipe.InitBuffer(in, 1, 256);
    pipe.InitBuffer(out, 1, 256);
    LocalTensor<float> first = in.AllocTensor<float>();
    Duplicate(first, 3.0F, 64);
    in.FreeTensor(first);
    LocalTensor<float> again = in.AllocTensor<float>();
    LocalTensor<float> sum = out.AllocTensor<float>();
    Adds(sum, again, 1.0F, 64);
    in.FreeTensor(again);
    out.EnQue(sum);
    sum = out.DeQue<float>();
    GlobalTensor<float> zGm;
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 64);
    DataCopy(zGm, sum, 64);
    out.FreeTensor(sum);
}

void selectBesideReserve(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> all;
    TBuf<TPosition::VECCALC> unused;
    pipe.InitBuffer(all, 184 * 1024);
    pipe.InitBuffer(unused, 4 * 1024);
    const LocalTensor<float> values = all.Get<float>(64);
    const LocalTensor<uint8_t> mask = all.GetWithOffset<uint8_t>(32, 1024);
    Duplicate(values, 1.0F, 64);
    CompareScalar(mask, values, 0.0F, CMPMODE::GT, 64);
    Select(values, mask, values, 2.0F, SELMODE::VSEL_TENSOR_SCALAR_MODE, 64);
}

void shortReductions(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> source;
    TBuf<TPosition::VECCALC> pairs;
    TBuf<TPosition::VECCALC> blocks;
    pipe.InitBuffer(source, 512);
    pipe.InitBuffer(pairs, 160);
    pipe.InitBuffer(blocks, 32);
    const LocalTensor<float> a = source.Get<float>();
    const LocalTensor<float> b = pairs.Get<float>();
    const LocalTensor<float> c = blocks.Get<float>();
    Duplicate(a, 1.0F, 128);
    PairReduceSum(b[32], a, 1, 16, 1, 1, 8); // eight results fill the last block of their buffer
    BlockReduceSum(c, a, 1, 64, 1, 1, 8);
    SetMaskCount();
    SetVectorMask<float, MaskMode::COUNTER>(0, 80);
    PairReduceSum<float, false>(b, a, 1, MASK_PLACEHOLDER, 1, 1, 8); // forty results fill the whole buffer
    SetMaskNorm();
    ResetMask();
}

void countedReduction(GM_ADDR x, GM_ADDR)
{
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    TBuf<TPosition::VECCALC> result;
    pipe.InitBuffer(in, 1, 104 * sizeof(float)); // no room for two whole repeats
    pipe.InitBuffer(result, 32);
    GlobalTensor<float> xGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 104);
    LocalTensor<float> a = in.AllocTensor<float>();
    DataCopy(a, xGm, 104);
    in.EnQue(a);
    a = in.DeQue<float>();
    SetMaskCount();
    SetVectorMask<float, MaskMode::COUNTER>(0, 104);
    WholeReduceMin<float, false>(result.Get<float>(), a, MASK_PLACEHOLDER, 1, 1, 1, 8);
    SetMaskNorm();
    ResetMask();
    in.FreeTensor(a);
}

void longPairReduction(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> source;
    TBuf<TPosition::VECCALC> pairs;
    pipe.InitBuffer(source, 512);
    pipe.InitBuffer(pairs, 32);
    const LocalTensor<float> a = source.Get<float>();
    const LocalTensor<float> b = pairs.Get<float>();
    Duplicate(a, 1.0F, 128);
    PairReduceSum(b, a, 1, 18, 1, 1, 8); // nine results
}

void paddedTail(GM_ADDR x, GM_ADDR z)
{
    TPipe pipe;
    TQueBind<TPosition::VECIN, TPosition::VECOUT, 1> queue;
    pipe.InitBuffer(queue, 1, 64);
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 13);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 13);
    LocalTensor<float> a = queue.AllocTensor<float>();
    DataCopy(a, xGm, 16); // three elements more than there are
    queue.EnQue(a);
    a = queue.DeQue<float>();
    DataCopy(zGm, a, 16);
    queue.FreeTensor(a);
}

namespace {
void storeFirst(GM_ADDR x, GM_ADDR z, int32_t count)
{
    const __gm__ float* from = reinterpret_cast<__gm__ float*>(x);
    __gm__ float* to = reinterpret_cast<__gm__ float*>(z);
    for (int32_t i = 0; i < count; ++i)
        to[i] = from[i];
}
} // namespace

void storeThroughPointer(GM_ADDR x, GM_ADDR z) { storeFirst(x, z, 512); }
void storeThroughPointerHalfway(GM_ADDR x, GM_ADDR z) { storeFirst(x, z, 100); }

void loadWhatAPointerStored(GM_ADDR x, GM_ADDR z)
{
    storeFirst(x, z, 512);
    TPipe pipe;
    TQueBind<TPosition::VECIN, TPosition::VECOUT, 1> both;
    pipe.InitBuffer(both, 1, 32);
    GlobalTensor<float> zGm;
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    LocalTensor<float> part = both.AllocTensor<float>();
    DataCopy(part, zGm, 8);
    both.EnQue(part);
    part = both.DeQue<float>();
    DataCopy(zGm[8], part, 8);
    both.FreeTensor(part);
}

} // namespace kernels
