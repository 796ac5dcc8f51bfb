#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "llm/model_registry.h"
#endif
#include "models/model_rows.h"

/// Between models.json and the form that edits it. Pure functions.
namespace hawk::ui {

ModelDraft draftFromEntry(const Json& entry);
/// The object to write: `base` (the entry as it stands, or null for a new one) with what the form knows put
/// in its place. Members the form does not know stay. InvalidInput when `extra` is not JSON or a header line
/// cannot be read.
Result<Json> entryFromDraft(const ModelDraft& draft, const Json& base);
llm::KeySource toSource(const KeyPlace& place);
KeyPlace toPlace(const llm::KeySource& source);
bool overHttp(ModelType type);
ModelType toType(llm::ModelKind kind);
llm::ModelKind toKind(ModelType type);

} // namespace hawk::ui
