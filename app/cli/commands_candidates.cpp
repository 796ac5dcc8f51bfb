#include "cli/command.h"
#include "cli/verdict_report.h"

#include "base/files.h"
#include "engine/records.h"
#include "engine/review.h"

#include <limits>
#include <map>
#include <ostream>

namespace hawk::cli {
namespace {

Json rowJson(const store::CandidateRecord& row)
{
    Json used = Json::array();
    for (const EntryId id : row.usedEntries)
        used.push_back(id.value);
    return { { "candidate", row.id.value }, { "run", row.run.value }, { "task", row.task.value },
        { "spec", row.spec.value }, { "parent", row.parent.value }, { "attempt", row.attempt },
        { "origin", row.origin }, { "stage", row.stage }, { "outcome", row.outcome },
        { "modelledUs", row.modelledUs }, { "summary", row.summary }, { "note", row.note },
        { "usedEntries", std::move(used) }, { "sourceHash", row.sourceHash },
        { "form", row.form }, { "fileName", row.fileName }, { "launchPlanHash", row.launchPlanHash }, { "createdAt", row.createdAt } };
}

/// Exchanges with the model that wrote a candidate; empty for others.
Result<std::vector<std::int64_t>> exchangeIds(const store::Workspace& workspace, CandidateId candidate)
{
    const auto rows = workspace.exchanges({ .candidate = candidate });
    if (!rows)
        return rows.error();
    std::vector<std::int64_t> ids;
    for (const store::ExchangeRecord& row : *rows)
        ids.push_back(row.id);
    return ids;
}

Result<std::map<SpecId, std::string>> specNames(
    const store::Workspace& workspace, const std::vector<store::CandidateRecord>& rows)
{
    std::map<SpecId, std::string> names;
    for (const store::CandidateRecord& row : rows) {
        if (names.contains(row.spec))
            continue;
        const Result<store::SpecRecord> spec = workspace.spec(row.spec);
        if (!spec)
            return spec.error();
        names[row.spec] = spec->name;
    }
    return names;
}

Result<int> list(Context& context, const Arguments& arguments)
{
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    const store::Workspace& workspace = (*session)->workspace();
    const Result<std::int64_t> run = arguments.integer("run", 0, 1, std::numeric_limits<std::int64_t>::max());
    if (!run)
        return run.error();
    const std::string spec = arguments.valueOr("spec", {});
    if (!spec.empty())
        if (const auto known = (*session)->spec(spec); !known)
            return known.error();
    const Result<std::vector<store::CandidateRecord>> rows
        = workspace.candidates({ .run = { *run }, .specName = spec });
    if (!rows)
        return rows.error();
    const auto names = specNames(workspace, *rows);
    if (!names)
        return names.error();
    if (context.json) {
        Json all = Json::array();
        for (const store::CandidateRecord& row : *rows) {
            all.push_back(rowJson(row));
            all.back()["specName"] = names->at(row.spec);
        }
        context.print({ { "timeKind", "modelled" }, { "candidates", std::move(all) } });
        return kDone;
    }
    if (rows->empty()) {
        context.out << "no candidates\n";
        return kDone;
    }
    using enum Table::Align;
    Table table({ { "id", Right }, { "operator" }, { "run", Right }, { "try", Right }, { "from", Right },
        { "by" }, { "stage" }, { "outcome" }, { "modelled time", Right }, { "note", Left, 70 } });
    const auto number
        = [](std::int64_t value) { return value == 0 ? std::string("-") : std::to_string(value); };
    for (const store::CandidateRecord& row : *rows)
        table.row({ std::to_string(row.id.value), names->at(row.spec), number(row.run.value),
            row.run ? std::to_string(row.attempt + 1) : "-", number(row.parent.value), row.origin, row.stage,
            row.outcome, formatUs(row.modelledUs),
            row.outcome == "correct" ? row.note : row.note + ": " + row.summary });
    table.print(context.out, context.outColour);
    return kDone;
}

/// Everything for a person who has to say whether the verdict is to be believed.
Result<int> printReview(Context& context, const store::Workspace& workspace, CandidateId id)
{
    const Result<engine::Review> review = engine::reviewOf(workspace, id);
    if (!review)
        return review.error();
    if (context.json)
        context.print(engine::toJson(*review));
    else
        context.out << engine::toMarkdown(*review);
    return kDone;
}

Result<int> show(Context& context, const Arguments& arguments)
{
    const Result<CandidateId> id = candidateArgument(arguments, 0);
    if (!id)
        return id.error();
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    const store::Workspace& workspace = (*session)->workspace();
    if (arguments.has("review"))
        return printReview(context, workspace, *id);
    const Result<store::CandidateRecord> row = workspace.candidate(*id);
    if (!row)
        return row.error();
    const Result<target::Candidate> texts = engine::loadCandidate(workspace, *row);
    if (!texts)
        return texts.error();
    const Result<target::Verdict> verdict = engine::loadVerdict(workspace, *id);
    if (!verdict)
        return verdict.error();
    const auto names = specNames(workspace, { *row });
    if (!names)
        return names.error();
    const Result<std::vector<std::int64_t>> exchanges = exchangeIds(workspace, *id);
    if (!exchanges)
        return exchanges.error();
    if (context.json) {
        Json document = rowJson(*row);
        document["specName"] = names->at(row->spec);
        document["source"] = texts->source;
        document["launchPlan"] = texts->launchPlan;
        document["plan"] = row->plan;
        document["exchanges"] = *exchanges;
        document["verdict"] = target::toJson(*verdict);
        context.print(document);
        return kDone;
    }
    const bool everything = !arguments.has("source") && !arguments.has("plan") && !arguments.has("verdict");
    if (everything) {
        context.out << "candidate " << id->value << ", " << names->at(row->spec) << ", " << row->stage
                    << " by " << row->origin << ", " << formatTime(row->createdAt) << '\n'
                    << row->note << '\n';
        for (const std::int64_t exchange : *exchanges)
            context.out << "prompt and reply: hawk exchange show " << exchange << '\n';
        context.out << "\n// " << row->form << "\n";
    }
    if (everything || arguments.has("source"))
        context.out << texts->source << (texts->source.ends_with('\n') ? "" : "\n");
    const bool planned = texts->form == target::Candidate::Form::KernelAndPlan;
    if (everything && planned)
        context.out << "\n// launch plan\n";
    if ((everything && planned) || arguments.has("plan"))
        context.out << texts->launchPlan << (texts->launchPlan.ends_with('\n') ? "" : "\n");
    if (everything)
        context.out << '\n';
    if (everything || arguments.has("verdict"))
        printVerdict(context, *verdict, *texts);
    return kDone;
}

Result<int> trace(Context& context, const Arguments& arguments)
{
    const Result<CandidateId> id = candidateArgument(arguments, 0);
    if (!id)
        return id.error();
    const std::optional<std::string> file = arguments.value("output");
    if (!file)
        return Error { Errc::InvalidInput, "-o FILE.json is missing: where to write the timeline", {}, {} };
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    const Result<emulator::Analysis> analysis = (*session)->timeline(*id, arguments.valueOr("case", {}));
    if (!analysis)
        return analysis.error();
    const std::string text = emulator::chromeTrace(analysis->timeline, analysis->profile);
    if (Status written = writeFileAtomically(*file, text); !written)
        return written.error();
    if (context.json)
        context.print({ { "file", *file }, { "segments", analysis->timeline.size() },
            { "timeKind", "modelled" }, { "profile", emulator::toJson(analysis->profile) } });
    else
        context.out << "wrote " << *file << ": " << analysis->timeline.size() << " segments, "
                    << formatUs(analysis->profile.totalUs)
                    << " modelled; open it in chrome://tracing or ui.perfetto.dev\n";
    return kDone;
}

} // namespace

std::vector<Command> candidateCommands()
{
    return { { .name = "candidates",
                 .summary = "every kernel that was tried, with its verdict",
                 .options = { { .name = "spec", .value = "NAME", .help = "of this operator only" },
                     { .name = "run", .value = "N", .help = "of this run only" } },
                 .run = list },
        { .name = "show",
            .summary = "a candidate: source, launch plan, verdict",
            .positionals = { { "CANDIDATE", "number from `hawk candidates`" } },
            .options = { { .name = "source", .value = {}, .help = "only the source; of a project all its files" },
                { .name = "plan", .value = {}, .help = "only the launch plan" },
                { .name = "verdict", .value = {}, .help = "only the verdict" },
                { .name = "review", .value = {}, .help = "one page to review it by, as Markdown" } },
            .run = show,
            .details = "--review writes what a reviewer needs: task, source without comments, every gate's evidence, figures with their\n"
                       "number and spread, seeds and hashes. It shows hidden cases: keep it from whoever writes kernels." },
        { .name = "trace",
            .summary = "write the pipe timeline of a candidate as a Chrome trace",
            .positionals = { { "CANDIDATE", "number from `hawk candidates`" } },
            .options = { { .name = "output", .value = "FILE.json", .help = "file to write", .letter = 'o' },
                { .name = "case",
                    .value = "NAME",
                    .help = "the case with the longest time when not given" } },
            .run = trace } };
}

} // namespace hawk::cli
