#include "emulator/check/issue_rules.h"
#include "fixture.h"
#include "knowledge/features.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace hawk::knowledge {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

target::Verdict withFinding(const std::string& constraint, const std::string& api, const std::string& message)
{
    target::Verdict v;
    v.outcome = target::Outcome::RuleBroken;
    v.findings.push_back({ .constraint = constraint, .api = api, .message = message });
    return v;
}

Query queryFor(
    const target::Verdict* verdict, const std::string& family = "activation", const std::string& specName = "gelu")
{
    return buildQuery(verdict && verdict->outcome == target::Outcome::Correct ? "refine" : "draft", specName, family,
        { "float16" }, "Ascend910B2", verdict);
}

class Retrieval : public KnowledgeTest { };

struct Situation {
    const char* name;
    const char* constraint;
    const char* api;
    const char* message;
    const char* wanted; ///< key that must be among the six
};
class RetrievalFinds : public KnowledgeTest, public testing::WithParamInterface<Situation> { };

TEST_P(RetrievalFinds, TheEntryThatExplainsTheFinding)
{
    seedResources();
    const Situation& s = GetParam();
    const target::Verdict verdict = withFinding(s.constraint, s.api, s.message);
    const std::vector<Hit> hits = retrieve(queryFor(&verdict));
    EXPECT_EQ(hits.size(), 6U);
    EXPECT_THAT(keys(hits), Contains(s.wanted));
}

INSTANTIATE_TEST_SUITE_P(Findings, RetrievalFinds,
    testing::Values(
        Situation { "Capacity", "ub-capacity-2201", "InitBuffer", "393216 B requested, 188160 B usable", "seed/ub-budget" },
        Situation { "TailCopy", "datacopy-length-32b", "DataCopy", "14 B is no multiple of 32 B", "seed/datacopy-pad-tail" },
        Situation { "StoreOverrun", "gm-tensor-overrun", "DataCopy", "store ends 18 B past tensor y", "seed/exact-tail-store" },
        Situation { "RowPitch", "subview-offset-alignment", "Add", "src0 starts at UB offset 26", "seed/padded-row-pitch" },
        Situation { "MissingLoadEvent", "hazard-mte2-to-v", "Muls", "reads UB that MTE2 still fills", "seed/load-before-compute" },
        Situation { "ScalarTooEarly", "hazard-vector-to-scalar", "GetValue", "reads what ReduceSum writes", "seed/vector-result-to-scalar" },
        Situation { "Leak", "alloc-free-pairing", "AllocTensor", "2 tensors never freed", "seed/queue-cycle" },
        Situation { "Repeats", "repeat-time-255", "Add", "repeatTime 300", "seed/repeat-batches" },
        Situation { "ReduceScratch", "reduce-tmp-buffer-size", "ReduceSum", "tmp holds 32 B, needs 512 B", "seed/reduce-scratch-size" },
        Situation { "Uninitialised", "uninitialised-ub-read", "ReduceMax", "lanes 13..15 were never written", "seed/neutral-padding" }),
    [](const auto& param) { return param.param.name; });

TEST_F(Retrieval, CompilerMessageFindsItsEntry)
{
    seedResources();
    target::Verdict v;
    v.outcome = target::Outcome::BuildFailed;
    v.diagnostics.push_back({ .line = 4,
        .message = "no matching function for call to ‘Muls(AscendC::LocalTensor<half>&, "
                   "AscendC::LocalTensor<half>&, float, int)’" });
    const Query query = queryFor(&v);
    EXPECT_THAT(query.apis, Contains("Muls"));
    EXPECT_EQ(query.problem, Stage::Compile);
    EXPECT_THAT(keys(retrieve(query)), Contains("seed/typed-scalars"));
}

TEST_F(Retrieval, WrongValuesFindTheNumericEntry)
{
    seedResources();
    target::Verdict v;
    v.outcome = target::Outcome::Mismatch;
    reference::ComparisonReport report;
    report.elements = report.failing = 100;
    report.nanMismatches = 40;
    report.pattern = "all elements of 40 rows";
    v.cases.push_back({ .name = "large", .outcome = target::Outcome::Mismatch, .comparison = report });
    EXPECT_THAT(keys(retrieve(queryFor(&v, "softmax"))), Contains("seed/softmax-max-subtract"));
}

