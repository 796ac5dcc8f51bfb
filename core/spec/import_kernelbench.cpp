#include "spec/import_kernelbench.h"

#include "base/dtype.h"
#include "spec/shape_fit.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace hawk::spec {
namespace {

using Observation = KernelBenchProblem::Observation;

/// Operations (as the trace normalises them) and words of a file name that tell the family; the first match wins.
struct FamilyClue {
    std::string_view family;
    std::vector<std::string_view> operations;
    std::vector<std::string_view> words;
};
const std::vector<FamilyClue>& clues()
{
    static const std::vector<FamilyClue> kClues {
        { "attention", { "scaled_dot_product_attention" }, { "attention" } },
        { "conv", { "conv1d", "conv2d", "conv3d", "convtranspose1d", "convtranspose2d", "convtranspose3d" }, { "conv_" } },
        { "pool", { "max_pool1d", "max_pool2d", "avg_pool2d", "maxpool1d", "maxpool2d", "maxpool3d", "avgpool1d", "avgpool2d", "avgpool3d" }, { "pooling" } },
        { "loss", { "cross_entropy", "mse_loss", "kl_div", "smooth_l1_loss", "triplet_margin_loss", "tripletmarginloss" }, { "loss" } },
        { "norm", { "layer_norm", "batch_norm", "group_norm", "instance_norm", "batchnorm2d", "instancenorm2d", "groupnorm" }, { "norm" } },
        { "softmax", { "softmax", "log_softmax" }, { "softmax" } },
        { "matmul", { "matmul", "bmm", "linear", "einsum" }, { "matrix", "matmul" } },
        { "reduce", { "sum", "mean", "max", "min", "amax", "amin", "prod", "argmax", "argmin", "cumsum", "cumprod", "logsumexp", "std", "var" }, { "reduction", "cumsum", "cumprod" } },
        { "activation", { "relu", "leaky_relu", "gelu", "silu", "sigmoid", "tanh", "elu", "selu", "softplus", "softsign", "hardsigmoid", "hardswish", "hardtanh", "mish" }, {} },
        { "elementwise", { "add", "sub", "mul", "div", "exp", "log", "sqrt", "pow", "abs", "neg", "clamp" }, {} },
    };
    return kClues;
}

std::string guessFamily(const Json& operations, const std::string& name)
{
    for (const FamilyClue& clue : clues()) {
        for (const std::string_view word : clue.words)
            if (name.find(word) != std::string::npos)
                return std::string(clue.family);
        for (const Json& operation : operations)
            if (operation.is_string() && std::ranges::find(clue.operations, operation.get<std::string>()) != clue.operations.end())
                return std::string(clue.family);
    }
    return "other";
}

/// First line of the Model's docstring, the description people read.
std::string firstDocLine(const std::string& source)
{
    const std::size_t model = source.find("class Model");
    const std::size_t begin = model == std::string::npos ? model : source.find("\"\"\"", model);
    const std::size_t body = source.find("def ", model == std::string::npos ? 0 : model);
    if (begin == std::string::npos || begin > body)
        return {};
    std::size_t at = source.find_first_not_of(" \t\r\n", begin + 3);
    if (at == std::string::npos)
        return {};
    const std::size_t end = std::min(source.find('\n', at), source.find("\"\"\"", at));
    std::string line = source.substr(at, end - at);
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0)
        line.pop_back();
    return line;
}

std::string identifier(std::string text, std::set<std::string>& taken)
{
    for (char& c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0)
            c = '_';
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front())) != 0)
        text.insert(0, 1, 'p');
    while (!taken.insert(text).second)
        text += '_';
    return text;
}

bool isFloatName(const std::string& dtype)
{
    const Result<DType> type = dtypeFromName(dtype);
    return type && isFloating(*type);
}

/// A tensor of the problem, followed through all observations: where it stands in an inspection.
struct Tracked {
    std::string list; ///< "inputs", "parameters", "buffers", "outputs"
    std::size_t index = 0;
    Json spec;

