#include "store/migrations.h"

#include "store/database.h"

#include <array>
#include <string>
#include <string_view>

namespace hawk::store {
namespace {

/// Never edited after a release: a change is a new entry. Scripts run whole; splitting on ';' would break triggers.
struct Migration {
    int version;
    std::string_view why;
    std::string_view sql;
};

// Ids that mean "none" are null. Structured parts are JSON text owned by the modules above. Times are ms since the epoch.
constexpr std::array kMigrations {
    Migration { 1, "operators, runs, candidates and their verdicts", R"sql(
pragma application_id = 1212241739; -- "HAWK"

create table meta (
    key text primary key,
    value text not null
) without rowid;

create table artifact (
    hash text primary key,        -- sha256 of the uncompressed bytes
    kind text not null,
    size integer not null,        -- uncompressed
    stored_size integer not null  -- of the file
) without rowid;

create table spec (
    id integer primary key,
    name text not null,
    content_hash text not null,
    family text not null,
    origin text not null,
    body text,
    added_at integer not null,
    unique (name, content_hash)
);
create table spec_head (          -- the version added last, which need not be the newest row
    name text primary key,
    spec integer not null references spec(id)
) without rowid;

create table run (
    id integer primary key,
    state text not null,
    chip text not null,
    target text not null,
    synthesizer text not null,
    seed integer not null,
    options text,
    toolchain text,
    started_at integer not null,
    ended_at integer not null,
    message text not null,
    active_seconds real not null
);

create table task (
    id integer primary key,
    run integer not null references run(id),
    spec integer references spec(id),
    spec_name text not null,
    position integer not null,
    state text not null,
    attempts integer not null,
    best integer references candidate(id),
    first_correct integer references candidate(id),
    note text not null
);
create index task_by_run on task(run, position);

create table candidate (
    id integer primary key,
    run integer references run(id),
    task integer references task(id),
    spec integer references spec(id),
    parent integer references candidate(id),
    attempt integer not null,
    origin text not null,
    stage text not null,
    source_hash text not null,
    launch_plan_hash text not null,
    plan text,
    note text not null,
    used_entries text not null,   -- JSON list of entry ids, in the synthesizer's order
    created_at integer not null,
    outcome text not null,
    modelled_us real not null,
    summary text not null
);
create index candidate_by_run on candidate(run);
create index candidate_by_task on candidate(task, attempt);
create index candidate_by_spec on candidate(spec);
create index candidate_by_parent on candidate(parent);

create table verdict (
    id integer primary key,
    candidate integer not null references candidate(id),
    outcome text not null,
    summary text not null,
    target text not null,
    chip text not null,
    modelled_us real not null,
    judge_ms real not null,
    body text,
    judged_at integer not null
);
create index verdict_by_candidate on verdict(candidate);

create table finding (
    id integer primary key,
    candidate integer not null references candidate(id),
    verdict integer not null references verdict(id),
    rule text not null,
    severity text not null,
    line integer not null,
    body text
);
create index finding_by_verdict on finding(verdict);
create index finding_by_rule on finding(rule);

create table profile (
    id integer primary key,
    candidate integer not null references candidate(id),
    verdict integer not null references verdict(id),
    case_name text not null,
    total_us real not null,
    trusted integer not null,
    trace_hash text not null,
    body text
);
create index profile_by_verdict on profile(verdict);
)sql" },
    Migration { 2, "knowledge entries, their text index, ledger, retrievals, values, decisions", R"sql(
create table entry (
    id integer primary key,
    key text not null unique,
    version integer not null,
    state text not null,
    title text not null,
    stage text not null,
    body text,
    syntactic_text text not null,
    tokens text not null,         -- syntactic_text through the identifier tokeniser: what FTS sees
    vector blob not null,
    created_at integer not null,
    changed_at integer not null,
    revision integer not null     -- grows with every change of any entry
);
create index entry_by_state on entry(state);
create index entry_by_revision on entry(revision);

create virtual table entry_fts using fts5(
    tokens, content='entry', content_rowid='id', tokenize="unicode61 remove_diacritics 0 tokenchars '_-:.'"
);
create trigger entry_fts_insert after insert on entry begin
    insert into entry_fts(rowid, tokens) values (new.id, new.tokens);
end;
create trigger entry_fts_delete after delete on entry begin
    insert into entry_fts(entry_fts, rowid, tokens) values ('delete', old.id, old.tokens);
end;
create trigger entry_fts_update after update of tokens on entry begin
    insert into entry_fts(entry_fts, rowid, tokens) values ('delete', old.id, old.tokens);
    insert into entry_fts(rowid, tokens) values (new.id, new.tokens);
end;

create table ledger (
    entry integer not null references entry(id),
    stage text not null,
    shown integer not null,
    used integer not null,
    succeeded integer not null,
    failed integer not null,
    sum_log_speedup real not null,
    value real not null,
    value_updates integer not null,
    primary key (entry, stage)
) without rowid;

create table retrieval (
    id integer primary key,
    run integer references run(id),
    task integer references task(id),
    candidate integer references candidate(id),
    query text,
    at integer not null
);
create index retrieval_by_candidate on retrieval(candidate);

create table retrieval_hit (
    retrieval integer not null references retrieval(id),
    position integer not null,
    entry integer not null references entry(id),
    rank integer not null,
    syntactic_rank integer not null,
    dense_rank integer not null,
    syntactic_score real not null,
    dense_score real not null,
    fused_score real not null,
    shown integer not null,
    used integer not null,
    explanation text not null,
    primary key (retrieval, position)
) without rowid;
create index retrieval_hit_by_entry on retrieval_hit(entry);

create table value_update (
    id integer primary key,
    entry integer not null references entry(id),
    candidate integer references candidate(id),
    stage text not null,
    reward real not null,
    before real not null,
    after real not null,
    at integer not null
);
create index value_update_by_entry on value_update(entry);

create table decision (
    id integer primary key,
    subject text not null,
    subject_id integer not null,
    action text not null,
    who text not null,
    reason text not null,
    before text,
    after text,
    undone_by integer references decision(id),
    at integer not null
);
create index decision_by_subject on decision(subject, subject_id);
)sql" },
    Migration { 3, "the event history of a run", R"sql(
create table event (
    id integer primary key,
    run integer references run(id),
    kind text not null,
    body text,
    at integer not null
);
create index event_by_run on event(run, id);
)sql" },
    Migration { 4, "exchanges with language models: what was asked, what came back", R"sql(
create table exchange (
    id integer primary key,
    run integer references run(id),
    task integer references task(id),
    candidate integer references candidate(id),
    key text not null,            -- hash of what was asked
    occurrence integer not null,  -- which of equal requests
    model text not null,          -- as the user calls it
    label text not null,
    request_hash text not null,   -- artifact
    reply_hash text not null,     -- artifact; empty when it failed
    failure_kind text not null,
    failure text not null,
    finish_reason text not null,
    prompt_tokens integer not null,
    cached_tokens integer not null,
    completion_tokens integer not null,
    cost real,                    -- null: no price known
    currency text not null,
    first_byte_ms real not null,
    total_ms real not null,
    at integer not null
);
create index exchange_by_key on exchange(key, occurrence);
create index exchange_by_run on exchange(run);
create index exchange_by_candidate on exchange(candidate);
)sql" },
    Migration { 5, "candidates that are operator projects or direct-launch programs", R"sql(
alter table candidate add column form text not null default 'kernel';         -- kernel, project, program
alter table candidate add column file_name text not null default 'kernel.cpp'; -- how messages call the source
)sql" },
};

Status apply(Database& db, const Migration& step)
{
    return db.transaction([&]() -> Status {
        if (Status s = db.execute(step.sql); !s)
            return s;
        return db.execute("pragma user_version = " + std::to_string(step.version));
    });
}

} // namespace

int newestSchemaVersion() { return kMigrations.back().version; }

Error newerSchema(const std::filesystem::path& file, int found)
{
    return { Errc::Conflict,
        "this workspace was written by a newer Hawk: its schema is version " + std::to_string(found)
            + ", this program knows up to " + std::to_string(newestSchemaVersion()),
        file.string(), "open it with the newer program; it was left untouched" };
}

Status migrate(Database& db, int target)
{
    const Result<int> version = db.userVersion();
    if (!version)
        return version.error();
    if (*version > newestSchemaVersion())
        return newerSchema(db.file(), *version);
    for (const Migration& step : kMigrations) {
        if (step.version <= *version || step.version > target)
            continue;
        if (Status s = apply(db, step); !s) {
            Error error = s.error();
            error.message = "cannot bring the workspace to schema version " + std::to_string(step.version) + " ("
                + std::string(step.why) + "): " + error.message;
            return error;
        }
    }
    return {};
}

} // namespace hawk::store
