#include "emulator/check/history.h"

#include "base/parallel.h"
#include "emulator/check/history_rules.h"

#include <algorithm>
#include <array>
#include <functional>

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
    using Rule = std::function<void(FindingSink&)>;
    std::vector<Rule> rules;
    for (const OpList& ops : trace.cores)
        rules.emplace_back([&](FindingSink& sink) {
            findHazards(trace, ops, sink);
            findQueueLeaks(trace, ops, sink);
        });
    rules.emplace_back([&](FindingSink& sink) { findCrossCoreConflicts(trace, sink); });
    rules.emplace_back([&](FindingSink& sink) { findUnwrittenOutputs(trace, sink); });
    rules.emplace_back([&](FindingSink& sink) { findStaleScalars(trace, sink); });
    rules.emplace_back([&](FindingSink& sink) { findSlowPatterns(trace, chip, sink); });

    // Each rule has a sink of its own, and they are emptied in this order: threads change no finding.
    std::vector<FindingSink> sinks(rules.size());
    const auto apply = [&](std::size_t i) { rules[i](sinks[i]); };
    constexpr std::uint64_t kWorthThreads = 20'000; // ops; below that a thread costs more than it brings
    if (trace.totalOps() < kWorthThreads)
        parallelFor(rules.size(), 1, apply);
    else
        parallelFor(rules.size(), apply);
    FindingSink all;
    for (const FindingSink& sink : sinks)
        for (const Finding& finding : sink.findings())
            all.add(finding);
    return all.findings();
}

} // namespace hawk::emulator
