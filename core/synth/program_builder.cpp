#include "synth/program_builder.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace hawk::synth {

namespace {

std::string literal(double value)
{
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.9g", value);
    std::string text = buffer;
    if (text.find_first_of(".en") == std::string::npos)
        text += ".0";
    return text + "f";
}

double fold(Prim prim, double a, double b)
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
        return std::max(a, b);
    case Prim::Min:
        return std::min(a, b);
    default:
        return a;
    }
}

std::string_view infix(Prim prim)
{
    switch (prim) {
    case Prim::Add:
        return " + ";
    case Prim::Sub:
        return " - ";
    case Prim::Mul:
        return " * ";
    default:
        return " / ";
    }
}

} // namespace

std::string_view apiName(Prim prim)
{
    switch (prim) {
    case Prim::Add:
        return "Add";
    case Prim::Sub:
        return "Sub";
    case Prim::Mul:
        return "Mul";
    case Prim::Div:
        return "Div";
    case Prim::Max:
        return "Max";
    case Prim::Min:
        return "Min";
    case Prim::Exp:
        return "Exp";
    case Prim::Ln:
        return "Ln";
    case Prim::Sqrt:
        return "Sqrt";
    case Prim::Rsqrt:
        return "Rsqrt";
    case Prim::Reciprocal:
        return "Reciprocal";
    case Prim::Abs:
        return "Abs";
    case Prim::Relu:
        return "Relu";
    case Prim::LeakyRelu:
        return "LeakyRelu";
    case Prim::SumAxis:
        return "ReduceSum";
    case Prim::MaxAxis:
        return "ReduceMax";
    case Prim::MinAxis:
        return "ReduceMin";
    case Prim::Copy:
        return "DataCopy";
    }
    return "Add";
}

bool isReduction(Prim prim)
{
    return prim == Prim::SumAxis || prim == Prim::MaxAxis || prim == Prim::MinAxis;
}

ProgramBuilder::Ref ProgramBuilder::push(Value value)
{
    // Equal steps are shared: the reference may write x.sigmoid() twice.
    for (std::size_t i = 0; i < m_program.values.size(); ++i) {
        const Value& v = m_program.values[i];
        if (v.kind == value.kind && v.prim == value.prim && v.args == value.args && v.text == value.text)
            return static_cast<Ref>(i);
    }
    if (value.kind == Value::Kind::Op) {
        value.note = std::move(m_note);
        m_note.clear();
    }
    m_program.values.push_back(std::move(value));
    return static_cast<Ref>(m_program.values.size()) - 1;
}

ProgramBuilder::Ref ProgramBuilder::input(const std::string& tensor, Extent extent)
{
    return push({ .kind = Value::Kind::Input, .text = tensor, .extent = extent });
}

ProgramBuilder::Ref ProgramBuilder::number(double value)
{
    return push({ .kind = Value::Kind::Scalar, .text = literal(value), .number = value, .constant = true });
}

ProgramBuilder::Ref ProgramBuilder::scalar(std::string text)
{
    return push({ .kind = Value::Kind::Scalar, .text = std::move(text) });
}

ProgramBuilder::Ref ProgramBuilder::field(const ScalarField& field)
{
    const auto same = [&](const ScalarField& other) { return other.name == field.name; };
    if (std::none_of(m_program.fields.begin(), m_program.fields.end(), same))
        m_program.fields.push_back(field);
    return scalar("m_t." + field.name);
}

ProgramBuilder::Ref ProgramBuilder::axisLength()
{
    m_program.usesAxisLength = true;
    return scalar(std::string(kAxisLength));
}

bool ProgramBuilder::isConstant(Ref a, double number) const
{
    const Value& v = value(a);
    return v.kind == Value::Kind::Scalar && v.constant && v.number == number;
}

ProgramBuilder::Ref ProgramBuilder::foldScalars(Prim prim, Ref a, Ref b)
{
    if (value(a).constant && value(b).constant)
        return number(fold(prim, value(a).number, value(b).number));
    if (prim == Prim::Max || prim == Prim::Min) {
        const char* relation = prim == Prim::Max ? " > " : " < ";
        return scalar("(" + value(a).text + relation + value(b).text + " ? " + value(a).text + " : "
            + value(b).text + ")");
    }
    return scalar("(" + value(a).text + std::string(infix(prim)) + value(b).text + ")");
}

ProgramBuilder::Ref ProgramBuilder::op(Prim prim, std::vector<Ref> args, Extent extent)
{
    return push({ .kind = Value::Kind::Op, .prim = prim, .args = std::move(args), .extent = extent });
}

