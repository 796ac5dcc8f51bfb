#include "basic_api_kernels.h"

#include "kernel_operator.h"

using namespace AscendC;

namespace kernels::basic {
namespace {

constexpr uint32_t kBytes = 2048;
constexpr uint32_t kScratch = 16384;

/// Loads 2048 B, gives the compute step zeroed room for as many, stores that.
template <class T, class Compute>
void around(GM_ADDR x, GM_ADDR z, Compute compute)
{
    constexpr uint32_t count = kBytes / sizeof(T);
    TPipe pipe;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    TBuf<TPosition::VECCALC> scratch;
    pipe.InitBuffer(in, 1, kBytes);
    pipe.InitBuffer(out, 1, kBytes);
    pipe.InitBuffer(scratch, kScratch);
    GlobalTensor<T> xGm;
    GlobalTensor<T> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(x), count);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ T*>(z), count);
    LocalTensor<T> a = in.AllocTensor<T>();
    DataCopy(a, xGm, count);
    in.EnQue(a);
    a = in.DeQue<T>();
    LocalTensor<T> b = out.AllocTensor<T>();
    Duplicate(b.template ReinterpretCast<float>(), 0.0F, kBytes / 4);
    compute(b, a, scratch);
    out.EnQue(b);
    in.FreeTensor(a);
    b = out.DeQue<T>();
    DataCopy(zGm, b, count);
    out.FreeTensor(b);
}

using Floats = LocalTensor<float>;
using Halves = LocalTensor<half>;
using Scratch = TBuf<TPosition::VECCALC>;

} // namespace

void gatherMaskBuiltIn(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch&) {
        uint64_t kept = 0;
        GatherMask(b, a, 2, false, 0, { 1, 2, 8, 0 }, kept); // odd elements of 128
        b.SetValue(510, static_cast<float>(kept));
        GatherMask(b[128], a, 5, true, 70, { 1, 2, 16, 0 }, kept); // third of four, 70 from each of two repeats
        b.SetValue(511, static_cast<float>(kept));
    });
}

void gatherMaskTensor(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch& scratch) {
        const LocalTensor<uint32_t> bits = scratch.Get<uint32_t>(8);
        Duplicate(bits, uint32_t { 0x88888888 }, 8);
        uint64_t kept = 0;
        GatherMask(b, a, bits, false, 0, { 1, 2, 8, 0 }, kept);
        b.SetValue(511, static_cast<float>(kept));
    });
}

void gatherBlocks(GM_ADDR x, GM_ADDR z)
{
    around<uint32_t>(x, z, [](const LocalTensor<uint32_t>& b, const LocalTensor<uint32_t>& a, Scratch& scratch) {
        const LocalTensor<uint32_t> offsets = scratch.Get<uint32_t>(16);
        for (uint32_t i = 0; i < 16; ++i)
            offsets.SetValue(i, (7 - i % 8) * 32);
        Gatherb(b, a, offsets, 2, { 1, 8 });
    });
}

void gatherMasked(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch& scratch) {
        const LocalTensor<uint32_t> offsets = scratch.Get<uint32_t>(128);
        for (uint32_t i = 0; i < 128; ++i)
            offsets.SetValue(i, (127 - i) * 4);
        const uint64_t even[2] = { 0x5555555555555555, 0 };
        Gather(b, a, offsets, 0U, even, 2, 8);
    });
}

void sortAndMerge(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch& scratch) {
        const LocalTensor<int32_t> index = scratch.Get<int32_t>(128);
        const Floats sorted = scratch.GetWithOffset<float>(256, 1024);
        CreateVecIndex(index, 0, 128);
        Sort32(sorted, a, index.ReinterpretCast<uint32_t>(), 4);
        const uint16_t lengths[4] = { 32, 32, 32, 32 };
        MrgSort(b, { sorted, sorted[64], sorted[128], sorted[192] }, MrgSort4Info { lengths, false, 15, 1 });
    });
}

