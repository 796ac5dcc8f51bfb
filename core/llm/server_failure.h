#pragma once

#include "llm/http.h"
#include "llm/wire.h"

#include <optional>
#include <string>

namespace hawk::llm {

/// What we knew when we asked, for the words of a failure.
struct Asked {
    std::string modelName; ///< how the user calls it
    std::string model; ///< the id that was sent
    bool withKey = false;
    std::int64_t nowMs = 0; ///< Unix, UTC: Retry-After may be a date
};

/// The failure a status outside 2xx means, with what to do about it.
Failure statusFailure(const HttpResponse& response, const Asked& asked);

/// The failure an answer in the wrong format, or an error inside a stream, means.
Failure brokenFailure(const AnswerReader::Broken& broken, const Asked& asked);

/// A 2xx that is not a model's answer: a web page, or something else without JSON or events.
Failure wrongContentFailure(const HttpResponse& response, std::string_view body, const Asked& asked);

/// Retry-After or retry-after-ms: seconds or an HTTP date, relative to `nowMs`. Never negative.
std::optional<std::chrono::milliseconds> retryAfter(const HttpResponse& response, std::int64_t nowMs);

} // namespace hawk::llm
