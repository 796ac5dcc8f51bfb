#include "emulator/check/history_rules.h"

#include <map>
#include <string>
#include <utility>

namespace hawk::emulator {
namespace {

struct BufferState {
    std::int64_t held = 0; ///< allocated and not freed
    std::int64_t queued = 0; ///< entered and not taken out
    const Op* lastAlloc = nullptr;
    const Op* lastEnqueue = nullptr;
};

void count(BufferState& state, const Op& op)
{
    switch (static_cast<QueueAction>(op.aux[0])) {
    case QueueAction::Alloc:
        ++state.held;
        state.lastAlloc = &op;
        break;
    case QueueAction::Free:
        --state.held;
        break;
    case QueueAction::Enqueue:
        ++state.queued;
        state.lastEnqueue = &op;
        break;
    case QueueAction::Dequeue:
        --state.queued;
        break;
    case QueueAction::Init:
        break;
    }
}

} // namespace

void findQueueLeaks(const Trace& trace, const OpList& ops, FindingSink& sink)
{
    if (!trace.complete || trace.capped)
        return; // the rest of the run is not here
    std::map<std::pair<std::uint32_t, std::uint32_t>, BufferState> buffers; // (queue, buffer)
    for (const Op& op : ops) {
        if (op.kind == OpClass::QueueEvent)
            count(buffers[{ op.aux[1], op.aux[2] }], op);
    }
    for (const auto& [name, state] : buffers) {
        const std::string place
            = "buffer " + std::to_string(name.second) + " of queue " + std::to_string(name.first);
        if (state.queued > 0 && state.lastEnqueue != nullptr) {
            Finding finding = findingAt(trace, *state.lastEnqueue, "enque-deque-pairing",
                place + " was entered and never taken out: its " + std::to_string(state.queued)
                    + " EnQue without DeQue leave the data unused");
            finding.severity = Severity::Warning; // results are not touched by it
            sink.add(std::move(finding));
        } else if (state.held > 0 && state.lastAlloc != nullptr) {
            Finding finding = findingAt(trace, *state.lastAlloc, "alloc-free-pairing",
                place + " is still allocated when the kernel ends: " + std::to_string(state.held)
                    + " AllocTensor without FreeTensor");
            finding.severity = Severity::Warning;
            sink.add(std::move(finding));
        }
    }
}

} // namespace hawk::emulator
