#include "emulator/host/device_calls.h"

#include "emulator/exec/layout_job.h"
#include "emulator/host/vector_perform.h"

#include <algorithm>
#include <array>
#include <vector>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Call;

// TransposeType of the device headers.
constexpr std::uint32_t kSquare = 10;
constexpr std::uint32_t kNchwToNhwc = 11;
constexpr std::uint32_t kNhwcToNchw = 12;
constexpr std::uint64_t kSide = 16;

/// sharedTmpBuffer of the enhanced form (Transpose.md, generation 2201).
std::uint64_t workBytes(const Call& call, std::uint64_t element)
{
    const std::uint64_t h0 = element == 1 ? 32 : 16;
    const std::uint64_t tile = h0 * (exec::kBlockBytes / element) * element;
    const auto channels = static_cast<std::uint64_t>(call.params[1]);
    if (call.mode == kNchwToNhwc)
        return (channels + 2) * tile;
    return call.mode == kNhwcToNchw ? (channels * 2 + 1) * tile : 0;
}

/// The enhanced form of a 16 x 16 block: other sizes match no branch of the library and nothing is done, and other types
/// than uint16_t are refused (Transpose.md).
bool squareAllowed(CoreState& core, const Call& call, DType type)
{
    if (call.params[2] != kSide || call.params[3] != kSide) {
        report(core, call.api, call.site, "transpose-shape-limits", Severity::Error, "transposeParams",
            "TRANSPOSE_ND2ND_B16 with hSize " + std::to_string(call.params[2]) + " and wSize " + std::to_string(call.params[3])
                + " does nothing: both must be 16");
        return false;
    }
    if (type != DType::UInt16)
        report(core, call.api, call.site, "transpose-dtype", Severity::Error, "transposeParams",
            "TRANSPOSE_ND2ND_B16 takes uint16_t tensors: ReinterpretCast<uint16_t>(), or call Transpose(dst, src)");
    return true;
}

void transpose(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const auto element = static_cast<std::uint32_t>(sizeOf(type));
    const bool square = call.mode == kSquare;
    if (!square && call.mode != kNchwToNhwc && call.mode != kNhwcToNchw)
        return; // TRANSPOSE_TYPE_NONE and the types the reference calls unsupported do nothing
    if (square && call.operandCount > 2 && !squareAllowed(core, call, type))
        return;
    const auto size = [&](std::size_t i) { return static_cast<std::uint64_t>(std::max<std::int64_t>(call.params[i], 0)); };
    const std::uint64_t n = square ? 1 : size(0);
    const std::uint64_t c = square ? kSide : size(1);
    const std::uint64_t hw = square ? kSide : size(2) * size(3);
    if (!square && hw * element % exec::kBlockBytes != 0)
        report(core, call.api, call.site, "transpose-shape-limits", Severity::Error, "transposeParams",
            "hSize * wSize is " + std::to_string(hw * element) + " B, no multiple of 32 B");
    if (call.operandCount > 2 && core.machine.chip().generation == chip::Generation::V2201
        && call.operands[2].bytes < workBytes(call, element))
        report(core, call.api, call.site, "shared-tmp-buffer-minimum", Severity::Error, "sharedTmpBuffer",
            "holds " + std::to_string(call.operands[2].bytes) + " B, this call needs " + std::to_string(workBytes(call, element))
                + " B");
    const std::uint64_t elements = n * c * hw;
    Op op = makeOp(core, call.api, call.site);
    describePlain(op, type, elements, static_cast<std::uint32_t>((elements * element + 255) / 256));
    addStrided(core, op, call.operands[0], AccessWrite, elements * element);
    addStrided(core, op, call.operands[1], AccessRead, elements * element);
    if (call.operandCount > 2)
        addStrided(core, op, call.operands[2], AccessWrite, elements == 0 ? 0 : workBytes(call, element));
    perform(core, op, call, [&] {
        for (std::uint64_t i = 0; i < n; ++i) {
            const std::size_t at = i * c * hw * element;
            const bool rowsAreChannels = call.mode != kNhwcToNchw;
            exec::transposeMatrix(memoryOf(core, call.operands[0]) + at, memoryOf(core, call.operands[1]) + at, element,
                rowsAreChannels ? c : hw, rowsAreChannels ? hw : c);
        }
    });
}

