#pragma once

#include "synth/geometry.h"
#include "synth/program.h"

#include <map>
#include <string>
#include <vector>

namespace hawk::synth::test {

/// A specification with its trace, from small text: what the tests reason about without Python.
struct Example {
    spec::OperatorSpec spec;
    TracedReference traced;

    Example() = default;
    Example(const Example&) = delete; // traced points into spec
    Example& operator=(const Example&) = delete;
};

struct Shapes {
    std::map<std::string, std::vector<std::int64_t>> tensors; ///< inputs and outputs of one case
    std::string dtype = "float32";
};

/// `graphs`: one JSON text per case. Inputs and outputs take the names and shapes of `cases`.
void fill(Example& example, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
    const std::vector<Shapes>& cases, const std::vector<std::string>& graphs);

/// Runs a program in float, element by element, as a vector unit would: the tests' independent executor.
class Interpreter {
public:
    Interpreter(const Program& program, std::size_t outer, std::size_t axis);
    void setInput(const std::string& name, std::vector<float> values);
    std::vector<float> output(std::size_t index = 0);

private:
    std::vector<float> run(int value);
    std::size_t sizeOf(Extent extent) const;
    float read(const std::vector<float>& values, Extent extent, std::size_t row, std::size_t column) const;

    const Program& m_program;
    std::size_t m_outer, m_axis;
    std::map<std::string, std::vector<float>> m_inputs;
};

} // namespace hawk::synth::test
