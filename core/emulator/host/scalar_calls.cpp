#include "emulator/host/device_calls.h"

#include "base/float_formats.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace hawk::emulator {
namespace {

/// Checks one element access and adds it to its run. The op carries the number its record has or will have.
Op scalarOp(CoreState& core, const hawkabi::Operand& tensor, std::uint64_t index, const hawkabi::Site& site, bool write)
{
    const bool global = tensor.space == hawkabi::Space::Gm;
    const auto api = global ? (write ? hawkabi::Api::GlobalSetValue : hawkabi::Api::GlobalGetValue)
                            : (write ? hawkabi::Api::LocalSetValue : hawkabi::Api::LocalGetValue);
    Op op = makeOp(core, api, site);
    op.dtype = dtypeOf(tensor.type);
    op.elements = 1;
    op.accessCount = 1;
    Access& access = op.accesses[0];
    access.space = spaceOf(tensor.space);
    access.flags = write ? AccessWrite : AccessRead;
    access.dtype = op.dtype;
    access.blockBytes = static_cast<std::uint32_t>(sizeOf(op.dtype));
    access.offset = offsetOf(core, tensor) + index * access.blockBytes;
    checkBlock(core, op, site, 0, tensor);
    op.seq = core.nextSeq;
    checkIssue(op, core.context, core.machine.sink());
    stopIfFatal(core);
    return op;
}

void addToRun(CoreState& core, Op& op)
{
    if (core.scalarRuns.extend(op))
        return;
    if (core.scalarRuns.hasLine(op) || core.scalarRuns.full())
        closeScalarRuns(core);
    op.seq = core.nextSeq++;
    core.scalarRuns.start(op);
}

std::byte* elementAt(CoreState& core, const hawkabi::Operand& tensor, std::uint64_t index, std::uint32_t bytes)
{
    return memoryOf(core, tensor) + index * bytes;
}

} // namespace

std::uint64_t callScalarRead(CoreState& core, const hawkabi::Operand& tensor, std::uint64_t index, const hawkabi::Site& site)
{
    const bool global = tensor.space == hawkabi::Space::Gm;
    const std::uint64_t place = global ? offsetOf(core, tensor) + index * sizeOf(dtypeOf(tensor.type)) : 0;
    if (global)
        beforeScalarLoad(core, place, site.line);
    Op op = scalarOp(core, tensor, index, site, false);
    std::uint64_t bits = 0;
    std::memcpy(&bits, elementAt(core, tensor, index, op.accesses[0].blockBytes), op.accesses[0].blockBytes);
    addToRun(core, op);
    if (global)
        afterScalarLoad(core, place);
    return bits;
}

void callScalarWrite(CoreState& core, const hawkabi::Operand& tensor, std::uint64_t index, std::uint64_t bits,
    const hawkabi::Site& site)
{
    Op op = scalarOp(core, tensor, index, site, true);
    std::memcpy(elementAt(core, tensor, index, op.accesses[0].blockBytes), &bits, op.accesses[0].blockBytes);
    const Access& access = op.accesses[0];
    (access.space == Space::Gm ? core.machine.gmWritten() : core.ubWritten).markWritten(access.offset, access.blockBytes);
    addToRun(core, op);
    if (access.space == Space::Gm)
        noteScalarStore(core, access.offset);
    else
        core.polling.works();
}

std::uint64_t callBypass(CoreState& core, const hawkabi::Call& call)
{
    const bool write = call.api == hawkabi::Api::WriteGmByPassDCache;
    const hawkabi::Operand& place = call.operands[0];
    Op op = makeOp(core, call.api, call.site);
    op.dtype = dtypeOf(place.type);
    op.elements = 1;
    op.accessCount = 1;
    const auto bytes = static_cast<std::uint32_t>(sizeOf(op.dtype));
    op.accesses[0]
        = { Space::Gm, static_cast<std::uint8_t>(write ? AccessWrite : AccessRead), op.dtype, 0, bytes, offsetOf(core, place), 1, 1, 0, 0 };
    issue(core, op);
    std::uint64_t bits = call.scalar;
    std::byte* at = memoryOf(core, place);
    if (write)
        std::memcpy(at, &bits, bytes);
    else
        std::memcpy(&bits, at, bytes);
    complete(core, op);
    const std::uint64_t offset = op.accesses[0].offset;
    constexpr std::uint64_t kLine = 64;
    if (write) { // in memory at once: other blocks may take it as a signal
        noteScalarStore(core, offset);
        noteCacheClean(core, offset, false);
    } else {
        core.lines.fresh.insert(offset / kLine);
        afterScalarLoad(core, offset);
    }
    return bits;
}

namespace {

void printElement(DType type, const std::byte* at)
{
    std::uint64_t bits = 0;
    std::memcpy(&bits, at, sizeOf(type));
    if (isFloating(type)) {
        const auto low = static_cast<std::uint16_t>(bits);
        float value = 0;
        if (type == DType::Float16)
            value = halfToFloat(low);
        else if (type == DType::BFloat16)
            value = bfloat16ToFloat(low);
        else
            std::memcpy(&value, at, sizeof value);
        std::printf(" %g", static_cast<double>(value));
        return;
    }
    const std::size_t width = sizeOf(type) * 8;
    const bool isSigned = type == DType::Int8 || type == DType::Int16 || type == DType::Int32 || type == DType::Int64;
    if (isSigned && width < 64 && ((bits >> (width - 1)) & 1U) != 0)
        bits |= ~0ULL << width;
    if (isSigned)
        std::printf(" %lld", static_cast<long long>(bits));
    else
        std::printf(" %llu", static_cast<unsigned long long>(bits));
}

} // namespace

void callDump(CoreState& core, const hawkabi::Operand& tensor, std::uint32_t description, std::uint32_t count,
    const hawkabi::Site& site)
{
    const DType type = dtypeOf(tensor.type);
    const std::uint64_t bytes = std::uint64_t { count } * sizeOf(type);
    const std::uint64_t offset = offsetOf(core, tensor);
    const std::uint64_t limit = tensor.space == hawkabi::Space::Gm ? core.machine.gm().bytes() : core.ub.bytes();
    std::printf("[DumpTensor] block %u, description %u, %s:%u, %u elements of %s:", core.index, description, site.file,
        site.line, count, std::string(ascendName(type)).c_str());
    if (offset > limit || bytes > limit - offset) {
        std::printf(" outside of the memory\n");
        return;
    }
    Op op = makeOp(core, hawkabi::Api::DumpTensor, site);
    op.accessCount = 1;
    op.kind = OpClass::ScalarRead;
    op.accesses[0] = { spaceOf(tensor.space), AccessRead, type, 0, static_cast<std::uint32_t>(bytes), offset, 1, 1, 0, 0 };
    issue(core, op);
    for (std::uint32_t i = 0; i < count; ++i)
        printElement(type, memoryOf(core, tensor) + std::size_t { i } * sizeOf(type));
    std::printf("\n");
    core.machine.append(op);
}

} // namespace hawk::emulator
