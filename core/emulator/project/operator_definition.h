#pragma once

#include "base/dtype.h"
#include "base/json.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hawk::emulator {

/// What a project registers for one operator, read from its host code (OperatorHost::describe).
struct OperatorDefinition {
    enum class Kind : std::uint8_t { Required, Optional, Dynamic };
    struct Parameter {
        std::string name;
        Kind kind = Kind::Required;
        std::vector<std::string> types; ///< "DT_FLOAT16", one per registered combination
        bool valueDepend = false; ///< the tiling function reads the contents
    };
    struct Attribute {
        std::string name;
        std::string type; ///< int, float, bool, str, list_int, list_float, list_bool
        bool required = false;
    };
    struct TilingField {
        std::string type, name;
        std::size_t count = 0; ///< array length, 0 for a single value
        bool isStruct = false;
    };
    struct TilingStruct {
        std::string name;
        std::vector<TilingField> fields;
    };
    /// The kernel's template parameters and the combinations that are built (ASCENDC_TPL_ARGS_DECL, ASCENDC_TPL_SEL).
    struct TemplateParameter {
        std::string name;
        std::string kind; ///< datatype, dtype, format, uint, bool, shared-kernel-type; in selections also kernel-type, deterministic, struct
        unsigned bits = 0; ///< width of its part of the tiling key, first parameter lowest
        std::vector<std::uint64_t> values;
    };
    struct TilingTemplate {
        std::vector<TemplateParameter> parameters; ///< in the kernel's order
        std::vector<std::vector<TemplateParameter>> selections;
    };
    std::string name; ///< as registered: "AddLayerNorm"
    std::vector<Parameter> inputs, outputs;
    std::vector<Attribute> attributes;
    std::vector<TilingStruct> tilingStructs; ///< all of the project, a struct used by another one first
    std::map<std::string, std::string> tilingClasses; ///< "Op" or "Op_<key>" -> struct
    std::vector<std::string> socs;
    std::string kernelFile; ///< stem of the kernel's source, when the definition names one
    TilingTemplate tilingTemplate; ///< without parameters for a kernel that is no template
};

/// The operator called `name`, or the only one when `name` is empty. NotFound lists what there is.
Result<OperatorDefinition> operatorFrom(const Json& description, const std::string& name);

/// Whether what is registered for these chips is for the chip with this registered name, or one of its generation; what names
/// no chip is for all.
bool isFor(const std::vector<std::string>& socs, const std::string& soc);

/// Element type of a graph-engine name ("DT_FLOAT16"); None for one the emulator has no type for.
DType dtypeFromGe(const std::string& geName);

} // namespace hawk::emulator
