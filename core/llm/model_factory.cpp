#include "llm/model_factory.h"

#include "base/rng.h"
#include "llm/command_provider.h"
#include "llm/fallback.h"

#include <unistd.h>

namespace hawk::llm {
namespace {

WireFormat wireFormat(ModelKind kind)
{
    switch (kind) {
    case ModelKind::OpenAiCompletions: return WireFormat::OpenAiCompletions;
    case ModelKind::Anthropic: return WireFormat::Anthropic;
    default: return WireFormat::OpenAiChat;
    }
}

Error inModel(const ModelConfig& config, Error error)
{
    error.message = "model " + config.name + ": " + error.message;
    return error;
}

} // namespace

ModelFactory::ModelFactory(ModelRegistry registry, ModelParts parts)
    : m_registry(std::move(registry))
    , m_parts(std::move(parts))
{
}

Result<HttpModel> ModelFactory::httpModel(const ModelConfig& config) const
{
    HttpModel model { .name = config.name,
        .format = wireFormat(config.kind),
        .baseUrl = config.baseUrl,
        .model = config.model,
        .key = {},
        .headers = {},
        .parameters = config.parameters,
        .wire = config.wire,
        .http = { .proxy = config.proxy,
            .proxyLogin = {},
            .caFile = config.caFile,
            .timeouts = config.timeouts,
            .maxResponseBytes = config.maxResponseBytes } };
    Result<Secret> key = m_parts.keys.key(config.key);
    if (!key)
        return inModel(config, key.error());
    model.key = *std::move(key);
    Result<Secret> login = m_parts.keys.key(config.proxyLogin);
    if (!login)
        return inModel(config, login.error());
    model.http.proxyLogin = *std::move(login);
    for (const auto& [name, value] : config.headers) {
        if (value.source.kind == KeySource::Kind::None) {
            model.plainHeaders.emplace_back(name, value.text);
            continue;
        }
        Result<Secret> secret = m_parts.keys.key(value.source);
        if (!secret)
            return inModel(config, secret.error());
        model.headers.emplace_back(name, *std::move(secret));
    }
    return model;
}

Result<std::unique_ptr<Provider>> ModelFactory::openBare(const ModelConfig& config) const
{
    if (config.kind == ModelKind::Manual) {
        if (m_parts.manual == nullptr)
            return Error { Errc::InvalidInput, "model " + config.name + " is a person: there is nobody to ask here", {},
                "run it where a terminal or the window is" };
        return makeManualProvider(config.name, config.model, config.parameters, *m_parts.manual);
    }
    if (config.kind == ModelKind::Command) {
        Result<Secret> key = m_parts.keys.key(config.key);
        if (!key)
            return inModel(config, key.error());
        return makeCommandProvider({ .name = config.name,
            .model = config.model,
            .argv = config.command,
            .workingDirectory = config.workingDirectory,
            .input = config.commandTakesJson ? CommandModel::Input::Json : CommandModel::Input::Text,
            .parameters = config.parameters,
            .timeout = config.timeouts.total,
            .maxReplyBytes = config.maxResponseBytes,
            .key = *std::move(key) });
    }
    Result<HttpModel> model = httpModel(config);
    if (!model)
        return model.error();
    return makeHttpProvider(*std::move(model), m_parts.clock);
}

Result<std::unique_ptr<Provider>> ModelFactory::openOne(const ModelConfig& config)
{
    Result<std::unique_ptr<Provider>> bare = openBare(config);
    if (!bare)
        return bare.error();
    // Different processes must not come back at the same moment: time and process decide the jitter.
    const auto seed = static_cast<std::uint64_t>(m_parts.clock.nowMs()) ^ (static_cast<std::uint64_t>(::getpid()) << 32U);
    auto limited = makeLimitedProvider(*std::move(bare), limiter(config));
    auto retrying = makeRetryingProvider(std::move(limited), config.retry, deriveSeed(seed, config.name));
    return makePricedProvider(std::move(retrying), config.price, m_parts.prices);
}

std::shared_ptr<RateLimiter> ModelFactory::limiter(const ModelConfig& config)
{
    const std::scoped_lock lock(m_mutex);
    std::shared_ptr<RateLimiter>& shared = m_limiters[config.name];
    if (!shared)
        shared = std::make_shared<RateLimiter>(config.limits);
    return shared;
}

std::optional<Price> ModelFactory::price(const ModelConfig& config) const
{
    if (config.price)
        return config.price;
    const Price* row = m_parts.prices ? m_parts.prices->find(config.model) : nullptr;
    return row == nullptr ? std::nullopt : std::optional<Price>(*row);
}

Result<std::unique_ptr<Provider>> ModelFactory::open(std::string_view name)
{
    const Result<ModelConfig> first = m_registry.find(name);
    if (!first)
        return first.error();
    std::vector<std::unique_ptr<Provider>> models;
    Result<std::unique_ptr<Provider>> opened = openOne(*first);
    if (!opened)
        return opened.error();
    models.push_back(*std::move(opened));
    for (const std::string& each : first->fallbacks) {
        const Result<ModelConfig> config = m_registry.find(each);
        if (!config)
            return config.error();
        Result<std::unique_ptr<Provider>> fallback = openOne(*config);
        if (!fallback)
            return fallback.error();
        models.push_back(*std::move(fallback));
    }
    return makeFallbackProvider(std::move(models));
}

} // namespace hawk::llm
