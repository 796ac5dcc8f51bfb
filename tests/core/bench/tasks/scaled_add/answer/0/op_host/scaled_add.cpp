#include "scaled_add_tiling.h"

#include "register/op_def_registry.h"
#include "tiling/platform/platform_ascendc.h"

namespace optiling {
static ge::graphStatus TilingFunc(gert::TilingContext* context)
{
    ScaledAddTilingData tiling;
    const uint32_t total = static_cast<uint32_t>(context->GetInputShape(0)->GetStorageShape().GetShapeSize());
    const float* scale = context->GetAttrs()->GetFloat(0);
    tiling.set_total(total);
    tiling.set_scale(*scale);
    context->SetBlockDim(total > 4096 ? 8 : 1);
    context->SetTilingKey(context->GetInputDesc(0)->GetDataType() == ge::DT_FLOAT ? 1 : 2);
    tiling.SaveToBuffer(context->GetRawTilingData()->GetData(), context->GetRawTilingData()->GetCapacity());
    context->GetRawTilingData()->SetDataSize(tiling.GetDataSize());
    context->GetWorkspaceSizes(1)[0] = 0;
    return ge::GRAPH_SUCCESS;
}
} // namespace optiling

namespace ops {
class ScaledAdd : public OpDef {
public:
    explicit ScaledAdd(const char* name)
        : OpDef(name)
    {
        for (const char* input : { "x", "y" })
            this->Input(input)
                .ParamType(REQUIRED)
                .DataType({ ge::DT_FLOAT, ge::DT_FLOAT16 })
                .Format({ ge::FORMAT_ND, ge::FORMAT_ND });
        this->Output("z").ParamType(REQUIRED).DataType({ ge::DT_FLOAT, ge::DT_FLOAT16 }).Format({ ge::FORMAT_ND, ge::FORMAT_ND });
        this->Attr("scale").AttrType(OPTIONAL).Float(1.0);
        this->AICore().SetTiling(optiling::TilingFunc);
        this->AICore().AddConfig("ascend910b");
    }
};
OP_ADD(ScaledAdd);
} // namespace ops
