#include "emulator/host/core_ops.h"

#include "emulator/host/reused_buffers.h"
#include "emulator/host/scheduler.h"
#include "emulator/trace/access_geometry.h"

#include <sys/mman.h>

namespace hawk::emulator {

LocalMemory::~LocalMemory()
{
    if (m_data != nullptr)
        ::munmap(m_data, m_mapped);
}

bool LocalMemory::create(std::uint64_t bytes, std::uint8_t poison)
{
    constexpr std::uint64_t kPage = 4096;
    const std::uint64_t usable = (bytes + kPage - 1) / kPage * kPage;
    void* memory = ::mmap(nullptr, usable + kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return false;
    m_data = static_cast<std::byte*>(memory);
    m_bytes = bytes;
    m_mapped = usable + kPage;
    ::mprotect(m_data + usable, kPage, PROT_NONE);
    std::fill(m_data, m_data + usable, static_cast<std::byte>(poison));
    return true;
}

void LocalMemory::take(LocalMemory& other, std::optional<std::uint8_t> poison)
{
    std::swap(m_data, other.m_data);
    std::swap(m_bytes, other.m_bytes);
    std::swap(m_mapped, other.m_mapped);
    if (poison)
        std::fill(m_data, m_data + m_bytes, static_cast<std::byte>(*poison));
}

CoreState::CoreState(Machine& owner, std::uint32_t block)
    : machine(owner)
    , index(block)
    , ubWritten(owner.chip().ub.value.n)
    , ubLeftOver(owner.chip().ub.value.n)
    , context { owner.chip(), owner.gm().tensors(), ubWritten, owner.gmWritten(), owner.files() }
{
}

void beginBlock(CoreState& core)
{
    Op op = makeOp(core, hawkabi::Api::KernelBegin, hawkabi::Site("", 0));
    record(core, op);
}

void endBlock(CoreState& core)
{
    closeScalarRuns(core);
    Op op = makeOp(core, hawkabi::Api::KernelEnd, hawkabi::Site(core.file, core.line));
    record(core, op);
    core.machine.trace().flush();
}

Op makeOp(CoreState& core, hawkabi::Api api, const hawkabi::Site& site)
{
    const ApiRow& row = apiRow(static_cast<std::uint16_t>(api));
    Op op;
    op.api = row.id;
    op.core = static_cast<std::uint16_t>(core.index);
    op.kind = row.kind;
    op.pipe = row.pipe;
    if (site.line != 0) {
        core.file = site.file;
        core.line = site.line;
    }
    // A call through a function pointer or an operator brings no place: the last known one is nearest.
    op.file = core.machine.internFile(core.file);
    op.line = core.line;
    return op;
}

void closeScalarRuns(CoreState& core)
{
    if (core.scalarRuns.empty())
        return;
    for (const Op& run : core.scalarRuns.close())
        core.machine.append(run);
}

void stopIfFatal(CoreState& core)
{
    const FindingSink& sink = core.machine.sink();
    if (!sink.hasFatal())
        return;
    closeScalarRuns(core);
    core.machine.trace().flush();
    std::string detail = "a fatal finding stopped the kernel";
    for (const Finding& finding : sink.findings()) {
        if (finding.severity == Severity::Fatal)
            detail = finding.constraint + " in " + finding.api + " at " + finding.file + ":" + std::to_string(finding.line)
                + " (block " + std::to_string(finding.core) + "): " + finding.message;
    }
    core.machine.scheduler().fail({ MachineOutcome::Kind::Fatal, std::move(detail) });
}

namespace {

/// Work ends a suspicion of polling; one more load of the same place deepens it.
void watchPolling(CoreState& core, const Op& op)
{
    if (op.kind != OpClass::DmaGmToUb && op.kind != OpClass::ScalarRead) {
        core.polling.works();
        if (op.kind == OpClass::DmaUbToGm || op.kind == OpClass::ScalarWrite)
            core.machine.scheduler().noteChange();
        return;
    }
    for (std::size_t i = 0; i < op.accessCount; ++i) {
        const Access& access = op.accesses[i];
        if (access.space == Space::Gm && core.polling.reads(op.line, access.offset))
            core.machine.scheduler().yieldPolling(core, access.offset);
    }
}

/// Before the rules ask whether what is read was ever written.
void seeRawStores(CoreState& core, const Op& op)
{
    for (std::size_t i = 0; i < op.accessCount; ++i) {
        const Access& access = op.accesses[i];
        if (access.space != Space::Gm || ((access.flags & AccessWrite) != 0 && (access.flags & AccessAtomic) == 0))
            continue;
        if (core.machine.gmWritten().firstUnwritten(access) < 0)
            continue;
        const Interval range = boundsOf(access);
        core.machine.adoptRawStores(static_cast<std::uint64_t>(range.begin), static_cast<std::uint64_t>(range.end - range.begin));
    }
}

} // namespace

void issue(CoreState& core, Op& op)
{
    closeScalarRuns(core);
    seeRawStores(core, op);
    seeLeftOvers(core, op);
    if (core.machine.launch().blockDim > 1)
        watchPolling(core, op);
    op.seq = core.nextSeq++;
    checkIssue(op, core.context, core.machine.sink());
    stopIfFatal(core);
}

void complete(CoreState& core, const Op& op)
{
    markResults(op, core.ubWritten, core.machine.gmWritten());
    core.machine.append(op);
}

void record(CoreState& core, Op& op)
{
    closeScalarRuns(core);
    op.seq = core.nextSeq++;
    core.machine.append(op);
}

void report(CoreState& core, hawkabi::Api api, const hawkabi::Site& site, std::string_view constraint, Severity severity,
    std::string operand, std::string message, Json numbers)
{
    Finding finding;
    finding.constraint = constraint;
    finding.severity = severity;
    finding.api = apiRow(static_cast<std::uint16_t>(api)).name;
    finding.operand = std::move(operand);
    finding.message = std::move(message);
    finding.fix = constraintInfo(constraint).fix;
    finding.file = site.line != 0 ? site.file : core.file;
    finding.line = static_cast<int>(site.line != 0 ? site.line : core.line);
    finding.core = static_cast<int>(core.index);
    finding.seq = core.nextSeq;
    finding.numbers = std::move(numbers);
    core.machine.sink().add(std::move(finding));
    stopIfFatal(core);
}

namespace {

void recordSync(CoreState& core, hawkabi::Api api, const hawkabi::Site& site, OpClass kind, Pipe from, Pipe to,
    std::uint32_t token, SyncKind sync)
{
    Op op = makeOp(core, api, site);
    op.kind = kind;
    op.pipe = kind == OpClass::SyncSet ? from : to;
    op.aux = { static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to), token, static_cast<std::uint32_t>(sync) };
    record(core, op);
}

} // namespace

void recordSet(CoreState& core, hawkabi::Api api, const hawkabi::Site& site, Pipe from, Pipe to, std::uint32_t token, SyncKind kind)
{
    recordSync(core, api, site, OpClass::SyncSet, from, to, token, kind);
}

void recordWait(CoreState& core, hawkabi::Api api, const hawkabi::Site& site, Pipe from, Pipe to, std::uint32_t token, SyncKind kind)
{
    recordSync(core, api, site, OpClass::SyncWait, from, to, token, kind);
}

DType dtypeOf(hawkabi::Type type) { return static_cast<DType>(type); }
std::size_t elementBits(DType type)
{
    constexpr std::size_t kInt4Bits = 4;
    return type == DType::Int4 ? kInt4Bits : sizeOf(type) * 8;
}
static_assert(static_cast<int>(hawkabi::Type::Float32) == static_cast<int>(DType::Float32));
static_assert(static_cast<int>(hawkabi::Type::UInt64) == static_cast<int>(DType::UInt64));
static_assert(static_cast<int>(hawkabi::Type::Bool) == static_cast<int>(DType::Bool));

Space spaceOf(hawkabi::Space space) { return static_cast<Space>(space); }
static_assert(static_cast<int>(hawkabi::Space::Ub) == static_cast<int>(Space::Ub));
static_assert(static_cast<int>(hawkabi::Space::Fb) == static_cast<int>(Space::Fb));

std::uint64_t offsetOf(const CoreState& core, const hawkabi::Operand& operand)
{
    if (operand.space != hawkabi::Space::Gm)
        return operand.address;
    return operand.address - reinterpret_cast<std::uint64_t>(core.machine.gm().base());
}

std::uint64_t localOffset(const CoreState& core, const volatile void* pointer)
{
    // A wild address becomes an offset far beyond any local memory, whose low bits still show it in the message.
    constexpr std::uint64_t kNowhere = 1ULL << 40U;
    const auto address = reinterpret_cast<std::uint64_t>(pointer);
    const auto base = reinterpret_cast<std::uint64_t>(core.ub.data());
    const bool inside = address >= base && address - base < core.ub.bytes() + 0x10000;
    return inside ? address - base : kNowhere + (address & 0xFFFFFFFFU);
}

std::byte* memoryOf(CoreState& core, const hawkabi::Operand& operand)
{
    if (operand.space == hawkabi::Space::Gm)
        return reinterpret_cast<std::byte*>(operand.address);
    return core.ub.data() + operand.address;
}

void checkBlock(CoreState& core, const Op& op, const hawkabi::Site& site, std::size_t operand, const hawkabi::Operand& tensor)
{
    const std::uint32_t index = tensor.handle >> 16U;
    if (index == 0 || index > core.pipe.buffers.size())
        return;
    const auto api = static_cast<hawkabi::Api>(op.api);
    const BufferBlock& block = core.pipe.buffers[index - 1];
    const std::string name(operandName(apiRow(op.api), firstOperand(op) + operand));
    if (block.queue >= 0 && (block.state == BufferBlock::State::Free || (block.generation & 0xFFFFU) != (tensor.handle & 0xFFFFU))) {
        report(core, api, site, "use-after-free", Severity::Error, name,
            "the tensor was given back by FreeTensor (buffer " + std::to_string(block.number) + " of queue "
                + std::to_string(block.queue) + "); its memory may be refilled at any time",
            { { "queue", block.queue }, { "buffer", block.number } });
        return;
    }
    if (operand >= op.accessCount)
        return;
    const Interval touched = boundsOf(op.accesses[operand]);
    const Interval own { block.offset, std::int64_t { block.offset } + block.bytes };
    if (touched.empty() || own.contains(touched))
        return;
    report(core, api, site, "tensor-extent-overflow", constraintInfo("tensor-extent-overflow").severity, name,
        "touches UB bytes [" + std::to_string(touched.begin) + ", " + std::to_string(touched.end)
            + "), but the tensor's buffer is [" + std::to_string(own.begin) + ", " + std::to_string(own.end) + "), "
            + std::to_string(block.bytes) + " B",
        { { "begin", touched.begin }, { "end", touched.end }, { "bufferBegin", own.begin }, { "bufferEnd", own.end } });
}

} // namespace hawk::emulator
