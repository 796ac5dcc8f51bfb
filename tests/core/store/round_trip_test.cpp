#include "fixture.h"

#include <limits>

namespace hawk::store {
namespace {

class RoundTrip : public WorkspaceTest {
protected:
    void SetUp() override
    {
        WorkspaceTest::SetUp();
        m_ws = open(OpenMode::Create);
        ASSERT_TRUE(m_ws);
    }
    /// Closes and opens again: what is compared comes from the disk.
    void reopen()
    {
        m_ws.reset();
        m_ws = open(OpenMode::ReadWrite);
        ASSERT_TRUE(m_ws);
    }
    std::unique_ptr<Workspace> m_ws;
};

const Json kBody = { { "text", "Ünïcode \xe2\x9c\x93" }, { "list", { 1, 2.5, nullptr } } };

TEST_F(RoundTrip, Spec)
{
    const SpecId id = must(m_ws->addSpec({ .name = "relu",
        .contentHash = "h1",
        .family = "activation",
        .origin = "bundled",
        .body = kBody,
        .addedAt = 17 }));
    reopen();
    const SpecRecord got = must(m_ws->spec(id));
    EXPECT_EQ(got.id, id);
    EXPECT_EQ(got.name, "relu");
    EXPECT_EQ(got.contentHash, "h1");
    EXPECT_EQ(got.family, "activation");
    EXPECT_EQ(got.origin, "bundled");
    EXPECT_EQ(got.body, kBody);
    EXPECT_EQ(got.addedAt, 17);
}

TEST_F(RoundTrip, SpecNewestIsTheOneAddedLast)
{
    const SpecId first = must(m_ws->addSpec({ .name = "relu", .contentHash = "h1" }));
    const SpecId second = must(m_ws->addSpec({ .name = "relu", .contentHash = "h2" }));
    must(m_ws->addSpec({ .name = "add", .contentHash = "h1" }));
    EXPECT_EQ(must(m_ws->specByName("relu"))->id, second);
    EXPECT_EQ(must(m_ws->addSpec({ .name = "relu", .contentHash = "h1" })), first) << "same content, same id";
    EXPECT_EQ(must(m_ws->specByName("relu"))->id, first) << "going back to an older version makes it the newest";
    ASSERT_EQ(must(m_ws->specs()).size(), 2U);
    EXPECT_FALSE(must(m_ws->specByName("absent")).has_value());
}

TEST_F(RoundTrip, RunAndTask)
{
    const SpecId spec = must(m_ws->addSpec({ .name = "relu", .contentHash = "h1" }));
    RunRecord run { .state = "created",
        .chip = "Ascend910B2",
        .target = "emulator",
        .synthesizer = "builtin",
        .seed = std::numeric_limits<std::uint64_t>::max(),
        .options = kBody,
        .toolchain = { { "g++", "12.2" } },
        .startedAt = 5,
        .message = "m",
        .activeSeconds = 1.5 };
    run.id = must(m_ws->addRun(run));
    run.state = "finished";
    run.endedAt = 9;
    must(m_ws->updateRun(run));
    TaskRecord task { .run = run.id, .spec = spec, .specName = "relu", .position = 3, .state = "pending", .note = "n" };
    task.id = must(m_ws->addTask(task));
    const CandidateId c = must(m_ws->addCandidate({ .run = run.id, .task = task.id, .spec = spec }));
    task.best = task.firstCorrect = c;
    task.attempts = 4;
    must(m_ws->updateTask(task));
    reopen();
    const RunRecord gotRun = must(m_ws->run(run.id));
    EXPECT_EQ(gotRun.state, "finished");
    EXPECT_EQ(gotRun.seed, run.seed) << "all 64 bits survive";
    EXPECT_EQ(gotRun.options, kBody);
    EXPECT_EQ(gotRun.toolchain, run.toolchain);
    EXPECT_EQ(gotRun.startedAt, 5);
    EXPECT_EQ(gotRun.endedAt, 9);
    EXPECT_EQ(gotRun.activeSeconds, 1.5);
    const std::vector<TaskRecord> tasks = must(m_ws->tasks(run.id));
    ASSERT_EQ(tasks.size(), 1U);
    EXPECT_EQ(tasks[0].best, c);
    EXPECT_EQ(tasks[0].firstCorrect, c);
    EXPECT_EQ(tasks[0].attempts, 4);
    EXPECT_EQ(tasks[0].position, 3);
    EXPECT_EQ(tasks[0].note, "n");
}

TEST_F(RoundTrip, CandidateAndVerdict)
{
    const Frame f = addFrame(*m_ws);
    const CandidateId parent = must(m_ws->addCandidate({ .run = f.run, .task = f.task, .spec = f.spec }));
    const CandidateId id = must(m_ws->addCandidate({ .run = f.run,
        .task = f.task,
        .spec = f.spec,
        .parent = parent,
        .attempt = 1,
        .origin = "builtin",
        .stage = "draft",
        .sourceHash = "s",
        .launchPlanHash = "l",
        .plan = kBody,
        .note = "changed the copy",
        .usedEntries = { { 7 }, { 3 } },
        .createdAt = 11 }));
    const VerdictId verdict = must(m_ws->addVerdict(
        { .candidate = id,
            .outcome = "correct",
            .summary = "5 cases",
            .target = "emulator",
            .chip = "Ascend910B2",
            .modelledUs = 12.25,
            .judgeMs = 400,
            .body = kBody,
            .judgedAt = 12 },
        { { .constraint = "ub-addr-32b", .severity = "error", .line = 14, .body = kBody },
            { .constraint = "perf-transfer-16k", .severity = "advice" } },
        { { .caseName = "fp16", .totalUs = 3.5, .trusted = false, .traceHash = "t", .body = kBody } }));
    reopen();
    const CandidateRecord got = must(m_ws->candidate(id));
    EXPECT_EQ(got.parent, parent);
    EXPECT_EQ(got.attempt, 1);
    EXPECT_EQ(got.origin, "builtin");
    EXPECT_EQ(got.stage, "draft");
    EXPECT_EQ(got.sourceHash, "s");
    EXPECT_EQ(got.launchPlanHash, "l");
    EXPECT_EQ(got.plan, kBody);
    EXPECT_EQ(got.note, "changed the copy");
    EXPECT_EQ(got.usedEntries, (std::vector<EntryId> { { 7 }, { 3 } }));
    EXPECT_EQ(got.createdAt, 11);
    EXPECT_EQ(got.outcome, "correct") << "copied from the verdict";
    EXPECT_EQ(got.modelledUs, 12.25);
    EXPECT_EQ(got.summary, "5 cases");
    const VerdictRecord v = *must(m_ws->verdict(id));
    EXPECT_EQ(v.id, verdict);
    EXPECT_EQ(v.body, kBody);
    EXPECT_EQ(v.judgeMs, 400);
    EXPECT_EQ(v.judgedAt, 12);
    const std::vector<FindingRecord> findings = must(m_ws->findings(id));
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].constraint, "ub-addr-32b");
    EXPECT_EQ(findings[0].line, 14);
    EXPECT_EQ(findings[0].body, kBody);
    EXPECT_EQ(findings[0].verdict, verdict);
    EXPECT_TRUE(findings[1].body.is_null());
    const std::vector<ProfileRecord> profiles = must(m_ws->profiles(id));
    ASSERT_EQ(profiles.size(), 1U);
    EXPECT_EQ(profiles[0].caseName, "fp16");
    EXPECT_EQ(profiles[0].totalUs, 3.5);
    EXPECT_FALSE(profiles[0].trusted);
    EXPECT_EQ(profiles[0].traceHash, "t");
    EXPECT_EQ(profiles[0].body, kBody);
}

