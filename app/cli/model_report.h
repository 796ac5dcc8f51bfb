#pragma once

#include "cli/command.h"
#include "llm/connection_test.h"
#include "llm/model_registry.h"

/// How models are shown, in tables or as the command's JSON document.
namespace hawk::cli {

void printModels(const llm::ModelRegistry& registry, Context& context);
void printModel(const llm::ModelConfig& config, const llm::PriceTable& prices, Context& context);
void printConnection(const llm::ModelConfig& config, const llm::ConnectionReport& report, const llm::PriceTable& prices,
    Context& context);

} // namespace hawk::cli
