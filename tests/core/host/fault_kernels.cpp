#include "kernels.h"

#include "kernel_operator.h"

using namespace AscendC;

namespace kernels {
namespace {

struct Frame {
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;

    Frame(GM_ADDR x, GM_ADDR z)
    {
        pipe.InitBuffer(in, 1, 1024);
        pipe.InitBuffer(out, 1, 1024);
        xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 512);
        zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    }
    LocalTensor<float> filled()
    {
        LocalTensor<float> a = in.AllocTensor<float>();
        DataCopy(a, xGm, 256);
        in.EnQue(a);
        return in.DeQue<float>();
    }
};

} // namespace

void allocTwice(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    f.in.AllocTensor<float>();
    f.in.AllocTensor<float>();
}

void freeTwice(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    const auto a = f.in.AllocTensor<float>();
    f.in.FreeTensor(a);
    f.in.FreeTensor(a);
}

void deQueEmpty(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    f.in.DeQue<float>();
}

void useAfterFree(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    const auto a = f.filled();
    f.in.FreeTensor(a);
    const auto b = f.out.AllocTensor<float>();
    Add(b, a, a, 64);
}

void enQueTwice(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    const auto a = f.in.AllocTensor<float>();
    f.in.EnQue(a);
    f.in.EnQue(a);
}

void foreignTensor(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    const auto a = f.in.AllocTensor<float>();
    f.out.FreeTensor(a);
}

/// Both queues join the same pipes, so that the buffers come back and the loop goes on.
void freedToTheNextQueue(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TQue<TPosition::VECIN, 1> first, second;
    pipe.InitBuffer(first, 1, 256);
    pipe.InitBuffer(second, 1, 256);
    for (int i = 0; i < 3; ++i) {
        first.EnQue(first.AllocTensor<float>());
        second.EnQue(second.AllocTensor<float>());
        const auto a = first.DeQue<float>();
        const auto b = second.DeQue<float>();
        second.FreeTensor(a);
        first.FreeTensor(b);
    }
}

void noRoomToFill(GM_ADDR, GM_ADDR z)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> all;
    pipe.InitBuffer(all, 192 * 1024);
    GlobalTensor<float> zGm;
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    InitOutput<float>(zGm, 512, 0.0F);
}

void tooDeep(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    pipe.InitBuffer(in, 2, 64);
    in.EnQue(in.AllocTensor<float>());
    in.EnQue(in.AllocTensor<float>());
}

void initInLoop(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> buffer;
    for (int i = 0; i < 3; ++i)
        pipe.InitBuffer(buffer, 64);
}

void overCapacity(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    pipe.InitBuffer(in, 2, 95 * 1024); // 190 KiB: in UB, but in its reserved part too
}

/// Select, which works in the last 8 KiB of UB, beside one buffer that reaches into them.
static void selectBesideBuffer(uint32_t bytes, bool dataInReserve)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> all;
    pipe.InitBuffer(all, bytes);
    const LocalTensor<float> values = all.Get<float>(64);
    const LocalTensor<uint8_t> mask = all.GetWithOffset<uint8_t>(32, 1024);
    Duplicate(values, 1.0F, 64);
    CompareScalar(mask, values, 0.0F, CMPMODE::GT, 64);
    if (dataInReserve)
        Duplicate(all.GetWithOffset<float>(64, 188 * 1024), 1.0F, 64);
    Select(values, mask, values, 2.0F, SELMODE::VSEL_TENSOR_SCALAR_MODE, 64);
}

void selectInReserve(GM_ADDR, GM_ADDR) { selectBesideBuffer(190 * 1024, true); }

void selectInUnusedReserve(GM_ADDR, GM_ADDR) { selectBesideBuffer(192 * 1024, false); }

void beyondPhysical(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    pipe.InitBuffer(in, 2, 97 * 1024);
    LocalTensor<half> first = in.AllocTensor<half>();
    in.FreeTensor(first);
    LocalTensor<half> second = in.AllocTensor<half>(); // this one ends past UB
    in.FreeTensor(second);
}

void tooManyInFlight(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TQue<TPosition::VECIN, 1> queues[9];
    for (auto& queue : queues)
        pipe.InitBuffer(queue, 1, 64);
    for (auto& queue : queues)
        queue.AllocTensor<float>();
}

void waitNeverSet(GM_ADDR, GM_ADDR) { WaitFlag<HardEvent::MTE2_V>(EVENT_ID0); }

