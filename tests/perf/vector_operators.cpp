#include "perf/vector_operators.h"

namespace hawk::perf {
namespace {

/// Tiling, split over blocks and transfers, shared by the kernels.
constexpr const char* kFrame = R"(
#include "kernel_operator.h"
using namespace AscendC;

struct VectorTiling {
    uint32_t rows;
    uint32_t columns;
    uint32_t tile;
};

constexpr int32_t kDepth = 2;

// Items [begin, end) of this block when `total` of them are shared out in units of `unit`.
__aicore__ inline void Split(uint64_t total, uint64_t unit, uint64_t& begin, uint64_t& end)
{
    const uint64_t units = (total + unit - 1) / unit;
    const uint64_t each = (units + GetBlockNum() - 1) / GetBlockNum();
    begin = each * GetBlockIdx() * unit;
    end = begin + each * unit;
    begin = begin > total ? total : begin;
    end = end > total ? total : end;
}

__aicore__ inline void Load(const LocalTensor<float>& dst, const GlobalTensor<float>& src, uint32_t count)
{
    const DataCopyExtParams copy { 1, static_cast<uint32_t>(count * sizeof(float)), 0, 0, 0 };
    DataCopyPad(dst, src, copy, DataCopyPadExtParams<float> { false, 0, 0, 0.0f });
}

__aicore__ inline void Store(const GlobalTensor<float>& dst, const LocalTensor<float>& src, uint32_t count)
{
    const DataCopyExtParams copy { 1, static_cast<uint32_t>(count * sizeof(float)), 0, 0, 0 };
    DataCopyPad(dst, src, copy);
}
)";

constexpr const char* kAdd = R"(
class KernelAdd {
public:
    __aicore__ inline void Init(GM_ADDR x, GM_ADDR y, GM_ADDR z, const __gm__ VectorTiling* plan, TPipe* pipe)
    {
        tile = plan->tile;
        Split(static_cast<uint64_t>(plan->rows) * plan->columns, tile, begin, end);
        xGm.SetGlobalBuffer((__gm__ float*)x);
        yGm.SetGlobalBuffer((__gm__ float*)y);
        zGm.SetGlobalBuffer((__gm__ float*)z);
        pipe->InitBuffer(inX, kDepth, tile * sizeof(float));
        pipe->InitBuffer(inY, kDepth, tile * sizeof(float));
        pipe->InitBuffer(outZ, kDepth, tile * sizeof(float));
    }
    __aicore__ inline void Process()
    {
        for (uint64_t at = begin; at < end; at += tile) {
            const uint32_t count = static_cast<uint32_t>(end - at < tile ? end - at : tile);
            LocalTensor<float> x = inX.AllocTensor<float>();
            LocalTensor<float> y = inY.AllocTensor<float>();
            Load(x, xGm[at], count);
            Load(y, yGm[at], count);
            inX.EnQue(x);
            inY.EnQue(y);
            Compute(count);
            LocalTensor<float> z = outZ.DeQue<float>();
            Store(zGm[at], z, count);
            outZ.FreeTensor(z);
        }
    }

private:
    __aicore__ inline void Compute(uint32_t count)
    {
        LocalTensor<float> x = inX.DeQue<float>();
        LocalTensor<float> y = inY.DeQue<float>();
        LocalTensor<float> z = outZ.AllocTensor<float>();
        Add(z, x, y, count);
        outZ.EnQue(z);
        inX.FreeTensor(x);
        inY.FreeTensor(y);
    }

    TQue<QuePosition::VECIN, kDepth> inX, inY;
    TQue<QuePosition::VECOUT, kDepth> outZ;
    GlobalTensor<float> xGm, yGm, zGm;
    uint64_t begin = 0, end = 0;
    uint32_t tile = 0;
};

extern "C" __global__ __aicore__ void perf_add(GM_ADDR x, GM_ADDR y, GM_ADDR z, GM_ADDR tiling)
{
    TPipe pipe;
    KernelAdd op;
    op.Init(x, y, z, (const __gm__ VectorTiling*)tiling, &pipe);
    op.Process();
}
)";

