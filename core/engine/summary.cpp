#include "engine/run_state.h"

#include <algorithm>
#include <map>
#include <set>

namespace hawk::engine {
namespace {

using Rows = std::map<CandidateId, store::CandidateRecord>;

double modelledUs(const Rows& rows, CandidateId id)
{
    const auto found = rows.find(id);
    return found == rows.end() ? 0.0 : found->second.modelledUs;
}

/// Entries that came into play where a draft got further than the failure it answers, on the way to the first
/// correct kernel, in that order.
Result<std::vector<std::string>> repairers(
    const store::Workspace& workspace, const Rows& rows, CandidateId correct)
{
    std::vector<EntryId> used;
    for (auto child = rows.find(correct); child != rows.end();) {
        const auto parent = rows.find(child->second.parent);
        if (parent == rows.end())
            break;
        const auto before = target::outcomeFromName(parent->second.outcome);
        const auto after = target::outcomeFromName(child->second.outcome);
        if (before && after && *after > *before) {
            const std::vector<EntryId>& old = parent->second.usedEntries;
            std::vector<EntryId> fresh;
            for (const EntryId id : child->second.usedEntries)
                if (std::find(old.begin(), old.end(), id) == old.end())
                    fresh.push_back(id);
            used.insert(used.begin(), fresh.begin(), fresh.end());
        }
        child = parent;
    }
    std::vector<std::string> keys;
    for (const EntryId id : used) {
        const Result<store::EntryRecord> entry = workspace.entry(id);
        if (!entry)
            return entry.error();
        if (std::find(keys.begin(), keys.end(), entry->key) == keys.end())
            keys.push_back(entry->key);
    }
    return keys;
}

Result<std::vector<std::string>> bottlenecksOf(const store::Workspace& workspace, CandidateId candidate)
{
    std::vector<std::string> tags;
    if (!candidate)
        return tags;
    const Result<std::vector<store::ProfileRecord>> profiles = workspace.profiles(candidate);
    if (!profiles)
        return profiles.error();
    std::set<std::string> seen;
    for (const store::ProfileRecord& row : *profiles) {
        const Result<emulator::Profile> profile = emulator::profileFromJson(row.body);
        if (!profile)
            return profile.error();
        for (const std::string& tag : profile->bottlenecks)
            if (seen.insert(tag).second)
                tags.push_back(tag);
    }
    return tags;
}

Result<TaskSummary> summariseTask(const store::Workspace& workspace, const store::TaskRecord& task)
{
    Result<std::vector<store::CandidateRecord>> candidates = workspace.candidates({ .task = task.id });
    if (!candidates)
        return candidates.error();
    Rows rows;
    int before = 0;
    for (store::CandidateRecord& row : *candidates) {
        const bool earlier = !task.firstCorrect || row.id < task.firstCorrect;
        before += earlier ? 1 : 0;
        rows.emplace(row.id, std::move(row));
    }
    TaskSummary summary { .spec = task.specName,
        .state = task.state,
        .correct = static_cast<bool>(task.firstCorrect),
        .attempts = task.attempts,
        .failedBeforeCorrect = before,
        .firstCorrectUs = modelledUs(rows, task.firstCorrect),
        .bestUs = modelledUs(rows, task.best),
        .note = task.note };
    Result<std::vector<std::string>> keys = repairers(workspace, rows, task.firstCorrect);
    if (!keys)
        return keys.error();
    summary.entriesThatRepaired = *std::move(keys);
    Result<std::vector<std::string>> tags = bottlenecksOf(workspace, task.best);
    if (!tags)
        return tags.error();
    summary.bottlenecks = *std::move(tags);
    return summary;
}

RunEnd endOf(const std::string& state)
{
    if (state == "finished")
        return RunEnd::Finished;
    if (state == "failed")
        return RunEnd::Failed;
    return state == "paused" ? RunEnd::Paused : RunEnd::Stopped;
}

} // namespace

std::string_view name(RunEnd end)
{
    switch (end) {
    case RunEnd::Finished:
        return "finished";
    case RunEnd::Paused:
        return "paused";
    case RunEnd::Stopped:
        return "stopped";
    case RunEnd::Failed:
        return "failed";
    }
    return "unknown";
}

bool RunSummary::allCorrect() const
{
    return !tasks.empty()
        && std::all_of(tasks.begin(), tasks.end(), [](const auto& task) { return task.correct; });
}

int RunSummary::correctKernels() const
{
    return static_cast<int>(std::count_if(tasks.begin(), tasks.end(), [](const auto& task) { return task.correct; }));
}

double RunSummary::tokensPerCorrect() const
{
    const int correct = correctKernels();
    return correct > 0 ? static_cast<double>(promptTokens + completionTokens) / correct : 0;
}

double RunSummary::moneyPerCorrect() const
{
    const int correct = correctKernels();
    return correct > 0 ? money / correct : 0;
}

namespace {

Json modelJson(const RunSummary& summary)
{
    return { { "name", summary.model }, { "replayed", summary.replayed }, { "exchanges", summary.exchanges },
        { "promptTokens", summary.promptTokens }, { "completionTokens", summary.completionTokens },
        { "money", summary.money }, { "currency", summary.currency }, { "unpriced", summary.unpriced },
        { "tokensPerCorrect", summary.tokensPerCorrect() }, { "moneyPerCorrect", summary.moneyPerCorrect() } };
}

/// What the run's exchanges took; empty for a run without a model.
Status addSpending(const store::Workspace& workspace, const store::RunRecord& run, RunSummary& summary)
{
    const Result<RunOptions> options = runOptionsFromJson(run.options);
    if (!options)
        return options.error();
    if (!options->usesModel())
        return {};
    summary.model = options->model;
    summary.replayed = options->replay || !options->replayFile.empty();
    const auto rows = workspace.exchanges({ .run = run.id, .repliesOnly = true });
    if (!rows)
        return rows.error();
    for (const store::ExchangeRecord& row : *rows) {
        ++summary.exchanges;
        summary.promptTokens += row.promptTokens;
        summary.completionTokens += row.completionTokens;
        summary.unpriced += row.cost ? 0 : 1;
        summary.money += row.cost.value_or(0);
        if (row.cost)
            summary.currency = row.currency;
    }
    return {};
}

} // namespace

Json toJson(const RunSummary& summary)
{
    Json tasks = Json::array();
    for (const TaskSummary& task : summary.tasks)
        tasks.push_back({ { "spec", task.spec }, { "state", task.state }, { "correct", task.correct },
            { "attempts", task.attempts }, { "failedBeforeCorrect", task.failedBeforeCorrect },
            { "firstCorrectUs", task.firstCorrectUs }, { "bestUs", task.bestUs },
            { "entriesThatRepaired", task.entriesThatRepaired }, { "bottlenecks", task.bottlenecks },
            { "note", task.note } });
    Json json { { "run", summary.run.value }, { "state", summary.state }, { "message", summary.message },
        { "chip", summary.chip }, { "seed", summary.seed }, { "activeSeconds", summary.activeSeconds },
        { "timeKind", "modelled" }, { "allCorrect", summary.allCorrect() }, { "tasks", std::move(tasks) } };
    if (!summary.model.empty())
        json["model"] = modelJson(summary);
    return json;
}

Result<RunSummary> summarise(store::Workspace& workspace, RunId run)
{
    const Result<store::RunRecord> record = workspace.run(run);
    if (!record)
        return record.error();
    Result<std::vector<store::TaskRecord>> tasks = workspace.tasks(run);
    if (!tasks)
        return tasks.error();
    std::sort(
        tasks->begin(), tasks->end(), [](const auto& a, const auto& b) { return a.position < b.position; });
    RunSummary summary { .run = run,
        .end = endOf(record->state),
        .state = record->state,
        .message = record->message,
        .chip = record->chip,
        .seed = record->seed,
        .activeSeconds = record->activeSeconds };
    for (const store::TaskRecord& task : *tasks) {
        Result<TaskSummary> each = summariseTask(workspace, task);
        if (!each)
            return each.error();
        summary.tasks.push_back(*std::move(each));
    }
    if (Status added = addSpending(workspace, *record, summary); !added)
        return added.error();
    return summary;
}

} // namespace hawk::engine
