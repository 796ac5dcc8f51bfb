#include "engine/model_run.h"

#include "emulator/runner/toolchain.h"
#include "engine/exchange_log.h"
#include "engine/recordings_file.h"
#include "llm/text.h"

#include <algorithm>
#include <array>

namespace hawk::engine {
namespace {

std::string setupKey(RunId run) { return "engine/run/" + std::to_string(run.value) + "/model"; }

/// What of a model's context is left to the prompt: the longest reply, or a third of all, is kept free.
std::int64_t promptRoom(const llm::ModelConfig& config, std::int64_t wanted)
{
    if (config.contextTokens <= 0)
        return wanted;
    const std::int64_t reply = config.parameters.maxTokens.value_or(config.contextTokens / 3);
    return std::clamp<std::int64_t>(config.contextTokens - reply, 1, wanted);
}

Json priceJson(const llm::Price& price)
{
    return { { "model", price.model }, { "input", price.input }, { "output", price.output },
        { "currency", price.currency } };
}

} // namespace

Json toJson(const ModelSetup& setup)
{
    return { { "identity", llm::toJson(setup.identity) }, { "promptTokens", setup.promptTokens },
        { "price", setup.price ? priceJson(*setup.price) : Json() } };
}

Result<ModelSetup> modelSetupFromJson(const Json& json)
{
    try {
        Result<llm::ModelIdentity> identity = llm::identityFromJson(json.at("identity"));
        if (!identity)
            return identity.error();
        ModelSetup setup { .identity = *std::move(identity), .promptTokens = json.at("promptTokens").get<std::int64_t>() };
        if (const Json& price = json.at("price"); !price.is_null())
            setup.price = llm::Price { .model = price.at("model").get<std::string>(),
                .input = price.at("input").get<double>(),
                .output = price.at("output").get<double>(),
                .currency = price.at("currency").get<std::string>() };
        return setup;
    } catch (const Json::exception& failure) {
        return Error { Errc::InvalidInput, std::string("the stored model of a run is not readable: ") + failure.what(), {}, {} };
    }
}

Result<ModelSetup> loadModelSetup(const store::Workspace& workspace, RunId run)
{
    const Result<std::optional<std::string>> text = workspace.meta(setupKey(run));
    if (!text)
        return text.error();
    if (!*text)
        return Error { Errc::NotFound, "run " + std::to_string(run.value) + " was made without a language model", {},
            "`hawk exchange list` shows which runs asked one" };
    const Result<Json> json = parseJson(**text, setupKey(run));
    return json ? modelSetupFromJson(*json) : Result<ModelSetup>(json.error());
}

ModelRun::ModelRun(Session& session, synth::OutputContract contract, emulator::ApiCatalog apis)
    : m_session(session)
    , m_contract(contract)
    , m_apis(std::move(apis))
{
}

Status ModelRun::keep(store::Workspace& workspace, RunId run) const
{
    return workspace.setMeta(setupKey(run), toJson(m_setup).dump());
}

Status ModelRun::openLive(const RunOptions& options)
{
    const Result<std::unique_ptr<llm::ModelFactory>> factory = m_session.models();
    if (!factory)
        return factory.error();
    const Result<llm::ModelConfig> config = (*factory)->registry().find(options.model);
    if (!config)
        return config.error();
    Result<std::unique_ptr<llm::Provider>> provider = (*factory)->open(options.model);
    if (!provider)
        return provider.error();
    m_provider = *std::move(provider);
    m_setup.identity = m_provider->identity();
    m_setup.promptTokens = promptRoom(*config, options.promptBudget);
    m_setup.price = (*factory)->price(*config);
    if (options.moneyBudget > 0 && !m_setup.price)
        return Error { Errc::InvalidInput, "a budget in money needs a price, and none is known for " + config->name, {},
            "`hawk model add --replace ... --price-input X --price-output Y`, or a row in " + llm::pricesFile().string() };
    return {};
}

Status ModelRun::openReplay(const RunOptions& options)
{
    m_replay = true;
    if (options.replay) {
        Result<ModelSetup> setup = loadModelSetup(m_session.workspace(), options.replay);
        if (!setup)
            return setup.error();
        m_setup = *std::move(setup);
        m_recordings = std::make_unique<WorkspaceExchangeLog>(m_session.workspace(), m_session.clock(), options.replay);
    } else {
        Result<RecordingsFile> file = readRecordings(options.replayFile);
        if (!file)
            return file.error();
        m_setup = std::move(file->setup);
        m_recordings = std::move(file->log);
    }
    m_provider = llm::makeReplayProvider(m_setup.identity, *m_recordings);
    return {};
}

Result<std::unique_ptr<ModelRun>> ModelRun::open(Session& session, const RunOptions& options)
{
    const Result<synth::OutputContract> contract = synth::contractFromName(options.contract);
    if (!contract)
        return contract.error();
    Result<emulator::ApiCatalog> apis = emulator::ApiCatalog::load(emulator::deviceHeaderDir());
    if (!apis)
        return apis.error();
    std::unique_ptr<ModelRun> out(new ModelRun(session, *contract, *std::move(apis)));
    const bool replay = options.replay || !options.replayFile.empty();
    if (Status opened = replay ? out->openReplay(options) : out->openLive(options); !opened)
        return opened.error();
    return out;
}

Result<std::unique_ptr<ModelRun>> ModelRun::reopen(Session& session, const RunState& state)
{
    Result<std::unique_ptr<ModelRun>> out = open(session, state.options);
    if (!out)
        return out;
    Result<ModelSetup> setup = loadModelSetup(session.workspace(), state.record.id);
    if (!setup)
        return setup.error();
    if (llm::toJson((*out)->m_setup.identity) != llm::toJson(setup->identity))
        return Error { Errc::Conflict,
            "the model " + setup->identity.name + " is not the one run " + std::to_string(state.record.id.value)
                + " began with: it was " + llm::toJson(setup->identity).dump() + ", it is "
                + llm::toJson((*out)->m_setup.identity).dump(),
            {}, "set it up as it was (address and key may change), or start a new run" };
    (*out)->m_setup = *std::move(setup);
    return out;
}

ModelStep::ModelStep(
    ModelRun& run, const StepPlan& plan, RoundBudget& budget, std::size_t place, const StepNews& news)
    : m_run(run)
    , m_plan(plan)
    , m_budget(budget)
    , m_place(place)
    , m_news(news)
    , m_synthesizer(synth::makeLlmSynthesizer(*this,
          { .contract = run.m_contract, .budgetTokens = run.m_setup.promptTokens, .api = &run.m_apis }, this))
{
}

ModelStep::~ModelStep() { settle(); }

void ModelStep::settle()
{
    if (!m_settled)
        m_budget.settle(m_place);
    m_settled = true;
}

void ModelStep::asked(const llm::Request& request, const std::vector<synth::PromptSection>& parts,
    std::int64_t promptTokens, bool repairTurn)
{
    m_dropped.clear();
    for (const synth::PromptSection& part : parts)
        if (part.dropped > 0)
            m_dropped[part.title] = static_cast<std::int64_t>(part.dropped);
    m_promptTokens = promptTokens;
    m_received.clear();
    m_news.activity(m_plan.request.spec->name + ": asked " + identity().name + ", " + std::to_string(promptTokens)
        + " tokens sent");
    m_news.event(PromptSent { m_plan.run, m_plan.taskId, m_plan.request.spec->name, m_plan.request.attempt, identity().name,
        request.label, promptTokens, repairTurn, request.messages, m_dropped });
}

void ModelStep::streamed(const llm::StreamEvent& event)
{
    constexpr std::array<const char*, 4> kKinds { "answer", "reasoning", "restart", "notice" };
    m_news.event(ModelStreamed { m_plan.run, m_plan.taskId, m_plan.request.spec->name, kKinds.at(static_cast<std::size_t>(event.kind)),
        std::string(event.text) });
    const std::string& spec = m_plan.request.spec->name;
    switch (event.kind) {
    case llm::StreamEvent::Kind::Restart: m_received.clear(); break;
    case llm::StreamEvent::Kind::Notice: m_news.activity(spec + ": " + std::string(event.text)); break;
    default:
        m_received += event.text;
        m_news.activity(spec + ": " + std::to_string(llm::estimatedTokens(m_received)) + " tokens received"
            + (event.kind == llm::StreamEvent::Kind::Reasoning ? ", still thinking" : ""));
    }
}

Result<std::optional<ModelStep::Kept>> ModelStep::kept(const llm::Request& request) const
{
    const std::string key = llm::recordingKey(llm::canonicalRequest(identity(), request));
    const auto row = m_run.m_session.workspace().repliedExchange(m_plan.run, key, request.occurrence.value_or(0));
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<Kept>();
    Result<StoredExchange> stored = loadExchange(m_run.m_session.workspace(), (*row)->id);
    if (!stored)
        return stored.error();
    stored->reply->replayed = true;
    return std::optional<Kept>(Kept { *std::move(stored->reply), (*row)->id });
}

ModelStep::Kept ModelStep::askAndKeep(
    const llm::Request& request, const llm::OnStream& onStream, const std::stop_token& stop)
{
    WorkspaceExchangeLog log(m_run.m_session.workspace(), m_run.m_session.clock(), m_plan.run, m_plan.taskId);
    llm::Outcome outcome = m_run.m_provider->complete(request, onStream, stop);
    if (const Status kept = log.add(llm::recordingOf(identity(), request, outcome)); !kept)
        outcome = llm::storageFailure(kept.error());
    return { std::move(outcome), log.lastId() };
}

llm::Outcome ModelStep::complete(const llm::Request& request, const llm::OnStream& onStream, std::stop_token stop)
{
    std::optional<double> money;
    if (m_run.m_setup.price)
        money = llm::costOf({ .promptTokens = m_promptTokens }, *m_run.m_setup.price).amount;
    if (std::optional<llm::Failure> refused = m_budget.admit(m_place, m_promptTokens, money, stop)) {
        m_failure = refused->kind;
        return *std::move(refused);
    }
    Result<std::optional<Kept>> earlier = kept(request);
    if (!earlier)
        return llm::storageFailure(earlier.error());
    Kept now = *earlier ? **std::move(earlier) : askAndKeep(request, onStream, stop);
    if (!now.outcome.replied()) {
        m_failure = now.outcome.failure().kind;
        return std::move(now.outcome);
    }
    m_failure.reset();
    const llm::Reply& reply = now.outcome.reply();
    m_budget.add(reply);
    addSpending(m_spent, m_currency, reply);
    m_replies.push_back({ m_plan.run, m_plan.taskId, m_plan.request.spec->name, now.exchange, reply.usage.promptTokens,
        reply.usage.completionTokens, reply.usage.estimated, {}, {}, reply.timing.totalMs, reply.replayed, m_dropped });
    if (reply.cost) {
        m_replies.back().cost = reply.cost->amount;
        m_replies.back().currency = reply.cost->currency;
    }
    m_news.event(m_replies.back());
    return std::move(now.outcome);
}

Result<RunOptions> withRecordedOptions(const store::Workspace& workspace, const RunOptions& options)
{
    RunOptions out = options;
    if (options.replay) {
        const Result<store::RunRecord> run = workspace.run(options.replay);
        if (!run)
            return run.error();
        Result<RunOptions> recorded = recordedOptions(workspace, *run);
        if (!recorded)
            return recorded.error();
        out = *std::move(recorded);
    } else if (!options.replayFile.empty()) {
        Result<RecordingsFile> file = readRecordings(options.replayFile);
        if (!file)
            return file.error();
        out = std::move(file->options);
    }
    out.parallelJudges = options.parallelJudges;
    out.replay = options.replay;
    out.replayFile = options.replayFile;
    return out;
}

} // namespace hawk::engine