void mergeSuspended(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch& scratch) {
        const LocalTensor<int32_t> index = scratch.Get<int32_t>(64);
        const Floats sorted = scratch.GetWithOffset<float>(128, 1024);
        CreateVecIndex(index, 0, 64);
        Sort32(sorted, a, index.ReinterpretCast<uint32_t>(), 2);
        const uint16_t lengths[4] = { 32, 32, 0, 0 };
        MrgSort(b, { sorted, sorted[64], sorted, sorted }, MrgSort4Info { lengths, true, 3, 1 });
        uint16_t first = 0;
        uint16_t second = 0;
        uint16_t third = 0;
        uint16_t fourth = 0;
        GetMrgSortResult(first, second, third, fourth);
        b.SetValue(510, static_cast<float>(first));
        b.SetValue(511, static_cast<float>(second));
    });
}

void sortHalf(GM_ADDR x, GM_ADDR z)
{
    around<half>(x, z, [](const Halves& b, const Halves& a, Scratch& scratch) {
        const LocalTensor<int32_t> index = scratch.Get<int32_t>(32);
        CreateVecIndex(index, 100, 32);
        Sort32(b, a, index.ReinterpretCast<uint32_t>(), 1);
    });
}

void transposeSquare(GM_ADDR x, GM_ADDR z)
{
    around<half>(x, z, [](const Halves& b, const Halves& a, Scratch&) {
        Transpose(b, a);
        DataCopy(b[256], a, 256);
        Transpose(b[256], b[256]); // in place
    });
}

void transposeChannels(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch& scratch) {
        const LocalTensor<uint8_t> work = scratch.Get<uint8_t>();
        Transpose(b, a, work, { 2, 3, 4, 8, TransposeType::TRANSPOSE_NCHW2NHWC });
        Transpose(b[256], b, work, { 2, 3, 4, 8, TransposeType::TRANSPOSE_NHWC2NCHW });
    });
}

void transData16(GM_ADDR x, GM_ADDR z)
{
    around<half>(x, z, [](const Halves& b, const Halves& a, Scratch&) {
        // 16 rows of 32: two repeats of 16 x 16, one block further in the source, 16 further in the destination.
        LocalTensor<half> from[16];
        LocalTensor<half> to[16];
        for (uint32_t i = 0; i < 16; ++i) {
            from[i] = a[i * 32];
            to[i] = b[i * 16];
        }
        TransDataTo5HD<half>(to, from, { false, false, 2, 16, 1 });
    });
}

void transData32(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch&) {
        uint64_t from[16];
        uint64_t to[16];
        for (uint32_t i = 0; i < 16; ++i) {
            from[i] = a[i * 8].GetPhyAddr();
            to[i] = b[(15 - i) * 8].GetPhyAddr(); // rows from the back
        }
        TransDataTo5HD<float>(to, from, { false, false, 1, 0, 0 });
    });
}

void transData8(GM_ADDR x, GM_ADDR z)
{
    around<int8_t>(x, z, [](const LocalTensor<int8_t>& b, const LocalTensor<int8_t>& a, Scratch&) {
        LocalTensor<int8_t> from[16];
        LocalTensor<int8_t> to[16];
        for (uint32_t i = 0; i < 16; ++i) {
            from[i] = a[i * 32];
            to[i] = b[i * 32];
        }
        TransDataTo5HD<int8_t>(to, from, { false, true, 1, 0, 0 });
    });
}

void compareRegister(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch& scratch) {
        const LocalTensor<uint8_t> bits = scratch.Get<uint8_t>(128);
        const Floats zeros = scratch.GetWithOffset<float>(64, 1024);
        const BinaryRepeatParams one { 1, 1, 1, 8, 8, 8 };
        Duplicate(zeros, 0.0F, 64);
        Compare(a, zeros, CMPMODE::LT, uint64_t { 64 }, one);
        SetVectorMask<float>(0, ~uint64_t { 0 });
        Select<float, SELMODE::VSEL_CMPMASK_SPR>(b, zeros, a, 1, one); // negative becomes 0
        Duplicate(bits.ReinterpretCast<int16_t>(), int16_t { 0 }, 64); // the call fills 16 of its 128 B
        GetCmpMask(bits);
        DataCopy(b[64].ReinterpretCast<uint8_t>(), bits, 32);
        // A mask given by address.
        const LocalTensor<uint64_t> place = scratch.GetWithOffset<uint64_t>(4, 2048);
        place.SetValue(0, bits.GetPhyAddr());
        SetCmpMask(place);
        Select<float, SELMODE::VSEL_TENSOR_TENSOR_MODE>(b[128], a, zeros, 1, one); // the negative ones only
        // A scalar from the register.
        Duplicate(zeros, 7.0F, 64);
        SetCmpMask(zeros);
        Select(b[192], bits, a, 1, one); // not negative becomes 7
        ResetMask();
    });
}