TEST_F(Retrieval, SlowProfileFindsThePerformanceEntry)
{
    seedResources();
    target::Verdict v;
    v.outcome = target::Outcome::Correct;
    emulator::Profile fast;
    fast.totalUs = 1;
    fast.bottlenecks = { "VEC_BOUND" };
    emulator::Profile slow;
    slow.totalUs = 90;
    slow.bottlenecks = { "NO_DOUBLE_BUFFER", "MTE2_BOUND" };
    slow.bottleneckText = "MTE2 waits for the vector pipe.";
    v.cases.push_back({ .name = "small", .profile = fast });
    v.cases.push_back({ .name = "big", .profile = slow });
    const Query query = queryFor(&v);
    EXPECT_EQ(query.stage, "refine");
    EXPECT_EQ(query.bottlenecks, slow.bottlenecks) << "the slowest case decides";
    EXPECT_THAT(query.constraints, Contains("perf-double-buffering")) << "the profile speaks on the code axis too";
    const std::vector<Hit> hits = retrieve(query);
    EXPECT_THAT(keys(hits), Contains("seed/double-buffering"));
    for (const Hit& hit : hits)
        EXPECT_EQ(hit.entry.triggers.stage, Stage::Performance) << "a correct kernel needs no repair: " << hit.entry.key;
}

TEST_F(Retrieval, HiddenCasesStayOutOfTheQuery)
{
    target::Verdict v;
    v.outcome = target::Outcome::Mismatch;
    reference::ComparisonReport report;
    report.pattern = "secret pattern";
    v.cases.push_back({ .name = "hidden1", .hidden = true, .outcome = target::Outcome::Mismatch, .comparison = report });
    const Query query = queryFor(&v);
    EXPECT_THAT(query.errorText + query.situation, Not(HasSubstr("secret")));
    EXPECT_THAT(query.situation, Not(HasSubstr("hidden1")));
}

TEST_F(Retrieval, NothingTriedYetStillGetsAnAnswer)
{
    seedResources();
    const std::vector<Hit> hits = retrieve(queryFor(nullptr, "softmax", "softmax"));
    ASSERT_EQ(hits.size(), 6U);
    // The lesson every softmax needs, as the rule the built-in synthesizer applies.
    EXPECT_THAT(keys(hits), Contains("plan/softmax-subtract-maximum"));
}

TEST_F(Retrieval, ExplainsBothAxesAndItsRanksAddUp)
{
    seedResources();
    const target::Verdict v = withFinding("datacopy-length-32b", "DataCopy", "14 B is no multiple of 32 B");
    const std::vector<Hit> hits = retrieve(queryFor(&v));
    ASSERT_FALSE(hits.empty());
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const Hit& hit = hits[i];
        EXPECT_EQ(hit.rank, static_cast<int>(i) + 1);
        EXPECT_TRUE(hit.syntacticRank > 0 || hit.denseRank > 0);
        const double rrf = (hit.syntacticRank > 0 ? 1.0 / (60 + hit.syntacticRank) : 0)
            + (hit.denseRank > 0 ? 1.0 / (60 + hit.denseRank) : 0);
        EXPECT_DOUBLE_EQ(hit.fusedScore, rrf);
        EXPECT_THAT(hit.explanation, HasSubstr("Code axis"));
        EXPECT_THAT(hit.explanation, HasSubstr("Hardware axis"));
    }
    const auto it = std::ranges::find(hits, "seed/datacopy-pad-tail", [](const Hit& h) { return h.entry.key; });
    ASSERT_NE(it, hits.end());
    EXPECT_THAT(it->matchedTerms, Contains("datacopy-length-32b"));
    EXPECT_THAT(it->matchedTerms, Contains("DataCopy"));
    EXPECT_THAT(it->explanation, HasSubstr("datacopy-length-32b"));
    EXPECT_FALSE(it->matchedFeatures.empty());
}

TEST_F(Retrieval, SameStoreQueryAndSeedGiveTheSameAnswer)
{
    seedResources();
    const target::Verdict v = withFinding("ub-addr-32b", "Add", "not aligned");
    const std::vector<Hit> first = retrieve(queryFor(&v));
    KnowledgeBase other(*m_workspace, m_clock); // with an index of its own
    Rng rng(1);
    const std::vector<Hit> second = must(other.retrieve(queryFor(&v), {}, rng));
    ASSERT_EQ(keys(first), keys(second));
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(first[i].denseScore, second[i].denseScore);
        EXPECT_EQ(first[i].explanation, second[i].explanation);
    }
}

Entry about(const std::string& key, EntryState state, std::vector<std::string> chips = {})
{
    Entry e = sample(key);
    e.state = state;
    e.triggers.apis = { "Brcb" };
    e.triggers.constraints = { "ub-addr-32b" };
    e.triggers.chips = std::move(chips);
    return e;
}

