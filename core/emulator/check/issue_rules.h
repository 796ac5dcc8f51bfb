#pragma once

#include "chip/chip_facts.h"
#include "emulator/check/shadow_memory.h"
#include "emulator/finding.h"
#include "emulator/isa/op.h"
#include "emulator/isa/table.h"
#include "emulator/trace/trace_file.h"

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace hawk::emulator {

/// Collects findings of one kernel process, merging equal ones (constraint, file, line, operand). Calls
/// `onNew` for each first occurrence so that it reaches the disk before a crash can lose it.
class FindingSink {
public:
    explicit FindingSink(std::function<void(const Finding&)> onNew = {});
    void add(Finding finding);
    bool hasFatal() const { return m_fatal; }
    const std::vector<Finding>& findings() const { return m_findings; }

private:
    std::function<void(const Finding&)> m_onNew;
    std::vector<Finding> m_findings;
    std::unordered_map<std::string, std::size_t> m_index;
    bool m_fatal = false;
};

/// What an issue rule may look at besides the op. The machine owns everything.
struct IssueContext {
    const chip::ChipFacts& chip;
    const std::vector<TraceTensor>& gm; ///< sorted by offset
    const ShadowMemory& ub; ///< of the op's core
    const ShadowMemory& gmWritten; ///< inputs count as written
    const std::vector<std::string>& files; ///< interned names, for Finding::file
};

/// Runs the rules of the op's table row, and those every op obeys (address inside its space, alignment of
/// local operands, GM accesses inside one tensor, reads of written memory). Never changes data, never stops
/// at the first. Called before execution; after a Fatal finding the machine must not execute the op.
void checkIssue(const Op& op, const IssueContext& context, FindingSink& sink);

/// What the machine calls after executing `op`: marks the bytes it wrote in `ub` (the op's core) and `gm`.
/// Garbage is carried along instead of being washed clean: a lane computed or copied from never-written bytes
/// stays unwritten, so that padded lanes are silent while they only travel and are reported where they matter
/// (a store to an output, a reduction, a scalar read).
void markResults(const Op& op, ShadowMemory& ub, ShadowMemory& gm);

/// The constraint catalogue's "fix" text and default severity for an id; empty/Error when unknown.
struct ConstraintInfo {
    std::string id, category, rule, fix;
    Severity severity = Severity::Error;
};
const ConstraintInfo& constraintInfo(std::string_view id);
/// The whole catalogue (resources/constraints/constraints.json as of the build), sorted by id.
std::span<const ConstraintInfo> constraintCatalogue();

} // namespace hawk::emulator
