#pragma once

#include "llm/provider.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace hawk::llm {

/// One exchange as it is kept: what was asked and what came back. Holds no key.
struct Recording {
    std::string key; ///< recordingKey of the request
    int occurrence = 0; ///< which of equal requests, from 0
    std::string modelName; ///< how the user calls it
    std::string label; ///< Request::label
    Json request; ///< canonicalRequest
    std::optional<Reply> reply; ///< empty: it failed, and `failure` says how
    std::string failureKind;
    std::string failure;
};

/// An exchange as it is kept. `occurrence` is the request's, or 0 when it does not say.
Recording recordingOf(const ModelIdentity& identity, const Request& request, const Outcome& outcome);

/// What a call ends with that could not be recorded.
Failure storageFailure(const Error& error);

/// SHA-256 of the canonical request: model, parameters, messages.
std::string recordingKey(const Json& canonicalRequest);

/// Where recordings are kept; the workspace's store implements it from above. Thread-safe.
class ExchangeLog {
public:
    virtual ~ExchangeLog() = default;
    virtual Status add(const Recording& recording) = 0;
    /// The reply to occurrence `occurrence` of a request; nothing when there is none. Failures are no replies.
    virtual Result<std::optional<Reply>> reply(const std::string& key, int occurrence) = 0;
    /// What was asked and answered, each request once; for finding the nearest one.
    virtual Result<std::vector<Json>> requests() = 0;
};

/// Recordings in memory: for tests, and for replaying what was loaded from elsewhere.
class MemoryLog final : public ExchangeLog {
public:
    Status add(const Recording& recording) override;
    Result<std::optional<Reply>> reply(const std::string& key, int occurrence) override;
    Result<std::vector<Json>> requests() override;
    std::vector<Recording> recordings() const;

private:
    mutable std::mutex m_mutex;
    std::vector<Recording> m_recordings;
};

/// Counts equal requests, for those that do not say which they are. Thread-safe.
class OccurrenceCounter {
public:
    int next(const std::string& key);

private:
    std::mutex m_mutex;
    std::map<std::string, int> m_next;
};

/// Asks `inner` and records every exchange, failures too. A failure uses up no occurrence: asked again, it is the same one.
/// An exchange that cannot be recorded is a Failure (Storage). `log` must outlive it.
std::unique_ptr<Provider> makeRecordingProvider(std::unique_ptr<Provider> inner, ExchangeLog& log);

/// Gives recorded replies, with no network. A request that was never recorded is a Failure (NoRecording) that shows the
/// nearest one and the difference. `log` must outlive it.
std::unique_ptr<Provider> makeReplayProvider(ModelIdentity identity, ExchangeLog& log);

/// The lines by which two requests differ, in the form of a unified diff: at most `maxLines`, with a line of context.
std::string requestDifference(const Json& recorded, const Json& asked, std::size_t maxLines = 40);

} // namespace hawk::llm
