#include "synth/lowering.h"

#include <cmath>

/// What every operator of torch becomes in vector-unit steps.
namespace hawk::synth::detail {

namespace {

// Each rule passes on the error of the operand it could not get.
using Unary = std::function<Ref(Lowering&, Ref)>;
LoweringRule unary(Unary build)
{
    return [build](Lowering& l, const GraphNode& node) -> Result<Ref> {
        auto x = l.value(node, 0, "input");
        if (!x)
            return x.error();
        return build(l, *x);
    };
}

LoweringRule primitive(Prim prim)
{
    return unary([prim](Lowering& l, Ref x) { return l.builder.unary(prim, x); });
}

using Binary = std::function<Ref(Lowering&, Ref, Ref)>;
LoweringRule binary(Binary build)
{
    return [build](Lowering& l, const GraphNode& node) -> Result<Ref> {
        auto a = l.value(node, 0, "input");
        if (!a)
            return a.error();
        auto b = l.value(node, 1, "other");
        if (!b)
            return b.error();
        // add and sub scale their second operand by alpha.
        if ((node.op == "add" || node.op == "sub") && argument(node, 2, "alpha") != nullptr) {
            auto alpha = l.scalar(node, 2, "alpha", 1.0);
            if (!alpha)
                return alpha.error();
            b = l.builder.mul(*b, *alpha);
        }
        return build(l, *a, *b);
    };
}

/// One tensor and named numbers with torch's defaults.
struct Number {
    std::string_view keyword;
    double fallback;
};
using Parametric = std::function<Ref(Lowering&, Ref, const std::vector<Ref>&)>;
LoweringRule parametric(std::vector<Number> numbers, Parametric build)
{
    return [numbers = std::move(numbers), build](Lowering& l, const GraphNode& node) -> Result<Ref> {
        auto x = l.value(node, 0, "input");
        if (!x)
            return x.error();
        std::vector<Ref> refs;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            auto ref = l.scalar(node, i + 1, numbers[i].keyword, numbers[i].fallback);
            if (!ref)
                return ref.error();
            refs.push_back(*ref);
        }
        return build(l, *x, refs);
    };
}

Result<Ref> lowerClamp(Lowering& l, const GraphNode& node)
{
    auto x = l.value(node, 0, "input");
    if (!x)
        return x.error();
    Ref result = *x;
    const bool tanhForm = node.op == "hardtanh";
    auto low = l.optionalValue(node, 1, tanhForm ? "min_val" : "min");
    if (!low)
        return low.error();
    auto high = l.optionalValue(node, 2, tanhForm ? "max_val" : "max");
    if (!high)
        return high.error();
    if (tanhForm && !*low)
        *low = l.builder.number(-1.0);
    if (tanhForm && !*high)
        *high = l.builder.number(1.0);
    if (*low)
        result = l.builder.max(result, **low);
    if (*high)
        result = l.builder.min(result, **high);
    return result;
}

Result<Ref> lowerGelu(Lowering& l, const GraphNode& node)
{
    auto x = l.value(node, 0, "input");
    if (!x)
        return x.error();
    return l.text(node, 1, "approximate", "none") == "tanh" ? l.formulas.geluTanh(*x)
                                                            : l.formulas.geluErf(*x);
}

Result<Ref> lowerPow(Lowering& l, const GraphNode& node)
{
    auto x = l.value(node, 0, "input");
    if (!x)
        return x.error();
    auto exponent = l.value(node, 1, "exponent");
    if (!exponent)
        return exponent.error();
    ProgramBuilder& b = l.builder;
    if (!b.isScalar(*exponent) || !b.value(*exponent).constant)
        return l.outside("'pow' with an exponent that is not one fixed number");
    const double e = b.value(*exponent).number;
    if (e == 0.5)
        return b.unary(Prim::Sqrt, *x);
    if (e == -0.5)
        return l.formulas.rsqrt(*x);
    if (e != std::floor(e) || std::abs(e) > 16 || e == 0)
        return l.outside("'pow' with exponent " + b.value(*exponent).text);
    int count = static_cast<int>(std::abs(e));
    Ref power = *x;
    std::optional<Ref> product;
    for (; count > 0; count /= 2) {
        if (count % 2 == 1)
            product = product ? b.mul(*product, power) : power;
        if (count > 1)
            power = b.mul(power, power);
    }
    return e < 0 ? l.formulas.reciprocal(*product) : *product;
}

Result<Ref> lowerReduction(Lowering& l, const GraphNode& node)
{
    auto x = l.value(node, 0, "input");
    if (!x)
        return x.error();
    ProgramBuilder& b = l.builder;
    if (node.op == "sum")
        return b.reduce(Prim::SumAxis, *x);
    if (node.op == "mean")
        return l.formulas.mean(*x);
    if (node.op == "amax" || node.op == "max")
        return b.reduce(Prim::MaxAxis, *x);
    if (node.op == "amin" || node.op == "min")
        return b.reduce(Prim::MinAxis, *x);
    if (node.op == "logsumexp") {
        const Ref peak = b.reduce(Prim::MaxAxis, *x);
        const Ref sum = b.reduce(Prim::SumAxis, b.unary(Prim::Exp, b.sub(*x, peak)));
        return b.add(b.unary(Prim::Ln, sum), peak);
    }
    if (node.op == "norm") {
        // The Frobenius norm of a vector is its Euclidean norm.
        auto p = l.text(node, 1, "p", "") == "fro" ? Result<Ref>(b.number(2.0)) : l.scalar(node, 1, "p", 2.0);
        if (!p)
            return p.error();
        if (b.isConstant(*p, 1.0))
            return b.reduce(Prim::SumAxis, b.unary(Prim::Abs, *x));
        if (!b.isConstant(*p, 2.0))
            return l.outside("'norm' of an order other than 1 and 2");
        return b.unary(Prim::Sqrt, b.reduce(Prim::SumAxis, b.mul(*x, *x)));
    }
    const bool unbiased = l.flag(node, 2, "unbiased", l.flag(node, 2, "correction", true));
    const Ref variance = l.formulas.variance(*x, unbiased);
    return node.op == "std" ? b.unary(Prim::Sqrt, variance) : variance;
}

/// layer_norm and rms_norm (x, normalized_shape, weight, bias, eps); rms_norm has no bias.
Result<Ref> lowerNorm(Lowering& l, const GraphNode& node)
{
    const bool rms = node.op == "rms_norm";
    auto x = l.value(node, 0, "input");
    if (!x)
        return x.error();
    auto weight = l.optionalValue(node, 2, "weight");
    if (!weight)
        return weight.error();
    auto bias = rms ? Result<std::optional<Ref>>(std::optional<Ref>()) : l.optionalValue(node, 3, "bias");
    if (!bias)
        return bias.error();
    auto eps = l.scalar(node, rms ? 3 : 4, "eps", rms ? 1.1920929e-07 : 1e-5);
    if (!eps)
        return eps.error();
    ProgramBuilder& b = l.builder;
    Ref y = rms ? b.mul(*x, l.formulas.rsqrt(b.add(l.formulas.mean(b.mul(*x, *x)), *eps)))
                : l.formulas.layerNorm(*x, *eps);
    if (*weight)
        y = b.mul(y, **weight);
    if (*bias)
        y = b.add(y, **bias);
    return y;
}

void addActivations(std::map<std::string, LoweringRule, std::less<>>& table)
{
    const auto f = [](Ref (Formulas::*member)(Ref)) {
        return unary([member](Lowering& l, Ref x) { return (l.formulas.*member)(x); });
    };
    table["sigmoid"] = f(&Formulas::sigmoid);
    table["tanh"] = f(&Formulas::tanh);
    table["erf"] = f(&Formulas::erf);
    table["silu"] = f(&Formulas::silu);
    table["expm1"] = f(&Formulas::expm1);
    table["rsqrt"] = f(&Formulas::rsqrt);
    table["reciprocal"] = f(&Formulas::reciprocal);
    table["gelu"] = lowerGelu;
    table["relu"] = primitive(Prim::Relu);
    table["relu6"] = unary(
        [](Lowering& l, Ref x) { return l.formulas.clamp(x, l.builder.number(0), l.builder.number(6)); });
    table["softplus"] = unary([](Lowering& l, Ref x) { return l.formulas.softplus(x); });
    table["logsigmoid"]
        = unary([](Lowering& l, Ref x) { return l.builder.neg(l.formulas.softplus(l.builder.neg(x))); });
    table["softsign"] = unary([](Lowering& l, Ref x) {
        return l.formulas.divide(x, l.builder.add(l.builder.unary(Prim::Abs, x), l.builder.number(1)));
    });
    table["mish"]
        = unary([](Lowering& l, Ref x) { return l.builder.mul(x, l.formulas.tanh(l.formulas.softplus(x))); });
    const auto hardsigmoid = [](Lowering& l, Ref x) {
        ProgramBuilder& b = l.builder;
        return l.formulas.clamp(b.add(b.mul(x, b.number(1.0 / 6)), b.number(0.5)), b.number(0), b.number(1));
    };
    table["hardsigmoid"] = unary(hardsigmoid);
    table["hardswish"]
        = unary([hardsigmoid](Lowering& l, Ref x) { return l.builder.mul(x, hardsigmoid(l, x)); });
    table["leaky_relu"] = parametric({ { "negative_slope", 0.01 } },
        [](Lowering& l, Ref x, const std::vector<Ref>& p) { return l.builder.leakyRelu(x, p[0]); });
    table["elu"] = parametric({ { "alpha", 1.0 }, { "scale", 1.0 }, { "input_scale", 1.0 } },
        [](Lowering& l, Ref x, const std::vector<Ref>& p) {
            return l.formulas.elu(x, p[0], l.builder.number(1), l.builder.number(1));
        });
    table["celu"] = parametric({ { "alpha", 1.0 } }, [](Lowering& l, Ref x, const std::vector<Ref>& p) {
        return l.formulas.elu(x, p[0], l.builder.number(1), l.builder.div(l.builder.number(1), p[0]));
    });
    table["selu"] = unary([](Lowering& l, Ref x) {
        ProgramBuilder& b = l.builder;
        return l.formulas.elu(x, b.number(1.6732632423543772), b.number(1.0507009873554805), b.number(1));
    });
    for (const char* op : { "clamp", "hardtanh" })
        table[op] = lowerClamp;
}

void addArithmetic(std::map<std::string, LoweringRule, std::less<>>& table)
{
    table["add"] = binary([](Lowering& l, Ref a, Ref b) { return l.builder.add(a, b); });
    table["sub"] = binary([](Lowering& l, Ref a, Ref b) { return l.builder.sub(a, b); });
    table["rsub"] = binary([](Lowering& l, Ref a, Ref b) { return l.builder.sub(b, a); });
    table["mul"] = binary([](Lowering& l, Ref a, Ref b) { return l.builder.mul(a, b); });
    table["div"] = binary([](Lowering& l, Ref a, Ref b) { return l.formulas.divide(a, b); });
    table["maximum"] = binary([](Lowering& l, Ref a, Ref b) { return l.builder.max(a, b); });
    table["minimum"] = binary([](Lowering& l, Ref a, Ref b) { return l.builder.min(a, b); });
    table["neg"] = unary([](Lowering& l, Ref x) { return l.builder.neg(x); });
    table["square"] = unary([](Lowering& l, Ref x) { return l.builder.mul(x, x); });
    table["exp"] = primitive(Prim::Exp);
    table["log"] = primitive(Prim::Ln);
    table["sqrt"] = primitive(Prim::Sqrt);
    table["abs"] = primitive(Prim::Abs);
    table["log2"] = unary([](Lowering& l, Ref x) {
        return l.builder.mul(l.builder.unary(Prim::Ln, x), l.builder.number(1.4426950408889634));
    });
    table["log10"] = unary([](Lowering& l, Ref x) {
        return l.builder.mul(l.builder.unary(Prim::Ln, x), l.builder.number(0.43429448190325176));
    });
    table["exp2"] = unary([](Lowering& l, Ref x) {
        return l.builder.unary(Prim::Exp, l.builder.mul(x, l.builder.number(0.69314718055994531)));
    });
    table["pow"] = lowerPow;
    // Same values in the same order; a change of element type is a matter of the output's storage type.
    for (const char* op : { "to", "type_as", "float", "half", "bfloat16", "contiguous", "clone", "detach",
             "identity", "dropout", "squeeze", "unsqueeze", "expand", "expand_as", "getitem" })
        table[op] = unary([](Lowering&, Ref x) { return x; });
}

} // namespace

const std::map<std::string, LoweringRule, std::less<>>& loweringRules()
{
    static const std::map<std::string, LoweringRule, std::less<>> table = [] {
        std::map<std::string, LoweringRule, std::less<>> t;
        addArithmetic(t);
        addActivations(t);
        for (const char* op : { "sum", "mean", "amax", "amin", "var", "std", "norm", "logsumexp" })
            t[op] = lowerReduction;
        t["softmax"] = unary([](Lowering& l, Ref x) { return l.formulas.softmax(x); });
        t["softmin"] = unary([](Lowering& l, Ref x) { return l.formulas.softmax(l.builder.neg(x)); });
        t["log_softmax"] = unary([](Lowering& l, Ref x) { return l.formulas.logSoftmax(x); });
        t["layer_norm"] = lowerNorm;
        t["rms_norm"] = lowerNorm;
        return t;
    }();
    return table;
}

} // namespace hawk::synth::detail
