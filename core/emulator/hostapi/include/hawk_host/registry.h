#pragma once

#include "hawk_host/gert_context.h"

#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace AscendC { } // host code opens it for the tiling of the high-level library

// Host code inside optiling writes these names without std::, as the toolchain's own headers allow there.
namespace optiling {
using std::map;
using std::set;
using std::string;
using std::vector;
} // namespace optiling

/// What an operator's host library registered. One registry per shared object, reached by the front door through the
/// exported hawk_host_registry().
namespace hawk_host {

using TilingFunction = ge::graphStatus (*)(gert::TilingContext*);
using TilingParseFunction = ge::graphStatus (*)(gert::TilingParseContext*);
using InferShapeFunction = ge::graphStatus (*)(gert::InferShapeContext*);
using InferDataTypeFunction = ge::graphStatus (*)(gert::InferDataTypeContext*);

struct Parameter {
    std::string name;
    int kind = 0; ///< 0 required, 1 optional, 2 dynamic
    std::vector<ge::DataType> types; ///< one per registered combination
    std::vector<ge::Format> formats;
    bool valueDepend = false;
    bool scalar = false;
};
struct Attribute {
    std::string name;
    bool required = false;
    std::string type; ///< int, float, bool, str, list_int, list_float, list_bool
    gert::RuntimeAttrs::Value value;
};
/// What a definition says of one chip in place of what it says of all.
struct ChipConfig {
    std::vector<Parameter> inputs, outputs; ///< each instead of the common one of its name
    std::string kernelFile; ///< stem of the kernel's source; empty: the operator's name
};
struct Operator {
    std::string name;
    std::vector<Parameter> inputs;
    std::vector<Parameter> outputs;
    std::vector<Attribute> attributes;
    std::vector<std::string> socs;
    std::map<std::string, ChipConfig> configs; ///< by SoC, where the definition gives one
    TilingFunction tiling = nullptr;
    TilingParseFunction parse = nullptr;
    std::size_t compileInfoBytes = 0;
    InferShapeFunction inferShape = nullptr;
    InferDataTypeFunction inferDataType = nullptr;
    void* (*makeCompileInfo)() = nullptr;
};

struct Registry {
    std::map<std::string, Operator> operators;
    /// One tiling struct: what the kernel build needs to declare the same layout.
    struct TilingField {
        std::string type, name;
        std::size_t count = 0; ///< array length, 0 for a single value
        bool isStruct = false;
    };
    struct TilingClass {
        std::string name;
        std::size_t bytes = 0;
        std::vector<TilingField> fields;
    };
    /// What a tiling template declares: the kernel's template parameters and which combinations of them are built.
    struct TemplateParameter {
        std::string name;
        std::string kind; ///< datatype, dtype, format, uint, bool, shared-kernel-type; in selections also kernel-type, deterministic, struct
        unsigned bits = 0; ///< width of its part of the tiling key
        std::vector<std::uint64_t> values;
    };
    struct TilingTemplate {
        std::vector<TemplateParameter> parameters; ///< in the kernel's order
        std::vector<std::vector<TemplateParameter>> selections;
    };
    std::map<std::string, TilingTemplate> templates; ///< by operator
    std::string templateProblem; ///< why the last key could not be made; empty when it could
    /// In order of definition, so that a struct used as a field comes first.
    std::vector<TilingClass> tilingStructs;
    /// Operator ("Rsqrt" or "Rsqrt_<key>") -> name of its tiling struct.
    std::map<std::string, std::string> tilingClasses;
    TilingClass& tilingStruct(const std::string& name)
    {
        for (TilingClass& known : tilingStructs)
            if (known.name == name)
                return known;
        return tilingStructs.emplace_back(TilingClass { name, 0, {} });
    }
    Operator& op(const std::string& name)
    {
        Operator& found = operators[name];
        found.name = name;
        return found;
    }
};

/// The registry of this shared object. A function-local static, so that registration at load time finds it made.
inline Registry& registry()
{
    static Registry instance;
    return instance;
}

} // namespace hawk_host

extern "C" __attribute__((visibility("default"), weak)) hawk_host::Registry* hawk_host_registry()
{
    return &hawk_host::registry();
}
