#include "emulator/check/rule.h"

#include "emulator/trace/access_geometry.h"

#include <array>

/// Reads of memory that nothing has written.
namespace hawk::emulator {
namespace {

constexpr std::uint64_t kBlockBytes = 32;

std::string number(std::int64_t value) { return std::to_string(value); }

bool reads(const Access& access) { return (access.flags & AccessRead) != 0; }

/// The tensor an access begins in.
const TraceTensor* tensorAt(const RuleContext& context, const Access& access)
{
    for (const TraceTensor& tensor : context.issue.gm) {
        if (access.offset >= tensor.offset && access.offset < tensor.offset + tensor.bytes)
            return &tensor;
    }
    return nullptr;
}

/// Bytes of a store that land behind the tensor, in its buffer's padding: nobody sees their value.
std::uint64_t bytesIntoPadding(const RuleContext& context)
{
    for (const Access& access : context.accesses()) {
        if (access.space != Space::Gm)
            continue;
        const TraceTensor* tensor = tensorAt(context, access);
        const std::int64_t end = boundsOf(access).end;
        if (tensor != nullptr && isDense(access) && end <= paddedEnd(*tensor))
            return static_cast<std::uint64_t>(std::max<std::int64_t>(end - static_cast<std::int64_t>(tensor->offset + tensor->bytes), 0));
    }
    return 0;
}

/// The bytes whose value matters: a padded transfer reads whole 32 B blocks of UB but stores only the
/// requested bytes of every row, also when its rows lie side by side and come as one region.
Access usedPart(const RuleContext& context, const Access& access)
{
    const std::uint32_t rows = context.op.aux[0];
    const std::uint32_t requested = context.op.aux[1];
    if (context.op.kind != OpClass::DmaUbToGm || access.space != Space::Ub)
        return access;
    Access used = access;
    if (requested != 0 && access.blockCount == 1 && rows > 1) {
        used.blockCount = rows;
        used.blockStride = static_cast<std::int32_t>(access.blockBytes / rows);
        used.blockBytes = access.blockBytes / rows;
    }
    if (requested != 0 && rows != 0)
        used.blockBytes = std::min(used.blockBytes, requested);
    const std::uint64_t padding = isDense(used) ? bytesIntoPadding(context) : 0;
    if (padding > 0 && padding < bytesOf(used)) {
        used.blockBytes = static_cast<std::uint32_t>(bytesOf(used) - padding);
        used.blockCount = used.repeatCount = 1;
    }
    return used;
}

/// First unwritten byte among the lanes a masked reduction uses: `mask` leading elements of every repeat.
std::int64_t firstUnwrittenLane(const RuleContext& context, const Access& access, const ShadowMemory& shadow)
{
    const std::uint64_t element = sizeOf(access.dtype == DType::None ? context.op.dtype : access.dtype);
    const std::uint64_t lanes = context.op.aux[1] * element;
    if (context.op.aux[2] != 0 || lanes == 0 || access.blockBytes > kBlockBytes)
        return shadow.firstUnwritten(access);
    for (std::uint32_t repeat = 0; repeat < access.repeatCount; ++repeat) {
        std::uint64_t left = lanes;
        Access block = repeatOf(access, repeat);
        for (std::uint32_t b = 0; b < access.blockCount && left > 0; ++b) {
            const std::int64_t at
                = static_cast<std::int64_t>(block.offset) + std::int64_t { b } * access.blockStride;
            const std::uint64_t bytes = std::min<std::uint64_t>(left, access.blockBytes);
            const std::int64_t hole
                = at < 0 ? -1 : shadow.firstUnwritten(static_cast<std::uint64_t>(at), bytes);
            if (hole >= 0)
                return hole;
            left -= bytes;
        }
    }
    return -1;
}

void reportLocal(const RuleContext& context, std::size_t operand, const Access& access, std::int64_t hole,
    bool forgotten, Severity severity)
{
    const Interval at = boundsOf(access);
    report(context, "uninitialised-ub-read", operand,
        "reads UB bytes [" + number(at.begin) + ", " + number(at.end) + ") of which "
            + (forgotten ? std::string("none was ever written")
                         : "byte " + number(hole) + " was never written"),
        { { "begin", at.begin }, { "end", at.end }, { "firstUnwritten", hole } }, severity);
}

/// A store of garbage lanes harms an output; a workspace may well have padding of its own.
Severity storeSeverity(const RuleContext& context)
{
    for (const Access& access : context.accesses()) {
        if (access.space != Space::Gm)
            continue;
        const TraceTensor* tensor = tensorAt(context, access);
        return tensor != nullptr && tensor->output ? Severity::Error : Severity::Warning;
    }
    return Severity::Error;
}

} // namespace

void ruleUninitialisedLocal(const RuleContext& context)
{
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        if (accesses[i].space != Space::Ub || !reads(accesses[i]))
            continue;
        const Access used = usedPart(context, accesses[i]);
        const std::int64_t hole = isReduction(context.op.kind)
            ? firstUnwrittenLane(context, used, context.issue.ub)
            : context.issue.ub.firstUnwritten(used);
        if (hole < 0)
            continue;
        const bool forgotten = !context.issue.ub.anyWritten(used);
        if (forgotten)
            reportLocal(context, i, used, hole, true, Severity::Error);
        else if (context.op.kind == OpClass::DmaUbToGm)
            reportLocal(context, i, used, hole, false, storeSeverity(context));
        else if (isReduction(context.op.kind) || isScalarAccess(context.op.kind))
            reportLocal(context, i, used, hole, false, Severity::Error);
        // Lane-wise ops and moves inside UB carry padded lanes along; markResults() remembers that they are
        // garbage.
    }
}

