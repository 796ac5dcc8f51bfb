#include "form_fixtures.h"

namespace hawk::target {
namespace {

const std::string kTilingHeader = R"cpp(#ifndef SCALED_ADD_TILING_H
#define SCALED_ADD_TILING_H
#include "register/tilingdata_base.h"

namespace optiling {
BEGIN_TILING_DATA_DEF(ScaledAddTilingData)
TILING_DATA_FIELD_DEF(uint32_t, total);
TILING_DATA_FIELD_DEF(float, scale);
END_TILING_DATA_DEF;

REGISTER_TILING_DATA_CLASS(ScaledAdd, ScaledAddTilingData)
}
#endif
)cpp";

const std::string kHost = R"cpp(#include "scaled_add_tiling.h"
#include "register/op_def_registry.h"
#include "tiling/platform/platform_ascendc.h"

namespace optiling {
static ge::graphStatus Tiling(gert::TilingContext* context)
{
    ScaledAddTilingData tiling;
    const auto total = static_cast<uint32_t>(context->GetInputShape(0)->GetStorageShape().GetShapeSize());
    tiling.set_total(total);
    tiling.set_scale(*context->GetAttrs()->GetFloat(0));
    context->SetBlockDim(total < 64 ? 1 : 2);
    tiling.SaveToBuffer(context->GetRawTilingData()->GetData(), context->GetRawTilingData()->GetCapacity());
    context->GetRawTilingData()->SetDataSize(tiling.GetDataSize());
    size_t* workspace = context->GetWorkspaceSizes(1);
    workspace[0] = 0;
    return ge::GRAPH_SUCCESS;
}
}

namespace ops {
class ScaledAdd : public OpDef {
public:
    explicit ScaledAdd(const char* name) : OpDef(name)
    {
        this->Input("x").ParamType(REQUIRED).DataType({ ge::DT_FLOAT16, ge::DT_FLOAT }).Format({ ge::FORMAT_ND, ge::FORMAT_ND });
        this->Input("y").ParamType(REQUIRED).DataType({ ge::DT_FLOAT16, ge::DT_FLOAT }).Format({ ge::FORMAT_ND, ge::FORMAT_ND });
        this->Output("z").ParamType(REQUIRED).DataType({ ge::DT_FLOAT16, ge::DT_FLOAT }).Format({ ge::FORMAT_ND, ge::FORMAT_ND });
        this->Attr("scale").AttrType(REQUIRED).Float();
        this->AICore().SetTiling(optiling::Tiling);
        this->AICore().AddConfig("ascend910b");
    }
};
OP_ADD(ScaledAdd);
}
)cpp";

const std::string kBody = R"cpp(using namespace AscendC;
constexpr uint32_t kTile = 1024;
template <class T> __aicore__ inline void scaledAdd(GM_ADDR x, GM_ADDR y, GM_ADDR z, uint32_t total, float scale)
{
    const uint32_t blocks = GetBlockNum();
    const uint32_t perCore = ((total + blocks - 1) / blocks + 15) / 16 * 16;
    const uint32_t begin = GetBlockIdx() * perCore;
    const uint32_t end = begin + perCore < total ? begin + perCore : total;
    GlobalTensor<T> gx, gy, gz;
    gx.SetGlobalBuffer((__gm__ T*)x, total);
    gy.SetGlobalBuffer((__gm__ T*)y, total);
    gz.SetGlobalBuffer((__gm__ T*)z, total);
    TPipe pipe;
    TQue<QuePosition::VECIN, 1> inX, inY;
    TQue<QuePosition::VECOUT, 1> outZ;
    pipe.InitBuffer(inX, 2, kTile * sizeof(T));
    pipe.InitBuffer(inY, 2, kTile * sizeof(T));
    pipe.InitBuffer(outZ, 2, kTile * sizeof(T));
    for (uint32_t at = begin; at < end; at += kTile) {
        const uint32_t count = end - at < kTile ? end - at : kTile;
        DataCopyExtParams params { 1, (uint32_t)(count * sizeof(T)), 0, 0, 0 };
        DataCopyPadExtParams<T> pad { false, 0, 0, 0 };
        LocalTensor<T> a = inX.AllocTensor<T>();
        LocalTensor<T> b = inY.AllocTensor<T>();
        DataCopyPad(a, gx[at], params, pad);
        DataCopyPad(b, gy[at], params, pad);
        inX.EnQue(a);
        inY.EnQue(b);
        a = inX.DeQue<T>();
        b = inY.DeQue<T>();
        LocalTensor<T> c = outZ.AllocTensor<T>();
        Muls(a, a, (T)scale, count);
        PipeBarrier<PIPE_V>();
        Add(c, a, b, count);
        outZ.EnQue(c);
        c = outZ.DeQue<T>();
        DataCopyPad(gz[at], c, params);
        inX.FreeTensor(a);
        inY.FreeTensor(b);
        outZ.FreeTensor(c);
    }
}
)cpp";

