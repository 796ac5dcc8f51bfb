#include <algorithm>
#include <cstdint>

#include "kernel_operator.h"
#include "platform/platform_ascendc.h"

/// y = x + amount, tile by tile.
template <typename T>
__global__ __aicore__ void lift_kernel(GM_ADDR x, GM_ADDR y, int64_t total, int64_t perBlock, float amount)
{
    constexpr int64_t kTile = 2048;
    AscendC::TPipe pipe;
    AscendC::TQue<AscendC::QuePosition::VECIN, 2> in;
    AscendC::TQue<AscendC::QuePosition::VECOUT, 2> out;
    pipe.InitBuffer(in, 2, kTile * sizeof(T));
    pipe.InitBuffer(out, 2, kTile * sizeof(T));
    AscendC::GlobalTensor<T> xGm, yGm;
    xGm.SetGlobalBuffer((__gm__ T*)x, total);
    yGm.SetGlobalBuffer((__gm__ T*)y, total);
    const int64_t begin = perBlock * AscendC::GetBlockIdx();
    const int64_t end = begin + perBlock < total ? begin + perBlock : total;
    for (int64_t at = begin; at < end; at += kTile) {
        const uint32_t count = static_cast<uint32_t>(end - at < kTile ? end - at : kTile);
        const AscendC::DataCopyExtParams copy { 1, static_cast<uint32_t>(count * sizeof(T)), 0, 0, 0 };
        auto a = in.AllocTensor<T>();
        AscendC::DataCopyPad(a, xGm[at], copy, AscendC::DataCopyPadExtParams<T> {});
        in.EnQue(a);
        a = in.DeQue<T>();
        auto b = out.AllocTensor<T>();
        AscendC::Adds(b, a, static_cast<T>(amount), count);
        in.FreeTensor(a);
        out.EnQue(b);
        b = out.DeQue<T>();
        AscendC::DataCopyPad(yGm[at], b, copy);
        out.FreeTensor(b);
    }
}

int64_t lift_blocks(int64_t total)
{
    const auto platform = platform_ascendc::PlatformAscendCManager::GetInstance();
    return std::max<int64_t>(1, std::min<int64_t>(platform->GetCoreNumAiv(), total / 1024));
}

extern "C" void launch_lift(GM_ADDR x, GM_ADDR y, int64_t total, int64_t blocks, float amount, int half_type, void* stream)
{
    const int64_t perBlock = (total + blocks - 1) / blocks;
    if (half_type != 0)
        lift_kernel<half><<<blocks, nullptr, stream>>>(x, y, total, perBlock, amount);
    else
        lift_kernel<float><<<blocks, nullptr, stream>>>(x, y, total, perBlock, amount);
}
