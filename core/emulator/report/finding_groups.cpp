#include "emulator/report/finding_groups.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace hawk::emulator {
namespace {

/// Stages of a mistake: what breaks early explains what breaks late.
enum Stage : int { Launch, Capacity, Queues, Operands, Ordering, Reuse, Bounds, MissingReads, Outputs };

struct Row {
    std::string_view prefix; ///< of a constraint id
    Stage stage;
};
// The first prefix that fits decides; what is not named is an operand's affair.
constexpr std::array kStages {
    Row { "kernel-", Launch }, Row { "tiling", Launch }, Row { "single-tpipe", Launch }, Row { "tpipe-", Launch }, Row { "syncall-core-count", Launch },
    Row { "zero-size", Launch }, Row { "ub-capacity", Capacity }, Row { "l1-capacity", Capacity }, Row { "total-buffers", Capacity },
    Row { "queue-buffers", Capacity }, Row { "initbuffer-", Capacity }, Row { "reserved-8k", Capacity }, Row { "shared-tmp", Capacity },
    Row { "tbuf-get-length", Capacity }, Row { "reduce-tmp", Capacity }, Row { "event-id", Capacity }, Row { "tbuf", Queues },
    Row { "alloc-", Queues }, Row { "enque", Queues }, Row { "enqueue", Queues }, Row { "deque", Queues }, Row { "queue-", Queues },
    Row { "double-free", Queues }, Row { "use-after-free", Queues }, Row { "tposition", Queues }, Row { "buffer-reuse", Queues },
    Row { "hazard-", Ordering }, Row { "setflag", Ordering }, Row { "wait-", Ordering }, Row { "crosscore-", Ordering }, Row { "syncall", Ordering },
    Row { "multicore-", Ordering }, Row { "mte", Ordering }, Row { "scalar-gm-cache", Ordering }, Row { "ub-address", Bounds },
    Row { "tensor-extent", Bounds }, Row { "gm-tail", Bounds }, Row { "gm-", Bounds }, Row { "scalar-address", Bounds },
    Row { "uninitialised-ub", MissingReads }, Row { "workspace-", MissingReads }, Row { "uninitialised-gm", Outputs },
};

Stage stageOf(const std::string& constraint)
{
    if (constraint.ends_with("-war"))
        return Reuse; // a read that came too early explains more than a write that did
    const auto row = std::ranges::find_if(kStages, [&](const Row& one) { return constraint.starts_with(one.prefix); });
    return row == kStages.end() ? Operands : row->stage;
}

struct Consequence {
    std::string_view id;
    std::string_view cause;
};
// Read as: when both are found, the first is likely to be there because of the second.
constexpr std::array kConsequences {
    Consequence { "uninitialised-ub-read", "datacopy-length-32b" }, Consequence { "uninitialised-ub-read", "enque-deque-pairing" },
    Consequence { "uninitialised-ub-read", "deque-empty-queue" }, Consequence { "uninitialised-ub-read", "use-after-free" },
    Consequence { "uninitialised-ub-read", "gm-tensor-overrun" }, Consequence { "uninitialised-ub-read", "gm-tail-store-overrun" },
    Consequence { "uninitialised-ub-read", "datacopypad-default-fill" }, Consequence { "uninitialised-gm-output", "datacopy-length-32b" },
    Consequence { "uninitialised-gm-output", "gm-tensor-overrun" }, Consequence { "gm-tensor-overrun", "datacopy-length-32b" },
    Consequence { "gm-tensor-overrun", "gm-tail-store-overrun" }, Consequence { "multicore-gm-write-race", "gm-tail-store-overrun" },
    Consequence { "tensor-extent-overflow", "ub-capacity-2201" }, Consequence { "ub-address-out-of-bounds", "ub-capacity-2201" },
    Consequence { "hazard-mte2-to-v", "enque-deque-pairing" }, Consequence { "hazard-v-to-mte3", "enque-deque-pairing" },
    Consequence { "hazard-mte2-to-v", "tbuf-not-a-queue" }, Consequence { "hazard-v-to-mte3", "tposition-role-mismatch" },
    Consequence { "use-after-free", "double-free" }, Consequence { "hazard-mte3-to-mte2-war", "use-after-free" },
    Consequence { "hazard-v-to-mte2-war", "use-after-free" }, Consequence { "crosscore-deadlock", "syncall-divergent" },
    Consequence { "crosscore-deadlock", "syncall-core-count" }, Consequence { "operand-partial-overlap", "ub-addr-32b" },
};

/// Fatal and error are one class: both fail the kernel.
int classOf(Severity severity) { return severity <= Severity::Error ? 0 : static_cast<int>(severity); }

template <class T> void sortUnique(std::vector<T>& values)
{
    std::ranges::sort(values);
    values.erase(std::ranges::unique(values).begin(), values.end());
}

void noteConsequences(std::vector<FindingGroup>& groups, std::span<const Finding> findings)
{
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const std::string& id = findings[groups[i].members.front()].constraint;
        for (std::size_t earlier = 0; earlier < i && groups[i].follows.empty(); ++earlier) {
            const std::string& cause = findings[groups[earlier].members.front()].constraint;
            if (std::ranges::any_of(kConsequences, [&](const Consequence& one) { return one.id == id && one.cause == cause; }))
                groups[i].follows = cause;
        }
    }
}

} // namespace

