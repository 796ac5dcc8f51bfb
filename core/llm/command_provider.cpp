#include "llm/command_provider.h"

#include "base/process.h"
#include "llm/text.h"
#include "llm/wire.h"

namespace hawk::llm {
namespace {

constexpr std::size_t kShownErrorBytes = 400;

std::string tail(const std::string& text)
{
    std::string end = wellFormedUtf8(text.size() > kShownErrorBytes ? text.substr(text.size() - kShownErrorBytes) : text);
    while (!end.empty() && (end.back() == '\n' || end.back() == ' '))
        end.pop_back();
    return end;
}

class CommandProvider final : public Provider {
public:
    explicit CommandProvider(CommandModel model)
        : m_model(std::move(model))
        , m_identity { m_model.name, "command", m_model.model, m_model.parameters, Json() }
    {
        m_redactor.add(m_model.key);
    }
    const ModelIdentity& identity() const override { return m_identity; }

    Outcome complete(const Request& request, const OnStream& onStream, std::stop_token stop) override
    {
        ProcessSpec spec;
        spec.argv = m_model.argv;
        spec.workingDirectory = m_model.workingDirectory;
        spec.input = input(request);
        spec.timeout = m_model.timeout;
        spec.maxOutputBytes = m_model.maxReplyBytes;
        spec.killOnOutputOverflow = true;
        const Result<ProcessResult> run = runProcess(spec, stop);
        if (!run)
            return Failure { FailureKind::Setup, m_redactor.clean(run.error()), false, {} };
        if (!run->ok())
            return failed(*run);
        return reply(*run, request, onStream);
    }

private:
    std::string input(const Request& request) const
    {
        if (m_model.input == CommandModel::Input::Text)
            return wellFormedUtf8(plainPrompt(request.messages));
        Json document = canonicalRequest(m_identity, request);
        return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }

    Failure failed(const ProcessResult& run) const
    {
        if (run.cancelled)
            return cancelledFailure(m_model.name);
        const std::string what = m_model.name + ": the command " + m_model.argv.front();
        const std::string said = run.err.empty() ? std::string() : ": " + tail(run.err);
        Failure failure { FailureKind::Tool, { Errc::Protocol, {}, {}, "run it by hand with the prompt of `hawk prompt`" }, false, {} };
        if (run.timedOut) {
            failure.error = { Errc::Timeout, what + " was not done within " + std::to_string(m_model.timeout.count() / 1000)
                    + " s and was ended" + said, {}, "raise timeouts.total" };
        } else if (run.outputOverflow) {
            failure.kind = FailureKind::TooLarge;
            failure.error.message = what + " printed more than " + std::to_string(m_model.maxReplyBytes >> 10U) + " KiB and was ended";
            failure.error.hint = "the reply alone belongs on standard output; limits.maxResponseMib bounds it";
        } else if (run.signal != 0) {
            failure.error.message = what + " was ended by signal " + std::to_string(run.signal) + said;
        } else {
            failure.error.message = what + " ended with exit code " + std::to_string(run.exitCode) + said;
        }
        failure.error = m_redactor.clean(std::move(failure.error));
        return failure;
    }

    Outcome reply(const ProcessResult& run, const Request& request, const OnStream& onStream) const
    {
        const std::string text = m_redactor.clean(wellFormedUtf8(run.out));
        if (text.find_first_not_of(" \t\r\n") == std::string::npos)
            return Failure { FailureKind::Tool,
                m_redactor.clean(Error { Errc::Protocol, m_model.name + ": the command " + m_model.argv.front()
                        + " printed no reply" + (run.err.empty() ? std::string() : ": " + tail(run.err)), {},
                    "it must print the reply on standard output" }),
                false, {} };
        SplitText split = splitReasoning(text, false);
        Reply out;
        out.answer = std::move(split.answer);
        out.reasoning = std::move(split.reasoning);
        out.finishReason = "stop";
        out.model = m_model.model;
        out.usage = { .promptTokens = estimatedTokens(plainPrompt(request.messages)),
            .completionTokens = estimatedTokens(text),
            .estimated = true };
        out.timing = { .firstByteMs = run.wallMs, .totalMs = run.wallMs };
        if (onStream && !out.reasoning.empty())
            onStream({ StreamEvent::Kind::Reasoning, out.reasoning });
        if (onStream)
            onStream({ StreamEvent::Kind::Answer, out.answer });
        return out;
    }

    CommandModel m_model;
    ModelIdentity m_identity;
    Redactor m_redactor;
};

} // namespace

std::unique_ptr<Provider> makeCommandProvider(CommandModel model)
{
    return std::make_unique<CommandProvider>(std::move(model));
}

} // namespace hawk::llm
