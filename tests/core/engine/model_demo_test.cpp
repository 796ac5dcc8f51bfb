// The demonstration: a model behind a real HTTP server writes real Ascend C with the mistakes that models make
// (resources/models/demo_model.py), the real judge finds them, and the model repairs what the prompt names. The same run
// is then repeated with the server gone.
#include "../llm/support/scripted_server.h"
#include "../llm/support/wire_replies.h"
#include "engine/records.h"
#include "engine/recordings_file.h"
#include "engine/runner.h"

#include "base/files.h"
#include "base/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace hawk;
using namespace hawk::engine;
using testing::HasSubstr;

namespace {

const std::vector<std::string> kOperators { "add", "relu", "gelu", "softmax", "reduce_sum", "layer_norm", "silu" };
constexpr std::size_t kDifferentMistakes = 8;

/// The brain behind the server. `see` is what becomes of a prompt before it is read.
class DemoServer {
public:
    using See = std::function<std::string(std::string)>;
    explicit DemoServer(See see = {})
        : m_see(std::move(see))
        , m_server([this](llm::test::Connection& connection, const llm::test::ReceivedRequest& request) { serve(connection, request); })
    {
    }
    llm::ModelRegistry registry() const
    {
        const Json entry { { "name", "demo" }, { "kind", "openai-chat" }, { "baseUrl", m_server.url() }, { "model", "demo" },
            { "proxy", "none" }, { "prices", { { "input", 1 }, { "output", 4 } } } };
        return *llm::ModelRegistry::parse(Json { { "models", Json::array({ entry }) } }.dump(), "test");
    }

private:
    void serve(llm::test::Connection& connection, const llm::test::ReceivedRequest& request)
    {
        Json body = *parseJson(request.body, "request");
        if (m_see)
            for (Json& message : body["messages"])
                message["content"] = m_see(message["content"].get<std::string>());
        const auto said = runProcess({ .argv = { "python3", (resourceDir() / "models" / "demo_model.py").string() },
            .environment = std::map<std::string, std::string> { { "PATH", std::getenv("PATH") } },
            .input = Json { { "messages", body["messages"] } }.dump() });
        if (!said || !said->ok()) {
            connection.answer(500, Json { { "error", { { "message", said ? said->err : said.error().text() } } } }.dump());
            return;
        }
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < said->out.size(); at += 400)
            pieces.push_back(said->out.substr(at, 400));
        connection.beginEvents();
        connection.send(llm::test::chatStream(pieces));
    }
    See m_see;
    llm::test::ScriptedServer m_server;
};

/// Measures how long the world waits from a reply to its verdict.
class TimedSink final : public EventSink {
public:
    void post(Event event) noexcept override
    {
        const auto now = std::chrono::steady_clock::now();
        if (const auto* reply = std::get_if<ReplyReceived>(&event))
            m_received[reply->task] = now;
        if (const auto* judged = std::get_if<CandidateJudged>(&event))
            milliseconds.push_back(std::chrono::duration<double, std::milli>(now - m_received[judged->task]).count());
    }
    std::vector<double> milliseconds;

private:
    std::map<TaskId, std::chrono::steady_clock::time_point> m_received;
};

/// By value: a loop over it must not outlive what it came from.
template <class T> T must(Result<T> result)
{
    EXPECT_TRUE(result) << (result ? "" : result.error().text());
    return result ? *std::move(result) : T {};
}

std::unique_ptr<Session> create(const TempDir& folder, const llm::ModelRegistry& models)
{
    Result<std::unique_ptr<Session>> session = Session::create({ .workspace = folder.path() / "workspace", .models = models });
    if (!session) {
        ADD_FAILURE() << session.error().text();
        return nullptr;
    }
    return *std::move(session);
}

RunOptions demoOptions(std::vector<std::string> specs, int attempts)
{
    RunOptions options;
    options.specs = std::move(specs);
    options.attemptsPerTask = attempts;
    options.refineWithoutGain = 1;
    options.model = "demo";
    return options;
}

