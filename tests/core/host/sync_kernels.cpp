#include "kernels.h"

#include "kernel_operator.h"

using namespace AscendC;

namespace kernels {
namespace {

struct Words {
    explicit Words(GM_ADDR z)
    {
        gm.SetGlobalBuffer(reinterpret_cast<__gm__ int32_t*>(z), 512);
        pipe.InitBuffer(buffer, 4096);
        ub = buffer.Get<int32_t>();
    }
    TPipe pipe;
    TBuf<TPosition::VECCALC> buffer;
    GlobalTensor<int32_t> gm;
    LocalTensor<int32_t> ub;
};

} // namespace

// The workspace is x (zero before the run); z holds the results.
void chain(GM_ADDR x, GM_ADDR z)
{
    Words work(x);
    GlobalTensor<int32_t> out;
    out.SetGlobalBuffer(reinterpret_cast<__gm__ int32_t*>(z), 64);
    const auto block = static_cast<int32_t>(GetBlockIdx());
    LocalTensor<int32_t> value = work.ub[512];
    if (block > 0) {
        IBWait(work.gm, work.ub, block - 1, 0);
        DataCopy(value, out[static_cast<uint64_t>(block - 1) * 8], 8);
        PipeBarrier<PIPE_ALL>();
        Adds(value, value, 1, 8);
    } else {
        Duplicate(value, 1, 8);
    }
    PipeBarrier<PIPE_ALL>();
    DataCopy(out[static_cast<uint64_t>(block) * 8], value, 8);
    PipeBarrier<PIPE_ALL>();
    if (block + 1 < GetBlockNum())
        IBSet(work.gm, work.ub, block, 0);
}

void chainUnsynced(GM_ADDR x, GM_ADDR z)
{
    Words work(x);
    GlobalTensor<int32_t> out;
    out.SetGlobalBuffer(reinterpret_cast<__gm__ int32_t*>(z), 64);
    const auto block = static_cast<uint64_t>(GetBlockIdx());
    Duplicate(work.ub, static_cast<int32_t>(block), 8);
    PipeBarrier<PIPE_ALL>();
    DataCopy(out[block * 8], work.ub, 8);
    PipeBarrier<PIPE_ALL>();
    if (block > 0)
        DataCopy(work.ub, out[(block - 1) * 8], 8);
}

void chainWithoutSet(GM_ADDR x, GM_ADDR)
{
    Words work(x);
    if (GetBlockIdx() == 1)
        IBWait(work.gm, work.ub, 0, 2);
}

void turns(GM_ADDR x, GM_ADDR z)
{
    Words work(x);
    GlobalTensor<int32_t> out;
    out.SetGlobalBuffer(reinterpret_cast<__gm__ int32_t*>(z), 8);
    InitDetermineComputeWorkspace(work.gm, work.ub);
    LocalTensor<int32_t> value = work.ub[512];
    for (int round = 0; round < 2; ++round) {
        WaitPreBlock(work.gm, work.ub);
        DataCopy(value, out, 8);
        PipeBarrier<PIPE_ALL>();
        Muls(value, value, 2, 8);
        Adds(value, value, static_cast<int32_t>(GetBlockIdx()), 8); // 2v + b depends on the order
        PipeBarrier<PIPE_ALL>();
        DataCopy(out, value, 8);
        NotifyNextBlock(work.gm, work.ub);
    }
}

void flagRounds(GM_ADDR x, GM_ADDR z)
{
    Words work(z);
    (void)x;
    const auto block = static_cast<uint64_t>(GetBlockIdx());
    LocalTensor<int32_t> value = work.ub[512];
    Duplicate(value, static_cast<int32_t>(block) + 1, 8);
    PipeBarrier<PIPE_ALL>();
    DataCopy(work.gm[block * 8], value, 8);
    CrossCoreSetFlag<0, PIPE_MTE3>(3);
    CrossCoreWaitFlag(3);
    PipeBarrier<PIPE_ALL>();
    const uint64_t next = (block + 1) % static_cast<uint64_t>(GetBlockNum());
    DataCopy(value, work.gm[next * 8], 8);
    PipeBarrier<PIPE_ALL>();
    DataCopy(work.gm[128 + block * 8], value, 8);
}

void flagNotSetByAll(GM_ADDR, GM_ADDR)
{
    if (GetBlockIdx() != 2)
        CrossCoreSetFlag<0, PIPE_V>(3);
    CrossCoreWaitFlag(3);
}

void polling(GM_ADDR x, GM_ADDR z)
{
    Words work(x);
    GlobalTensor<int32_t> out;
    out.SetGlobalBuffer(reinterpret_cast<__gm__ int32_t*>(z), 64);
    if (GetBlockIdx() == 0) {
        do {
            DataCacheCleanAndInvalid<int32_t, CacheLine::SINGLE_CACHE_LINE, DcciDst::CACHELINE_OUT>(work.gm);
        } while (work.gm.GetValue(0) != 7);
        DataCopy(work.ub, out, 8);
        PipeBarrier<PIPE_ALL>();
        DataCopy(out[8], work.ub, 8);
        return;
    }
    Duplicate(work.ub, 9, 8);
    PipeBarrier<PIPE_ALL>();
    DataCopy(out, work.ub, 8);
    PipeBarrier<PIPE_ALL>();
    work.gm.SetValue(0, 7);
    DataCacheCleanAndInvalid<int32_t, CacheLine::SINGLE_CACHE_LINE, DcciDst::CACHELINE_OUT>(work.gm);
}

void pollingForEver(GM_ADDR x, GM_ADDR)
{
    Words work(x);
    while (GetBlockIdx() == 1 && work.gm.GetValue(0) != 7)
        DataCacheCleanAndInvalid<int32_t, CacheLine::SINGLE_CACHE_LINE, DcciDst::CACHELINE_OUT>(work.gm);
}

void group(GM_ADDR x, GM_ADDR z)
{
    Words work(z);
    GroupBarrier<PipeMode::MTE3_MODE> barrier(x, 2, 2);
    const auto block = static_cast<uint32_t>(GetBlockIdx());
    if (block < 2) {
        Duplicate(work.ub, 5, 8);
        PipeBarrier<PIPE_ALL>();
        DataCopy(work.gm[block * 8], work.ub, 8);
        barrier.Arrive(block);
    } else {
        barrier.Wait(block - 2);
        DataCopy(work.ub, work.gm, 16);
        PipeBarrier<PIPE_ALL>();
        DataCopy(work.gm[16 + (block - 2) * 16], work.ub, 16);
    }
}

void sameBytes(GM_ADDR, GM_ADDR z)
{
    Words work(z);
    Duplicate(work.ub, 5, 8);
    PipeBarrier<PIPE_ALL>();
    DataCopy(work.gm, work.ub, 8);
}

} // namespace kernels
