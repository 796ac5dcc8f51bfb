#include "target/project_form.h"

#include "base/files.h"
#include "base/hash.h"
#include "target/device_rules.h"
#include "target/operand_binding.h"
#include "target/static_gate.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace hawk::target {
namespace fs = std::filesystem;
namespace {

/// Removes folders of candidates that were not judged for a day.
void trim(const fs::path& folder)
{
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        if (fs::file_time_type::clock::now() - entry.last_write_time(ec) > std::chrono::hours(24) && !ec)
            fs::remove_all(entry.path(), ec);
}

/// The project's files in a folder named by their contents: compiler messages and cached builds depend on where they stand.
Result<fs::path> written(const ProjectFiles& files, const std::string& text)
{
    const fs::path base = cacheDir() / "candidates";
    const fs::path root = base / sha256Hex(text).substr(0, 24);
    std::error_code ec;
    if (fs::exists(root, ec)) {
        fs::last_write_time(root, fs::file_time_type::clock::now(), ec);
        return root;
    }
    trim(base);
    for (const auto& [path, contents] : files) {
        fs::create_directories((root / path).parent_path(), ec);
        if (ec)
            return Error { Errc::Io, "cannot make a folder for the project: " + ec.message(), root.string(), {} };
        if (const Status done = writeFileAtomically(root / path, contents); !done)
            return done.error();
    }
    return root;
}

/// The launch calls tensors as the operator registered them; from here on they have the specification's names.
void nameTensors(const BoundOperands& bound, emulator::Launch& launch)
{
    using Kind = emulator::Argument::Kind;
    std::size_t input = 0;
    std::size_t output = 0;
    for (emulator::Argument& argument : launch.arguments) {
        if (argument.kind == Kind::Input)
            argument.name = bound.inputs.at(input++);
        else if (argument.kind == Kind::Output)
            argument.name = bound.outputs.at(output++);
    }
}

} // namespace

ProjectForm::ProjectForm(const JudgeRequest& request, emulator::Emulator& emulator)
    : m_request(request)
    , m_emulator(emulator)
{
}

std::vector<emulator::Diagnostic> ProjectForm::check() const
{
    const auto files = projectFiles(m_request.candidate.source);
    if (!files)
        return { { .file = "project", .message = files.error().text() } };
    std::vector<emulator::Diagnostic> problems;
    std::vector<std::string> own;
    for (const auto& [path, contents] : *files)
        own.push_back(path);
    bool kernel = false;
    for (const auto& [path, contents] : *files) {
        const bool device = path.starts_with("op_kernel/");
        kernel = kernel || device;
        std::ranges::move(checkSource({ .text = contents, .fileName = path, .role = device ? SourceRole::Device : SourceRole::Host, .entry = {}, .ownFiles = own }),
            std::back_inserter(problems));
    }
    if (!kernel)
        problems.push_back({ .file = "project", .message = "no file below op_kernel/: only the kernel may compute" });
    return problems;
}

std::vector<emulator::Diagnostic> ProjectForm::unknownApis() const
{
    std::vector<emulator::Diagnostic> problems;
    const auto files = projectFiles(m_request.candidate.source);
    if (!files)
        return problems;
    std::vector<std::string_view> all;
    for (const auto& [path, contents] : *files)
        all.push_back(contents);
    for (const auto& [path, contents] : *files)
        if (path.starts_with("op_kernel/"))
            std::ranges::move(hawk::target::unknownApis({ .text = contents, .fileName = path, .role = SourceRole::Device }, all),
                std::back_inserter(problems));
    return problems;
}

/// Builds the host code and finds operator and kernel. The text says why it is no operator project; empty when it is.
Result<std::string> ProjectForm::open(std::stop_token stop)
{
    const auto files = projectFiles(m_request.candidate.source);
    if (!files)
        return files.error().text();
    const auto root = written(*files, m_request.candidate.source);
    if (!root)
        return root.error();
    const auto project = emulator::findOperatorProject(*root);
    if (!project)
        return project.error().code == Errc::InvalidInput ? Result<std::string>(project.error().text()) : project.error();
    auto runner = emulator::OperatorRunner::open(*project, {}, m_emulator,
        { .cacheDir = m_emulator.options().cacheDir, .compiler = m_emulator.options().compiler, .sandbox = m_emulator.options().sandbox,
            .soc = emulator::registeredName(*m_request.chip) },
        std::move(stop));
    if (!runner && (runner.error().code == Errc::InvalidInput || runner.error().code == Errc::NotFound))
        return runner.error().text();
    if (!runner)
        return runner.error();
    m_operator = *std::move(runner);
    for (const auto& input : m_operator->definition().inputs)
        if (input.valueDepend)
            return "the tiling function asks for the values of input " + input.name
                + ": inputs are drawn after tiling and build, so tiling must do with shapes and attributes";
    return std::string();
}

Result<std::string> ProjectForm::planCase(const spec::Case& which, std::stop_token stop)
{
    const auto resolved = spec::resolve(*m_request.spec, which);
    if (!resolved)
        return resolved.error();
    const auto bound = bindOperands(m_operator->definition(), *resolved);
    if (!bound)
        return bound.error().text();
    auto plan = m_operator->plan(bound->call, m_request.chip, m_request.seed, std::move(stop));
    if (!plan)
        return plan.error();
    if (!plan->problem.empty())
        return "case " + which.name + ": " + plan->problem;
    nameTensors(*bound, plan->launch);
    m_cases[which.name] = { m_builds.add(std::move(plan->build)), std::move(plan->launch) };
    return std::string();
}

Result<CandidateForm::Prepared> ProjectForm::prepare(std::span<const spec::Case* const> cases, std::stop_token stop)
{
    Prepared prepared { .gate = "tiling",
        .observed = {},
        .expected = "host code that compiles, registers the operator and tiles every case",
        .diagnostics = {} };
    const auto refuse = [&](std::string why, Outcome outcome) {
        prepared.passed = false;
        prepared.outcome = outcome;
        prepared.diagnostics.push_back({ .file = "op_host", .message = why });
        prepared.observed = std::move(why);
        return prepared;
    };
    auto opened = open(stop);
    if (!opened)
        return opened.error();
    if (!opened->empty())
        return refuse(*std::move(opened), m_operator ? Outcome::Rejected : Outcome::BuildFailed);
    for (const spec::Case* which : cases) {
        auto planned = planCase(*which, stop);
        if (!planned)
            return planned.error();
        if (!planned->empty())
            return refuse(*std::move(planned), Outcome::Rejected);
    }
    prepared.observed = m_operator->definition().name + " tiles " + std::to_string(cases.size()) + " cases";
    return prepared;
}

Result<CandidateForm::Ran> ProjectForm::run(const spec::Case& which, const reference::CaseData& data, const RunSettings& settings,
    const fs::path& folder, std::stop_token stop) const
{
    using Kind = emulator::Argument::Kind;
    const Planned& planned = m_cases.at(which.name);
    Ran ran { planned.launch, {}, {} };
    ran.launch.seed = settings.seed;
    for (emulator::Argument& argument : ran.launch.arguments) {
        const auto file = std::ranges::find(data.inputs, argument.name, &reference::TensorFile::name);
        if (argument.kind == Kind::Input && file != data.inputs.end())
            argument.data = file->path;
    }
    auto result = m_emulator.run(m_builds.at(planned.build), ran.launch, settings.limits, folder, std::move(stop));
    if (!result)
        return result.error();
    ran.result = *std::move(result);
    return ran;
}

} // namespace hawk::target