/// A verdict without what a clock decides, or what an earlier run left in the build cache.
Json timeless(Json verdict)
{
    if (verdict.is_object()) {
        for (const char* key : { "judgeMs", "wallMs", "buildMs" })
            verdict.erase(key);
        for (auto& [key, value] : verdict.items())
            value = timeless(value);
    } else if (verdict.is_array()) {
        for (Json& value : verdict)
            value = timeless(value);
    } else if (verdict.is_string()) {
        constexpr std::string_view kCached = ", from the cache";
        auto text = verdict.get<std::string>();
        if (const std::size_t at = text.find(kCached); at != std::string::npos)
            verdict = text.erase(at, kCached.size());
    }
    return verdict;
}

/// Everything a run decided: candidates, whole verdicts, tasks, learned entries with their values.
std::vector<std::string> decided(Session& session, RunId run)
{
    std::vector<std::string> out;
    for (const store::TaskRecord& task : must(session.workspace().tasks(run))) {
        for (const store::CandidateRecord& row : must(session.workspace().candidates({ .task = task.id }))) {
            const auto verdict = must(session.workspace().verdict(row.id));
            out.push_back(task.specName + " " + std::to_string(row.attempt) + " " + row.stage + " " + row.sourceHash
                + row.launchPlanHash + " " + row.note + " " + timeless(verdict->body).dump());
        }
        out.push_back(task.specName + ": " + task.state + ", " + task.note);
    }
    for (const knowledge::Entry& entry : must(session.knowledge().entries()))
        for (const char* stage : { "draft", "refine" }) {
            const auto ledger = must(session.knowledge().ledger(entry.id, stage));
            out.push_back(entry.key + " " + std::string(knowledge::name(entry.state)) + " " + stage + " "
                + std::to_string(ledger.shown) + " " + Json(ledger.value).dump());
        }
    return out;
}

/// What the judge found wrong, one word each: ids of rules, the gate, or the kind of difference.
std::set<std::string> mistakesOf(const target::Verdict& verdict)
{
    std::set<std::string> out;
    for (const emulator::Finding& finding : verdict.findings)
        if (finding.severity <= emulator::Severity::Error)
            out.insert(finding.constraint);
    for (const emulator::Diagnostic& each : verdict.diagnostics)
        if (each.level == emulator::Diagnostic::Level::Error)
            out.insert(each.constraint.empty() ? "compile: " + each.message.substr(0, 60) : each.constraint);
    if (!out.empty())
        return out;
    for (const target::GateRecord& gate : verdict.gates)
        if (!gate.passed)
            out.insert("gate " + gate.gate);
    const bool onlyHidden = std::none_of(verdict.cases.begin(), verdict.cases.end(),
        [](const auto& each) { return !each.hidden && each.outcome != target::Outcome::Correct; });
    if (onlyHidden && verdict.outcome == target::Outcome::Mismatch)
        return { "wrong on a hidden shape alone" };
    return out;
}

/// Prints the story of a task, and collects the mistakes of its failed drafts.
void tell(Session& session, const store::TaskRecord& task, std::set<std::string>& mistakes)
{
    for (const store::CandidateRecord& row : must(session.workspace().candidates({ .task = task.id }))) {
        const target::Verdict verdict = must(loadVerdict(session.workspace(), row.id));
        std::string what;
        if (verdict.outcome != target::Outcome::Correct) {
            const std::set<std::string> found = mistakesOf(verdict);
            mistakes.insert(found.begin(), found.end());
            for (const std::string& each : found)
                what += (what.empty() ? "" : ", ") + each;
        } else {
            std::array<char, 48> us {};
            std::snprintf(us.data(), us.size(), "%.2f us modelled", verdict.modelledUs);
            what = us.data();
        }
        std::printf("  %-10s %2d %-6s %-12s %s  <- %s\n", task.specName.c_str(), row.attempt + 1, row.stage.c_str(),
            std::string(target::name(verdict.outcome)).c_str(), what.c_str(), row.note.c_str());
    }
}

