#pragma once

#include "hawk_host/gert_attrs.h"

#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fe {

/// Platform facts as text by section and key, as the vendor's platform files hold them.
enum class LocalMemType : std::uint32_t { L0_A = 0, L0_B = 1, L0_C = 2, L1 = 3, L2 = 4, UB = 5, HBM = 6, RESERVED };

class PlatFormInfos {
public:
    bool GetPlatformRes(const std::string& section, const std::string& key, std::string& value) const
    {
        const auto found = m_values.find(section + "/" + key);
        if (found == m_values.end())
            return false;
        value = found->second;
        return true;
    }
    bool GetPlatformResWithLock(const std::string& section, const std::string& key, std::string& value) const
    {
        return GetPlatformRes(section, key, value);
    }
    void set(const std::string& section, const std::string& key, std::string value)
    {
        m_values[section + "/" + key] = std::move(value);
    }
    void GetLocalMemSize(LocalMemType type, std::uint64_t& size) const
    {
        static constexpr const char* kKeys[] { "l0_a_size", "l0_b_size", "l0_c_size", "l1_size", "l2_size", "ub_size" };
        const auto index = static_cast<std::size_t>(type);
        std::string value;
        size = index < std::size(kKeys) && GetPlatformRes("AICoreSpec", kKeys[index], value) ? std::stoull(value) : 0;
    }
    std::uint32_t GetCoreNum() const
    {
        std::string value;
        return GetPlatformRes("SoCInfo", "vector_core_cnt", value) ? static_cast<std::uint32_t>(std::stoul(value)) : 0;
    }

private:
    std::map<std::string, std::string> m_values;
};

} // namespace fe

namespace gert {

/// The buffer a tiling function fills; written into by SaveToBuffer or through GetTilingData<T>. Guard bytes behind the
/// capacity are checked after the call.
class TilingData {
public:
    TilingData(void* data, std::size_t capacity)
        : m_data(data)
        , m_capacity(capacity)
    {
    }
    void* GetData() { return m_data; }
    const void* GetData() const { return m_data; }
    std::size_t GetCapacity() const { return m_capacity; }
    std::size_t GetDataSize() const { return m_size; }
    void SetDataSize(std::size_t size) { m_size = size; }
    template <class T>
    ge::graphStatus Append(const T& value)
    {
        if (m_size + sizeof(T) > m_capacity)
            return ge::GRAPH_FAILED;
        std::memcpy(static_cast<char*>(m_data) + m_size, &value, sizeof(T));
        m_size += sizeof(T);
        return ge::GRAPH_SUCCESS;
    }

private:
    void* m_data;
    std::size_t m_capacity;
    std::size_t m_size = 0;
};

/// One declared parameter with its instances: 1 for required, 0 or 1 for optional, any number for dynamic ones.
struct ParameterInstances {
    std::string name;
    std::vector<std::size_t> instances; ///< indexes into the flat lists
};

class AnchorInstanceInfo {
public:
    explicit AnchorInstanceInfo(const ParameterInstances* parameter = nullptr)
        : m_parameter(parameter)
    {
    }
    std::uint32_t GetInstanceNum() const
    {
        return m_parameter ? static_cast<std::uint32_t>(m_parameter->instances.size()) : 0;
    }
    std::uint32_t GetInstanceStart() const
    {
        return m_parameter && !m_parameter->instances.empty()
            ? static_cast<std::uint32_t>(m_parameter->instances.front())
            : 0;
    }

private:
    const ParameterInstances* m_parameter;
};

/// What every context offers: inputs, outputs, attributes by position. Filled by the front door, read by host code.
class ExtendedKernelContext {
public:
    struct Item {
        StorageShape shape;
        CompileTimeTensorDesc desc;
        Tensor tensor;
    };
    std::deque<Item> inputs; ///< flat instances in declaration order
    std::deque<Item> outputs;
    std::vector<ParameterInstances> inputParameters;
    std::vector<ParameterInstances> outputParameters;
    RuntimeAttrs attributes;
    std::string nodeName;
    std::string nodeType;

