#pragma once

#include "cli/command.h"
#include "target/candidate.h"
#include "target/verdict.h"

namespace hawk::cli {

/// A verdict for people: outcome, gates, cases, diagnostics and findings with the source line they are about.
void printVerdict(Context& context, const target::Verdict& verdict, const target::Candidate& candidate);

} // namespace hawk::cli
