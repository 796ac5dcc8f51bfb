#include "target/judgement.h"

#include "base/rng.h"
#include "emulator/poison.h"
#include "target/handover_check.h"

#include <algorithm>
#include <atomic>
#include <thread>

/// A program's host code shares no machine with its kernel. What passes between them is recorded, and must show that the
/// host code only hands on.
namespace hawk::target {

/// Keeps the record of a right case and looks at what came back.
Status Judgement::keepHandovers(const CaseRun& run)
{
    if (run.ran.handovers.empty())
        return {};
    const auto complaint = outputsNotFromDevice(run.ran.handovers, run.ran.result.outputs);
    if (!complaint)
        return complaint.error();
    if (!complaint->empty()) {
        if (m_handoverComplaint.empty())
            m_handoverComplaint = "case " + run.which.name + ": " + *complaint;
        m_handovers.push_back({ &run.which, {} }); // the gate has its answer
        return {};
    }
    if (!m_handoverFolder) {
        auto folder = TempDir::create("hawk-handover-");
        if (!folder)
            return folder.error();
        m_handoverFolder = *std::move(folder);
    }
    const std::filesystem::path kept = m_handoverFolder->path() / (std::to_string(m_handovers.size()) + ".log");
    std::error_code ec;
    std::filesystem::rename(run.ran.handovers, kept, ec);
    if (ec)
        return Error { Errc::Io, "cannot keep what the program handed over: " + ec.message(), kept.string(), {} };
    m_handovers.push_back({ &run.which, kept });
    return {};
}

/// The case once more with other values: whatever the host gives the device beside them must be the same.
Result<std::string> Judgement::handoverComplaint(const spec::Case& which, const std::filesystem::path& log)
{
    const auto data = m_tools.reference.caseData(*m_request.spec, which, m_inputSeed, m_stop);
    const auto other = m_tools.reference.caseData(*m_request.spec, which, m_otherSeed, m_stop);
    auto folder = TempDir::create("hawk-other-");
    if (!data || !other)
        return !data ? data.error() : other.error();
    if (!folder)
        return folder.error();
    CandidateForm::RunSettings settings { .seed = emulator::seedWithNanPoison(deriveSeed(m_inputSeed, "launch/" + which.name)), .limits = {} };
    settings.limits.maxTraceOps = 0; // only what is handed over counts
    const auto ran = m_form->run(which, *other, settings, folder->path(), m_stop);
    if (!ran)
        return ran.error();
    if (ran->result.outcome == emulator::RunOutcome::Cancelled)
        return cancelledError();
    if (ran->result.outcome != emulator::RunOutcome::Finished)
        return "with other values of the inputs it did not finish: " + ran->result.detail;
    return handedBesideInputs(log, data->inputs, ran->handovers, other->inputs);
}

Status Judgement::handoverGate()
{
    if (m_handovers.empty() || !inGoodStanding())
        return {};
    const auto begin = std::chrono::steady_clock::now();
    std::vector<Result<std::string>> complaints(m_handovers.size(), std::string());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; m_handoverComplaint.empty() && i < m_handovers.size(); i = next++)
            complaints[i] = handoverComplaint(*m_handovers[i].first, m_handovers[i].second);
    };
    {
        const std::jthread beside(work);
        work();
    }
    for (std::size_t i = 0; i < complaints.size(); ++i) {
        if (!complaints[i])
            return complaints[i].error();
        if (m_handoverComplaint.empty() && !complaints[i]->empty())
            m_handoverComplaint = "case " + m_handovers[i].first->name + ": " + *complaints[i];
    }
    const bool passed = m_handoverComplaint.empty();
    addGate("handover", passed,
        passed ? "inputs unchanged, and the same beside them for other values, in " + std::to_string(m_handovers.size()) + " cases; outputs as the device left them"
               : m_handoverComplaint,
        "host code that only hands on: all computation is in the kernel", elapsedMs(begin));
    if (!passed)
        reject(Outcome::Rejected, "rejected: " + m_handoverComplaint);
    return {};
}

} // namespace hawk::target
