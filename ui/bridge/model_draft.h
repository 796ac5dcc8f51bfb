#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "llm/connection_test.h"
#include "llm/model_registry.h"
#endif
#include "models/model_rows.h"

#include <span>

/// Between models.json and the form that edits it. Pure functions.
namespace hawk::ui {

ModelDraft draftFromEntry(const Json& entry);
/// The object to write: `base` (the entry as it stands, or null for a new one) with what the form knows put
/// in its place. Members the form does not know stay. InvalidInput when `extra` is not JSON or a header line
/// cannot be read.
Result<Json> entryFromDraft(const ModelDraft& draft, const Json& base);
/// The first thing that is wrong, in the user's language where it is a usual one. `otherNames`: of all other
/// models.
DraftProblem checkDraft(const ModelDraft& draft, const Json& base, const QStringList& otherNames);

llm::KeySource toSource(const KeyPlace& place);
KeyPlace toPlace(const llm::KeySource& source);
ModelType toType(llm::ModelKind kind);
llm::ModelKind toKind(ModelType type);

/// "3 in, 15 out, USD per million tokens (source, date)"; empty for none.
QString priceText(const llm::Price* price);
const llm::Price* priceOf(const llm::ModelConfig& config, const llm::PriceTable& prices);
ModelRow toRow(const llm::ModelConfig& config, const llm::PriceTable& prices, bool isDefault);
ConnectionView toView(const llm::ConnectionReport& report, const llm::Price* price);

/// A place to begin with: a local server's usual address, or a kind with its fields in place.
struct ModelPreset {
    QString title; ///< "vLLM on this machine", translated
    ModelDraft draft;
};
std::vector<ModelPreset> modelPresets();

} // namespace hawk::ui
