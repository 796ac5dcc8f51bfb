#include "llm/http_provider.h"

#include "llm/server_failure.h"

namespace hawk::llm {
namespace {

/// The version of the messages format we were written against (Anthropic API reference, "Versioning").
constexpr std::string_view kAnthropicVersion = "2023-06-01";

HttpModel normalised(HttpModel model)
{
    while (model.baseUrl.ends_with('/'))
        model.baseUrl.pop_back();
    return model;
}

Redactor redactorOf(const HttpModel& model)
{
    Redactor out;
    out.add(model.key);
    out.add(model.http.proxyLogin);
    for (const auto& [name, value] : model.headers)
        out.add(value);
    return out;
}

std::vector<std::pair<std::string, Secret>> headersOf(const HttpModel& model)
{
    std::vector<std::pair<std::string, Secret>> out;
    if (model.format == WireFormat::Anthropic) {
        out.emplace_back("anthropic-version", Secret(std::string(kAnthropicVersion)));
        if (!model.key.empty())
            out.emplace_back("x-api-key", model.key);
    } else if (!model.key.empty()) {
        out.emplace_back("Authorization", Secret("Bearer " + model.key.reveal()));
    }
    out.insert(out.end(), model.headers.begin(), model.headers.end());
    for (const auto& [name, value] : model.plainHeaders)
        out.emplace_back(name, Secret(value));
    out.emplace_back("Accept", Secret("text/event-stream, application/json"));
    return out;
}

ModelIdentity identityOf(const HttpModel& model)
{
    ModelIdentity out { model.name, std::string(name(model.format)), model.model, model.parameters, Json() };
    if (model.format == WireFormat::OpenAiCompletions)
        out.shape = { { "template", model.wire.prompt.text }, { "reasoningOpen", model.wire.prompt.reasoningOpen },
            { "reasoningEnd", model.wire.prompt.reasoningEnd } };
    return out;
}

class HttpProvider final : public Provider {
public:
    HttpProvider(HttpModel model, const Clock& clock)
        : m_model(normalised(std::move(model)))
        , m_clock(clock)
        , m_identity(identityOf(m_model))
        , m_redactor(redactorOf(m_model))
    {
    }

    const ModelIdentity& identity() const override { return m_identity; }

    Outcome complete(const Request& request, const OnStream& onStream, std::stop_token stop) override
    {
        StreamRedactor answer(m_redactor, [&](std::string_view text) { onStream({ StreamEvent::Kind::Answer, text }); });
        StreamRedactor reasoning(
            m_redactor, [&](std::string_view text) { onStream({ StreamEvent::Kind::Reasoning, text }); });
        OnStream cleaned;
        if (onStream)
            cleaned = [&](const StreamEvent& event) {
                (event.kind == StreamEvent::Kind::Reasoning ? reasoning : answer).feed(event.text);
            };
        Outcome outcome = ask(request, cleaned, std::move(stop));
        if (onStream) {
            reasoning.finish();
            answer.finish();
        }
        clean(outcome);
        return outcome;
    }

private:
    HttpRequest httpRequest(const Request& request) const
    {
        const WireRequest wire = makeWireRequest(m_model.format, m_model.model,
            m_model.parameters.overlaidWith(request.parameters), request.messages, m_model.wire);
        HttpRequest http { .url = m_model.baseUrl + wire.path, .headers = headersOf(m_model), .body = {} };
        // Text that is not UTF-8 (a kernel's comment, say) is replaced, not refused.
        http.body = wire.body.dump(-1, ' ', false, Json::error_handler_t::replace);
        http.headers.emplace_back("Content-Type", Secret("application/json"));
        return http;
    }

    Asked asked() const { return { m_model.name, m_model.model, !m_model.key.empty(), m_clock.nowMs() }; }

