#pragma once

#include "synth/program.h"

#include <string>
#include <string_view>

namespace hawk::synth {

/// Builds a Program: folds constants, shares equal steps, turns subtraction and division by a scalar into the
/// addition and multiplication the vector unit has. Handles are indices into Program::values.
class ProgramBuilder {
public:
    using Ref = int;

    Ref input(const std::string& tensor, Extent extent);
    Ref number(double value);
    Ref field(const ScalarField& field);
    Ref axisLength();

    Ref add(Ref a, Ref b);
    Ref sub(Ref a, Ref b);
    Ref mul(Ref a, Ref b);
    Ref div(Ref a, Ref b);
    Ref max(Ref a, Ref b);
    Ref min(Ref a, Ref b);
    Ref neg(Ref a) { return mul(a, number(-1.0)); }
    Ref unary(Prim prim, Ref a);
    Ref leakyRelu(Ref a, Ref slope);
    Ref reduce(Prim prim, Ref a);
    /// c0 + x (c1 + x (c2 + ...)) for at least two coefficients, lowest first.
    Ref polynomial(Ref x, const std::vector<double>& coefficients);

    bool isScalar(Ref a) const
    {
        return m_program.values[static_cast<std::size_t>(a)].kind == Value::Kind::Scalar;
    }
    bool isConstant(Ref a, double value) const;
    const Value& value(Ref a) const { return m_program.values[static_cast<std::size_t>(a)]; }
    /// The next step created carries this remark.
    void remark(std::string note) { m_note = std::move(note); }

    /// Removes steps no output needs and returns the program.
    Program finish(std::vector<Program::Output> outputs);

private:
    Ref push(Value value);
    Ref op(Prim prim, std::vector<Ref> args, Extent extent);
    Ref scalar(std::string text);
    Ref foldScalars(Prim prim, Ref a, Ref b);

    Program m_program;
    std::string m_note;
};

} // namespace hawk::synth
