#include "engine/step.h"

#include "engine/records.h"

#include <algorithm>

namespace hawk::engine {
namespace {

constexpr std::size_t kReplayCases = 2;
constexpr std::string_view kContractGate = "contract"; // passed by everything that reached the judge
constexpr std::uint32_t kInputSets = 3; ///< fresh values without recomputing goldens on every attempt

StepResult failed(Error error, const std::stop_token& stop)
{
    StepResult result;
    if (error.code == Errc::Cancelled || stop.stop_requested())
        result.kind = StepResult::Kind::Cancelled;
    else if (error.code == Errc::Environment || error.code == Errc::Io)
        result.kind = StepResult::Kind::RunFailed;
    else
        result.kind = StepResult::Kind::TaskFailed;
    result.error = std::move(error);
    return result;
}

/// Which failures end the run: it can go on once their cause is gone. The others are the request's own.
bool endsRun(llm::FailureKind kind)
{
    return kind != llm::FailureKind::PromptTooLong && kind != llm::FailureKind::TooLarge;
}

/// A call to a model that ended without a reply: no attempt is lost, whatever the reason.
StepResult withoutReply(Error error, llm::FailureKind kind, const std::stop_token& stop)
{
    StepResult result = failed(std::move(error), stop);
    if (result.kind == StepResult::Kind::Cancelled)
        return result;
    if (kind == llm::FailureKind::Budget)
        result.kind = StepResult::Kind::BudgetSpent;
    else
        result.kind = endsRun(kind) ? StepResult::Kind::RunFailed : StepResult::Kind::TaskFailed;
    return result;
}

bool repeats(const StepPlan& plan, const Result<synth::Draft>& draft)
{
    return draft && !draft->exhausted && draft->broken.empty() && plan.tried.contains(contentOf(draft->candidate));
}

/// A repeated candidate is asked for once more with another seed; a second repetition means there is nothing
/// new.
Result<synth::Draft> newDraft(synth::Synthesizer& synthesizer, const StepPlan& plan, const std::stop_token& stop)
{
    Result<synth::Draft> draft = synthesizer.synthesize(plan.request, stop);
    if (!repeats(plan, draft))
        return draft;
    synth::SynthRequest again = plan.request;
    again.seed = deriveSeed(plan.request.seed, "again");
    again.sample = 1;
    draft = synthesizer.synthesize(again, stop);
    if (repeats(plan, draft))
        draft->exhausted = true;
    return draft;
}

/// The verdict on an answer that holds no candidate: nothing was built, nothing ran.
target::Verdict brokenVerdict(const StepPlan& plan, const synth::Draft& draft, const std::string& targetName)
{
    target::Verdict verdict { .outcome = target::Outcome::Rejected,
        .summary = "the reply breaks its contract: " + draft.broken,
        .target = targetName,
        .chip = plan.request.chip->name,
        .gates = { { .gate = std::string(kContractGate), .observed = draft.broken, .expected = draft.brokenContract } } };
    verdict.casesTotal = plan.request.spec->cases.size();
    verdict.seed = plan.inputSeed;
    return verdict;
}

bool brokeContract(const target::Verdict& verdict)
{
    return std::any_of(verdict.gates.begin(), verdict.gates.end(),
        [](const target::GateRecord& gate) { return gate.gate == kContractGate && !gate.passed; });
}

/// The lineage step that teaches something, if this one does.
std::optional<knowledge::Pair::Kind> lessonKind(const StepPlan& plan, const target::Verdict& verdict)
{
    if (!plan.request.parent || verdict.outcome != target::Outcome::Correct)
        return {};
    const target::Verdict& before = *plan.request.parent->verdict;
    if (brokeContract(before)) // what it failed at was no kernel
        return {};
    if (before.outcome != target::Outcome::Correct)
        return knowledge::Pair::Kind::Repair;
    const std::optional<double> gain = speedUp(timingOf(before), timingOf(verdict));
    if (gain && *gain > 1.0 + kNoiseBand)
        return knowledge::Pair::Kind::SpeedUp;
    return {};
}

/// Cases that show the effect: the failing ones of the before-candidate, or where the most time was won.
std::vector<std::string> telling(const target::Verdict& before, const target::Verdict& after)
{
    std::vector<std::string> names;
    for (const target::CaseVerdict& each : before.cases)
        if (each.outcome != target::Outcome::Correct && names.size() < kReplayCases)
            names.push_back(each.name);
    if (!names.empty() || before.outcome != target::Outcome::Correct)
        return names; // empty for a build failure: any case shows it
    const Timing slow = timingOf(before);
    const Timing fast = timingOf(after);
    std::vector<std::pair<double, std::string>> gains;
    for (const auto& [name, us] : slow)
        if (const auto found = fast.find(name); found != fast.end())
            gains.emplace_back(found->second - us, name);
    std::sort(gains.begin(), gains.end());
    for (const auto& [gain, name] : gains)
        if (names.size() < kReplayCases)
            names.push_back(name);
    return names;
}

Result<std::optional<Lesson>> learn(
    const StepTools& tools, const StepPlan& plan, const StepResult& step, const std::stop_token& stop)
{
    const std::optional<knowledge::Pair::Kind> kind = lessonKind(plan, step.verdict);
    if (!kind)
        return std::optional<Lesson> {};
    const synth::Prior& before = *plan.request.parent;
    std::vector<knowledge::Entry> shown;
    for (const knowledge::Hit& hit : plan.request.knowledge)
        shown.push_back(hit.entry);
    const knowledge::Pair pair { .kind = *kind,
        .specName = plan.request.spec->name,
        .family = std::string(spec::name(plan.request.spec->family)),
        .chip = plan.request.chip->name,
        .before = before.id,
        .beforeSource = before.candidate,
        .afterSource = step.draft.candidate,
        .beforePlan = before.plan,
        .afterPlan = step.draft.plan,
        .beforeVerdict = before.verdict.get(),
        .afterVerdict = &step.verdict,
        .usedEntries = step.draft.usedEntries,
        .shown = std::move(shown) };
    std::optional<knowledge::Entry> entry = knowledge::propose(pair);
    if (!entry || tools.known(entry->key))
        return std::optional<Lesson> {};
    const target::JudgeRequest frame { .spec = plan.request.spec,
        .chip = plan.request.chip,
        .seed = deriveSeed(plan.inputSeed, "replay"),
        .cases = telling(*before.verdict, step.verdict),
        .stopAtFirstFailure = true,
        .checkDeterminism = false,
        .checkRelations = false };
    Result<bool> reproduced = knowledge::replay(*entry, pair, frame, tools.target, stop);
    if (!reproduced)
        return reproduced.error();
    return std::optional<Lesson>(Lesson { *std::move(entry), *reproduced });
}

} // namespace

StepResult performStep(const StepTools& tools, const StepPlan& plan, std::size_t place, std::stop_token stop,
    const StepNews& news)
{
    const std::string& spec = plan.request.spec->name;
    news.activity("writing " + spec + ", attempt " + std::to_string(plan.request.attempt + 1));
    std::optional<ModelStep> model;
    if (tools.model != nullptr)
        model.emplace(*tools.model, plan, *tools.budget, place, news);
    StepResult result;
    Result<synth::Draft> draft = newDraft(model ? model->synthesizer() : tools.synthesizer, plan, stop);
    if (model) {
        model->settle();
        result.replies = model->replies();
        result.spent = model->spent();
        result.currency = model->currency();
    }
    if (!draft) {
        StepResult end = model && model->failure() ? withoutReply(draft.error(), *model->failure(), stop)
                                                   : failed(draft.error(), stop);
        end.replies = std::move(result.replies); // what was asked before it failed is paid for
        end.spent = result.spent;
        end.currency = std::move(result.currency);
        return end;
    }
    result.draft = *std::move(draft);
    if (result.draft.exhausted) {
        result.kind = StepResult::Kind::Exhausted;
        return result;
    }
    if (!result.draft.broken.empty()) {
        result.verdict = brokenVerdict(plan, result.draft, tools.target.name());
        return result;
    }
    const target::JudgeRequest request { .spec = plan.request.spec,
        .chip = plan.request.chip,
        .candidate = result.draft.candidate,
        .seed = plan.inputSeed,
        .inputSets = kInputSets,
        .stopAtFirstFailure = true,
        .baselineUs = plan.baselineUs };
    Result<target::Verdict> verdict = tools.target.judge(request, stop,
        [&](const target::JudgeProgress& at) { news.activity("judging " + spec + ", " + at.step); });
    if (!verdict)
        return failed(verdict.error(), stop);
    result.verdict = *std::move(verdict);
    if (stop.stop_requested()) // a judgement that raced with the stop is not trusted to be whole
        return failed(Error { Errc::Cancelled, "stopped", {}, {} }, stop);
    Result<std::optional<Lesson>> lesson = learn(tools, plan, result, stop);
    if (!lesson)
        return failed(lesson.error(), stop);
    result.lesson = *std::move(lesson);
    return result;
}

} // namespace hawk::engine
