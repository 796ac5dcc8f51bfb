#include "synth/plan_choice.h"

#include "synth/evidence.h"

#include <algorithm>
#include <optional>

namespace hawk::synth {

namespace {

KernelPlan startPlan(const SynthRequest& request)
{
    if (request.parent && request.parent->plan.is_object())
        if (auto plan = planFromJson(request.parent->plan))
            return *plan;
    return {}; // nothing tried yet, or the parent was not ours
}

std::optional<PlanRule> ruleOf(const knowledge::Hit& hit)
{
    if (hit.entry.artifact.kind != knowledge::Artifact::Kind::PlanRule)
        return std::nullopt;
    auto rule = ruleFromJson(hit.entry.artifact.rule);
    if (!rule)
        return std::nullopt;
    return *rule;
}

/// One attempt's choice; holds what all its steps look at.
class Chooser {
public:
    Chooser(const SynthRequest& request, const PlanSituation& situation, const KernelText& text)
        : m_request(request)
        , m_situation(situation)
        , m_text(text)
        , m_start(startPlan(request))
    {
        if (request.parent && request.parent->verdict)
            m_evidence = gather(*request.parent->verdict);
    }

    PlanChoice choose()
    {
        if (m_request.stage == SynthRequest::Stage::Refine)
            return refine();
        if (!m_request.parent)
            return { m_start, {}, { "first draft, nothing known" }, false };
        return repair();
    }

private:
    static void note(
        PlanChoice& choice, const knowledge::Hit& hit, const KernelPlan& before, const std::string& why)
    {
        choice.used.push_back(hit.entry.id);
        choice.reasons.push_back(
            describeDifference(before, choice.plan) + " [" + hit.entry.key + ": " + why + "]");
    }

    PlanChoice repair() const
    {
        PlanChoice choice { m_start, {}, {}, false };
        std::vector<std::string> locked;
        for (const knowledge::Hit& hit : m_request.knowledge) {
            const auto rule = ruleOf(hit);
            const std::string why = relevance(hit.entry, m_evidence, false);
            if (!rule || why.empty() || !holds(*rule, m_start, m_situation))
                continue;
            const KernelPlan before = choice.plan;
            const KernelPlan changed = apply(*rule, before, locked);
            if (m_text(changed) == m_text(before))
                continue;
            choice.plan = changed;
            for (const auto& [field, value] : rule->set)
                locked.push_back(field);
            note(choice, hit, before, why);
        }
        return choice.used.empty() ? bestRanked() : choice;
    }

    /// No trigger matches: the store's order decides.
    PlanChoice bestRanked() const
    {
        for (const knowledge::Hit& hit : m_request.knowledge) {
            const auto rule = ruleOf(hit);
            if (!rule || hit.entry.triggers.stage == knowledge::Stage::Performance
                || !holds(*rule, m_start, m_situation))
                continue;
            PlanChoice choice { apply(*rule, m_start), {}, {}, false };
            if (m_text(choice.plan) == m_text(m_start))
                continue;
            note(choice, hit, m_start, "best ranked, no trigger matches " + m_evidence.headline);
            return choice;
        }
        return widen();
    }

    /// No knowledge helps: one decision is changed by the attempt's seed, never back, so the search ends.
    PlanChoice widen() const
    {
        const KernelPlan uninformed;
        const std::string text = m_text(m_start);
        std::vector<KernelPlan> open;
        for (const PlanField& field : planFields()) {
            if (field.speedOnly || fieldValue(m_start, field.name) != fieldValue(uninformed, field.name))
                continue;
            KernelPlan changed = m_start;
            (void)setField(changed, field.name, field.values[1]);
            if (m_text(changed) != text)
                open.push_back(changed);
        }
        if (open.empty())
            return { m_start, {}, { "nothing left to try" }, true };
        Rng rng(deriveSeed(m_request.seed, "synth/widen/" + std::to_string(m_request.attempt)));
        PlanChoice choice { open[rng.below(open.size())], {}, {}, false };
        choice.reasons.push_back(describeDifference(m_start, choice.plan) + " [guess: no entry helps]");
        return choice;
    }

    PlanChoice refine() const
    {
        std::vector<std::string> seen { m_text(m_start) };
        for (const Prior& prior : m_request.tried)
            seen.push_back(prior.candidate.source + prior.candidate.launchPlan);
        for (const bool matching : { true, false })
            for (const knowledge::Hit& hit : m_request.knowledge) {
                const auto rule = ruleOf(hit);
                const std::string why = relevance(hit.entry, m_evidence, true);
                if (!rule || hit.entry.triggers.stage != knowledge::Stage::Performance
                    || why.empty() == matching || !holds(*rule, m_start, m_situation))
                    continue;
                PlanChoice choice { apply(*rule, m_start), {}, {}, false };
                if (std::find(seen.begin(), seen.end(), m_text(choice.plan)) != seen.end())
                    continue;
                note(choice, hit, m_start, matching ? why : "no bottleneck matches");
                if (!rule->effect.empty())
                    choice.reasons.back() += "; expected: " + rule->effect;
                return choice;
            }
        return { m_start, {}, { "no retrieved rule changes this kernel any more" }, true };
    }

    const SynthRequest& m_request;
    const PlanSituation& m_situation;
    const KernelText& m_text;
    const KernelPlan m_start;
    Evidence m_evidence;
};

} // namespace

PlanChoice choosePlan(const SynthRequest& request, const PlanSituation& situation, const KernelText& text)
{
    return Chooser(request, situation, text).choose();
}

} // namespace hawk::synth
