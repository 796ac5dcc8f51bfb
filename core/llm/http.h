#pragma once

#include "base/result.h"

#include <chrono>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::llm {

/// How to reach a server. Empty strings mean the system's default.
struct HttpOptions {
    std::string proxy; ///< "http://host:port"; empty honours the usual environment variables
    std::string caFile; ///< extra certificate authority bundle (a company's own)
    std::chrono::milliseconds connectTimeout { 10'000 };
    std::chrono::milliseconds firstByteTimeout { 300'000 }; ///< a model may think for minutes before it answers
    std::chrono::milliseconds stallTimeout { 60'000 }; ///< silence in the middle of a stream
    std::chrono::milliseconds totalTimeout { 1'800'000 };
    std::uint64_t maxResponseBytes = 64ULL << 20U;
};

struct HttpRequest {
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers; ///< may carry a key: never logged, never in an error
    std::string body; ///< POST when not empty, else GET
};

struct HttpResponse {
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body; ///< what `onData` did not consume; whole body for a status that is not 2xx
};

/// Called with pieces of a 2xx body as they arrive, on the calling thread. Return false to stop reading: the transfer then
/// ends without an error.
using OnData = std::function<bool(std::string_view)>;

/// One exchange over libcurl. Thread-safe; every call has a handle of its own. Redirects are not followed: a key must
/// not travel to another host, so a 3xx is an answer whose error text names the Location.
/// Errors: Timeout (which phase), Cancelled (within about 50 ms of the request), Protocol (reset, TLS, too large), with what
/// to do about it. Never throws through the C library.
Result<HttpResponse> exchange(
    const HttpRequest& request, const HttpOptions& options, const OnData& onData = {}, std::stop_token stop = {});

} // namespace hawk::llm
