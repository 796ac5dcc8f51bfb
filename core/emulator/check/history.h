#pragma once

#include "chip/chip_facts.h"
#include "emulator/finding.h"
#include "emulator/trace/trace_file.h"

#include <vector>

/// History rules: what only the whole trace shows. Pure; runs outside the kernel process.
namespace hawk::emulator {

/// Hazards (conflicting accesses that no event, queue, barrier or automatic synchronisation orders), flags
/// left set, tensors never freed, and performance advice that needs counts. Equal findings are merged.
///
/// The order that is taken for granted, from the public API reference
/// (docs/zh/api/SIMD-API/基础API/同步控制/核内同步):
/// - ops of one pipe start in program order; a later one may start before an earlier one has finished;
/// - the scalar unit issues in program order, so whatever it has waited for is complete for every later op;
/// - SetFlag fires when everything before it on its source pipe has finished, WaitFlag holds back everything
/// after it
///   on its destination pipe; a queue hand-over is such a pair;
/// - automatic synchronisation of the compiler (on by default) orders V with V, and the scalar unit with V,
/// MTE2 and
///   MTE3 in both directions, for tensor operands. It orders neither MTE2 with V nor V with MTE3, and not two
///   transfers of one pipe with overlapping destinations.
std::vector<Finding> historyFindings(const Trace& trace, const chip::ChipFacts& chip);

} // namespace hawk::emulator