std::vector<FindingGroup> groupFindings(std::span<const Finding> findings)
{
    std::vector<FindingGroup> groups;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const Finding& finding = findings[i];
        const auto same = std::ranges::find_if(groups, [&](const FindingGroup& one) {
            const Finding& first = findings[one.members.front()];
            return first.constraint == finding.constraint && first.api == finding.api && classOf(first.severity) == classOf(finding.severity);
        });
        FindingGroup& group = same == groups.end() ? groups.emplace_back() : *same;
        group.members.push_back(i);
        if (finding.line > 0)
            group.lines.push_back(finding.line);
        group.blocks.push_back(finding.core);
        group.count += finding.count;
    }
    for (FindingGroup& group : groups) {
        // The earliest occurrence speaks for the others.
        std::ranges::stable_sort(group.members, {}, [&](std::size_t i) { return std::tuple(findings[i].severity, findings[i].line); });
        sortUnique(group.lines);
        sortUnique(group.blocks);
    }
    std::ranges::stable_sort(groups, {}, [&](const FindingGroup& group) {
        const Finding& first = findings[group.members.front()];
        return std::tuple(classOf(first.severity), static_cast<int>(stageOf(first.constraint)), first.line);
    });
    noteConsequences(groups, findings);
    return groups;
}

std::string placeText(const FindingGroup& group, std::span<const Finding> findings)
{
    constexpr std::size_t kLines = 5;
    const Finding& first = findings[group.members.front()];
    std::string out = first.api + (first.operand.empty() ? "" : (first.api.empty() ? "" : " ") + first.operand);
    if (first.line > 0)
        out += (out.empty() ? "line " : ", line ") + std::to_string(first.line);
    std::vector<int> others = group.lines;
    std::erase(others, first.line);
    if (!others.empty()) {
        out += others.size() == 1 ? " (also line" : " (also lines";
        for (std::size_t i = 0; i < std::min(others.size(), kLines); ++i)
            out += (i == 0 ? " " : ", ") + std::to_string(others[i]);
        out += (others.size() > kLines ? " and " + std::to_string(others.size() - kLines) + " more)" : ")");
    }
    if (group.count > 1)
        out += ", " + std::to_string(group.count) + " times";
    return out;
}

Json toJson(const FindingGroup& group)
{
    return { { "findings", group.members }, { "lines", group.lines }, { "blocks", group.blocks }, { "count", group.count },
        { "follows", group.follows } };
}

} // namespace hawk::emulator