    const Json& in(const Observation& observation) const { return observation.inspection.at(list).at(index); }
};

class Importer {
public:
    explicit Importer(const KernelBenchProblem& problem)
        : m_problem(problem)
        , m_first(problem.observations.front())
    {
    }

    Json run()
    {
        collectInputs();
        collectParameters();
        collectOutputs();
        for (auto* tensors : { &m_inputs, &m_outputs })
            for (Tracked& tensor : *tensors)
                fitShape(tensor);
        const std::string name = operatorNameOf(m_problem.fileName);
        Json spec = { { "schemaVersion", 1 }, { "name", name },
            { "family", guessFamily(m_first.inspection.value("operations", Json::array()), name) },
            { "description", firstDocLine(m_problem.source) }, { "entry", name + "_custom" },
            { "origin", "kernelbench:" + m_problem.fileName }, { "inputs", Json::array() }, { "outputs", Json::array() },
            { "cases", cases() }, { "reference", { { "file", m_problem.fileName }, { "source", m_problem.source } } } };
        for (const Tracked& tensor : m_inputs)
            spec["inputs"].push_back(tensor.spec);
        for (const Tracked& tensor : m_outputs)
            spec["outputs"].push_back(tensor.spec);
        return spec;
    }

private:
    std::string typeOf(const Json& described) const
    {
        const std::string dtype = described.at("dtype").get<std::string>();
        return dtype == "float32" ? "T" : dtype; // fp32 is what KernelBench writes; the cases choose the type
    }

