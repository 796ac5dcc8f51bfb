#pragma once

#include "base/clock.h"
#include "llm/http.h"
#include "llm/provider.h"
#include "llm/retry.h"
#include "llm/wire.h"

#include <memory>
#include <string>

namespace hawk::llm {

/// One model at one address.
struct HttpModel {
    std::string name; ///< how the user calls it
    WireFormat format = WireFormat::OpenAiChat;
    std::string baseUrl; ///< "http://localhost:8000/v1"
    std::string model;
    std::string key; ///< in memory only: never stored, logged or put into an error
    std::vector<std::pair<std::string, std::string>> headers; ///< extra ones (gateways)
    PromptTemplate prompt;
    HttpOptions http;
    RetryPolicy retry;
};

/// A provider over HTTP: streams, retries what is transient with jittered back-off that honours Retry-After, and turns the
/// rest into errors that say what to do. `clock` must outlive it.
std::unique_ptr<LlmProvider> makeHttpProvider(HttpModel model, const Clock& clock);

} // namespace hawk::llm
