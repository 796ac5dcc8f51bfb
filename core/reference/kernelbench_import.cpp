#include "reference/kernelbench_import.h"

#include "base/files.h"
#include "spec/import_kernelbench.h"
#include "spec/spec_loader.h"

#include <algorithm>
#include <optional>

namespace hawk::reference {
namespace {

using Observation = spec::KernelBenchProblem::Observation;

/// The golden of an imported case is proved with this seed; runs draw their own.
constexpr std::uint64_t kProofSeed = 1;
constexpr std::int64_t kMaxCaseElements = 4LL << 20U;

bool isFatal(const Error& error)
{
    return error.code == Errc::Environment || error.code == Errc::Cancelled || error.code == Errc::Io;
}

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

spec::Symbols integers(const Json& constants)
{
    spec::Symbols symbols;
    for (const auto& [name, value] : constants.items())
        if (value.is_number_integer())
            symbols[name] = value.get<std::int64_t>();
    return symbols;
}

Json shapesOf(const Json& inspection)
{
    Json shapes = Json::array();
    for (const Json& input : inspection.value("inputs", Json::array()))
        shapes.push_back(input.value("shape", Json()));
    return shapes;
}

class ProblemImporter {
public:
    ProblemImporter(std::string_view fileName, const std::string& source, ReferenceService& service, std::stop_token stop)
        : m_service(service)
        , m_stop(std::move(stop))
    {
        m_problem.fileName = std::string(fileName);
        m_problem.source = source;
    }

    Result<ImportedProblem> run()
    {
        const Result<Json> original = m_service.inspectShapes(m_problem.source, Json::object(), m_stop);
        if (!original)
            return original.error();
        m_constants = integers(original->value("constants", Json::object()));
        if (const Status found = findSizeConstants(shapesOf(*original)); !found)
            return found.error();
        for (const spec::SizePlan& plan : spec::kernelBenchSizes(m_sizes.size()))
            if (const Status observed = observeCase(plan); !observed)
                return observed.error();
        if (m_problem.observations.empty())
            return Error { Errc::InvalidInput,
                "problem file " + m_problem.fileName + ": it cannot be made small enough to judge: " + m_lastRefusal, {},
                "give its sizes module-level integer constants that get_inputs() uses" };
        if (const Status perturbed = observePerturbations(); !perturbed)
            return perturbed.error();
        return proved();
    }

private:
    /// A constant is a size when some input's shape changes with it. Ordered by where it first shows: outer dims first.
    Status findSizeConstants(const Json& original)
    {
        std::vector<std::pair<std::size_t, std::string>> found;
        for (const auto& [name, value] : m_constants) {
            const Result<Json> changed = m_service.inspectShapes(m_problem.source, { { name, value + 1 } }, m_stop);
            if (!changed && isFatal(changed.error()))
                return changed.error();
            if (!changed)
                continue; // refuses any other value: not ours to change
            const Json shapes = shapesOf(*changed);
            if (shapes == original)
                continue;
            std::size_t position = 0;
            for (std::size_t input = 0; input < original.size() && input < shapes.size(); ++input) {
                if (!original[input].is_array() || !shapes[input].is_array())
                    continue;
                std::size_t dim = 0;
                while (dim < original[input].size() && dim < shapes[input].size() && original[input][dim] == shapes[input][dim])
                    ++dim;
                position += dim;
                if (shapes[input] != original[input])
                    break;
            }
            found.emplace_back(position, name);
        }
        std::ranges::stable_sort(found, {}, [](const auto& entry) { return entry.first; });
        for (auto& [position, name] : found)
            m_sizes.push_back(std::move(name));
        return {};
    }

    /// Runs the problem with these constants. Nothing when it refuses them (the reason is kept) or is too large.
    Result<std::optional<Json>> tryConstants(const spec::Symbols& constants)
    {
        const Result<Json> shapes = m_service.inspectShapes(m_problem.source, constants, m_stop);
        if (!shapes && isFatal(shapes.error()))
            return shapes.error();
        if (!shapes)
            return refused(shapes.error().message);
        std::int64_t elements = 0;
        for (const Json& shape : shapesOf(*shapes)) {
            std::int64_t count = shape.is_array() ? 1 : 0;
            for (const Json& dim : shape)
                count = std::min(count * dim.get<std::int64_t>(), kMaxCaseElements + 1);
            elements += count;
        }
        if (elements > kMaxCaseElements)
            return refused("its inputs have more than " + std::to_string(kMaxCaseElements) + " elements");
        Result<Json> inspection = m_service.inspect(m_problem.source, constants, m_stop);
        if (inspection)
            return std::optional<Json>(*std::move(inspection));
        if (isFatal(inspection.error()))
            return inspection.error();
        return refused(inspection.error().message);
    }
    std::optional<Json> refused(const std::string& why)
    {
        if (m_lastRefusal.empty()) // the first sizes tried are the natural ones; later refusals follow from them
            m_lastRefusal = firstLine(why);
        return std::nullopt;
    }

