#include "store/entry_repository.h"

#include "store/query.h"
#include "store/tokens.h"

#include <algorithm>

namespace hawk::store {
namespace {

// The next revision is read and written in one statement, under the write lock.
constexpr std::string_view kInsert
    = "insert into entry (key, version, state, title, stage, body, syntactic_text, tokens, vector, created_at, "
      "changed_at, revision) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
      "(select coalesce(max(revision), 0) + 1 from entry))";
constexpr std::string_view kUpdate
    = "update entry set key = ?1, version = ?2, state = ?3, title = ?4, stage = ?5, body = ?6, syntactic_text = ?7, "
      "tokens = ?8, vector = ?9, created_at = ?10, changed_at = ?11, "
      "revision = (select max(revision) + 1 from entry) where id = ?12";
constexpr std::string_view kById
    = "select id, key, version, state, title, stage, body, syntactic_text, vector, created_at, changed_at, revision "
      "from entry where id = ?1";
constexpr std::string_view kByKey
    = "select id, key, version, state, title, stage, body, syntactic_text, vector, created_at, changed_at, revision "
      "from entry where key = ?1";
constexpr std::string_view kAll
    = "select id, key, version, state, title, stage, body, syntactic_text, vector, created_at, changed_at, revision "
      "from entry order by id";
constexpr std::string_view kByState
    = "select id, key, version, state, title, stage, body, syntactic_text, vector, created_at, changed_at, revision "
      "from entry where state = ?1 order by id";
constexpr std::string_view kChangedSince
    = "select id, key, version, state, title, stage, body, syntactic_text, vector, created_at, changed_at, revision "
      "from entry where revision > ?1 order by revision";
// rank is bm25() with k1 = 1.2, b = 0.75, negated so that better is smaller; asked for by name it is computed once.
constexpr std::string_view kSearch
    = "select rowid, -rank from entry_fts where entry_fts match ?1 order by rank, rowid limit ?2";
constexpr std::string_view kLedger
    = "select entry, stage, shown, used, succeeded, failed, sum_log_speedup, value, value_updates from ledger "
      "where entry = ?1 and stage = ?2";
constexpr std::string_view kLedgers
    = "select entry, stage, shown, used, succeeded, failed, sum_log_speedup, value, value_updates from ledger "
      "order by entry, stage";
constexpr std::string_view kSetLedger
    = "insert into ledger (entry, stage, shown, used, succeeded, failed, sum_log_speedup, value, value_updates) "
      "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) on conflict (entry, stage) do update set shown = excluded.shown, "
      "used = excluded.used, succeeded = excluded.succeeded, failed = excluded.failed, "
      "sum_log_speedup = excluded.sum_log_speedup, value = excluded.value, value_updates = excluded.value_updates";

std::string joined(const std::vector<std::string>& tokens)
{
    std::string out;
    for (const std::string& token : tokens) {
        if (!out.empty())
            out += ' ';
        out += token;
    }
    return out;
}

void bindAll(Query& q, const EntryRecord& e)
{
    q.bind(e.key).bind(e.version).bind(e.state).bind(e.title).bind(e.stage).bind(e.body).bind(e.syntacticText);
    q.bind(joined(identifierTokens(e.syntacticText))).bind(std::span<const float>(e.vector));
    q.bind(e.createdAt).bind(e.changedAt);
}

Result<EntryRecord> read(const Query& q)
{
    Result<Json> body = q.json(6);
    if (!body)
        return body.error();
    return EntryRecord { .id = q.id<EntryId>(0),
        .key = q.text(1),
        .version = q.smallInteger(2),
        .state = q.text(3),
        .title = q.text(4),
        .stage = q.text(5),
        .body = std::move(*body),
        .syntacticText = q.text(7),
        .vector = q.floats(8),
        .createdAt = q.integer(9),
        .changedAt = q.integer(10),
        .revision = q.integer(11) };
}

Result<LedgerRecord> readLedger(const Query& q)
{
    return LedgerRecord { .entry = q.id<EntryId>(0),
        .stage = q.text(1),
        .shown = q.integer(2),
        .used = q.integer(3),
        .succeeded = q.integer(4),
        .failed = q.integer(5),
        .sumLogSpeedup = q.number(6),
        .value = q.number(7),
        .valueUpdates = q.integer(8) };
}

/// "a" OR "b": every token quoted, so that no word of a query is an operator of the match language.
std::string matchExpression(const std::vector<std::string>& terms)
{
    std::vector<std::string> tokens;
    for (const std::string& term : terms)
        for (std::string& token : identifierTokens(term))
            tokens.push_back(std::move(token));
    std::ranges::sort(tokens);
    tokens.erase(std::ranges::unique(tokens).begin(), tokens.end());
    std::string out;
    for (const std::string& token : tokens)
        out += (out.empty() ? "\"" : " OR \"") + token + "\""; // tokens hold no quotes
    return out;
}

} // namespace

Result<EntryId> EntryRepository::add(const EntryRecord& entry)
{
    Query q(m_db, kInsert);
    bindAll(q, entry);
    const Result<std::int64_t> id = q.insert();
    if (!id)
        return id.error();
    return EntryId { *id };
}

Status EntryRepository::update(const EntryRecord& entry)
{
    Query q(m_db, kUpdate);
    bindAll(q, entry);
    q.bind(entry.id);
    return runOnExisting(q, "knowledge entry", entry.id.value);
}

Result<EntryRecord> EntryRepository::byId(EntryId id) const
{
    Query q(m_db, kById);
    q.bind(id);
    return readOne<EntryRecord>(q, "knowledge entry", id.value, read);
}

Result<std::optional<EntryRecord>> EntryRepository::byKey(std::string_view key) const
{
    Query q(m_db, kByKey);
    q.bind(key);
    return readFirst<EntryRecord>(q, read);
}

Result<std::vector<EntryRecord>> EntryRepository::all(std::string_view state) const
{
    Query q(m_db, state.empty() ? kAll : kByState);
    if (!state.empty())
        q.bind(state);
    return readAll<EntryRecord>(q, read);
}

Result<std::vector<EntryRecord>> EntryRepository::changedSince(std::int64_t revision) const
{
    Query q(m_db, kChangedSince);
    q.bind(revision);
    return readAll<EntryRecord>(q, read);
}

Result<std::vector<Workspace::TextHit>> EntryRepository::search(
    const std::vector<std::string>& terms, std::size_t limit) const
{
    const std::string match = matchExpression(terms);
    if (match.empty())
        return std::vector<Workspace::TextHit> {};
    Query q(m_db, kSearch);
    q.bind(match).bind(static_cast<std::int64_t>(limit));
    return readAll<Workspace::TextHit>(q, [](const Query& row) -> Result<Workspace::TextHit> {
        return Workspace::TextHit { row.id<EntryId>(0), row.number(1) };
    });
}

Result<LedgerRecord> EntryRepository::ledger(EntryId entry, std::string_view stage) const
{
    Query q(m_db, kLedger);
    q.bind(entry).bind(stage);
    Result<std::optional<LedgerRecord>> found = readFirst<LedgerRecord>(q, readLedger);
    if (!found)
        return found.error();
    // Nothing recorded yet is an empty ledger, not an error.
    return found->value_or(LedgerRecord { .entry = entry, .stage = std::string(stage) });
}

Result<std::vector<LedgerRecord>> EntryRepository::ledgers() const
{
    Query q(m_db, kLedgers);
    return readAll<LedgerRecord>(q, readLedger);
}

Status EntryRepository::setLedger(const LedgerRecord& l)
{
    Query q(m_db, kSetLedger);
    q.bind(l.entry).bind(l.stage).bind(l.shown).bind(l.used).bind(l.succeeded).bind(l.failed);
    return q.bind(l.sumLogSpeedup).bind(l.value).bind(l.valueUpdates).run();
}

} // namespace hawk::store
