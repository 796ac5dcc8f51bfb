#include "kernel_operator.h"

using namespace AscendC;

constexpr uint32_t kTile = 1024;

template <class T>
class ScaledAdd {
public:
    __aicore__ inline void Process(GM_ADDR x, GM_ADDR y, GM_ADDR z, uint32_t total, float scale)
    {
        m_pipe.InitBuffer(m_x, 2, kTile * sizeof(T));
        m_pipe.InitBuffer(m_y, 2, kTile * sizeof(T));
        m_pipe.InitBuffer(m_z, 2, kTile * sizeof(T));
        m_xGm.SetGlobalBuffer((__gm__ T*)x, total);
        m_yGm.SetGlobalBuffer((__gm__ T*)y, total);
        m_zGm.SetGlobalBuffer((__gm__ T*)z, total);
        for (uint32_t begin = GetBlockIdx() * kTile; begin < total; begin += GetBlockNum() * kTile)
            Tile(begin, total - begin < kTile ? total - begin : kTile, static_cast<T>(scale));
    }

private:
    __aicore__ inline void Tile(uint32_t begin, uint32_t count, T scale)
    {
        const DataCopyExtParams copy { 1, static_cast<uint32_t>(count * sizeof(T)), 0, 0, 0 };
        LocalTensor<T> x = m_x.template AllocTensor<T>();
        LocalTensor<T> y = m_y.template AllocTensor<T>();
        DataCopyPad(x, m_xGm[begin], copy, DataCopyPadExtParams<T> {});
        DataCopyPad(y, m_yGm[begin], copy, DataCopyPadExtParams<T> {});
        m_x.EnQue(x);
        m_y.EnQue(y);
        x = m_x.template DeQue<T>();
        y = m_y.template DeQue<T>();
        LocalTensor<T> z = m_z.template AllocTensor<T>();
        Muls(z, y, scale, count);
        Add(z, z, x, count);
        m_x.FreeTensor(x);
        m_y.FreeTensor(y);
        m_z.EnQue(z);
        z = m_z.template DeQue<T>();
        DataCopyPad(m_zGm[begin], z, copy);
        m_z.FreeTensor(z);
    }
    TPipe m_pipe;
    TQue<QuePosition::VECIN, 2> m_x, m_y;
    TQue<QuePosition::VECOUT, 2> m_z;
    GlobalTensor<T> m_xGm, m_yGm, m_zGm;
};

extern "C" __global__ __aicore__ void scaled_add(GM_ADDR x, GM_ADDR y, GM_ADDR z, GM_ADDR workspace, GM_ADDR tiling)
{
    GET_TILING_DATA(data, tiling);
    if (TILING_KEY_IS(1)) {
        ScaledAdd<float> op;
        op.Process(x, y, z, data.total, data.scale);
    } else if (TILING_KEY_IS(2)) {
        ScaledAdd<DTYPE_X> op;
        op.Process(x, y, z, data.total, data.scale);
    }
}

#ifndef ASCENDC_CPU_DEBUG
void scaled_add_do(uint32_t blocks, void* stream, uint8_t* x, uint8_t* y, uint8_t* z, uint8_t* workspace, uint8_t* tiling)
{
    scaled_add<<<blocks, nullptr, stream>>>(x, y, z, workspace, tiling);
}
#endif