    void collectInputs()
    {
        const Json& inputs = m_first.inspection.at("inputs");
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (!inputs[i].contains("shape"))
                continue; // a plain number: part of the reference, not of the kernel's tensors
            Tracked tensor { "inputs", i, {} };
            tensor.spec = { { "name", identifier(inputs[i].value("name", "x"), m_taken) }, { "dtype", typeOf(inputs[i]) },
                { "values", { { "kind", "reference" } } } };
            m_inputs.push_back(std::move(tensor));
        }
    }

    void collectParameters()
    {
        for (const char* const list : { "parameters", "buffers" }) {
            const Json& tensors = m_first.inspection.at(list);
            for (std::size_t i = 0; i < tensors.size(); ++i) {
                if (list == std::string_view("buffers") && !tensors[i].value("used", false))
                    continue;
                const std::string path = tensors[i].at("name").get<std::string>();
                Tracked tensor { list, i, {} };
                tensor.spec = { { "name", identifier(path, m_taken) }, { "dtype", typeOf(tensors[i]) },
                    { "moduleParameter", path }, { "values", parameterValues(tensors[i]) } };
                m_inputs.push_back(std::move(tensor));
            }
        }
    }

    /// A weight of ones or a bias of zeros would let a kernel pass that ignores it: values around the constant.
    static Json parameterValues(const Json& tensor)
    {
        const Json statistics = tensor.value("statistics", Json::object());
        if (!statistics.value("constant", false) || !isFloatName(tensor.at("dtype").get<std::string>()))
            return { { "kind", "module" } };
        return { { "kind", "normal" }, { "mean", statistics.value("mean", 0.0) }, { "stddev", 0.1 } };
    }

    void collectOutputs()
    {
        const Json& outputs = m_first.inspection.at("outputs");
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            Tracked tensor { "outputs", i, {} };
            const std::string name = outputs.size() == 1 ? std::string("y") : std::string("y").append(std::to_string(i));
            tensor.spec = { { "name", identifier(name, m_taken) }, { "dtype", typeOf(outputs[i]) } };
            m_outputs.push_back(std::move(tensor));
        }
    }

    /// Expressions for every dim, or the tensor joins those whose shapes the cases give in numbers.
    void fitShape(Tracked& tensor)
    {
        const std::size_t rank = tensor.in(m_first).at("shape").size();
        Json shape = Json::array();
        bool fits = true;
        for (std::size_t d = 0; d < rank && fits; ++d) {
            std::vector<ShapeSample> samples;
            for (const Observation& observation : m_problem.observations) {
                const Json& seen = tensor.in(observation).at("shape");
                fits = fits && seen.size() == rank;
                if (fits)
                    samples.push_back({ observation.constants, seen[d].get<std::int64_t>() });
            }
            const std::optional<std::string> expression = fits ? fitDimension(samples) : std::nullopt;
            fits = expression.has_value();
            shape.push_back(expression.value_or("1"));
        }
        if (!fits)
            m_concrete.insert(tensor.spec["name"].get<std::string>());
        tensor.spec["shape"] = fits ? shape : tensor.in(m_first).at("shape");
    }

    Json caseOf(const Observation& observation, const std::string& type, bool normal) const
    {
        const bool hidden = observation.name == "hidden";
        const std::string prefix = type == "float16" ? "fp16_" : type == "float32" ? "fp32_" : "";
        Json one = { { "name", prefix + observation.name }, { "visibility", hidden ? "hidden" : "public" },
            { "tags", Json::array() }, { "symbols", observation.constants } };
        if (!type.empty())
            one["types"]["T"] = type;
        for (const std::string_view tag : { "aligned", "tail", "tiny", "larger_than_ub" })
            if (observation.name == tag || (hidden && tag == "tail"))
                one["tags"].push_back(tag);
        for (const auto* tensors : { &m_inputs, &m_outputs })
            for (const Tracked& tensor : *tensors) {
                const std::string name = tensor.spec["name"].get<std::string>();
                if (m_concrete.contains(name))
                    one["shapes"][name] = tensor.in(observation).at("shape");
                // torch.rand never goes below zero, so a copy would pass for a ReLU: other values where they are legal.
                if (normal && tensor.list == "inputs" && tensor.spec["dtype"] == "T"
                    && observation.inspection.value("finiteOnNormal", false))
                    one["values"][name] = { { "kind", "normal" }, { "mean", 0 }, { "stddev", 1 } };
            }
        return one;
    }

    Json cases() const
    {
        Json list = Json::array();
        bool generic = false; // a type variable in use: fp16 makes sense
        for (const auto* tensors : { &m_inputs, &m_outputs })
            for (const Tracked& tensor : *tensors)
                generic = generic || tensor.spec["dtype"] == "T";
        for (const Observation& observation : m_problem.observations) {
            if (observation.name.empty())
                continue;
            list.push_back(caseOf(observation, generic ? "float32" : "", observation.name == "hidden"));
            if (generic && (observation.name == "aligned" || observation.name == "tail"))
                list.push_back(caseOf(observation, "float16", observation.name == "tail"));
        }
        return list;
    }

    const KernelBenchProblem& m_problem;
    const Observation& m_first;
    std::vector<Tracked> m_inputs;
    std::vector<Tracked> m_outputs;
    std::set<std::string> m_taken;
    std::set<std::string> m_concrete; ///< tensors whose shape is no expression of the constants
};

Error unusable(const KernelBenchProblem& problem, const std::string& why)
{
    return Error { Errc::InvalidInput, "problem file " + problem.fileName + ": " + why, {}, {} };
}

/// Every observation must describe the same tensors, or following them through would compare different things.
Status consistent(const KernelBenchProblem& problem)
{
    const Json& first = problem.observations.front().inspection;
    for (const Observation& observation : problem.observations)
        for (const char* const list : { "inputs", "parameters", "buffers", "outputs" }) {
            if (!observation.inspection.contains(list) || !observation.inspection[list].is_array())
                return unusable(problem, std::string("an inspection without '") + list + "'");
            if (observation.inspection[list].size() != first[list].size())
                return unusable(problem, std::string("the number of ") + list + " depends on the sizes");
        }
    if (first["outputs"].empty())
        return unusable(problem, "Model.forward returns no tensor");
    for (const Json& input : first["inputs"])
        if (input.contains("shape"))
            return {};
    return unusable(problem, "get_inputs() returns no tensor");
}

} // namespace

