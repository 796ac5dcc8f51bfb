#include "synth/formulas.h"
#include "synth/program.h"
#include "synth/program_builder.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>

namespace hawk::synth {

namespace {

using Ref = ProgramBuilder::Ref;

class Lowering;
using Rule = std::function<Result<Ref>(Lowering&, const GraphNode&)>;
const std::map<std::string, Rule, std::less<>>& rules();

/// Lowers one traced reference. Operands come from values(), scalars from scalar(), which looks at all cases.
class Lowering {
public:
    Lowering(const TracedReference& reference, const Geometry& geometry, const spec::OperatorSpec& spec,
        const KernelPlan& plan)
        : formulas(builder, plan)
        , m_reference(reference)
        , m_geometry(geometry)
        , m_spec(spec)
    {
    }

    Result<Program> run()
    {
        const OpGraph& graph = m_reference.graphs.front();
        std::vector<std::string> inputs;
        for (const std::string& input : graph.inputs) {
            m_values[input] = builder.input(input, m_geometry.extents.at(input));
            inputs.push_back(input);
        }
        for (m_index = 0; m_index < graph.nodes.size(); ++m_index) {
            const GraphNode& node = graph.nodes[m_index];
            const auto rule = rules().find(node.op);
            if (rule == rules().end())
                return outside("operator '" + node.op + "' is not among the ones it knows");
            builder.remark(node.op);
            auto value = rule->second(*this, node);
            if (!value)
                return value.error();
            m_values[node.id] = *value;
        }
        return finish(graph, inputs);
    }

    /// A tensor or scalar operand by position or keyword.
    Result<Ref> value(const GraphNode& node, std::size_t position, std::string_view keyword)
    {
        const auto* operand = argument(node, position, keyword);
        if (operand == nullptr)
            return outside("'" + node.op + "' lacks its operand '" + std::string(keyword) + "'");
        if (const auto* name = std::get_if<std::string>(operand))
            return m_values.at(*name);
        return scalar(node, position, keyword, std::nullopt);
    }

    Result<std::optional<Ref>> optionalValue(const GraphNode& node, std::size_t position, std::string_view keyword)
    {
        const auto* operand = argument(node, position, keyword);
        if (operand == nullptr)
            return std::optional<Ref>();
        if (const auto* json = std::get_if<Json>(operand); json != nullptr && json->is_null())
            return std::optional<Ref>();
        auto ref = value(node, position, keyword);
        if (!ref)
            return ref.error();
        return std::optional<Ref>(*ref);
    }

    /// A number that may differ between cases: the same everywhere, an attribute, or the reduced length.
    Result<Ref> scalar(
        const GraphNode& node, std::size_t position, std::string_view keyword, std::optional<double> fallback)
    {
        std::vector<double> perCase;
        for (const OpGraph& graph : m_reference.graphs) {
            const auto* operand = argument(graph.nodes[m_index], position, keyword);
            const auto* json = operand == nullptr ? nullptr : std::get_if<Json>(operand);
            if (json != nullptr && (json->is_number() || json->is_boolean()))
                perCase.push_back(json->is_boolean() ? (json->get<bool>() ? 1.0 : 0.0) : json->get<double>());
            else if ((operand == nullptr || (json != nullptr && json->is_null())) && fallback)
                perCase.push_back(*fallback);
            else
                return outside("'" + node.op + "' needs a number for '" + std::string(keyword) + "'");
        }
        const bool constant
            = std::all_of(perCase.begin(), perCase.end(), [&](double v) { return v == perCase.front(); });
        if (const auto attribute = matchingAttribute(perCase, keyword, constant))
            return builder.field({ *attribute, *attribute });
        if (constant)
            return builder.number(perCase.front());
        if (isAxisLength(perCase))
            return builder.axisLength();
        return outside("the number '" + std::string(keyword) + "' of '" + node.op
            + "' differs between cases and is no attribute of the specification");
    }

