#include "cli/command.h"

#include "engine/records.h"
#include "knowledge/knowledge_base.h"

#include <cstdlib>
#include <limits>
#include <ostream>
#include <pwd.h>
#include <unistd.h>

namespace hawk::cli {
namespace {

std::string userName()
{
    if (const passwd* user = getpwuid(geteuid()); user != nullptr && user->pw_name != nullptr)
        return user->pw_name;
    const char* name = std::getenv("USER");
    return name != nullptr ? name : "unknown";
}

Json entryJson(const knowledge::Entry& entry)
{
    Json json = knowledge::toJson(entry);
    json["id"] = entry.id.value;
    json["state"] = knowledge::name(entry.state);
    return json;
}

Json ledgerJson(const store::LedgerRecord& ledger)
{
    return { { "shown", ledger.shown }, { "used", ledger.used }, { "succeeded", ledger.succeeded },
        { "failed", ledger.failed }, { "sumLogSpeedup", ledger.sumLogSpeedup }, { "value", ledger.value },
        { "valueUpdates", ledger.valueUpdates } };
}

Result<int> list(Context& context, const Arguments& arguments)
{
    std::optional<knowledge::EntryState> state;
    if (const std::optional<std::string> text = arguments.value("state")) {
        const Result<knowledge::EntryState> parsed = knowledge::entryStateFromName(*text);
        if (!parsed)
            return parsed.error();
        state = *parsed;
    }
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    const Result<std::vector<knowledge::Entry>> entries = (*session)->knowledge().entries(state);
    if (!entries)
        return entries.error();
    using enum Table::Align;
    Json all = Json::array();
    Table table({ { "id", Right }, { "state" }, { "stage" }, { "artifact" }, { "shown", Right },
        { "used", Right }, { "value", Right }, { "key" }, { "title", Left, 70 } });
    for (const knowledge::Entry& entry : *entries) {
        const Result<store::LedgerRecord> draft = (*session)->knowledge().ledger(entry.id, "draft");
        const Result<store::LedgerRecord> refine = (*session)->knowledge().ledger(entry.id, "refine");
        if (!draft)
            return draft.error();
        if (!refine)
            return refine.error();
        const bool performance = entry.triggers.stage == knowledge::Stage::Performance;
        all.push_back(entryJson(entry));
        all.back()["ledger"] = { { "draft", ledgerJson(*draft) }, { "refine", ledgerJson(*refine) } };
        table.row({ std::to_string(entry.id.value), std::string(knowledge::name(entry.state)),
            std::string(knowledge::name(entry.triggers.stage)),
            std::string(knowledge::name(entry.artifact.kind)), std::to_string(draft->shown + refine->shown),
            std::to_string(draft->used + refine->used),
            formatNumber(performance ? refine->value : draft->value), entry.key, entry.title });
    }
    if (context.json)
        context.print({ { "entries", std::move(all) } });
    else if (table.empty())
        context.out << "no entries" << (state ? " in that state" : "") << '\n';
    else
        table.print(context.out, context.outColour);
    return kDone;
}

void printList(Context& context, const char* label, const std::vector<std::string>& words)
{
    if (!words.empty())
        context.out << "  " << label << ": " << join(words, ", ") << '\n';
}

void printText(Context& context, const char* label, const std::string& text)
{
    if (!text.empty())
        context.out << "  " << label << ": " << text << '\n';
}

void printEntry(Context& context, const knowledge::Entry& entry)
{
    context.out << styled(entry.title, Style::Bold, context.outColour) << "\n"
                << entry.key << " (" << entry.id.value << "), version " << entry.version << ", "
                << knowledge::name(entry.state)
                << "\n\nwhen it applies\n  stage: " << knowledge::name(entry.triggers.stage) << '\n';
    printList(context, "families", entry.triggers.families);
    printList(context, "apis", entry.triggers.apis);
    printList(context, "findings", entry.triggers.constraints);
    printList(context, "errors", entry.triggers.errorSignatures);
    printList(context, "bottlenecks", entry.triggers.bottlenecks);
    printList(context, "dtypes", entry.triggers.dtypes);
    printList(context, "chips", entry.triggers.chips);
    context.out << "\nwhy\n";
    printText(context, "symptom", entry.rationale.symptom);
    printText(context, "cause", entry.rationale.cause);
    printText(context, "rule", entry.rationale.constraint);
    printText(context, "consequence", entry.rationale.consequence);
    printText(context, "not when", entry.rationale.whenNotToApply);
    context.out << "\nwhat to do (" << knowledge::name(entry.artifact.kind) << ")\n";
    if (!entry.artifact.text.empty())
        context.out << entry.artifact.text << (entry.artifact.text.ends_with('\n') ? "" : "\n");
    if (!entry.artifact.rule.is_null() && !entry.artifact.rule.empty())
        context.out << entry.artifact.rule.dump(2) << '\n';
    context.out << "\nsource " << entry.source.dump() << "\nreplay " << entry.verification.dump() << '\n';
}

Result<int> show(Context& context, const Arguments& arguments)
{
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    const Result<knowledge::Entry> entry = (*session)->knowledge().entryByKey(arguments.positional(0));
    if (!entry)
        return entry.error();
    const Result<store::LedgerRecord> draft = (*session)->knowledge().ledger(entry->id, "draft");
    const Result<store::LedgerRecord> refine = (*session)->knowledge().ledger(entry->id, "refine");
    if (!draft)
        return draft.error();
    if (!refine)
        return refine.error();
    const Result<std::vector<store::DecisionRecord>> decisions
        = (*session)->workspace().decisions("entry", entry->id.value);
    if (!decisions)
        return decisions.error();
    if (context.json) {
        Json json = entryJson(*entry);
        json["ledger"] = { { "draft", ledgerJson(*draft) }, { "refine", ledgerJson(*refine) } };
        json["decisions"] = Json::array();
        for (const store::DecisionRecord& each : *decisions)
            json["decisions"].push_back({ { "action", each.action }, { "who", each.who },
                { "reason", each.reason }, { "at", each.at }, { "undoneBy", each.undoneBy } });
        context.print(json);
        return kDone;
    }
    printEntry(context, *entry);
    for (const auto& [stage, ledger] : { std::pair { "draft", &*draft }, std::pair { "refine", &*refine } })
        context.out << stage << ": shown " << ledger->shown << ", used " << ledger->used << ", helped "
                    << ledger->succeeded << ", did not " << ledger->failed << ", value "
                    << formatNumber(ledger->value) << '\n';
    for (const store::DecisionRecord& each : *decisions)
        context.out << formatTime(each.at) << ' ' << each.who << ": " << each.action
                    << (each.reason.empty() ? "" : " (" + each.reason + ")")
                    << (each.undoneBy != 0 ? ", undone" : "") << '\n';
    return kDone;
}

Result<int> decide(Context& context, const Arguments& arguments, knowledge::EntryState to)
{
    const auto session = openSession(arguments, store::OpenMode::ReadWrite);
    if (!session)
        return session.error();
    Json changed = Json::array();
    // All or none, so that a typing error in the second name does not leave the first one decided.
    Status done = (*session)->workspace().transaction([&]() -> Status {
        for (const std::string& key : arguments.positionals()) {
            const Result<knowledge::Entry> entry = (*session)->knowledge().entryByKey(key);
            if (!entry)
                return entry.error();
            Status decided
                = (*session)->knowledge().decide(entry->id, to, userName(), arguments.valueOr("reason", {}));
            if (!decided)
                return decided;
            changed.push_back({ { "key", entry->key }, { "from", knowledge::name(entry->state) },
                { "to", knowledge::name(to) } });
        }
        return {};
    });
    if (!done)
        return done.error();
    if (context.json)
        context.print({ { "changed", std::move(changed) } });
    else
        for (const Json& each : changed)
            context.out << each["key"].get<std::string>() << ": " << each["from"].get<std::string>() << " -> "
                        << each["to"].get<std::string>() << "; `hawk knowledge undo` takes it back\n";
    return kDone;
}

Result<int> approve(Context& context, const Arguments& arguments)
{
    return decide(context, arguments, knowledge::EntryState::Approved);
}
Result<int> reject(Context& context, const Arguments& arguments)
{
    return decide(context, arguments, knowledge::EntryState::Rejected);
}

Result<int> undo(Context& context, const Arguments& arguments)
{
    const auto session = openSession(arguments, store::OpenMode::ReadWrite);
    if (!session)
        return session.error();
    const Result<store::DecisionRecord> undone = (*session)->knowledge().undo(userName());
    if (!undone)
        return undone.error();
    const Result<knowledge::Entry> entry = (*session)->knowledge().entry({ undone->subjectId });
    if (!entry)
        return entry.error();
    if (context.json)
        context.print({ { "undone", undone->action }, { "key", entry->key },
            { "state", knowledge::name(entry->state) } });
    else
        context.out << "undid \"" << undone->action << "\" by " << undone->who << " of "
                    << formatTime(undone->at) << ": " << entry->key << " is " << knowledge::name(entry->state)
                    << " again\n";
    return kDone;
}

Json hitJson(const knowledge::Hit& hit)
{
    return { { "rank", hit.rank }, { "key", hit.entry.key }, { "id", hit.entry.id.value },
        { "title", hit.entry.title }, { "state", knowledge::name(hit.entry.state) },
        { "syntacticRank", hit.syntacticRank }, { "denseRank", hit.denseRank },
        { "syntacticScore", hit.syntacticScore }, { "denseScore", hit.denseScore },
        { "fusedScore", hit.fusedScore }, { "value", hit.value }, { "matchedTerms", hit.matchedTerms },
        { "matchedFeatures", hit.matchedFeatures }, { "explanation", hit.explanation } };
}

/// The query of a stored candidate's verdict, or of an error text, or of nothing tried yet.
Result<knowledge::Query> makeQuery(engine::Session& session, const Arguments& arguments)
{
    const std::optional<std::string> specName = arguments.value("spec");
    if (!specName)
        return Error { Errc::InvalidInput, "--spec NAME is missing: the operator to find knowledge for", {},
            {} };
    const auto spec = session.spec(*specName);
    if (!spec)
        return spec.error();
    const auto facts = session.chips().find(arguments.valueOr("chip", std::string(chip::kDefaultChip)));
    if (!facts)
        return facts.error();
    std::optional<target::Verdict> verdict;
    const Result<std::int64_t> candidate
        = arguments.integer("candidate", 0, 1, std::numeric_limits<std::int64_t>::max());
    if (!candidate)
        return candidate.error();
    if (*candidate != 0) {
        Result<target::Verdict> stored = engine::loadVerdict(session.workspace(), { *candidate });
        if (!stored)
            return stored.error();
        verdict = *std::move(stored);
    }
    const bool correct = verdict && verdict->outcome == target::Outcome::Correct;
    knowledge::Query query = knowledge::buildQuery(correct ? "refine" : "draft", *specName,
        std::string(spec::name((*spec)->family)), engine::elementTypes(**spec), (*facts)->name,
        verdict ? &*verdict : nullptr);
    if (const std::optional<std::string> error = arguments.value("error"))
        query.errorText = *error;
    return query;
}

Result<int> retrieve(Context& context, const Arguments& arguments)
{
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    const Result<knowledge::Query> query = makeQuery(**session, arguments);
    if (!query)
        return query.error();
    knowledge::RetrieveOptions options;
    const Result<std::int64_t> count
        = arguments.integer("count", static_cast<std::int64_t>(options.count), 1, 1000);
    if (!count)
        return count.error();
    options.count = static_cast<std::size_t>(*count);
    Rng rng(1);
    const Result<std::vector<knowledge::Hit>> hits = (*session)->knowledge().retrieve(*query, options, rng);
    if (!hits)
        return hits.error();
    if (context.json) {
        Json all = Json::array();
        for (const knowledge::Hit& hit : *hits)
            all.push_back(hitJson(hit));
        context.print({ { "stage", query->stage }, { "spec", query->specName }, { "hits", std::move(all) } });
        return kDone;
    }
    if (hits->empty())
        context.out << "nothing found\n";
    const auto place = [](int rank) { return rank == 0 ? std::string("-") : std::to_string(rank); };
    for (const knowledge::Hit& hit : *hits)
        context.out << hit.rank << ". " << styled(hit.entry.title, Style::Bold, context.outColour) << "  "
                    << hit.entry.key << "\n   syntactic rank " << place(hit.syntacticRank)
                    << ", hardware rank " << place(hit.denseRank) << ", value " << formatNumber(hit.value)
                    << "\n   " << hit.explanation << '\n';
    return kDone;
}

} // namespace

std::vector<Command> knowledgeCommands()
{
    const PositionalSpec entry { "ENTRY", "key or number of the entry" };
    const PositionalSpec entries { "ENTRY", "keys or numbers of entries", true, true };
    const OptionSpec reason { .name = "reason", .value = "TEXT", .help = "why; kept with the decision" };
    return { { .name = "knowledge list",
                 .summary = "the entries, with how often they were shown and used",
                 .options = { { .name = "state",
                     .value = "STATE",
                     .help = "proposed, quarantined, approved, rejected or retired" } },
                 .run = list },
        { .name = "knowledge show",
            .summary = "an entry in full, with its effect and its decisions",
            .positionals = { entry },
            .run = show },
        { .name = "knowledge approve",
            .summary = "approve entries: they are retrieved without restriction",
            .positionals = { entries },
            .options = { reason },
            .run = approve },
        { .name = "knowledge reject",
            .summary = "reject entries: they are never retrieved",
            .positionals = { entries },
            .options = { reason },
            .run = reject },
        { .name = "knowledge undo", .summary = "take back the newest decision", .run = undo },
        { .name = "retrieve",
            .summary = "what knowledge an operator would be shown, and why",
            .options = { { .name = "spec", .value = "NAME", .help = "the operator" },
                { .name = "error", .value = "TEXT", .help = "a compiler or run-time message" },
                { .name = "candidate", .value = "N", .help = "use the verdict of this candidate" },
                { .name = "count", .value = "N", .help = "how many (6)" },
                { .name = "chip", .value = "NAME", .help = "Ascend910B2 when not given" } },
            .run = retrieve } };
}

} // namespace hawk::cli
