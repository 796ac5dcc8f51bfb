#pragma once

#include "llm/provider.h"
#include "llm/sse.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hawk::llm {

/// The wire formats we speak.
enum class WireFormat : std::uint8_t {
    OpenAiChat, ///< POST /chat/completions
    OpenAiCompletions, ///< POST /completions: raw prompt from a template (KernelGen-LM served by vLLM)
    Anthropic ///< POST /messages
};
std::string_view name(WireFormat format);
Result<WireFormat> wireFormatFromName(std::string_view text);

/// The prompt template of raw completions. {BODY} is the joined messages. `reasoningOpen` says that the prompt ends inside
/// the reasoning, so the answer starts after the last "</think>" (algorithms.md 3.4).
struct PromptTemplate {
    std::string text = "<|im_start|>user\n{BODY}<|im_end|>\n<|im_start|>assistant\n<think>\n";
    bool reasoningOpen = true;
    std::string reasoningEnd = "</think>";
};

struct WireRequest {
    std::string path; ///< below the base URL
    std::vector<std::pair<std::string, std::string>> headers; ///< without content type; with the key
    Json body;
};

/// Builds the request; `key` may be empty (local servers).
WireRequest makeWireRequest(WireFormat format, const CompletionRequest& request, const std::string& model,
    const std::string& key, const PromptTemplate& prompt);

/// Assembles a streamed or whole answer. One object per exchange.
class AnswerReader {
public:
    AnswerReader(WireFormat format, PromptTemplate prompt, OnDelta onDelta);
    /// One event of a stream. False when the stream has said that it is over.
    bool event(const ServerEvent& event);
    /// A whole JSON answer, for servers that do not stream.
    Status whole(std::string_view body);
    /// The answer; Protocol error when the stream ended before the model did, or carried an error or no JSON.
    Result<Completion> finish();

private:
    void chat(const Json& chunk);
    void completions(const Json& chunk);
    void anthropic(const Json& chunk);
    void usage(const Json& usage);
    void addText(const std::string& text);
    void addReasoning(const std::string& text);
    void fail(std::string message);
    void splitReasoning();

    WireFormat m_format;
    PromptTemplate m_prompt;
    OnDelta m_onDelta;
    Completion m_completion;
    std::string m_failure;
    bool m_finished = false;
    bool m_insideReasoning = false;
};

/// The server's own words in an error body, shortened; "" when there are none. Never echoes a header.
std::string serverMessage(std::string_view body);

} // namespace hawk::llm
