#pragma once

#include "emulator/finding.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hawk::emulator {

/// Findings with one cause, for people and models: one rule that calls of one API broke, at one line or at several.
struct FindingGroup {
    std::vector<std::size_t> members; ///< indices of the findings, in their order; the first one speaks for all
    std::vector<int> lines; ///< of the members, ascending, each once
    std::vector<int> blocks; ///< where the members occurred first, ascending, each once
    std::uint64_t count = 0; ///< occurrences of all members
    std::string follows; ///< constraint id of an earlier group that explains this one; "" for a cause of its own
};

/// Groups what must not be (fatal and error together), then warnings, then advice; within each a cause stands before what
/// follows from it: capacity, queues, operands, ordering, bounds, reads of what never came, outputs nobody wrote. Pure.
std::vector<FindingGroup> groupFindings(std::span<const Finding> findings);

/// "DataCopy dst, line 41 (also lines 44, 47), 48 times": what, where, how often.
std::string placeText(const FindingGroup& group, std::span<const Finding> findings);

Json toJson(const FindingGroup& group);

} // namespace hawk::emulator
