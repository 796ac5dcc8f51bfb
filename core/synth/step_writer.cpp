#include "synth/step_writer.h"

#include "synth/scratch.h"

namespace hawk::synth {

namespace {

std::string scalarApi(Prim prim)
{
    switch (prim) {
    case Prim::Mul:
        return "Muls";
    case Prim::Max:
        return "Maxs";
    case Prim::Min:
        return "Mins";
    case Prim::LeakyRelu:
        return "LeakyRelu";
    default:
        return "Adds";
    }
}

} // namespace

void StepWriter::call(const std::string& api, const std::string& arguments)
{
    m_out.line(api + "(" + arguments + ");");
}

std::string StepWriter::scalarText(int value) const
{
    if (m_plan.scalarOperands == KernelPlan::Scalars::Typed)
        return "static_cast<ComputeT>(" + at(value).text + ")";
    return at(value).text;
}

std::string StepWriter::operand(int value, const StepScope& scope) const
{
    if (const auto it = scope.vectors.find(value); it != scope.vectors.end())
        return it->second;
    if (const auto it = scope.rowValues.find(value); it != scope.rowValues.end())
        return it->second;
    return at(value).text;
}

std::string StepWriter::rowScalar(int value, StepScope& scope)
{
    const std::string name = rowScalarName(value);
    if (scope.readRows.insert(value).second)
        m_out.line("const ComputeT " + name + " = ReadScalar(" + scope.rowValues.at(value) + ");");
    return name;
}

void StepWriter::step(int value, StepScope& scope)
{
    const Value& v = at(value);
    if (v.kind != Value::Kind::Op)
        return;
    if (!v.note.empty())
        m_out.line("// " + v.note);
    if (isReduction(v.prim)) {
        reduce(value, scope.rowValues.at(value), scope);
        return;
    }
    if (v.args.size() == 2) {
        binary(value, scope);
        return;
    }
    const bool row = isRowValue(m_program, value);
    call(std::string(apiName(v.prim)),
        operand(value, scope) + ", " + operand(v.args[0], scope) + ", "
            + (row ? scope.rowCount : scope.count));
}

void StepWriter::vectorWithScalar(Prim prim, const std::string& dst, const std::string& src,
    const std::string& scalar, bool scalarFirst, const std::string& count)
{
    if (scalarFirst && prim == Prim::Div) {
        call("Duplicate", dst + ", " + scalar + ", " + count);
        call("Div", dst + ", " + dst + ", " + src + ", " + count);
        return;
    }
    if (scalarFirst && prim == Prim::Sub) {
        call("Muls", dst + ", " + src + ", static_cast<ComputeT>(-1.0f), " + count);
        call("Adds", dst + ", " + dst + ", " + scalar + ", " + count);
        return;
    }
    call(scalarApi(prim), dst + ", " + src + ", " + scalar + ", " + count);
}

void StepWriter::binary(int value, StepScope& scope)
{
    const Value& v = at(value);
    const int a = v.args[0];
    const int b = v.args[1];
    const std::string dst = operand(value, scope);
    const bool row = isRowValue(m_program, value);
    const std::string count = row ? scope.rowCount : scope.count;
    const auto isScalar = [&](int i) { return at(i).kind == Value::Kind::Scalar; };
    if (isScalar(b)) {
        vectorWithScalar(v.prim, dst, operand(a, scope), scalarText(b), false, count);
    } else if (isScalar(a)) {
        vectorWithScalar(v.prim, dst, operand(b, scope), scalarText(a), true, count);
    } else if (!row && !scope.rowsAreVectors && isRowValue(m_program, b)) {
        const std::string scalar = rowScalar(b, scope);
        vectorWithScalar(v.prim, dst, operand(a, scope), scalar, false, count);
    } else if (!row && !scope.rowsAreVectors && isRowValue(m_program, a)) {
        const std::string scalar = rowScalar(a, scope);
        vectorWithScalar(v.prim, dst, operand(b, scope), scalar, true, count);
    } else {
        call(std::string(apiName(v.prim)),
            dst + ", " + operand(a, scope) + ", " + operand(b, scope) + ", " + count);
    }
}

void StepWriter::reduce(int value, const std::string& destination, StepScope& scope)
{
    const Value& v = at(value);
    const std::string source = operand(v.args[0], scope);
    const std::string tail = v.prim == Prim::SumAxis ? "" : ", false";
    call(std::string(apiName(v.prim)),
        destination + ", " + source + ", " + scope.work + ", " + scope.reduceCount + tail);
}

void StepWriter::combine(
    Prim reduction, const std::string& acc, const std::string& part, const std::string& count)
{
    const char* api = reduction == Prim::SumAxis ? "Add" : reduction == Prim::MaxAxis ? "Max" : "Min";
    call(api, acc + ", " + acc + ", " + part + ", " + count);
}

void StepWriter::neutral(Prim reduction, const std::string& acc, const std::string& count)
{
    // Outside half's range these become infinities, which are as neutral.
    const char* value = reduction == Prim::SumAxis ? "0.0f"
        : reduction == Prim::MaxAxis               ? "-3.402823466e+38f"
                                                   : "3.402823466e+38f";
    call("Duplicate", acc + ", static_cast<ComputeT>(" + std::string(value) + "), " + count);
}

} // namespace hawk::synth