    Outcome ask(const Request& request, const OnStream& onStream, std::stop_token stop) const
    {
        AnswerReader reader(m_model.format, m_model.wire.prompt, onStream);
        SseParser events([&reader](const ServerEvent& event) { return reader.event(event); });
        enum class Form : std::uint8_t { Unknown, Events, Json, Other };
        Form form = Form::Unknown;
        std::string body;
        const auto onData = [&](const HttpResponse&, std::string_view bytes) {
            if (form == Form::Events)
                return events.feed(bytes);
            body += bytes;
            const std::size_t first = body.find_first_not_of(" \r\n\t");
            if (form != Form::Unknown || first == std::string::npos)
                return true;
            // The first character tells more than the content type, which small servers get wrong.
            form = body[first] == '{' ? Form::Json : body[first] == '<' || body[first] == '[' ? Form::Other : Form::Events;
            return form != Form::Events || events.feed(body);
        };
        auto sent = exchange(httpRequest(request), m_model.http, onData, std::move(stop));
        if (auto* failure = std::get_if<Failure>(&sent))
            return std::move(*failure);
        const HttpResponse& response = std::get<HttpResponse>(sent);
        if (response.status < 200 || response.status >= 300)
            return statusFailure(response, asked());
        if (form == Form::Events)
            events.finish();
        else if (form == Form::Json)
            reader.whole(body);
        if (form == Form::Other || (form == Form::Events && events.eventCount() == 0))
            return wrongContentFailure(response, body, asked());
        auto read = reader.finish();
        if (auto* broken = std::get_if<AnswerReader::Broken>(&read))
            return brokenFailure(*broken, asked());
        return finished(std::get<Reply>(std::move(read)), request, response);
    }

    Reply finished(Reply reply, const Request& request, const HttpResponse& response) const
    {
        reply.timing.firstByteMs = response.firstByteMs;
        reply.timing.totalMs = response.totalMs;
        if (reply.model.empty())
            reply.model = m_model.model;
        if (reply.usage.promptTokens == 0) {
            for (const Message& message : request.messages)
                reply.usage.promptTokens += estimatedTokens(message.text);
            reply.usage.estimated = true;
        }
        return reply;
    }

    void clean(Outcome& outcome) const
    {
        if (!outcome.replied()) {
            outcome.failure().error = m_redactor.clean(std::move(outcome.failure().error));
            return;
        }
        Reply& reply = outcome.reply();
        for (std::string* text : { &reply.answer, &reply.reasoning, &reply.model, &reply.finishReason })
            *text = m_redactor.clean(*text);
    }

    HttpModel m_model;
    const Clock& m_clock;
    ModelIdentity m_identity;
    Redactor m_redactor;
};

} // namespace

std::unique_ptr<Provider> makeHttpProvider(HttpModel model, const Clock& clock)
{
    return std::make_unique<HttpProvider>(std::move(model), clock);
}

std::variant<std::vector<std::string>, Failure> listModels(
    const HttpModel& given, const Clock& clock, std::stop_token stop)
{
    const HttpModel model = normalised(given);
    const Asked asked { model.name, model.model, !model.key.empty(), clock.nowMs() };
    const Redactor redactor = redactorOf(model);
    const auto clean = [&](Failure failure) {
        failure.error = redactor.clean(std::move(failure.error));
        return failure;
    };
    auto sent = exchange({ model.baseUrl + "/models", headersOf(model), {} }, model.http, {}, std::move(stop));
    if (auto* failure = std::get_if<Failure>(&sent))
        return clean(std::move(*failure));
    const HttpResponse& response = std::get<HttpResponse>(sent);
    if (response.status != 200)
        return clean(statusFailure(response, asked));
    const Json json = Json::parse(response.body, nullptr, false);
    if (!json.is_object() || !json.contains("data") || !json.at("data").is_array())
        return clean(wrongContentFailure(response, response.body, asked));
    std::vector<std::string> ids;
    for (const Json& each : json.at("data"))
        if (each.is_object() && each.contains("id") && each.at("id").is_string())
            ids.push_back(redactor.clean(each.at("id").get<std::string>()));
    return ids;
}

} // namespace hawk::llm
