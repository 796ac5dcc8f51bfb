#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "llm/connection_test.h"
#include "llm/model_registry.h"
#endif
#include "models/model_rows.h"

/// Models, prices and connection tests of the core as the window shows them. Pure functions.
namespace hawk::ui {

/// "3 in, 15 out, USD per million tokens (source, date)"; empty for none.
QString priceText(const llm::Price* price);
const llm::Price* priceOf(const llm::ModelConfig& config, const llm::PriceTable& prices);
ModelRow toRow(const llm::ModelConfig& config, const llm::PriceTable& prices, bool isDefault);
ConnectionView toView(const llm::ConnectionReport& report, const llm::ModelConfig& config, const llm::Price* price);

} // namespace hawk::ui