    std::string text(const GraphNode& node, std::size_t position, std::string_view keyword, std::string fallback) const
    {
        const auto* operand = argument(node, position, keyword);
        const auto* json = operand == nullptr ? nullptr : std::get_if<Json>(operand);
        return json != nullptr && json->is_string() ? json->get<std::string>() : std::move(fallback);
    }

    bool flag(const GraphNode& node, std::size_t position, std::string_view keyword, bool fallback) const
    {
        const auto* operand = argument(node, position, keyword);
        const auto* json = operand == nullptr ? nullptr : std::get_if<Json>(operand);
        if (json == nullptr || !(json->is_boolean() || json->is_number()))
            return fallback;
        return json->is_boolean() ? json->get<bool>() : json->get<double>() != 0.0;
    }

    Error outside(const std::string& why) const
    {
        return Error { Errc::InvalidInput, "the built-in synthesizer does not reach operator '" + m_spec.name + "': " + why,
            m_spec.name, "write this kernel by hand or with a model" };
    }

    ProgramBuilder builder;
    Formulas formulas;

private:
    /// An attribute whose value is the operand's in every case. A constant is taken for the attribute when the keyword
    /// bears its name or the value is an unusual one: 0, 1, 2 and 0.5 may be equal by chance.
    std::optional<std::string> matchingAttribute(
        const std::vector<double>& perCase, std::string_view keyword, bool constant) const
    {
        for (const spec::AttributeSpec& attribute : m_spec.attributes) {
            if (attribute.type != "float" && attribute.type != "int")
                continue;
            bool same = true;
            for (std::size_t i = 0; same && i < perCase.size(); ++i) {
                const Json& values = m_reference.resolved[i].attributes;
                same = values.contains(attribute.name) && values[attribute.name].is_number()
                    && values[attribute.name].get<double>() == perCase[i];
            }
            const double value = std::abs(perCase.front());
            const bool usual = value == 0.0 || value == 0.5 || value == 1.0 || value == 2.0;
            if (same && (!constant || attribute.name == keyword || !usual))
                return attribute.name;
        }
        return std::nullopt;
    }

    bool isAxisLength(const std::vector<double>& perCase) const
    {
        for (std::size_t i = 0; i < perCase.size(); ++i) {
            // The axis expression is a product of dim_<tensor>_<i>.
            spec::Symbols symbols;
            for (const spec::ResolvedTensor& tensor : m_reference.resolved[i].inputs)
                for (std::size_t d = 0; d < tensor.shape.size(); ++d)
                    symbols["dim_" + tensor.name + "_" + std::to_string(d)] = tensor.shape[d];
            const auto length = spec::evaluate(m_geometry.axis, symbols);
            if (!length || static_cast<double>(*length) != perCase[i])
                return false;
        }
        return true;
    }

    Result<Program> finish(const OpGraph& graph, const std::vector<std::string>& inputs)
    {
        if (graph.outputs.size() != m_spec.outputs.size())
            return outside("the reference returns " + std::to_string(graph.outputs.size())
                + " tensors, the specification has " + std::to_string(m_spec.outputs.size()));
        std::vector<Program::Output> outputs;
        for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
            const Ref ref = m_values.at(graph.outputs[i]);
            if (builder.isScalar(ref))
                return outside("output '" + m_spec.outputs[i].name + "' does not depend on any input");
            outputs.push_back({ m_spec.outputs[i].name, ref });
        }
        Program program = builder.finish(std::move(outputs));
        for (const std::string& input : inputs) {
            const bool used = std::any_of(program.values.begin(), program.values.end(),
                [&](const Value& v) { return v.kind == Value::Kind::Input && v.text == input; });
            if (used)
                program.inputs.push_back(input);
        }
        return program;
    }