TEST_F(RoundTrip, JudgedAgainShowsOnlyTheNewestJudgement)
{
    const Frame f = addFrame(*m_ws);
    const CandidateId id = must(m_ws->addCandidate({ .run = f.run, .task = f.task, .spec = f.spec }));
    must(m_ws->addVerdict({ .candidate = id, .outcome = "crashed" }, { { .constraint = "a" } }, {}));
    must(m_ws->addVerdict({ .candidate = id, .outcome = "correct" }, {}, {}));
    EXPECT_EQ(must(m_ws->verdict(id))->outcome, "correct");
    EXPECT_TRUE(must(m_ws->findings(id)).empty());
    EXPECT_EQ(must(m_ws->candidate(id)).outcome, "correct");
}

TEST_F(RoundTrip, CandidateFiltersCombine)
{
    const Frame f = addFrame(*m_ws);
    const CandidateId root = must(m_ws->addCandidate({ .run = f.run, .task = f.task, .spec = f.spec }));
    const CandidateId child
        = must(m_ws->addCandidate({ .run = f.run, .task = f.task, .spec = f.spec, .parent = root }));
    const CandidateId loose = must(m_ws->addCandidate({ .spec = f.spec, .origin = "human" }));
    EXPECT_EQ(must(m_ws->candidates()).size(), 3U);
    EXPECT_EQ(must(m_ws->candidates({ .run = f.run })).size(), 2U);
    EXPECT_EQ(must(m_ws->candidates({ .specName = "relu" })).back().id, loose);
    EXPECT_EQ(must(m_ws->candidates({ .task = f.task, .parent = root })).front().id, child);
    EXPECT_TRUE(must(m_ws->candidates({ .specName = "add" })).empty());
}

