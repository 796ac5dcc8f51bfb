#pragma once

#include "kernel_operator.h"

/// Loads 512 floats, lets `compute` fill 512 floats, stores them.
namespace librarykernels {

template <class Compute>
void around(GM_ADDR x, GM_ADDR z, uint32_t scratchBytes, Compute compute)
{
    using namespace AscendC;
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    TBuf<TPosition::VECCALC> scratch;
    pipe.InitBuffer(in, 1, 2048);
    pipe.InitBuffer(out, 1, 2048);
    pipe.InitBuffer(scratch, scratchBytes);
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

using Tensor = AscendC::LocalTensor<float>;
using Scratch = AscendC::TBuf<AscendC::TPosition::VECCALC>;

} // namespace librarykernels