void fusedCasts(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch& scratch) {
        const Halves narrow = scratch.Get<half>(128);
        const LocalTensor<int32_t> whole = scratch.GetWithOffset<int32_t>(128, 1024);
        AddReluCast(b.ReinterpretCast<half>(), a, a[64], 64); // 128 B
        SubReluCast(b[32].ReinterpretCast<half>(), a, a[64], 64);
        Cast(narrow, a, RoundMode::CAST_NONE, 128);
        MulCast(b[64].ReinterpretCast<int8_t>(), narrow, narrow, 128); // 128 B, saturated
        Cast(whole, a, RoundMode::CAST_RINT, 64);
        SetDeqScale(static_cast<half>(0.5F));
        AddDeqRelu(b[96].ReinterpretCast<half>(), whole, whole, 64);
    });
}

void dequantise(GM_ADDR x, GM_ADDR z)
{
    around<int16_t>(x, z, [](const LocalTensor<int16_t>& b, const LocalTensor<int16_t>& a, Scratch& scratch) {
        SetDeqScale(0.5F, 3, true);
        CastDequant<int8_t, int16_t, false, false>(b.ReinterpretCast<int8_t>(), a, 128); // low halves of 8 blocks
        VdeqInfo info;
        for (int32_t i = 0; i < 16; ++i) {
            info.vdeqScale[i] = static_cast<float>(i);
            info.vdeqOffset[i] = static_cast<int16_t>(-i);
            info.vdeqSignMode[i] = true;
        }
        const LocalTensor<uint64_t> table = scratch.Get<uint64_t>(16);
        SetDeqScale(table, info);
        CastDequant<int8_t, int16_t, true, true>(b.ReinterpretCast<int8_t>(), a, 128); // high halves
    });
}

void reduceRegisters(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch& scratch) {
        const Floats work = scratch.Get<float>(8); // not used by the count form
        ReduceSum(b, a, work, 200);
        b.SetValue(1, GetReduceRepeatSumSpr<float>());
        const Floats room = scratch.GetWithOffset<float>(128, 1024);
        ReduceMax(b[8], a, room, 256);
        float value = 0;
        float index = 0;
        GetReduceMaxMinCount<float>(value, index);
        b.SetValue(2, value);
        WholeReduceMin(b[16], a, 64, 4, 1, 1, 8);
        GetReduceRepeatMaxMinSpr<float>(value, index);
        b.SetValue(3, value);
        b.SetValue(4, static_cast<float>(hawkabi::bitsOf(index)));
        SetVectorMask<float>(0, 0xFF);
        vcadd(nullptr, reinterpret_cast<__ubuf__ float*>(a.GetPhyAddr()), 4, 1, 1, 8, true);
        const int64_t sum = get_acc_val();
        b.SetValue(5, hawkabi::fromBits<float>(static_cast<uint64_t>(sum)));
        ResetMask();
    });
}

void rawIntrinsics(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch& scratch) {
        auto* to = reinterpret_cast<__ubuf__ float*>(b.GetPhyAddr());
        auto* from = reinterpret_cast<__ubuf__ float*>(a.GetPhyAddr());
        auto* room = (__ubuf__ half*)scratch.Get<half>().GetPhyAddr();
        set_mask_norm();
        set_vector_mask(0, ~uint64_t { 0 });
        vadd(to, from, from + 64, 1, 1, 1, 1, 8, 8, 8);
        vmuls(to + 64, from, 3.0F, 1, 1, 1, 8, 8);
        vconv_f322f16r(room, from, 1, 1, 1, 4, 8);
        vconv_f162f32(to + 128, room, 1, 1, 1, 8, 4);
        set_vector_mask(0, 0xF);
        vector_dup(to + 192, 9.0F, 1, 1, 1, 8, 8);
        vcadd(to + 256, from, 2, 1, 1, 8, false); // four lanes of two repeats
        vcmax(to + 264, from, 1, 1, 1, 8, ONLY_VALUE);
        copy_ubuf_to_ubuf(to + 320, from, 0, 2, 1, 1, 0); // blocks 0 and 2
        set_mask_count();
        set_vector_mask(0, 70);
        vabs(to + 384, from, 1, 1, 1, 8, 8);
        set_mask_norm();
        set_vector_mask(~uint64_t { 0 }, ~uint64_t { 0 });
    });
}

