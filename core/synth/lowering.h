#pragma once

#include "synth/formulas.h"
#include "synth/program.h"
#include "synth/program_builder.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// Lowering of one reference, operator by operator. Internal to the module.
namespace hawk::synth::detail {

using Ref = ProgramBuilder::Ref;
class Lowering;
/// Lowers one node; the result stands for its value.
using LoweringRule = std::function<Result<Ref>(Lowering&, const GraphNode&)>;
/// Every operator the synthesizer knows, by torch's name.
const std::map<std::string, LoweringRule, std::less<>>& loweringRules();

/// Lowers one traced reference. Rules ask it for operands: value() for tensors and numbers, scalar() for
/// numbers, which may differ between cases.
class Lowering {
public:
    Lowering(const TracedReference& reference, const Geometry& geometry, const spec::OperatorSpec& spec,
        const KernelPlan& plan);

    Result<Program> run();

    /// A tensor or scalar operand by position or keyword.
    Result<Ref> value(const GraphNode& node, std::size_t position, std::string_view keyword);
    Result<std::optional<Ref>> optionalValue(
        const GraphNode& node, std::size_t position, std::string_view keyword);
    /// A number that may differ between cases: the same everywhere, an attribute, or the reduced length.
    Result<Ref> scalar(const GraphNode& node, std::size_t position, std::string_view keyword,
        std::optional<double> fallback);
    std::string text(
        const GraphNode& node, std::size_t position, std::string_view keyword, std::string fallback) const;
    bool flag(const GraphNode& node, std::size_t position, std::string_view keyword, bool fallback) const;
    /// "the built-in synthesizer does not reach operator ...: <why>"
    Error outside(const std::string& why) const;

    ProgramBuilder builder;
    Formulas formulas;

private:
    std::optional<std::string> matchingAttribute(
        const std::vector<double>& perCase, std::string_view keyword, bool constant) const;
    bool isAxisLength(const std::vector<double>& perCase) const;
    Result<Program> finish(const OpGraph& graph);

    const TracedReference& m_reference;
    const Geometry& m_geometry;
    const spec::OperatorSpec& m_spec;
    std::map<std::string, Ref> m_values;
    std::size_t m_index = 0;
};
} // namespace hawk::synth::detail
