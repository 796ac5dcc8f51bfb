#include "emulator/check/rule.h"

#include "emulator/trace/access_geometry.h"

#include <array>
#include <optional>

/// Where an operand may lie: inside its memory, inside its tensor, on its alignment, in the right memory.
namespace hawk::emulator {
namespace {

struct SpaceFacts {
    std::string_view name;
    std::uint64_t bytes = 0;
    std::uint64_t align = 1;
};

/// Sizes from the chip facts; alignments from the general address rules of the API reference
/// (docs/zh/api/SIMD-API/通用说明和约束.md, table 2).
SpaceFacts factsOf(Space space, const chip::ChipFacts& chip)
{
    constexpr std::uint64_t kLocalAlign = 32, kL0Align = 512, kL0cAlign = 64;
    switch (space) {
    case Space::Ub:
        return { "UB", chip.ub.value.n, kLocalAlign };
    case Space::L1:
        return { "L1", chip.l1.value.n, kLocalAlign };
    case Space::L0A:
        return { "L0A", chip.l0a.value.n, kL0Align };
    case Space::L0B:
        return { "L0B", chip.l0b.value.n, kL0Align };
    case Space::L0C:
        return { "L0C", chip.l0c.value.n, kL0cAlign };
    case Space::Bt:
        return { "BT", chip.bt.value.n, kL0cAlign };
    case Space::Fb:
        return { "FB", chip.fb.value.n, kL0cAlign };
    case Space::Gm:
        return { "GM", 0, 1 };
    case Space::None:
        break;
    }
    return {};
}

std::string alignmentRule(Space space)
{
    switch (space) {
    case Space::L1:
        return "l1-addr-32b";
    case Space::L0A:
    case Space::L0B:
        return "l0ab-addr-512b";
    case Space::L0C:
        return "l0c-addr-64b";
    case Space::Bt:
        return "bt-addr-64b";
    case Space::Fb:
        return "fb-addr-128b";
    default:
        return "ub-addr-32b";
    }
}

/// The tensor that holds `offset`, or the nearest one before it.
const TraceTensor* tensorBefore(const std::vector<TraceTensor>& sorted, std::int64_t offset)
{
    const auto it = std::ranges::upper_bound(sorted, offset, {},
        [](const TraceTensor& tensor) { return static_cast<std::int64_t>(tensor.offset); });
    return it == sorted.begin() ? nullptr : &*std::prev(it);
}

Interval extentOf(const TraceTensor& tensor)
{
    const auto begin = static_cast<std::int64_t>(tensor.offset);
    return { begin, begin + static_cast<std::int64_t>(tensor.bytes) };
}

std::string number(std::int64_t value) { return std::to_string(value); }
std::string number(std::uint64_t value) { return std::to_string(value); }

void reportOutsideGm(
    const RuleContext& context, std::size_t operand, const Interval& at, const TraceTensor* nearest)
{
    std::string message = "GM bytes [" + number(at.begin) + ", " + number(at.end)
        + ") of the launch's memory lie in no tensor";
    Json numbers { { "offset", at.begin }, { "end", at.end } };
    if (nearest != nullptr) {
        const Interval extent = extentOf(*nearest);
        message += "; the nearest before it, " + nearest->name + ", holds " + number(nearest->bytes)
            + " B and the access begins " + number(at.begin - extent.end) + " B after its end";
        numbers["tensor"] = nearest->name;
        numbers["tensorBytes"] = nearest->bytes;
    }
    report(context, "gm-ddr-out-of-range", operand, std::move(message), std::move(numbers), Severity::Fatal);
}

/// Beyond this distance the next allocation begins: device allocations are multiples of 512 B
/// ("kernel-args-512b" in the catalogue), so such an access reaches memory of something else.
constexpr std::int64_t kAllocationGranule = 512;
constexpr std::int64_t kBlock = 32; // a DMA moves whole blocks of 32 B

std::string overrunText(const Interval& at, const TraceTensor& tensor, bool write)
{
    const Interval extent = extentOf(tensor);
    return (write ? "writes " : "reads ") + number(at.end - extent.end) + " B past the end of " + tensor.name + ": bytes ["
        + number(at.begin - extent.begin) + ", " + number(at.end - extent.begin) + ") of a tensor of " + number(tensor.bytes) + " B";
}

void reportOverrun(const RuleContext& context, std::size_t operand, const Access& access, const Interval& at,
    const TraceTensor& tensor)
{
    const Interval extent = extentOf(tensor);
    const std::int64_t past = at.end - extent.end;
    const bool write = (access.flags & AccessWrite) != 0;
    Json numbers { { "tensor", tensor.name }, { "offset", at.begin - extent.begin }, { "end", at.end - extent.begin },
        { "tensorBytes", tensor.bytes }, { "past", past } };
    std::string text = overrunText(at, tensor, write);
    if (at.end <= paddedEnd(tensor)) {
        text += write ? "; no other buffer begins there, but a tensor that is part of a larger one loses what follows it"
                      : "; what is read there is garbage";
        report(context, "gm-padding-access", operand, std::move(text), std::move(numbers));
        return;
    }
    const std::int64_t allocated = (extent.end + kAllocationGranule - 1) / kAllocationGranule * kAllocationGranule;
    report(context, "gm-tensor-overrun", operand, std::move(text), std::move(numbers),
        at.end > allocated ? Severity::Fatal : Severity::Error);
}

} // namespace

std::int64_t paddedEnd(const TraceTensor& tensor)
{
    const auto bytes = static_cast<std::int64_t>(tensor.bytes);
    return static_cast<std::int64_t>(tensor.offset) + (bytes + kBlock - 1) / kBlock * kBlock + kBlock;
}

void ruleSpaceBounds(const RuleContext& context)
{
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        const Access& access = accesses[i];
        if (access.space == Space::Gm || access.space == Space::None)
            continue;
        const SpaceFacts facts = factsOf(access.space, context.issue.chip);
        const Interval at = boundsOf(access);
        if (at.empty() || (at.begin >= 0 && at.end <= static_cast<std::int64_t>(facts.bytes)))
            continue;
        const std::string where = std::string(facts.name);
        report(context, "ub-address-out-of-bounds", i,
            where + " offset " + number(access.offset) + ": bytes [" + number(at.begin) + ", "
                + number(at.end) + ") end outside the " + number(facts.bytes) + " B of " + where,
            { { "offset", access.offset }, { "begin", at.begin }, { "end", at.end },
                { "limit", facts.bytes } },
            Severity::Fatal);
    }
}

