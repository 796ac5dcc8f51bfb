#include "llm/recording.h"

#include "base/hash.h"
#include "llm/line_diff.h"

#include <algorithm>

namespace hawk::llm {
namespace {

/// A request as lines: parameters one a line, messages as they read.
std::string readable(const Json& request)
{
    std::string out = "model: " + request.value("model", std::string()) + "\n";
    const Json parameters = request.value("parameters", Json::object());
    for (const auto& [key, value] : parameters.items())
        out += key + ": " + value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    const Json shape = request.value("shape", Json::object());
    for (const auto& [key, value] : shape.items())
        out += key + ": " + value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    const Json messages = request.value("messages", Json::array());
    for (const Json& message : messages)
        out += "[" + message.value("role", std::string()) + "]\n" + message.value("text", std::string()) + "\n";
    return out;
}

class RecordingProvider final : public Provider {
public:
    RecordingProvider(std::unique_ptr<Provider> inner, ExchangeLog& log)
        : m_inner(std::move(inner))
        , m_log(log)
    {
    }
    const ModelIdentity& identity() const override { return m_inner->identity(); }

    Outcome complete(const Request& request, const OnStream& onStream, std::stop_token stop) override
    {
        Outcome outcome = m_inner->complete(request, onStream, std::move(stop));
        Recording recording = recordingOf(identity(), request, outcome);
        // Counted when a reply is there, so that a failed call takes no number.
        if (outcome.replied() && !request.occurrence)
            recording.occurrence = m_counter.next(recording.key);
        if (const Status s = m_log.add(recording); !s)
            return storageFailure(s.error());
        return outcome;
    }

private:
    std::unique_ptr<Provider> m_inner;
    ExchangeLog& m_log;
    OccurrenceCounter m_counter;
};

class ReplayProvider final : public Provider {
public:
    ReplayProvider(ModelIdentity identity, ExchangeLog& log)
        : m_identity(std::move(identity))
        , m_log(log)
    {
    }
    const ModelIdentity& identity() const override { return m_identity; }

    Outcome complete(const Request& request, const OnStream& onStream, std::stop_token stop) override
    {
        if (stop.stop_requested())
            return cancelledFailure(m_identity.name);
        const Json asked = canonicalRequest(m_identity, request);
        const std::string key = recordingKey(asked);
        const int occurrence = request.occurrence ? *request.occurrence : m_counter.next(key);
        Result<std::optional<Reply>> found = m_log.reply(key, occurrence);
        if (!found)
            return storageFailure(found.error());
        if (!*found)
            return missing(asked, key, occurrence);
        Reply reply = **std::move(found);
        reply.replayed = true;
        if (onStream && !reply.reasoning.empty())
            onStream({ StreamEvent::Kind::Reasoning, reply.reasoning });
        if (onStream && !reply.answer.empty())
            onStream({ StreamEvent::Kind::Answer, reply.answer });
        return reply;
    }

private:
    Outcome missing(const Json& asked, const std::string& key, int occurrence)
    {
        Failure failure { FailureKind::NoRecording, { Errc::NotFound, {}, {}, {} }, false, {} };
        failure.error.hint = "replay what was recorded with the same operators, seed, knowledge and settings, or run with a model";
        int recorded = 0;
        for (; recorded < occurrence; ++recorded) {
            const auto earlier = m_log.reply(key, recorded);
            if (!earlier)
                return storageFailure(earlier.error());
            if (!*earlier)
                break;
        }
        if (recorded > 0) {
            failure.error.message = "the recording has this request " + std::to_string(recorded) + " times, and it was asked once more";
            return failure;
        }
        const auto requests = m_log.requests();
        if (!requests)
            return storageFailure(requests.error());
        if (requests->empty()) {
            failure.error.message = "nothing is recorded: there is no reply to give";
            return failure;
        }
        const std::string text = readable(asked);
        const auto nearest = std::max_element(requests->begin(), requests->end(), [&](const Json& a, const Json& b) {
            return commonLines(readable(a), text) < commonLines(readable(b), text);
        });
        if (recordingKey(*nearest) == key) {
            failure.error.message = "the recording has this request, but not as number " + std::to_string(occurrence);
            return failure;
        }
        failure.error.message = "this request was never recorded. Against the nearest of " + std::to_string(requests->size())
            + " recorded requests it differs by (- recorded, + asked now):\n" + requestDifference(*nearest, asked);
        return failure;
    }

    ModelIdentity m_identity;
    ExchangeLog& m_log;
    OccurrenceCounter m_counter;
};

} // namespace

Recording recordingOf(const ModelIdentity& identity, const Request& request, const Outcome& outcome)
{
    Recording out;
    out.request = canonicalRequest(identity, request);
    out.key = recordingKey(out.request);
    out.modelName = identity.name;
    out.label = request.label;
    out.occurrence = request.occurrence.value_or(0);
    if (outcome.replied()) {
        out.reply = outcome.reply();
    } else {
        out.failureKind = name(outcome.failure().kind);
        out.failure = outcome.failure().error.text();
    }
    return out;
}

Failure storageFailure(const Error& error)
{
    return { FailureKind::Storage,
        { error.code, "the exchange with the model could not be recorded: " + error.message, error.context, error.hint }, false,
        {} };
}

std::string recordingKey(const Json& canonicalRequest)
{
    return sha256Hex(canonicalRequest.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Status MemoryLog::add(const Recording& recording)
{
    const std::scoped_lock lock(m_mutex);
    m_recordings.push_back(recording);
    return {};
}

Result<std::optional<Reply>> MemoryLog::reply(const std::string& key, int occurrence)
{
    const std::scoped_lock lock(m_mutex);
    for (const Recording& each : m_recordings)
        if (each.reply && each.key == key && each.occurrence == occurrence)
            return std::optional<Reply>(each.reply);
    return std::optional<Reply>();
}

Result<std::vector<Json>> MemoryLog::requests()
{
    const std::scoped_lock lock(m_mutex);
    std::map<std::string, Json> unique;
    for (const Recording& each : m_recordings)
        if (each.reply)
            unique.emplace(each.key, each.request);
    std::vector<Json> out;
    for (auto& [key, request] : unique)
        out.push_back(std::move(request));
    return out;
}

std::vector<Recording> MemoryLog::recordings() const
{
    const std::scoped_lock lock(m_mutex);
    return m_recordings;
}

int OccurrenceCounter::next(const std::string& key)
{
    const std::scoped_lock lock(m_mutex);
    return m_next[key]++;
}

std::unique_ptr<Provider> makeRecordingProvider(std::unique_ptr<Provider> inner, ExchangeLog& log)
{
    return std::make_unique<RecordingProvider>(std::move(inner), log);
}

std::unique_ptr<Provider> makeReplayProvider(ModelIdentity identity, ExchangeLog& log)
{
    return std::make_unique<ReplayProvider>(std::move(identity), log);
}

std::string requestDifference(const Json& recorded, const Json& asked, std::size_t maxLines)
{
    return lineDiff(readable(recorded), readable(asked), maxLines);
}

} // namespace hawk::llm
