#pragma once

#include "base/json.h"
#include "base/result.h"
#include "llm/failure.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hawk::llm {

struct Message {
    enum class Role : std::uint8_t { System, User, Assistant };
    Role role = Role::User;
    std::string text; ///< UTF-8; what is not is replaced before it is sent
};
std::string_view name(Message::Role role);

/// What steers the sampling. What is unset is not sent: some servers refuse what others require.
struct Parameters {
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<std::int64_t> maxTokens;
    std::optional<std::int64_t> seed;
    std::vector<std::string> stop;
    Json extra; ///< null, or an object copied into the request body: {"reasoning_effort": "high"}

    /// These, with what `over` sets put on top.
    Parameters overlaidWith(const Parameters& over) const;
    bool operator==(const Parameters&) const = default;
};
Json toJson(const Parameters& parameters);
Result<Parameters> parametersFromJson(const Json& json);

/// What is asked of a model.
struct Request {
    std::vector<Message> messages;
    Parameters parameters; ///< on top of the model's own
    std::string label; ///< for people: "relu, attempt 3"; not part of the recording's key
    /// Which of several equal requests this is, from 0: several samples of one prompt. Unset: counted as they come, which
    /// is reproducible only when equal requests do not run side by side.
    std::optional<int> occurrence;
};

struct Usage {
    std::int64_t promptTokens = 0; ///< all of the prompt, cached or not
    std::int64_t cachedTokens = 0; ///< part of promptTokens: read from the server's cache
    std::int64_t cacheWriteTokens = 0; ///< part of promptTokens: written to it, which some servers charge for
    std::int64_t completionTokens = 0; ///< answer and reasoning
    bool estimated = false; ///< the server gave no figures; counted by length
    std::int64_t total() const { return promptTokens + completionTokens; }
    bool operator==(const Usage&) const = default;
};

struct Timing {
    double waitedMs = 0; ///< for rate limits and between tries
    double firstByteMs = 0; ///< of the try that succeeded
    double totalMs = 0; ///< of the try that succeeded
    int tries = 1;
};

/// Money, as the price table of that moment had it.
struct Cost {
    double amount = 0;
    std::string currency = "USD";
};

/// What a model said. A useless reply is a reply; judging it is the caller's.
struct Reply {
    std::string answer;
    std::string reasoning; ///< kept apart; never parsed as an answer
    std::string finishReason; ///< "stop", "length", "filter", or the server's own word
    std::string model; ///< as the server reports it; tells which fallback answered
    Usage usage;
    Timing timing;
    std::optional<Cost> cost; ///< empty: no price known. Never a made-up 0
    bool replayed = false;
};
Json toJson(const Reply& reply);
Result<Reply> replyFromJson(const Json& json);

/// What a call ended with. A Reply consumes an attempt of the task; a Failure never does.
class [[nodiscard]] Outcome {
public:
    Outcome(Reply reply) // NOLINT(google-explicit-constructor): returned by returning either
        : m_state(std::move(reply))
    {
    }
    Outcome(Failure failure) // NOLINT(google-explicit-constructor)
        : m_state(std::move(failure))
    {
    }
    bool replied() const { return m_state.index() == 0; }
    bool consumesAttempt() const { return replied(); }
    Reply& reply() { return std::get<Reply>(m_state); }
    const Reply& reply() const { return std::get<Reply>(m_state); }
    Failure& failure() { return std::get<Failure>(m_state); }
    const Failure& failure() const { return std::get<Failure>(m_state); }

private:
    std::variant<Reply, Failure> m_state;
};

/// A piece of what is going on, for live display. `text` lives only during the call.
struct StreamEvent {
    enum class Kind : std::uint8_t {
        Answer,
        Reasoning,
        Restart, ///< what was streamed so far is void: another try, or another model, begins
        Notice ///< why it waits: "rate limit: next try in 12 s"
    };
    Kind kind = Kind::Answer;
    std::string_view text;
};
/// Called on the thread that called complete(). Must not throw.
using OnStream = std::function<void(const StreamEvent&)>;

/// What a recording knows a model by. Address and key are not part of it.
struct ModelIdentity {
    std::string name; ///< how the user calls it
    std::string kind; ///< "openai-chat", "command", ...
    std::string model; ///< the id that is sent
    Parameters parameters; ///< the model's own
    Json shape; ///< null, or what else decides the bytes of the prompt: the template of raw completions
};
Json toJson(const ModelIdentity& identity);
Result<ModelIdentity> identityFromJson(const Json& json);

/// One model behind one interface. complete() is thread-safe, blocks, and returns at once (under 50 ms) when asked to stop.
class Provider {
public:
    virtual ~Provider() = default;
    virtual const ModelIdentity& identity() const = 0;
    virtual Outcome complete(const Request& request, const OnStream& onStream = {}, std::stop_token stop = {}) = 0;
};

/// The request as it is recorded and hashed: model, effective parameters, messages. Same request, same text.
Json canonicalRequest(const ModelIdentity& identity, const Request& request);

} // namespace hawk::llm
