#pragma once

#include "target/candidate_form.h"
#include "target/kernel_builds.h"
#include "target/launch_plan.h"

#include <map>

namespace hawk::target {

/// A kernel source with its launch plan.
class KernelForm final : public CandidateForm {
public:
    KernelForm(const JudgeRequest& request, emulator::Emulator& emulator);
    std::vector<emulator::Diagnostic> check() const override;
    std::vector<emulator::Diagnostic> unknownApis() const override;
    Result<Prepared> prepare(std::span<const spec::Case* const> cases, std::stop_token stop) override;
    Result<Built> build(std::stop_token stop) override { return m_builds.build(m_emulator, std::move(stop)); }
    Result<Ran> run(const spec::Case& which, const reference::CaseData& data, const RunSettings& settings,
        const std::filesystem::path& folder, std::stop_token stop) const override;

private:
    Status addCase(const spec::Case& which);

    const JudgeRequest& m_request;
    emulator::Emulator& m_emulator;
    LaunchPlan m_plan;
    KernelBuilds m_builds;
    std::map<std::string, std::size_t> m_buildOf; ///< case name -> build
};

} // namespace hawk::target
