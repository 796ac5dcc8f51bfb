#pragma once

#include "base/files.h"
#include "emulator/program/sample_program.h"
#include "target/candidate_form.h"

#include <map>
#include <optional>

namespace hawk::target {

/// A direct-launch program: one source with kernel and host code. It is built once per combination of element types and run
/// once per case; docs/judge.md says how it gets inputs, sizes and attributes and where it leaves outputs.
class ProgramForm final : public CandidateForm {
public:
    ProgramForm(const JudgeRequest& request, emulator::Emulator& emulator);
    std::vector<emulator::Diagnostic> check() const override;
    std::vector<emulator::Diagnostic> unknownApis() const override;
    Result<Prepared> prepare(std::span<const spec::Case* const> cases, std::stop_token stop) override;
    Result<Built> build(std::stop_token stop) override;
    Result<Ran> run(const spec::Case& which, const reference::CaseData& data, const RunSettings& settings,
        const std::filesystem::path& folder, std::stop_token stop) const override;
    Result<emulator::Analysis> analyse(const Ran& ran) const override;

private:
    emulator::ProgramSample sampleIn(const std::filesystem::path& folder) const;
    emulator::ProgramOptions options() const;
    Result<Ran> describe(
        const emulator::ProgramReport& report, const spec::ResolvedCase& which, const std::filesystem::path& sample) const;

    const JudgeRequest& m_request;
    emulator::Emulator& m_emulator;
    std::optional<TempDir> m_folder; ///< with the source
    std::vector<std::map<std::string, std::string>> m_builds; ///< type defines, each once
};

/// What the program is called with for a case: NAME=VALUE for every shape symbol, attribute, dim_<tensor>_<i> and
/// elements_<tensor>.
Result<std::vector<std::string>> programArguments(const spec::OperatorSpec& spec, const spec::Case& which);

} // namespace hawk::target
