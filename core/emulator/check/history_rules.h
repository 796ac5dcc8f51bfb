#pragma once

#include "emulator/check/issue_rules.h"
#include "emulator/trace/trace_file.h"

/// Parts of historyFindings(). Private to check/.
namespace hawk::emulator {

/// A finding at an op of the trace: place, api, fix and severity filled in.
Finding findingAt(const Trace& trace, const Op& op, std::string_view id, std::string message);
std::string_view pipeName(Pipe pipe);
/// The pipe a Barrier op drains; All for every pipe.
Pipe barrierPipe(const Op& op);

/// Hazards between the pipes of one core, and flags left set.
void findHazards(const Trace& trace, const OpList& ops, FindingSink& sink);
/// Tensors allocated and never freed, entered and never taken out.
void findQueueLeaks(const Trace& trace, const OpList& ops, FindingSink& sink);
/// GM bytes that several cores touch without order.
void findCrossCoreConflicts(const Trace& trace, FindingSink& sink);
/// Bytes of outputs that no block writes.
void findUnwrittenOutputs(const Trace& trace, FindingSink& sink);
/// Scalar stores to GM that others cannot see, or that two blocks make into one cache line.
void findStaleScalars(const Trace& trace, FindingSink& sink);
/// Advice that needs counts over the launch.
void findSlowPatterns(const Trace& trace, const chip::ChipFacts& chip, FindingSink& sink);

} // namespace hawk::emulator