/// "median 812 (640 to 950 in the middle half, 410 to 1800 in all) ms, n = 42"
std::string spread(std::vector<double> values)
{
    if (values.empty())
        return "none";
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) { return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))]; };
    std::array<char, 160> text {};
    std::snprintf(text.data(), text.size(), "median %.0f ms (%.0f to %.0f in the middle half, %.0f to %.0f in all), n = %zu", at(0.5), at(0.25), at(0.75),
        values.front(), values.back(), values.size());
    return text.data();
}

/// What the judgements of a run took, and how much of it the gates that only right candidates reach.
void tellJudging(Session& session, RunId run, const TimedSink& sink)
{
    const std::set<std::string> later { "determinism", "precision", "traffic", "plausibility", "relations", "handover", "hygiene", "harness" };
    std::vector<double> failing;
    std::vector<double> before;
    std::vector<double> after;
    for (const store::CandidateRecord& row : must(session.workspace().candidates({ .run = run }))) {
        const target::Verdict verdict = must(loadVerdict(session.workspace(), row.id));
        if (verdict.gates.size() < 2)
            continue; // a broken reply
        double extra = 0;
        for (const target::GateRecord& gate : verdict.gates)
            extra += later.contains(gate.gate) ? gate.wallMs : 0;
        (verdict.outcome == target::Outcome::Correct ? before : failing).push_back(verdict.judgeMs - extra);
        if (verdict.outcome == target::Outcome::Correct)
            after.push_back(verdict.judgeMs);
    }
    std::printf("  reply to verdict: %s\n  judging a wrong candidate: %s\n  judging a right one, without the gates after the profile: %s\n"
                "  judging a right one, all gates: %s\n",
        spread(sink.milliseconds).c_str(), spread(failing).c_str(), spread(before).c_str(), spread(after).c_str());
}

/// Blanks what the judge said, and leaves the kernel it said it of.
std::string withoutFeedback(std::string prompt)
{
    const std::size_t begin = prompt.find("## What failed before");
    const std::size_t end = begin == std::string::npos ? begin : prompt.find("// design:", begin);
    if (end == std::string::npos)
        return prompt;
    const std::size_t code = prompt.rfind("```cpp", end);
    return prompt.replace(begin, code - begin, "## What failed before\n\nYour earlier attempt was wrong.\n\n");
}

} // namespace

TEST(ModelDemo, SevenOperatorsFromMistakesToTunedKernelsAndTheSameAgainOffline)
{
    const TempDir folder = TempDir::create("hawk-demo").value();
    const std::filesystem::path file = folder.path() / "run.jsonl";
    std::vector<std::string> first;
    RunId recorded;
    {
        const DemoServer server;
        const auto session = create(folder, server.registry());
        TimedSink sink;
        Runner runner(*session, sink);
        const Result<RunSummary> summary = runner.run(demoOptions(kOperators, 16));
        ASSERT_TRUE(summary) << summary.error().text();
        recorded = summary->run;
        std::set<std::string> mistakes;
        for (const store::TaskRecord& task : must(session->workspace().tasks(recorded)))
            tell(*session, task, mistakes);
        for (const TaskSummary& task : summary->tasks) {
            EXPECT_TRUE(task.correct) << task.spec << ": " << task.note;
            EXPECT_GE(task.failedBeforeCorrect, 1) << task.spec;
            EXPECT_LT(task.bestUs, 0.8 * task.firstCorrectUs) << task.spec << ": tuned";
            std::printf("  %-10s correct after %d failures, %.2f -> %.2f us modelled (%.2fx), %d attempts\n", task.spec.c_str(),
                task.failedBeforeCorrect, task.firstCorrectUs, task.bestUs, task.firstCorrectUs / task.bestUs, task.attempts);
        }
        EXPECT_GE(mistakes.size(), kDifferentMistakes);
        ASSERT_FALSE(sink.milliseconds.empty());
        std::printf("  %zu different mistakes; %lld exchanges, %lld tokens, %.4f %s\n", mistakes.size(), static_cast<long long>(summary->exchanges),
            static_cast<long long>(summary->promptTokens + summary->completionTokens), summary->money, summary->currency.c_str());
        tellJudging(*session, recorded, sink);
        first = decided(*session, recorded);
        ASSERT_TRUE(writeRecordings(session->workspace(), recorded, file));
    } // the server is gone

    const llm::ModelRegistry nobody = *llm::ModelRegistry::parse("{\"models\": []}", "none");
    const TempDir fresh = TempDir::create("hawk-demo-replay").value();
    const auto session = create(fresh, nobody);
    TimedSink sink;
    Runner runner(*session, sink);
    const Result<RunSummary> again = runner.run({ .replayFile = file.string() });
    ASSERT_TRUE(again) << again.error().text();
    const std::vector<std::string> second = decided(*session, again->run);
    ASSERT_EQ(second.size(), first.size());
    for (std::size_t i = 0; i < first.size(); ++i)
        EXPECT_EQ(second[i], first[i]);
}