void setTwice(GM_ADDR, GM_ADDR)
{
    SetFlag<HardEvent::MTE2_V>(EVENT_ID0);
    SetFlag<HardEvent::MTE2_V>(EVENT_ID0);
}

void wrongEventId(GM_ADDR, GM_ADDR) { SetFlag<HardEvent::MTE2_V>(8); }

void tbufTooLong(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> buffer;
    pipe.InitBuffer(buffer, 64);
    buffer.Get<float>(17);
}

void tbufOffset(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> buffer;
    pipe.InitBuffer(buffer, 64);
    buffer.GetWithOffset<float>(4, 20);
}

void secondPipe(GM_ADDR, GM_ADDR)
{
    const TPipe first;
    const TPipe second;
}

void smallReduceBuffer(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    TBuf<TPosition::VECCALC> work;
    f.pipe.InitBuffer(work, 64);
    const auto a = f.filled();
    const auto b = f.out.AllocTensor<float>();
    ReduceMax(b, a, work.Get<float>(), 256, true); // needs 8 results, 2 more, and their rounding: 16 elements
    ReduceMax(b, a, work.Get<float>(8), 256, true);
}

ReduceWork reduceWork;

void reduceWithWork(GM_ADDR, GM_ADDR)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> values, result, work;
    pipe.InitBuffer(values, 16384);
    pipe.InitBuffer(result, 32);
    pipe.InitBuffer(work, 1024);
    const auto src = values.Get<float>();
    const auto dst = result.Get<float>();
    const auto tmp = work.Get<float>(static_cast<std::uint32_t>(reduceWork.elements));
    Duplicate(src, 1.0F, 4096);
    if (reduceWork.sum && reduceWork.count != 0)
        ReduceSum(dst, src, tmp, reduceWork.count);
    else if (reduceWork.sum)
        ReduceSum(dst, src, tmp, 64, reduceWork.repeats, 8);
    else if (reduceWork.count != 0)
        ReduceMin(dst, src, tmp, reduceWork.count, reduceWork.index);
    else
        ReduceMax(dst, src, tmp, 64, reduceWork.repeats, 8, reduceWork.index);
}

void wrongRounding(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    const auto a = f.filled();
    const auto b = f.out.AllocTensor<int32_t>();
    Cast(b, a, RoundMode::CAST_NONE, 64); // float to int32_t needs a mode
}

void transposeOfHalf(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    const auto a = f.filled().ReinterpretCast<half>();
    const auto b = f.out.AllocTensor<half>();
    Transpose(b, a, b.ReinterpretCast<uint8_t>(), { 1, 1, 16, 16, TransposeType::TRANSPOSE_ND2ND_B16 });
}

void transposeOfEightRows(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    const auto a = f.filled().ReinterpretCast<uint16_t>();
    const auto b = f.out.AllocTensor<uint16_t>();
    Transpose(b, a, b.ReinterpretCast<uint8_t>(), { 1, 1, 8, 16, TransposeType::TRANSPOSE_ND2ND_B16 });
}

void pastTheBuffer(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    const auto a = f.filled();
    const auto b = f.out.AllocTensor<float>();
    Adds(b, a, 1.0F, 264); // the buffer holds 256
}

void widePadding(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    const auto a = f.in.AllocTensor<float>();
    DataCopyPad(a, f.xGm, DataCopyExtParams { 1, 32, 0, 0, 0 }, DataCopyPadExtParams<float> { true, 9, 0, 0.0F });
}

void storeFromVecIn(GM_ADDR x, GM_ADDR z)
{
    Frame f(x, z);
    const auto a = f.filled();
    DataCopy(f.zGm, a, 256);
}

void missingSync(GM_ADDR, GM_ADDR)
{
    if (GetBlockIdx() != 1)
        SyncAll();
}

void nullPointer(GM_ADDR, GM_ADDR)
{
    volatile int* nowhere = nullptr;
    *nowhere = 1;
}

void divideByZero(GM_ADDR, GM_ADDR)
{
    volatile int zero = 0;
    volatile int result = 5 / zero;
    (void)result;
}

void rawOverrun(GM_ADDR, GM_ADDR z) { reinterpret_cast<volatile float*>(z)[512] = 3.0F; }

void assertion(GM_ADDR, GM_ADDR) { ascendc_assert(GetBlockNum() == 77); }

} // namespace kernels
