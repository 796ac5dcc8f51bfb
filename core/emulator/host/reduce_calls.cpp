#include "emulator/host/device_calls.h"

#include "emulator/exec/reduce_job.h"
#include "emulator/host/vector_shape.h"

#include <algorithm>

namespace hawk::emulator {
namespace {

using exec::Reduction;
using hawkabi::Api;
using hawkabi::Call;

Reduction reductionOf(Api api)
{
    switch (api) {
    case Api::ReduceMax:
    case Api::WholeReduceMax:
    case Api::BlockReduceMax:
        return Reduction::Max;
    case Api::ReduceMin:
    case Api::WholeReduceMin:
    case Api::BlockReduceMin:
        return Reduction::Min;
    default:
        return Reduction::Sum;
    }
}

std::uint64_t roundUpTo(std::uint64_t value, std::uint64_t unit) { return (value + unit - 1) / unit * unit; }

/// Generation 2201 sums a count in a register, repeat after repeat, and leaves the temporary tensor alone; every other form
/// keeps a result per repeat there (ReduceSum.md, "ways of adding").
bool sumsInRegister(const CoreState& core, const Call& call)
{
    return call.api == Api::ReduceSum && call.form == hawkabi::Form::Count
        && core.machine.chip().generation == chip::Generation::V2201;
}

/// Elements of temporary space that ReduceSum, ReduceMax and ReduceMin need (ReduceSum.md, ReduceMax.md).
std::uint64_t workElements(Reduction reduction, bool withIndex, const Call& call, std::uint64_t perRepeat, std::uint64_t perBlock)
{
    const std::uint64_t first
        = call.form == hawkabi::Form::Count ? std::max<std::uint64_t>(call.count / perRepeat, 1) : call.repeat;
    if (reduction == Reduction::Sum)
        return roundUpTo(first, perBlock);
    const std::uint64_t level1 = first * 2;
    // The one result of a single repeat goes straight to the destination with its index; what a count leaves over is compared
    // with it in two elements. The general formula would ask for a second level that there is not.
    if (!withIndex || first == 1)
        return roundUpTo(level1, perBlock);
    const std::uint64_t start2 = roundUpTo(level1, perBlock);
    const std::uint64_t level2 = (level1 + perRepeat - 1) / perRepeat * 2;
    const std::uint64_t end2 = roundUpTo(level2, perBlock);
    if (level2 <= 2)
        return start2 + end2;
    const std::uint64_t level3 = (level2 + perRepeat - 1) / perRepeat * 2;
    return start2 + end2 + roundUpTo(level3, perBlock);
}

void checkWork(CoreState& core, const Call& call, std::uint64_t needed, std::uint64_t element)
{
    const std::uint64_t have = call.operands[2].bytes / element;
    if (have >= needed)
        return;
    report(core, call.api, call.site, "reduce-tmp-buffer-size", Severity::Error, "sharedTmpBuffer",
        "the temporary tensor holds " + std::to_string(have) + " elements (" + std::to_string(have * element) + " B), this call needs "
            + std::to_string(needed) + " (" + std::to_string(needed * element) + " B)",
        { { "have", have }, { "needed", needed } });
}

/// What GetReduceRepeatMaxMinSpr reads afterwards.
void keepExtreme(CoreState& core, const exec::ExtremeResult& best)
{
    if (!best.found)
        return;
    core.registers.extreme = best.value;
    core.registers.extremeIndex = best.index;
}

} // namespace

void callReduceAll(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const std::uint64_t element = sizeOf(type);
    const Reduction reduction = reductionOf(call.api);
    const bool withIndex = call.mode != 0;
    const VectorShape shape = resolveShape(core, call, element);
    const bool inRegister = sumsInRegister(core, call);
    const std::uint64_t needed
        = inRegister ? 0 : workElements(reduction, withIndex, call, shape.lanes.perRepeat, exec::kBlockBytes / element);
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    addRegion(core, op, call.operands[0], AccessWrite, shape.elements == 0 ? 0 : element * (withIndex ? 2 : 1));
    addOperand(core, op, call.operands[1], shape, AccessRead);
    addRegion(core, op, call.operands[2], AccessWrite, shape.elements == 0 ? 0 : needed * element);
    for (std::uint32_t i = 0; i < call.operandCount; ++i)
        checkBlock(core, op, call.site, i, call.operands[i]);
    if (shape.elements != 0)
        checkWork(core, call, needed, element);
    issue(core, op);
    if (shape.elements != 0 && inRegister) {
        core.registers.sum = exec::sumInOrder(type, shape.lanes, sideOf(core, call.operands[1], shape));
        exec::storeNumber(type, memoryOf(core, call.operands[0]), core.registers.sum);
    } else if (shape.elements != 0) {
        // Results of the first level go to the temporary tensor as far as the documented size reaches.
        const bool roomy = std::uint64_t { shape.lanes.repeats } * (reduction == Reduction::Sum ? 1 : 2) <= needed;
        std::byte* work = roomy && call.operands[2].address != call.operands[1].address ? memoryOf(core, call.operands[2]) : nullptr;
        std::byte* dst = memoryOf(core, call.operands[0]);
        const exec::Side src = sideOf(core, call.operands[1], shape);
        if (reduction == Reduction::Sum)
            exec::sumAll(type, shape.lanes, dst, src, work);
        else
            keepExtreme(core, exec::extremeAll(reduction, type, shape.lanes, dst, src, work, withIndex));
    }
    complete(core, op);
}

namespace {

/// Bytes of results that `lanes` leading lanes of a repeat give. Blocks and pairs without an active lane leave their result as
/// it is (ReduceDataBlock.md, ReducePairElem.md), so a mask shortens what is written.
std::uint64_t resultsOf(std::uint64_t lanes, std::uint64_t lanesPerResult, std::uint64_t element)
{
    return (lanes + lanesPerResult - 1) / lanesPerResult * element;
}

/// Describes where the results of a block or pair reduction go, one group of them every `stride` bytes.
void limitResults(Access& dst, const VectorShape& shape, std::uint64_t lanesPerResult, std::uint64_t element, std::int64_t stride)
{
    const std::uint64_t full = resultsOf(shape.lanes.perRepeat, lanesPerResult, element);
    const bool dense = shape.lanes.total != 0 && stride == static_cast<std::int64_t>(full);
    dst.blockBytes = static_cast<std::uint32_t>(
        dense ? resultsOf(shape.lanes.total, lanesPerResult, element) : resultsOf(shape.topLane, lanesPerResult, element));
    if (dense)
        dst.repeatCount = 1;
}

} // namespace

void callReduceRepeat(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const std::uint64_t element = sizeOf(type);
    const Reduction reduction = reductionOf(call.api);
    const VectorShape shape = resolveShape(core, call, element);
    const bool block = apiRow(static_cast<std::uint16_t>(call.api)).kind == OpClass::VecReduceBlock;
    const bool pair = call.api == Api::PairReduceSum;
    const auto order = static_cast<exec::ResultOrder>(call.mode);
    std::uint64_t resultBytes = element;
    if (block)
        resultBytes = 8 * element;
    else if (pair)
        resultBytes = exec::kRepeatBytes / 2;
    else if (reduction != Reduction::Sum && order == exec::ResultOrder::OnlyIndex)
        resultBytes = sizeof(std::uint32_t);
    else if (reduction != Reduction::Sum && order != exec::ResultOrder::OnlyValue)
        resultBytes = 2 * element;
    const std::int64_t stride = call.params[0] * static_cast<std::int64_t>(resultBytes);
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    addRegion(core, op, call.operands[0], AccessWrite, shape.elements == 0 ? 0 : resultBytes);
    op.accesses[0].repeatCount = std::max(shape.lanes.repeats, 1U);
    op.accesses[0].repeatStride = static_cast<std::int32_t>(stride);
    if (shape.elements != 0 && (block || pair))
        limitResults(op.accesses[0], shape, block ? exec::kBlockBytes / element : 2, element, stride);
    addOperand(core, op, call.operands[1], shape, AccessRead);
    for (std::uint32_t i = 0; i < call.operandCount; ++i)
        checkBlock(core, op, call.site, i, call.operands[i]);
    issue(core, op);
    if (shape.elements != 0) {
        std::byte* dst = memoryOf(core, call.operands[0]);
        const exec::Side src = sideOf(core, call.operands[1], shape);
        if (block)
            exec::reduceBlocks(reduction, type, shape.lanes, dst, stride, src);
        else if (pair)
            exec::sumPairs(type, shape.lanes, dst, stride, src);
        else
            keepExtreme(core, exec::reduceRepeats(reduction, type, shape.lanes, dst, stride, src, order));
    }
    complete(core, op);
}

} // namespace hawk::emulator
