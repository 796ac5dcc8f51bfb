#include "engine/planning.h"

#include "engine/records.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace hawk::engine {
namespace {

constexpr std::size_t kStartPointCap = 12; // algorithms.md 2.7
constexpr int kDominatedChildren = 3;
constexpr std::ptrdiff_t kEarlierFailures = 3; // beside the last one; the prompt's budget decides how many are shown

struct Option {
    int index = 0;
    double us = 0;
    double value = 0;
    int children = 0;
};

double median(std::vector<double> values)
{
    const std::size_t middle = values.size() / 2;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(middle), values.end());
    return values[middle];
}

template <class F> double medianOf(const std::vector<Option>& options, F field)
{
    std::vector<double> values;
    for (const Option& option : options)
        values.push_back(field(option));
    return median(std::move(values));
}

std::vector<Option> openStartPoints(const TaskProgress& task)
{
    std::vector<Option> options;
    for (std::size_t i = 0; i < task.startPoints.size(); ++i) {
        const StartPoint& point = task.startPoints[i];
        const store::CandidateRecord* row = task.find(point.candidate);
        if (point.exhausted() || row == nullptr)
            continue;
        // An untrusted time sorts last: it must not look like the fastest.
        const double us = row->modelledUs > 0 ? row->modelledUs : std::numeric_limits<double>::max();
        options.push_back({ static_cast<int>(i), us, point.value, task.childrenOf(point.candidate) });
    }
    return options;
}

/// Above the cap, points that are slow, of low value and tried often enough are left out; the fastest always
/// stays.
void dropDominated(std::vector<Option>& options)
{
    if (options.size() <= kStartPointCap)
        return;
    const double us = medianOf(options, [](const Option& o) { return o.us; });
    const double value = medianOf(options, [](const Option& o) { return o.value; });
    std::erase_if(options, [&](const Option& option) {
        return option.us > us && option.value < value && option.children >= kDominatedChildren;
    });
}

int drawByWeight(const std::vector<Option>& options, Rng& rng)
{
    // Shinka: sigmoid(lambda (a - median) / MAD) / (1 + children), with a = -ln(time).
    const auto fitness = [](const Option& option) { return -std::log(option.us); };
    const double middle = medianOf(options, fitness);
    const double spread
        = medianOf(options, [&](const Option& option) { return std::abs(fitness(option) - middle); });
    std::vector<double> weights;
    double sum = 0;
    for (const Option& option : options) {
        const double z = (fitness(option) - middle) / std::max(spread, 1e-3);
        weights.push_back(1.0 / (1.0 + std::exp(-std::clamp(z, -30.0, 30.0))) / (1.0 + option.children));
        sum += weights.back();
    }
    double at = rng.uniform() * sum;
    for (std::size_t i = 0; i < options.size(); ++i) {
        at -= weights[i];
        if (at < 0)
            return options[i].index;
    }
    return options.back().index;
}

std::string roundKey(RunId run) { return "engine/run/" + std::to_string(run.value) + "/round"; }

/// Of a run with a model, whose plans are all kept.
std::string roundKey(RunId run, int round) { return roundKey(run) + "/" + std::to_string(round); }

Result<synth::Prior> priorAt(PriorCache& priors, CandidateId id)
{
    Result<std::shared_ptr<const synth::Prior>> prior = priors.at(id);
    if (!prior)
        return prior.error();
    return **prior;
}

/// The failures before the last one: a model reads what it tried, the built-in synthesizer has its plan.
Status addEarlierFailures(const TaskProgress& task, CandidateId parent, PriorCache& priors, StepPlan& plan)
{
    for (const store::CandidateRecord& row : task.candidates) {
        if (row.id == parent)
            continue;
        Result<synth::Prior> prior = priorAt(priors, row.id);
        if (!prior)
            return prior.error();
        plan.request.tried.push_back(*std::move(prior));
    }
    if (plan.request.tried.size() > kEarlierFailures)
        plan.request.tried.erase(plan.request.tried.begin(), plan.request.tried.end() - kEarlierFailures);
    return {};
}

