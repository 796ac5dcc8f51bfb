#include "emulator/host/device_calls.h"

#include "emulator/exec/layout_job.h"
#include "emulator/host/vector_perform.h"
#include "emulator/host/vector_shape.h"

#include <algorithm>
#include <cstring>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Call;

constexpr std::uint64_t kOffsetBytes = 4;
constexpr std::uint32_t kBlocksPerRepeat = 8;

std::uint32_t offsetAt(const CoreState& core, std::uint64_t table, std::uint64_t index)
{
    std::uint32_t at = 0;
    std::memcpy(&at, core.ub.data() + table + index * kOffsetBytes, sizeof at);
    return at;
}

/// Bytes that offsets reach, relative to the tensor: [low, high).
struct Reach {
    std::uint64_t low = ~0ULL;
    std::uint64_t high = 0;

    void add(std::uint64_t at, std::uint64_t bytes)
    {
        low = std::min(low, at);
        high = std::max(high, at + bytes);
    }
    bool empty() const { return high == 0; }
};

void addReach(CoreState& core, Op& op, const hawkabi::Operand& operand, std::uint8_t flags, const Reach& reach)
{
    hawkabi::Operand part = operand;
    part.address += reach.empty() ? 0 : reach.low;
    addRegion(core, op, part, flags, reach.empty() ? 0 : reach.high - reach.low);
}

void checkOffset(CoreState& core, const Call& call, std::uint64_t at, std::uint64_t unit, const char* what)
{
    if (at % unit == 0)
        return;
    report(core, call.api, call.site, "gather-element-offset-alignment", Severity::Error, what,
        "byte offset " + std::to_string(at) + " is no multiple of " + std::to_string(unit) + " B");
}

/// Offsets are laid out as the data is: one per lane, repeats side by side.
template <class Visit>
void forEachOffset(const CoreState& core, const VectorShape& shape, std::uint64_t table, const Visit& visit)
{
    for (std::uint32_t r = 0; r < shape.lanes.repeats; ++r) {
        for (std::uint32_t lane = 0; lane < shape.lanes.perRepeat; ++lane) {
            if (shape.lanes.active(r, lane))
                visit(r, lane, offsetAt(core, table, std::uint64_t { r } * shape.lanes.perRepeat + lane));
        }
    }
}

bool tableReadable(const CoreState& core, const VectorShape& shape, std::uint64_t table)
{
    return table + std::uint64_t { shape.lanes.repeats } * shape.lanes.perRepeat * kOffsetBytes <= core.ub.bytes()
        || (shape.lanes.total != 0 && table + shape.lanes.total * kOffsetBytes <= core.ub.bytes());
}

std::uint64_t tableBytes(const VectorShape& shape)
{
    const std::uint64_t lanes = shape.lanes.total != 0 ? shape.lanes.total
        : shape.elements == 0                          ? 0
                              : std::uint64_t { shape.lanes.repeats - 1 } * shape.lanes.perRepeat + shape.topLane;
    return lanes * kOffsetBytes;
}

/// Gather reads, Scatter writes where the table says; the other side is an ordinary operand.
void indexed(CoreState& core, const Call& call, bool scatter)
{
    const std::size_t element = sizeOf(dtypeOf(call.operands[0].type));
    const VectorShape shape = resolveShape(core, call, element);
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    const std::uint64_t table = call.operands[2].address;
    const auto base = static_cast<std::uint64_t>(call.params[0]);
    Reach reach;
    if (tableReadable(core, shape, table)) {
        forEachOffset(core, shape, table, [&](std::uint32_t, std::uint32_t, std::uint32_t at) {
            checkOffset(core, call, at, element, scatter ? "dstOffset" : "srcOffset");
            reach.add(base + at, element);
        });
    }
    if (scatter) {
        addReach(core, op, call.operands[0], AccessWrite, reach);
        addOperand(core, op, call.operands[1], shape, AccessRead);
    } else {
        addOperand(core, op, call.operands[0], shape, AccessWrite);
        addReach(core, op, call.operands[1], AccessRead, reach);
    }
    addRegion(core, op, call.operands[2], AccessRead, tableBytes(shape));
    perform(core, op, call, [&] {
        const exec::Side side = sideOf(core, call.operands[scatter ? 1 : 0], shape);
        std::byte* other = memoryOf(core, call.operands[scatter ? 0 : 1]) + base;
        forEachOffset(core, shape, table, [&](std::uint32_t r, std::uint32_t lane, std::uint32_t at) {
            if (scatter)
                std::memcpy(other + at, side.at(r, lane), element);
            else
                std::memcpy(side.at(r, lane), other + at, element);
        });
    });
}

