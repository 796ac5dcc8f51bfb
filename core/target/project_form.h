#pragma once

#include "emulator/project/operator_runner.h"
#include "target/candidate_form.h"
#include "target/kernel_builds.h"

#include <map>

namespace hawk::target {

/// An operator project: its tiling function runs once per case, its kernel is built once per combination of element types and
/// tiling key.
class ProjectForm final : public CandidateForm {
public:
    ProjectForm(const JudgeRequest& request, emulator::Emulator& emulator);
    std::vector<emulator::Diagnostic> check() const override;
    std::vector<emulator::Diagnostic> unknownApis() const override;
    Result<Prepared> prepare(std::span<const spec::Case* const> cases, std::stop_token stop) override;
    Result<Built> build(std::stop_token stop) override { return m_builds.build(m_emulator, std::move(stop)); }
    Result<Ran> run(const spec::Case& which, const reference::CaseData& data, const RunSettings& settings,
        const std::filesystem::path& folder, std::stop_token stop) const override;

private:
    struct Planned {
        std::size_t build = 0;
        emulator::Launch launch; ///< without data
    };
    Result<std::string> open(std::stop_token stop);
    Result<std::string> planCase(const spec::Case& which, std::stop_token stop);

    const JudgeRequest& m_request;
    emulator::Emulator& m_emulator;
    std::unique_ptr<emulator::OperatorRunner> m_operator;
    KernelBuilds m_builds;
    std::map<std::string, Planned> m_cases; ///< by name
};

} // namespace hawk::target
