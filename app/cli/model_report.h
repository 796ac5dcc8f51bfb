#pragma once

#include "cli/command.h"
#include "llm/connection_test.h"
#include "llm/model_registry.h"

/// How models are shown, in tables or as the command's JSON document.
namespace hawk::cli {

void printModels(const llm::ModelRegistry& registry, Context& context);
void printModel(const llm::ModelConfig& config, const llm::PriceTable& prices, Context& context);
/// The whole price table, of which the first `own` rows are the user's, and which rows are never found.
void printPrices(const llm::PriceTable& prices, std::size_t own, Context& context);
/// The row of the table that holds for a model. `own`: one of the user's.
void printPrice(const llm::Price& price, bool own, Context& context);
void printConnection(const llm::ModelConfig& config, const llm::ConnectionReport& report, const llm::PriceTable& prices,
    Context& context);

} // namespace hawk::cli
