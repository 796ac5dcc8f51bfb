#pragma once

#include "engine/events.h"
#include "engine/planning.h"
#include "engine/round_budget.h"
#include "engine/run_state.h"
#include "engine/session.h"
#include "llm/recording.h"
#include "synth/llm_synthesizer.h"
#include "emulator/runner/api_catalog.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hawk::engine {

/// What decides the requests of a run beside its options: kept with it, so that a replay asks exactly the same.
struct ModelSetup {
    llm::ModelIdentity identity;
    std::int64_t promptTokens = 0; ///< budget of one prompt: the run's, or less when the model's context is shorter
    std::optional<llm::Price> price; ///< for estimates before a request
};
Json toJson(const ModelSetup& setup);
Result<ModelSetup> modelSetupFromJson(const Json& json);
/// NotFound for a run without a model.
Result<ModelSetup> loadModelSetup(const store::Workspace& workspace, RunId run);

/// Whom a step tells what it does, from its thread.
struct StepNews {
    std::function<void(const std::string&)> activity; ///< one line for people
    std::function<void(Event)> event;
};

/// The model of one run: live, or its recordings. Its steps may work on several threads. `session` must outlive it.
class ModelRun {
public:
    /// Opens what `options` ask for, before there is a run: the errors of a missing model, key or recording.
    static Result<std::unique_ptr<ModelRun>> open(Session& session, const RunOptions& options);
    /// For a run that goes on. The setup it began with holds, but for address and key, which are those of now.
    static Result<std::unique_ptr<ModelRun>> reopen(Session& session, const RunState& state);

    const ModelSetup& setup() const { return m_setup; }
    /// Keeps the setup with the run; inside the caller's transaction.
    Status keep(store::Workspace& workspace, RunId run) const;

private:
    friend class ModelStep;
    ModelRun(Session& session, synth::OutputContract contract, emulator::ApiCatalog apis);
    Status openLive(const RunOptions& options);
    Status openReplay(const RunOptions& options);

    Session& m_session;
    synth::OutputContract m_contract;
    emulator::ApiCatalog m_apis;
    ModelSetup m_setup;
    std::unique_ptr<llm::ExchangeLog> m_recordings; ///< of a replay
    std::unique_ptr<llm::Provider> m_provider; ///< after the recordings: it reads them
    bool m_replay = false;
};

/// One step's talk with the model: keeps each exchange in the workspace, looks there first (what was paid for before a
/// crash is not asked again), holds the budget, and tells what happens. Lives as long as the step; one thread.
class ModelStep final : public llm::Provider, public synth::ModelListener {
public:
    /// `place` of the step in its round. All must outlive the step.
    ModelStep(ModelRun& run, const StepPlan& plan, RoundBudget& budget, std::size_t place, const StepNews& news);
    ~ModelStep() override;
    ModelStep(const ModelStep&) = delete;
    ModelStep& operator=(const ModelStep&) = delete;

    synth::Synthesizer& synthesizer() { return *m_synthesizer; }
    /// Nothing more is asked: steps after this one may be admitted.
    void settle();
    /// How the last call ended without a reply, if it did.
    const std::optional<llm::FailureKind>& failure() const { return m_failure; }
    /// Every reply of this step, in order.
    const std::vector<ReplyReceived>& replies() const { return m_replies; }
    const llm::Spending& spent() const { return m_spent; }
    const std::string& currency() const { return m_currency; }

    const llm::ModelIdentity& identity() const override { return m_run.m_setup.identity; }
    llm::Outcome complete(const llm::Request& request, const llm::OnStream& onStream, std::stop_token stop) override;
    void asked(const llm::Request& request, const std::vector<synth::PromptSection>& parts, std::int64_t promptTokens,
        bool repairTurn) override;
    void streamed(const llm::StreamEvent& event) override;

private:
    struct Kept {
        llm::Outcome outcome;
        std::int64_t exchange = 0;
    };
    Kept askAndKeep(const llm::Request& request, const llm::OnStream& onStream, const std::stop_token& stop);
    Result<std::optional<Kept>> kept(const llm::Request& request) const;

    ModelRun& m_run;
    const StepPlan& m_plan;
    RoundBudget& m_budget;
    std::size_t m_place;
    const StepNews& m_news;
    std::unique_ptr<synth::Synthesizer> m_synthesizer;
    std::int64_t m_promptTokens = 0; ///< of the request under way
    std::map<std::string, std::int64_t> m_dropped; ///< of its prompt: heading -> items that did not fit
    std::string m_received; ///< of its reply so far, to count it
    std::optional<llm::FailureKind> m_failure;
    std::vector<ReplyReceived> m_replies;
    llm::Spending m_spent;
    std::string m_currency;
    bool m_settled = false;
};

/// Options with what a replay takes over from the recorded run: operators, chip, seed, attempts, model, contract and
/// budgets, all but the number of parallel judges. Unchanged for other runs.
Result<RunOptions> withRecordedOptions(const store::Workspace& workspace, const RunOptions& options);

} // namespace hawk::engine
