#pragma once

#include "hawk_host/ge_shape.h"
#include "hawk_host/ge_types.h"

/// A graph's node, as far as host code that serves tiling names it: in its log helpers, and in functions that say before any
/// tiling whether a kernel serves a node (SetCheckSupport). Nothing makes one here.
namespace ge {

class TensorDesc {
public:
    Shape GetShape() const { return m_shape; }
    Shape GetOriginShape() const { return m_shape; }
    DataType GetDataType() const { return m_type; }
    Format GetFormat() const { return m_format; }
    Format GetOriginFormat() const { return m_format; }

private:
    Shape m_shape;
    DataType m_type = DT_UNDEFINED;
    Format m_format = FORMAT_ND;
};

class Operator {
public:
    graphStatus GetName(AscendString& name) const
    {
        name = m_name;
        return GRAPH_SUCCESS;
    }
    graphStatus GetOpType(AscendString& type) const
    {
        type = m_type;
        return GRAPH_SUCCESS;
    }
    std::size_t GetInputsSize() const { return 0; }
    std::size_t GetOutputsSize() const { return 0; }
    template <class Name>
    TensorDesc GetInputDesc(const Name&) const
    {
        return {};
    }
    template <class Name>
    TensorDesc GetOutputDesc(const Name&) const
    {
        return {};
    }
    TensorDesc GetInputDescByName(const char*) const { return {}; }
    TensorDesc GetOutputDescByName(const char*) const { return {}; }
    template <class Name, class Value>
    graphStatus GetAttr(const Name&, Value&) const
    {
        return GRAPH_FAILED;
    }

private:
    AscendString m_name, m_type;
};

} // namespace ge