    /// The reference keeps the node's description apart; here the context is its own.
    const ExtendedKernelContext* GetComputeNodeInfo() const { return this; }
    std::size_t GetInputsNum() const { return inputs.size(); }
    std::size_t GetOutputsNum() const { return outputs.size(); }
    std::size_t GetIrInputsNum() const { return inputParameters.size(); }
    std::size_t GetIrOutputsNum() const { return outputParameters.size(); }
    const char* GetNodeName() const { return nodeName.c_str(); }
    const char* GetNodeType() const { return nodeType.c_str(); }
    const RuntimeAttrs* GetAttrs() const { return &attributes; }
    std::size_t GetComputeNodeInputNum() const { return inputs.size(); }
    std::size_t GetComputeNodeOutputNum() const { return outputs.size(); }
    const CompileTimeTensorDesc* GetInputDesc(std::size_t i) const { return i < inputs.size() ? &inputs[i].desc : nullptr; }
    const CompileTimeTensorDesc* GetOutputDesc(std::size_t i) const
    {
        return i < outputs.size() ? &outputs[i].desc : nullptr;
    }
    const CompileTimeTensorDesc* GetOptionalInputDesc(std::size_t ir) const { return GetDynamicInputDesc(ir, 0); }
    const CompileTimeTensorDesc* GetRequiredInputDesc(std::size_t ir) const { return GetDynamicInputDesc(ir, 0); }
    const CompileTimeTensorDesc* GetDynamicInputDesc(std::size_t ir, std::size_t relative) const
    {
        const Item* item = instance(inputs, inputParameters, ir, relative);
        return item ? &item->desc : nullptr;
    }
    AnchorInstanceInfo irInputInfo(std::size_t ir) const
    {
        return AnchorInstanceInfo(ir < inputParameters.size() ? &inputParameters[ir] : nullptr);
    }
    const AnchorInstanceInfo* GetIrInputInstanceInfo(std::size_t ir) const
    {
        m_infos.push_back(irInputInfo(ir));
        return &m_infos.back();
    }
    const AnchorInstanceInfo* GetInputInstanceInfo(std::size_t ir) const { return GetIrInputInstanceInfo(ir); }
    const AnchorInstanceInfo* GetOutputInstanceInfo(std::size_t ir) const { return GetIrOutputInstanceInfo(ir); }
    const AnchorInstanceInfo* GetIrOutputInstanceInfo(std::size_t ir) const
    {
        m_infos.push_back(AnchorInstanceInfo(ir < outputParameters.size() ? &outputParameters[ir] : nullptr));
        return &m_infos.back();
    }

protected:
    static const Item* instance(const std::deque<Item>& items, const std::vector<ParameterInstances>& parameters,
        std::size_t ir, std::size_t relative)
    {
        if (ir >= parameters.size() || relative >= parameters[ir].instances.size())
            return nullptr;
        return &items[parameters[ir].instances[relative]];
    }

private:
    mutable std::deque<AnchorInstanceInfo> m_infos;
};

class TilingContext : public ExtendedKernelContext {
public:
    // What the tiling function decided; the front door reads these.
    std::uint32_t blockDim = 1;
    std::uint64_t tilingKey = 0;
    bool needAtomic = false;
    std::uint32_t scheduleMode = 0;
    std::uint32_t localMemory = 0;
    std::vector<std::size_t> workspaces;
    fe::PlatFormInfos* platform = nullptr;
    const void* compileInfo = nullptr;
    std::unique_ptr<TilingData> rawTiling;
    bool deterministic = false;

