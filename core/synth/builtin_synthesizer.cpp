#include "base/hash.h"
#include "synth/emitter.h"
#include "synth/plan_check.h"
#include "synth/plan_choice.h"
#include "synth/program.h"
#include "synth/synthesizer.h"

#include <map>
#include <mutex>

namespace hawk::synth {

namespace {

/// A reference with what was derived from it; shared between attempts.
struct Understood {
    std::shared_ptr<const spec::OperatorSpec> spec; ///< keeps the cases alive
    TracedReference traced;
    Geometry geometry;
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
        const KernelText text = [&](const KernelPlan& plan) {
            const auto kernel = emit(request, u, plan);
            return kernel ? kernel->source + kernel->launchPlan : std::string();
        };
        return write(request, u, choosePlan(request, situation, text));
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

    static Result<EmittedKernel> emit(
        const SynthRequest& request, const Understood& u, const KernelPlan& plan)
    {
        auto program = lower(u.traced, u.geometry, *request.spec, plan);
        if (!program)
            return program.error();
        return emitKernel({ *request.spec, u.geometry, *program, plan });
    }

    static Result<Draft> write(const SynthRequest& request, const Understood& u, PlanChoice change)
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
