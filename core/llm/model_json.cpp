#include "llm/model_registry.h"

namespace hawk::llm {
namespace {

Json sourceJson(const KeySource& source)
{
    switch (source.kind) {
    case KeySource::Kind::None: return nullptr;
    case KeySource::Kind::Environment: return { { "env", source.name } };
    case KeySource::Kind::File: return { { "file", source.name } };
    case KeySource::Kind::Keychain: return { { "keychain", source.name } };
    case KeySource::Kind::Session: return { { "session", source.name } };
    }
    return nullptr;
}

double secondsOf(std::chrono::milliseconds time) { return static_cast<double>(time.count()) / 1000; }

} // namespace

Json toJson(const ModelConfig& config)
{
    Json out { { "name", config.name }, { "kind", name(config.kind) }, { "model", config.model },
        { "parameters", toJson(config.parameters) }, { "fallbacks", config.fallbacks },
        { "limits",
            { { "concurrency", config.limits.concurrency }, { "requestsPerMinute", config.limits.requestsPerMinute },
                { "tokensPerMinute", config.limits.tokensPerMinute }, { "contextTokens", config.contextTokens },
                { "maxResponseMib", config.maxResponseBytes >> 20U } } },
        { "timeouts",
            { { "connect", secondsOf(config.timeouts.connect) }, { "firstByte", secondsOf(config.timeouts.firstByte) },
                { "idle", secondsOf(config.timeouts.idle) }, { "total", secondsOf(config.timeouts.total) } } },
        { "retry", { { "max", config.retry.maxRetries } } } };
    if (config.kind == ModelKind::Command)
        out["command"] = config.command;
    if (config.overHttp()) {
        out["baseUrl"] = config.baseUrl;
        out["key"] = sourceJson(config.key);
        out["stream"] = config.wire.stream;
        Json headers = Json::object();
        for (const auto& [key, value] : config.headers)
            headers[key] = value.source.kind == KeySource::Kind::None ? Json(value.text) : sourceJson(value.source);
        out["headers"] = std::move(headers);
        out["proxy"] = config.proxy;
        out["caFile"] = config.caFile;
    }
    if (config.kind == ModelKind::OpenAiCompletions)
        out["template"] = { { "text", config.wire.prompt.text }, { "reasoningOpen", config.wire.prompt.reasoningOpen },
            { "reasoningEnd", config.wire.prompt.reasoningEnd } };
    if (config.price)
        out["prices"] = { { "input", config.price->input }, { "output", config.price->output },
            { "currency", config.price->currency } };
    return out;
}

} // namespace hawk::llm
