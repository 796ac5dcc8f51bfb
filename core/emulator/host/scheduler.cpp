#include "emulator/host/scheduler.h"

#include "base/rng.h"
#include "emulator/host/core_ops.h"

#include <algorithm>
#include <numeric>
#include <sys/mman.h>
#include <ucontext.h>

namespace hawk::emulator {
namespace {

constexpr std::size_t kStackBytes = std::size_t { 1 } << 20U;
constexpr std::size_t kGuardBytes = std::size_t { 256 } << 10U; ///< below each stack; a local array may skip a page of it

thread_local CoreState* t_core = nullptr;
thread_local Scheduler* t_scheduler = nullptr; // for the entry function of a fiber, which takes no pointer

} // namespace

CoreState* currentCore() { return t_core; }

CurrentCoreScope::CurrentCoreScope(CoreState* core)
    : m_previous(t_core)
{
    t_core = core;
}
CurrentCoreScope::~CurrentCoreScope() { t_core = m_previous; }

struct Scheduler::Context {
    ucontext_t context {};
};

struct Scheduler::Fiber {
    enum class State : std::uint8_t { NotStarted, Running, Waiting, Finished };
    std::uint32_t block = 0;
    State state = State::NotStarted;
    ucontext_t context {};
    void* stack = nullptr;
    std::unique_ptr<CoreState> core;
    std::function<bool()> ready; ///< while Waiting
    std::string waitsFor;
    std::string_view constraint;
    bool polling = false;
};

Scheduler::Scheduler(Machine& machine)
    : m_machine(machine)
    , m_main(std::make_unique<Context>())
{
}

Scheduler::~Scheduler()
{
    for (const auto& fiber : m_fibers) {
        if (fiber->stack != nullptr)
            m_freeStacks.push_back(fiber->stack);
    }
    for (void* stack : m_freeStacks)
        ::munmap(stack, kStackBytes + kGuardBytes);
}

void Scheduler::trampoline()
{
    Scheduler& self = *t_scheduler;
    Fiber& fiber = *self.m_running;
    beginBlock(*fiber.core);
    (*self.m_body)();
    endBlock(*fiber.core);
    fiber.state = Fiber::State::Finished;
    self.leave();
}

bool Scheduler::belowStack(std::uintptr_t address) const
{
    const auto stack = m_running != nullptr ? reinterpret_cast<std::uintptr_t>(m_running->stack) : 0;
    return stack != 0 && address >= stack && address < stack + kGuardBytes;
}

void Scheduler::leave() { ::swapcontext(&m_running->context, &m_main->context); }

/// Core and stack for a block that begins; false when memory is short, which ends the run.
bool Scheduler::startFiber(Fiber& fiber)
{
    fiber.core = std::make_unique<CoreState>(m_machine, fiber.block);
    if (!m_freeLocal.empty()) {
        fiber.core->ub.take(*m_freeLocal.back(), m_machine.poison());
        m_freeLocal.pop_back();
    } else if (!fiber.core->ub.create(m_machine.chip().ub.value.n, m_machine.poison())) {
        fail({ MachineOutcome::Kind::Fatal, "out of memory for the local memory of block " + std::to_string(fiber.block) });
        return false;
    }
    if (!m_freeStacks.empty()) {
        fiber.stack = m_freeStacks.back();
        m_freeStacks.pop_back();
    } else {
        fiber.stack = ::mmap(nullptr, kStackBytes + kGuardBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (fiber.stack == MAP_FAILED) {
            fiber.stack = nullptr;
            fail({ MachineOutcome::Kind::Fatal, "out of memory for the stack of block " + std::to_string(fiber.block) });
            return false;
        }
        ::mprotect(fiber.stack, kGuardBytes, PROT_NONE); // a stack overflow faults here
    }
    ::getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = static_cast<char*>(fiber.stack) + kGuardBytes;
    fiber.context.uc_stack.ss_size = kStackBytes;
    fiber.context.uc_link = nullptr;
    ::makecontext(&fiber.context, &Scheduler::trampoline, 0);
    return true;
}

void Scheduler::resume(Fiber& fiber)
{
    if (fiber.state == Fiber::State::NotStarted && !startFiber(fiber))
        return;
    fiber.state = Fiber::State::Running;
    fiber.ready = nullptr;
    fiber.polling = false;
    m_running = &fiber;
    t_scheduler = this;
    t_core = fiber.core.get();
    ::swapcontext(&m_main->context, &fiber.context);
    t_core = nullptr;
    m_running = nullptr;
    m_onlyPolling = m_onlyPolling && fiber.polling;
    if (m_signalled) {
        m_signalled = false;
        m_outcome.detail = m_signalText;
    }
    if (fiber.state == Fiber::State::Finished)
        finishBlock(fiber);
}

void Scheduler::finishBlock(Fiber& fiber)
{
    m_freeLocal.push_back(std::make_unique<LocalMemory>());
    m_freeLocal.back()->take(fiber.core->ub, std::nullopt);
    fiber.core.reset();
    m_freeStacks.push_back(fiber.stack);
    fiber.stack = nullptr;
    ++m_changes;
}

void Scheduler::prepareFibers()
{
    std::vector<std::uint32_t> order(m_machine.launch().blockDim);
    std::iota(order.begin(), order.end(), 0U);
    Rng rng(deriveSeed(m_machine.launch().seed, "block order"));
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[rng.below(i)]);
    for (const std::uint32_t block : order) {
        m_fibers.push_back(std::make_unique<Fiber>());
        m_fibers.back()->block = block;
    }
}

bool Scheduler::runnable(const Fiber& fiber) const
{
    if (fiber.state == Fiber::State::Waiting)
        return fiber.ready && fiber.ready();
    return fiber.state == Fiber::State::NotStarted || fiber.state == Fiber::State::Running;
}

bool Scheduler::runRound()
{
    bool progressed = false;
    m_onlyPolling = true;
    for (const auto& fiber : m_fibers) {
        if (m_failed)
            break;
        if (!runnable(*fiber))
            continue;
        progressed = true;
        resume(*fiber);
    }
    return progressed;
}

MachineOutcome Scheduler::run(const std::function<void()>& body)
{
    // Polling that sees no change in this many rounds, with nothing else to run, will never see one.
    constexpr int kIdleRounds = 20'000;
    m_body = &body;
    prepareFibers();
    int idle = 0;
    while (!m_failed) {
        const std::uint64_t before = m_changes;
        if (!runRound())
            break;
        idle = m_onlyPolling && m_changes == before ? idle + 1 : 0;
        if (idle < kIdleRounds || m_failed)
            continue;
        reportDeadlock(true);
        m_failed = true;
    }
    const bool allDone
        = std::ranges::all_of(m_fibers, [](const auto& fiber) { return fiber->state == Fiber::State::Finished; });
    if (!m_failed && !allDone)
        reportDeadlock(false);
    m_machine.trace().flush();
    return m_outcome;
}

void Scheduler::waitUntil(CoreState& core, std::function<bool()> ready, std::string what, std::string_view constraint)
{
    (void)core;
    ++m_changes;
    if (ready())
        return;
    if (m_running == nullptr)
        return; // a test without a scheduler
    m_running->ready = std::move(ready);
    m_running->waitsFor = std::move(what);
    m_running->constraint = constraint;
    m_running->state = Fiber::State::Waiting;
    leave();
}

void Scheduler::yieldPolling(CoreState& core, std::uint64_t gmOffset)
{
    if (m_running == nullptr || m_fibers.size() < 2)
        return;
    closeScalarRuns(core);
    m_running->polling = true;
    m_running->waitsFor = "another block to change " + m_machine.gm().explain(reinterpret_cast<std::uintptr_t>(m_machine.gm().base()) + gmOffset);
    m_running->constraint = "crosscore-deadlock";
    leave();
}

void Scheduler::fail(MachineOutcome outcome)
{
    if (!m_failed)
        m_outcome = std::move(outcome);
    m_failed = true;
    if (m_running != nullptr)
        leave(); // never resumed
}

void Scheduler::failFromSignal(MachineOutcome::Kind kind)
{
    m_outcome.kind = kind;
    m_failed = true;
    m_signalled = true;
    ::setcontext(&m_main->context);
    __builtin_unreachable();
}

std::string Scheduler::whoWaits() const
{
    std::string waiting;
    std::string ended;
    int waiters = 0;
    int gone = 0;
    constexpr int kNamed = 8;
    for (const auto& fiber : m_fibers) {
        if (fiber->state == Fiber::State::Finished) {
            if (gone++ < kNamed)
                ended += (ended.empty() ? "" : ", ") + std::to_string(fiber->block);
        } else if (fiber->core && waiters++ < kNamed) {
            waiting += (waiting.empty() ? "" : "; ") + std::string("block ") + std::to_string(fiber->block) + " at " + fiber->core->file
                + ":" + std::to_string(fiber->core->line) + " waits for " + fiber->waitsFor;
        }
    }
    return std::to_string(waiters) + (waiters == 1 ? " block waits" : " blocks wait") + " for ever (" + waiting
        + (waiters > kNamed ? "; ..." : "") + ")"
        + (gone == 0 ? ""
                     : "; " + std::to_string(gone) + (gone == 1 ? " block has" : " blocks have") + " ended (" + ended
                   + (gone > kNamed ? ", ..." : "") + ")");
}

void Scheduler::reportDeadlock(bool polling)
{
    m_outcome = { MachineOutcome::Kind::Deadlock, whoWaits() };
    for (const auto& fiber : m_fibers) {
        const bool stuck = fiber->state == Fiber::State::Waiting || (polling && fiber->state == Fiber::State::Running && fiber->core);
        if (!stuck)
            continue;
        Finding finding;
        finding.constraint = std::string(fiber->constraint);
        finding.severity = Severity::Fatal;
        finding.message = m_outcome.detail;
        finding.fix = constraintInfo(finding.constraint).fix;
        finding.file = fiber->core->file;
        finding.line = static_cast<int>(fiber->core->line);
        finding.core = static_cast<int>(fiber->block);
        finding.seq = fiber->core->nextSeq;
        m_machine.sink().add(std::move(finding));
        return;
    }
}

} // namespace hawk::emulator