void paddedByAddress(GM_ADDR x, GM_ADDR z)
{
    static_assert(Ceil(7U, 2U) == 4);
    TPipe pipe;
    TBuf<TPosition::VECCALC> scratch;
    pipe.InitBuffer(scratch, 256);
    auto* room = reinterpret_cast<__ubuf__ float*>(scratch.Get<float>().GetPhyAddr());
    DataCopyPadGm2UBImpl(room, reinterpret_cast<__gm__ float*>(x), DataCopyExtParams { 2, 20, 12, 0, 0 },
        DataCopyPadExtParams<float> { true, 0, 3, 7.0F });
    const TEventID loaded = pipe.FetchEventID(HardEvent::MTE2_MTE3);
    SetFlag<HardEvent::MTE2_MTE3>(loaded);
    WaitFlag<HardEvent::MTE2_MTE3>(loaded);
    DataCopyPadUB2GMImpl(reinterpret_cast<__gm__ float*>(z), room, DataCopyParams { 1, 64, 0, 0 });
}

void rawTranspose(GM_ADDR x, GM_ADDR z)
{
    around<half>(x, z, [](const Halves& b, const Halves& a, Scratch&) {
        auto* to = reinterpret_cast<__ubuf__ uint16_t*>(b.GetPhyAddr());
        auto* from = reinterpret_cast<__ubuf__ uint16_t*>(a.GetPhyAddr());
        vtranspose(to, from);
        uint64_t dst[2][8];
        uint64_t src[2][8];
        for (int32_t i = 0; i < 16; ++i) {
            dst[i / 8][i % 8] = reinterpret_cast<uint64_t>(to + 256 + i * 16);
            src[i / 8][i % 8] = reinterpret_cast<uint64_t>(from + i * 16);
        }
        set_va_reg_sb(VA0, dst[0]);
        set_va_reg_sb(VA1, dst[1]);
        set_va_reg_sb(VA2, src[0]);
        set_va_reg_sb(VA3, src[1]);
        scatter_vnchwconv_b16(VA0, VA2, 1, 0, 0);
    });
}

void wholeTensorOperators(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch&) {
        Floats left = a;
        Floats right = a[64];
        left.SetSize(64);
        right.SetSize(64);
        Floats sum = b;
        Floats difference = b[64];
        Floats product = b[128];
        LocalTensor<uint8_t> less = b[192].ReinterpretCast<uint8_t>();
        sum.SetSize(64);
        difference.SetSize(64);
        product.SetSize(64);
        sum = left + right;
        difference = left - right;
        product = left * right;
        less = left < right;
    });
}

namespace {
template <class T>
using Binary = void(const LocalTensor<T>&, const LocalTensor<T>&, const LocalTensor<T>&, const int32_t&);
template <class T>
using BinaryMasked = void(const LocalTensor<T>&, const LocalTensor<T>&, const LocalTensor<T>&, uint64_t, const uint8_t,
    const BinaryRepeatParams&);
template <class T>
using Scalar = void(const LocalTensor<T>&, const LocalTensor<T>&, const T&, const int32_t&);

template <class T, Binary<T>* binary, BinaryMasked<T>* masked, Scalar<T>* scalar>
void apply(const LocalTensor<T>& b, const LocalTensor<T>& a)
{
    binary(b, a, a[64], 64);
    masked(b[64], a, a[64], 8, 2, { 1, 1, 1, 8, 8, 8 });
    scalar(b[192], a, T(2), 64);
}
} // namespace

