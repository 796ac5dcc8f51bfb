#include "kernels.h"

#include "kernel_operator.h"

using namespace AscendC;

namespace kernels {
namespace {

/// Loads 512 floats, lets `compute` fill 512 floats, stores them. Destination starts as zeros.
template <class Compute>
void around(GM_ADDR x, GM_ADDR z, Compute compute)
{
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    TBuf<TPosition::VECCALC> scratch;
    pipe.InitBuffer(in, 1, 2048);
    pipe.InitBuffer(out, 1, 2048);
    pipe.InitBuffer(scratch, 4096);
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 512);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    LocalTensor<float> a = in.AllocTensor<float>();
    DataCopy(a, xGm, 512);
    in.EnQue(a);
    a = in.DeQue<float>();
    LocalTensor<float> b = out.AllocTensor<float>();
    Duplicate(b, 0.0F, 512);
    compute(b, a, scratch);
    out.EnQue(b);
    in.FreeTensor(a);
    b = out.DeQue<float>();
    DataCopy(zGm, b, 512);
    out.FreeTensor(b);
}

using Tensor = LocalTensor<float>;
using Scratch = TBuf<TPosition::VECCALC>;

} // namespace

void maskForms(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, Scratch&) {
        Adds(b, a, 1.0F, 10, 2, UnaryRepeatParams { 1, 1, 8, 8 }); // ten lanes of repeats 0 and 1
        const uint64_t bits[2] = { 0x5, 0 };
        Adds(b[128], a[128], 2.0F, bits, 1, UnaryRepeatParams { 1, 1, 8, 8 }); // lanes 0 and 2
        SetVectorMask<float>(0, 0x80);
        Adds<float, false>(b[192], a[192], 3.0F, MASK_PLACEHOLDER, 1, UnaryRepeatParams { 1, 1, 8, 8 }); // lane 7
        ResetMask();
        Adds(b[256], a[256], 4.0F, 16, 2, UnaryRepeatParams { 2, 1, 16, 8 }); // blocks apart
    });
}

void counterMode(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, Scratch&) {
        SetMaskCount();
        Adds(b, a, 1.0F, 70, 1, UnaryRepeatParams { 1, 1, 8, 8 }); // seventy elements although one repeat is given
        SetMaskNorm();
        Adds(b[128], a[128], 1.0F, 2, 1, UnaryRepeatParams { 1, 1, 8, 8 });
    });
}

void selectNegative(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, Scratch& scratch) {
        const LocalTensor<uint8_t> mask = scratch.Get<uint8_t>();
        CompareScalar(mask, a, 0.0F, CMPMODE::GE, 512);
        Select(b, mask, a, -1.0F, SELMODE::VSEL_TENSOR_SCALAR_MODE, 512);
    });
}

void reductions(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, Scratch& scratch) {
        const Tensor work = scratch.Get<float>();
        ReduceSum(b, a, work, 512);
        ReduceMax(b[8], a, work, 512, true);
        ReduceMin(b[16], a, work, 512);
        WholeReduceSum(b[24], a, 64, 8, 1, 1, 8);
        BlockReduceMax(b[32], a, 2, 64, 1, 1, 8);
        PairReduceSum(b[64], a, 1, 64, 1, 1, 8);
        WholeReduceMax(b[96], a, 64, 2, 1, 1, 8, ReduceOrder::ORDER_ONLY_VALUE);
    });
}

void castChain(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, Scratch& scratch) {
        const LocalTensor<half> narrow = scratch.Get<half>(512);
        const LocalTensor<int32_t> whole = scratch.GetWithOffset<int32_t>(512, 1024);
        Cast(narrow, a, RoundMode::CAST_RINT, 512);
        Cast(whole, narrow, RoundMode::CAST_CEIL, 64, 8, UnaryRepeatParams { 1, 1, 8, 4 });
        Cast(b, whole, RoundMode::CAST_RINT, 512);
    });
}

void broadcastAndCopy(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, Scratch&) {
        Brcb(b, a, 1, BrcbRepeatParams { 1, 8 }); // eight elements to eight blocks
        Copy(b[128], a[64], 64, 2, CopyRepeatParams { 1, 1, 8, 8 });
        Axpy(b[256], a, 2.0F, 64);
        MulAddDst(b[320], a, a, 64);
    });
}

void indexAndGather(GM_ADDR x, GM_ADDR z)
{
    around(x, z, [](const Tensor& b, const Tensor& a, Scratch& scratch) {
        const LocalTensor<int32_t> index = scratch.Get<int32_t>(64);
        CreateVecIndex(index, 0, 64);
        Muls(index, index, -4, 64);
        Adds(index, index, 252, 64);
        Gather(b, a, index.ReinterpretCast<uint32_t>(), 0, 64);
    });
}

} // namespace kernels
