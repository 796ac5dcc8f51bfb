#include "emulator/host/machine.h"

#include "emulator/host/scheduler.h"
#include "emulator/poison.h"

#include <cstring>

namespace hawk::emulator {

std::uint8_t poisonFor(std::uint64_t seed)
{
    return poisonOf(seed);
}

Machine::Machine(const Launch& launch, TraceWriter& trace, FindingSink& sink)
    : m_launch(launch)
    , m_trace(trace)
    , m_sink(sink)
    , m_scheduler(std::make_unique<Scheduler>(*this))
    , m_poison(poisonFor(launch.seed))
{
}

Machine::Machine(const Launch& launch, GmArena& gm, ShadowMemory& written, TraceWriter& trace, FindingSink& sink)
    : Machine(launch, trace, sink)
{
    m_gm = &gm;
    m_gmWritten = &written;
}

Machine::~Machine() = default;

Status Machine::prepare(GmArena::InputWatch watch)
{
    if (Status created = m_ownGm.create(m_launch, m_poison, watch); !created)
        return created;
    m_ownWritten = std::make_unique<ShadowMemory>(m_ownGm.bytes());
    m_gmWritten = m_ownWritten.get();
    for (const std::size_t i : m_ownGm.initialised())
        m_gmWritten->markWritten(
            static_cast<std::uint64_t>(m_ownGm.argument(i) - m_ownGm.base()), m_ownGm.argumentBytes(i));
    return {};
}

MachineOutcome Machine::run(const std::function<void()>& body) { return m_scheduler->run(body); }

void Machine::checkMemory()
{
    for (const TraceTensor& tensor : m_gm->tensors())
        if (tensor.output)
            adoptRawStores(tensor.offset, tensor.bytes);
    for (const GmArena::Damage& damage : m_gm->damages()) {
        bool known = false; // the transfer that did it has been reported with its line
        for (const Finding& finding : m_sink.findings())
            known = known || finding.numbers.value("tensor", std::string()) == damage.tensor;
        if (known)
            continue;
        Finding finding;
        finding.constraint = "gm-tensor-overrun";
        finding.severity = Severity::Error;
        finding.operand = damage.tensor;
        finding.message = "memory " + std::string(damage.before ? "in front of" : "behind") + " tensor " + damage.tensor
            + " was overwritten, " + std::to_string(damage.distance) + " B from its " + (damage.before ? "start" : "end")
            + " (by a raw pointer, so the line is not known)";
        finding.fix = constraintInfo(finding.constraint).fix;
        finding.numbers = { { "tensor", damage.tensor }, { "distance", damage.distance } };
        m_sink.add(std::move(finding));
    }
}

std::uint16_t Machine::internFile(const char* name)
{
    if (name == m_lastFile)
        return m_lastFileId;
    const std::uint16_t id = m_trace.internFile(name);
    if (id >= m_files.size())
        m_files.resize(std::size_t { id } + 1);
    if (m_files[id].empty())
        m_files[id] = name;
    m_lastFile = name;
    m_lastFileId = id;
    return id;
}

void Machine::append(const Op& op)
{
    ++m_opsTotal;
    m_trace.append(op);
}

} // namespace hawk::emulator
