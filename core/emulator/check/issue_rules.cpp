#include "emulator/check/rule.h"

#include <bit>
#include <string_view>
#include <vector>

namespace hawk::emulator {
namespace {

bool always(OpClass kind) { return isVector(kind) || isDma(kind) || isScalarAccess(kind); }
bool vectorOrDma(OpClass kind) { return isVector(kind) || isDma(kind); }
bool touchesGm(OpClass kind) { return isDma(kind) || isScalarAccess(kind); }
bool isBlockReduce(OpClass kind) { return kind == OpClass::VecReduceBlock; }
bool isRepeatReduce(OpClass kind) { return kind == OpClass::VecReduceRepeat; }
bool isCompare(OpClass kind) { return kind == OpClass::VecCompare; }
bool isCast(OpClass kind) { return kind == OpClass::VecCast; }
bool isStore(OpClass kind) { return kind == OpClass::DmaUbToGm; }
bool isAnyDma(OpClass kind) { return isDma(kind); }

bool isArithmetic(OpClass kind)
{
    switch (kind) {
    case OpClass::VecSimple:
    case OpClass::VecDiv:
    case OpClass::VecExp:
    case OpClass::VecLn:
    case OpClass::VecSqrt:
        return true;
    default:
        return isReduction(kind);
    }
}

/// Gather-like ops name their lanes by data, not by position: the generic repeat and overlap rules do not
/// describe them.
bool hasRepeats(OpClass kind)
{
    return isVector(kind) && kind != OpClass::VecMaskSet && kind != OpClass::VecLibrary && kind != OpClass::VecGather
        && kind != OpClass::VecSort && kind != OpClass::VecTranspose && kind != OpClass::VecGatherMask;
}

constexpr IssueRule kRules[] = {
    { "ub-address-out-of-bounds", ruleSpaceBounds, always,
        "every byte touched lies inside its local memory" },
    { "gm-tensor-overrun", ruleGmTensorBounds, touchesGm,
        "every GM byte touched lies inside one tensor of the launch" },
    { "ub-addr-32b", ruleLocalAlignment, vectorOrDma, "local operands start on their memory's alignment" },
    { "reduce-dst-alignment", ruleReduceDestinationAlignment, isRepeatReduce,
        "result of a repeat reduction is element aligned" },
    { "block-reduce-dst-alignment", ruleBlockReduceDestinationAlignment, isBlockReduce,
        "result of a block reduction starts on 16 B (half) or 32 B (float)" },
    { "scalar-address-48bit", ruleScalarAlignment, isScalarAccess,
        "scalar loads and stores are aligned to their size" },
    { "datacopy-gm-element-aligned", ruleGmElementAlignment, isAnyDma,
        "GM side of DataCopy is element aligned" },
    { "operand-wrong-memory", ruleOperandMemory, isVector, "vector operands lie in UB" },
    { "datapath-not-supported", ruleDataPath, isAnyDma, "the path between the two memories exists" },
    { "l1-l0-not-scalar-accessible", ruleScalarMemory, isScalarAccess,
        "scalar access goes to GM or UB only" },
    { "datacopy-length-32b", ruleDataCopyLength, isGmDma, "DataCopy moves a multiple of 32 B" },
    { "datacopy-param-ranges", ruleDataCopyRanges, isGmDma,
        "blockCount, blockLen and gaps of DataCopy fit their fields" },
    { "datacopypad-param-ranges", ruleDataCopyPadRanges, isGmDma,
        "blockCount, blockLen and gaps of DataCopyPad fit their fields; blockLen is whole elements" },
    { "repeat-time-255", ruleRepeatTime, hasRepeats, "repeatTime fits 8 bits" },
    { "repeat-stride-uint8-wrap", ruleStrideRange, hasRepeats, "repeat strides fit their field" },
    { "block-stride-zero-dst", ruleDestinationBlockStride, hasRepeats, "destination block stride is not 0" },
    { "mask-range-by-dtype", ruleMaskRange, hasRepeats, "mask fits one 256 B repeat" },
    { "mask-zero", ruleMaskZero, hasRepeats, "mask is not 0 where that is illegal" },
    { "compare-count-256b", ruleCompareCount, isCompare, "count form of Compare covers a multiple of 256 B" },
    { "operand-partial-overlap", ruleOperandOverlap, hasRepeats,
        "source and destination are the same region or disjoint" },
    { "cast-widening-overlap", ruleCastOverlap, isCast,
        "a widening Cast does not overwrite source it has not read" },
    { "dtype-bf16-vector-arith", ruleVectorDtype, isArithmetic, "the element type has vector arithmetic" },
    { "uninitialised-ub-read", ruleUninitialisedLocal, always,
        "UB bytes that matter were written before they are read" },
    { "workspace-read-before-write", ruleUninitialisedGm, touchesGm,
        "GM bytes read were inputs or were written" },
    { "atomic-output-not-zeroed", ruleAtomicOnUnwritten, isStore,
        "atomic stores accumulate into initialised memory" },
};

bool rowNames(std::string_view list, std::string_view id)
{
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        if (list.substr(0, comma) == id)
            return true;
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return false;
}

/// Bit i: rule i of the table. A class obeys its own rules; a row may name more.
using RuleSet = std::uint64_t;
static_assert(std::size(kRules) <= 64);

RuleSet rulesFor(OpClass kind, const ApiRow& row)
{
    RuleSet set = 0;
    for (std::size_t i = 0; i < std::size(kRules); ++i) {
        if (kRules[i].applies(kind) || rowNames(row.rules, kRules[i].id))
            set |= RuleSet { 1 } << i;
    }
    return set;
}

constexpr auto kClasses = static_cast<std::size_t>(OpClass::Count);

/// One API may stand for several classes (DataCopy in both directions), so sets are kept per (row, class).
std::vector<RuleSet> makeRuleSets()
{
    std::size_t rows = 1;
    for (const ApiRow& row : apiTable())
        rows = std::max(rows, std::size_t { row.id } + 1);
    std::vector<RuleSet> sets(rows * kClasses, 0);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t kind = 0; kind < kClasses; ++kind)
            sets[row * kClasses + kind]
                = rulesFor(static_cast<OpClass>(kind), apiRow(static_cast<std::uint16_t>(row)));
    }
    return sets;
}

