#pragma once

#include "bridge/model_draft.h"

namespace hawk::ui {

/// The first thing that is wrong with a draft, in the user's language where it is a usual one. `base`: the entry
/// as it stands in the file, null for a new one. `otherNames`: of all other models.
DraftProblem checkDraft(const ModelDraft& draft, const Json& base, const QStringList& otherNames);

} // namespace hawk::ui
