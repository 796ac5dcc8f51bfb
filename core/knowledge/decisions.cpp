#include "knowledge/knowledge_base.h"

#include "knowledge/records.h"

namespace hawk::knowledge {
namespace {

constexpr std::string_view kSubject = "entry";

Json snapshot(const Entry& entry) { return { { "state", name(entry.state) }, { "body", toJson(entry) } }; }

std::string_view actionOf(EntryState to)
{
    switch (to) {
    case EntryState::Approved:
        return "approve";
    case EntryState::Rejected:
        return "reject";
    case EntryState::Retired:
        return "retire";
    case EntryState::Quarantined:
        return "quarantine";
    case EntryState::Proposed:
        return "propose";
    }
    return "decide";
}

} // namespace

Status KnowledgeBase::record(const Entry& before, const Entry& after, std::string_view action, const std::string& who,
    const std::string& reason)
{
    return m_workspace.transaction([&]() -> Status {
        if (Status s = write(after); !s)
            return s;
        const Result<std::int64_t> id = m_workspace.addDecision({ .subject = std::string(kSubject),
            .subjectId = after.id.value,
            .action = std::string(action),
            .who = who,
            .reason = reason,
            .before = snapshot(before),
            .after = snapshot(after),
            .at = m_clock.nowMs() });
        return id ? Status {} : Status { id.error() };
    });
}

Status KnowledgeBase::decide(EntryId id, EntryState to, const std::string& who, const std::string& reason)
{
    return m_workspace.transaction([&]() -> Status {
        const Result<Entry> before = entry(id);
        if (!before)
            return before.error();
        if (before->state == to)
            return Error { Errc::InvalidInput,
                "entry " + before->key + " is already " + std::string(name(to)) + "; nothing to decide", before->key, {} };
        Entry after = *before;
        after.state = to;
        return record(*before, after, actionOf(to), who, reason);
    });
}

Status KnowledgeBase::edit(EntryId id, Entry changed, const std::string& who, const std::string& reason)
{
    return m_workspace.transaction([&]() -> Status {
        const Result<Entry> before = entry(id);
        if (!before)
            return before.error();
        if (changed.key != before->key)
            return Error { Errc::InvalidInput, "an edit cannot rename entry " + before->key + " to " + changed.key,
                before->key, "the key ties an entry to its history; add a new entry instead" };
        changed.id = id;
        changed.state = before->state;
        changed.version = before->version + 1;
        if (const Result<Entry> valid = entryFromJson(toJson(changed)); !valid)
            return valid.error();
        // A changed artifact is unproved until it is replayed again; text around it keeps its proof.
        const bool sameArtifact
            = changed.artifact.text == before->artifact.text && changed.artifact.rule == before->artifact.rule;
        changed.verification = sameArtifact ? before->verification : Json { { "state", "edited since its last replay" } };
        return record(*before, changed, "edit", who, reason);
    });
}

Status KnowledgeBase::restore(EntryId id, const Json& wanted, const Json& expected)
{
    const Result<Entry> present = entry(id);
    if (!present)
        return present.error();
    const auto decided = [](const Json& snap) { // bookkeeping of replays and eligibility is no decision
        Json body = snap.value("body", Json::object());
        body.erase("verification");
        return Json { { "state", snap.value("state", std::string()) }, { "body", std::move(body) } };
    };
    if (decided(snapshot(*present)) != decided(expected))
        return Error { Errc::Conflict, "entry " + present->key + " was changed since that decision", present->key,
            "decide on it anew" };
    Result<Entry> old = entryFromJson(wanted.value("body", Json::object()));
    if (!old)
        return old.error();
    const Result<EntryState> state = entryStateFromName(wanted.value("state", std::string()));
    if (!state)
        return state.error();
    old->id = id;
    old->state = *state;
    return write(*old);
}

Result<store::DecisionRecord> KnowledgeBase::undo(const std::string& who)
{
    store::DecisionRecord undone;
    const Status done = m_workspace.transaction([&]() -> Status {
        const Result<std::optional<store::DecisionRecord>> newest = m_workspace.newestStandingDecision();
        if (!newest)
            return newest.error();
        if (!*newest)
            return Error { Errc::NotFound, "there is no decision to undo", {}, {} };
        undone = **newest;
        if (Status s = restore({ undone.subjectId }, undone.before, undone.after); !s)
            return s;
        const Result<std::int64_t> id = m_workspace.addDecision({ .subject = undone.subject,
            .subjectId = undone.subjectId,
            .action = "undo",
            .who = who,
            .reason = "undo of decision " + std::to_string(undone.id) + " (" + undone.action + ")",
            .before = undone.after,
            .after = undone.before,
            .at = m_clock.nowMs() });
        if (!id)
            return id.error();
        undone.undoneBy = *id;
        return m_workspace.markUndone(undone.id, *id);
    });
    if (!done)
        return done.error();
    return undone;
}

Result<store::DecisionRecord> KnowledgeBase::redo(const std::string& who)
{
    store::DecisionRecord again;
    const Status done = m_workspace.transaction([&]() -> Status {
        const Result<std::optional<store::DecisionRecord>> undo = m_workspace.newestStandingUndo();
        if (!undo)
            return undo.error();
        if (!*undo)
            return Error { Errc::NotFound, "there is no undone decision to redo", {},
                "a decision taken after an undo leaves nothing to redo" };
        const Result<std::vector<store::DecisionRecord>> all
            = m_workspace.decisions((*undo)->subject, (*undo)->subjectId);
        if (!all)
            return all.error();
        for (const store::DecisionRecord& decision : *all)
            if (decision.undoneBy == (*undo)->id)
                again = decision;
        if (again.id == 0)
            return Error { Errc::Internal, "the undo record does not say what it undid", {}, {} };
        if (Status s = restore({ again.subjectId }, again.after, again.before); !s)
            return s;
        const Result<std::int64_t> id = m_workspace.addDecision({ .subject = again.subject,
            .subjectId = again.subjectId,
            .action = "redo",
            .who = who,
            .reason = "redo of decision " + std::to_string(again.id) + " (" + again.action + ")",
            .before = again.before,
            .after = again.after,
            .at = m_clock.nowMs() });
        if (!id)
            return id.error();
        if (Status s = m_workspace.markUndone((*undo)->id, *id); !s)
            return s;
        again.undoneBy = 0;
        return m_workspace.markUndone(again.id, 0);
    });
    if (!done)
        return done.error();
    return again;
}

} // namespace hawk::knowledge