Query brcb()
{
    Query q;
    q.chip = "Ascend910B2";
    q.apis = { "Brcb" };
    q.constraints = { "ub-addr-32b" };
    return q;
}

TEST_F(Retrieval, OnlyApprovedEntriesOfTheChipAppear)
{
    must(m_base->add(about("approved", EntryState::Approved)));
    must(m_base->add(about("here", EntryState::Approved, { "2201" })));
    must(m_base->add(about("exact", EntryState::Approved, { "Ascend910B2" })));
    must(m_base->add(about("sibling", EntryState::Approved, { "Ascend910B3" })));
    must(m_base->add(about("elsewhere", EntryState::Approved, { "3510" })));
    for (const EntryState state : { EntryState::Proposed, EntryState::Rejected, EntryState::Retired })
        must(m_base->add(about(std::string(name(state)), state)));
    RetrieveOptions all { .count = 20, .quarantineRate = 1.0 };
    EXPECT_THAT(keys(retrieve(brcb(), all)), testing::UnorderedElementsAre("approved", "here", "exact"));
}

TEST_F(Retrieval, QuarantinedOnesTakeTurnsOneAtATime)
{
    for (int i = 0; i < 8; ++i)
        must(m_base->add(about("approved" + std::to_string(i), EntryState::Approved)));
    must(m_base->add(about("q1", EntryState::Quarantined)));
    must(m_base->add(about("q2", EntryState::Quarantined)));
    constexpr int kDraws = 2000;
    int shown = 0;
    Rng rng(99);
    for (int i = 0; i < kDraws; ++i) {
        const std::vector<std::string> found = keys(must(m_base->retrieve(brcb(), {}, rng)));
        ASSERT_EQ(found.size(), 6U);
        const auto quarantined = std::ranges::count_if(found, [](const std::string& k) { return k.starts_with("q"); });
        ASSERT_LE(quarantined, 1);
        shown += static_cast<int>(quarantined);
    }
    EXPECT_NEAR(static_cast<double>(shown) / kDraws, 0.15, 0.03);
    EXPECT_THAT(keys(retrieve(brcb(), { .includeQuarantined = false, .quarantineRate = 1.0 })), Not(Contains("q1")));
}

TEST_F(Retrieval, SeesChangesMadeElsewhere)
{
    const EntryId id = must(m_base->add(about("a", EntryState::Approved)));
    EXPECT_EQ(retrieve(brcb()).size(), 1U);
    KnowledgeBase other(*m_workspace, m_clock);
    must(other.decide(id, EntryState::Retired, "ada", ""));
    EXPECT_TRUE(retrieve(brcb()).empty());
    must(other.add(about("b", EntryState::Approved)));
    EXPECT_THAT(keys(retrieve(brcb())), testing::ElementsAre("b"));
}

TEST_F(Retrieval, ManyThreadsRetrieveWhileAnotherWritesInATransaction)
{
    seedResources();
    std::atomic<int> wrong { 0 };
    {
        std::vector<std::jthread> readers;
        for (int t = 0; t < 3; ++t)
            readers.emplace_back([&] {
                const target::Verdict v = withFinding("ub-addr-32b", "Add", "not aligned");
                for (int i = 0; i < 20; ++i) {
                    Rng rng(1);
                    const Result<std::vector<Hit>> hits = m_base->retrieve(queryFor(&v), {}, rng);
                    wrong += hits && hits->size() == 6 ? 0 : 1;
                }
            });
        for (int i = 0; i < 10; ++i)
            must(m_workspace->transaction([&]() -> Status {
                must(m_base->add(about("new" + std::to_string(i), EntryState::Approved)));
                Rng rng(1);
                const Result<std::vector<Hit>> inside = m_base->retrieve(brcb(), {}, rng);
                return inside ? Status {} : Status { inside.error() };
            }));
    }
    EXPECT_EQ(wrong, 0);
}

TEST_F(Retrieval, ARolledBackEntryDoesNotStayInTheIndex)
{
    const Status s = m_workspace->transaction([&]() -> Status {
        must(m_base->add(about("ghost", EntryState::Approved)));
        EXPECT_EQ(retrieve(brcb()).size(), 1U);
        return Error { Errc::Internal, "on purpose", {}, {} };
    });
    EXPECT_FALSE(s);
    EXPECT_TRUE(retrieve(brcb()).empty());
    must(m_base->add(about("real", EntryState::Approved)));
    EXPECT_THAT(keys(retrieve(brcb())), testing::ElementsAre("real"));
}

