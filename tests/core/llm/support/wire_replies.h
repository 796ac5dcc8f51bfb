#pragma once

#include "base/json.h"

#include <string>
#include <string_view>
#include <vector>

/// Answers as the real servers write them.
namespace hawk::llm::test {

/// "data: {...}\n\n" with the line end asked for.
inline std::string eventText(const Json& data, std::string_view name = {}, std::string_view lineEnd = "\n")
{
    std::string out;
    if (!name.empty())
        out += "event: " + std::string(name) + std::string(lineEnd);
    return out + "data: " + data.dump() + std::string(lineEnd) + std::string(lineEnd);
}

/// One piece of an OpenAI-compatible chat stream.
inline Json chatChunk(const Json& delta, const Json& finishReason = nullptr)
{
    return { { "id", "chatcmpl-1" }, { "object", "chat.completion.chunk" }, { "created", 1 }, { "model", "served-model" },
        { "choices",
            Json::array({ { { "index", 0 }, { "delta", delta }, { "finish_reason", finishReason } } }) } };
}

/// A whole OpenAI-compatible chat stream.
inline std::string chatStream(
    const std::vector<std::string>& pieces, const std::string& finishReason = "stop", std::string_view lineEnd = "\n")
{
    std::string out = eventText(chatChunk({ { "role", "assistant" }, { "content", "" } }), {}, lineEnd);
    for (const std::string& piece : pieces)
        out += eventText(chatChunk({ { "content", piece } }), {}, lineEnd);
    out += eventText(chatChunk(Json::object(), finishReason), {}, lineEnd);
    Json usage = chatChunk(Json::object());
    usage["choices"] = Json::array();
    usage["usage"] = { { "prompt_tokens", 120 }, { "completion_tokens", 30 }, { "total_tokens", 150 },
        { "prompt_tokens_details", { { "cached_tokens", 100 } } } };
    out += eventText(usage, {}, lineEnd);
    return out + "data: [DONE]" + std::string(lineEnd) + std::string(lineEnd);
}

/// A stream of raw completions, as vLLM writes it.
inline std::string completionsStream(const std::vector<std::string>& pieces, const std::string& finishReason = "stop")
{
    std::string out;
    for (const std::string& piece : pieces)
        out += eventText({ { "id", "cmpl-1" }, { "object", "text_completion" }, { "model", "KernelGen-LM" },
            { "choices", Json::array({ { { "index", 0 }, { "text", piece }, { "finish_reason", nullptr } } }) } });
    out += eventText({ { "id", "cmpl-1" }, { "object", "text_completion" }, { "model", "KernelGen-LM" },
        { "choices", Json::array({ { { "index", 0 }, { "text", "" }, { "finish_reason", finishReason } } }) } });
    out += eventText({ { "id", "cmpl-1" }, { "model", "KernelGen-LM" }, { "choices", Json::array() },
        { "usage", { { "prompt_tokens", 50 }, { "completion_tokens", 20 } } } });
    return out + "data: [DONE]\n\n";
}

/// A stream of Anthropic messages, thinking included.
inline std::string anthropicStream(const std::vector<std::string>& thinking, const std::vector<std::string>& text,
    const std::string& stopReason = "end_turn")
{
    std::string out = eventText({ { "type", "message_start" },
                                    { "message",
                                        { { "id", "msg_1" }, { "type", "message" }, { "role", "assistant" },
                                            { "model", "claude-served" }, { "content", Json::array() },
                                            { "usage",
                                                { { "input_tokens", 10 }, { "cache_creation_input_tokens", 5 },
                                                    { "cache_read_input_tokens", 85 }, { "output_tokens", 1 } } } } } },
        "message_start");
    const auto block = [&](int index, const char* kind, const char* delta, const char* field,
                           const std::vector<std::string>& pieces) {
        out += eventText({ { "type", "content_block_start" }, { "index", index }, { "content_block", { { "type", kind }, { field, "" } } } },
            "content_block_start");
        for (const std::string& piece : pieces)
            out += eventText({ { "type", "content_block_delta" }, { "index", index }, { "delta", { { "type", delta }, { field, piece } } } },
                "content_block_delta");
        out += eventText({ { "type", "content_block_stop" }, { "index", index } }, "content_block_stop");
    };
    out += eventText({ { "type", "ping" } }, "ping");
    block(0, "thinking", "thinking_delta", "thinking", thinking);
    block(1, "text", "text_delta", "text", text);
    out += eventText({ { "type", "message_delta" }, { "delta", { { "stop_reason", stopReason }, { "stop_sequence", nullptr } } },
                         { "usage", { { "output_tokens", 42 } } } },
        "message_delta");
    return out + eventText({ { "type", "message_stop" } }, "message_stop");
}

} // namespace hawk::llm::test
