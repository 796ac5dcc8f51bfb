#include "kernels.h"

#include "kernel_frame.h"

using namespace AscendC;

namespace librarykernels {

void tanhForms(GM_ADDR x, GM_ADDR z)
{
    around(x, z, 4096, [](const Tensor& b, const Tensor& a, Scratch& scratch) {
        LocalTensor<uint8_t> shared = scratch.Get<uint8_t>();
        Tensor part = a[128];
        part.SetSize(128);
        Tensor last = a[384];
        Tanh(b, a, shared, 128);
        Tanh<float, false>(b[128], part, shared);
        Tanh(b[256], a[256], 128);
        Tanh(b[384], last);
    });
}

void stackExhausted(GM_ADDR x, GM_ADDR z)
{
    // 192 KiB less two queues of 2 KiB less a buffer that leaves 128 B.
    around(x, z, 192 * 1024 - 4096 - 128, [](const Tensor& b, const Tensor& a, Scratch&) { Tanh(b, a, 512); });
}

void transDataForms(GM_ADDR x, GM_ADDR z)
{
    static constexpr TransDataConfig config = { DataFormat::NCDHW, DataFormat::NDC1HWC0 };
    around(x, z, 32768, [](const Tensor& b, const Tensor& a, Scratch& scratch) {
        const Layout plain = MakeLayout(MakeShape(1, 32, 1, 2, 8), MakeStride());
        const Layout grouped = MakeLayout(MakeShape(1, 1, 2, 2, 8, 16), MakeStride());
        TransDataParams<std::decay_t<decltype(plain)>, std::decay_t<decltype(grouped)>> params = { plain, grouped };
        LocalTensor<uint8_t> shared = scratch.Get<uint8_t>();
        const auto from = a.ReinterpretCast<half>(), to = b.ReinterpretCast<half>();
        TransData<config>(to, from, shared, params);
        TransData<config>(to[512], from[512], params);
    });
}

void activations(GM_ADDR x, GM_ADDR z)
{
    around(x, z, 16384, [](const Tensor& b, const Tensor& a, Scratch& scratch) {
        LocalTensor<uint8_t> shared = scratch.Get<uint8_t>();
        Sigmoid(b, a, shared, 64);
        Gelu<float, true>(b[64], a[64], shared, 64);
        Swish(b[128], a[128], 64, 2.0F);
        Silu(b[192], a[192], 64);
        SwiGLU(b[256], a[256], a[320], 1.0F, shared, 64);
        Power(b[320], 2.0F, a[320], shared, 64);
        Power(b[384], a[384], 2.0F, shared, 64);
        Exp<float, 12, false>(b[448], a[448], shared, 64);
    });
}

void int4Dequantised(GM_ADDR x, GM_ADDR z)
{
    around(x, z, 16384, [](const Tensor& b, const Tensor& a, Scratch& scratch) {
        const LocalTensor<half> values = scratch.Get<half>(128), scale = scratch.GetWithOffset<half>(64, 1024),
                                offset = scratch.GetWithOffset<half>(64, 2048), to = b.ReinterpretCast<half>();
        const LocalTensor<int4b_t> packed = scratch.GetWithOffset<int4b_t>(128, 4096);
        const LocalTensor<uint8_t> shared = scratch.GetWithOffset<uint8_t>(4096, 8192);
        Cast(values, a, RoundMode::CAST_NONE, 128);
        Muls(values, values, half(4), 128);
        Cast(packed, values, RoundMode::CAST_RINT, 128);
        Duplicate(scale, half(2), 64);
        Duplicate(offset, half(1), 64);
        AscendAntiQuant<int4b_t, half, false>(to, packed, half(0.5F), shared, 2);
        AscendAntiQuant<int4b_t, half, false>(to[128], packed, offset, scale, shared, 2, { 1, 64, 1, 64 });
    });
}

void logicalOfFloats(GM_ADDR x, GM_ADDR z)
{
    around(x, z, 16384, [](const Tensor& b, const Tensor& a, Scratch& scratch) {
        const LocalTensor<uint8_t> shared = scratch.Get<uint8_t>();
        const uint32_t shape[] = { 4, 16 };
        ReduceAny<float, Pattern::Reduce::AR>(b, a, shared, shape, true);
        ReduceAll<float, Pattern::Reduce::AR>(b[8], a, shared, shape, true);
        ReduceAny<float, Pattern::Reduce::RA>(b[16], a, shared, shape, true);
        ReduceAll<float, Pattern::Reduce::RA>(b[32], a, shape, true);
    });
}

void softmaxOfOneType(GM_ADDR x, GM_ADDR z)
{
    around(x, z, 16384, [](const Tensor& b, const Tensor& a, Scratch& scratch) {
        SoftMaxTiling tiling {};
        tiling.srcM = 4;
        tiling.srcK = 64;
        SoftMax(b, b[256], b[320], a, scratch.Get<uint8_t>(), tiling, { 4, 64, 4, 64 });
    });
}

} // namespace librarykernels
