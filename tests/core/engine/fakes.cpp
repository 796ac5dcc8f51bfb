#include "fakes.h"

#include "base/hash.h"
#include "engine/records.h"

#include <algorithm>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>

namespace hawk::engine::test {

std::optional<std::string> usualScript(const synth::SynthRequest& request)
{
    if (request.stage == synth::SynthRequest::Stage::Draft) {
        constexpr const char* kDrafts[] = { "build-failed 0", "mismatch 0", "correct 100" };
        return kDrafts[std::min(request.attempt, 2)];
    }
    const double parentUs = request.parent->verdict->modelledUs / 2; // two cases
    if (parentUs < 60 || request.tried.size() >= 2)
        return {};
    std::ostringstream text;
    text << "correct " << parentUs * (request.tried.empty() ? 0.8 : 0.95);
    return text.str();
}

ScriptedSynthesizer::ScriptedSynthesizer(Script script)
    : m_script(std::move(script))
{
}

Result<synth::Draft> ScriptedSynthesizer::synthesize(const synth::SynthRequest& request, std::stop_token)
{
    synth::Draft draft;
    const std::optional<std::string> line = m_script(request);
    if (!line) {
        draft.exhausted = true;
        return draft;
    }
    if (line->starts_with("error "))
        return Error { Errc::InvalidInput, line->substr(6), {}, {} };
    std::ostringstream source;
    source << *line << "\n// " << request.spec->name << " attempt " << request.attempt << " seed "
           << request.seed << "\n// parent "
           << (request.parent ? sha256Hex(request.parent->candidate.source).substr(0, 12) : "none");
    for (const synth::Prior& tried : request.tried)
        source << "\n// tried " << sha256Hex(tried.candidate.source).substr(0, 12);
    for (const knowledge::Hit& hit : request.knowledge)
        source << "\n// shown " << hit.entry.key << " rank " << hit.rank << " value " << hit.value;
    draft.candidate = { .source = source.str() + "\n", .launchPlan = "{}\n" };
    if (!request.knowledge.empty())
        draft.usedEntries = { request.knowledge.front().entry.id };
    draft.note = *line;
    return draft;
}

ScriptedTarget::ScriptedTarget(Hook hook)
    : m_hook(std::move(hook))
{
}

Result<target::Verdict> ScriptedTarget::judge(const target::JudgeRequest& request, std::stop_token stop,
    const std::function<void(const target::JudgeProgress&)>& progress)
{
    const int number = ++m_judged;
    if (progress)
        progress({ .step = "build", .done = 0, .total = 1 });
    if (m_hook)
        if (std::optional<Error> error = m_hook(number, request, stop))
            return *error;
    if (stop.stop_requested())
        return Error { Errc::Cancelled, "cancelled", {}, {} };
    std::istringstream line(request.candidate.source);
    std::string outcome;
    double us = 0;
    line >> outcome >> us;
    target::Verdict verdict;
    const Result<target::Outcome> parsed = target::outcomeFromName(outcome);
    EXPECT_TRUE(parsed) << outcome;
    verdict.outcome = *parsed;
    verdict.summary = outcome == "correct" ? "all cases correct" : "scripted " + outcome;
    verdict.target = name();
    verdict.chip = request.chip->name;
    verdict.judgeMs = 1;
    verdict.seed = request.seed;
    for (const char* name : { "one", "two" }) {
        target::CaseVerdict each { .name = name, .outcome = verdict.outcome, .detail = verdict.summary };
        if (verdict.outcome == target::Outcome::Correct) {
            each.profile = emulator::Profile { .chip = request.chip->name, .totalUs = us, .tHwUs = 1 };
            verdict.modelledUs += us;
        }
        verdict.cases.push_back(std::move(each));
    }
    verdict.casesTotal = verdict.cases.size();
    return verdict;
}

void RecordingSink::post(Event event) noexcept
{
    if (onEvent)
        onEvent(event);
    if (std::holds_alternative<RunProgress>(event))
        ++progressCount;
    else
        events.push_back(std::move(event));
}

Bench Bench::make()
{
    Result<TempDir> folder = TempDir::create("hawk-engine-test");
    EXPECT_TRUE(folder);
    const std::filesystem::path workspace = folder->path() / "workspace";
    return Bench { *std::move(folder), workspace };
}

SessionOptions Bench::options() const
{
    return { .workspace = workspace, .target = target, .synthesizer = synthesizer };
}

std::unique_ptr<Session> Bench::create() const
{
    Result<std::unique_ptr<Session>> session = Session::create(options());
    if (!session) {
        ADD_FAILURE() << session.error().text();
        return nullptr;
    }
    return *std::move(session);
}

std::unique_ptr<Session> Bench::open() const
{
    Result<std::unique_ptr<Session>> session = Session::open(options());
    if (!session) {
        ADD_FAILURE() << session.error().text();
        return nullptr;
    }
    return *std::move(session);
}

std::string describe(Session& session, RunId run)
{
    std::ostringstream text;
    const auto tasks = session.workspace().tasks(run);
    EXPECT_TRUE(tasks);
    for (const store::TaskRecord& task : *tasks) {
        const auto rows = session.workspace().candidates({ .task = task.id });
        EXPECT_TRUE(rows);
        for (const store::CandidateRecord& row : *rows) {
            const auto texts = loadCandidate(session.workspace(), row);
            EXPECT_TRUE(texts);
            text << task.specName << ' ' << row.attempt << ' ' << row.stage << ' ' << row.outcome << '\n'
                 << texts->source;
        }
        text << task.specName << ": " << task.state << ", " << task.attempts << " attempts, " << task.note
             << '\n';
    }
    const auto entries = session.knowledge().entries();
    EXPECT_TRUE(entries);
    for (const knowledge::Entry& entry : *entries) {
        for (const char* stage : { "draft", "refine" }) {
            const auto ledger = session.knowledge().ledger(entry.id, stage);
            EXPECT_TRUE(ledger);
            if (ledger && ledger->shown > 0)
                text << entry.key << ' ' << knowledge::name(entry.state) << ' ' << stage << " shown "
                     << ledger->shown << " value " << ledger->value << '\n';
        }
    }
    return text.str();
}

RunOptions usualOptions()
{
    return { .specs = { "relu", "add" }, .attemptsPerTask = 12, .seed = 7, .parallelJudges = 2 };
}

} // namespace hawk::engine::test
