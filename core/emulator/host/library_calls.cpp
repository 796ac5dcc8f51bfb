// The one entry of the high-level library: resolves the temporary, holds the call to the rules, records it, computes.
#include "emulator/host/device_calls.h"
#include "emulator/host/library_job.h"
#include "emulator/trace/access_geometry.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace hawk::emulator {
namespace {

using hawkabi::LibraryCall;
using hawkabi::Role;

constexpr std::uint64_t kAlignment = 32; // of every UB operand

const LibraryFunction* functionOf(hawkabi::Api api)
{
    static const auto byApi = [] {
        std::array<const LibraryFunction*, static_cast<std::size_t>(hawkabi::Api::Count)> table {};
        for (const auto& family : libraryFamilies())
            for (const LibraryFunction& function : family)
                table.at(static_cast<std::size_t>(function.api)) = &function;
        return table;
    }();
    return byApi.at(static_cast<std::size_t>(api));
}

std::uint64_t bytesTouched(const LibraryCall& call, std::size_t i)
{
    return call.elements[i] * elementBits(dtypeOf(call.operands[i].type)) / 8;
}

void checkTemporary(CoreState& core, const LibraryCall& call, const hawklib::TemporarySize& need)
{
    const Json numbers { { "needed", need.min }, { "useful", need.max } };
    if (call.needsStack && !core.pipe.alive && need.min != 0) {
        report(core, call.api, call.site, "shared-tmp-buffer-minimum", Severity::Error, "sharedTmpBuffer",
            "the function needs a temporary of " + std::to_string(need.min)
                + " B, but there is no TPipe to take it from: pass sharedTmpBuffer", numbers);
        return;
    }
    const std::size_t last = call.operandCount - 1;
    const std::uint64_t given = call.operandCount == 0 || call.roles[last] != Role::Scratch ? 0 : call.operands[last].bytes;
    if (given >= need.min)
        return;
    Json all = numbers;
    all["given"] = given;
    const std::string source = call.needsStack ? "the pipe has " + std::to_string(given) + " B of UB left"
                                               : "sharedTmpBuffer has " + std::to_string(given) + " B";
    report(core, call.api, call.site, "shared-tmp-buffer-minimum", Severity::Error, "sharedTmpBuffer",
        "needs at least " + std::to_string(need.min) + " B of temporary memory (up to " + std::to_string(need.max)
            + " B make it faster); " + source, std::move(all));
}

/// Sources and destinations share no byte, unless the page allows the very same start; the temporary never does.
void checkOverlap(CoreState& core, const LibraryCall& call, const LibraryFunction& function, std::size_t a, std::size_t b)
{
    const Role first = call.roles[a], second = call.roles[b];
    if (first == Role::Read && second == Role::Read)
        return;
    const Interval x { static_cast<std::int64_t>(call.operands[a].address),
        static_cast<std::int64_t>(call.operands[a].address + bytesTouched(call, a)) };
    const Interval y { static_cast<std::int64_t>(call.operands[b].address),
        static_cast<std::int64_t>(call.operands[b].address + bytesTouched(call, b)) };
    if (x.empty() || y.empty() || !x.overlaps(y) || call.operands[a].space != call.operands[b].space)
        return;
    const bool temporary = first == Role::Scratch || second == Role::Scratch;
    const bool same = x.begin == y.begin && !temporary;
    if (same && function.inPlace)
        return;
    const ApiRow& row = apiRow(static_cast<std::uint16_t>(call.api));
    // In place is outside the contract of the page, yet gives the right values where no intermediate lives in dst.
    report(core, call.api, call.site, "operand-partial-overlap", same ? Severity::Warning : Severity::Error,
        std::string(operandName(row, b)),
        std::string(operandName(row, a)) + " at UB [" + std::to_string(x.begin) + ", " + std::to_string(x.end) + ") and "
            + std::string(operandName(row, b)) + " at [" + std::to_string(y.begin) + ", " + std::to_string(y.end)
            + ") overlap; the function does not allow it",
        { { "begin", std::max(x.begin, y.begin) }, { "end", std::min(x.end, y.end) } });
}

void checkOverlaps(CoreState& core, const LibraryCall& call, const LibraryFunction& function)
{
    for (std::size_t a = 0; a < call.operandCount; ++a)
        for (std::size_t b = a + 1; b < call.operandCount; ++b)
            checkOverlap(core, call, function, a, b);
}

std::uint8_t flagsOf(Role role)
{
    if (role == Role::Read)
        return AccessRead;
    return role == Role::ReadWrite ? AccessRead | AccessWrite : AccessWrite;
}

Access accessOf(const CoreState& core, const LibraryCall& call, std::size_t i)
{
    Access access;
    access.space = spaceOf(call.operands[i].space);
    access.flags = flagsOf(call.roles[i]);
    access.dtype = dtypeOf(call.operands[i].type);
    access.offset = offsetOf(core, call.operands[i]);
    access.blockBytes = static_cast<std::uint32_t>(bytesTouched(call, i));
    return access;
}

/// Elements one pass handles with the temporary it was given.
std::uint32_t elementsPerPass(const LibraryCall& call, const hawklib::TemporarySize& need, std::uint64_t elements)
{
    const std::size_t last = call.operandCount - 1;
    if (call.operandCount == 0 || call.roles[last] != Role::Scratch || need.max == 0 || call.operands[last].bytes >= need.max)
        return 0;
    const double share = static_cast<double>(call.operands[last].bytes) / static_cast<double>(need.max);
    return static_cast<std::uint32_t>(std::max(1.0, share * static_cast<double>(elements)));
}

/// Type of the first source that is read.
DType sourceType(const LibraryCall& call)
{
    for (std::size_t i = 0; i < call.operandCount; ++i)
        if ((call.roles[i] == Role::Read || call.roles[i] == Role::ReadWrite) && call.elements[i] != 0)
            return dtypeOf(call.operands[i].type);
    return dtypeOf(call.operands[0].type);
}

/// The call as ops: as many records as its operands need.
std::vector<Op> describe(CoreState& core, const LibraryCall& call, const LibraryFunction& function,
    const hawklib::TemporarySize& need)
{
    std::uint32_t rows = 0;
    std::uint64_t elements = call.elements[0];
    if (function.extent != nullptr)
        function.extent(call, rows, elements);
    std::vector<Op> ops;
    for (std::uint32_t first = 0; first == 0 || first < call.operandCount; first += kMaxAccesses) {
        Op op = makeOp(core, call.api, call.site);
        op.dtype = sourceType(call);
        op.elements = first == 0 ? static_cast<std::uint32_t>(elements) : 0;
        op.aux = { rows, first == 0 ? elementsPerPass(call, need, elements) : 0, 1, first };
        for (std::uint32_t i = first; i < std::min<std::uint32_t>(call.operandCount, first + kMaxAccesses); ++i)
            op.accesses[op.accessCount++] = accessOf(core, call, i);
        ops.push_back(op);
    }
    return ops;
}

void issueAll(CoreState& core, std::vector<Op>& ops, const LibraryCall& call)
{
    for (Op& op : ops) {
        for (std::uint32_t i = 0; i < op.accessCount; ++i)
            checkBlock(core, op, call.site, i, call.operands[op.aux[3] + i]);
        issue(core, op);
    }
}

/// Nobody may rely on what a temporary or a reused source holds afterwards.
void spoil(CoreState& core, const LibraryCall& call)
{
    for (std::size_t i = 0; i < call.operandCount; ++i) {
        const bool reused = call.roles[i] == Role::Read && call.operands[i].reserved != 0;
        if ((call.roles[i] != Role::Scratch && !reused) || call.operands[i].space != hawkabi::Space::Ub)
            continue;
        bool shared = false; // an in-place call's source is its result
        for (std::size_t k = 0; reused && k < call.operandCount; ++k)
            shared = shared || (call.roles[k] == Role::Write && call.operands[k].address == call.operands[i].address);
        const std::uint64_t bytes = bytesTouched(call, i);
        if (shared || call.operands[i].address + bytes > core.ub.bytes())
            continue;
        std::memset(core.ub.data() + call.operands[i].address, core.machine.poison(), bytes);
        core.ubWritten.forget(call.operands[i].address, bytes);
    }
}

} // namespace

