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

} // namespace librarykernels
