#pragma once

#include "emulator/report/profile.h"
#include "target/candidate.h"
#include "target/verdict.h"

#include <string>

namespace hawk::synth {

/// What went wrong with a candidate, in words for a model: first causes of the compiler with source lines, findings with their
/// fixes, and where which case differs. Hidden cases appear by their outcome alone, and
/// when only hidden ones fail, findings come without their numbers. Empty sections are left out.
std::string failureText(const target::Verdict& verdict, const target::Candidate& candidate);

/// The verdict's one line, unless it tells something of a hidden case.
std::string publicSummary(const target::Verdict& verdict);

/// What limits a correct kernel: time, bound, use of each pipe, diagnosis. "" without a trusted profile.
std::string profileText(const target::Verdict& verdict);

} // namespace hawk::synth
