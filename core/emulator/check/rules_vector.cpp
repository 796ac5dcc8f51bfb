#include "emulator/check/rule.h"

#include "emulator/trace/access_geometry.h"

#include <array>

/// Limits of vector instructions: repeats, strides, masks, operand overlap, element types.
namespace hawk::emulator {
namespace {

constexpr std::uint32_t kRepeatBytes = 256; // one repeat: 8 blocks of 32 B
constexpr std::int64_t kBlockBytes = 32;
constexpr std::uint32_t kMaxRepeat = 255; // uint8 field
constexpr std::int64_t kMaxRepeatStride = 255; // blocks, uint8 field
constexpr std::int64_t kMaxReduceStride = 65535; // reductions take 16-bit strides (ReduceRepeat.md)

std::string number(std::int64_t value) { return std::to_string(value); }

bool countForm(const Op& op) { return op.aux[2] != 0; }

/// The widest element among the operands: a repeat handles 256 B of it.
std::uint32_t widestElement(const RuleContext& context)
{
    auto widest = static_cast<std::uint32_t>(sizeOf(context.op.dtype));
    if (context.op.kind != OpClass::VecCast)
        return widest;
    for (const Access& access : context.accesses())
        widest = std::max(widest, static_cast<std::uint32_t>(sizeOf(access.dtype)));
    return widest;
}

/// Composite library calls that loop inside and therefore take any repeat count (ReduceSum.md, parameter
/// repeatTime).
bool loopsInside(std::string_view api)
{
    return api == "ReduceSum" || api == "ReduceMax" || api == "ReduceMin";
}

/// Add, Sub, Mul, Max, Min, AddRelu, SubRelu may accumulate into src1 with a zero repeat stride.
bool mayAccumulate(const RuleContext& context)
{
    constexpr std::array<std::string_view, 7> kApis { "Add", "Sub", "Mul", "Max", "Min", "AddRelu",
        "SubRelu" };
    const DType t = context.op.dtype;
    return std::ranges::find(kApis, context.row.name) != kApis.end()
        && (t == DType::Float16 || t == DType::Float32 || t == DType::Int32);
}

} // namespace

void ruleRepeatTime(const RuleContext& context)
{
    const Op& op = context.op;
    if (countForm(op) || op.aux[0] <= kMaxRepeat || loopsInside(context.row.name))
        return;
    report(context, "repeat-time-255", kWholeCall,
        "repeatTime " + number(op.aux[0]) + " does not fit the 8-bit field: the instruction does "
            + number(op.aux[0] & 0xFFU) + " repeats",
        { { "repeatTime", op.aux[0] }, { "limit", kMaxRepeat } });
}

void ruleStrideRange(const RuleContext& context)
{
    if (countForm(context.op))
        return;
    const std::int64_t limit = isReduction(context.op.kind) ? kMaxReduceStride : kMaxRepeatStride;
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        const Access& access = accesses[i];
        const bool result = isReduction(context.op.kind) && (access.flags & AccessWrite) != 0;
        const std::int64_t blocks = access.repeatCount > 1 ? access.repeatStride / kBlockBytes : 0;
        if (result || blocks <= limit)
            continue;
        report(context, "repeat-stride-uint8-wrap", i,
            "repeat stride " + number(blocks) + " blocks of 32 B, the field holds at most " + number(limit),
            { { "stride", blocks }, { "limit", limit } });
    }
}

void ruleDestinationBlockStride(const RuleContext& context)
{
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        const Access& access = accesses[i];
        if ((access.flags & AccessWrite) != 0 && access.blockCount > 1 && access.blockStride == 0)
            report(context, "block-stride-zero-dst", i,
                "destination block stride is 0: " + number(access.blockCount)
                    + " blocks of one repeat fall on the same 32 B",
                { { "blockCount", access.blockCount } });
    }
}

void ruleMaskRange(const RuleContext& context)
{
    const std::uint32_t element = widestElement(context);
    if (countForm(context.op) || element == 0)
        return;
    const std::uint32_t limit = kRepeatBytes / element;
    if (context.op.aux[1] <= limit)
        return;
    report(context, "mask-range-by-dtype", kWholeCall,
        "mask " + number(context.op.aux[1]) + " exceeds the " + number(limit) + " elements of "
            + number(element) + " B that one 256 B repeat holds: the rest is not processed",
        { { "mask", context.op.aux[1] }, { "limit", limit } });
}

void ruleMaskZero(const RuleContext& context)
{
    if (countForm(context.op) || context.op.aux[1] != 0 || context.op.aux[0] == 0
        || context.issue.chip.generation != chip::Generation::V2002)
        return;
    report(context, "mask-zero", kWholeCall, "mask 0 is illegal on this chip generation", { { "mask", 0 } });
}

void ruleCompareCount(const RuleContext& context)
{
    const std::uint64_t bytes = std::uint64_t { context.op.elements } * sizeOf(context.op.dtype);
    if (!countForm(context.op) || bytes % kRepeatBytes == 0)
        return;
    report(context, "compare-count-256b", kWholeCall,
        "count " + number(context.op.elements) + " elements are " + std::to_string(bytes)
            + " B, no multiple of 256 B: the result bits of the last " + std::to_string(bytes % kRepeatBytes)
            + " B are unspecified",
        { { "count", context.op.elements }, { "bytes", bytes } });
}