std::string operatorNameOf(std::string_view fileName)
{
    std::string stem(fileName.substr(fileName.find_last_of('/') == std::string_view::npos ? 0 : fileName.find_last_of('/') + 1));
    if (stem.ends_with(".py"))
        stem.resize(stem.size() - 3);
    for (const auto& [spelled, plain] : std::array<std::pair<std::string_view, std::string_view>, 4> {
             { { "ReLU", "Relu" }, { "SiLU", "Silu" }, { "MinGPT", "Mingpt" }, { "GELU", "Gelu" } } })
        if (const std::size_t at = stem.find(spelled); at != std::string::npos)
            stem.replace(at, spelled.size(), plain);
    std::size_t digits = 0;
    while (digits < stem.size() && std::isdigit(static_cast<unsigned char>(stem[digits])) != 0)
        ++digits;
    std::string name = "kb" + stem.substr(0, digits) + "_";
    const auto is = [&](std::size_t i, int (*test)(int)) {
        return i < stem.size() && test(static_cast<unsigned char>(stem[i])) != 0;
    };
    for (std::size_t i = digits; i < stem.size(); ++i) {
        // A new word begins after a small letter, and before the last capital of an acronym: RMS|Norm.
        const bool word = is(i, std::isupper) && i > digits
            && (is(i - 1, std::islower) || (is(i - 1, std::isupper) && is(i + 1, std::islower)));
        const char c = is(i, std::isalnum) ? static_cast<char>(std::tolower(static_cast<unsigned char>(stem[i]))) : '_';
        if ((word || c == '_') && name.back() != '_')
            name += '_';
        if (c != '_')
            name += c;
    }
    while (name.ends_with('_'))
        name.pop_back();
    return name;
}

std::vector<SizePlan> kernelBenchSizes(std::size_t count)
{
    // Sizes per number of dims: aligned rows of whole 32 B blocks, tails of no whole block, the last one well beyond
    // 192 KiB in fp32 and still quick. Odd numbers that share no factor, so that a swapped dim shows.
    if (count == 0)
        return { { "aligned", {} } };
    std::vector<SizePlan> plans { { "aligned", {}, 64 }, { "tail", {}, 101 }, { "tiny", {}, 5 }, { "larger_than_ub", {}, 512 },
        { "hidden", {}, 77 } };
    constexpr std::array<std::array<std::array<std::int64_t, 4>, 5>, 4> kSizes { {
        { { { 16384 }, { 16397 }, { 5 }, { 524288 }, { 30011 } } },
        { { { 16, 1024 }, { 13, 1001 }, { 3, 7 }, { 128, 4096 }, { 29, 777 } } },
        { { { 8, 32, 64 }, { 5, 13, 37 }, { 2, 3, 5 }, { 8, 64, 1024 }, { 3, 17, 61 } } },
        { { { 2, 8, 16, 32 }, { 2, 5, 7, 13 }, { 1, 2, 3, 5 }, { 4, 16, 64, 128 }, { 3, 5, 11, 17 } } },
    } };
    for (std::size_t p = 0; p < plans.size(); ++p)
        for (std::size_t i = 0; i < count; ++i)
            plans[p].sizes.push_back(i < 4 ? kSizes[std::min<std::size_t>(count, 4) - 1][p][i] : (p == 0 || p == 3 ? 4 : 3));
    return plans;
}

Result<Json> importKernelBench(const KernelBenchProblem& problem)
{
    if (problem.observations.empty() || problem.observations.front().name.empty())
        return unusable(problem, "nothing was observed");
    if (const Status same = consistent(problem); !same)
        return same.error();
    try {
        return Importer(problem).run();
    } catch (const Json::exception& failure) {
        return unusable(problem, std::string("an inspection of unknown form: ") + failure.what());
    }
}

} // namespace hawk::spec
