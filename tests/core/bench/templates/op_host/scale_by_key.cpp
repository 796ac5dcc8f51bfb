#include "../op_kernel/scale_by_key.h"
#include "register/op_def_registry.h"

namespace optiling {
static ge::graphStatus Tiling(gert::TilingContext* context)
{
    const uint32_t count = context->GetInputShape(0)->GetStorageShape().GetShapeSize();
    const uint32_t type = context->GetInputDesc(0)->GetDataType();
    context->SetBlockDim(1);
    if (type == ge::DT_FLOAT16)
        context->GetTilingData<ScaleTilingTwice>()->count = count;
    else
        context->GetTilingData<ScaleTiling>()->count = count;
    const int64_t* factor = context->GetAttrs()->GetInt(0);
    const bool* negate = context->GetAttrs()->GetBool(1);
    const uint32_t by = static_cast<uint32_t>(*factor), sign = *negate ? 1 : 0;
    ASCENDC_TPL_SEL_PARAM(context, type, by, sign);
    context->GetWorkspaceSizes(1)[0] = 0;
    return ge::GRAPH_SUCCESS;
}
} // namespace optiling

namespace ops {
class ScaleByKey : public OpDef {
public:
    explicit ScaleByKey(const char* name)
        : OpDef(name)
    {
        this->Input("x").ParamType(REQUIRED).DataType({ ge::DT_FLOAT16, ge::DT_FLOAT }).Format({ ge::FORMAT_ND, ge::FORMAT_ND });
        this->Output("y").ParamType(REQUIRED).DataType({ ge::DT_FLOAT16, ge::DT_FLOAT }).Format({ ge::FORMAT_ND, ge::FORMAT_ND });
        this->Attr("factor").AttrType(REQUIRED).Int();
        this->Attr("negate").AttrType(OPTIONAL).Bool(false);
        this->AICore().SetTiling(optiling::Tiling).AddConfig("ascend910b");
    }
};
OP_ADD(ScaleByKey);
} // namespace ops