void ruleUninitialisedGm(const RuleContext& context)
{
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        if (accesses[i].space != Space::Gm || !reads(accesses[i]))
            continue;
        const std::int64_t hole = context.issue.gmWritten.firstUnwritten(accesses[i]);
        const TraceTensor* tensor = hole < 0 ? nullptr : tensorAt(context, accesses[i]);
        if (tensor == nullptr || hole >= static_cast<std::int64_t>(tensor->offset + tensor->bytes))
            continue; // outside its tensor: the range rule speaks
        const bool forgotten = !context.issue.gmWritten.anyWritten(accesses[i]);
        report(context, tensor->output ? "uninitialised-gm-output" : "workspace-read-before-write", i,
            "reads " + tensor->name + " bytes from "
                + number(static_cast<std::int64_t>(accesses[i].offset - tensor->offset)) + ", byte "
                + number(hole - static_cast<std::int64_t>(tensor->offset)) + " was never written",
            { { "tensor", tensor->name }, { "offset", accesses[i].offset - tensor->offset },
                { "firstUnwritten", hole - static_cast<std::int64_t>(tensor->offset) } },
            forgotten || isScalarAccess(context.op.kind) ? Severity::Error : Severity::Warning);
    }
}

void ruleAtomicOnUnwritten(const RuleContext& context)
{
    const auto accesses = context.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        if (accesses[i].space != Space::Gm || (accesses[i].flags & AccessAtomic) == 0)
            continue;
        const std::int64_t hole = context.issue.gmWritten.firstUnwritten(accesses[i]);
        const TraceTensor* tensor = hole < 0 ? nullptr : tensorAt(context, accesses[i]);
        if (tensor == nullptr || hole >= static_cast<std::int64_t>(tensor->offset + tensor->bytes))
            continue;
        report(context, "atomic-output-not-zeroed", i,
            "accumulates into " + tensor->name + " byte "
                + number(hole - static_cast<std::int64_t>(tensor->offset))
                + ", which nothing has initialised",
            { { "tensor", tensor->name },
                { "firstUnwritten", hole - static_cast<std::int64_t>(tensor->offset) } });
    }
}

