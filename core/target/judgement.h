#pragma once

#include "target/launch_plan.h"
#include "target/target.h"

#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace hawk::target {

/// What a judgement works with; everything outlives it.
struct JudgeTools {
    emulator::Emulator& emulator;
    reference::ReferenceService& reference;
    const KeepArtifact& keep;
};

/// One candidate going through the gates. Used once, by one thread.
class Judgement {
public:
    Judgement(JudgeTools tools, const JudgeRequest& request, std::stop_token stop,
        const std::function<void(const JudgeProgress&)>& progress);
    /// Errors only when no judgement was possible.
    Result<Verdict> run();

private:
    using Defines = std::map<std::string, std::string>;
    struct CaseWork; ///< what one case produced, before it is added to the verdict

    // Every gate returns true when the candidate goes on.
    Result<bool> staticGate();
    Result<bool> planGate();
    Result<bool> buildGate();
    Status judgeCases();
    Result<CaseWork> judgeCase(const spec::Case& which);
    Result<CaseWork> examine(const spec::Case& which, const reference::CaseData& data, const emulator::Launch& launch,
        const emulator::RunResult& run);
    Status compareOutputs(const spec::Case& which, const reference::CaseData& data, const emulator::Launch& launch,
        const emulator::RunResult& run, CaseWork& work);
    Status determinismGate();
    void findingsGate();
    void profileGate();
    void conclude();
    void mergeFindings(const std::vector<emulator::Finding>& findings);
    void gate(std::string name, bool passed, std::string observed, std::string expected, double wallMs);
    void step(std::string name);
    bool cancelled() const { return m_stop.stop_requested(); }

    JudgeTools m_tools;
    const JudgeRequest& m_request;
    std::stop_token m_stop;
    const std::function<void(const JudgeProgress&)>& m_progress;
    std::vector<const spec::Case*> m_cases;
    LaunchPlan m_plan;
    std::map<Defines, emulator::BuildResult> m_builds;
    Verdict m_verdict;
    std::size_t m_stepsDone = 0;
    bool m_referenceRan = false; ///< a golden was computed, so the reference worker is running
    double m_runMs = 0;
    double m_compareMs = 0;
    double m_analyseMs = 0;

    /// The second run of the first case, with other addresses, block order and poison, beside the rest of the work.
    struct SecondRun {
        std::vector<std::filesystem::path> firstOutputs;
        std::optional<TempDir> firstFolder;
        std::optional<TempDir> folder;
        std::vector<std::string> names;
        Result<emulator::RunResult> result = Error {};
        std::jthread thread; ///< last: joined before the rest goes away
    };
    std::optional<SecondRun> m_second;
    void startSecondRun(const emulator::BuildResult& built, const emulator::Launch& launch,
        const emulator::RunResult& first, TempDir&& firstFolder);
};

} // namespace hawk::target