void functionPointers(GM_ADDR x, GM_ADDR z)
{
    around<float>(x, z, [](const Floats& b, const Floats& a, Scratch&) { apply<float, Max, Sub, Adds>(b, a); });
}

void bufferPools(GM_ADDR x, GM_ADDR z)
{
    TPipe pipe;
    TBufPool<TPosition::VECCALC> first;
    TBufPool<TPosition::VECCALC> second;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    TBuf<TPosition::VECCALC> left;
    TBuf<TPosition::VECCALC> right;
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 512);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    pipe.InitBufPool(first, 4096);
    pipe.InitBufPool(second, 4096, first); // the same memory
    first.InitBuffer(in, 1, 2048);
    first.InitBuffer(left, 2048);
    second.InitBuffer(right, 2048);
    pipe.InitBuffer(out, 1, 2048);
    LocalTensor<float> a = in.AllocTensor<float>();
    DataCopy(a, xGm, 512);
    in.EnQue(a);
    a = in.DeQue<float>();
    const LocalTensor<float> copy = right.Get<float>(); // lies where `a` lies
    const LocalTensor<float> other = left.Get<float>(); // and this does not
    LocalTensor<float> b = out.AllocTensor<float>();
    Adds(other, a, 1.0F, 512);
    Muls(b, copy, 2.0F, 512);
    Add(b, b, other, 512);
    in.FreeTensor(a);
    first.Reset();
    out.EnQue(b);
    b = out.DeQue<float>();
    DataCopy(zGm, b, 512);
    out.FreeTensor(b);
}

namespace {

/// Gives out blocks from its end towards its start.
class BackwardPool {
public:
    BackwardPool() { Init(); }
    template <class T>
    bool InitBuffer(T& que, uint8_t num, uint32_t len)
    {
        const auto handle = GetBufHandle(GetCurBufSize());
        que.InitStartBufHandle(handle, num, len);
        for (uint8_t i = 0; i < num; ++i)
            que.InitBufHandle(this, i, handle, GetCurAddr() + m_size - (i + 1) * len, len);
        m_size -= num * len;
        SetCurBufSize(static_cast<uint8_t>(GetCurBufSize() + num));
        return true;
    }
    uint32_t m_size = 8192;
    EXTERN_IMPL_BUFPOOL(BackwardPool, TPosition::VECCALC, 16);
};

void throughPool(GM_ADDR x, GM_ADDR z, uint32_t poolBytes)
{
    TPipe pipe;
    BackwardPool pool;
    TQue<TPosition::VECIN, 1> in;
    TQue<TPosition::VECOUT, 1> out;
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 512);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    pipe.InitBufPool(pool, poolBytes);
    pool.InitBuffer(in, 2, 2048);
    pool.InitBuffer(out, 1, 2048);
    LocalTensor<float> a = in.AllocTensor<float>();
    DataCopy(a, xGm, 512);
    in.EnQue(a);
    a = in.DeQue<float>();
    LocalTensor<float> b = out.AllocTensor<float>();
    Add(b, a, a, 512);
    in.FreeTensor(a);
    out.EnQue(b);
    b = out.DeQue<float>();
    DataCopy(zGm, b, 512);
    out.FreeTensor(b);
    pool.Reset();
}

} // namespace

void customPool(GM_ADDR x, GM_ADDR z) { throughPool(x, z, 8192); }
void customPoolOutside(GM_ADDR x, GM_ADDR z) { throughPool(x, z, 7168); }

void int4Casts(GM_ADDR x, GM_ADDR z)
{
    around<half>(x, z, [](const Halves& b, const Halves& a, Scratch&) {
        const auto packed = b[512].ReinterpretCast<int4b_t>();
        Cast(packed, a, RoundMode::CAST_RINT, 512);
        Cast(b, packed, RoundMode::CAST_NONE, 512);
    });
}

void int4Strided(GM_ADDR x, GM_ADDR z)
{
    around<half>(x, z, [](const Halves& b, const Halves& a, Scratch&) {
        Cast(b.ReinterpretCast<AscendC::int4b_t>(), a, RoundMode::CAST_FLOOR, 128, 2, { 2, 1, 4, 8 });
    });
}

