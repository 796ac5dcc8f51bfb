#include "target/candidate_form.h"

#include "target/kernel_form.h"
#include "target/launch_plan.h"
#include "target/program_form.h"
#include "target/project_form.h"

namespace hawk::target {

Result<emulator::Analysis> CandidateForm::analyse(const Ran& ran) const
{
    return emulator::analyse(ran.result.trace, ran.launch);
}

std::unique_ptr<CandidateForm> makeForm(const JudgeRequest& request, emulator::Emulator& emulator)
{
    switch (request.candidate.form) {
    case Candidate::Form::OperatorProject:
        return std::make_unique<ProjectForm>(request, emulator);
    case Candidate::Form::LaunchProgram:
        return std::make_unique<ProgramForm>(request, emulator);
    case Candidate::Form::KernelAndPlan:
        break;
    }
    return std::make_unique<KernelForm>(request, emulator);
}

Result<emulator::Launch> launchShape(const Candidate& candidate, const spec::OperatorSpec& spec, const spec::Case& which,
    std::shared_ptr<const chip::ChipFacts> chip)
{
    const auto resolved = spec::resolve(spec, which);
    if (!resolved)
        return resolved.error();
    if (candidate.form == Candidate::Form::KernelAndPlan) {
        const auto plan = parseLaunchPlan(candidate.launchPlan, "launch plan", spec);
        if (!plan)
            return plan.error();
        reference::CaseData data;
        for (const spec::ResolvedTensor& each : resolved->inputs)
            data.inputs.push_back({ each.name, each.dtype, each.shape, {} });
        return resolveLaunch(*plan, spec, which, data, std::move(chip), 1);
    }
    emulator::Launch launch { .entry = spec.entry, .seed = 1, .chip = std::move(chip) };
    for (const auto& [tensors, kind] : { std::pair { &resolved->inputs, emulator::Argument::Kind::Input },
             std::pair { &resolved->outputs, emulator::Argument::Kind::Output } })
        for (const spec::ResolvedTensor& each : *tensors) {
            emulator::Argument argument { .kind = kind, .name = each.name, .dtype = each.dtype, .shape = each.shape };
            argument.bytes = each.bytes();
            launch.arguments.push_back(std::move(argument));
        }
    return launch;
}

} // namespace hawk::target
