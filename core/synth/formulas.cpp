#include "synth/formulas.h"

namespace hawk::synth {

using Ref = Formulas::Ref;

Ref Formulas::reciprocal(Ref x)
{
    if (m_b.isScalar(x) || m_plan.division == KernelPlan::Division::Exact)
        return m_b.div(number(1.0), x);
    return m_b.unary(Prim::Reciprocal, x);
}

Ref Formulas::divide(Ref a, Ref b)
{
    if (m_b.isScalar(b))
        return m_b.div(a, b);
    if (m_b.isScalar(a))
        return m_b.isConstant(a, 1.0) ? reciprocal(b) : m_b.mul(reciprocal(b), a);
    const Extent ea = m_b.value(a).extent;
    const Extent eb = m_b.value(b).extent;
    if (ea != eb && (eb & kAxis) == 0) // a value per row: one division, then a multiplication per element
        return m_b.mul(a, reciprocal(b));
    return m_b.div(a, b);
}

Ref Formulas::rsqrt(Ref x)
{
    if (m_plan.division == KernelPlan::Division::Approximate && !m_b.isScalar(x))
        return m_b.unary(Prim::Rsqrt, x);
    return reciprocal(m_b.unary(Prim::Sqrt, x));
}

Ref Formulas::sigmoid(Ref x)
{
    // exp(-x) may reach infinity; its reciprocal is then the right limit, 0.
    return reciprocal(m_b.add(m_b.unary(Prim::Exp, m_b.neg(x)), number(1.0)));
}

Ref Formulas::tanh(Ref x)
{
    if (!safe()) {
        const Ref up = m_b.unary(Prim::Exp, x);
        const Ref down = m_b.unary(Prim::Exp, m_b.neg(x));
        return m_b.div(m_b.sub(up, down), m_b.add(up, down)); // inf / inf for large |x|
    }
    // Rational minimax approximation x P(x^2) / Q(x^2) on [-7.9, 7.9], the one Eigen and XLA use for float.
    const Ref c = clamp(x, number(-7.90531110763549805), number(7.90531110763549805));
    const Ref x2 = m_b.mul(c, c);
    const Ref p = m_b.polynomial(x2,
        { 4.89352455891786e-03, 6.37261928875436e-04, 1.48572235717979e-05, 5.12229709037114e-08,
            -8.60467152213735e-11, 2.00018790482477e-13, -2.76076847742355e-16 });
    const Ref q = m_b.polynomial(
        x2, { 4.89352518554385e-03, 2.26843463243900e-03, 1.18534705686654e-04, 1.19825839466702e-06 });
    return m_b.div(m_b.mul(c, p), q);
}

Ref Formulas::erf(Ref x)
{
    if (!safe()) {
        // Abramowitz and Stegun 7.1.26, absolute error 1.5e-7: relative error grows without bound near zero.
        const Ref a = m_b.unary(Prim::Abs, x);
        const Ref t = reciprocal(m_b.add(m_b.mul(a, number(0.3275911)), number(1.0)));
        const Ref series = m_b.mul(
            t, m_b.polynomial(t, { 0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429 }));
        const Ref tail = m_b.mul(series, m_b.unary(Prim::Exp, m_b.neg(m_b.mul(a, a))));
        const Ref magnitude = m_b.sub(number(1.0), tail);
        return m_b.div(m_b.mul(magnitude, x), m_b.max(a, number(1e-7)));
    }
    // Rational minimax approximation on [-3.8325, 3.8325], the one Eigen and XLA use for float.
    const Ref c = clamp(x, number(-3.832506856900711), number(3.832506856900711));
    const Ref x2 = m_b.mul(c, c);
    const Ref p = m_b.polynomial(x2,
        { -1.60960333262415e-02, -2.95459980854025e-03, -7.34990630326855e-04, -5.69250639462346e-05,
            -2.10102402082508e-06, 2.77068142495902e-08, -2.72614225801306e-10 });
    const Ref q = m_b.polynomial(x2,
        { -1.42647390514189e-02, -7.37332916720468e-03, -1.68282697438203e-03, -2.13374055278905e-04,
            -1.45660718464996e-05 });
    return m_b.div(m_b.mul(c, p), q);
}

Ref Formulas::geluErf(Ref x)
{
    if (!safe())
        return m_b.mul(
            m_b.mul(x, number(0.5)), m_b.add(erf(m_b.mul(x, number(0.70710678118654752))), number(1.0)));
    // gelu(x) = max(x, 0) - |x| e with e = erfc(|x|/sqrt 2) / 2, which keeps the relative accuracy of the
    // negative tail. erfc: Chebyshev fit of Numerical Recipes (erfcc), fractional error below 1.2e-7
    // everywhere.
    const Ref a = m_b.unary(Prim::Abs, x);
    // erfc of 14 is 0 in float; the bound keeps |x| e finite (inf * 0) for huge inputs.
    const Ref z = m_b.min(m_b.mul(a, number(0.70710678118654752)), number(14.0));
    const Ref t = m_b.div(number(1.0), m_b.add(m_b.mul(z, number(0.5)), number(1.0)));
    const Ref poly = m_b.polynomial(t,
        { -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
            -0.82215223, 0.17087277 });
    const Ref e = m_b.mul(m_b.mul(t, number(0.5)), m_b.unary(Prim::Exp, m_b.sub(poly, m_b.mul(z, z))));
    return m_b.sub(m_b.unary(Prim::Relu, x), m_b.mul(a, e));
}

Ref Formulas::geluTanh(Ref x)
{
    const Ref cube = m_b.mul(m_b.mul(x, x), x);
    const Ref u = m_b.mul(m_b.add(m_b.mul(cube, number(0.044715)), x), number(0.79788456080286536));
    if (!safe())
        return m_b.mul(m_b.mul(x, number(0.5)), m_b.add(tanh(u), number(1.0)));
    // 0.5 (1 + tanh u) = sigmoid(2u): no cancellation in the negative tail.
    return m_b.mul(x, sigmoid(m_b.mul(u, number(2.0))));
}

Ref Formulas::silu(Ref x) { return divide(x, m_b.add(m_b.unary(Prim::Exp, m_b.neg(x)), number(1.0))); }

Ref Formulas::expm1(Ref x)
{
    if (!safe())
        return m_b.add(m_b.unary(Prim::Exp, x), number(-1.0));
    // expm1(x) = 2 t / (1 - t), t = tanh(x / 2): no cancellation near zero.
    const Ref t = tanh(m_b.mul(x, number(0.5)));
    return m_b.div(m_b.mul(t, number(2.0)), m_b.sub(number(1.0), t));
}

Ref Formulas::log1pUnit(Ref x)
{
    if (!safe())
        return m_b.unary(Prim::Ln, m_b.add(x, number(1.0)));
    // log(1 + x) = 2 atanh(s), s = x / (2 + x) <= 1/3: seven terms of the series are exact to float.
    const Ref s = m_b.div(x, m_b.add(x, number(2.0)));
    const Ref s2 = m_b.mul(s, s);
    const Ref series = m_b.polynomial(s2, { 2.0, 2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13 });
    return m_b.mul(s, series);
}

Ref Formulas::softplus(Ref x)
{
    if (!safe())
        return m_b.unary(Prim::Ln, m_b.add(m_b.unary(Prim::Exp, x), number(1.0)));
    const Ref small = m_b.unary(Prim::Exp, m_b.neg(m_b.unary(Prim::Abs, x)));
    return m_b.add(m_b.unary(Prim::Relu, x), log1pUnit(small));
}

Ref Formulas::elu(Ref x, Ref alpha, Ref scale, Ref inputScale)
{
    const Ref negative = expm1(m_b.mul(m_b.min(x, number(0.0)), inputScale));
    return m_b.add(m_b.mul(m_b.unary(Prim::Relu, x), scale), m_b.mul(negative, m_b.mul(alpha, scale)));
}

Ref Formulas::clamp(Ref x, Ref low, Ref high) { return m_b.min(m_b.max(x, low), high); }

Ref Formulas::softmax(Ref x)
{
    if (m_plan.softmax == KernelPlan::Softmax::MaxSubtracted)
        x = m_b.sub(x, m_b.reduce(Prim::MaxAxis, x));
    const Ref e = m_b.unary(Prim::Exp, x);
    return divide(e, m_b.reduce(Prim::SumAxis, e));
}

Ref Formulas::logSoftmax(Ref x)
{
    if (m_plan.softmax == KernelPlan::Softmax::MaxSubtracted)
        x = m_b.sub(x, m_b.reduce(Prim::MaxAxis, x));
    const Ref sum = m_b.reduce(Prim::SumAxis, m_b.unary(Prim::Exp, x));
    return m_b.sub(x, m_b.unary(Prim::Ln, sum));
}

Ref Formulas::mean(Ref x) { return m_b.div(m_b.reduce(Prim::SumAxis, x), m_b.axisLength()); }

Ref Formulas::centred(Ref x)
{
    const Ref once = m_b.sub(x, mean(x));
    if (m_plan.variance != KernelPlan::Variance::Corrected)
        return once;
    // The mean of a long row is rounded; what is left of it is small and therefore exact to many more digits.
    return m_b.sub(once, mean(once));
}

Ref Formulas::variance(Ref x, bool unbiased)
{
    const Ref divisor = unbiased ? m_b.sub(m_b.axisLength(), number(1.0)) : m_b.axisLength();
    if (m_plan.variance != KernelPlan::Variance::Moments) {
        const Ref c = centred(x);
        return m_b.div(m_b.reduce(Prim::SumAxis, m_b.mul(c, c)), divisor);
    }
    // E[x^2] - E[x]^2: one pass, cancels when the mean is large against the spread.
    const Ref average = mean(x);
    const Ref squares = m_b.reduce(Prim::SumAxis, m_b.mul(x, x));
    const Ref correction = m_b.mul(m_b.mul(average, average), m_b.axisLength());
    return m_b.div(m_b.sub(squares, correction), divisor);
}

Ref Formulas::layerNorm(Ref x, Ref eps)
{
    return m_b.mul(centred(x), rsqrt(m_b.add(variance(x, false), eps)));
}

} // namespace hawk::synth