/// Everything that follows from the state without asking the knowledge base.
Result<StepPlan> frame(const RunState& state, std::size_t index, synth::SynthRequest::Stage stage,
    CandidateId parent, PriorCache& priors)
{
    const TaskProgress& task = state.tasks[index];
    StepPlan plan;
    plan.task = index;
    plan.run = state.record.id;
    plan.taskId = task.record.id;
    plan.step = task.steps;
    plan.tried = task.triedContents();
    plan.request.stage = stage;
    plan.request.spec = task.spec;
    plan.request.chip = state.chip;
    plan.request.attempt = task.record.attempts;
    plan.request.step = task.steps;
    const std::string where = task.record.specName + "/" + std::to_string(task.steps);
    plan.request.seed = deriveSeed(state.options.seed, "synthesize/" + where);
    plan.inputSeed = deriveSeed(state.options.seed, "inputs/" + task.record.specName);
    if (const store::CandidateRecord* best = task.record.best ? task.find(task.record.best) : nullptr)
        plan.baselineUs = best->modelledUs;
    if (parent) {
        Result<synth::Prior> prior = priorAt(priors, parent);
        if (!prior)
            return prior.error();
        plan.request.parent = *std::move(prior);
    }
    if (state.options.usesModel() && stage == synth::SynthRequest::Stage::Draft && parent)
        if (Status added = addEarlierFailures(task, parent, priors, plan); !added)
            return added.error();
    if (stage == synth::SynthRequest::Stage::Refine) {
        for (const store::CandidateRecord& row : task.candidates) {
            if (row.parent != parent)
                continue;
            Result<synth::Prior> prior = priorAt(priors, row.id);
            if (!prior)
                return prior.error();
            plan.request.tried.push_back(*std::move(prior));
        }
    }
    return plan;
}

/// `wide`: the usual answer led to nothing, so more is asked for.
Status retrieveFor(Session& session, const RunState& state, StepPlan& plan, bool wide)
{
    const TaskProgress& task = state.tasks[plan.task];
    if (task.steps == 0)
        return {}; // the first draft is uninformed on purpose
    const bool refine = plan.request.stage == synth::SynthRequest::Stage::Refine;
    const knowledge::Query query = knowledge::buildQuery(refine ? "refine" : "draft", task.record.specName,
        std::string(spec::name(task.spec->family)), task.dtypes, state.chip->name,
        plan.request.parent ? plan.request.parent->verdict.get() : nullptr);
    knowledge::RetrieveOptions options;
    if (!state.options.usesModel()) // a model reads every kind
        options.kinds = session.builtin().usableArtifacts();
    if (wide) {
        options.count *= 4;
        options.pool *= 4;
    }
    Rng rng(deriveSeed(
        state.options.seed, "retrieve/" + task.record.specName + "/" + std::to_string(task.steps)));
    Result<std::vector<knowledge::Hit>> hits = session.knowledge().retrieve(query, options, rng);
    if (!hits)
        return hits.error();
    plan.query = toJson(query);
    plan.request.knowledge = *std::move(hits);
    return {};
}

/// The newest draft was shown knowledge and used none of it: the entry that helps was not among the usual
/// answer.
bool lastDraftFoundNothing(const TaskProgress& task)
{
    return task.candidates.size() > 1 && task.candidates.back().usedEntries.empty();
}

Result<StepPlan> planStep(Session& session, const RunState& state, std::size_t index, PriorCache& priors)
{
    const TaskProgress& task = state.tasks[index];
    CandidateId parent = lastFailure(task);
    bool wide = task.emptyDrafts > 0 || lastDraftFoundNothing(task);
    auto stage = synth::SynthRequest::Stage::Draft;
    if (task.correct()) {
        stage = synth::SynthRequest::Stage::Refine;
        Rng rng(deriveSeed(
            state.options.seed, "start-point/" + task.record.specName + "/" + std::to_string(task.steps)));
        const int chosen = chooseStartPoint(task, state.round, rng);
        if (chosen < 0)
            return Error { Errc::Internal,
                "task " + task.record.specName + " has no start point left but is open", {}, {} };
        const StartPoint& point = task.startPoints[static_cast<std::size_t>(chosen)];
        parent = point.candidate;
        wide = point.emptyAnswers > 0;
    }
    Result<StepPlan> plan = frame(state, index, stage, parent, priors);
    if (!plan)
        return plan.error();
    if (Status retrieved = retrieveFor(session, state, *plan, wide); !retrieved)
        return retrieved.error();
    return plan;
}

