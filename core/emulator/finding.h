#pragma once

#include "base/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hawk::emulator {

/// Fatal stops the kernel, Error fails the candidate, Warning is shown, Advice scores it (performance).
enum class Severity : std::uint8_t { Fatal, Error, Warning, Advice };
std::string_view name(Severity severity);

/// One broken hardware rule, at a place. Equal findings (same rule, line, operand) are merged: `count` says how
/// often, the rest describes the first.
struct Finding {
    std::string constraint; ///< id in the constraint catalogue: "ub-addr-32b"
    Severity severity = Severity::Error;
    std::string api; ///< "DataCopy"
    std::string operand; ///< "dst", "src0", "" when the whole call is meant
    std::string message; ///< with the numbers: "UB offset 196600 + 64 B ends past the usable 188160 B"
    std::string fix; ///< what the catalogue says to do
    std::string file; ///< source file as the author named it
    int line = 0; ///< 1-based
    int core = 0; ///< block index of the first occurrence
    std::uint64_t seq = 0; ///< op in that core's trace, to jump to the timeline
    std::uint64_t count = 1;
    Json numbers = Json::object(); ///< the values behind the message
    // The other party of a conflict (hazards): 0 line when there is none.
    int otherLine = 0;
    std::uint64_t otherSeq = 0;
    int otherCore = 0;
};

Json toJson(const Finding& finding);
Result<Finding> findingFromJson(const Json& json);

} // namespace hawk::emulator
