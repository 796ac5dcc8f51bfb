#include "target/kernel_form.h"

#include "target/device_rules.h"
#include "target/static_gate.h"

namespace hawk::target {

KernelForm::KernelForm(const JudgeRequest& request, emulator::Emulator& emulator)
    : m_request(request)
    , m_emulator(emulator)
{
}

std::vector<emulator::Diagnostic> KernelForm::check() const
{
    // The entry is named by the plan, which is read next; a plan that cannot be read is reported by its own gate.
    const auto plan = parseLaunchPlan(m_request.candidate.launchPlan, "launch plan", *m_request.spec);
    return checkSource({ .text = m_request.candidate.source,
        .fileName = m_request.candidate.fileName,
        .role = SourceRole::Device,
        .entry = plan ? plan->entry : std::string() });
}

std::vector<emulator::Diagnostic> KernelForm::unknownApis() const
{
    return hawk::target::unknownApis(
        { .text = m_request.candidate.source, .fileName = m_request.candidate.fileName, .role = SourceRole::Device });
}

/// Shapes are enough to see whether the plan resolves; data is generated later, after the build.
Status KernelForm::addCase(const spec::Case& which)
{
    reference::CaseData names;
    for (const spec::TensorSpec& input : m_request.spec->inputs)
        names.inputs.push_back({ .name = input.name, .shape = {}, .path = {} });
    const auto launch = resolveLaunch(m_plan, *m_request.spec, which, names, m_request.chip, m_request.seed);
    if (!launch)
        return launch.error();
    auto defines = typeDefines(*m_request.spec, which);
    if (!defines)
        return defines.error();
    m_buildOf[which.name] = m_builds.add({ .source = m_request.candidate.source,
        .fileName = m_request.candidate.fileName,
        .defines = *std::move(defines),
        .prelude = {},
        .includeDirs = {},
        .entry = m_plan.entry,
        .chip = m_request.chip });
    return {};
}

Result<CandidateForm::Prepared> KernelForm::prepare(std::span<const spec::Case* const> cases, std::stop_token)
{
    Prepared prepared { .gate = "launch-plan", .observed = {}, .expected = "a plan that resolves on every case", .diagnostics = {} };
    const auto refuse = [&](const Error& error) {
        prepared.passed = false;
        prepared.observed = error.text();
        prepared.diagnostics.push_back({ .file = "launch plan", .message = error.text() });
        return prepared;
    };
    auto plan = parseLaunchPlan(m_request.candidate.launchPlan, "launch plan", *m_request.spec);
    if (!plan)
        return refuse(plan.error());
    m_plan = *std::move(plan);
    for (const spec::Case* which : cases)
        if (const Status added = addCase(*which); !added)
            return refuse(added.error());
    prepared.observed = "resolves on " + std::to_string(cases.size()) + " cases";
    return prepared;
}

Result<CandidateForm::Ran> KernelForm::run(const spec::Case& which, const reference::CaseData& data, const RunSettings& settings,
    const std::filesystem::path& folder, std::stop_token stop) const
{
    auto launch = resolveLaunch(m_plan, *m_request.spec, which, data, m_request.chip, settings.seed);
    if (!launch)
        return launch.error();
    auto result = m_emulator.run(m_builds.at(m_buildOf.at(which.name)), *launch, settings.limits, folder, std::move(stop));
    if (!result)
        return result.error();
    return Ran { *std::move(launch), *std::move(result), {} };
}

} // namespace hawk::target
