#pragma once

#include "synth/code_writer.h"
#include "synth/plan.h"
#include "synth/program.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace hawk::synth {

/// How the values of a program are spelled at one place of the kernel.
struct StepScope {
    std::map<int, std::string> vectors; ///< vector value -> operand text: "x[at]", "t0[at]"
    std::map<int, std::string> rowValues; ///< value per row -> tensor holding it: "rowMax"
    std::string count = "count"; ///< elements of a vector operand
    std::string rowCount = "1"; ///< elements of a row-value operand
    std::string reduceCount = "count"; ///< elements a reduction covers
    std::string work = "m_work"; ///< work buffer of reductions
    bool rowsAreVectors = false; ///< row values are as long as vectors (columns): no scalars in between
    std::set<int> readRows; ///< row values already read into a scalar here
};

/// Writes vector instructions for program steps. One instance per emitted function.
class StepWriter {
public:
    StepWriter(CodeWriter& out, const Program& program, const KernelPlan& plan)
        : m_out(out)
        , m_program(program)
        , m_plan(plan)
    {
    }

    /// One step; its operands and its result must be in the scope.
    void step(int value, StepScope& scope);
    /// A reduction of this tile into `destination` (a row value's partial result in chunked kernels).
    void reduce(int value, const std::string& destination, StepScope& scope);
    /// acc = acc (+ or max) part, on row values.
    void combine(Prim reduction, const std::string& acc, const std::string& part, const std::string& count);
    /// Fills an accumulator with the reduction's neutral element.
    void neutral(Prim reduction, const std::string& acc, const std::string& count);

    std::string scalarText(int value) const; ///< as an operand of a vector instruction
    static std::string rowScalarName(int value) { return "s" + std::to_string(value); }

private:
    void call(const std::string& api, const std::string& arguments);
    void binary(int value, StepScope& scope);
    void vectorWithScalar(Prim prim, const std::string& dst, const std::string& src,
        const std::string& scalar, bool scalarFirst, const std::string& count);
    std::string rowScalar(int value, StepScope& scope);
    const Value& at(int value) const { return m_program.values[static_cast<std::size_t>(value)]; }
    std::string operand(int value, const StepScope& scope) const;

    CodeWriter& m_out;
    const Program& m_program;
    const KernelPlan& m_plan;
};

} // namespace hawk::synth
