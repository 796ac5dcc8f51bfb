#pragma once

#include "base/json.h"
#include "bench/item_runs.h"
#include "emulator/project/operator_runner.h"

#include <filesystem>
#include <string>
#include <string_view>

/// What the run of one case means for its report; shared by the kinds that compare with a reference.
namespace hawk::bench {

/// A folder of one case with a subfolder run/, removed with everything in it.
class CaseFolder {
public:
    explicit CaseFolder(std::filesystem::path path);
    ~CaseFolder();
    CaseFolder(const CaseFolder&) = delete;
    CaseFolder& operator=(const CaseFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

std::string_view stageOf(emulator::OperatorRun::Phase phase);
/// The problem of a run that did not end well, with the compiler's first error where it did not compile.
std::string whyNotRun(const emulator::OperatorRun& run);

/// Findings of the run and of its trace, and the modelled time.
void collectFindings(const emulator::OperatorRun& run, ConformanceCase& result);

/// One output against its golden; empty when it matches, else why not. `golden` is {"golden", "goldenType", "same", "type",
/// "shape"}, `result` {"file", "type", "shape"}, as the worker's commands give them.
Result<std::string> compareOutput(const Json& golden, const Json& result);

} // namespace hawk::bench
