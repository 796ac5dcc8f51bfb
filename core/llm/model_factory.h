#pragma once

#include "base/clock.h"
#include "llm/http_provider.h"
#include "llm/manual_provider.h"
#include "llm/model_registry.h"
#include "llm/provider.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace hawk::llm {

/// What opening a model needs from outside. What is referred to must outlive the factory and its providers.
struct ModelParts {
    const KeyStore& keys;
    const Clock& clock;
    std::shared_ptr<const PriceTable> prices; ///< may be null: no costs
    ManualPort* manual = nullptr; ///< null: manual models are refused
};

/// Opens models as they are set up: transport, limits, retries, price, fallbacks, in this order from the inside. Providers
/// of one model share its limits. Thread-safe.
class ModelFactory {
public:
    ModelFactory(ModelRegistry registry, ModelParts parts);

    /// "" opens the default. Reads keys now, so that a missing one is told before anything runs; a fallback whose key is
    /// missing is an error too.
    Result<std::unique_ptr<Provider>> open(std::string_view name);
    /// The bare model: one try, no limits, no fallbacks. For testing a connection.
    Result<std::unique_ptr<Provider>> openBare(const ModelConfig& config) const;
    /// What goes over the wire to a model over HTTP, keys included.
    Result<HttpModel> httpModel(const ModelConfig& config) const;
    /// The model's own price, else the table's for its id; nothing when neither is known.
    std::optional<Price> price(const ModelConfig& config) const;
    const ModelRegistry& registry() const { return m_registry; }

private:
    Result<std::unique_ptr<Provider>> openOne(const ModelConfig& config);
    std::shared_ptr<RateLimiter> limiter(const ModelConfig& config);

    ModelRegistry m_registry;
    ModelParts m_parts;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<RateLimiter>> m_limiters;
};

} // namespace hawk::llm