void layouts(GM_ADDR x, GM_ADDR z)
{
    around<int32_t>(x, z, [](const LocalTensor<int32_t>& b, const LocalTensor<int32_t>&, Scratch&) {
        const Layout matrix = MakeLayout(MakeShape(4, 2), MakeStride(4, 1));
        const auto made = MakeLayout(MakeShape(10, 20, 30), MakeStride(1, 100, 200));
        static_assert(is_layout<decltype(matrix)>::value == false && is_layout<std::decay_t<decltype(matrix)>>::value);
        b.SetValue(0, static_cast<int32_t>(matrix(MakeCoord(3, 1))));
        b.SetValue(1, static_cast<int32_t>(Crd2Idx(MakeCoord(2, 1, 3), made)));
        b.SetValue(2, Std::get<2>(made.GetShape()));
        b.SetValue(3, Std::get<1>(made.GetStride()));
    });
}

void slices(GM_ADDR x, GM_ADDR z)
{
    TPipe pipe;
    TBuf<TPosition::VECIN> buffer;
    pipe.InitBuffer(buffer, 2048);
    const LocalTensor<float> local = buffer.Get<float>();
    GlobalTensor<float> xGm;
    GlobalTensor<float> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(x), 512);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    Duplicate(local, 0.0F, 512);
    // Rows 0 and 2 of [3, 87]: elements 16..70 as two pieces of 24 with 7 between.
    const SliceInfo to[] = { { 0, 47, 0, 3, 48 }, { 0, 1, 0, 1, 2 } };
    const SliceInfo from[] = { { 16, 70, 7, 3, 87 }, { 0, 2, 1, 1, 3 } };
    DataCopy(local, xGm, to, from, 2);
    DataCopy(zGm, local, 512);
}

void saturation(GM_ADDR x, GM_ADDR z)
{
    around<half>(x, z, [](const Halves& b, const Halves& a, Scratch&) {
        Add(b, a, a, 128);
        SetSaturationFlag<SaturationMode::FLOAT>(true);
        Add(b[128], a, a, 128);
        SetSaturationFlag<SaturationMode::FLOAT>(false);
    });
}

void fillGlobal(GM_ADDR, GM_ADDR z)
{
    TPipe pipe;
    GlobalTensor<float> zGm;
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    InitOutput<float>(zGm, 512, 2.5F);
}

void fillGlobalNarrow(GM_ADDR, GM_ADDR z)
{
    TPipe pipe;
    TBuf<TPosition::VECCALC> rest;
    pipe.InitBuffer(rest, 192 * 1024 - 64 - 96);
    GlobalTensor<float> zGm;
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ float*>(z), 512);
    InitOutput<float>(zGm, 512, 2.5F);
}

void halfArithmetic(GM_ADDR x, GM_ADDR z)
{
    GlobalTensor<half> xGm;
    GlobalTensor<half> zGm;
    xGm.SetGlobalBuffer(reinterpret_cast<__gm__ half*>(x), 1024);
    zGm.SetGlobalBuffer(reinterpret_cast<__gm__ half*>(z), 1024);
    const half a = xGm.GetValue(0);
    const half b = xGm.GetValue(1);
    zGm.SetValue(0, a * b + b); // two roundings
    zGm.SetValue(1, a + 1);
    zGm.SetValue(2, a > b ? a : half(0));
    zGm.SetValue(3, static_cast<half>(static_cast<int32_t>(b * 3)));
    half c = a;
    c += b;
    c /= 3;
    zGm.SetValue(4, c);
    zGm.SetValue(5, -a);
}

