#include "cli/command.h"
#include "cli/interrupt.h"

#include "base/text.h"
#include "reference/kernelbench_import.h"
#include "reference/task_hygiene.h"
#include "spec/spec_remarks.h"

#include <algorithm>
#include <ostream>
#include <stop_token>

namespace hawk::cli {
namespace {

using Spec = std::shared_ptr<const spec::OperatorSpec>;

/// Operators of the workspace, or the bundled ones without a workspace.
Result<std::vector<Spec>> knownSpecs(const Arguments& arguments)
{
    if (!findWorkspace(arguments))
        return spec::bundledSpecs();
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    const Result<std::vector<store::SpecRecord>> rows = (*session)->workspace().specs();
    if (!rows)
        return rows.error();
    std::vector<Spec> specs;
    for (const store::SpecRecord& row : *rows) {
        Result<Spec> spec = (*session)->spec(row.name);
        if (!spec)
            return spec.error();
        specs.push_back(*std::move(spec));
    }
    return specs;
}

std::string signature(const spec::OperatorSpec& spec)
{
    const auto names = [](const std::vector<spec::TensorSpec>& tensors) {
        std::vector<std::string> words;
        for (const spec::TensorSpec& each : tensors)
            words.push_back(each.name + "[" + join(each.shape, ", ") + "]");
        return join(words, ", ");
    };
    return names(spec.inputs) + " -> " + names(spec.outputs);
}

Result<int> list(Context& context, const Arguments& arguments)
{
    const Result<std::vector<Spec>> specs = knownSpecs(arguments);
    if (!specs)
        return specs.error();
    if (context.json) {
        Json all = Json::array();
        for (const Spec& each : *specs)
            all.push_back({ { "name", each->name }, { "family", spec::name(each->family) },
                { "description", each->description }, { "cases", each->cases.size() },
                { "origin", each->origin }, { "contentHash", each->contentHash } });
        context.print({ { "specs", std::move(all) } });
        return kDone;
    }
    Table table({ { "operator" }, { "family" }, { "cases", Table::Align::Right }, { "origin" },
        { "signature", Table::Align::Left, 50 }, { "description", Table::Align::Left, 60 } });
    for (const Spec& each : *specs)
        table.row({ each->name, std::string(spec::name(each->family)), std::to_string(each->cases.size()),
            each->origin, signature(*each), each->description });
    table.print(context.out, context.outColour);
    return kDone;
}

std::string shapeText(const std::vector<spec::ResolvedTensor>& tensors)
{
    std::vector<std::string> words;
    for (const spec::ResolvedTensor& each : tensors) {
        std::vector<std::string> dims;
        for (const std::int64_t dim : each.shape)
            dims.push_back(std::to_string(dim));
        words.push_back(std::string(hawk::name(each.dtype)) + "[" + join(dims, ", ") + "]");
    }
    return join(words, ", ");
}

void printSpec(Context& context, const spec::OperatorSpec& spec)
{
    context.out << styled(spec.name, Style::Bold, context.outColour) << " (" << spec::name(spec.family)
                << ", " << spec.origin << "): " << spec.description << '\n'
                << signature(spec) << "\nentry " << spec.entry << '\n';
    for (const spec::AttributeSpec& each : spec.attributes)
        context.out << "attribute " << each.name << ": " << each.type << ", default "
                    << each.defaultValue.dump() << '\n';
    if (spec.tolerance.relax != 1.0)
        context.out << "tolerance relaxed " << formatNumber(spec.tolerance.relax)
                    << "x: " << spec.tolerance.reason << '\n';
    context.out << '\n';
    Table table({ { "case" }, { "inputs" }, { "outputs" }, { "tags" } });
    for (const spec::Case& each : spec.cases) {
        const Result<spec::ResolvedCase> resolved = spec::resolve(spec, each);
        const bool hidden = each.visibility == spec::Visibility::Hidden;
        table.row({ each.name + (hidden ? " (hidden)" : ""), resolved ? shapeText(resolved->inputs) : "?",
            resolved ? shapeText(resolved->outputs) : "?", join(each.tags, " ") });
    }
    table.print(context.out, context.outColour);
    context.out << "\nreference\n" << spec.reference.source;
}

Result<int> show(Context& context, const Arguments& arguments)
{
    const Result<std::vector<Spec>> specs = knownSpecs(arguments);
    if (!specs)
        return specs.error();
    const std::string wanted = arguments.positional(0);
    const auto found
        = std::find_if(specs->begin(), specs->end(), [&](const Spec& each) { return each->name == wanted; });
    if (found == specs->end()) {
        std::vector<std::string> names;
        for (const Spec& each : *specs)
            names.push_back(each->name);
        const std::string near = nearestName(wanted, names);
        return Error { Errc::NotFound, "no operator " + hawk::quoted(wanted), {},
            near.empty() ? "`hawk spec list` shows them" : "did you mean " + hawk::quoted(near) + "?" };
    }
    if (context.json)
        context.print(spec::toJson(**found));
    else
        printSpec(context, **found);
    return kDone;
}

Json errorJson(const Error& error)
{
    return { { "message", error.message }, { "context", error.context }, { "hint", error.hint } };
}

/// What a valid specification lacks, and with --values what its reference makes of it.
Result<std::vector<std::string>> remarksOn(const spec::OperatorSpec& spec, const Arguments& arguments)
{
    std::vector<std::string> remarks = spec::specRemarks(spec);
    if (!arguments.has("values"))
        return remarks;
    std::stop_source stop;
    const InterruptWatch watch([&](int) { stop.request_stop(); });
    reference::ReferenceService service;
    const auto found = reference::taskRemarks(service, spec, stop.get_token());
    if (!found)
        return found.error();
    remarks.insert(remarks.end(), found->begin(), found->end());
    return remarks;
}

Result<int> check(Context& context, const Arguments& arguments)
{
    Json all = Json::array();
    bool valid = true;
    for (const std::string& file : arguments.positionals()) {
        const spec::LoadReport report = spec::loadSpec(file);
        valid = valid && report.spec != nullptr;
        Json problems = Json::array();
        for (const Error& problem : report.problems) {
            problems.push_back(errorJson(problem));
            if (!context.json)
                context.out << problem.text() << '\n';
        }
        Result<std::vector<std::string>> remarks = report.spec ? remarksOn(*report.spec, arguments) : std::vector<std::string>();
        if (!remarks)
            return remarks.error();
        if (!context.json)
            for (const std::string& remark : *remarks)
                context.out << file << ": warning: " << remark << '\n';
        if (report.spec && !context.json)
            context.out << file << ": " << report.spec->name << ", " << report.spec->cases.size()
                        << " cases, valid\n";
        all.push_back(
            { { "file", file }, { "valid", report.spec != nullptr }, { "problems", std::move(problems) },
                { "remarks", *remarks } });
    }
    if (context.json)
        context.print({ { "valid", valid }, { "files", std::move(all) } });
    return valid ? kDone : kBadInput;
}

/// Prints every problem of a broken spec, then reports the first as the reason of the failure.
Result<Spec> loadForImport(Context& context, const std::string& file)
{
    spec::LoadReport report = spec::loadSpec(file);
    for (std::size_t i = 1; i < report.problems.size(); ++i)
        context.note(report.problems[i].text());
    return spec::requireSpec(std::move(report));
}

/// A specification, or a KernelBench problem file as it is.
Result<reference::ImportedProblem> readProblem(
    Context& context, engine::Session& session, const std::string& file, const std::stop_token& stop)
{
    if (std::filesystem::path(file).extension() == ".py")
        return reference::importKernelBenchFile(file, session.reference(), stop);
    Result<Spec> spec = loadForImport(context, file);
    if (!spec)
        return spec.error();
    return reference::ImportedProblem { *std::move(spec), {} };
}

Result<int> import(Context& context, const Arguments& arguments)
{
    const auto session = openSession(arguments, store::OpenMode::ReadWrite);
    if (!session)
        return session.error();
    std::stop_source stop;
    const InterruptWatch watch([&](int) { stop.request_stop(); });
    Json all = Json::array();
    for (const std::string& file : arguments.positionals()) {
        const Result<reference::ImportedProblem> problem
            = readProblem(context, **session, file, stop.get_token());
        if (!problem)
            return problem.error();
        const spec::OperatorSpec& spec = *problem->spec;
        const Result<SpecId> id = (*session)->importSpec(spec);
        if (!id)
            return id.error();
        all.push_back({ { "file", file }, { "name", spec.name }, { "id", id->value },
            { "cases", spec.cases.size() }, { "notes", problem->notes } });
        for (const std::string& note : problem->notes)
            context.note(spec.name + ": " + note);
        if (!context.json)
            context.out << "imported " << spec.name << " with " << spec.cases.size() << " cases from " << file
                        << "\nnext: hawk run --spec " << spec.name << '\n';
    }
    if (context.json)
        context.print({ { "imported", std::move(all) } });
    return kDone;
}

} // namespace

std::vector<Command> specCommands()
{
    const PositionalSpec files { "FILE", "spec.json", true, true };
    return { { .name = "spec list",
                 .summary = "the operators of the workspace; the bundled ones without a workspace",
                 .run = list },
        { .name = "spec show",
            .summary = "an operator with its cases and its reference",
            .positionals = { { "NAME", "operator" } },
            .run = show },
        { .name = "spec check",
            .summary = "validate specification files",
            .positionals = { files },
            .options = { { .name = "values",
                .value = {},
                .help = "also run the reference: constant outputs, inputs without influence, non-determinism" } },
            .run = check,
            .details = "Every problem is named with file, line and column. Exit code 2 when there is one. Warnings say which\n"
                       "kind of case is missing and do not change it." },
        { .name = "spec import",
            .summary = "add operators to the workspace",
            .positionals
            = { { "FILE", "spec.json, or a KernelBench problem file (.py) as it is", true, true } },
            .run = import } };
}

} // namespace hawk::cli
