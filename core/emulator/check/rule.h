#pragma once

#include "emulator/check/issue_rules.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

/// Inside of the issue rules: one small function per rule, listed with its text in one table. Private to
/// check/.
namespace hawk::emulator {

/// One op under examination.
struct RuleContext {
    const Op& op;
    const ApiRow& row;
    const IssueContext& issue;
    FindingSink& sink;

    std::span<const Access> accesses() const
    {
        return std::span(op.accesses).first(std::min<std::size_t>(op.accessCount, kMaxAccesses));
    }
    std::string operand(std::size_t i) const { return std::string(operandName(row, firstOperand(op) + i)); }
};

using RuleFunction = void (*)(const RuleContext&);

/// A row of the rule table. `applies` selects op classes that always obey the rule; an isa row may name the
/// id too.
struct IssueRule {
    std::string_view id; ///< of the constraint catalogue
    RuleFunction check = nullptr;
    bool (*applies)(OpClass) = nullptr;
    std::string_view text; ///< what is checked, for documentation and tests
};

std::span<const IssueRule> issueRules();

/// Sentinel operand index: the whole call is meant.
inline constexpr std::size_t kWholeCall = kMaxAccesses;

/// Fills place, fix and default severity from the context and the catalogue, and hands the finding over.
void report(
    const RuleContext& context, std::string_view id, std::size_t operand, std::string message, Json numbers);
void report(const RuleContext& context, std::string_view id, std::size_t operand, std::string message,
    Json numbers, Severity severity);

/// Where the buffer of a device allocation of the tensor's size ends: whole 32 B blocks and one more (aclrtMalloc reference;
/// torch_npu adds 32 B and rounds up to 512, Ascend/pytorch issue 63).
std::int64_t paddedEnd(const TraceTensor& tensor);

bool isVector(OpClass kind);
/// Vector classes whose result lane i depends on lane i of the sources only: garbage in a lane stays in that
/// lane.
bool isLaneWise(OpClass kind);
bool isReduction(OpClass kind);
bool isDma(OpClass kind);
bool isGmDma(OpClass kind);
bool isScalarAccess(OpClass kind);

void ruleSpaceBounds(const RuleContext& context);
void ruleGmTensorBounds(const RuleContext& context);
void ruleLocalAlignment(const RuleContext& context);
void ruleReduceDestinationAlignment(const RuleContext& context);
void ruleBlockReduceDestinationAlignment(const RuleContext& context);
void ruleScalarAlignment(const RuleContext& context);
void ruleGmElementAlignment(const RuleContext& context);
void ruleOperandMemory(const RuleContext& context);
void ruleDataPath(const RuleContext& context);
void ruleScalarMemory(const RuleContext& context);

void ruleDataCopyLength(const RuleContext& context);
void ruleDataCopyRanges(const RuleContext& context);
void ruleDataCopyPadRanges(const RuleContext& context);

void ruleRepeatTime(const RuleContext& context);
void ruleStrideRange(const RuleContext& context);
void ruleDestinationBlockStride(const RuleContext& context);
void ruleMaskRange(const RuleContext& context);
void ruleMaskZero(const RuleContext& context);
void ruleCompareCount(const RuleContext& context);
void ruleOperandOverlap(const RuleContext& context);
void ruleCastOverlap(const RuleContext& context);
void ruleVectorDtype(const RuleContext& context);

void ruleUninitialisedLocal(const RuleContext& context);
void ruleUninitialisedGm(const RuleContext& context);
void ruleAtomicOnUnwritten(const RuleContext& context);

} // namespace hawk::emulator
