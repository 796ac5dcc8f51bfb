#include "knowledge/knowledge_base.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hawk::knowledge {
namespace {

constexpr double kLearningRate = 0.2; // algorithms.md 2.3: remembers about five uses
constexpr double kUncitedWeight = 0.3; // algorithms.md 7.3(a): shown, not cited, still part of the context
constexpr int kUsesForAdmission = 3; // algorithms.md 1.6
constexpr std::array<std::string_view, 2> kStages { "draft", "refine" };

double successRate(std::int64_t succeeded, std::int64_t failed)
{
    // Beta(1, 1) prior: no evidence is one half, not zero or one.
    return (1.0 + static_cast<double>(succeeded)) / (2.0 + static_cast<double>(succeeded + failed));
}

} // namespace

Status KnowledgeBase::credit(const std::vector<EntryId>& shown, const std::vector<EntryId>& used, CandidateId candidate,
    const std::string& stage, double reward, bool succeeded, double logSpeedup)
{
    if (!std::isfinite(reward) || !std::isfinite(logSpeedup))
        return Error { Errc::InvalidInput, "a reward must be a finite number", {}, {} };
    return m_workspace.transaction([&]() -> Status {
        for (const EntryId id : shown) {
            const bool cited = std::ranges::find(used, id) != used.end();
            if (Status s = creditOne(id, cited, candidate, stage, reward, succeeded, logSpeedup); !s)
                return s;
            if (Status s = noteEligibility(id); !s)
                return s;
        }
        return {};
    });
}

Status KnowledgeBase::creditOne(EntryId id, bool used, CandidateId candidate, const std::string& stage, double reward,
    bool succeeded, double logSpeedup)
{
    Result<store::LedgerRecord> ledger = m_workspace.ledger(id, stage);
    if (!ledger)
        return ledger.error();
    ++ledger->shown;
    if (used) {
        ++ledger->used;
        ++(succeeded ? ledger->succeeded : ledger->failed);
        ledger->sumLogSpeedup += logSpeedup;
    }
    const double before = ledger->value;
    ledger->value += kLearningRate * (used ? 1.0 : kUncitedWeight) * (reward - before);
    ++ledger->valueUpdates;
    if (Status s = m_workspace.setLedger(*ledger); !s)
        return s;
    return m_workspace.addValue({ .entry = id,
        .candidate = candidate,
        .stage = stage,
        .reward = reward,
        .before = before,
        .after = ledger->value,
        .at = m_clock.nowMs() });
}

/// Says when a quarantined entry has earned a person's attention. Admission itself is that person's decision.
Status KnowledgeBase::noteEligibility(EntryId id)
{
    Result<Entry> candidate = entry(id);
    if (!candidate)
        return candidate.error();
    if (candidate->state != EntryState::Quarantined)
        return {};
    const Result<std::vector<store::LedgerRecord>> ledgers = m_workspace.ledgers();
    if (!ledgers)
        return ledgers.error();
    std::int64_t used = 0, ok = 0, bad = 0, othersOk = 0, othersBad = 0;
    for (const store::LedgerRecord& l : *ledgers) {
        if (std::ranges::find(kStages, l.stage) == kStages.end())
            continue;
        const bool own = l.entry == id;
        used += own ? l.used : 0;
        (own ? ok : othersOk) += l.succeeded;
        (own ? bad : othersBad) += l.failed;
    }
    const double lift = successRate(ok, bad) - successRate(othersOk, othersBad);
    const bool eligible = used >= kUsesForAdmission && lift >= 0;
    if (candidate->verification.value("eligible", false) == eligible)
        return {};
    candidate->verification["eligible"] = eligible;
    candidate->verification["eligibility"]
        = { { "uses", used }, { "succeeded", ok }, { "failed", bad }, { "lift", lift }, { "at", m_clock.nowMs() } };
    return write(*candidate);
}

} // namespace hawk::knowledge