void gatherBlocks(CoreState& core, const Call& call)
{
    VectorShape shape = resolveShape(core, call, sizeOf(dtypeOf(call.operands[0].type)));
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    const std::uint64_t table = call.operands[2].address;
    const std::uint64_t entries = std::uint64_t { shape.lanes.repeats } * kBlocksPerRepeat;
    Reach reach;
    for (std::uint64_t i = 0; table + entries * kOffsetBytes <= core.ub.bytes() && i < entries; ++i) {
        const std::uint32_t at = offsetAt(core, table, i);
        checkOffset(core, call, call.operands[1].address + at, exec::kBlockBytes, "offset");
        reach.add(at, exec::kBlockBytes);
    }
    addOperand(core, op, call.operands[0], shape, AccessWrite);
    addReach(core, op, call.operands[1], AccessRead, reach);
    addRegion(core, op, call.operands[2], AccessRead, entries * kOffsetBytes);
    perform(core, op, call, [&] {
        const exec::Side dst = sideOf(core, call.operands[0], shape);
        const std::byte* src = memoryOf(core, call.operands[1]);
        for (std::uint64_t i = 0; i < entries; ++i) {
            std::byte* to = dst.base + static_cast<std::int64_t>(i / kBlocksPerRepeat) * dst.repeatStride
                + static_cast<std::int64_t>(i % kBlocksPerRepeat) * dst.blockStride;
            std::memcpy(to, src + offsetAt(core, table, i), exec::kBlockBytes);
        }
    });
}

/// Every repeat looks at whole 256 B, or in counter mode at `count` elements (GatherMask.md, way one).
void gatherMask(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const auto element = static_cast<std::uint32_t>(sizeOf(type));
    const auto lanes
        = call.form == hawkabi::Form::Count ? static_cast<std::uint32_t>(call.count) : exec::kRepeatBytes / element;
    const std::uint32_t perBlock = exec::kBlockBytes / element;
    exec::Side src;
    src.base = memoryOf(core, call.operands[1]);
    src.elementBytes = element;
    src.blockStride = std::int64_t { call.operands[1].blockStride } * exec::kBlockBytes;
    src.repeatStride = std::int64_t { call.operands[1].repeatStride } * exec::kBlockBytes;
    const bool hasTensor = call.operandCount > 2;
    if (!hasTensor && (call.mode == 0 || call.mode > 7))
        report(core, call.api, call.site, "gathermask-mode-reset", Severity::Error, "src1Pattern",
            "built-in patterns are 1 to 7, given is " + std::to_string(call.mode));
    Op op = makeOp(core, call.api, call.site);
    describePlain(op, type, std::uint64_t { lanes } * call.repeat, call.repeat);
    addRegion(core, op, call.operands[0], AccessWrite, 0); // grows to what was kept
    const bool dense = call.operands[1].blockStride == 1 || lanes <= perBlock;
    addStrided(core, op, call.operands[1], AccessRead, dense ? std::uint64_t { lanes } * element : exec::kBlockBytes,
        dense ? 1 : (lanes + perBlock - 1) / perBlock, src.blockStride);
    op.accesses[1].repeatCount = std::max(call.repeat, 1U);
    op.accesses[1].repeatStride = static_cast<std::int32_t>(src.repeatStride);
    const std::int64_t patternStride = hasTensor ? std::int64_t { call.operands[2].repeatStride } * exec::kBlockBytes : 0;
    if (hasTensor) {
        addStrided(core, op, call.operands[2], AccessRead, (lanes + 7U) / 8U);
        op.accesses[2].repeatCount = std::max(call.repeat, 1U);
        op.accesses[2].repeatStride = static_cast<std::int32_t>(patternStride);
    }
    std::uint64_t kept = 0;
    perform(core, op, call, [&] {
        kept = exec::gatherMasked(memoryOf(core, call.operands[0]), src, call.repeat, lanes, call.mode,
            hasTensor ? memoryOf(core, call.operands[2]) : nullptr, patternStride);
        op.accesses[0].blockBytes = static_cast<std::uint32_t>(kept * element);
    });
    auto* result = reinterpret_cast<std::uint64_t*>(call.params[0]);
    *result = kept;
    core.registers.counterMode = false; // the call leaves normal mode behind (GatherMask.md)
}

} // namespace

void callGather(CoreState& core, const Call& call)
{
    switch (call.api) {
    case Api::Gatherb:
        gatherBlocks(core, call);
        break;
    case Api::GatherMask:
        gatherMask(core, call);
        break;
    default:
        indexed(core, call, call.api == Api::Scatter);
        break;
    }
}

} // namespace hawk::emulator
