#pragma once

#include "base/json.h"
#include "emulator/emulator.h"
#include "reference/comparison.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hawk::target {

/// The furthest a candidate got. Ordered: a larger value is a better candidate.
enum class Outcome : std::uint8_t {
    Rejected, ///< static gate: forbidden construct, wrong form, bad launch plan
    BuildFailed,
    Crashed, ///< crash, timeout, limits, deadlock, fatal finding
    Mismatch, ///< ran, wrong values
    RuleBroken, ///< right values, but an error-level finding: would fail on the chip
    Correct
};
std::string_view name(Outcome outcome);
Result<Outcome> outcomeFromName(std::string_view text);

/// One gate's evidence, in the order the gates ran: what was observed, what was expected.
struct GateRecord {
    std::string gate; ///< "static", "launch-plan", "build", "run", "compare", "findings", "profile", "determinism"
    bool passed = false;
    std::string observed;
    std::string expected;
    double wallMs = 0;
};

/// A gate that could not come to an answer, in whole or on some cases: it is not among the passed ones for them.
struct UndecidedGate {
    std::string gate;
    std::string why;
};

struct CaseVerdict {
    std::string name;
    bool hidden = false;
    std::vector<std::string> tags; ///< of the case: "tail", "larger_than_ub"
    std::string types; ///< its element types, as the build defines them: "DTYPE_X=half, DTYPE_Y=half"
    Outcome outcome = Outcome::Correct;
    std::string detail; ///< why, one line
    std::vector<std::string> broken; ///< constraint ids of its error-level findings, each once
    std::optional<reference::ComparisonReport> comparison; ///< the worst output
    std::optional<emulator::Profile> profile;
    std::string traceHash; ///< artifact with the trace file, empty when there is none
    std::string printed;
};

/// The judgement of one candidate on one target. Immutable. Times are modelled (emulator) unless the target says
/// measured.
struct Verdict {
    Outcome outcome = Outcome::Rejected;
    std::string summary; ///< one line for tables
    std::string target; ///< "emulator"
    std::string chip;
    std::string timeKind = "modelled";
    std::vector<GateRecord> gates;
    std::vector<UndecidedGate> undecided;
    std::vector<emulator::Diagnostic> diagnostics;
    std::string buildLog;
    std::vector<CaseVerdict> cases; ///< cases after the first failing one may be missing; see `casesTotal`
    std::size_t casesTotal = 0;
    std::vector<emulator::Finding> findings; ///< merged over cases, worst first
    double modelledUs = 0; ///< sum over cases with a trusted profile; 0 when not correct
    double judgeMs = 0; ///< wall time of the whole judgement
    std::uint64_t seed = 0; ///< input seed, for the audit; never shown to a synthesizer
    Json environment = Json::object(); ///< compiler, torch, header and cost-table versions
};

Json toJson(const Verdict& verdict);
Result<Verdict> verdictFromJson(const Json& json);

} // namespace hawk::target