namespace {

/// Unwritten runs of `source`, as offsets into the access in bytes.
std::vector<Interval> holesOf(const Access& source, const ShadowMemory& shadow)
{
    std::vector<Interval> holes;
    const Interval at = boundsOf(source);
    auto position = static_cast<std::uint64_t>(std::max<std::int64_t>(at.begin, 0));
    const auto end = static_cast<std::uint64_t>(std::max<std::int64_t>(at.end, 0));
    while (position < end) {
        const std::int64_t hole = shadow.firstUnwritten(position, end - position);
        if (hole < 0)
            break;
        const std::int64_t solid
            = shadow.firstWritten(static_cast<std::uint64_t>(hole), end - static_cast<std::uint64_t>(hole));
        const std::int64_t stop = solid < 0 ? at.end : solid;
        holes.push_back({ hole - at.begin, stop - at.begin });
        position = static_cast<std::uint64_t>(stop);
    }
    return holes;
}

/// Forgets in `dst` what `holes` of the source (offsets in elements of `from` bytes) became (elements of `to`
/// bytes).
void forgetHoles(const Access& dst, const std::vector<Interval>& holes, std::int64_t from, std::int64_t to,
    ShadowMemory& shadow)
{
    const Interval at = boundsOf(dst);
    for (const Interval& hole : holes) {
        const std::int64_t begin = at.begin + hole.begin / from * to;
        const std::int64_t end = std::min(at.end, at.begin + (hole.end + from - 1) / from * to);
        if (begin >= 0 && begin < end)
            shadow.forget(static_cast<std::uint64_t>(begin), static_cast<std::uint64_t>(end - begin));
    }
}

ShadowMemory* shadowOf(const Access& access, ShadowMemory& ub, ShadowMemory& gm)
{
    if (access.space == Space::Ub)
        return &ub;
    return access.space == Space::Gm ? &gm : nullptr;
}

bool movesOrComputesLanes(OpClass kind)
{
    return isLaneWise(kind) || isGmDma(kind) || kind == OpClass::DmaUbToUb;
}

} // namespace

void markResults(const Op& op, ShadowMemory& ub, ShadowMemory& gm)
{
    const std::span<const Access> accesses
        = std::span(op.accesses).first(std::min<std::size_t>(op.accessCount, kMaxAccesses));
    std::array<std::vector<Interval>, kMaxAccesses> holes;
    // Holes are followed through dense operands; strided ones count as written, which only loses reports.
    for (std::size_t i = 0; movesOrComputesLanes(op.kind) && i < accesses.size(); ++i) {
        const ShadowMemory* shadow = shadowOf(accesses[i], ub, gm);
        if (reads(accesses[i]) && shadow != nullptr && isDense(accesses[i]))
            holes[i] = holesOf(accesses[i], *shadow);
    }
    for (const Access& dst : accesses) {
        ShadowMemory* shadow = shadowOf(dst, ub, gm);
        if ((dst.flags & AccessWrite) == 0 || shadow == nullptr)
            continue;
        shadow->markWritten(dst);
        // Rows that grow by padding on their way do not keep offsets.
        const bool padded = isGmDma(op.kind) && op.aux[0] > 1 && bytesOf(accesses[0]) != bytesOf(accesses[1]);
        for (std::size_t i = 0; !padded && isDense(dst) && i < accesses.size(); ++i) {
            const auto from = static_cast<std::int64_t>(std::max<std::size_t>(sizeOf(accesses[i].dtype), 1));
            const auto to = static_cast<std::int64_t>(std::max<std::size_t>(sizeOf(dst.dtype), 1));
            const bool sized = accesses[i].dtype != DType::None && dst.dtype != DType::None;
            forgetHoles(dst, holes[i], sized ? from : 1, sized ? to : 1, *shadow);
        }
    }
}

} // namespace hawk::emulator
