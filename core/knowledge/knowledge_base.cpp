#include "knowledge/knowledge_base.h"

#include "knowledge/entry_index.h"
#include "knowledge/records.h"

#include <charconv>

namespace hawk::knowledge {

KnowledgeBase::KnowledgeBase(store::Workspace& workspace, const Clock& clock)
    : m_workspace(workspace)
    , m_clock(clock)
    , m_index(std::make_unique<EntryIndex>())
{
}
KnowledgeBase::~KnowledgeBase() = default;

Result<EntryId> KnowledgeBase::insert(const Entry& entry)
{
    store::EntryRecord record = toRecord(entry);
    record.createdAt = record.changedAt = m_clock.nowMs();
    return m_workspace.addEntry(record);
}

Status KnowledgeBase::write(const Entry& entry)
{
    const Result<store::EntryRecord> old = m_workspace.entry(entry.id);
    if (!old)
        return old.error();
    store::EntryRecord record = toRecord(entry);
    record.createdAt = old->createdAt;
    record.changedAt = m_clock.nowMs();
    return m_workspace.updateEntry(record);
}

Result<EntryId> KnowledgeBase::add(Entry entry)
{
    // What is stored must read back: validate the same way a file is.
    if (const Result<Entry> valid = entryFromJson(toJson(entry)); !valid)
        return valid.error();
    const std::string kind = entry.source.value("kind", std::string());
    if (entry.state == EntryState::Approved && (kind == "run" || kind == "repair-pair" || kind == "speedup-pair"))
        return Error { Errc::InvalidInput,
            "entry " + entry.key + " was learned from a run and cannot enter as approved: unverified knowledge spoils "
                "retrieval",
            entry.key, "add it as proposed or quarantined; a person approves it" };
    return insert(entry);
}

Result<Entry> KnowledgeBase::entry(EntryId id) const
{
    const Result<store::EntryRecord> record = m_workspace.entry(id);
    if (!record)
        return record.error();
    return fromRecord(*record);
}

Result<Entry> KnowledgeBase::entryByKey(std::string_view key) const
{
    std::int64_t number = 0;
    const auto [end, ec] = std::from_chars(key.data(), key.data() + key.size(), number);
    if (ec == std::errc() && end == key.data() + key.size())
        return entry({ number });
    const Result<std::optional<store::EntryRecord>> record = m_workspace.entryByKey(key);
    if (!record)
        return record.error();
    if (!*record)
        return Error { Errc::NotFound, "there is no knowledge entry '" + std::string(key) + "' in this workspace", {},
            "list them with `hawk knowledge list`" };
    return fromRecord(**record);
}

Result<std::vector<Entry>> KnowledgeBase::entries(std::optional<EntryState> state) const
{
    const Result<std::vector<store::EntryRecord>> records = m_workspace.entries(state ? name(*state) : "");
    if (!records)
        return records.error();
    std::vector<Entry> out;
    for (const store::EntryRecord& record : *records) {
        Result<Entry> entry = fromRecord(record);
        if (!entry)
            return entry.error();
        out.push_back(std::move(*entry));
    }
    return out;
}

Result<store::LedgerRecord> KnowledgeBase::ledger(EntryId id, const std::string& stage) const
{
    return m_workspace.ledger(id, stage);
}

} // namespace hawk::knowledge