namespace {

/// Count-form operands come as one contiguous region; the instruction still works 256 B at a time.
void checkContiguous(const RuleContext& context, std::size_t source, const Interval& dst, const Interval& src)
{
    const std::int64_t shift = dst.begin - src.begin;
    const bool partial = shift > -std::int64_t { kRepeatBytes } && shift < std::int64_t { kRepeatBytes };
    if (!partial && shift < 0)
        return; // a repeat only overwrites what an earlier repeat has read
    report(context, partial ? "operand-partial-overlap" : "operand-cross-repeat-overlap", source,
        "destination UB bytes [" + number(dst.begin) + ", " + number(dst.end) + ") overlap source bytes ["
            + number(src.begin) + ", " + number(src.end) + ") with a shift of " + number(shift)
            + " B; operands must be the same region or disjoint",
        { { "dst", dst.begin }, { "src", src.begin }, { "shift", shift } });
}

void checkRepeats(const RuleContext& context, std::size_t source, const Access& dst, const Access& src)
{
    const std::uint32_t repeats = std::min(dst.repeatCount, src.repeatCount);
    for (std::uint32_t r = 0; r < repeats; ++r) {
        const Access d = repeatOf(dst, r);
        for (std::uint32_t s = r; s < repeats; ++s) {
            const Access from = repeatOf(src, s);
            if (s == r && (sameRegion(d, from) || isReduction(context.op.kind)))
                continue;
            const auto hit = overlapOf(d, from);
            if (!hit)
                continue;
            report(context, s == r ? "operand-partial-overlap" : "operand-cross-repeat-overlap", source,
                "repeat " + number(r) + " writes UB bytes [" + number(hit->begin) + ", " + number(hit->end)
                    + ") that " + (s == r ? std::string("the same repeat") : "repeat " + number(s))
                    + " reads",
                { { "repeat", r }, { "reader", s }, { "begin", hit->begin }, { "end", hit->end } });
            return;
        }
    }
}

bool accumulatesLegally(const RuleContext& context, std::size_t source, const Access& dst, const Access& src)
{
    return mayAccumulate(context) && operandName(context.row, source) == "src1" && dst.offset == src.offset
        && (dst.repeatStride == 0 || src.repeatStride == 0);
}

} // namespace

void ruleOperandOverlap(const RuleContext& context)
{
    const auto accesses = context.accesses();
    if (context.op.kind == OpClass::VecCast || accesses.size() < 2 || (accesses[0].flags & AccessWrite) == 0)
        return; // Cast has its own rule: its sides differ in width
    const Access& dst = accesses[0];
    const Interval written = boundsOf(dst);
    for (std::size_t i = 1; i < accesses.size(); ++i) {
        const Access& src = accesses[i];
        const Interval read = boundsOf(src);
        if ((src.flags & AccessRead) == 0 || (src.flags & AccessWrite) != 0 || src.space != dst.space
            || !written.overlaps(read) || sameRegion(dst, src) || accumulatesLegally(context, i, dst, src))
            continue;
        if (dst.repeatCount == 1 && src.repeatCount == 1 && !isReduction(context.op.kind)
            && isLaneWise(context.op.kind) && bytesOf(dst) == bytesOf(src) && countForm(context.op))
            checkContiguous(context, i, written, read);
        else if (!countForm(context.op) || isLaneWise(context.op.kind))
            checkRepeats(context, i, dst, src);
    }
}

void ruleCastOverlap(const RuleContext& context)
{
    const auto accesses = context.accesses();
    if (accesses.size() < 2)
        return;
    const std::uint64_t wide = sizeOf(accesses[0].dtype);
    const std::uint64_t narrow = sizeOf(accesses[1].dtype);
    if (wide <= narrow || accesses[0].space != accesses[1].space)
        return;
    const Interval dst = boundsOf(accesses[0]);
    const Interval src = boundsOf(accesses[1]);
    // A wide result that fits into the one repeat that reads it is written after it was read.
    if (!dst.overlaps(src) || context.op.elements * wide <= kRepeatBytes)
        return;
    // The usual way to widen in place: source in the upper half, ending where the destination ends. Repeat r
    // then writes below what later repeats still read.
    if (src.end >= dst.end && isDense(accesses[0]) && isDense(accesses[1]))
        return;
    report(context, "cast-widening-overlap", 1,
        "destination UB bytes [" + number(dst.begin) + ", " + number(dst.end) + ") overwrite source bytes ["
            + number(src.begin) + ", " + number(src.end) + ") before they are read",
        { { "dst", dst.begin }, { "dstEnd", dst.end }, { "src", src.begin }, { "srcEnd", src.end } });
}

void ruleVectorDtype(const RuleContext& context)
{
    // Arithmetic of generation 2201 knows half, float, int16 and int32; bf16 and 8-bit types go through Cast.
    if (context.issue.chip.generation != chip::Generation::V2201)
        return;
    const DType t = context.op.dtype;
    if (t == DType::None || (isReduction(context.op.kind) && t != DType::Float16 && t != DType::Float32)) {
        if (t != DType::None)
            report(context, "reduce-dtype-float-only", kWholeCall,
                "reductions take half and float only, not " + std::string(ascendName(t)),
                { { "dtype", std::string(ascendName(t)) } });
        return;
    }
    std::string_view id;
    if (t == DType::BFloat16)
        id = "dtype-bf16-vector-arith";
    else if (t == DType::Int8 || t == DType::UInt8)
        id = "dtype-int8-vector-arith";
    else if (t == DType::Int64 || t == DType::UInt64 || t == DType::Float64)
        id = "dtype-int64-double-vector";
    else if (!isFloating(t) && context.op.kind != OpClass::VecSimple)
        id = "dtype-int-transcendental";
    if (!id.empty())
        report(context, id, kWholeCall,
            "element type " + std::string(ascendName(t)) + " has no vector arithmetic here",
            { { "dtype", std::string(ascendName(t)) } });
}

} // namespace hawk::emulator
