#pragma once

#include "base/json.h"
#include "spec/operator_spec.h"
#include "synth/program.h"

#include <string>
#include <utility>
#include <vector>

namespace hawk::synth {

/// Collects the launch plan (target/launch_plan.h) and the kernel's view of it: every tiling field is
/// declared in both.
class LaunchPlanWriter {
public:
    void let(std::string name, std::string expression)
    {
        m_let.emplace_back(std::move(name), std::move(expression));
    }
    /// A uint32_t tiling field whose value is `expression` (a "let" name or any expression).
    void field(std::string name, std::string expression, std::string comment);
    /// A float field taken from an attribute.
    void floatField(const ScalarField& field);
    void blockDim(std::string expression) { m_blockDim = std::move(expression); }

    /// C++ members of TilingData: {"uint32_t rows;", "rows of the launch"}.
    std::vector<std::pair<std::string, std::string>> members() const;
    std::string json(const spec::OperatorSpec& spec) const;

private:
    struct Field {
        std::string name, type, value, comment;
    };
    std::vector<std::pair<std::string, std::string>> m_let;
    std::vector<Field> m_fields;
    std::string m_blockDim = "1";
};

} // namespace hawk::synth
