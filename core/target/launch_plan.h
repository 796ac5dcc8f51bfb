#pragma once

#include "base/json.h"
#include "chip/chip_facts.h"
#include "emulator/launch.h"
#include "reference/tensor_data.h"
#include "spec/operator_spec.h"

#include <string>
#include <string_view>
#include <vector>

namespace hawk::target {

/// How a kernel is called, the JSON beside a kernel source:
/// {
///   "entry": "softmax_custom",
///   "blockDim": "min(coreCount, rows)",
///   "arguments": [ {"input": "x"}, {"output": "y"}, {"workspace": "0"}, {"tiling": "TilingData"} ],
///   "let": [ ["rows", "N*M"], ["tile", "aligndown(min(D, 4096), 16)"] ],
///   "tiling": [ {"name": "rows", "type": "uint32_t", "value": "rows"}, {"name": "eps", "type": "float", "value": 1e-5} ]
/// }
/// A scalar argument is {"scalar": "n", "type": "uint32_t", "value": "rows"}.
/// Expressions (spec/expression.h) see the case's shape symbols, integer attributes, `coreCount` (vector cores),
/// `ubBytes` (usable UB), `dtypeBytes_<tensor>`, `elements_<tensor>`, `dim_<tensor>_<i>`, and earlier "let" names.
/// A float or bool value may be a number, or the name of an attribute. The tiling struct is packed as C++ would lay it out (natural
/// alignment) and passed as GM_ADDR in the place of the {"tiling"} argument.
/// The kernel is built once per element-type combination, with DTYPE_<NAME> and ORIG_DTYPE_<NAME> defined for every
/// tensor (name in upper case).
struct LaunchPlan {
    struct Argument {
        emulator::Argument::Kind kind = emulator::Argument::Kind::Input;
        std::string name; ///< tensor, scalar or struct name
        std::string type; ///< Scalar: C type
        Json value; ///< Scalar and Workspace: expression or number
    };
    struct Field {
        std::string name;
        std::string type; ///< int32_t, uint32_t, int64_t, uint64_t, float, uint8_t, bool ...
        Json value;
        std::int64_t count = 1; ///< array length; value is then a list
    };
    std::string entry;
    std::string blockDim = "1";
    std::vector<Argument> arguments;
    std::vector<std::pair<std::string, std::string>> let;
    std::vector<Field> tiling;
};

/// Line-exact errors; checks names against the spec.
Result<LaunchPlan> parseLaunchPlan(std::string_view text, std::string origin, const spec::OperatorSpec& spec);
Json toJson(const LaunchPlan& plan);

/// Resolves the plan for one case. `data.inputs` give the files of the Input arguments.
Result<emulator::Launch> resolveLaunch(const LaunchPlan& plan, const spec::OperatorSpec& spec, const spec::Case& which,
    const reference::CaseData& data, std::shared_ptr<const chip::ChipFacts> chip, std::uint64_t seed);

/// The macros of a case's element types: {"DTYPE_X": "half", "ORIG_DTYPE_X": "DT_FLOAT16", ...}.
Result<std::map<std::string, std::string>> typeDefines(const spec::OperatorSpec& spec, const spec::Case& which);

} // namespace hawk::target