/// Step between the addresses when it is the same throughout, else 0.
std::int64_t stepOf(const std::uint64_t* list)
{
    const auto step = static_cast<std::int64_t>(list[1] - list[0]);
    for (std::size_t i = 1; i < exec::kAddressList; ++i) {
        if (static_cast<std::int64_t>(list[i] - list[i - 1]) != step)
            return 0;
    }
    return step;
}

/// Runs of the list with one step each, so that every byte is covered exactly.
struct Run {
    std::size_t first = 0;
    std::uint32_t count = 0;
    std::int64_t step = 0;
};
std::vector<Run> runsOf(const std::uint64_t* list)
{
    if (const std::int64_t step = stepOf(list); step != 0)
        return { { 0, exec::kAddressList, step } };
    std::vector<Run> runs;
    for (std::size_t at = 0; at < exec::kAddressList;) {
        Run run { at, 1, 0 };
        if (at + 1 < exec::kAddressList) {
            run.step = static_cast<std::int64_t>(list[at + 1] - list[at]);
            while (run.step != 0 && at + run.count < exec::kAddressList
                && static_cast<std::int64_t>(list[at + run.count] - list[at + run.count - 1]) == run.step)
                ++run.count;
        }
        at += run.count;
        runs.push_back(run);
    }
    return runs;
}

void addRun(CoreState& core, Op& op, const Call& call, std::size_t operand, const std::uint64_t* list, const Run& run,
    std::uint8_t flags, std::uint64_t bytes)
{
    hawkabi::Operand part = call.operands[operand];
    part.address = list[run.first];
    addStrided(core, op, part, flags, bytes, run.count, run.step);
    Access& access = op.accesses.at(op.accessCount - 1U);
    access.repeatCount = std::max(call.repeat & 0xFFU, 1U);
    access.repeatStride = static_cast<std::int32_t>(part.repeatStride * exec::kBlockBytes);
}

void transData(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const auto element = static_cast<std::uint32_t>(sizeOf(type));
    const auto* dst = reinterpret_cast<const std::uint64_t*>(call.params[0]);
    const auto* src = reinterpret_cast<const std::uint64_t*>(call.params[1]);
    const std::uint32_t repeats = call.repeat & 0xFFU;
    const std::uint64_t elements = std::uint64_t { repeats } * exec::kAddressList * exec::kBlockBytes / element;
    const std::vector<Run> to = runsOf(dst);
    const std::vector<Run> from = runsOf(src);
    // One op carries the work; further ones only name the addresses it has no room for.
    std::vector<Op> parts;
    for (std::size_t i = 0; i < std::max(to.size(), from.size()); ++i) {
        Op op = makeOp(core, call.api, call.site);
        describePlain(op, type, i == 0 ? elements : 1, i == 0 ? repeats : 0);
        if (i < to.size())
            addRun(core, op, call, 0, dst, to[i], AccessWrite, repeats == 0 ? 0 : exec::kBlockBytes);
        else
            addRun(core, op, call, 0, dst, Run { 0, 0, 0 }, AccessWrite, 0);
        if (i < from.size())
            addRun(core, op, call, 1, src, from[i], AccessRead, repeats == 0 ? 0 : exec::kBlockBytes);
        issue(core, op);
        parts.push_back(op);
    }
    for (std::uint32_t r = 0; r < repeats; ++r) {
        exec::BlockAddresses out {};
        exec::BlockAddresses in {};
        for (std::size_t i = 0; i < exec::kAddressList; ++i) {
            out.at(i) = core.ub.data() + dst[i] + std::size_t { r } * call.operands[0].repeatStride * exec::kBlockBytes;
            in.at(i) = core.ub.data() + src[i] + std::size_t { r } * call.operands[1].repeatStride * exec::kBlockBytes;
        }
        exec::transposeBlocks(element, out, in, (call.mode & 1U) != 0, (call.mode & 2U) != 0);
    }
    for (const Op& op : parts)
        complete(core, op);
}

} // namespace

void callLayout(CoreState& core, const Call& call)
{
    if (call.api == Api::Transpose)
        transpose(core, call);
    else
        transData(core, call);
}

} // namespace hawk::emulator