    /// The planned sizes; where the problem refuses them, one size for all (square matrices, sizes that must agree),
    /// then only the outer sizes (channels that must divide).
    Status observeCase(const spec::SizePlan& plan)
    {
        m_lastRefusal.clear();
        spec::Symbols all = m_constants;
        spec::Symbols outermost = m_constants;
        spec::Symbols ends = m_constants;
        spec::Symbols equal = m_constants;
        for (std::size_t i = 0; i < m_sizes.size(); ++i) {
            all[m_sizes[i]] = plan.sizes[i];
            equal[m_sizes[i]] = plan.equal;
            if (i == 0 || i + 1 == m_sizes.size())
                ends[m_sizes[i]] = plan.sizes[i];
        }
        if (!m_sizes.empty())
            outermost[m_sizes.front()] = plan.sizes.front();
        for (const spec::Symbols& constants : { all, equal, ends, outermost }) {
            Result<std::optional<Json>> inspection = tryConstants(constants);
            if (!inspection)
                return inspection.error();
            const bool known = std::ranges::any_of(
                m_problem.observations, [&](const Observation& seen) { return seen.constants == constants; });
            if (!*inspection || known)
                continue;
            m_problem.observations.push_back({ plan.name, constants, **std::move(inspection) });
            return {};
        }
        m_notes.push_back("no case '" + plan.name + "': " + m_lastRefusal);
        return {};
    }

    /// One size at a time, next to a case that works: tells N*M from N+M.
    Status observePerturbations()
    {
        const spec::Symbols base = m_problem.observations.front().constants;
        for (const std::string& name : m_sizes)
            for (const std::int64_t step : { std::int64_t { 1 }, base.at(name) }) {
                spec::Symbols changed = base;
                changed[name] += step;
                Result<std::optional<Json>> inspection = tryConstants(changed);
                if (!inspection)
                    return inspection.error();
                if (*inspection)
                    m_problem.observations.push_back({ {}, changed, **std::move(inspection) });
            }
        return {};
    }

    Result<std::shared_ptr<const spec::OperatorSpec>> load(const Json& json)
    {
        return spec::requireSpec(spec::loadSpecText(json.dump(1), "import of " + m_problem.fileName, {}));
    }

    /// Cases whose golden cannot be computed (fp16 of a reference that insists on fp32) are left out, and noted.
    Result<ImportedProblem> proved()
    {
        Result<Json> json = spec::importKernelBench(m_problem);
        if (!json)
            return json.error();
        const auto draft = load(*json);
        if (!draft)
            return draft.error();
        Json kept = Json::array();
        for (std::size_t i = 0; i < (*draft)->cases.size(); ++i) {
            const spec::Case& which = (*draft)->cases[i];
            const Result<CaseData> data = m_service.caseData(**draft, which, kProofSeed, m_stop);
            if (data) {
                kept.push_back((*json)["cases"][i]);
                noteRemarks(*data);
            } else if (isFatal(data.error())) {
                return data.error();
            } else {
                m_lastRefusal = firstLine(data.error().message);
                m_notes.push_back("case '" + which.name + "' left out: " + m_lastRefusal);
            }
        }
        if (kept.empty())
            return Error { Errc::InvalidInput,
                "problem file " + m_problem.fileName + ": no case of it can be computed: " + m_lastRefusal, {}, {} };
        (*json)["cases"] = kept;
        auto spec = load(*json);
        if (!spec)
            return spec.error();
        return ImportedProblem { *std::move(spec), std::move(m_notes) };
    }

    void noteRemarks(const CaseData& data)
    {
        for (const Json& remark : data.notes.value("remarks", Json::array()))
            if (remark.is_string() && std::ranges::find(m_notes, remark.get<std::string>()) == m_notes.end())
                m_notes.push_back(remark.get<std::string>());
    }

    ReferenceService& m_service;
    std::stop_token m_stop;
    spec::KernelBenchProblem m_problem;
    spec::Symbols m_constants;
    std::vector<std::string> m_sizes;
    std::vector<std::string> m_notes;
    std::string m_lastRefusal; ///< why the case at hand could not be made
};

} // namespace

Result<ImportedProblem> importKernelBenchText(
    std::string_view fileName, const std::string& source, ReferenceService& service, std::stop_token stop)
{
    return ProblemImporter(fileName, source, service, std::move(stop)).run();
}

Result<ImportedProblem> importKernelBenchFile(
    const std::filesystem::path& file, ReferenceService& service, std::stop_token stop)
{
    const Result<std::string> source = readFile(file);
    if (!source)
        return source.error();
    return importKernelBenchText(file.filename().string(), *source, service, std::move(stop));
}

} // namespace hawk::reference