constexpr const char* kExp = R"(
class KernelExp {
public:
    __aicore__ inline void Init(GM_ADDR x, GM_ADDR y, const __gm__ VectorTiling* plan, TPipe* pipe)
    {
        tile = plan->tile;
        Split(static_cast<uint64_t>(plan->rows) * plan->columns, tile, begin, end);
        xGm.SetGlobalBuffer((__gm__ float*)x);
        yGm.SetGlobalBuffer((__gm__ float*)y);
        pipe->InitBuffer(in, kDepth, tile * sizeof(float));
        pipe->InitBuffer(out, kDepth, tile * sizeof(float));
    }
    __aicore__ inline void Process()
    {
        for (uint64_t at = begin; at < end; at += tile) {
            const uint32_t count = static_cast<uint32_t>(end - at < tile ? end - at : tile);
            LocalTensor<float> x = in.AllocTensor<float>();
            Load(x, xGm[at], count);
            in.EnQue(x);
            x = in.DeQue<float>();
            LocalTensor<float> y = out.AllocTensor<float>();
            Exp(y, x, count);
            out.EnQue(y);
            in.FreeTensor(x);
            y = out.DeQue<float>();
            Store(yGm[at], y, count);
            out.FreeTensor(y);
        }
    }

private:
    TQue<QuePosition::VECIN, kDepth> in;
    TQue<QuePosition::VECOUT, kDepth> out;
    GlobalTensor<float> xGm, yGm;
    uint64_t begin = 0, end = 0;
    uint32_t tile = 0;
};

extern "C" __global__ __aicore__ void perf_exp(GM_ADDR x, GM_ADDR y, GM_ADDR tiling)
{
    TPipe pipe;
    KernelExp op;
    op.Init(x, y, (const __gm__ VectorTiling*)tiling, &pipe);
    op.Process();
}
)";

/// Row by row, with scalars that come back from the vector unit.
constexpr const char* kRowFrame = R"(
class RowKernel {
public:
    __aicore__ inline void Open(GM_ADDR x, GM_ADDR y, const __gm__ VectorTiling* plan, TPipe* owner)
    {
        pipe = owner;
        columns = plan->columns;
        Split(plan->rows, 1, begin, end);
        xGm.SetGlobalBuffer((__gm__ float*)x);
        yGm.SetGlobalBuffer((__gm__ float*)y);
        pipe->InitBuffer(in, kDepth, columns * sizeof(float));
        pipe->InitBuffer(out, kDepth, columns * sizeof(float));
        pipe->InitBuffer(workBuffer, columns * sizeof(float));
        pipe->InitBuffer(scalarBuffer, 32);
        work = workBuffer.Get<float>();
        scalar = scalarBuffer.Get<float>();
    }
    template <class Compute>
    __aicore__ inline void Rows(const Compute& compute)
    {
        for (uint64_t row = begin; row < end; ++row) {
            LocalTensor<float> x = in.AllocTensor<float>();
            Load(x, xGm[row * columns], columns);
            in.EnQue(x);
            x = in.DeQue<float>();
            LocalTensor<float> y = out.AllocTensor<float>();
            compute(y, x);
            out.EnQue(y);
            in.FreeTensor(x);
            y = out.DeQue<float>();
            Store(yGm[row * columns], y, columns);
            out.FreeTensor(y);
        }
    }
    // The reduced value of a row, once the vector unit has it.
    __aicore__ inline float Scalar()
    {
        const event_t ready = static_cast<event_t>(pipe->FetchEventID(HardEvent::V_S));
        SetFlag<HardEvent::V_S>(ready);
        WaitFlag<HardEvent::V_S>(ready);
        const float value = scalar.GetValue(0);
        const event_t taken = static_cast<event_t>(pipe->FetchEventID(HardEvent::S_V));
        SetFlag<HardEvent::S_V>(taken);
        WaitFlag<HardEvent::S_V>(taken);
        return value;
    }
    __aicore__ inline float Sum(const LocalTensor<float>& src)
    {
        ReduceSum(scalar, src, work, static_cast<int32_t>(columns));
        return Scalar();
    }
    __aicore__ inline float Largest(const LocalTensor<float>& src)
    {
        ReduceMax(scalar, src, work, static_cast<int32_t>(columns), false);
        return Scalar();
    }