std::array<std::span<const LibraryFunction>, kLibraryFamilies> libraryFamilies()
{
    return { elementwiseLibrary(), softmaxLibrary(), normLibrary(), reductionLibrary(), transformLibrary(), sortLibrary() };
}

void callLibrary(CoreState& core, const LibraryCall& given)
{
    const LibraryFunction* function = functionOf(given.api);
    if (function == nullptr) {
        report(core, given.api, given.site, "unknown-api", Severity::Fatal, "", "the function has no execution");
        return;
    }
    LibraryCall call = given;
    const hawklib::TemporarySize need = function->temporary(call);
    if (call.needsStack && need.min != 0 && core.pipe.alive) {
        const std::uint32_t i = call.operandCount++;
        call.operands[i] = stackSpace(core);
        call.roles[i] = Role::Scratch;
    }
    if (call.operandCount != 0 && call.roles[call.operandCount - 1] == Role::Scratch) {
        const std::uint32_t last = call.operandCount - 1;
        call.elements[last] = std::min<std::uint64_t>(call.operands[last].bytes, need.max);
    }
    checkTemporary(core, call, need);
    checkOverlaps(core, call, *function);
    std::vector<Op> ops = describe(core, call, *function, need);
    issueAll(core, ops, call);
    LibraryJob job(core, call);
    function->execute(job);
    for (const Op& op : ops)
        complete(core, op);
    spoil(core, call);
}

} // namespace hawk::emulator
