#include "loop.h"

#include "base/files.h"
#include "store/workspace.h"

#include <set>

namespace hawk::synth::test {

struct Loop::Impl {
    std::unique_ptr<store::Workspace> workspace;
    SystemClock clock;
    std::unique_ptr<knowledge::KnowledgeBase> knowledge;
    reference::ReferenceService reference;
    std::unique_ptr<emulator::Emulator> emulator;
    std::unique_ptr<target::Target> target;
    std::unique_ptr<Synthesizer> synthesizer;
    std::shared_ptr<const chip::ChipFacts> chip;

    Result<std::vector<knowledge::Hit>> retrieve(const char* stage, const spec::OperatorSpec& spec,
        const target::Verdict& verdict, std::uint64_t seed) const
    {
        std::set<std::string> dtypes;
        for (const spec::Case& which : spec.cases)
            if (const auto resolved = spec::resolve(spec, which))
                for (const auto& tensor : resolved->inputs)
                    dtypes.insert(std::string(hawk::name(tensor.dtype)));
        const knowledge::Query query = knowledge::buildQuery(stage, spec.name,
            std::string(spec::name(spec.family)), { dtypes.begin(), dtypes.end() }, chip->name, &verdict);
        knowledge::RetrieveOptions options;
        options.kinds = synthesizer->usableArtifacts();
        Rng rng(seed);
        return knowledge->retrieve(query, options, rng);
    }
};

Loop::Loop(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
Loop::~Loop() = default;

Result<std::unique_ptr<Loop>> Loop::start(const std::filesystem::path& folder)
{
    auto impl = std::make_unique<Impl>();
    auto workspace = store::Workspace::open(folder, store::OpenMode::Create);
    if (!workspace)
        return workspace.error();
    impl->workspace = std::move(*workspace);
    impl->knowledge = std::make_unique<knowledge::KnowledgeBase>(*impl->workspace, impl->clock);
    if (auto seeded = impl->knowledge->seed(resourceDir() / "knowledge"); !seeded)
        return seeded.error();
    auto chips = chip::ChipCatalog::loadDefault();
    if (!chips)
        return chips.error();
    auto chip = chips->find(chip::kDefaultChip);
    if (!chip)
        return chip.error();
    impl->chip = *chip;
    impl->emulator = std::make_unique<emulator::Emulator>(emulator::Emulator::Options {});
    impl->target = target::makeEmulatorTarget(*impl->emulator, impl->reference);
    impl->synthesizer = makeBuiltinSynthesizer(impl->reference);
    return std::unique_ptr<Loop>(new Loop(std::move(impl)));
}

Result<TaskResult> Loop::run(
    std::shared_ptr<const spec::OperatorSpec> spec, int maxDrafts, int maxRefinements)
{
    TaskResult result;
    std::optional<Prior> last, best;
    std::vector<Prior> tried;
    for (int attempt = 0; attempt < maxDrafts + maxRefinements; ++attempt) {
        const bool refining = best.has_value();
        if (!refining && attempt >= maxDrafts)
            break;
        SynthRequest request { .stage = refining ? SynthRequest::Stage::Refine : SynthRequest::Stage::Draft,
            .spec = spec,
            .chip = m_impl->chip,
            .attempt = attempt,
            .parent = refining ? best : last,
            .tried = tried,
            .seed = 7 };
        if (request.parent) {
            auto hits = m_impl->retrieve(refining ? "refine" : "draft", *spec, *request.parent->verdict, 7);
            if (!hits)
                return hits.error();
            request.knowledge = std::move(*hits);
        }
        auto draft = m_impl->synthesizer->synthesize(request);
        if (!draft)
            return draft.error();
        if (draft->exhausted)
            break;
        auto verdict = m_impl->target->judge({ .spec = spec,
            .chip = m_impl->chip,
            .candidate = draft->candidate,
            .stopAtFirstFailure = true });
        if (!verdict)
            return verdict.error();
        Attempt record { .stage = refining ? "refine" : "draft",
            .note = draft->note,
            .outcome = std::string(target::name(verdict->outcome)),
            .summary = verdict->summary,
            .modelledUs = verdict->modelledUs,
            .candidate = draft->candidate };
        for (const knowledge::Hit& hit : request.knowledge)
            record.shownKeys.push_back(hit.entry.key);
        for (const EntryId id : draft->usedEntries)
            if (auto entry = m_impl->knowledge->entry(id))
                record.usedKeys.push_back(entry->key);
        Prior prior { .candidate = draft->candidate,
            .plan = draft->plan,
            .verdict = std::make_shared<target::Verdict>(std::move(*verdict)) };
        const bool correct = prior.verdict->outcome == target::Outcome::Correct;
        if (!refining) {
            result.drafts = attempt + 1;
            if (last)
                result.repairedBy.insert(
                    result.repairedBy.end(), record.usedKeys.begin(), record.usedKeys.end());
            last = prior;
            if (correct) {
                result.correct = true;
                result.firstUs = result.bestUs = prior.verdict->modelledUs;
                best = prior;
            }
        } else if (correct && prior.verdict->modelledUs < result.bestUs) {
            result.bestUs = prior.verdict->modelledUs;
            best = prior;
            tried.clear();
        } else {
            tried.push_back(prior);
        }
        result.attempts.push_back(std::move(record));
    }
    return result;
}

} // namespace hawk::synth::test