TEST_F(RoundTrip, EntryLedgerRetrievalAndValue)
{
    const Frame f = addFrame(*m_ws);
    const CandidateId c = must(m_ws->addCandidate({ .run = f.run, .task = f.task, .spec = f.spec }));
    EntryRecord entry { .key = "seed/a",
        .version = 2,
        .state = "approved",
        .title = "t",
        .stage = "runtime",
        .body = kBody,
        .syntacticText = "DataCopyPad 32B",
        .vector = { 0.5F, -0.25F, 0.0F },
        .createdAt = 1,
        .changedAt = 2 };
    entry.id = must(m_ws->addEntry(entry));
    must(m_ws->setLedger({ .entry = entry.id,
        .stage = "draft",
        .shown = 4,
        .used = 3,
        .succeeded = 2,
        .failed = 1,
        .sumLogSpeedup = 0.5,
        .value = -0.125,
        .valueUpdates = 4 }));
    const RetrievalId retrieval = must(m_ws->addRetrieval({ .run = f.run,
        .task = f.task,
        .query = kBody,
        .hits = { { .entry = entry.id,
            .rank = 1,
            .syntacticRank = 2,
            .denseRank = 0,
            .syntacticScore = 3.5,
            .denseScore = 0.25,
            .fusedScore = 0.016,
            .shown = true,
            .used = true,
            .explanation = "because" } },
        .at = 33 }));
    must(m_ws->setRetrievalCandidate(retrieval, c));
    must(m_ws->addValue({ .entry = entry.id, .candidate = c, .stage = "draft", .reward = 1, .before = 0, .after = 0.2, .at = 34 }));
    reopen();
    const EntryRecord got = *must(m_ws->entryByKey("seed/a"));
    EXPECT_EQ(got.id, entry.id);
    EXPECT_EQ(got.version, 2);
    EXPECT_EQ(got.body, kBody);
    EXPECT_EQ(got.syntacticText, entry.syntacticText);
    EXPECT_EQ(got.vector, entry.vector);
    EXPECT_EQ(got.changedAt, 2);
    const LedgerRecord ledger = must(m_ws->ledger(entry.id, "draft"));
    EXPECT_EQ(ledger.shown, 4);
    EXPECT_EQ(ledger.value, -0.125);
    EXPECT_EQ(ledger.sumLogSpeedup, 0.5);
    EXPECT_EQ(must(m_ws->ledger(entry.id, "refine")).shown, 0) << "an empty ledger is no error";
    const std::vector<RetrievalRecord> retrievals = must(m_ws->retrievals(c));
    ASSERT_EQ(retrievals.size(), 1U);
    EXPECT_EQ(retrievals[0].query, kBody);
    EXPECT_EQ(retrievals[0].at, 33);
    ASSERT_EQ(retrievals[0].hits.size(), 1U);
    const RetrievalRecord::Hit& hit = retrievals[0].hits[0];
    EXPECT_EQ(hit.entry, entry.id);
    EXPECT_EQ(hit.syntacticRank, 2);
    EXPECT_EQ(hit.denseScore, 0.25);
    EXPECT_TRUE(hit.shown);
    EXPECT_TRUE(hit.used);
    EXPECT_EQ(hit.explanation, "because");
    const std::vector<ValueRecord> values = must(m_ws->values(entry.id));
    ASSERT_EQ(values.size(), 1U);
    EXPECT_EQ(values[0].after, 0.2);
    EXPECT_EQ(values[0].candidate, c);
}

