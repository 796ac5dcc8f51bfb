#include "fixture_workspace.h"

#include "base/clock.h"
#include "engine/events.h"
#include "engine/exchange_log.h"
#include "engine/session.h"
#include "target/verdict.h"

#include <cstdio>
#include <cstdlib>

namespace hawk::ui::test {

namespace {

// A fixture that cannot be made is a broken test, not a failing one.
template <class T>
T need(Result<T> result, const char* what)
{
    if (!result) {
        std::fprintf(stderr, "fixture: %s: %s\n", what, result.error().text().c_str());
        std::abort();
    }
    return std::move(*result);
}

void need(const Status& status, const char* what)
{
    if (!status) {
        std::fprintf(stderr, "fixture: %s: %s\n", what, status.error().text().c_str());
        std::abort();
    }
}

constexpr const char* kSource = R"(#include "kernel_operator.h"
using namespace AscendC;

extern "C" __global__ __aicore__ void add_custom(GM_ADDR x, GM_ADDR y, GM_ADDR z)
{
    TPipe pipe;
    TQue<TPosition::VECIN, %BUFFERS%> inQueue;
    pipe.InitBuffer(inQueue, %BUFFERS%, 2048);
    LocalTensor<half> local = inQueue.AllocTensor<half>();
    DataCopy(local, gm, 1000);
}
)";

std::string source(int buffers)
{
    std::string text = kSource;
    for (std::size_t at = text.find("%BUFFERS%"); at != std::string::npos; at = text.find("%BUFFERS%"))
        text.replace(at, 9, std::to_string(buffers));
    return text;
}

emulator::Profile profile(double us)
{
    emulator::Profile p;
    p.chip = "Ascend910B2";
    p.blockDim = 8;
    p.clockMhz = 1650;
    p.totalUs = us;
    p.totalCycles = us * p.clockMhz;
    p.tHwUs = us * 0.4;
    p.bound = "mte2";
    p.coresUsed = 8;
    p.coresAvailable = 48;
    p.ubPeakBytes = 65536;
    p.gmReadBytes = 1 << 20;
    p.gmWriteBytes = 1 << 19;
    p.bottlenecks = { "MTE2_BOUND", "NO_DOUBLE_BUFFER" };
    p.bottleneckText = "MTE2 works 61 % of the time and nothing overlaps it: one buffer per queue.";
    p.confidence = "vendor document";
    const auto use = [&p](emulator::Pipe pipe, double ratio, double wait) {
        p.pipes[static_cast<std::size_t>(pipe)]
            = { p.totalCycles * ratio, p.totalCycles * wait, ratio, 128, 1 << 19 };
    };
    use(emulator::Pipe::Mte2, 0.61, 0.05);
    use(emulator::Pipe::V, 0.22, 0.41);
    use(emulator::Pipe::Mte3, 0.30, 0.2);
    return p;
}

target::Verdict verdict(target::Outcome outcome, double us)
{
    target::Verdict v;
    v.outcome = outcome;
    v.target = "emulator";
    v.chip = "Ascend910B2";
    v.judgeMs = 412;
    v.casesTotal = 2;
    v.gates = { { "static", true, "nothing forbidden", "nothing forbidden", 1.2 },
        { "build", outcome != target::Outcome::BuildFailed, "compiles", "compiles", 180 } };
    if (outcome == target::Outcome::Correct) {
        v.summary = "correct on 2 cases";
        v.modelledUs = us;
        for (const char* name : { "fp16_aligned", "fp16_tail" }) {
            target::CaseVerdict one;
            one.name = name;
            one.outcome = outcome;
            one.detail = "equal";
            one.profile = profile(us / 2);
            v.cases.push_back(one);
        }
        return v;
    }
    v.summary = "DataCopy moves 2000 B, not a multiple of 32 B";
    emulator::Finding finding;
    finding.constraint = "datacopy-length-32b";
    finding.severity = emulator::Severity::Error;
    finding.api = "DataCopy";
    finding.operand = "src0";
    finding.message = v.summary;
    finding.fix = "use DataCopyPad, or round the length up to 32 B";
    finding.line = 10;
    finding.count = 8;
    v.findings.push_back(finding);
    return v;
}

class Builder {
public:
    explicit Builder(engine::Session& session)
        : m_session(session)
        , m_workspace(session.workspace())
    {
    }

    void build(const FixtureOptions& options)
    {
        m_options = options;
        need(m_workspace.transaction([&]() -> Status {
            addRun();
            for (const char* name : { "add", "relu" })
                addTask(name);
            addEntries();
            addExtras(options);
            return {};
        }),
            "transaction");
    }

private:
    void addRun()
    {
        store::RunRecord run;
        run.state = "finished";
        run.chip = "Ascend910B2";
        run.target = "emulator";
        run.synthesizer = "builtin";
        run.seed = 1;
        run.options = { { "attemptsPerTask", 5 } };
        if (m_options.exchanges)
            run.options.update({ { "model", "glm" }, { "contract", "kernel" } });
        run.toolchain = Json::object();
        run.message = m_options.endMessage;
        run.startedAt = kStart;
        run.endedAt = kStart + 60'000;
        m_run = need(m_workspace.addRun(run), "run");
        event(engine::RunStarted { m_run, "Ascend910B2", { "add", "relu" }, false });
    }

