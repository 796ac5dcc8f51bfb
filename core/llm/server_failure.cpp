#include "llm/server_failure.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <curl/curl.h>

namespace hawk::llm {
namespace {

using std::chrono::milliseconds;

/// Longest wait a server can talk us into by a header; above it the number is taken for nonsense.
constexpr milliseconds kLongestRetryAfter { 24LL * 3600 * 1000 };

std::optional<double> number(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(value >= 0))
        return std::nullopt;
    return value;
}

milliseconds bounded(double ms)
{
    return milliseconds(static_cast<std::int64_t>(std::min(ms, static_cast<double>(kLongestRetryAfter.count()))));
}

bool mentions(const ServerError& said, std::initializer_list<std::string_view> phrases)
{
    std::string all = said.message + " " + said.type + " " + said.code;
    std::ranges::transform(all, all.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(phrases, [&](std::string_view phrase) { return all.find(phrase) != std::string::npos; });
}

bool aboutLength(const ServerError& said)
{
    return mentions(said, { "context_length", "maximum context length", "prompt is too long", "context window",
                              "maximum model length", "max_model_len", "exceeds the available context size" });
}

bool aboutCredit(const ServerError& said)
{
    return mentions(said, { "insufficient_quota", "billing", "credit balance", "insufficient balance" });
}

bool aboutModel(const ServerError& said)
{
    return mentions(said, { "model_not_found", "not_found_error" })
        || (mentions(said, { "model" }) && mentions(said, { "not found", "does not exist", "not exist", "unknown model" }));
}

Failure make(FailureKind kind, Errc code, std::string message, std::string hint, bool transient = false)
{
    return { kind, { code, std::move(message), {}, std::move(hint) }, transient, {} };
}

Failure promptTooLong(std::string message)
{
    return make(FailureKind::PromptTooLong, Errc::InvalidInput, std::move(message),
        "lower the prompt's token budget or maxTokens, or serve the model with a longer context");
}

Failure noCredit(std::string message)
{
    return make(FailureKind::KeyRefused, Errc::InvalidInput, std::move(message),
        "the account behind the key has no credit left: waiting does not help");
}

Failure movedFailure(const HttpResponse& response, std::string message)
{
    std::string target(response.header("location"));
    if (const std::size_t query = target.find_first_of("?#"); query != std::string::npos)
        target.resize(query);
    message += ": the address has moved" + (target.empty() ? std::string() : " to " + target);
    return make(FailureKind::WrongAddress, Errc::InvalidInput, std::move(message),
        "set baseUrl to the new address if you trust it; a redirect is not followed, so that the key stays where it belongs");
}

Failure notFoundFailure(const ServerError& said, const Asked& asked, std::string message)
{
    if (aboutModel(said))
        return make(FailureKind::UnknownModel, Errc::InvalidInput, std::move(message),
            "the server does not know the model '" + asked.model + "': `hawk model test " + asked.modelName
                + "` lists what it has");
    return make(FailureKind::WrongAddress, Errc::InvalidInput, std::move(message),
        "check baseUrl: it ends where the API's paths begin, usually in /v1");
}

} // namespace

std::optional<milliseconds> retryAfter(const HttpResponse& response, std::int64_t nowMs)
{
    if (const auto value = number(response.header("retry-after-ms")))
        return bounded(*value);
    const std::string_view text = response.header("retry-after");
    if (text.empty())
        return std::nullopt;
    if (const auto value = number(text))
        return bounded(*value * 1000);
    const std::time_t when = curl_getdate(std::string(text).c_str(), nullptr);
    if (when < 0)
        return std::nullopt;
    return bounded(std::max(0.0, static_cast<double>(when) * 1000 - static_cast<double>(nowMs)));
}

Failure statusFailure(const HttpResponse& response, const Asked& asked)
{
    const ServerError said = serverError(response.body);
    std::string message = asked.modelName + ": the server answered " + std::to_string(response.status);
    if (!said.message.empty())
        message += ": " + said.message;
    switch (response.status) {
    case 301: case 302: case 303: case 307: case 308: return movedFailure(response, std::move(message));
    case 401: case 403:
        return make(FailureKind::KeyRefused, Errc::InvalidInput, std::move(message),
            asked.withKey ? "the key is refused: is it complete, current, and meant for this server?"
                          : "this server wants a key and the model has none: set `key` (hawk model add --key-env NAME)");
    case 402: return noCredit(std::move(message));
    case 404: case 405: return notFoundFailure(said, asked, std::move(message));
    case 407:
        return make(FailureKind::KeyRefused, Errc::InvalidInput, std::move(message),
            "the proxy wants a login: set proxyLogin");
    case 413: return promptTooLong(std::move(message));
    default: break;
    }
    if (response.status == 429) {
        if (aboutCredit(said))
            return noCredit(std::move(message));
        Failure failure = make(FailureKind::Busy, Errc::Protocol, std::move(message),
            "the server's rate limit is reached: wait, or set limits.requestsPerMinute and limits.concurrency below it", true);
        failure.retryAfter = retryAfter(response, asked.nowMs);
        return failure;
    }
    if (response.status == 408 || response.status == 409 || response.status == 425 || response.status >= 500) {
        const bool busy = response.status == 503 || response.status == 529;
        const bool hopeless = response.status == 501 || response.status == 505;
        Failure failure = make(busy ? FailureKind::Busy : FailureKind::Server, Errc::Protocol, std::move(message),
            busy ? "the server is overloaded or starting: try again later" : "the server has a problem: see its log", !hopeless);
        failure.retryAfter = retryAfter(response, asked.nowMs);
        return failure;
    }
    if (aboutLength(said))
        return promptTooLong(std::move(message));
    if (aboutCredit(said))
        return noCredit(std::move(message));
    if (aboutModel(said))
        return notFoundFailure(said, asked, std::move(message));
    return make(FailureKind::BadRequest, Errc::InvalidInput, std::move(message),
        "the server refuses the request: check the model's parameters (what is not set is not sent) and `extra`");
}

Failure brokenFailure(const AnswerReader::Broken& broken, const Asked& asked)
{
    std::string message = asked.modelName + ": talking to the server failed: " + broken.message;
    if (!broken.said)
        return make(FailureKind::Malformed, Errc::Protocol, std::move(message), "try again", true);
    if (aboutLength(*broken.said))
        return promptTooLong(std::move(message));
    if (aboutCredit(*broken.said))
        return noCredit(std::move(message));
    if (mentions(*broken.said, { "overloaded", "rate_limit", "429", "503" }))
        return make(FailureKind::Busy, Errc::Protocol, std::move(message), "the server is overloaded: try again later", true);
    if (mentions(*broken.said, { "invalid_request", "400" }))
        return make(FailureKind::BadRequest, Errc::InvalidInput, std::move(message), "check the model's parameters");
    return make(FailureKind::Server, Errc::Protocol, std::move(message), "try again", true);
}

Failure wrongContentFailure(const HttpResponse& response, std::string_view body, const Asked& asked)
{
    std::string type(response.header("content-type"));
    if (type.empty())
        type = "no content type";
    std::string begin = wellFormedUtf8(body.substr(0, 60));
    std::ranges::replace_if(begin, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return make(FailureKind::WrongAddress, Errc::InvalidInput,
        asked.modelName + ": the server answered with " + type + " instead of a model's reply: " + begin,
        "check baseUrl: a web page instead of JSON usually means that /v1 is missing, or that a login page stands in between");
}

} // namespace hawk::llm