namespace {

/// A run in which whole projects or programs are written; their mistakes are those of host code.
void writesForms(const std::string& form, const std::vector<std::string>& specs, const std::vector<std::string>& known)
{
    const TempDir folder = TempDir::create("hawk-demo-" + form).value();
    const DemoServer server;
    const auto session = create(folder, server.registry());
    TimedSink sink;
    Runner runner(*session, sink);
    RunOptions options = demoOptions(specs, 12);
    options.contract = form;
    const Result<RunSummary> summary = runner.run(options);
    ASSERT_TRUE(summary) << summary.error().text();
    std::set<std::string> mistakes;
    std::string words;
    for (const store::TaskRecord& task : must(session->workspace().tasks(summary->run)))
        tell(*session, task, mistakes);
    int repaired = 0;
    for (const store::CandidateRecord& row : must(session->workspace().candidates({ .run = summary->run }))) {
        EXPECT_EQ(row.form, form) << row.note;
        repaired += row.note.find("form repaired") != std::string::npos ? 1 : 0;
        words += row.summary + "\n";
    }
    for (const TaskSummary& task : summary->tasks) {
        EXPECT_TRUE(task.correct) << task.spec << ": " << task.note;
        EXPECT_GE(task.failedBeforeCorrect, 3) << task.spec;
        EXPECT_LT(task.bestUs, 0.8 * task.firstCorrectUs) << task.spec << ": tuned";
    }
    for (const std::string& each : known)
        EXPECT_THAT(words, HasSubstr(each));
    EXPECT_EQ(repaired, 1) << "one reply broke its form and was asked for once more";
    int edits = 0;
    for (const store::ExchangeRecord& row : must(session->workspace().exchanges({ .run = summary->run })))
        edits += must(session->workspace().artifact(row.replyHash)).find("<edit>") != std::string::npos ? 1 : 0;
    EXPECT_GE(edits, 6) << "later replies change what little they change";
    tellJudging(*session, summary->run, sink);
}

} // namespace

TEST(ModelDemo, ProjectsFromMistakesOfTilingAndRegistrationToTunedOnes)
{
    writesForms("project", { "add", "softmax" },
        { "no combination of element types", "wrote no tiling data", "division by zero", "has no member named 'rowsLength'" });
}

TEST(ModelDemo, ProgramsFromMistakesOfLaunchAndFilesToTunedOnes)
{
    writesForms("program", { "relu", "reduce_sum" },
        { "main returned 4", "output/y.bin is missing", "lie in no tensor", "division by zero", "never written" });
}

TEST(ModelDemo, WithoutTheJudgesWordsNothingIsRepaired)
{
    const TempDir folder = TempDir::create("hawk-demo-blind").value();
    const DemoServer server(withoutFeedback);
    const auto session = create(folder, server.registry());
    TimedSink sink;
    Runner runner(*session, sink);
    const Result<RunSummary> summary = runner.run(demoOptions({ "add", "softmax" }, 3));
    ASSERT_TRUE(summary) << summary.error().text();
    for (const TaskSummary& task : summary->tasks) {
        EXPECT_FALSE(task.correct) << task.spec;
        EXPECT_EQ(task.attempts, 3) << task.spec;
    }
}