/// The entries of a plan as they are now, kept as artifacts: a person may decide on one while the run is interrupted, and a
/// replay shows what was shown.
Status keepEntries(store::Workspace& workspace, const StepPlan& plan, Json& hits)
{
    for (std::size_t i = 0; i < plan.request.knowledge.size(); ++i) {
        const knowledge::Entry& entry = plan.request.knowledge[i].entry;
        const Json whole { { "state", knowledge::name(entry.state) }, { "entry", knowledge::toJson(entry) } };
        Result<std::string> hash = workspace.putArtifact(whole.dump(), "shown-entry");
        if (!hash)
            return hash.error();
        hits[i]["shown"] = *std::move(hash);
    }
    return {};
}

/// The hits of a stored plan, with the entries as they were when that was kept.
Result<std::vector<knowledge::Hit>> plannedHits(Session& session, const Json& json)
{
    Result<std::vector<knowledge::Hit>> hits = hitsFromJson(json, session.knowledge());
    if (!hits)
        return hits;
    for (std::size_t i = 0; i < hits->size(); ++i) {
        if (!json[i].contains("shown"))
            continue;
        const std::string hash = json[i].at("shown").get<std::string>();
        const Result<std::string> text = session.workspace().artifact(hash);
        if (!text)
            return text.error();
        const Result<Json> whole = parseJson(*text, "artifact " + hash);
        if (!whole)
            return whole.error();
        Result<knowledge::Entry> entry = knowledge::entryFromJson(whole->at("entry"));
        const Result<knowledge::EntryState> state
            = knowledge::entryStateFromName(whole->at("state").get<std::string>());
        if (!entry || !state)
            return entry ? state.error() : entry.error();
        entry->id = (*hits)[i].entry.id;
        entry->state = *state;
        (*hits)[i].entry = *std::move(entry);
    }
    return hits;
}

Result<Json> planJson(Session& session, const RunState& state, const std::vector<StepPlan>& plans)
{
    Json steps = Json::array();
    for (const StepPlan& plan : plans) {
        Json hits = toJson(plan.request.knowledge);
        if (state.options.usesModel())
            if (Status kept = keepEntries(session.workspace(), plan, hits); !kept)
                return kept.error();
        steps.push_back(
            { { "task", plan.task }, { "refine", plan.request.stage == synth::SynthRequest::Stage::Refine },
                { "parent", plan.request.parent ? plan.request.parent->id.value : 0 },
                { "query", plan.query }, { "hits", std::move(hits) } });
    }
    return Json { { "round", state.round }, { "steps", std::move(steps) } };
}

/// Which candidate of this run a stored plan means by its parent.
using ParentOf = std::function<Result<CandidateId>(const TaskProgress&, CandidateId)>;

Result<std::vector<StepPlan>> restore(
    Session& session, const RunState& state, PriorCache& priors, const Json& json, const ParentOf& parentOf)
{
    std::vector<StepPlan> plans;
    for (const Json& item : json.at("steps")) {
        const auto index = item.at("task").get<std::size_t>();
        if (index >= state.tasks.size() || !state.tasks[index].open()
            || state.tasks[index].lastRound >= state.round)
            continue;
        const Result<CandidateId> parent
            = parentOf(state.tasks[index], { item.at("parent").get<std::int64_t>() });
        if (!parent)
            return parent.error();
        Result<StepPlan> plan = frame(state, index,
            item.at("refine").get<bool>() ? synth::SynthRequest::Stage::Refine
                                          : synth::SynthRequest::Stage::Draft,
            *parent, priors);
        if (!plan)
            return plan.error();
        plan->query = item.at("query");
        Result<std::vector<knowledge::Hit>> hits = plannedHits(session, item.at("hits"));
        if (!hits)
            return hits.error();
        plan->request.knowledge = *std::move(hits);
        plans.push_back(*std::move(plan));
    }
    return plans;
}