void ruleGmTensorBounds(const RuleContext& context)
{
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        if (accesses[i].space != Space::Gm)
            continue;
        const Interval at = boundsOf(accesses[i]);
        if (at.empty())
            continue;
        const TraceTensor* tensor = tensorBefore(context.issue.gm, at.begin);
        if (tensor == nullptr || at.begin >= extentOf(*tensor).end)
            reportOutsideGm(context, i, at, tensor);
        else if (at.end > extentOf(*tensor).end)
            reportOverrun(context, i, accesses[i], at, *tensor);
    }
}

namespace {

/// Calls whose pages ask for less than their memory's alignment: sources of a merge 8 B (MrgSort.md), the compare register's
/// tensor 16 B (GetCmpMask.md, SetCmpMask.md).
std::uint64_t ownAlignment(const ApiRow& row, std::size_t operand)
{
    if (operand != 0 && row.rules.find("mrgsort-alignment") != std::string_view::npos)
        return 8;
    if (row.name == "CastDequant" && operand == 0)
        return 16; // results go to one half of each block
    return row.name.ends_with("CmpMask") ? 16 : ~0ULL;
}

} // namespace

void ruleLocalAlignment(const RuleContext& context)
{
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        const Access& access = accesses[i];
        if (access.space == Space::Gm || access.space == Space::None || boundsOf(access).empty())
            continue;
        if (i == 0 && isReduction(context.op.kind))
            continue; // the result has its own, looser rule
        SpaceFacts facts = factsOf(access.space, context.issue.chip);
        facts.align = std::min(facts.align, ownAlignment(context.row, i));
        if (access.offset % facts.align == 0)
            continue;
        report(context, alignmentRule(access.space), i,
            std::string(facts.name) + " offset " + number(access.offset) + " is not a multiple of "
                + number(facts.align) + " B (" + number(access.offset % facts.align) + " B past one)",
            { { "offset", access.offset }, { "align", facts.align },
                { "remainder", access.offset % facts.align } });
    }
}