    const StorageShape* GetInputShape(std::size_t i) const { return i < inputs.size() ? &inputs[i].shape : nullptr; }
    const StorageShape* GetOutputShape(std::size_t i) const { return i < outputs.size() ? &outputs[i].shape : nullptr; }
    const Tensor* GetInputTensor(std::size_t i) const { return i < inputs.size() ? &inputs[i].tensor : nullptr; }
    const StorageShape* GetOptionalInputShape(std::size_t ir) const { return GetDynamicInputShape(ir, 0); }
    const StorageShape* GetRequiredInputShape(std::size_t ir) const { return GetDynamicInputShape(ir, 0); }
    const StorageShape* GetDynamicInputShape(std::size_t ir, std::size_t relative) const
    {
        const Item* item = instance(inputs, inputParameters, ir, relative);
        return item ? &item->shape : nullptr;
    }
    const Tensor* GetOptionalInputTensor(std::size_t ir) const { return GetDynamicInputTensor(ir, 0); }
    const Tensor* GetRequiredInputTensor(std::size_t ir) const { return GetDynamicInputTensor(ir, 0); }
    const Tensor* GetDynamicInputTensor(std::size_t ir, std::size_t relative) const
    {
        const Item* item = instance(inputs, inputParameters, ir, relative);
        return item ? &item->tensor : nullptr;
    }
    fe::PlatFormInfos* GetPlatformInfo() const { return platform; }
    const void* GetCompileInfo() const { return compileInfo; }
    template <class T>
    const T* GetCompileInfo() const
    {
        return static_cast<const T*>(compileInfo);
    }
    TilingData* GetRawTilingData() { return rawTiling.get(); }
    /// The kernel's struct placed in the raw buffer; null when it does not fit.
    template <class T>
    T* GetTilingData()
    {
        if (!rawTiling || sizeof(T) > rawTiling->GetCapacity())
            return nullptr;
        rawTiling->SetDataSize(sizeof(T));
        return static_cast<T*>(rawTiling->GetData());
    }
    ge::graphStatus SetBlockDim(std::uint32_t value)
    {
        blockDim = value;
        return ge::GRAPH_SUCCESS;
    }
    ge::graphStatus SetSimdNumBlocks(std::uint32_t value) { return SetBlockDim(value); }
    std::uint32_t GetBlockDim() const { return blockDim; }
    std::uint32_t GetSimdNumBlocks() const { return blockDim; }
    ge::graphStatus SetTilingKey(std::uint64_t key)
    {
        tilingKey = key;
        return ge::GRAPH_SUCCESS;
    }
    std::uint64_t GetTilingKey() const { return tilingKey; }
    ge::graphStatus SetNeedAtomic(bool value)
    {
        needAtomic = value;
        return ge::GRAPH_SUCCESS;
    }
    bool NeedAtomic() const { return needAtomic; }
    ge::graphStatus SetScheduleMode(std::uint32_t mode)
    {
        scheduleMode = mode;
        return ge::GRAPH_SUCCESS;
    }
    std::size_t* GetWorkspaceSizes(std::size_t count)
    {
        workspaces.resize(count);
        return workspaces.data();
    }
    std::size_t GetWorkspaceNum() const { return workspaces.size(); }
    int GetDeterministic() const { return deterministic ? 1 : 0; }
    int GetDeterministicLevel() const { return GetDeterministic(); }
    /// Every tensor the emulator hands over is contiguous.
    bool InputIsView(std::size_t) const { return false; }
    const Stride* GetInputStride(std::size_t) const { return nullptr; }
    const Stride* GetDynamicInputStride(std::size_t, std::size_t) const { return nullptr; }
    std::int64_t GetInputOffset(std::size_t) const { return 0; }
    /// For register-based code only: nothing on this chip is given in place of UB.
    ge::graphStatus SetLocalMemorySize(std::uint32_t bytes)
    {
        localMemory = bytes;
        return ge::GRAPH_SUCCESS;
    }
    std::uint32_t GetLocalMemorySize() const { return localMemory; }
};

/// Parse contexts carry the compile info from one function to the next.
class TilingParseContext : public ExtendedKernelContext {
public:
    void* compiledInfo = nullptr;
    fe::PlatFormInfos* platform = nullptr;
    template <class T>
    T* GetCompiledInfo()
    {
        return static_cast<T*>(compiledInfo);
    }
    fe::PlatFormInfos* GetPlatformInfo() const { return platform; }
    const char* GetCompiledJson() const { return "{}"; }
};

class InferShapeContext : public ExtendedKernelContext {
public:
    const Shape* GetInputShape(std::size_t i) const
    {
        return i < inputs.size() ? &inputs[i].shape.GetOriginShape() : nullptr;
    }
    const Shape* GetOptionalInputShape(std::size_t ir) const { return GetDynamicInputShape(ir, 0); }
    const Shape* GetDynamicInputShape(std::size_t ir, std::size_t relative) const
    {
        const Item* item = instance(inputs, inputParameters, ir, relative);
        return item ? &item->shape.GetOriginShape() : nullptr;
    }
    const Shape* GetRequiredInputShape(std::size_t ir) const { return GetDynamicInputShape(ir, 0); }
    Shape* GetOutputShape(std::size_t i) { return i < outputs.size() ? &outputs[i].shape.MutableOriginShape() : nullptr; }
    const Tensor* GetInputTensor(std::size_t i) const { return i < inputs.size() ? &inputs[i].tensor : nullptr; }
};

class InferShapeRangeContext : public ExtendedKernelContext {
public:
    const Range<Shape>* GetInputShapeRange(std::size_t) const { return nullptr; }
    const Range<Shape>* GetOptionalInputShapeRange(std::size_t) const { return nullptr; }
    Range<Shape>* GetOutputShapeRange(std::size_t) const { return nullptr; }
};

class InferDataTypeContext : public ExtendedKernelContext {
public:
    std::vector<ge::DataType> outputTypes;
    ge::DataType GetInputDataType(std::size_t i) const
    {
        return i < inputs.size() ? inputs[i].desc.GetDataType() : ge::DT_UNDEFINED;
    }
    ge::DataType GetOptionalInputDataType(std::size_t ir) const
    {
        const CompileTimeTensorDesc* desc = GetOptionalInputDesc(ir);
        return desc ? desc->GetDataType() : ge::DT_UNDEFINED;
    }
    ge::DataType GetRequiredInputDataType(std::size_t ir) const { return GetOptionalInputDataType(ir); }
    ge::DataType GetDynamicInputDataType(std::size_t ir, std::size_t relative) const
    {
        const CompileTimeTensorDesc* desc = GetDynamicInputDesc(ir, relative);
        return desc ? desc->GetDataType() : ge::DT_UNDEFINED;
    }
    ge::DataType GetOutputDataType(std::size_t i) const
    {
        return i < outputTypes.size() ? outputTypes[i] : i < outputs.size() ? outputs[i].desc.GetDataType() : ge::DT_UNDEFINED;
    }
    ge::graphStatus SetOutputDataType(std::size_t i, ge::DataType type)
    {
        if (outputTypes.size() <= i)
            outputTypes.resize(i + 1, ge::DT_UNDEFINED);
        outputTypes[i] = type;
        return ge::GRAPH_SUCCESS;
    }
};

} // namespace gert