    void addTask(const std::string& name)
    {
        const auto spec = need(m_workspace.specByName(name), "spec");
        store::TaskRecord task;
        task.run = m_run;
        task.spec = spec->id;
        task.specName = name;
        task.state = "done";
        task.attempts = 4;
        task.id = need(m_workspace.addTask(task), "task");
        event(engine::TaskStarted { m_run, task.id, name });
        const CandidateId failed
            = add(task, {}, "draft", 0, "first draft, nothing known", 1, verdict(target::Outcome::RuleBroken, 0));
        if (name == "relu" && !m_options.endMessage.empty()) {
            task.state = "exhausted";
            task.note = m_options.endMessage;
            task.attempts = 1;
            need(m_workspace.updateTask(task), "task");
            m_lastTask = task;
            return;
        }
        const CandidateId repaired
            = add(task, failed, "draft", 1, "copies padded", 1, verdict(target::Outcome::Correct, 24.0));
        target::Verdict open = verdict(target::Outcome::Correct, 12.5);
        open.undecided = { { "precision", "no float32 output has the 64 elements that a distribution of errors needs" },
            { "build", "case fp16_tail: built from the cache" } };
        const CandidateId better = add(task, repaired, "refine", 2, "two buffers per queue", 2, open);
        add(task, repaired, "refine", 3, "larger tiles", 1, verdict(target::Outcome::Mismatch, 0));
        task.firstCorrect = repaired;
        task.best = better;
        need(m_workspace.updateTask(task), "task");
        retrieval(task, repaired);
        if (m_options.exchanges && name == "add")
            addExchanges(task, repaired);
        m_lastTask = task;
        event(engine::TaskFinished { m_run, task.id, name, "done", true, 4, 24.0, 12.5, {} });
    }

    CandidateId add(const store::TaskRecord& task, CandidateId parent, const std::string& stage, int attempt,
        const std::string& note, int buffers, const target::Verdict& judged)
    {
        store::CandidateRecord record;
        record.run = m_run;
        record.task = task.id;
        record.spec = task.spec;
        record.parent = parent;
        record.attempt = attempt;
        record.origin = "builtin";
        record.stage = stage;
        record.sourceHash = need(m_workspace.putArtifact(source(buffers), "source"), "source");
        record.launchPlanHash = need(m_workspace.putArtifact("{\n  \"entry\": \"add_custom\"\n}\n", "plan"), "plan");
        record.note = note;
        record.createdAt = kStart + attempt * 1000;
        record.id = need(m_workspace.addCandidate(record), "candidate");
        store::VerdictRecord verdictRecord;
        verdictRecord.candidate = record.id;
        verdictRecord.outcome = std::string(target::name(judged.outcome));
        verdictRecord.summary = judged.summary;
        verdictRecord.target = judged.target;
        verdictRecord.chip = judged.chip;
        verdictRecord.modelledUs = judged.modelledUs;
        verdictRecord.judgeMs = judged.judgeMs;
        verdictRecord.body = target::toJson(judged);
        verdictRecord.judgedAt = record.createdAt + 400;
        (void)need(m_workspace.addVerdict(verdictRecord, {}, {}), "verdict");
        event(engine::CandidateJudged { m_run, task.id, record.id, task.specName, verdictRecord.outcome, judged.summary,
            judged.modelledUs, judged.judgeMs, false });
        return record.id;
    }

    void retrieval(const store::TaskRecord& task, CandidateId candidate)
    {
        const auto entries = need(m_workspace.entries(), "entries");
        if (entries.empty())
            return;
        store::RetrievalRecord record;
        record.run = m_run;
        record.task = task.id;
        record.candidate = candidate;
        record.query = Json::object();
        for (int i = 0; i < 3 && i < static_cast<int>(entries.size()); ++i)
            record.hits.push_back({ entries[static_cast<std::size_t>(i)].id, i + 1, i + 1, 3 - i, 7.5 - i, 0.8 - i * 0.1,
                0.03 - i * 0.001, true, i == 0, "matches DataCopy and the error text; same family and bottleneck" });
        (void)need(m_workspace.addRetrieval(record), "retrieval");
    }

