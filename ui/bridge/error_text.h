#pragma once

#include "base/result.h"
#include "models/rows.h"

namespace hawk::ui {

QString toQt(std::string_view text);

/// The three parts a person needs, from a core error and what was being tried ("The workspace could not be opened").
UiError toUiError(const Error& error, const QString& symptom);

} // namespace hawk::ui
