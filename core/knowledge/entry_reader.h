#pragma once

#include "knowledge/entry.h"

#include <functional>

namespace hawk::knowledge {

/// Makes the error for a value at a JSON pointer: with a line for a file, without for a database row.
using ErrorAt = std::function<Error(const std::string& pointer, std::string message, std::string hint)>;

/// Reads and validates the entry at `pointer`. Unknown keys, unknown names and missing parts are errors.
Result<Entry> readEntry(const Json& json, const std::string& pointer, const ErrorAt& errorAt);

} // namespace hawk::knowledge