    void addExchanges(const store::TaskRecord& task, CandidateId candidate)
    {
        const auto entries = need(m_workspace.entries(), "entries");
        const std::string id = "K" + std::to_string(entries.front().id.value);
        llm::Request request;
        request.label = "add, attempt 2";
        request.messages.push_back({ llm::Message::Role::System, "You write Ascend C kernels.\n\n## Answer format\n\nA kernel." });
        request.messages.push_back({ llm::Message::Role::User,
            "## Operator\n\n`add`: z = x + y\n\n<data>\n## not a heading\n</data>\n\n## Knowledge\n\n### " + id
                + ": Pad copies\nRule: bytes % 32 == 0\n\n## Request\n\nWrite a kernel for add." });
        const llm::ModelIdentity identity { "glm", "openai-chat", "glm-5", {}, {} };
        const SystemClock clock;
        engine::WorkspaceExchangeLog log(m_workspace, clock, m_run, task.id);
        const auto keep = [&](const std::string& answer, int occurrence) {
            llm::Reply reply;
            reply.answer = answer;
            reply.reasoning = "The tail is the problem; " + id + " says how.";
            reply.finishReason = "stop";
            reply.model = "glm-5-0414";
            reply.usage = { .promptTokens = 5200, .cachedTokens = 4000, .completionTokens = 900 };
            reply.timing = { .firstByteMs = 400, .totalMs = 12'500 };
            reply.cost = llm::Cost { 0.0125, "USD" };
            llm::Recording recording;
            recording.request = llm::canonicalRequest(identity, request);
            recording.key = llm::recordingKey(recording.request);
            recording.occurrence = occurrence;
            recording.modelName = "glm";
            recording.label = request.label;
            recording.reply = reply;
            need(log.add(recording), "exchange");
        };
        const std::string kernel = "<kernel_impl>\n```cpp\nextern \"C\" __global__ __aicore__ void add_custom() {}\n```\n</kernel_impl>\n";
        keep(kernel + "<launch_plan>\n```json\n{ \"entry\": }\n```\n</launch_plan>\n", 0);
        engine::ReplyReceived received { m_run, task.id, task.specName, log.lastId(), 5200, 900, false, 0.0125, "USD", 12'500, false, { { "Knowledge", 2 } } };
        event(received);
        request.messages.push_back({ llm::Message::Role::Assistant, kernel });
        request.messages.push_back({ llm::Message::Role::User, "Your answer could not be used." });
        keep(kernel + "<launch_plan>\n```json\n{ \"entry\": \"add_custom\" }\n```\n</launch_plan>\n<notes>\nused: " + id + "\n</notes>\n", 1);
        need(m_workspace.setExchangeCandidate(log.lastId(), candidate), "exchange");
    }

    void addEntries()
    {
        for (const auto state : { knowledge::EntryState::Quarantined, knowledge::EntryState::Proposed }) {
            knowledge::Entry entry;
            entry.key = "learned/";
            entry.key.append(knowledge::name(state));
            entry.state = state;
            entry.title = "Pad copies whose length is no multiple of 32 B: ";
            entry.title.append(knowledge::name(state));
            entry.triggers.stage = knowledge::Stage::Runtime;
            entry.triggers.apis = { "DataCopy", "DataCopyPad" };
            entry.rationale.symptom = "DataCopy with a tail is refused";
            entry.rationale.cause = "GM transfers work in blocks of 32 B";
            entry.rationale.constraint = "length % 32 == 0";
            entry.artifact.text = "DataCopyPad(dst, src, params, padding);";
            entry.source = { { "kind", "repair-pair" }, { "parent", 1 }, { "candidate", 2 } };
            entry.verification = { { "reproduced", true }, { "target", "emulator" }, { "chip", "Ascend910B2" } };
            (void)need(m_session.knowledge().add(entry), "entry");
        }
    }

    void addExtras(const FixtureOptions& options)
    {
        const target::Verdict judged = verdict(target::Outcome::Mismatch, 0);
        CandidateId parent;
        for (int i = 0; i < options.extraCandidates; ++i) {
            const CandidateId id
                = add(m_lastTask, i % 7 == 0 ? CandidateId {} : parent, "refine", 10 + i, "variant", 1, judged);
            parent = id;
        }
        for (int i = 0; i < options.extraEvents; ++i)
            event(engine::CandidateCreated { m_run, m_lastTask.id, CandidateId { 1 }, "relu", "refine", i, "filler" });
    }

    void event(const engine::Event& event)
    {
        store::EventRecord record;
        record.run = m_run;
        record.kind = std::string(engine::kindOf(event));
        record.body = engine::toJson(event);
        record.at = kStart;
        (void)need(m_workspace.addEvent(record), "event");
    }

    static constexpr std::int64_t kStart = 1'760'000'000'000; // any fixed moment
    engine::Session& m_session;
    store::Workspace& m_workspace;
    RunId m_run;
    store::TaskRecord m_lastTask;
    FixtureOptions m_options;
};

} // namespace

void makeWorkspace(const QString& folder, const FixtureOptions& options)
{
    engine::SessionOptions session;
    session.workspace = folder.toStdString();
    session.mode = store::OpenMode::Create;
    const auto created = need(engine::Session::create(session), "workspace");
    Builder(*created).build(options);
}

} // namespace hawk::ui::test
