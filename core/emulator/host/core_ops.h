#pragma once

#include "emulator/host/machine.h"

#include <initializer_list>
#include <string>
#include <string_view>

/// Steps every device call shares: from a call to a checked, recorded op. Functions that find a Fatal finding do not
/// return: the block stops there.
namespace hawk::emulator {

void beginBlock(CoreState& core);
void endBlock(CoreState& core);

/// An op of the call's row with place and sequence number; notes the place for crash messages.
Op makeOp(CoreState& core, hawkabi::Api api, const hawkabi::Site& site);
/// Closes scalar runs, gives the op its number and runs the issue rules.
void issue(CoreState& core, Op& op);
/// After execution: marks what was written and records the op.
void complete(CoreState& core, const Op& op);
/// Issue and record an op that only orders or describes.
void record(CoreState& core, Op& op);
void closeScalarRuns(CoreState& core);

/// A broken rule that the machine itself sees (queues, flags, call parameters).
void report(CoreState& core, hawkabi::Api api, const hawkabi::Site& site, std::string_view constraint, Severity severity,
    std::string operand, std::string message, Json numbers = Json::object());
/// Ends the run when a Fatal finding is known.
void stopIfFatal(CoreState& core);

/// Sync records. `token` unique to the hand-over for queues, the event id for flags.
void recordSet(CoreState& core, hawkabi::Api api, const hawkabi::Site& site, Pipe from, Pipe to, std::uint32_t token, SyncKind kind);
void recordWait(CoreState& core, hawkabi::Api api, const hawkabi::Site& site, Pipe from, Pipe to, std::uint32_t token, SyncKind kind);

DType dtypeOf(hawkabi::Type type);
/// Bits of one element: 4 for an Int4, two of which share a byte.
std::size_t elementBits(DType type);
Space spaceOf(hawkabi::Space space);
std::string_view pipeName(Pipe pipe); ///< defined by check/
/// Offset of an operand in its space: UB offset, or bytes from the GM arena's start.
std::uint64_t offsetOf(const CoreState& core, const hawkabi::Operand& operand);
/// UB offset of a pointer that GetPhyAddr gave; any other address gives one that the bounds rule refuses.
std::uint64_t localOffset(const CoreState& core, const volatile void* pointer);
/// Memory behind an operand; only valid for ranges the issue rules have accepted.
std::byte* memoryOf(CoreState& core, const hawkabi::Operand& operand);

/// Life-cycle rules of one local operand: not freed, and `access` inside the block it was handed out with.
void checkBlock(CoreState& core, const Op& op, const hawkabi::Site& site, std::size_t operand, const hawkabi::Operand& tensor);

} // namespace hawk::emulator
