#pragma once

#include "hawk_host/ge_operator.h"
#include "hawk_host/registry.h"

#include <initializer_list>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The fluent operator definition of custom-operator projects (public register/op_def reference).
namespace ops {

enum Option { IGNORE = 0, OPTIONAL = 1, REQUIRED = 2, DYNAMIC = 3, VIRTUAL = 4 };
enum class DependScope { ALL = 0, TILING = 1 };
enum class InitValueType { INIT_VALUE_UINT64_T = 0 };
struct InitValueNum {
    std::uint64_t value = 0;
};

class OpParamDef {
public:
    explicit OpParamDef(const char* name) { m_parameter.name = name; }
    OpParamDef& ParamType(Option kind)
    {
        m_parameter.kind = kind == DYNAMIC ? 2 : kind == OPTIONAL ? 1 : 0;
        return *this;
    }
    OpParamDef& DataType(std::vector<ge::DataType> types)
    {
        m_parameter.types = std::move(types);
        return *this;
    }
    OpParamDef& DataTypeList(std::vector<ge::DataType> types) { return DataType(std::move(types)); }
    OpParamDef& DataTypeForBinQuery(std::vector<ge::DataType>) { return *this; }
    OpParamDef& Format(std::vector<ge::Format> formats)
    {
        m_parameter.formats = std::move(formats);
        return *this;
    }
    OpParamDef& FormatList(std::vector<ge::Format> formats) { return Format(std::move(formats)); }
    OpParamDef& FormatForBinQuery(std::vector<ge::Format>) { return *this; }
    OpParamDef& UnknownShapeFormat(std::vector<ge::Format>) { return *this; }
    OpParamDef& ValueDepend(Option, DependScope = DependScope::ALL)
    {
        m_parameter.valueDepend = true;
        return *this;
    }
    OpParamDef& AutoContiguous() { return *this; }
    OpParamDef& IgnoreContiguous() { return *this; }
    OpParamDef& InitValue(std::uint64_t) { return *this; }
    OpParamDef& Scalar()
    {
        m_parameter.scalar = true;
        return *this;
    }
    OpParamDef& ScalarList() { return Scalar(); }
    OpParamDef& To(ge::DataType) { return *this; }
    OpParamDef& To(const char*) { return *this; }
    OpParamDef& Version(std::uint32_t) { return *this; }
    OpParamDef& Comment(const char*) { return *this; }
    OpParamDef& OutputShapeDependOnCompute() { return *this; }
    OpParamDef& Follow(const char*) { return *this; }
    const hawk_host::Parameter& parameter() const { return m_parameter; }

private:
    hawk_host::Parameter m_parameter;
};

class OpAttrDef {
public:
    explicit OpAttrDef(const char* name) { m_attribute.name = name; }
    OpAttrDef& AttrType(Option kind)
    {
        m_attribute.required = kind == REQUIRED;
        return *this;
    }
    OpAttrDef& Bool() { return set("bool", false); }
    OpAttrDef& Bool(bool value) { return set("bool", value); }
    OpAttrDef& Int() { return set("int", std::int64_t { 0 }); }
    OpAttrDef& Int(std::int64_t value) { return set("int", value); }
    OpAttrDef& Float() { return set("float", 0.0F); }
    OpAttrDef& Float(float value) { return set("float", value); }
    OpAttrDef& String() { return set("str", std::string()); }
    OpAttrDef& String(const char* value) { return set("str", std::string(value)); }
    OpAttrDef& ListInt(std::vector<std::int64_t> value = {})
    {
        return set("list_int", gert::RuntimeAttrs::ListInt(std::move(value)));
    }
    OpAttrDef& ListFloat(std::vector<float> value = {})
    {
        return set("list_float", gert::RuntimeAttrs::ListFloat(std::move(value)));
    }
    OpAttrDef& ListBool(const std::vector<bool>& value = {})
    {
        return set("list_bool", gert::RuntimeAttrs::ListBool(value));
    }
    OpAttrDef& Version(std::uint32_t) { return *this; }
    OpAttrDef& Comment(const char*) { return *this; }
    const hawk_host::Attribute& attribute() const { return m_attribute; }

private:
    OpAttrDef& set(const char* type, gert::RuntimeAttrs::Value value)
    {
        m_attribute.type = type;
        m_attribute.value = std::move(value);
        return *this;
    }
    hawk_host::Attribute m_attribute;
};

class OpAICoreConfig {
public:
    OpAICoreConfig() = default;
    explicit OpAICoreConfig(const char*) { }
    OpParamDef& Input(const char* name) { return m_inputs.emplace_back(name), m_inputs.back(); }
    OpParamDef& Output(const char* name) { return m_outputs.emplace_back(name), m_outputs.back(); }
    OpAICoreConfig& DynamicCompileStaticFlag(bool) { return *this; }
    OpAICoreConfig& DynamicFormatFlag(bool) { return *this; }
    OpAICoreConfig& DynamicRankSupportFlag(bool) { return *this; }
    OpAICoreConfig& DynamicShapeSupportFlag(bool) { return *this; }
    OpAICoreConfig& NeedCheckSupportFlag(bool) { return *this; }
    OpAICoreConfig& PrecisionReduceFlag(bool) { return *this; }
    OpAICoreConfig& ExtendCfgInfo(const char* key, const char* value)
    {
        if (std::string_view(key) == "opFile.value")
            m_kernelFile = value;
        return *this;
    }
    hawk_host::ChipConfig config() const
    {
        hawk_host::ChipConfig out;
        for (const OpParamDef& input : m_inputs)
            out.inputs.push_back(input.parameter());
        for (const OpParamDef& output : m_outputs)
            out.outputs.push_back(output.parameter());
        out.kernelFile = m_kernelFile;
        return out;
    }

private:
    std::deque<OpParamDef> m_inputs, m_outputs;
    std::string m_kernelFile;
};

class OpAICoreDef {
public:
    OpAICoreDef& SetTiling(hawk_host::TilingFunction function)
    {
        tiling = function;
        return *this;
    }
    using CheckFunction = ge::graphStatus (*)(const ge::Operator&, ge::AscendString&);
    OpAICoreDef& SetCheckSupport(CheckFunction function)
    {
        m_checkSupport = function;
        return *this;
    }
    CheckFunction GetCheckSupport() const { return m_checkSupport; }
    template <class F>
    OpAICoreDef& SetOpSelectFormat(F&&)
    {
        return *this;
    }
    OpAICoreDef& AddConfig(const char* soc)
    {
        socs.emplace_back(soc);
        return *this;
    }
    OpAICoreDef& AddConfig(const char* soc, const OpAICoreConfig& config)
    {
        configs[soc] = config.config();
        return AddConfig(soc);
    }
    hawk_host::TilingFunction tiling = nullptr;
    std::vector<std::string> socs;
    std::map<std::string, hawk_host::ChipConfig> configs;

private:
    CheckFunction m_checkSupport = nullptr;
};

class OpMC2Def {
public:
    OpMC2Def& HcclGroup(const char*) { return *this; }
};

class OpDef {
public:
    explicit OpDef(const char* name)
        : m_name(name)
    {
    }
    virtual ~OpDef() = default;
    OpParamDef& Input(const char* name) { return find(m_inputs, name); }
    OpParamDef& Output(const char* name) { return find(m_outputs, name); }
    OpAttrDef& Attr(const char* name) { return find(m_attributes, name); }
    OpDef& SetInferShape(hawk_host::InferShapeFunction function)
    {
        m_inferShape = function;
        return *this;
    }
    OpDef& SetInferDataType(hawk_host::InferDataTypeFunction function)
    {
        m_inferDataType = function;
        return *this;
    }
    template <class F>
    OpDef& SetInferShapeRange(F&&)
    {
        return *this;
    }
    OpDef& Comment(const char*) { return *this; }
    OpAICoreDef& AICore() { return m_aiCore; }
    OpMC2Def& MC2() { return m_mc2; }

