#include "spec/spec_checks.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace hawk::spec {
namespace {

/// All tensors of one case together; in fp64 the reference needs several times as much.
constexpr std::uint64_t kMaxCaseBytes = 1ULL << 30U;

class Checker {
public:
    Checker(const OperatorSpec& spec, const LocatedJson& document, std::vector<Error>& problems)
        : m_spec(spec)
        , m_document(document)
        , m_problems(problems)
    {
    }

    void run()
    {
        checkNames();
        checkTolerance();
        checkTensors("/inputs", m_spec.inputs);
        checkTensors("/outputs", m_spec.outputs);
        if (m_spec.inputs.empty())
            problem("/inputs", "the operator has no inputs");
        if (m_spec.outputs.empty())
            problem("/outputs", "the operator has no outputs");
        checkAttributes();
        for (std::size_t i = 0; i < m_spec.metamorphic.size(); ++i)
            checkRelation("/metamorphic/" + std::to_string(i), m_spec.metamorphic[i]);
        if (m_spec.cases.empty())
            problem("/cases", "the operator has no cases", "give at least one case; aligned, unaligned tail and tiny are usual");
        std::set<std::string> seen;
        for (std::size_t i = 0; i < m_spec.cases.size(); ++i) {
            const std::string at = "/cases/" + std::to_string(i);
            if (!seen.insert(m_spec.cases[i].name).second)
                problem(at + "/name", "two cases are called '" + m_spec.cases[i].name + "'");
            checkCase(at, m_spec.cases[i]);
        }
    }

private:
    void problem(const std::string& at, std::string message, std::string hint = {})
    {
        m_problems.push_back(m_document.errorAt(at, std::move(message), std::move(hint)));
    }

    void checkNames()
    {
        const std::string hint = "letters, digits and underscores, not beginning with a digit";
        if (!m_spec.name.empty() && !isIdentifier(m_spec.name))
            problem("/name", "operator name '" + m_spec.name + "' is not an identifier", hint);
        // An entry that was derived from a bad name is the same mistake, reported once.
        if (!isIdentifier(m_spec.entry) && m_spec.entry != m_spec.name + "_custom")
            problem("/entry", "entry name '" + m_spec.entry + "' is not an identifier", hint);
    }

    void checkTolerance()
    {
        const double relax = m_spec.tolerance.relax;
        if (!(relax >= 1 && relax <= 10))
            problem("/tolerance/relax", "tolerance may be relaxed 1 to 10 times, found " + Json(relax).dump());
        if (relax > 1 && m_spec.tolerance.reason.empty())
            problem("/tolerance/relax", "a relaxed tolerance needs a reason",
                "say in \"reason\" why the operator cannot meet the plain rule");
        if (m_spec.tolerance.reductionLength < 1)
            problem("/tolerance/reductionLength", "the reduction length must be at least 1");
    }

    /// Symbols any case declares, with one value each: tells a typo in a shape from a case that forgot a symbol.
    Symbols declaredSymbols() const
    {
        Symbols all;
        for (const Case& which : m_spec.cases)
            all.insert(which.symbols.begin(), which.symbols.end());
        return all;
    }

    void checkTensors(const std::string& at, const std::vector<TensorSpec>& tensors)
    {
        const Symbols declared = declaredSymbols();
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const std::string here = at + "/" + std::to_string(i);
            const TensorSpec& tensor = tensors[i];
            if (!isIdentifier(tensor.name))
                problem(here + "/name", "tensor name '" + tensor.name + "' is not an identifier");
            if (!m_tensorNames.insert(tensor.name).second)
                problem(here + "/name", "two tensors are called '" + tensor.name + "'");
            checkDtype(here, tensor);
            if (everyCaseFixesShape(tensor.name))
                continue;
            for (std::size_t d = 0; d < tensor.shape.size(); ++d)
                if (const auto size = evaluate(tensor.shape[d], declared); !size && !isArithmetic(size.error())) {
                    problem(here + "/shape/" + std::to_string(d),
                        "tensor '" + tensor.name + "': " + size.error().message,
                        size.error().hint.empty() ? "symbols are declared by the cases" : size.error().hint);
                    m_badShapes.insert(tensor.name);
                }
        }
    }

