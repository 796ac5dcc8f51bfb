#pragma once

#include "models/model_rows.h"

#include <vector>

namespace hawk::ui {

/// A place to begin with: a local server's usual address, or a kind with its fields in place.
struct ModelPreset {
    QString title; ///< "vLLM on this machine", translated
    ModelDraft draft;
};
std::vector<ModelPreset> modelPresets();

} // namespace hawk::ui
