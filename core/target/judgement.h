#pragma once

#include "base/files.h"
#include "target/candidate_form.h"
#include "target/harness_print.h"
#include "target/metamorphic.h"
#include "target/precision_check.h"
#include "target/second_run.h"
#include "target/target.h"
#include "target/traffic_check.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::target {

/// What a judgement works with; everything outlives it.
struct JudgeTools {
    emulator::Emulator& emulator;
    reference::ReferenceService& reference;
    Harness& harness;
    const KeepArtifact& keep;
};

/// One candidate going through the gates, cheap ones first. Used once, by one thread.
class Judgement {
public:
    Judgement(JudgeTools tools, const JudgeRequest& request, std::stop_token stop,
        const std::function<void(const JudgeProgress&)>& progress);
    /// Errors only when no judgement was possible.
    Result<Verdict> run();
    /// Whether a golden was computed, so that the reference worker is up.
    bool referenceRan() const { return m_referenceRan; }

private:
    struct CaseWork {
        CaseVerdict verdict;
        std::vector<emulator::Finding> findings;
    };
    struct CaseRun {
        const spec::Case& which;
        const reference::CaseData& data;
        const CandidateForm::Ran& ran;
    };

    Status selectCases();
    // Gates return true when the candidate goes on.
    bool staticGate();
    Result<bool> prepareGate();
    Result<bool> buildGate();
    void reportBuildFailure();
    Status judgeCases();
    Result<CaseWork> judgeCase(const spec::Case& which);
    Result<CandidateForm::Ran> runCase(
        const spec::Case& which, const reference::CaseData& data, const std::filesystem::path& folder);
    Status examine(const CaseRun& run, CaseWork& work);
    Status compareOutputs(const CaseRun& run, CaseWork& work);
    Status analyseTrace(const CaseRun& run, CaseWork& work);
    Status keepTrace(const std::filesystem::path& trace, CaseVerdict& verdict);
    bool caseGates();
    Status determinismGate();
    // judgement_gates.cpp: what needs a candidate that is right so far.
    bool apiGate();
    void drawInputs();
    Status checkCase(const CaseRun& run);
    void trafficGate();
    void noteCoarse(const CaseRun& run, const std::string& output, const Precision& precision);
    void precisionGate();
    void plausibilityGate();
    Status relationsGate();
    Result<std::string> relationComplaint(const spec::Case& which, const ChangedCase& changed, const std::filesystem::path& folder);
    void hygieneGate();
    void harnessGate();
    // judgement_handover.cpp: of programs.
    Status keepHandovers(const CaseRun& run);
    Result<std::string> handoverComplaint(const spec::Case& which, const std::filesystem::path& log);
    Status handoverGate();
    /// Ends the judgement's good standing for a reason that is no single case's.
    void reject(Outcome outcome, const std::string& why);
    bool inGoodStanding() const;
    void conclude();
    void mergeFindings(const std::vector<emulator::Finding>& findings);
    void addGate(std::string name, bool passed, std::string observed, std::string expected, double wallMs);
    void step(std::string name);
    Error cancelledError() const;

    JudgeTools m_tools;
    const JudgeRequest& m_request;
    std::stop_token m_stop;
    const std::function<void(const JudgeProgress&)>& m_progress;
    std::vector<const spec::Case*> m_cases;
    std::unique_ptr<CandidateForm> m_form;
    std::vector<std::pair<std::string, SecondRun>> m_second; ///< case -> its second run
    std::uint64_t m_inputSeed = 0; ///< drawn after the build
    std::uint64_t m_otherSeed = 0; ///< of other values for the same cases
    HarnessPrint m_harness; ///< before the build
    // What the cases showed beside their outcome.
    std::vector<std::string> m_downgrades; ///< outputs computed in a narrower type
    std::vector<std::string> m_approximations; ///< outputs that an approximating instruction makes coarse
    std::size_t m_precisionChecked = 0;
    Traffic m_traffic; ///< sums over cases
    std::size_t m_trafficDecided = 0;
    std::map<std::string, std::size_t> m_remarks; ///< of the reference on the task -> cases
    std::optional<TempDir> m_handoverFolder;
    std::vector<std::pair<const spec::Case*, std::filesystem::path>> m_handovers; ///< records of right cases
    std::string m_handoverComplaint;
    Verdict m_verdict;
    std::size_t m_stepsDone = 0;
    bool m_referenceRan = false;
    double m_precisionMs = 0;
    double m_trafficMs = 0;
    double m_runMs = 0;
    double m_compareMs = 0;
    double m_analyseMs = 0;
};

/// Milliseconds since `begin`.
double elapsedMs(std::chrono::steady_clock::time_point begin);

} // namespace hawk::target
