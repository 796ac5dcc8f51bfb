#include "emulator/check/history.h"

#include "emulator/check/history_rules.h"

#include <algorithm>
#include <array>

namespace hawk::emulator {

std::string_view pipeName(Pipe pipe)
{
    constexpr std::array<std::string_view, static_cast<std::size_t>(Pipe::Count)> kNames { "S", "V", "M",
        "MTE1", "MTE2", "MTE3", "FIX", "ALL" };
    const auto i = static_cast<std::size_t>(pipe);
    return i < kNames.size() ? kNames[i] : std::string_view("?");
}

Pipe barrierPipe(const Op& op)
{
    const Pipe pipe = op.pipe != Pipe::S ? op.pipe : static_cast<Pipe>(std::min<std::uint32_t>(op.aux[0], 7));
    return pipe == Pipe::S ? Pipe::All : pipe;
}

Finding findingAt(const Trace& trace, const Op& op, std::string_view id, std::string message)
{
    Finding finding;
    finding.constraint = id;
    finding.severity = constraintInfo(id).severity;
    finding.fix = constraintInfo(id).fix;
    finding.api = apiRow(op.api).name;
    finding.message = std::move(message);
    finding.file = op.file < trace.files.size() ? trace.files[op.file] : std::string();
    finding.line = static_cast<int>(op.line);
    finding.core = op.core;
    finding.seq = op.seq;
    return finding;
}

std::vector<Finding> historyFindings(const Trace& trace, const chip::ChipFacts& chip)
{
    FindingSink sink;
    for (const std::vector<Op>& ops : trace.cores) {
        findHazards(trace, ops, sink);
        findQueueLeaks(trace, ops, sink);
    }
    findCrossCoreConflicts(trace, sink);
    findUnwrittenOutputs(trace, sink);
    findStaleScalars(trace, sink);
    findSlowPatterns(trace, chip, sink);
    return sink.findings();
}

} // namespace hawk::emulator
