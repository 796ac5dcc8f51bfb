#pragma once

#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::llm {

struct Message {
    enum class Role : std::uint8_t { System, User, Assistant };
    Role role = Role::User;
    std::string text;
};
std::string_view name(Message::Role role);

/// What is asked of a model. Value; its canonical JSON is the key of record and replay.
struct CompletionRequest {
    std::vector<Message> messages;
    double temperature = 0.7;
    double topP = 0.9;
    int maxTokens = 16'384;
    std::vector<std::string> stop;
    std::int64_t seed = -1; ///< -1: none sent
};
Json toJson(const CompletionRequest& request);

struct Usage {
    std::int64_t promptTokens = 0;
    std::int64_t cachedTokens = 0; ///< part of promptTokens
    std::int64_t completionTokens = 0;
    bool estimated = false; ///< the server gave no figures; counted by length
};

/// Why the model stopped: "stop", "length", "filter", "tool", or the server's own word.
struct Completion {
    std::string text; ///< the answer
    std::string reasoning; ///< kept apart; never parsed as an answer
    std::string finishReason;
    std::string model; ///< as the server reports it
    Usage usage;
    double firstByteMs = 0;
    double totalMs = 0;
};
Json toJson(const Completion& completion);
Result<Completion> completionFromJson(const Json& json);

/// A piece of a streaming answer, on the calling thread.
struct Delta {
    std::string_view text;
    std::string_view reasoning;
};
using OnDelta = std::function<void(const Delta&)>;

/// One model behind one interface. complete() is thread-safe. Errors are of the transport or the server and never count as
/// an attempt: Timeout, Protocol, Cancelled, InvalidInput (refused request or key, with what to do). An answer that is
/// useless is a Completion; judging it is the caller's.
class LlmProvider {
public:
    virtual ~LlmProvider() = default;
    virtual std::string name() const = 0;
    virtual Result<Completion> complete(
        const CompletionRequest& request, const OnDelta& onDelta = {}, std::stop_token stop = {}) = 0;
};

} // namespace hawk::llm
