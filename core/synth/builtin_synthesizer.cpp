#include "base/hash.h"
#include "synth/emitter.h"
#include "synth/evidence.h"
#include "synth/plan_check.h"
#include "synth/plan_rule.h"
#include "synth/program.h"
#include "synth/synthesizer.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

namespace hawk::synth {

namespace {

/// A reference with what was derived from it; shared between attempts.
struct Understood {
    std::shared_ptr<const spec::OperatorSpec> spec; ///< keeps the cases alive
    TracedReference traced;
    Geometry geometry;
};

/// The change an attempt makes to its parent's plan.
struct Change {
    KernelPlan plan;
    std::vector<EntryId> used;
    std::vector<std::string> reasons;
    bool exhausted = false;
};

class BuiltinSynthesizer final : public Synthesizer {
public:
    explicit BuiltinSynthesizer(reference::ReferenceService& reference)
        : m_reference(reference)
    {
    }

    std::string name() const override { return "builtin"; }
    std::vector<knowledge::Artifact::Kind> usableArtifacts() const override
    {
        return { knowledge::Artifact::Kind::PlanRule };
    }

    Result<Draft> synthesize(const SynthRequest& request, std::stop_token stop) override
    {
        if (request.spec == nullptr || request.chip == nullptr)
            return Error { Errc::Internal, "the built-in synthesizer needs a specification and a chip" };
        auto understood = understand(request.spec, stop);
        if (!understood)
            return understood.error();
        const Understood& u = **understood;
        const PlanSituation situation { u.traced.graphs.front(), u.geometry, *request.spec, *request.chip };
        Change change = choose(request, situation);
        return write(request, u, std::move(change));
    }

private:
    Result<std::shared_ptr<const Understood>> understand(
        const std::shared_ptr<const spec::OperatorSpec>& spec, std::stop_token stop)
    {
        const std::string key
            = spec->contentHash.empty() ? sha256Hex(spec::toJson(*spec).dump()) : spec->contentHash;
        {
            const std::scoped_lock lock(m_mutex);
            if (const auto it = m_known.find(key); it != m_known.end())
                return it->second;
        }
        auto result = std::make_shared<Understood>();
        result->spec = spec;
        for (const spec::Case& which : spec->cases) {
            if (which.visibility == spec::Visibility::Hidden)
                continue;
            auto json = m_reference.traceGraph(*spec, which, stop);
            if (!json)
                return json.error();
            auto graph = graphFromJson(*json);
            if (!graph)
                return graph.error();
            auto resolved = spec::resolve(*spec, which);
            if (!resolved)
                return resolved.error();
            result->traced.graphs.push_back(std::move(*graph));
            result->traced.cases.push_back(&which);
            result->traced.resolved.push_back(std::move(*resolved));
        }
        if (result->traced.graphs.empty())
            return Error { Errc::InvalidInput,
                "operator '" + spec->name + "' has no public case to learn its shapes from", spec->name,
                "add a case that is not hidden" };
        auto geometry = analyseGeometry(result->traced, *spec);
        if (!geometry)
            return geometry.error();
        result->geometry = std::move(*geometry);
        const std::scoped_lock lock(m_mutex);
        return m_known.emplace(key, std::move(result)).first->second;
    }

    static KernelPlan startPlan(const SynthRequest& request)
    {
        if (request.parent && request.parent->plan.is_object())
            if (auto plan = planFromJson(request.parent->plan))
                return *plan;
        return {}; // nothing tried yet, or the parent was not ours
    }

    Change choose(const SynthRequest& request, const PlanSituation& situation) const
    {
        const KernelPlan start = startPlan(request);
        if (request.stage == SynthRequest::Stage::Refine)
            return refine(request, situation, start);
        if (!request.parent)
            return { start, {}, { "first draft, nothing known" }, false };
        return repair(request, situation, start);
    }

    static std::optional<PlanRule> ruleOf(const knowledge::Hit& hit)
    {
        if (hit.entry.artifact.kind != knowledge::Artifact::Kind::PlanRule)
            return std::nullopt;
        auto rule = ruleFromJson(hit.entry.artifact.rule);
        if (!rule)
            return std::nullopt;
        return *rule;
    }

    static void note(
        Change& change, const knowledge::Hit& hit, const KernelPlan& before, const std::string& why)
    {
        change.used.push_back(hit.entry.id);
        change.reasons.push_back(
            describeDifference(before, change.plan) + " [" + hit.entry.key + ": " + why + "]");
    }