TEST_F(RoundTrip, DecisionEventAndMeta)
{
    const Frame f = addFrame(*m_ws);
    const std::int64_t first = must(m_ws->addDecision(
        { .subject = "entry", .subjectId = 5, .action = "approve", .who = "ada", .reason = "r", .before = kBody, .after = {}, .at = 9 }));
    const std::int64_t undo = must(m_ws->addDecision({ .subject = "entry", .subjectId = 5, .action = "undo", .who = "ada" }));
    must(m_ws->markUndone(first, undo));
    const std::int64_t e1 = must(m_ws->addEvent({ .run = f.run, .kind = "RunStarted", .body = kBody, .at = 1 }));
    must(m_ws->addEvent({ .run = f.run, .kind = "RunFinished", .at = 2 }));
    must(m_ws->setMeta("last-run", "1"));
    must(m_ws->setMeta("last-run", "2"));
    reopen();
    const std::vector<DecisionRecord> decisions = must(m_ws->decisions("entry", 5));
    ASSERT_EQ(decisions.size(), 2U);
    EXPECT_EQ(decisions[0].undoneBy, undo);
    EXPECT_EQ(decisions[0].before, kBody);
    EXPECT_TRUE(decisions[0].after.is_null());
    EXPECT_EQ(decisions[0].who, "ada");
    EXPECT_FALSE(must(m_ws->newestStandingDecision()).has_value()) << "the only decision is undone";
    EXPECT_EQ(must(m_ws->newestStandingUndo())->id, undo);
    const std::vector<EventRecord> events = must(m_ws->events(f.run, e1));
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].kind, "RunFinished");
    EXPECT_EQ(*must(m_ws->meta("last-run")), "2");
    EXPECT_FALSE(must(m_ws->meta("absent")).has_value());
}

TEST_F(RoundTrip, ExchangesWithModels)
{
    const Frame f = addFrame(*m_ws);
    store::ExchangeRecord first { .run = f.run, .key = "k", .occurrence = 0, .model = "glm", .label = "relu, attempt 1",
        .requestHash = "rq", .replyHash = "rp", .finishReason = "stop", .promptTokens = 10, .cachedTokens = 4,
        .completionTokens = 5, .cost = 0.25, .currency = "CNY", .firstByteMs = 1.5, .totalMs = 2.5, .at = 99 };
    const std::int64_t id = must(m_ws->addExchange(first));
    must(m_ws->addExchange({ .run = f.run, .key = "k", .occurrence = 1, .failureKind = "timeout", .failure = "slow" }));
    const CandidateId candidate = must(m_ws->addCandidate({ .run = f.run, .spec = f.spec }));
    must(m_ws->setExchangeCandidate(id, candidate));
    reopen();
    const auto all = must(m_ws->exchanges({ .run = f.run }));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].label, "relu, attempt 1");
    EXPECT_EQ(all[0].candidate, candidate);
    EXPECT_EQ(all[0].cost, 0.25);
    EXPECT_EQ(all[0].totalMs, 2.5);
    EXPECT_EQ(all[0].at, 99);
    EXPECT_FALSE(all[1].cost) << "no price is not a price of 0";
    EXPECT_EQ(all[1].failureKind, "timeout");
    EXPECT_EQ(must(m_ws->exchanges({ .candidate = candidate })).size(), 1U);
    EXPECT_EQ(must(m_ws->exchanges({ .repliesOnly = true })).size(), 1U);
    EXPECT_EQ(must(m_ws->repliedExchange(f.run, "k", 0))->id, id);
    EXPECT_EQ(must(m_ws->repliedExchange({}, "k", 0))->id, id);
    EXPECT_FALSE(must(m_ws->repliedExchange(f.run, "k", 1)).has_value()) << "a failure is no reply";
    EXPECT_FALSE(must(m_ws->repliedExchange(RunId { f.run.value + 1 }, "k", 0)).has_value());
    EXPECT_EQ(m_ws->setExchangeCandidate(99, candidate).error().code, Errc::NotFound);
}

TEST_F(RoundTrip, CompilerOutputThatIsNoUtf8IsKeptReadable)
{
    const Frame f = addFrame(*m_ws);
    const CandidateId id = must(m_ws->addCandidate({ .spec = f.spec }));
    must(m_ws->addVerdict({ .candidate = id, .body = { { "buildLog", "bad \xff byte" } } }, {}, {}));
    EXPECT_EQ(must(m_ws->verdict(id))->body.at("buildLog"), "bad \xef\xbf\xbd byte");
}

TEST_F(RoundTrip, UnknownIdsAreNotFound)
{
    EXPECT_EQ(m_ws->candidate({ 99 }).error().code, Errc::NotFound);
    EXPECT_EQ(m_ws->updateRun({ .id = { 99 } }).error().code, Errc::NotFound);
    EXPECT_EQ(m_ws->addVerdict({ .candidate = { 99 } }, {}, {}).error().code, Errc::InvalidInput) << "foreign key";
    EXPECT_NE(m_ws->candidate({ 99 }).error().message.find("candidate 99"), std::string::npos);
}

} // namespace
} // namespace hawk::store
