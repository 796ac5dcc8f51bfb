#pragma once

#include "hawk_host/op_log.h"
#include "hawk_host/platform.h"

#include <cstdint>
#include <memory>
#include <string>

#ifndef ASCENDC_EXTERN_C
#define ASCENDC_EXTERN_C
#endif

/// A tiling function as a class with fixed steps (public operator base library, opbase
/// include/op_common/op_host/tiling_base_class.h). GRAPH_PARAM_INVALID means "not mine": the caller asks the next class.
namespace Ops::Base {

struct AiCoreParams {
    std::uint64_t ubSize = 0, numBlocks = 0, aicNum = 0, l1Size = 0, l0aSize = 0, l0bSize = 0, l0cSize = 0;
};
struct CompileInfoCommon {
    std::uint32_t aivNum, aicNum;
    std::uint64_t ubSize, l1Size, l0aSize, l0bSize, l0cSize, l2CacheSize;
    std::int64_t coreNum;
    std::int32_t socVersion;
    std::uint32_t rsvd;
};

class TilingBaseClass {
public:
    explicit TilingBaseClass(gert::TilingContext* context)
        : context_(context)
    {
    }
    virtual ~TilingBaseClass() = default;
    ge::graphStatus DoTiling()
    {
        if (context_ == nullptr)
            return ge::GRAPH_FAILED;
        for (const auto step : { &TilingBaseClass::GetShapeAttrsInfo, &TilingBaseClass::GetPlatformInfo })
            if (const ge::graphStatus status = (this->*step)(); status != ge::GRAPH_SUCCESS)
                return status;
        if (!IsCapable())
            return ge::GRAPH_PARAM_INVALID;
        for (const auto step : { &TilingBaseClass::DoOpTiling, &TilingBaseClass::DoLibApiTiling, &TilingBaseClass::GetWorkspaceSize,
                 &TilingBaseClass::PostTiling })
            if (const ge::graphStatus status = (this->*step)(); status != ge::GRAPH_SUCCESS)
                return status;
        context_->SetTilingKey(GetTilingKey());
        DumpTilingInfo();
        return ge::GRAPH_SUCCESS;
    }
    virtual void Reset(gert::TilingContext* context) { context_ = context; }

protected:
    virtual bool IsCapable() = 0;
    virtual ge::graphStatus GetPlatformInfo() = 0;
    virtual ge::graphStatus GetShapeAttrsInfo() = 0;
    virtual ge::graphStatus DoOpTiling() = 0;
    virtual ge::graphStatus DoLibApiTiling() = 0;
    [[nodiscard]] virtual std::uint64_t GetTilingKey() const = 0;
    virtual ge::graphStatus GetWorkspaceSize() = 0;
    virtual ge::graphStatus PostTiling() = 0;
    virtual void DumpTilingInfo() { }
    static std::uint32_t CalcTschBlockDim(std::uint32_t slices, std::uint32_t aicCores, std::uint32_t aivCores)
    {
        return platform_ascendc::PlatformAscendC(nullptr).CalcTschBlockDim(slices, aicCores, aivCores);
    }
    template <class T>
    [[nodiscard]] std::string GetShapeDebugStr(const T& shape) const
    {
        return ToString(shape);
    }
    [[nodiscard]] std::string GetTensorDebugStr(const gert::StorageShape* shape, const gert::CompileTimeTensorDesc* tensor)
    {
        return shape == nullptr || tensor == nullptr
            ? "nil "
            : "(dtype: " + ToString(tensor->GetDataType()) + "),(shape:" + ToString(shape->GetStorageShape()) + ") ";
    }
    [[nodiscard]] std::string GetTilingContextDebugStr()
    {
        std::string text;
        for (std::size_t i = 0; i < context_->GetInputsNum(); ++i)
            text += "input" + std::to_string(i) + ": " + GetTensorDebugStr(context_->GetInputShape(i), context_->GetInputDesc(i));
        for (std::size_t i = 0; i < context_->GetOutputsNum(); ++i)
            text += "output" + std::to_string(i) + ": " + GetTensorDebugStr(context_->GetOutputShape(i), context_->GetOutputDesc(i));
        return text;
    }
    [[nodiscard]] std::string GetTilingDataDebugStr() const { return {}; }

    gert::TilingContext* context_ = nullptr;
    std::unique_ptr<platform_ascendc::PlatformAscendC> ascendcPlatform_;
    std::uint32_t blockDim_ = 0;
    std::uint64_t workspaceSize_ = 0;
    std::uint64_t tilingKey_ = 0;
    AiCoreParams aicoreParams_;
};

} // namespace Ops::Base