/// The plan that the recorded run made for this round, with this run's candidates in the place of its own.
Result<std::vector<StepPlan>> replayed(Session& session, const RunState& state, PriorCache& priors)
{
    const RunId recorded = state.options.replay;
    const std::string key = roundKey(recorded, state.round);
    const Result<std::optional<std::string>> text = session.workspace().meta(key);
    if (!text)
        return text.error();
    if (!*text)
        return Error { Errc::NotFound,
            "the recordings of run " + std::to_string(recorded.value) + " end here: it did not get to round "
                + std::to_string(state.round + 1),
            {}, "`hawk resume --run " + std::to_string(recorded.value) + "` goes on with that run itself" };
    const Result<Json> json = parseJson(**text, key);
    if (!json)
        return json.error();
    return restore(session, state, priors, *json, [&](const TaskProgress& task, CandidateId id) -> Result<CandidateId> {
        if (!id)
            return id;
        const Result<store::CandidateRecord> row = session.workspace().candidate(id);
        if (!row)
            return row.error();
        for (const store::CandidateRecord& own : task.candidates)
            if (own.attempt == row->attempt)
                return own.id;
        return Error { Errc::Internal, "the replay has no attempt " + std::to_string(row->attempt + 1) + " of " + task.record.specName,
            {}, {} };
    });
}

/// Keeps the round's plan until the next one, and that of a run with a model for good.
Status keepPlan(Session& session, const RunState& state, const std::vector<StepPlan>& plans)
{
    const Result<Json> json = planJson(session, state, plans);
    if (!json)
        return json.error();
    const std::string text = json->dump();
    return session.workspace().transaction([&]() -> Status {
        if (state.options.usesModel())
            if (Status kept = session.workspace().setMeta(roundKey(state.record.id, state.round), text); !kept)
                return kept;
        return session.workspace().setMeta(roundKey(state.record.id), text);
    });
}

/// The stored plan when it is of this round.
Result<std::optional<Json>> storedPlan(Session& session, const RunState& state)
{
    const Result<std::optional<std::string>> text = session.workspace().meta(roundKey(state.record.id));
    if (!text)
        return text.error();
    if (!*text)
        return std::optional<Json> {};
    Result<Json> json = parseJson(**text, roundKey(state.record.id));
    if (!json)
        return json.error();
    if (json->value("round", -1) != state.round)
        return std::optional<Json> {};
    return std::optional<Json>(*std::move(json));
}

/// A new plan for every open task.
Result<std::vector<StepPlan>> planned(Session& session, const RunState& state, PriorCache& priors)
{
    std::vector<StepPlan> plans;
    for (std::size_t i = 0; i < state.tasks.size(); ++i) {
        if (!state.tasks[i].open())
            continue;
        Result<StepPlan> plan = planStep(session, state, i, priors);
        if (!plan)
            return plan.error();
        plans.push_back(*std::move(plan));
    }
    return plans;
}

} // namespace

Result<std::shared_ptr<const synth::Prior>> PriorCache::at(CandidateId id)
{
    if (const auto found = m_priors.find(id); found != m_priors.end())
        return found->second;
    Result<std::shared_ptr<const synth::Prior>> prior = loadPrior(m_workspace, id);
    if (prior)
        m_priors.emplace(id, *prior);
    return prior;
}

int chooseStartPoint(const TaskProgress& task, int round, Rng& rng)
{
    std::vector<Option> options = openStartPoints(task);
    if (options.empty())
        return -1;
    dropDominated(options);
    const double epsilon = std::max(0.05, 0.3 * std::pow(0.9, round));
    if (options.size() > 1 && rng.uniform() < epsilon)
        return drawByWeight(options, rng);
    return std::min_element(options.begin(), options.end(), [](const Option& a, const Option& b) {
        return a.value != b.value ? a.value > b.value : a.us < b.us;
    })->index;
}

CandidateId lastFailure(const TaskProgress& task)
{
    if (task.restart || task.candidates.empty())
        return {};
    return task.candidates.back().id;
}

Result<std::vector<StepPlan>> planRound(Session& session, const RunState& state, PriorCache& priors)
{
    const Result<std::optional<Json>> stored = storedPlan(session, state);
    if (!stored)
        return stored.error();
    if (*stored) {
        try {
            return restore(session, state, priors, **stored,
                [](const TaskProgress&, CandidateId id) { return Result<CandidateId>(id); });
        } catch (const Json::exception& failure) {
            return Error { Errc::Internal,
                std::string("the stored plan of the round is not readable: ") + failure.what(), {}, {} };
        }
    }
    Result<std::vector<StepPlan>> plans
        = state.options.replay ? replayed(session, state, priors) : planned(session, state, priors);
    if (!plans)
        return plans;
    if (Status kept = keepPlan(session, state, *plans); !kept)
        return kept.error();
    return plans;
}

} // namespace hawk::engine
