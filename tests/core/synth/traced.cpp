#include "traced.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hawk::synth::test {

void fill(Example& example, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
    const std::vector<Shapes>& cases, const std::vector<std::string>& graphs)
{
    spec::OperatorSpec& spec = example.spec;
    spec.name = "example";
    spec.entry = "example_custom";
    spec.family = spec::Family::Elementwise;
    const auto tensor = [&](const std::string& name) {
        spec::TensorSpec t;
        t.name = name;
        t.dtype = "T";
        for (const std::int64_t dim : cases.front().tensors.at(name))
            t.shape.push_back(std::to_string(dim));
        return t;
    };
    for (const std::string& name : inputs)
        spec.inputs.push_back(tensor(name));
    for (const std::string& name : outputs)
        spec.outputs.push_back(tensor(name));
    for (std::size_t i = 0; i < cases.size(); ++i) {
        spec::Case which;
        which.name = std::string("case").append(std::to_string(i));
        which.types["T"] = cases[i].dtype;
        which.shapes = cases[i].tensors;
        spec.cases.push_back(which);
    }
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto json = parseJson(graphs[i], "graph");
        ASSERT_TRUE(json) << json.error().text();
        auto graph = graphFromJson(*json);
        ASSERT_TRUE(graph) << graph.error().text();
        example.traced.graphs.push_back(std::move(*graph));
        example.traced.cases.push_back(&spec.cases[i]);
        auto resolved = spec::resolve(spec, spec.cases[i]);
        ASSERT_TRUE(resolved) << resolved.error().text();
        example.traced.resolved.push_back(std::move(*resolved));
    }
}

Interpreter::Interpreter(const Program& program, std::size_t outer, std::size_t axis)
    : m_program(program)
    , m_outer(outer)
    , m_axis(axis)
{
}

void Interpreter::setInput(const std::string& name, std::vector<float> values)
{
    m_inputs[name] = std::move(values);
}

std::vector<float> Interpreter::output(std::size_t index) { return run(m_program.outputs[index].value); }

std::size_t Interpreter::sizeOf(Extent extent) const
{
    return ((extent & kOuter) != 0 ? m_outer : 1) * ((extent & kAxis) != 0 ? m_axis : 1);
}

float Interpreter::read(
    const std::vector<float>& values, Extent extent, std::size_t row, std::size_t column) const
{
    const std::size_t width = (extent & kAxis) != 0 ? m_axis : 1;
    return values[((extent & kOuter) != 0 ? row * width : 0) + ((extent & kAxis) != 0 ? column : 0)];
}

namespace {

float combine(Prim prim, float a, float b)
{
    switch (prim) {
    case Prim::Add:
        return a + b;
    case Prim::Sub:
        return a - b;
    case Prim::Mul:
        return a * b;
    case Prim::Div:
        return a / b;
    case Prim::Max:
        return a > b ? a : b;
    case Prim::Min:
        return a < b ? a : b;
    case Prim::LeakyRelu:
        return a > 0 ? a : a * b;
    default:
        return std::numeric_limits<float>::quiet_NaN();
    }
}

float single(Prim prim, float a)
{
    switch (prim) {
    case Prim::Exp:
        return std::exp(a);
    case Prim::Ln:
        return std::log(a);
    case Prim::Sqrt:
        return std::sqrt(a);
    case Prim::Rsqrt:
        return 1.0F / std::sqrt(a);
    case Prim::Reciprocal:
        return 1.0F / a;
    case Prim::Abs:
        return std::fabs(a);
    case Prim::Relu:
        return a > 0 ? a : 0;
    default:
        return a;
    }
}

} // namespace

std::vector<float> Interpreter::run(int value)
{
    const Value& v = m_program.values[static_cast<std::size_t>(value)];
    if (v.kind == Value::Kind::Input)
        return m_inputs.at(v.text);
    if (v.kind == Value::Kind::Scalar) {
        EXPECT_TRUE(v.constant || v.text.find(kAxisLength) != std::string::npos) << v.text;
        // The only run-time scalars here are quotients by the axis length.
        const auto length = static_cast<float>(m_axis);
        if (v.constant)
            return { static_cast<float>(v.number) };
        if (v.text == kAxisLength)
            return { length };
        return { v.text.find("-1.0f") != std::string::npos ? -1.0F / length : 1.0F / length };
    }
    std::vector<std::vector<float>> operands;
    std::vector<Extent> extents;
    for (const int arg : v.args) {
        operands.push_back(run(arg));
        extents.push_back(m_program.values[static_cast<std::size_t>(arg)].extent);
    }
    std::vector<float> result(sizeOf(v.extent));
    const std::size_t rows = (v.extent & kOuter) != 0 ? m_outer : 1;
    const std::size_t columns = (v.extent & kAxis) != 0 ? m_axis : 1;
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) {
            float& out = result[r * columns + c];
            if (isReduction(v.prim)) {
                double sum = 0;
                float low = std::numeric_limits<float>::infinity(), high = -low;
                for (std::size_t k = 0; k < m_axis; ++k) {
                    const float x = read(operands[0], extents[0], r, k);
                    sum += x;
                    low = std::min(low, x);
                    high = std::max(high, x);
                }
                out = v.prim == Prim::SumAxis ? static_cast<float>(sum)
                    : v.prim == Prim::MaxAxis ? high
                                              : low;
            } else if (operands.size() == 2) {
                out = combine(
                    v.prim, read(operands[0], extents[0], r, c), read(operands[1], extents[1], r, c));
            } else {
                out = single(v.prim, read(operands[0], extents[0], r, c));
            }
        }
    return result;
}

} // namespace hawk::synth::test
