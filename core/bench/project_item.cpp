#include "bench/item_runs.h"

#include "base/files.h"
#include "emulator/program/unsupported.h"
#include "emulator/project/operator_host.h"
#include "emulator/project/operator_kernel.h"
#include "emulator/project/tiling_keys.h"
#include "emulator/project/tiling_template.h"

#include <algorithm>

namespace hawk::bench {
namespace fs = std::filesystem;
namespace {

using emulator::KernelEntry;
using emulator::OperatorDefinition;
using emulator::OperatorProject;

constexpr const char* kUnchecked = "the project brings neither inputs nor a reference";

std::size_t combinationsOf(const OperatorDefinition& op)
{
    std::size_t count = 1;
    for (const auto* parameters : { &op.inputs, &op.outputs })
        for (const auto& parameter : *parameters)
            count = std::max(count, parameter.types.size());
    return count;
}

std::map<std::string, DType> typesOf(const OperatorDefinition& op, std::size_t combination)
{
    std::map<std::string, DType> types;
    for (const auto* parameters : { &op.inputs, &op.outputs })
        for (const auto& parameter : *parameters)
            if (!parameter.types.empty())
                types[parameter.name] = emulator::dtypeFromGe(parameter.types[std::min(combination, parameter.types.size() - 1)]);
    return types;
}

std::string typesText(const std::map<std::string, DType>& types)
{
    std::string text;
    for (const auto& [parameter, type] : types)
        text += (text.empty() ? "" : ", ") + parameter + " " + std::string(name(type));
    return text;
}

std::string firstError(const emulator::BuildResult& build)
{
    const auto error = std::ranges::find(build.diagnostics, emulator::Diagnostic::Level::Error, &emulator::Diagnostic::level);
    return error == build.diagnostics.end() ? "the compiler gave no reason"
                                            : error->file + ":" + std::to_string(error->line) + ": " + error->message;
}

/// The keys of the tiling template's selections, or those that the kernel asks for.
Result<std::vector<std::uint64_t>> keysOf(const OperatorProject& project, const OperatorDefinition& op, const KernelEntry& entry,
    const std::map<std::string, DType>& types, const ConformanceOptions& options, emulator::Emulator& emulator, const std::stop_token& stop)
{
    if (!op.tilingTemplate.parameters.empty())
        return emulator::selectedKeys(op, types);
    const auto request = emulator::kernelBuild(project, op, entry, { types, 0 }, options.chip);
    return request ? emulator::tilingKeysOf(*request, emulator, stop) : Result<std::vector<std::uint64_t>>(request.error());
}

/// Builds one operator for all it declares; sets `reason` to the first that does not build.
Status buildAll(const OperatorProject& project, const OperatorDefinition& op, const ConformanceOptions& options,
    emulator::Emulator& emulator, std::string& reason, const std::stop_token& stop)
{
    const auto entry = emulator::findKernelEntry(project, op);
    if (!entry) {
        reason = entry.error().text();
        return {};
    }
    for (std::size_t i = 0; i < combinationsOf(op); ++i) {
        const auto types = typesOf(op, i);
        const auto keys = keysOf(project, op, *entry, types, options, emulator, stop);
        if (!keys)
            return keys.error();
        for (const std::uint64_t key : *keys) {
            const auto request = emulator::kernelBuild(project, op, *entry, { types, key }, options.chip);
            if (!request)
                return request.error();
            const auto build = emulator.build(*request, stop);
            if (!build)
                return build.error();
            if (build->ok)
                continue;
            reason = "the kernel for " + typesText(types) + ", tiling key " + std::to_string(key) + ", does not compile: "
                + firstError(*build);
            return {};
        }
    }
    return {};
}

/// What a kernel that does not build uses that is not emulated; empty when it is something else.
std::string unsupportedPart(const OperatorProject& project, const chip::ChipFacts& chip)
{
    std::error_code ec;
    for (const auto& entry : fs::recursive_directory_iterator(project.kernelFolder, ec)) {
        const fs::path& file = entry.path();
        if (!entry.is_regular_file(ec) || emulator::isForOtherChips(file) || file.stem().string().ends_with("_apt"))
            continue;
        if (std::string problem = emulator::sourceProblem(file.lexically_relative(project.root), readFile(file).value_or(""), chip); !problem.empty())
            return problem;
    }
    return {};
}

std::string otherChips(const std::vector<std::string>& socs)
{
    std::string text = "registered for other chips only:";
    for (const std::string& soc : socs)
        text += " " + soc;
    return text;
}

/// Whether a source directly in the folder has the text.
bool holds(const fs::path& folder, std::string_view text)
{
    std::error_code ec;
    for (const auto& file : fs::directory_iterator(folder, ec))
        if (file.is_regular_file(ec) && (file.path().extension() == ".cpp" || file.path().extension() == ".cc")
            && readFile(file.path()).value_or("").find(text) != std::string::npos)
            return true;
    return false;
}

} // namespace

std::optional<ConformanceItem> operatorProjectAt(const fs::path& folder)
{
    std::error_code ec;
    const bool host = fs::is_directory(folder / "op_host", ec), kernel = fs::is_directory(folder / "op_kernel", ec);
    // One half alone is an item when it needs the other: its report says what is missing. An extension's kernels need no op_host.
    const bool half = (host && !kernel && holds(folder / "op_host", "OP_ADD("))
        || (kernel && !host && !fs::exists(folder / "op_plugin", ec) && holds(folder / "op_kernel", "GET_TILING_DATA("));
    if (!(host && kernel) && !half)
        return std::nullopt;
    return ConformanceItem { ConformanceItem::Kind::OperatorProject, {}, folder };
}

Result<ConformanceReport> runOperatorProjectItem(
    const ConformanceItem& item, const ConformanceOptions& options, emulator::Emulator& emulator, std::stop_token stop)
{
    ConformanceReport report { .item = item };
    const auto refuse = [&](const Error& error) -> Result<ConformanceReport> {
        if (!isOfTheItem(error))
            return error;
        report.reason = error.text();
        return report;
    };
    const auto leaveOut = [&](std::string reason) {
        report.leftOut = true;
        report.reason = std::move(reason);
        return report;
    };
    const std::string soc = emulator::registeredName(*options.chip);
    const std::vector<std::string> named = emulator::namedChips(item.folder / "op_host");
    if (!emulator::isFor(named, soc))
        return leaveOut(otherChips(named));
    auto project = emulator::findOperatorProject(item.folder);
    report.badInput = !project;
    if (!project)
        return refuse(project.error());
    project->addIncludeDirs(options.includeDirs);
    const auto host = emulator::OperatorHost::build(
        *project, { options.emulator.cacheDir, options.emulator.compiler, options.emulator.sandbox, soc }, stop);
    if (!host) {
        std::string problem = isOfTheItem(host.error()) ? unsupportedPart(*project, *options.chip) : std::string();
        return problem.empty() ? refuse(host.error()) : leaveOut(std::move(problem));
    }
    const auto description = host->describe(stop);
    if (!description)
        return refuse(description.error());
    report.built = true;
    std::string leftOut; ///< operators for other chips
    for (const Json& json : description->value("operators", Json::array())) {
        if (json.value("inputs", Json::array()).empty() && json.value("outputs", Json::array()).empty())
            continue; // registered functions without a definition
        const auto op = emulator::operatorFrom(*description, json.value("name", ""));
        if (!op)
            return refuse(op.error());
        if (!emulator::isFor(op->socs, soc)) {
            leftOut += (leftOut.empty() ? "" : "; ") + op->name + ": " + otherChips(op->socs);
            continue;
        }
        ConformanceCase result { .name = op->name, .stage = "build" };
        if (Status done = buildAll(*project, *op, options, emulator, result.reason, stop); !done) {
            report.built = false;
            return refuse(done.error());
        }
        report.built = report.built && result.reason.empty();
        if (report.reason.empty() && !result.reason.empty())
            report.reason = op->name + ": " + result.reason;
        result.unchecked = result.reason.empty() ? kUnchecked : "";
        report.cases.push_back(std::move(result));
    }
    if (report.cases.empty() && !leftOut.empty())
        return leaveOut(std::move(leftOut));
    if (!report.built)
        if (std::string problem = unsupportedPart(*project, *options.chip); !problem.empty())
            return leaveOut(std::move(problem));
    report.badInput = report.cases.empty();
    if (report.badInput)
        report.reason = "the host code defines no operator (it needs a class derived from OpDef and OP_ADD(Name))";
    return report;
}

} // namespace hawk::bench