const std::string kProjectEntry = R"cpp(
extern "C" __global__ __aicore__ void scaled_add(GM_ADDR x, GM_ADDR y, GM_ADDR z, GM_ADDR workspace, GM_ADDR tiling)
{
    GET_TILING_DATA(plan, tiling);
    scaledAdd<DTYPE_X>(x, y, z, plan.total, plan.scale);
}
)cpp";

const std::string kProgramRest = R"cpp(
extern "C" __global__ __aicore__ void scaled_add(GM_ADDR x, GM_ADDR y, GM_ADDR z, uint32_t total, float scale)
{
    scaledAdd<DTYPE_X>(x, y, z, total, scale);
}

static double argument(int argc, char** argv, const char* name)
{
    const size_t length = std::strlen(name);
    for (int i = 1; i < argc; ++i)
        if (std::strncmp(argv[i], name, length) == 0 && argv[i][length] == '=')
            return std::atof(argv[i] + length + 1);
    std::exit(3);
}

static void* upload(const char* path, size_t bytes)
{
    std::vector<char> host(bytes);
    FILE* file = std::fopen(path, "rb");
    if (file == nullptr || std::fread(host.data(), 1, bytes, file) != bytes)
        std::exit(4);
    std::fclose(file);
    void* device = nullptr;
    aclrtMalloc(&device, bytes, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(device, bytes, host.data(), bytes, ACL_MEMCPY_HOST_TO_DEVICE);
    return device;
}

int main(int argc, char** argv)
{
    const auto total = (uint32_t)argument(argc, argv, "N");
    const auto scale = (float)argument(argc, argv, "scale");
    const size_t bytes = total * sizeof(DTYPE_X);
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtStream stream = nullptr;
    aclrtCreateStream(&stream);
    void* x = upload("input/x.bin", bytes);
    void* y = upload("input/y.bin", bytes);
    void* z = nullptr;
    aclrtMalloc(&z, bytes, ACL_MEM_MALLOC_HUGE_FIRST);
    scaled_add<<<2, nullptr, stream>>>((uint8_t*)x, (uint8_t*)y, (uint8_t*)z, total, scale);
    if (aclrtSynchronizeStream(stream) != ACL_SUCCESS)
        return 5;
    std::vector<char> host(bytes);
    aclrtMemcpy(host.data(), bytes, z, bytes, ACL_MEMCPY_DEVICE_TO_HOST);
    FILE* out = std::fopen("output/z.bin", "wb");
    std::fwrite(host.data(), 1, bytes, out);
    std::fclose(out);
    aclrtFree(x);
    aclrtFree(y);
    aclrtFree(z);
    aclrtDestroyStream(stream);
    aclrtResetDevice(0);
    aclFinalize();
    return 0;
}
)cpp";

} // namespace

ProjectFiles scaledAddProject()
{
    return { { "op_host/scaled_add_tiling.h", kTilingHeader }, { "op_host/scaled_add.cpp", kHost },
        { "op_kernel/scaled_add.cpp", "#include \"kernel_operator.h\"\n" + kBody + kProjectEntry } };
}

std::string scaledAddProgram()
{
    return "#include \"kernel_operator.h\"\n#include \"acl/acl.h\"\n#include <cstdio>\n#include <cstdlib>\n#include <cstring>\n#include <vector>\n"
        + kBody + kProgramRest;
}

} // namespace hawk::target
