#pragma once

#include "cli/command.h"
#include "engine/runner.h"

namespace hawk::cli {

/// One line per operator and the totals.
void printSummary(Context& context, const engine::RunSummary& summary);

} // namespace hawk::cli
