#pragma once

#include "base/json.h"
#include "base/result.h"
#include "chip/chip_facts.h"

#include <map>
#include <string>

namespace hawk::chip {

/// Source key of the data file -> where the number comes from, in words.
using SourceTable = std::map<std::string, std::string>;

/// Fills one chip from the data file's form: every fact is [value, source key]. `common` holds the facts all chips
/// of the generation share. The error names the fact.
Result<ChipFacts> readChip(const Json& chip, const Json& common, const SourceTable& sources);

} // namespace hawk::chip
