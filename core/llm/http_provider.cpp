#include "llm/http_provider.h"

#include <optional>

namespace hawk::llm {
namespace {

double millisecondsSince(std::chrono::steady_clock::time_point begin, const Clock& clock)
{
    return std::chrono::duration<double, std::milli>(clock.steady() - begin).count();
}

class HttpProvider final : public LlmProvider {
public:
    HttpProvider(HttpModel model, const Clock& clock)
        : m_model(std::move(model))
        , m_clock(clock)
    {
        while (m_model.baseUrl.ends_with('/'))
            m_model.baseUrl.pop_back();
    }

    std::string name() const override { return m_model.name; }

    Result<Completion> complete(const CompletionRequest& request, const OnDelta& onDelta, std::stop_token stop) override
    {
        Rng rng(deriveSeed(static_cast<std::uint64_t>(m_clock.nowMs()), m_model.name));
        for (int attempt = 0;; ++attempt) {
            Tried tried = tryOnce(request, onDelta, stop);
            if (tried.completion)
                return *std::move(tried.completion);
            const bool last = attempt >= m_model.retry.maxRetries;
            if (!tried.transient || last || stop.stop_requested()) {
                if (last && tried.transient)
                    tried.error.message += " (tried " + std::to_string(attempt + 1) + " times)";
                return tried.error;
            }
            if (!sleepFor(retryDelay(attempt, m_model.retry, tried.retryAfter, rng), stop))
                return Error { Errc::Cancelled, "the request to " + m_model.name + " was cancelled", {}, {} };
        }
    }

private:
    struct Tried {
        std::optional<Completion> completion;
        Error error;
        bool transient = false;
        std::optional<std::chrono::milliseconds> retryAfter;
    };

    HttpRequest httpRequest(const CompletionRequest& request) const
    {
        const WireRequest wire = makeWireRequest(m_model.format, request, m_model.model, m_model.key, m_model.prompt);
        HttpRequest http { .url = m_model.baseUrl + wire.path, .headers = wire.headers, .body = {} };
        // Text that is not UTF-8 (a kernel's comment, say) is replaced, not refused.
        http.body = wire.body.dump(-1, ' ', false, Json::error_handler_t::replace);
        http.headers.insert(http.headers.end(), m_model.headers.begin(), m_model.headers.end());
        http.headers.emplace_back("Content-Type", "application/json");
        http.headers.emplace_back("Accept", "text/event-stream, application/json");
        return http;
    }

    Tried tryOnce(const CompletionRequest& request, const OnDelta& onDelta, std::stop_token stop) const
    {
        const auto begin = m_clock.steady();
        double firstByteMs = 0;
        AnswerReader reader(m_model.format, m_model.prompt, onDelta);
        SseParser events([&reader](const ServerEvent& event) { return reader.event(event); });
        // Whether a 2xx body is a stream shows in its first byte: JSON begins with '{'.
        std::string wholeBody;
        bool decided = false;
        bool streaming = false;
        const auto onData = [&](std::string_view bytes) {
            if (firstByteMs == 0)
                firstByteMs = millisecondsSince(begin, m_clock);
            if (!decided) {
                const std::size_t first = bytes.find_first_not_of(" \r\n\t");
                if (first == std::string_view::npos)
                    return true;
                decided = true;
                streaming = bytes[first] != '{' && bytes[first] != '<';
            }
            if (streaming)
                return events.feed(bytes);
            wholeBody += bytes;
            return true;
        };
        const auto response = exchange(httpRequest(request), m_model.http, onData, std::move(stop));
        Tried tried;
        if (!response) {
            tried.error = response.error();
            tried.transient = isTransient(response.error());
            return tried;
        }
        if (response->status < 200 || response->status >= 300) {
            tried.error = statusError(*response);
            tried.transient = isTransient(*response);
            tried.retryAfter = retryAfter(*response, m_clock.nowMs());
            return tried;
        }
        if (streaming) {
            events.finish();
        } else if (const Status whole = reader.whole(wholeBody); !whole) {
            tried.error = whole.error();
            return tried;
        }
        auto completion = reader.finish();
        if (!completion) {
            tried.error = completion.error();
            tried.transient = true;
            return tried;
        }
        completion->firstByteMs = firstByteMs;
        completion->totalMs = millisecondsSince(begin, m_clock);
        if (completion->model.empty())
            completion->model = m_model.model;
        tried.completion = *std::move(completion);
        return tried;
    }

    Error statusError(const HttpResponse& response) const
    {
        const std::string said = serverMessage(response.body);
        std::string message = m_model.name + " answered " + std::to_string(response.status);
        if (!said.empty())
            message += ": " + withoutKey(said);
        switch (response.status) {
        case 301: case 302: case 303: case 307: case 308: {
            const auto location = response.headers.find("location");
            const std::string where = location == response.headers.end() ? "elsewhere" : withoutKey(location->second);
            return { Errc::InvalidInput, message + ": the address has moved to " + where, {},
                "set the base URL to the new address; a key is never sent along a redirect" };
        }
        case 400: case 422:
            return { Errc::InvalidInput, message, {}, "check the model's name, its context length and the parameters" };
        case 401: case 403:
            return { Errc::InvalidInput, message, {},
                m_model.key.empty() ? "this server wants a key: none is set for this model" : "the key is refused: check it" };
        case 404:
            return { Errc::InvalidInput, message, {}, "check the base URL (it usually ends in /v1) and the model's name" };
        case 413: return { Errc::InvalidInput, message, {}, "the prompt is too long for this server" };
        case 429: return { Errc::Protocol, message, {}, "the rate limit is reached: wait, or lower the concurrency" };
        default: return { Errc::Protocol, message, {}, response.status >= 500 ? "the server has a problem: try again later" : "" };
        }
    }

    /// A server may quote the key back at us; it must not reach a log.
    std::string withoutKey(std::string text) const
    {
        if (m_model.key.empty())
            return text;
        for (std::size_t at = text.find(m_model.key); at != std::string::npos; at = text.find(m_model.key))
            text.replace(at, m_model.key.size(), "[key]");
        return text;
    }

    HttpModel m_model;
    const Clock& m_clock;
};

} // namespace

std::unique_ptr<LlmProvider> makeHttpProvider(HttpModel model, const Clock& clock)
{
    return std::make_unique<HttpProvider>(std::move(model), clock);
}

} // namespace hawk::llm
