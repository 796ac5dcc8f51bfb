#pragma once

#include "synth/plan.h"
#include "synth/program_builder.h"

namespace hawk::synth {

/// Activations and normalisations in vector-unit steps, in the form the plan asks for. "Textbook" forms are
/// the ones found in definitions; they overflow or cancel for some inputs. "Safe" forms hold over the whole
/// range with a relative error of about 1e-6 in float; each names its source.
class Formulas {
public:
    using Ref = ProgramBuilder::Ref;
    Formulas(ProgramBuilder& builder, const KernelPlan& plan)
        : m_b(builder)
        , m_plan(plan)
    {
    }

    Ref reciprocal(Ref x);
    Ref divide(Ref a, Ref b); ///< a row's divisor becomes one reciprocal per row
    Ref rsqrt(Ref x);
    Ref sigmoid(Ref x);
    Ref tanh(Ref x);
    Ref erf(Ref x);
    Ref geluErf(Ref x);
    Ref geluTanh(Ref x);
    Ref silu(Ref x);
    Ref expm1(Ref x); ///< x <= 15 when safe: used on the negative half
    Ref log1pUnit(Ref x); ///< log(1 + x) for x in [0, 1]
    Ref softplus(Ref x);
    Ref elu(Ref x, Ref alpha, Ref scale, Ref inputScale);
    Ref clamp(Ref x, Ref low, Ref high);
    Ref softmax(Ref x);
    Ref logSoftmax(Ref x);
    Ref mean(Ref x);
    Ref centred(Ref x); ///< x - mean(x)
    Ref variance(Ref x, bool unbiased);
    Ref layerNorm(Ref x, Ref eps);

private:
    Ref number(double v) { return m_b.number(v); }
    bool safe() const { return m_plan.formula == KernelPlan::Formula::Safe; }

    ProgramBuilder& m_b;
    const KernelPlan& m_plan;
};

} // namespace hawk::synth
