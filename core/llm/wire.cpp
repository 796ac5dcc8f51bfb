#include "llm/wire.h"

#include <array>

namespace hawk::llm {
namespace {

constexpr std::array kNames { std::pair { WireFormat::OpenAiChat, std::string_view("openai-chat") },
    std::pair { WireFormat::OpenAiCompletions, std::string_view("openai-completions") },
    std::pair { WireFormat::Anthropic, std::string_view("anthropic") } };

constexpr std::string_view kAnthropicVersion = "2023-06-01";

std::string joined(const std::vector<Message>& messages)
{
    std::string out;
    for (const Message& message : messages)
        out += (out.empty() ? "" : "\n\n") + message.text;
    return out;
}

Json openAiMessages(const std::vector<Message>& messages)
{
    Json out = Json::array();
    for (const Message& message : messages)
        out.push_back({ { "role", name(message.role) }, { "content", message.text } });
    return out;
}

Json anthropicBody(const CompletionRequest& request, const std::string& model)
{
    Json body { { "model", model }, { "max_tokens", request.maxTokens }, { "temperature", request.temperature },
        { "stream", true }, { "messages", Json::array() } };
    std::string system;
    for (const Message& message : request.messages) {
        if (message.role == Message::Role::System)
            system += (system.empty() ? "" : "\n\n") + message.text;
        else
            body["messages"].push_back({ { "role", name(message.role) }, { "content", message.text } });
    }
    if (!system.empty())
        body["system"] = system;
    if (!request.stop.empty())
        body["stop_sequences"] = request.stop;
    return body;
}

Json openAiBody(const CompletionRequest& request, const std::string& model)
{
    Json body { { "model", model }, { "temperature", request.temperature }, { "top_p", request.topP },
        { "max_tokens", request.maxTokens }, { "stream", true }, { "stream_options", { { "include_usage", true } } } };
    if (!request.stop.empty())
        body["stop"] = request.stop;
    if (request.seed >= 0)
        body["seed"] = request.seed;
    return body;
}

std::string text(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json child(const Json& object, const char* key)
{
    return object.is_object() ? object.value(key, Json()) : Json();
}

std::int64_t number(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<std::int64_t>() : 0;
}

} // namespace

std::string_view name(WireFormat format)
{
    for (const auto& [value, text] : kNames)
        if (value == format)
            return text;
    return "?";
}

Result<WireFormat> wireFormatFromName(std::string_view wanted)
{
    for (const auto& [value, text] : kNames)
        if (text == wanted)
            return value;
    return Error { Errc::InvalidInput, "unknown wire format '" + std::string(wanted) + "'", {},
        "known: openai-chat, openai-completions, anthropic" };
}

WireRequest makeWireRequest(WireFormat format, const CompletionRequest& request, const std::string& model,
    const std::string& key, const PromptTemplate& prompt)
{
    WireRequest wire;
    if (format == WireFormat::Anthropic) {
        wire.path = "/messages";
        wire.body = anthropicBody(request, model);
        wire.headers = { { "anthropic-version", std::string(kAnthropicVersion) } };
        if (!key.empty())
            wire.headers.emplace_back("x-api-key", key);
        return wire;
    }
    wire.body = openAiBody(request, model);
    if (!key.empty())
        wire.headers.emplace_back("Authorization", "Bearer " + key);
    if (format == WireFormat::OpenAiChat) {
        wire.path = "/chat/completions";
        wire.body["messages"] = openAiMessages(request.messages);
        return wire;
    }
    wire.path = "/completions";
    std::string full = prompt.text;
    if (const std::size_t at = full.find("{BODY}"); at != std::string::npos)
        full.replace(at, 6, joined(request.messages));
    wire.body["prompt"] = full;
    return wire;
}

std::string serverMessage(std::string_view body)
{
    constexpr std::size_t kLimit = 300;
    const Json json = Json::parse(body, nullptr, false);
    std::string message;
    if (json.is_object()) {
        const Json error = child(json, "error");
        message = error.is_string() ? error.get<std::string>() : text(error.is_object() ? error : json, "message");
        if (message.empty())
            message = text(json, "detail");
    } else if (json.is_discarded() && body.find('<') == std::string_view::npos) {
        message = body;
    }
    if (message.size() > kLimit)
        message = message.substr(0, kLimit) + "...";
    return message;
}

AnswerReader::AnswerReader(WireFormat format, PromptTemplate prompt, OnDelta onDelta)
    : m_format(format)
    , m_prompt(std::move(prompt))
    , m_onDelta(std::move(onDelta))
    , m_insideReasoning(format == WireFormat::OpenAiCompletions && m_prompt.reasoningOpen)
{
}

bool AnswerReader::event(const ServerEvent& event)
{
    if (event.data == "[DONE]") {
        m_finished = true;
        return false;
    }
    const Json chunk = Json::parse(event.data, nullptr, false);
    if (chunk.is_discarded() || !chunk.is_object()) {
        fail("the server sent something that is not JSON in its stream: " + event.data.substr(0, 80));
        return false;
    }
    if (chunk.contains("error")) {
        fail("the server broke off: " + serverMessage(event.data));
        return false;
    }
    switch (m_format) {
    case WireFormat::OpenAiChat: chat(chunk); break;
    case WireFormat::OpenAiCompletions: completions(chunk); break;
    case WireFormat::Anthropic: anthropic(chunk); break;
    }
    return m_failure.empty();
}

void AnswerReader::chat(const Json& chunk)
{
    m_completion.model = text(chunk, "model").empty() ? m_completion.model : text(chunk, "model");
    usage(child(chunk, "usage"));
    const Json choices = child(chunk, "choices");
    if (!choices.is_array() || choices.empty())
        return;
    const Json& choice = choices.front();
    const Json delta = choice.contains("delta") ? choice.at("delta") : child(choice, "message");
    if (delta.is_object()) {
        addReasoning(text(delta, "reasoning_content"));
        addReasoning(text(delta, "reasoning"));
        addText(text(delta, "content"));
    }
    if (const std::string reason = text(choice, "finish_reason"); !reason.empty()) {
        m_completion.finishReason = reason == "content_filter" ? "filter" : reason;
        m_finished = true;
    }
}

void AnswerReader::completions(const Json& chunk)
{
    m_completion.model = text(chunk, "model").empty() ? m_completion.model : text(chunk, "model");
    usage(child(chunk, "usage"));
    const Json choices = child(chunk, "choices");
    if (!choices.is_array() || choices.empty())
        return;
    addText(text(choices.front(), "text"));
    if (const std::string reason = text(choices.front(), "finish_reason"); !reason.empty()) {
        m_completion.finishReason = reason;
        m_finished = true;
    }
}

void AnswerReader::anthropic(const Json& chunk)
{
    const std::string type = text(chunk, "type");
    if (type == "message") { // not streamed
        for (const Json& block : chunk.value("content", Json::array())) {
            addText(text(block, "text"));
            addReasoning(text(block, "thinking"));
        }
        usage(child(chunk, "usage"));
        m_completion.model = text(chunk, "model");
        m_completion.finishReason = text(chunk, "stop_reason") == "max_tokens" ? "length" : "stop";
        m_finished = true;
    } else if (type == "message_start") {
        const Json message = child(chunk, "message");
        m_completion.model = text(message, "model");
        usage(child(message, "usage"));
    } else if (type == "content_block_delta") {
        const Json delta = child(chunk, "delta");
        addText(text(delta, "text"));
        addReasoning(text(delta, "thinking"));
    } else if (type == "message_delta") {
        usage(child(chunk, "usage"));
        const std::string reason = text(child(chunk, "delta"), "stop_reason");
        m_completion.finishReason = reason == "max_tokens" ? "length" : reason == "refusal" ? "filter" : "stop";
    } else if (type == "message_stop") {
        m_finished = true;
    }
}

void AnswerReader::usage(const Json& usage)
{
    if (!usage.is_object())
        return;
    Usage& out = m_completion.usage;
    if (m_format == WireFormat::Anthropic) {
        // input_tokens excludes what the cache served or stored; the total is what the prompt cost.
        const std::int64_t cached = number(usage, "cache_read_input_tokens");
        if (usage.contains("input_tokens")) {
            out.promptTokens = number(usage, "input_tokens") + cached + number(usage, "cache_creation_input_tokens");
            out.cachedTokens = cached;
        }
        if (usage.contains("output_tokens"))
            out.completionTokens = number(usage, "output_tokens");
        return;
    }
    out.promptTokens = number(usage, "prompt_tokens");
    out.completionTokens = number(usage, "completion_tokens");
    if (const Json details = child(usage, "prompt_tokens_details"); details.is_object())
        out.cachedTokens = number(details, "cached_tokens");
}

void AnswerReader::addText(const std::string& piece)
{
    if (piece.empty())
        return;
    m_completion.text += piece;
    if (m_onDelta) {
        if (m_insideReasoning)
            m_onDelta({ {}, piece });
        else
            m_onDelta({ piece, {} });
    }
    if (m_insideReasoning && m_completion.text.find(m_prompt.reasoningEnd) != std::string::npos)
        m_insideReasoning = false;
}

void AnswerReader::addReasoning(const std::string& piece)
{
    if (piece.empty())
        return;
    m_completion.reasoning += piece;
    if (m_onDelta)
        m_onDelta({ {}, piece });
}

void AnswerReader::fail(std::string message)
{
    if (m_failure.empty())
        m_failure = std::move(message);
}

Status AnswerReader::whole(std::string_view body)
{
    const Json json = Json::parse(body, nullptr, false);
    if (json.is_discarded() || !json.is_object())
        return Error { Errc::Protocol, "the server's answer is not JSON: " + std::string(body.substr(0, 80)), {},
            "is the base URL right? It usually ends in /v1" };
    event({ "message", std::string(body) });
    return {};
}

void AnswerReader::splitReasoning()
{
    if (m_format == WireFormat::OpenAiCompletions && !m_prompt.reasoningOpen)
        return;
    const std::size_t end = m_completion.text.rfind(m_prompt.reasoningEnd);
    if (end != std::string::npos) {
        std::string before = m_completion.text.substr(0, end);
        if (before.starts_with("<think>"))
            before.erase(0, 7);
        m_completion.reasoning += before;
        m_completion.text.erase(0, end + m_prompt.reasoningEnd.size());
    } else if (m_insideReasoning) { // cut off while still thinking: there is no answer
        m_completion.reasoning += m_completion.text;
        m_completion.text.clear();
    }
}

Result<Completion> AnswerReader::finish()
{
    if (!m_failure.empty())
        return Error { Errc::Protocol, m_failure, {}, "try again" };
    if (!m_finished)
        return Error { Errc::Protocol, "the stream ended before the answer was complete", {}, "try again" };
    splitReasoning();
    Usage& usage = m_completion.usage;
    if (usage.completionTokens == 0 && !(m_completion.text.empty() && m_completion.reasoning.empty())) {
        // About four bytes per token for code; only an estimate, and marked as one.
        usage.completionTokens = static_cast<std::int64_t>((m_completion.text.size() + m_completion.reasoning.size() + 3) / 4);
        usage.estimated = true;
    }
    return std::move(m_completion);
}

} // namespace hawk::llm
