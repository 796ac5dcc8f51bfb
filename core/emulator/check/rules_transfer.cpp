#include "emulator/check/rule.h"

#include "emulator/trace/access_geometry.h"

/// Limits of DataCopy and DataCopyPad.
namespace hawk::emulator {
namespace {

constexpr std::uint64_t kBlockBytes = 32;
// DataCopyParams and DataCopyExtParams fields, as the transfer pages of the API reference give them.
constexpr std::uint64_t kMaxBlockCount = 4095;
constexpr std::uint64_t kMaxBlockLen = 65535; // in 32 B blocks
constexpr std::uint64_t kMaxGap = 65535; // in 32 B blocks
constexpr std::uint64_t kMaxPadBlockLen = 2097151; // bytes
constexpr std::uint64_t kMaxPadGap = 0xFFFFFFFFULL; // bytes on the GM side, 32 B blocks on the UB side

std::string number(std::uint64_t value) { return std::to_string(value); }

bool isPad(const RuleContext& context) { return context.row.name.starts_with("DataCopyPad"); }

/// Gap from the end of one block to the start of the next, in bytes; the contract has strides start to start.
std::int64_t gapOf(const Access& access)
{
    if (access.blockCount > 1)
        return std::int64_t { access.blockStride } - access.blockBytes;
    return access.repeatCount > 1 ? std::int64_t { access.repeatStride } - access.blockBytes : 0;
}

void checkLimit(const RuleContext& context, std::string_view id, std::string_view what, std::uint64_t value,
    std::uint64_t limit)
{
    if (value <= limit)
        return;
    report(context, id, kWholeCall,
        std::string(what) + " is " + number(value) + ", the field holds at most " + number(limit)
            + "; a larger value wraps",
        { { "value", value }, { "limit", limit } });
}

} // namespace

void ruleDataCopyLength(const RuleContext& context)
{
    if (isPad(context))
        return;
    const std::uint64_t element = sizeOf(context.op.dtype);
    const std::uint64_t requested = std::uint64_t { context.op.elements } * element;
    const std::uint64_t block = context.op.aux[1];
    if (requested % kBlockBytes == 0 && block % kBlockBytes == 0)
        return;
    const bool byCount = requested % kBlockBytes != 0;
    const std::uint64_t bytes = byCount ? requested : block;
    const std::uint64_t moved = bytes / kBlockBytes * kBlockBytes;
    report(context, "datacopy-length-32b", kWholeCall,
        (byCount ? number(context.op.elements) + " elements of " + number(element) + " B are "
                 : std::string("a block of "))
            + number(bytes) + " B, no multiple of 32 B: only " + number(moved) + " B are copied, the last "
            + number(bytes - moved) + " B are not",
        { { "elements", context.op.elements }, { "bytes", bytes }, { "moved", moved } });
}

void ruleDataCopyRanges(const RuleContext& context)
{
    if (isPad(context))
        return;
    checkLimit(context, "datacopy-param-ranges", "blockCount", context.op.aux[0], kMaxBlockCount);
    if (context.op.aux[0] > 1)
        checkLimit(context, "datacopy-param-ranges", "blockLen (32 B blocks)",
            context.op.aux[1] / kBlockBytes, kMaxBlockLen);
    for (const Access& access : context.accesses()) {
        const std::int64_t gap = gapOf(access);
        if (gap > 0)
            checkLimit(context, "datacopy-param-ranges",
                (access.flags & AccessRead) != 0 ? "srcStride (32 B blocks)" : "dstStride (32 B blocks)",
                static_cast<std::uint64_t>(gap) / kBlockBytes, kMaxGap);
    }
}

void ruleDataCopyPadRanges(const RuleContext& context)
{
    if (!isPad(context))
        return;
    checkLimit(context, "datacopypad-param-ranges", "blockCount", context.op.aux[0], kMaxBlockCount);
    checkLimit(context, "datacopypad-param-ranges", "blockLen (bytes)", context.op.aux[1], kMaxPadBlockLen);
    const std::uint64_t element = sizeOf(context.op.dtype);
    if (element > 1 && context.op.aux[1] % element != 0)
        report(context, "datacopypad-param-ranges", kWholeCall,
            "blockLen " + number(context.op.aux[1]) + " B is no multiple of the element size "
                + number(element) + " B",
            { { "blockLen", context.op.aux[1] }, { "element", element } });
    for (const Access& access : context.accesses()) {
        const std::int64_t gap = gapOf(access);
        const std::uint64_t unit = access.space == Space::Gm ? 1 : kBlockBytes;
        if (gap > 0)
            checkLimit(context, "datacopypad-param-ranges",
                (access.flags & AccessRead) != 0 ? "srcStride" : "dstStride",
                static_cast<std::uint64_t>(gap) / unit, kMaxPadGap);
    }
}

} // namespace hawk::emulator
