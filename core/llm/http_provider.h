#pragma once

#include "base/clock.h"
#include "llm/http.h"
#include "llm/provider.h"
#include "llm/wire.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hawk::llm {

/// One model at one address.
struct HttpModel {
    std::string name; ///< how the user calls it
    WireFormat format = WireFormat::OpenAiChat;
    std::string baseUrl; ///< "http://localhost:8000/v1"
    std::string model;
    Secret key; ///< empty: none is sent
    std::vector<std::pair<std::string, Secret>> headers; ///< extra ones that are secrets (a gateway's key)
    std::vector<std::pair<std::string, std::string>> plainHeaders; ///< extra ones that are not
    Parameters parameters;
    WireOptions wire;
    HttpOptions http;
};

/// A provider over HTTP that tries once. Keys are taken out of everything that comes back, streamed or not. `clock` must
/// outlive it.
std::unique_ptr<Provider> makeHttpProvider(HttpModel model, const Clock& clock);

/// The ids of the models a server offers (GET /models); a Failure when it has no such list.
std::variant<std::vector<std::string>, Failure> listModels(
    const HttpModel& model, const Clock& clock, std::stop_token stop = {});

} // namespace hawk::llm
