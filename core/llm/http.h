#pragma once

#include "llm/failure.h"
#include "llm/secrets.h"

#include <chrono>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hawk::llm {

/// How long each phase of an exchange may take.
struct Timeouts {
    std::chrono::milliseconds connect { 10'000 };
    std::chrono::milliseconds firstByte { 300'000 }; ///< a model may think for minutes before it answers
    std::chrono::milliseconds idle { 60'000 }; ///< silence in the middle of an answer
    std::chrono::milliseconds total { 1'800'000 };
};

/// How to reach a server. Empty strings mean the system's default.
struct HttpOptions {
    std::string proxy; ///< "http://host:port"; empty honours the usual environment variables, "none" uses no proxy
    Secret proxyLogin; ///< "user:password"
    std::string caFile; ///< certificates to trust, PEM (a company's own authority, a self-signed server)
    Timeouts timeouts;
    std::uint64_t maxResponseBytes = 32ULL << 20U;
};

struct HttpRequest {
    std::string url;
    std::vector<std::pair<std::string, Secret>> headers; ///< may carry keys: never logged, never in an error
    std::string body; ///< POST when not empty, else GET
};

struct HttpResponse {
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body; ///< what `onData` did not consume; whole body for a status that is not 2xx
    double firstByteMs = 0;
    double totalMs = 0;

    std::string_view header(const std::string& lowerCaseName) const;
};

/// Called with pieces of a 2xx body as they arrive, on the calling thread. Return false to stop reading: the transfer then
/// ends without an error.
using OnData = std::function<bool(const HttpResponse& head, std::string_view bytes)>;

/// One exchange over libcurl. Thread-safe; every call has a handle of its own. Redirects are not followed: a key must
/// not travel to another host, so a 3xx is an answer. A request to stop ends it at once, in every phase.
/// Failure texts name scheme and host only, never user info, path or query, which can hold a key.
std::variant<HttpResponse, Failure> exchange(
    const HttpRequest& request, const HttpOptions& options, const OnData& onData = {}, std::stop_token stop = {});

} // namespace hawk::llm