void scalarHelpers(GM_ADDR, GM_ADDR z)
{
    GlobalTensor<int32_t> out;
    out.SetGlobalBuffer(reinterpret_cast<__gm__ int32_t*>(z), 512);
    const auto put = [&](uint64_t i, int64_t value) { out.SetValue(i, static_cast<int32_t>(value)); };
    put(0, ScalarCountLeadingZero(0x0100000000000020ULL));
    put(1, ScalarGetCountOfValue<1>(0xFF00));
    put(2, ScalarGetCountOfValue<0>(0xFF00));
    put(3, ScalarGetSFFValue<1>(0x1000000000000100ULL));
    put(4, ScalarGetSFFValue<0>(~0ULL));
    put(5, CountBitsCntSameAsSignBit(0x0100000000000020LL));
    put(6, CountBitsCntSameAsSignBit(-1));
    put(7, ScalarCast<float, int32_t, RoundMode::CAST_RINT>(2.5F));
    put(8, ScalarCast<float, int32_t, RoundMode::CAST_ROUND>(-2.5F));
    put(9, ScalarCast<float, int32_t, RoundMode::CAST_CEIL>(-2.5F));
    const half odd = ScalarCast<float, half, RoundMode::CAST_ODD>(1.0F + 0.0001F); // between 1 and the next half
    put(10, static_cast<int32_t>(hawkabi::bitsOf(odd)));
    put(11, static_cast<int32_t>(ToFloat(ToBfloat16(3.140625F)) * 1000000));
    put(12, AlignUp(uint32_t { 33 }, 32));
    put(13, CeilDivision(33, 32));
}

void bypassCache(GM_ADDR x, GM_ADDR z)
{
    for (int32_t i = 0; i < 4; ++i)
        WriteGmByPassDCache(
            reinterpret_cast<__gm__ int32_t*>(z) + i, ReadGmByPassDCache(reinterpret_cast<__gm__ int32_t*>(x) + i) + 1);
}

/// x holds a list of two tensors of two and one dimensions; what the descriptors say goes to z.
void tensorLists(GM_ADDR x, GM_ADDR z)
{
    GlobalTensor<uint64_t> out;
    out.SetGlobalBuffer(reinterpret_cast<__gm__ uint64_t*>(z), 256);
    ListTensorDesc list(reinterpret_cast<__gm__ void*>(x));
    uint64_t shape[8] = {};
    TensorDesc<float> desc;
    desc.SetShapeAddr(shape);
    out.SetValue(0, list.GetSize());
    list.GetDesc(desc, 1);
    out.SetValue(1, desc.GetDim());
    out.SetValue(2, desc.GetShape(0));
    out.SetValue(3, reinterpret_cast<uint64_t>(desc.GetDataPtr()));
    list.GetDesc(desc, 0);
    out.SetValue(4, desc.GetDim());
    out.SetValue(5, desc.GetShape(1));
    out.SetValue(6, desc.GetIndex());
    out.SetValue(7, reinterpret_cast<uint64_t>(list.GetDataPtr<float>(0)));
}

void copyCounterMode(GM_ADDR x, GM_ADDR z)
{
    around<int32_t>(x, z, [](const LocalTensor<int32_t>& b, const LocalTensor<int32_t>& a, Scratch&) {
        SetMaskCount();
        SetVectorMask<int32_t, MaskMode::COUNTER>(100);
        Copy<int32_t, false>(b, a, MASK_PLACEHOLDER, 2, { 1, 2, 16, 32 }); // 12 blocks and a half each
        SetMaskNorm();
        ResetMask();
    });
}

void bilinear(GM_ADDR x, GM_ADDR z)
{
    around<half>(x, z, [](const Halves& b, const Halves& a, Scratch& scratch) {
        const LocalTensor<uint32_t> offsets = scratch.Get<uint32_t>(32);
        const LocalTensor<uint8_t> work = scratch.GetWithOffset<uint8_t>(8192, 1024);
        for (uint32_t i = 0; i < 32; ++i)
            offsets.SetValue(i, i * 32);
        BilinearInterpolation(b, a, offsets, a[512], uint64_t { 128 }, 2, false, 1, 128, 2, work);
    });
}

void indexForms(GM_ADDR x, GM_ADDR z)
{
    around<int32_t>(x, z, [](const LocalTensor<int32_t>& b, const LocalTensor<int32_t>&, Scratch&) {
        CreateVecIndex(b, 5, uint64_t { 32 }, 2, 1, 8); // half of each repeat; the second goes on at 64
        CreateVecIndex(b[256].ReinterpretCast<int16_t>(), int16_t { -3 }, 100);
    });
}

} // namespace kernels::basic
