#include "llm/wire.h"

#include <array>

namespace hawk::llm {
namespace {

/// Anthropic's messages need a limit; what KernelGen-LM's own client asks for (NPUKernelBench).
constexpr std::int64_t kDefaultMaxTokens = 16'384;

Json openAiMessages(const std::vector<Message>& messages)
{
    Json out = Json::array();
    for (const Message& message : messages)
        out.push_back({ { "role", name(message.role) }, { "content", message.text } });
    return out;
}

Json anthropicBody(const std::vector<Message>& messages, const Parameters& parameters)
{
    Json body { { "max_tokens", parameters.maxTokens.value_or(kDefaultMaxTokens) }, { "messages", Json::array() } };
    std::string system;
    for (const Message& message : messages) {
        if (message.role == Message::Role::System)
            system += (system.empty() ? "" : "\n\n") + message.text;
        else
            body["messages"].push_back({ { "role", name(message.role) }, { "content", message.text } });
    }
    if (!system.empty())
        body["system"] = system;
    if (!parameters.stop.empty())
        body["stop_sequences"] = parameters.stop;
    return body;
}

Json openAiBody(const Parameters& parameters, const WireOptions& options)
{
    Json body = Json::object();
    if (parameters.maxTokens)
        body["max_tokens"] = *parameters.maxTokens;
    if (options.stream && options.streamUsage)
        body["stream_options"] = { { "include_usage", true } };
    if (!parameters.stop.empty())
        body["stop"] = parameters.stop;
    if (parameters.seed)
        body["seed"] = *parameters.seed;
    return body;
}

std::string text(const Json& object, const char* key)
{
    if (!object.is_object())
        return {};
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json child(const Json& object, const char* key) { return object.is_object() ? object.value(key, Json()) : Json(); }

std::int64_t count(const Json& object, const char* key)
{
    if (!object.is_object())
        return 0;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer())
        return 0;
    return std::max<std::int64_t>(0, found->get<std::int64_t>());
}

std::string ourWord(const std::string& reason)
{
    if (reason == "end_turn" || reason == "stop_sequence" || reason == "eos")
        return "stop";
    if (reason == "max_tokens" || reason == "model_context_window_exceeded")
        return "length";
    if (reason == "content_filter" || reason == "refusal")
        return "filter";
    return reason;
}

} // namespace

std::string_view name(WireFormat format)
{
    switch (format) {
    case WireFormat::OpenAiChat: return "openai-chat";
    case WireFormat::OpenAiCompletions: return "openai-completions";
    case WireFormat::Anthropic: return "anthropic";
    }
    return "?";
}

std::optional<PromptTemplate> namedTemplate(std::string_view name)
{
    if (name == "kernelgen-lm")
        return PromptTemplate {};
    if (name == "kernelgen-lm-parenthesised")
        return PromptTemplate { .text = "<|im_start|>user\n\\({BODY})<|im_end|>\n<|im_start|>assistant\n<think>" };
    return {};
}

WireRequest makeWireRequest(WireFormat format, const std::string& model, const Parameters& parameters,
    const std::vector<Message>& messages, const WireOptions& options)
{
    WireRequest wire;
    if (format == WireFormat::Anthropic) {
        wire.path = "/messages";
        wire.body = anthropicBody(messages, parameters);
    } else {
        wire.body = openAiBody(parameters, options);
        wire.path = format == WireFormat::OpenAiChat ? "/chat/completions" : "/completions";
    }
    if (format == WireFormat::OpenAiChat)
        wire.body["messages"] = openAiMessages(messages);
    if (format == WireFormat::OpenAiCompletions) {
        std::string full = options.prompt.text;
        if (const std::size_t at = full.find("{BODY}"); at != std::string::npos)
            full.replace(at, 6, plainPrompt(messages));
        wire.body["prompt"] = full;
    }
    wire.body["model"] = model;
    wire.body["stream"] = options.stream;
    if (parameters.temperature)
        wire.body["temperature"] = *parameters.temperature;
    if (parameters.topP)
        wire.body["top_p"] = *parameters.topP;
    if (!parameters.extra.empty())
        wire.body.update(parameters.extra);
    return wire;
}

std::string plainPrompt(const std::vector<Message>& messages)
{
    std::string out;
    for (const Message& message : messages) {
        out += out.empty() ? "" : "\n\n";
        if (message.role == Message::Role::Assistant)
            out += "Your previous answer was:\n\n";
        out += message.text;
    }
    return out;
}

ServerError serverError(std::string_view body)
{
    constexpr std::size_t kLimit = 400;
    const Json json = Json::parse(wellFormedUtf8(body), nullptr, false);
    ServerError out;
    if (json.is_object()) {
        const Json error = child(json, "error");
        const Json& inner = error.is_object() ? error : json;
        out.message = error.is_string() ? error.get<std::string>() : text(inner, "message");
        out.type = text(inner, "type");
        const Json code = child(inner, "code");
        out.code = code.is_string() ? code.get<std::string>() : code.is_number() ? code.dump() : std::string();
        if (out.message.empty() && json.contains("detail"))
            out.message = json.at("detail").is_string() ? text(json, "detail") : json.at("detail").dump();
    } else if (json.is_discarded() && body.find('<') == std::string_view::npos) {
        out.message = body; // a plain sentence, as some gateways send
    }
    out.message = wellFormedUtf8(out.message.size() > kLimit ? out.message.substr(0, kLimit) + "..." : out.message);
    return out;
}

AnswerReader::AnswerReader(WireFormat format, const PromptTemplate& prompt, OnStream onStream)
    : m_format(format)
    , m_opened(format == WireFormat::OpenAiCompletions && prompt.reasoningOpen)
    , m_endMark(prompt.reasoningEnd.empty() ? "</think>" : prompt.reasoningEnd)
    , m_onStream(std::move(onStream))
    , m_tracker(m_opened, m_endMark)
{
}

bool AnswerReader::event(const ServerEvent& event)
{
    if (event.data == "[DONE]") {
        m_finished = m_finished || m_sawChunk;
        return false;
    }
    const Json chunk = Json::parse(wellFormedUtf8(event.data), nullptr, false);
    if (chunk.is_discarded() || !chunk.is_object()) {
        fail("its stream holds something that is not a JSON object: " + wellFormedUtf8(event.data.substr(0, 80)));
        return false;
    }
    if (chunk.contains("error") && !chunk.at("error").is_null()) {
        const ServerError said = serverError(event.data);
        fail("it broke off with an error" + (said.message.empty() ? std::string() : ": " + said.message), said);
        return false;
    }
    m_sawChunk = true;
    if (m_format != WireFormat::Anthropic) { // its token counts come after the end, so the end is [DONE]
        openAi(chunk);
        return true;
    }
    anthropic(chunk);
    return !m_finished;
}

void AnswerReader::whole(std::string_view body)
{
    const Json json = Json::parse(wellFormedUtf8(body), nullptr, false);
    if (json.is_discarded() || !json.is_object()) {
        fail("its answer is not a JSON object (cut off?): " + wellFormedUtf8(body.substr(0, 80)));
        return;
    }
    if (m_format == WireFormat::Anthropic && text(json, "type") == "message")
        anthropicWhole(json);
    else
        event({ "message", std::string(body) });
    if (!m_broken && !m_finished)
        fail("its JSON answer holds no reply: " + wellFormedUtf8(body.substr(0, 80)));
}

void AnswerReader::openAi(const Json& chunk)
{
    if (const std::string model = text(chunk, "model"); !model.empty())
        m_reply.model = model;
    usage(child(chunk, "usage"));
    const Json choices = child(chunk, "choices");
    if (!choices.is_array() || choices.empty())
        return;
    const Json& choice = choices.front();
    const Json delta = child(choice, child(choice, "delta").is_object() ? "delta" : "message");
    addReasoning(text(delta, text(delta, "reasoning_content").empty() ? "reasoning" : "reasoning_content"));
    addText(text(delta, "content"));
    addText(text(choice, "text"));
    finished(text(choice, "finish_reason"));
}

void AnswerReader::finished(const std::string& reason)
{
    if (reason.empty())
        return;
    m_reply.finishReason = ourWord(reason);
    m_finished = true;
}

void AnswerReader::anthropicWhole(const Json& message)
{
    const Json content = child(message, "content");
    if (content.is_array())
        for (const Json& block : content) {
            addText(text(block, "text"));
            addReasoning(text(block, "thinking"));
        }
    usage(child(message, "usage"));
    m_reply.model = text(message, "model");
    finished(text(message, "stop_reason"));
}

void AnswerReader::anthropic(const Json& chunk)
{
    const std::string type = text(chunk, "type");
    if (type == "message_start") {
        const Json message = child(chunk, "message");
        m_reply.model = text(message, "model");
        usage(child(message, "usage"));
    } else if (type == "content_block_delta") {
        const Json delta = child(chunk, "delta");
        addText(text(delta, "text"));
        addReasoning(text(delta, "thinking"));
    } else if (type == "message_delta") {
        usage(child(chunk, "usage"));
        m_reply.finishReason = ourWord(text(child(chunk, "delta"), "stop_reason"));
    } else if (type == "message_stop") {
        m_finished = true;
    }
}

void AnswerReader::usage(const Json& usage)
{
    if (!usage.is_object())
        return;
    Usage& out = m_reply.usage;
    if (m_format == WireFormat::Anthropic) {
        // input_tokens excludes what the cache served or stored; the sum is the prompt.
        if (usage.contains("input_tokens")) {
            out.cachedTokens = count(usage, "cache_read_input_tokens");
            out.cacheWriteTokens = count(usage, "cache_creation_input_tokens");
            out.promptTokens = count(usage, "input_tokens") + out.cachedTokens + out.cacheWriteTokens;
        }
        if (usage.contains("output_tokens"))
            out.completionTokens = count(usage, "output_tokens");
        return;
    }
    out.promptTokens = count(usage, "prompt_tokens");
    out.completionTokens = count(usage, "completion_tokens");
    out.cachedTokens = count(child(usage, "prompt_tokens_details"), "cached_tokens");
    if (out.cachedTokens == 0) // DeepSeek's name for it
        out.cachedTokens = count(usage, "prompt_cache_hit_tokens");
}

void AnswerReader::pass(const ReasoningTracker::Pieces& pieces)
{
    if (!m_onStream)
        return;
    if (!pieces.reasoning.empty())
        m_onStream({ StreamEvent::Kind::Reasoning, pieces.reasoning });
    if (!pieces.answer.empty())
        m_onStream({ StreamEvent::Kind::Answer, pieces.answer });
}

void AnswerReader::addText(const std::string& piece)
{
    if (piece.empty())
        return;
    m_text += piece;
    pass(m_tracker.feed(piece));
}

void AnswerReader::addReasoning(const std::string& piece)
{
    if (piece.empty())
        return;
    m_reply.reasoning += piece;
    pass({ piece, {} });
}

void AnswerReader::fail(std::string message, std::optional<ServerError> said)
{
    if (!m_broken)
        m_broken = Broken { std::move(message), std::move(said) };
}

std::variant<Reply, AnswerReader::Broken> AnswerReader::finish()
{
    if (m_broken)
        return *m_broken;
    if (!m_finished)
        return Broken { "its answer ended before it was complete", {} };
    pass(m_tracker.finish());
    SplitText split = splitReasoning(m_text, m_opened, m_endMark);
    m_reply.reasoning += split.reasoning;
    m_reply.answer = std::move(split.answer);
    if (m_reply.finishReason.empty())
        m_reply.finishReason = "stop";
    if (m_reply.usage.completionTokens == 0 && !(m_reply.answer.empty() && m_reply.reasoning.empty())) {
        m_reply.usage.completionTokens = estimatedTokens(m_reply.answer) + estimatedTokens(m_reply.reasoning);
        m_reply.usage.estimated = true;
    }
    return std::move(m_reply);
}

} // namespace hawk::llm