    const TracedReference& m_reference;
    const Geometry& m_geometry;
    const spec::OperatorSpec& m_spec;
    std::map<std::string, Ref> m_values;
    std::size_t m_index = 0;
};

// Operand helpers: HAWK has no exceptions across expected failures, so each rule passes errors on.
using Unary = std::function<Ref(Lowering&, Ref)>;
Rule unary(Unary build)
{
    return [build](Lowering& l, const GraphNode& node) -> Result<Ref> {
        auto x = l.value(node, 0, "input");
        if (!x)
            return x.error();
        return build(l, *x);
    };
}

Rule primitive(Prim prim)
{
    return unary([prim](Lowering& l, Ref x) { return l.builder.unary(prim, x); });
}

using Binary = std::function<Ref(Lowering&, Ref, Ref)>;
Rule binary(Binary build)
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
Rule parametric(std::vector<Number> numbers, Parametric build)
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
    return l.text(node, 1, "approximate", "none") == "tanh" ? l.formulas.geluTanh(*x) : l.formulas.geluErf(*x);
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
        auto p = l.scalar(node, 1, "p", 2.0);
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

/// max(x) of everything, max(a, b) of two tensors, and max(x, dim) share a name.
Result<Ref> lowerMaxMin(Lowering& l, const GraphNode& node)
{
    return lowerReduction(l, node);
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

void addActivations(std::map<std::string, Rule, std::less<>>& table)
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
    table["relu6"] = unary([](Lowering& l, Ref x) {
        return l.formulas.clamp(x, l.builder.number(0), l.builder.number(6));
    });
    table["softplus"] = unary([](Lowering& l, Ref x) { return l.formulas.softplus(x); });
    table["logsigmoid"] = unary([](Lowering& l, Ref x) { return l.builder.neg(l.formulas.softplus(l.builder.neg(x))); });
    table["softsign"] = unary([](Lowering& l, Ref x) {
        return l.formulas.divide(x, l.builder.add(l.builder.unary(Prim::Abs, x), l.builder.number(1)));
    });
    table["mish"] = unary([](Lowering& l, Ref x) { return l.builder.mul(x, l.formulas.tanh(l.formulas.softplus(x))); });
    const auto hardsigmoid = [](Lowering& l, Ref x) {
        ProgramBuilder& b = l.builder;
        return l.formulas.clamp(b.add(b.mul(x, b.number(1.0 / 6)), b.number(0.5)), b.number(0), b.number(1));
    };
    table["hardsigmoid"] = unary(hardsigmoid);
    table["hardswish"] = unary([hardsigmoid](Lowering& l, Ref x) { return l.builder.mul(x, hardsigmoid(l, x)); });
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
    for (const char* op : { "clamp", "clip", "hardtanh", "clamp_min", "clamp_max" })
        table[op] = lowerClamp;
}

void addArithmetic(std::map<std::string, Rule, std::less<>>& table)
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
    for (const char* op : { "to", "type_as", "float", "half", "bfloat16", "contiguous", "clone", "detach", "identity",
             "dropout", "squeeze", "unsqueeze", "expand", "expand_as", "getitem" })
        table[op] = unary([](Lowering&, Ref x) { return x; });
}

const std::map<std::string, Rule, std::less<>>& rules()
{
    static const std::map<std::string, Rule, std::less<>> table = [] {
        std::map<std::string, Rule, std::less<>> t;
        addArithmetic(t);
        addActivations(t);
        for (const char* op : { "sum", "mean", "amax", "amin", "var", "std", "norm", "logsumexp" })
            t[op] = lowerReduction;
        t["max"] = lowerMaxMin;
        t["min"] = lowerMaxMin;
        t["softmax"] = unary([](Lowering& l, Ref x) { return l.formulas.softmax(x); });
        t["softmin"] = unary([](Lowering& l, Ref x) { return l.formulas.softmax(l.builder.neg(x)); });
        t["log_softmax"] = unary([](Lowering& l, Ref x) { return l.formulas.logSoftmax(x); });
        t["layer_norm"] = lowerNorm;
        t["rms_norm"] = lowerNorm;
        return t;
    }();
    return table;
}

} // namespace

Result<Program> lower(const TracedReference& reference, const Geometry& geometry, const spec::OperatorSpec& spec,
    const KernelPlan& plan)
{
    return Lowering(reference, geometry, spec, plan).run();
}

std::vector<std::string> knownOperators()
{
    std::vector<std::string> result;
    for (const auto& [name, rule] : rules())
        result.push_back(name);
    return result;
}

} // namespace hawk::synth