RuleSet ruleSetOf(const Op& op, const ApiRow& row)
{
    static const std::vector<RuleSet> sets = makeRuleSets();
    const std::size_t index = row.id * kClasses + static_cast<std::size_t>(op.kind);
    return index < sets.size() ? sets[index] : rulesFor(op.kind, row);
}

std::string sourceFile(const RuleContext& context)
{
    const auto& files = context.issue.files;
    return context.op.file < files.size() ? files[context.op.file] : std::string();
}

} // namespace

std::span<const IssueRule> issueRules() { return kRules; }

bool isVector(OpClass kind) { return kind >= OpClass::VecSimple && kind <= OpClass::VecMaskSet; }
bool isDma(OpClass kind) { return kind >= OpClass::DmaGmToUb && kind <= OpClass::DmaUbToL1; }
bool isGmDma(OpClass kind) { return kind == OpClass::DmaGmToUb || kind == OpClass::DmaUbToGm; }
bool isScalarAccess(OpClass kind) { return kind == OpClass::ScalarRead || kind == OpClass::ScalarWrite; }

bool isReduction(OpClass kind)
{
    return kind == OpClass::VecReduceRepeat || kind == OpClass::VecReduceBlock
        || kind == OpClass::VecReducePair;
}

bool isLaneWise(OpClass kind)
{
    switch (kind) {
    case OpClass::VecSimple:
    case OpClass::VecDiv:
    case OpClass::VecExp:
    case OpClass::VecLn:
    case OpClass::VecSqrt:
    case OpClass::VecMulAddDst:
    case OpClass::VecCast:
    case OpClass::VecCopy:
        return true;
    default:
        return false;
    }
}

void report(const RuleContext& context, std::string_view id, std::size_t operand, std::string message,
    Json numbers, Severity severity)
{
    Finding finding;
    finding.constraint = id;
    finding.severity = severity;
    finding.api = context.row.name;
    finding.operand = operand == kWholeCall ? std::string() : context.operand(operand);
    finding.message = std::move(message);
    finding.fix = constraintInfo(id).fix;
    finding.file = sourceFile(context);
    finding.line = static_cast<int>(context.op.line);
    finding.core = context.op.core;
    finding.seq = context.op.seq;
    finding.numbers = std::move(numbers);
    context.sink.add(std::move(finding));
}

void report(
    const RuleContext& context, std::string_view id, std::size_t operand, std::string message, Json numbers)
{
    report(context, id, operand, std::move(message), std::move(numbers), constraintInfo(id).severity);
}

void checkIssue(const Op& op, const IssueContext& context, FindingSink& sink)
{
    const ApiRow& row = apiRow(op.api);
    const RuleContext rule { op, row, context, sink };
    for (RuleSet set = ruleSetOf(op, row); set != 0; set &= set - 1)
        kRules[std::countr_zero(set)].check(rule);
}

} // namespace hawk::emulator