namespace {

void checkDestinationAlignment(const RuleContext& context, std::string_view id, std::uint64_t align)
{
    const auto accesses = context.accesses();
    if (accesses.empty() || accesses[0].space != Space::Ub || align == 0 || accesses[0].offset % align == 0)
        return;
    report(context, id, 0,
        "UB offset " + number(accesses[0].offset) + " of the result is not a multiple of " + number(align)
            + " B",
        { { "offset", accesses[0].offset }, { "align", align } });
}

} // namespace

void ruleReduceDestinationAlignment(const RuleContext& context)
{
    // Sum: element size. Max and min with index store a pair of elements (ReduceRepeat.md, table 3).
    const std::uint64_t element = sizeOf(context.op.dtype);
    const auto accesses = context.accesses();
    const bool pair = !accesses.empty() && accesses[0].blockBytes == 2 * element;
    checkDestinationAlignment(context, "reduce-dst-alignment", pair ? 2 * element : element);
}

void ruleBlockReduceDestinationAlignment(const RuleContext& context)
{
    // One result per 32 B block, eight per repeat: 16 B for half, 32 B for float (ReduceDataBlock.md).
    constexpr std::uint64_t kResultsPerRepeat = 8;
    checkDestinationAlignment(
        context, "block-reduce-dst-alignment", kResultsPerRepeat * sizeOf(context.op.dtype));
}

void ruleScalarAlignment(const RuleContext& context)
{
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        const std::uint64_t bytes = accesses[i].blockBytes;
        if (bytes == 0 || accesses[i].offset % bytes == 0)
            continue;
        report(context, "scalar-address-48bit", i,
            "scalar access at offset " + number(accesses[i].offset) + " is not aligned to its "
                + number(bytes) + " B",
            { { "offset", accesses[i].offset }, { "size", bytes } });
    }
}

void ruleGmElementAlignment(const RuleContext& context)
{
    if (context.row.name.starts_with("DataCopyPad"))
        return; // accepts any byte address
    const auto accesses = context.accesses();
    const std::uint64_t element = sizeOf(context.op.dtype);
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        if (accesses[i].space != Space::Gm || element == 0 || accesses[i].offset % element == 0)
            continue;
        report(context, "datacopy-gm-element-aligned", i,
            "GM offset " + number(accesses[i].offset) + " is not a multiple of the element size "
                + number(element) + " B",
            { { "offset", accesses[i].offset }, { "align", element } });
    }
}

void ruleOperandMemory(const RuleContext& context)
{
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        if (accesses[i].space == Space::Ub || accesses[i].space == Space::None)
            continue;
        const SpaceFacts facts = factsOf(accesses[i].space, context.issue.chip);
        report(context, "operand-wrong-memory", i,
            "a vector operand lies in " + std::string(facts.name)
                + "; the vector unit reads and writes only UB",
            { { "space", std::string(facts.name) } }, Severity::Fatal);
    }
}

void ruleDataPath(const RuleContext& context)
{
    if (context.op.kind != OpClass::DmaUbToL1 || context.issue.chip.generation != chip::Generation::V2201)
        return; // the other classes are the legal paths themselves
    report(context, "datapath-not-supported", kWholeCall,
        "there is no path from UB to L1 on generation 2201; cube and vector cores exchange data through GM",
        Json::object());
}

void ruleScalarMemory(const RuleContext& context)
{
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        if (accesses[i].space == Space::Ub || accesses[i].space == Space::Gm
            || accesses[i].space == Space::None)
            continue;
        const SpaceFacts facts = factsOf(accesses[i].space, context.issue.chip);
        report(context, "l1-l0-not-scalar-accessible", i,
            "the scalar unit cannot reach " + std::string(facts.name) + "; only GM and UB",
            { { "space", std::string(facts.name) } }, Severity::Fatal);
    }
}

} // namespace hawk::emulator