    /// Rules whose triggers match the failure, in rank order; else the best ranked rule that changes
    /// anything.
    Change repair(const SynthRequest& request, const PlanSituation& situation, const KernelPlan& start) const
    {
        Change change { start, {}, {}, false };
        const Evidence evidence = request.parent->verdict ? gather(*request.parent->verdict) : Evidence {};
        std::vector<std::string> locked;
        for (const knowledge::Hit& hit : request.knowledge) {
            const auto rule = ruleOf(hit);
            const std::string why = relevance(hit.entry, evidence, false);
            if (!rule || why.empty() || !holds(*rule, start, situation))
                continue;
            const KernelPlan before = change.plan;
            change.plan = apply(*rule, before, locked);
            if (change.plan == before)
                continue;
            for (const auto& [field, value] : rule->set)
                locked.push_back(field);
            note(change, hit, before, why);
        }
        if (!change.used.empty())
            return change;
        for (const knowledge::Hit& hit : request.knowledge) {
            const auto rule = ruleOf(hit);
            if (!rule || hit.entry.triggers.stage == knowledge::Stage::Performance
                || !holds(*rule, start, situation))
                continue;
            change.plan = apply(*rule, start);
            if (change.plan == start)
                continue;
            note(change, hit, start, "best ranked, no trigger matches " + evidence.headline);
            return change;
        }
        return widen(request, start);
    }

    /// No knowledge helps: one decision is changed by the attempt's seed, never back, so the search ends.
    static Change widen(const SynthRequest& request, const KernelPlan& start)
    {
        const KernelPlan uninformed;
        std::vector<const PlanField*> open;
        for (const PlanField& field : planFields())
            if (!field.speedOnly && fieldValue(start, field.name) == fieldValue(uninformed, field.name))
                open.push_back(&field);
        if (open.empty())
            return { start, {}, { "nothing left to try" }, true };
        Rng rng(deriveSeed(request.seed, "synth/widen/" + std::to_string(request.attempt)));
        const PlanField& field = *open[rng.below(open.size())];
        Change change { start, {}, {}, false };
        (void)setField(change.plan, field.name, field.values[1]);
        change.reasons.push_back(describeDifference(start, change.plan) + " [guess: no entry helps]");
        return change;
    }

    /// One performance rule: the best ranked whose bottleneck is the profile's and whose result is new.
    Change refine(const SynthRequest& request, const PlanSituation& situation, const KernelPlan& start) const
    {
        const Evidence evidence
            = request.parent && request.parent->verdict ? gather(*request.parent->verdict) : Evidence {};
        std::vector<KernelPlan> seen { start };
        for (const Prior& prior : request.tried)
            if (prior.plan.is_object())
                if (auto plan = planFromJson(prior.plan))
                    seen.push_back(*plan);
        for (const bool matching : { true, false })
            for (const knowledge::Hit& hit : request.knowledge) {
                const auto rule = ruleOf(hit);
                const std::string why = relevance(hit.entry, evidence, true);
                if (!rule || hit.entry.triggers.stage != knowledge::Stage::Performance
                    || why.empty() == matching || !holds(*rule, start, situation))
                    continue;
                Change change { apply(*rule, start), {}, {}, false };
                if (std::find(seen.begin(), seen.end(), change.plan) != seen.end())
                    continue;
                note(change, hit, start, matching ? why : "no bottleneck matches");
                if (!rule->effect.empty())
                    change.reasons.back() += "; expected: " + rule->effect;
                return change;
            }
        return { start, {}, { "no retrieved rule changes this plan any more" }, true };
    }

    static Result<EmittedKernel> emit(
        const SynthRequest& request, const Understood& u, const KernelPlan& plan)
    {
        auto program = lower(u.traced, u.geometry, *request.spec, plan);
        if (!program)
            return program.error();
        return emitKernel({ *request.spec, u.geometry, *program, plan });
    }

    static Result<Draft> write(const SynthRequest& request, const Understood& u, Change change)
    {
        auto kernel = emit(request, u, change.plan);
        if (!kernel)
            return kernel.error();
        if (change.plan.planCheck == KernelPlan::Switch::On) {
            auto problems = checkPlan(*kernel, u.traced, *request.chip);
            // Smaller tiles are the one remedy a plan has by itself.
            while (problems && !problems->empty() && change.plan.tileDivisor < 8) {
                change.plan.tileDivisor *= 2;
                kernel = emit(request, u, change.plan);
                if (!kernel)
                    return kernel.error();
                problems = checkPlan(*kernel, u.traced, *request.chip);
            }
            if (!problems)
                return problems.error();
            if (!problems->empty())
                change.reasons.push_back(
                    "plan check, case " + problems->front().caseName + ": " + problems->front().message);
        }
        Draft draft;
        draft.candidate.source = std::move(kernel->source);
        draft.candidate.fileName = request.spec->name + ".cpp";
        draft.candidate.launchPlan = std::move(kernel->launchPlan);
        draft.plan = toJson(change.plan);
        draft.usedEntries = std::move(change.used);
        draft.exhausted = change.exhausted;
        for (const std::string& reason : change.reasons)
            draft.note += (draft.note.empty() ? "" : "; ") + reason;
        return draft;
    }

    reference::ReferenceService& m_reference;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<const Understood>> m_known;
};

} // namespace

std::unique_ptr<Synthesizer> makeBuiltinSynthesizer(reference::ReferenceService& reference)
{
    return std::make_unique<BuiltinSynthesizer>(reference);
}

} // namespace hawk::synth