    void publish() const
    {
        hawk_host::Operator& op = hawk_host::registry().op(m_name);
        for (const OpParamDef& input : m_inputs)
            op.inputs.push_back(input.parameter());
        for (const OpParamDef& output : m_outputs)
            op.outputs.push_back(output.parameter());
        for (const OpAttrDef& attribute : m_attributes)
            op.attributes.push_back(attribute.attribute());
        op.socs = m_aiCore.socs;
        op.configs = m_aiCore.configs;
        if (m_aiCore.tiling)
            op.tiling = m_aiCore.tiling;
        if (m_inferShape)
            op.inferShape = m_inferShape;
        if (m_inferDataType)
            op.inferDataType = m_inferDataType;
    }

private:
    template <class Items>
    static typename Items::value_type& find(Items& items, const char* name)
    {
        for (auto& item : items)
            if (nameOf(item) == name)
                return item;
        return items.emplace_back(name), items.back();
    }
    static const std::string& nameOf(const OpParamDef& item) { return item.parameter().name; }
    static const std::string& nameOf(const OpAttrDef& item) { return item.attribute().name; }

    std::string m_name;
    std::deque<OpParamDef> m_inputs;
    std::deque<OpParamDef> m_outputs;
    std::deque<OpAttrDef> m_attributes;
    OpAICoreDef m_aiCore;
    OpMC2Def m_mc2;
    hawk_host::InferShapeFunction m_inferShape = nullptr;
    hawk_host::InferDataTypeFunction m_inferDataType = nullptr;
};

template <class T>
struct OpPublisher {
    explicit OpPublisher(const char* name) { T(name).publish(); }
};

} // namespace ops