    /// Mixed values of different cases may divide by zero although no single case does.
    static bool isArithmetic(const Error& error)
    {
        return error.message.ends_with("division by zero") || error.message.ends_with("64 bits");
    }

    bool everyCaseFixesShape(const std::string& tensor) const
    {
        for (const Case& which : m_spec.cases)
            if (!which.shapes.contains(tensor))
                return false;
        return !m_spec.cases.empty();
    }

    void checkDtype(const std::string& here, const TensorSpec& tensor)
    {
        if (dtypeFromName(tensor.dtype) || tensor.dtype.empty())
            return;
        for (const Case& which : m_spec.cases)
            if (which.types.contains(tensor.dtype))
                return;
        if (m_spec.cases.empty())
            return;
        problem(here + "/dtype", "'" + tensor.dtype + "' is neither an element type nor a type variable that a case binds",
            "element types: float16, bfloat16, float32, int32, ...; or bind it under a case's \"types\"");
        m_badShapes.insert(tensor.name);
    }

    void checkAttributes()
    {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < m_spec.attributes.size(); ++i) {
            const AttributeSpec& attribute = m_spec.attributes[i];
            const std::string here = "/attributes/" + std::to_string(i);
            if (!isIdentifier(attribute.name))
                problem(here + "/name", "attribute name '" + attribute.name + "' is not an identifier");
            if (!seen.insert(attribute.name).second)
                problem(here + "/name", "two attributes are called '" + attribute.name + "'");
            if (attribute.type != "int" && attribute.type != "float" && attribute.type != "bool")
                problem(here + "/type", "attribute type '" + attribute.type + "' is not known", "one of int, float, bool");
            else if (!fits(attribute.type, attribute.defaultValue))
                problem(here + "/default", "the default of '" + attribute.name + "' is not of type " + attribute.type);
        }
    }

    void checkRelation(const std::string& at, const MetamorphicRelation& relation)
    {
        using Kind = MetamorphicRelation::Kind;
        if (relation.inputs.empty())
            problem(at, "a metamorphic relation needs \"inputs\": what it changes");
        for (const std::string& input : relation.inputs) {
            const TensorSpec* found = nullptr;
            for (const TensorSpec& tensor : m_spec.inputs)
                if (tensor.name == input)
                    found = &tensor;
            const bool axial = relation.kind == Kind::Permute || relation.kind == Kind::Reorder;
            if (found == nullptr)
                problem(at + "/inputs", "the operator has no input '" + input + "'");
            else if (axial && (relation.axis < 0 || static_cast<std::size_t>(relation.axis) >= found->shape.size()))
                problem(at, "input '" + input + "' has no axis " + std::to_string(relation.axis));
        }
        if (relation.kind == Kind::Scale && !isPowerOfTwo(relation.value))
            problem(at, "the factor of a scale relation must be a power of two, found " + Json(relation.value).dump(),
                "then scaling is exact in every floating type");
        if (relation.kind == Kind::Scale && (relation.degree < 0 || relation.degree > 4))
            problem(at, "the degree of a scale relation is 0 to 4, found " + std::to_string(relation.degree));
        if (relation.kind == Kind::Permute)
            for (const TensorSpec& output : m_spec.outputs)
                if (static_cast<std::size_t>(std::max(relation.axis, 0)) >= output.shape.size())
                    problem(at, "output '" + output.name + "' has no axis " + std::to_string(relation.axis));
    }

    static bool isPowerOfTwo(double value)
    {
        int exponent = 0;
        return value > 0 && std::frexp(value, &exponent) == 0.5 && exponent > -8 && exponent < 10;
    }

    static bool fits(const std::string& type, const Json& value)
    {
        return type == "int" ? value.is_number_integer() : type == "float" ? value.is_number() : value.is_boolean();
    }

    void checkCase(const std::string& at, const Case& which)
    {
        if (!isIdentifier(which.name))
            problem(at + "/name", "case name '" + which.name + "' is not an identifier");
        for (const auto& [variable, type] : which.types)
            if (!dtypeFromName(type))
                problem(at + "/types/" + variable, "'" + type + "' is not an element type",
                    "element types: float16, bfloat16, float32, int8, int32, ...");
        for (const auto& [symbol, value] : which.symbols)
            if (!isIdentifier(symbol))
                problem(at + "/symbols/" + symbol, "symbol '" + symbol + "' is not an identifier");
        checkCaseAttributes(at, which);
        checkCaseNames(at, which);
        checkSizes(at, which);
    }

    void checkCaseAttributes(const std::string& at, const Case& which)
    {
        for (const auto& [name, value] : which.attributes.items()) {
            const AttributeSpec* known = nullptr;
            for (const AttributeSpec& attribute : m_spec.attributes)
                if (attribute.name == name)
                    known = &attribute;
            if (!known)
                problem(at + "/attributes/" + name, "the operator has no attribute '" + name + "'");
            else if (!fits(known->type, value))
                problem(at + "/attributes/" + name, "the value of '" + name + "' is not of type " + known->type);
        }
    }

    void checkCaseNames(const std::string& at, const Case& which)
    {
        const auto isInput = [&](const std::string& name) {
            for (const TensorSpec& tensor : m_spec.inputs)
                if (tensor.name == name)
                    return true;
            return false;
        };
        for (const auto& [name, regime] : which.values)
            if (!isInput(name))
                problem(at + "/values/" + name, "the operator has no input '" + name + "'");
        for (const auto& [name, shape] : which.shapes)
            if (!m_tensorNames.contains(name))
                problem(at + "/shapes/" + name, "the operator has no tensor '" + name + "'");
    }

    void checkSizes(const std::string& at, const Case& which)
    {
        std::uint64_t bytes = 0;
        for (const auto* tensors : { &m_spec.inputs, &m_spec.outputs })
            for (const TensorSpec& tensor : *tensors) {
                if (m_badShapes.contains(tensor.name) || tensor.dtype.empty())
                    continue;
                OperatorSpec one;
                one.name = m_spec.name;
                one.inputs = { tensor };
                const Result<ResolvedCase> resolved = resolve(one, which);
                if (resolved)
                    bytes += resolved->inputs.front().bytes();
                else
                    problem(at, resolved.error().message, resolved.error().hint);
            }
        if (bytes > kMaxCaseBytes)
            problem(at, "case '" + which.name + "' needs " + std::to_string(bytes >> 20U) + " MiB of tensors, more than "
                    + std::to_string(kMaxCaseBytes >> 20U) + " MiB",
                "make the case smaller; a kernel is judged on what fits a quick run");
        const Result<std::int64_t> length = reductionLength(m_spec, which);
        if (!length)
            problem("/tolerance/reductionDim", "case '" + which.name + "': " + length.error().message, length.error().hint);
        else if (*length < 1)
            problem("/tolerance/reductionDim", "case '" + which.name + "': the reduction length is "
                    + std::to_string(*length) + ", it must be at least 1");
    }

    const OperatorSpec& m_spec;
    const LocatedJson& m_document;
    std::vector<Error>& m_problems;
    std::set<std::string> m_tensorNames;
    std::set<std::string> m_badShapes; ///< already reported once, not again for every case
};

} // namespace

void checkSpec(const OperatorSpec& spec, const LocatedJson& document, std::vector<Error>& problems)
{
    Checker(spec, document, problems).run();
}

} // namespace hawk::spec