TEST_F(Retrieval, ValueOrdersEqualsAndNeverBeatsRelevance)
{
    const EntryId first = must(m_base->add(about("first", EntryState::Approved)));
    const EntryId second = must(m_base->add(about("second", EntryState::Approved)));
    Entry unrelated = sample("unrelated");
    unrelated.triggers.apis = { "Gather" };
    unrelated.rationale.symptom = "offsets of a gather";
    const EntryId third = must(m_base->add(unrelated));
    EXPECT_EQ(keys(retrieve(brcb())).front(), "first") << "equal: the older one";
    const store::Workspace& ws = *m_workspace;
    must(m_workspace->setLedger({ .entry = second, .stage = "draft", .value = 0.9 }));
    must(m_workspace->setLedger({ .entry = third, .stage = "draft", .value = 3.0 }));
    EXPECT_EQ(must(ws.ledger(first, "draft")).value, 0);
    const std::vector<Hit> hits = retrieve(brcb());
    EXPECT_EQ(hits.front().entry.key, "second");
    EXPECT_THAT(hits.front().explanation, HasSubstr("Learned value in draft: 0.90"));
    Query refine = brcb();
    refine.stage = "refine";
    EXPECT_EQ(keys(retrieve(refine)).front(), "first") << "values are per stage";
}

TEST_F(Retrieval, KindsLimitWhatIsReturned)
{
    seedResources();
    const target::Verdict v = withFinding("datacopy-length-32b", "DataCopy", "tail");
    for (const Hit& hit : retrieve(queryFor(&v), { .kinds = { Artifact::Kind::Template } }))
        EXPECT_EQ(hit.entry.artifact.kind, Artifact::Kind::Template);
}

TEST(Features, VectorsHaveUnitLengthAndTheDocumentedLayout)
{
    const std::vector<float> v = featureVector({ .stage = Stage::Performance,
        .families = { "softmax" },
        .dtypes = { "float16" },
        .chips = { "Ascend910B2" },
        .constraints = { "ub-addr-32b" },
        .bottlenecks = { "MTE2_BOUND" },
        .text = "double buffering hides loads" });
    ASSERT_EQ(v.size(), kDimensions);
    double square = 0;
    for (const float x : v)
        square += static_cast<double>(x) * static_cast<double>(x);
    EXPECT_NEAR(square, 1.0, 1e-5);
    std::vector<std::string> named;
    for (std::size_t i = 0; i < kFirstWordDimension; ++i)
        if (v[i] != 0.0F)
            named.push_back(featureName(i));
    EXPECT_THAT(named, testing::UnorderedElementsAre("bottleneck MTE2_BOUND", "rule category alignment", "family softmax",
                           "element type float16", "chip generation 2201", "stage performance", "double buffering",
                           "memory bound"));
    EXPECT_EQ(featureVector({}), std::vector<float>(kDimensions, 0.0F));
}

TEST(Features, RulesOfTagsAreInTheCatalogue)
{
    int rules = 0;
    for (const std::string_view tag : bottleneckTags())
        for (const std::string_view rule : rulesOfTag(tag)) {
            EXPECT_EQ(emulator::constraintInfo(rule).id, rule);
            ++rules;
        }
    EXPECT_GT(rules, 8);
    EXPECT_EQ(tagOfCategory("memory capacity"), "UB_OVERFLOW");
    for (const emulator::ConstraintInfo& info : emulator::constraintCatalogue())
        EXPECT_FALSE(featureVector({ .constraints = { info.id } }) == featureVector({}))
            << "category '" << info.category << "' has no place in the layout";
}

TEST(Features, GenerationsAgreeWithTheChipData)
{
    const Json chips = must(parseJson(must(readFile(resourceDir() / "chips" / "soc.json")), "soc.json"));
    int seen = 0;
    for (const auto& [key, list] : chips.items()) {
        if (!list.is_array())
            continue;
        for (const Json& chip : list) {
            if (!chip.is_object() || !chip.contains("generation") || !chip.contains("name"))
                continue;
            ++seen;
            EXPECT_EQ(generationOf(chip.at("name").get<std::string>()), std::to_string(chip.at("generation").get<int>()))
                << chip.at("name");
        }
    }
    EXPECT_GT(seen, 10);
    EXPECT_EQ(generationOf("dav-2201"), "2201");
}

} // namespace
} // namespace hawk::knowledge
