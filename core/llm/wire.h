#pragma once

#include "llm/provider.h"
#include "llm/sse.h"
#include "llm/text.h"

#include <optional>
#include <string>
#include <vector>

namespace hawk::llm {

/// The wire formats we speak.
enum class WireFormat : std::uint8_t {
    OpenAiChat, ///< POST /chat/completions
    OpenAiCompletions, ///< POST /completions: raw prompt from a template (KernelGen-LM served by vLLM)
    Anthropic ///< POST /messages
};
std::string_view name(WireFormat format);

/// The prompt template of raw completions. {BODY} is where the messages go. `reasoningOpen` says that the prompt ends
/// inside the reasoning, so that the answer starts after the last `reasoningEnd`.
struct PromptTemplate {
    /// KernelGen-LM: ChatML, one user turn, no system turn, the assistant's turn opened inside its reasoning.
    std::string text = "<|im_start|>user\n{BODY}<|im_end|>\n<|im_start|>assistant\n<think>";
    bool reasoningOpen = true;
    std::string reasoningEnd = "</think>";
    bool operator==(const PromptTemplate&) const = default;
};
/// "kernelgen-lm", or "kernelgen-lm-parenthesised": the client its authors published puts a backslash and parentheses
/// around the body, which may or may not be what the model was trained on. Nothing for another name.
std::optional<PromptTemplate> namedTemplate(std::string_view name);

/// What a server expects besides the format itself.
struct WireOptions {
    bool stream = true;
    bool streamUsage = true; ///< ask an OpenAI-compatible server for token counts at the end of its stream
    PromptTemplate prompt;
};

struct WireRequest {
    std::string path; ///< below the base URL
    Json body;
};
WireRequest makeWireRequest(WireFormat format, const std::string& model, const Parameters& parameters,
    const std::vector<Message>& messages, const WireOptions& options);

/// The messages as one text, for what knows no turns: raw completions, commands, people. An earlier answer is introduced,
/// so that a repair turn reads as one.
std::string plainPrompt(const std::vector<Message>& messages);

/// What a server says in an error: the fields differ, the meaning does not.
struct ServerError {
    std::string message; ///< shortened; "" when the body holds none
    std::string type; ///< "rate_limit_error", "invalid_request_error"
    std::string code; ///< "context_length_exceeded", "insufficient_quota"
};
ServerError serverError(std::string_view body);

/// Assembles a streamed or whole answer. One object per exchange.
class AnswerReader {
public:
    AnswerReader(WireFormat format, const PromptTemplate& prompt, OnStream onStream);
    /// One event of a stream. False when there is nothing more to read.
    bool event(const ServerEvent& event);
    /// A whole JSON answer, of a server that does not stream.
    void whole(std::string_view body);

    struct Broken {
        std::string message;
        std::optional<ServerError> said; ///< when the server itself reported an error
    };
    /// The reply, without timing and cost. Broken when the answer is not in the format, carries an error, or the stream
    /// ended before the model did.
    std::variant<Reply, Broken> finish();

private:
    void openAi(const Json& chunk);
    void anthropic(const Json& chunk);
    void anthropicWhole(const Json& message);
    void usage(const Json& usage);
    void finished(const std::string& reason);
    void addText(const std::string& text);
    void addReasoning(const std::string& text);
    void pass(const ReasoningTracker::Pieces& pieces);
    void fail(std::string message, std::optional<ServerError> said = {});

    WireFormat m_format;
    bool m_opened;
    std::string m_endMark;
    OnStream m_onStream;
    ReasoningTracker m_tracker;
    std::string m_text; ///< as it came, reasoning marks included
    Reply m_reply;
    std::optional<Broken> m_broken;
    bool m_finished = false;
    bool m_sawChunk = false;
};

} // namespace hawk::llm