    TPipe* pipe = nullptr;
    TQue<QuePosition::VECIN, kDepth> in;
    TQue<QuePosition::VECOUT, kDepth> out;
    TBuf<TPosition::VECCALC> workBuffer, scalarBuffer;
    LocalTensor<float> work, scalar;
    GlobalTensor<float> xGm, yGm;
    uint64_t begin = 0, end = 0;
    uint32_t columns = 0;
};
)";

constexpr const char* kSoftmax = R"(
extern "C" __global__ __aicore__ void perf_softmax(GM_ADDR x, GM_ADDR y, GM_ADDR tiling)
{
    TPipe pipe;
    RowKernel rows;
    rows.Open(x, y, (const __gm__ VectorTiling*)tiling, &pipe);
    rows.Rows([&](const LocalTensor<float>& dst, const LocalTensor<float>& src) {
        const int32_t n = static_cast<int32_t>(rows.columns);
        Adds(dst, src, -rows.Largest(src), n);
        Exp(dst, dst, n);
        Muls(dst, dst, 1.0f / rows.Sum(dst), n);
    });
}
)";

constexpr const char* kLayerNorm = R"(
extern "C" __global__ __aicore__ void perf_layer_norm(GM_ADDR x, GM_ADDR gamma, GM_ADDR beta, GM_ADDR y, GM_ADDR tiling)
{
    TPipe pipe;
    RowKernel rows;
    rows.Open(x, y, (const __gm__ VectorTiling*)tiling, &pipe);
    const int32_t n = static_cast<int32_t>(rows.columns);
    GlobalTensor<float> gammaGm, betaGm;
    gammaGm.SetGlobalBuffer((__gm__ float*)gamma);
    betaGm.SetGlobalBuffer((__gm__ float*)beta);
    TQue<QuePosition::VECIN, 1> weights;
    pipe.InitBuffer(weights, 1, 2 * rows.columns * sizeof(float));
    LocalTensor<float> scale = weights.AllocTensor<float>();
    Load(scale, gammaGm, rows.columns);
    Load(scale[rows.columns], betaGm, rows.columns);
    weights.EnQue(scale);
    scale = weights.DeQue<float>();
    const LocalTensor<float> shift = scale[rows.columns];
    rows.Rows([&](const LocalTensor<float>& dst, const LocalTensor<float>& src) {
        const float mean = rows.Sum(src) / static_cast<float>(n);
        Adds(dst, src, -mean, n);
        Mul(src, dst, dst, n);
        const float variance = rows.Sum(src) / static_cast<float>(n);
        Muls(dst, dst, 1.0f / sqrt(variance + 1e-5f), n);
        Mul(dst, dst, scale, n);
        Add(dst, dst, shift, n);
    });
    weights.FreeTensor(scale);
}
)";

} // namespace

std::vector<VectorOperator> vectorOperators()
{
    constexpr std::uint64_t kElements = std::uint64_t { kRows } * kColumns;
    const std::string frame = kFrame;
    return {
        { "add", frame + kAdd, "perf_add", { kElements, kElements } },
        { "exp", frame + kExp, "perf_exp", { kElements } },
        { "softmax", frame + kRowFrame + kSoftmax, "perf_softmax", { kElements } },
        { "layer_norm", frame + kRowFrame + kLayerNorm, "perf_layer_norm", { kElements, kColumns, kColumns } },
    };
}

} // namespace hawk::perf