ProgramBuilder::Ref ProgramBuilder::add(Ref a, Ref b)
{
    if (isScalar(a) && isScalar(b))
        return foldScalars(Prim::Add, a, b);
    if (isScalar(a))
        std::swap(a, b);
    if (isConstant(b, 0.0))
        return a;
    if (const Value inner = value(a);
        isScalar(b) && inner.kind == Value::Kind::Op && inner.prim == Prim::Add && isScalar(inner.args[1]))
        return add(inner.args[0], foldScalars(Prim::Add, inner.args[1], b));
    return op(Prim::Add, { a, b }, value(a).extent | value(b).extent);
}

ProgramBuilder::Ref ProgramBuilder::mul(Ref a, Ref b)
{
    if (isScalar(a) && isScalar(b))
        return foldScalars(Prim::Mul, a, b);
    if (isScalar(a))
        std::swap(a, b);
    if (isConstant(b, 1.0))
        return a;
    // (x * c) * d is one multiplication by c d.
    if (const Value inner = value(a);
        isScalar(b) && inner.kind == Value::Kind::Op && inner.prim == Prim::Mul && isScalar(inner.args[1]))
        return mul(inner.args[0], foldScalars(Prim::Mul, inner.args[1], b));
    return op(Prim::Mul, { a, b }, value(a).extent | value(b).extent);
}

ProgramBuilder::Ref ProgramBuilder::sub(Ref a, Ref b)
{
    if (isScalar(a) && isScalar(b))
        return foldScalars(Prim::Sub, a, b);
    if (isScalar(b))
        return add(a, value(b).constant ? number(-value(b).number) : foldScalars(Prim::Sub, number(0.0), b));
    if (isScalar(a))
        return add(neg(b), a);
    // A value per row is subtracted by adding its negative: rows take scalars through Adds.
    if (value(b).extent != value(a).extent && (value(b).extent & ~value(a).extent) == 0)
        return add(a, neg(b));
    return op(Prim::Sub, { a, b }, value(a).extent | value(b).extent);
}

ProgramBuilder::Ref ProgramBuilder::div(Ref a, Ref b)
{
    if (isScalar(a) && isScalar(b))
        return foldScalars(Prim::Div, a, b);
    if (isScalar(b))
        return mul(a, foldScalars(Prim::Div, number(1.0), b));
    return op(Prim::Div, { a, b }, value(a).extent | value(b).extent);
}

ProgramBuilder::Ref ProgramBuilder::max(Ref a, Ref b)
{
    if (isScalar(a) && isScalar(b))
        return foldScalars(Prim::Max, a, b);
    if (isScalar(a))
        std::swap(a, b);
    return op(Prim::Max, { a, b }, value(a).extent | value(b).extent);
}

ProgramBuilder::Ref ProgramBuilder::min(Ref a, Ref b)
{
    if (isScalar(a) && isScalar(b))
        return foldScalars(Prim::Min, a, b);
    if (isScalar(a))
        std::swap(a, b);
    return op(Prim::Min, { a, b }, value(a).extent | value(b).extent);
}

ProgramBuilder::Ref ProgramBuilder::unary(Prim prim, Ref a) { return op(prim, { a }, value(a).extent); }

ProgramBuilder::Ref ProgramBuilder::leakyRelu(Ref a, Ref slope)
{
    return op(Prim::LeakyRelu, { a, slope }, value(a).extent);
}

ProgramBuilder::Ref ProgramBuilder::reduce(Prim prim, Ref a)
{
    return op(prim, { a }, static_cast<Extent>(value(a).extent & ~kAxis));
}

ProgramBuilder::Ref ProgramBuilder::polynomial(Ref x, const std::vector<double>& coefficients)
{
    Ref sum = number(coefficients.back());
    for (std::size_t i = coefficients.size() - 1; i-- > 0;)
        sum = add(mul(sum, x), number(coefficients[i]));
    return sum;
}

Program ProgramBuilder::finish(std::vector<Program::Output> outputs)
{
    std::vector<bool> needed(m_program.values.size(), false);
    for (const auto& output : outputs)
        needed[static_cast<std::size_t>(output.value)] = true;
    for (std::size_t i = needed.size(); i-- > 0;)
        if (needed[i])
            for (const int arg : m_program.values[i].args)
                needed[static_cast<std::size_t>(arg)] = true;
    std::vector<int> renamed(needed.size(), -1);
    Program program;
    program.fields = m_program.fields;
    for (std::size_t i = 0; i < needed.size(); ++i) {
        if (!needed[i])
            continue;
        renamed[i] = static_cast<int>(program.values.size());
        Value value = m_program.values[i];
        for (int& arg : value.args)
            arg = renamed[static_cast<std::size_t>(arg)];
        if (value.kind == Value::Kind::Scalar && value.text.find(kAxisLength) != std::string::npos)
            program.usesAxisLength = true;
        program.values.push_back(std::move(value));
    }
    for (auto& output : outputs) {
        output.value = renamed[static_cast<std::size_t>(output.value)];
        program.outputs.push_back(output);
    }
    return program;
}

} // namespace hawk::synth
