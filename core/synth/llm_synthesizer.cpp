#include "synth/llm_synthesizer.h"

#include "base/rng.h"
#include "llm/text.h"
#include "synth/prompt/prompt_template.h"
#include "synth/used_entries.h"

namespace hawk::synth {
namespace {

constexpr int kTurns = 2; // the reply, and one repair of its form
constexpr int kSamples = 2;

/// A conversation in which a reply is asked for.
struct Conversation {
    Prompt prompt;
    OutputContract contract = OutputContract::KernelAndPlan;
    llm::Request request;
    std::string reason; ///< what was wrong with the last reply
};

std::string_view expectation(OutputContract contract)
{
    switch (contract) {
    case OutputContract::KernelAndPlan: return "a <kernel_impl> block and a <launch_plan> block";
    case OutputContract::KernelOnly: return "a <kernel_impl> block";
    case OutputContract::Edits: return "<edit> blocks that apply to the parent";
    case OutputContract::OperatorProject: return "<file> blocks below op_host and op_kernel, or <edit> blocks that apply to the parent";
    case OutputContract::LaunchProgram: return "a <program> block, or <edit> blocks that apply to the parent";
    }
    return {};
}

class LlmSynthesizer final : public Synthesizer {
public:
    LlmSynthesizer(llm::Provider& provider, PromptOptions options, ModelListener* listener)
        : m_provider(provider)
        , m_options(std::move(options))
        , m_listener(listener)
    {
    }

    std::string name() const override { return "llm:" + m_provider.identity().name; }

    Result<Draft> synthesize(const SynthRequest& request, std::stop_token stop) override
    {
        Result<Conversation> talk = begin(request);
        if (!talk)
            return talk.error();
        Error refused;
        for (int turn = 0; turn < kTurns; ++turn) {
            talk->request.occurrence = (request.step * kSamples + request.sample) * kTurns + turn;
            llm::Outcome outcome = ask(*talk, turn > 0, stop);
            if (!outcome.replied()) {
                // The first reply is there and paid for: without the money for its repair it stays what it is.
                if (turn > 0 && outcome.failure().kind == llm::FailureKind::Budget)
                    break;
                return outcome.failure().error;
            }
            const llm::Reply& reply = outcome.reply();
            Result<ParsedReply> parsed = parseReply(talk->contract, reply.answer, reply.finishReason, editable(request, talk->contract));
            if (parsed)
                return draftOf(request, *talk, *std::move(parsed), turn > 0);
            talk->reason = parsed.error().message;
            if (turn + 1 == kTurns)
                break;
            auto messages = repairTurn(talk->request.messages, reply.answer, talk->reason);
            if (!messages)
                return messages.error();
            talk->request.messages = *std::move(messages);
        }
        return brokenDraft(request, *talk);
    }

private:
    static std::string_view parentSource(const SynthRequest& request)
    {
        return request.parent ? std::string_view(request.parent->candidate.source) : std::string_view();
    }

    /// The text that edits of this contract apply to. A parent of another form is none: of an edited kernel no project comes.
    static std::string_view editable(const SynthRequest& request, OutputContract contract)
    {
        using Form = target::Candidate::Form;
        const Form form = request.parent ? request.parent->candidate.form : Form::KernelAndPlan;
        if ((contract == OutputContract::OperatorProject && form != Form::OperatorProject)
            || (contract == OutputContract::LaunchProgram && form != Form::LaunchProgram))
            return {};
        return parentSource(request);
    }

    /// Edits need something to edit.
    OutputContract contractFor(const SynthRequest& request) const
    {
        const bool nothing = parentSource(request).empty();
        return m_options.contract == OutputContract::Edits && nothing ? OutputContract::KernelAndPlan : m_options.contract;
    }

    Result<Conversation> begin(const SynthRequest& request) const
    {
        Conversation talk;
        talk.contract = contractFor(request);
        PromptOptions options = m_options;
        options.contract = talk.contract;
        Result<Prompt> prompt = buildPrompt(request, options);
        if (!prompt)
            return prompt.error();
        talk.prompt = *std::move(prompt);
        talk.request.messages = talk.prompt.messages;
        talk.request.label = request.spec->name + ", attempt " + std::to_string(request.attempt + 1);
        // A model that is sampled with a fixed seed would give the same answer to the same prompt for ever.
        if (m_provider.identity().parameters.seed)
            talk.request.parameters.seed = static_cast<std::int64_t>(request.seed >> 33U);
        if (request.sample > 0) {
            const Result<std::string> text = promptText("again");
            if (!text)
                return text.error();
            talk.request.messages.back().text += "\n\n" + *text;
            talk.request.label += ", once more";
        }
        return talk;
    }

    llm::Outcome ask(Conversation& talk, bool repairTurn, const std::stop_token& stop) const
    {
        if (m_listener != nullptr) {
            std::int64_t tokens = 0;
            for (const llm::Message& message : talk.request.messages)
                tokens += llm::estimatedTokens(message.text);
            m_listener->asked(talk.request, talk.prompt.sections, tokens, repairTurn);
        }
        return m_provider.complete(
            talk.request,
            [this](const llm::StreamEvent& event) {
                if (m_listener != nullptr)
                    m_listener->streamed(event);
            },
            stop);
    }

    static target::Candidate candidateOf(const SynthRequest& request, const Conversation& talk, ParsedReply& parsed)
    {
        target::Candidate out;
        switch (talk.contract) {
        case OutputContract::OperatorProject:
            return target::projectCandidate({ parsed.files.begin(), parsed.files.end() });
        case OutputContract::LaunchProgram:
            return target::programCandidate(std::move(parsed.program));
        case OutputContract::Edits: // of whatever form the parent has
            out = request.parent->candidate;
            if (!parsed.launchPlan.empty())
                out.launchPlan = std::move(parsed.launchPlan);
            out.source = std::move(parsed.kernel);
            return out;
        case OutputContract::KernelAndPlan:
        case OutputContract::KernelOnly:
            break;
        }
        out.fileName = request.spec->name + ".cpp";
        out.source = std::move(parsed.kernel);
        out.launchPlan = talk.contract == OutputContract::KernelOnly ? conventionalPlan(*request.spec) : std::move(parsed.launchPlan);
        return out;
    }

    static Draft draftOf(const SynthRequest& request, const Conversation& talk, ParsedReply parsed, bool repaired)
    {
        Draft draft;
        draft.candidate = candidateOf(request, talk, parsed);
        draft.usedEntries = usedEntries(
            shownIn(talk.prompt, request.knowledge), parsed.used, draft.candidate.source, parentSource(request));
        draft.note = parsed.change.empty() ? "no word on what was done" : parsed.change;
        if (repaired)
            draft.note += " (form repaired: " + talk.reason + ")";
        return draft;
    }

    static Draft brokenDraft(const SynthRequest& request, const Conversation& talk)
    {
        Draft draft;
        if (request.parent)
            draft.candidate = request.parent->candidate;
        draft.broken = talk.reason;
        draft.brokenContract = expectation(talk.contract);
        draft.note = "the reply holds no candidate";
        return draft;
    }

    llm::Provider& m_provider;
    PromptOptions m_options;
    ModelListener* m_listener;
};

} // namespace

std::string nameOf(const Prior& prior)
{
    return prior.label.empty() ? "candidate " + std::to_string(prior.id.value) : prior.label;
}

std::unique_ptr<Synthesizer> makeLlmSynthesizer(llm::Provider& provider, PromptOptions options, ModelListener* listener)
{
    return std::make_unique<LlmSynthesizer>(provider, std::move(options), listener);
}

} // namespace hawk::synth