#define OP_ADD(type, ...) [[maybe_unused]] static const ::ops::OpPublisher<type> hawkOp##type(#type)

namespace hawk_host {

/// IMPL_OP family: functions registered apart from the definition.
class ImplRegistrar {
public:
    explicit ImplRegistrar(const char* name)
        : m_op(registry().op(name))
    {
    }
    ImplRegistrar& Tiling(TilingFunction function, std::size_t = 0)
    {
        m_op.tiling = function;
        return *this;
    }
    template <class CompileInfo>
    ImplRegistrar& TilingParse(TilingParseFunction function)
    {
        m_op.parse = function;
        m_op.makeCompileInfo = [] { return static_cast<void*>(new CompileInfo()); };
        return *this;
    }
    template <class... A>
    ImplRegistrar& TilingInputsDataDependency(A&&...)
    {
        return *this;
    }
    ImplRegistrar& TilingInputsDataDependency(std::initializer_list<std::int32_t>) { return *this; }
    ImplRegistrar& InputsDataDependency(std::initializer_list<std::int32_t>) { return *this; }
    ImplRegistrar& InferShape(InferShapeFunction function)
    {
        m_op.inferShape = function;
        return *this;
    }
    ImplRegistrar& InferDataType(InferDataTypeFunction function)
    {
        m_op.inferDataType = function;
        return *this;
    }
    template <class F>
    ImplRegistrar& InferShapeRange(F&&)
    {
        return *this;
    }
    template <class F>
    ImplRegistrar& GenSimplifiedKey(F&&)
    {
        return *this;
    }
    template <class... A>
    ImplRegistrar& PrivateAttr(A&&...)
    {
        return *this;
    }
    ImplRegistrar& OutputShapeDependOnCompute(std::initializer_list<std::int32_t>) { return *this; }

private:
    Operator& m_op;
};

} // namespace hawk_host

/// Functions that say before tiling whether a kernel serves a node, registered by hand: nothing asks them here.
#define FUNC_CHECK_SUPPORTED "check_supported"
#define FUNC_OP_SELECT_FORMAT "op_select_format"
#define FUNC_GET_OP_SUPPORT_INFO "get_op_support_info"
#define FUNC_GET_SPECIFIC_INFO "get_op_specific_info"
namespace optiling {

struct OpCheckFuncHelper {
    template <class F>
    OpCheckFuncHelper(const std::string&, const std::string&, F&&)
    {
    }
};

} // namespace optiling

#define HAWK_JOIN_(a, b) a##b
#define HAWK_JOIN(a, b) HAWK_JOIN_(a, b)
#define IMPL_OP(type)                                                                                                  \
    [[maybe_unused]] static ::hawk_host::ImplRegistrar HAWK_JOIN(hawkImpl##type, __COUNTER__)                           \
        = ::hawk_host::ImplRegistrar(#type)
#define IMPL_OP_OPTILING(type) IMPL_OP(type)
#define IMPL_OP_INFERSHAPE(type) IMPL_OP(type)
#define IMPL_OP_INFERDATATYPE(type) IMPL_OP(type)
