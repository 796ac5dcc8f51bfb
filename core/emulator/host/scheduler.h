#pragma once

#include "emulator/host/machine.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hawk::emulator {

/// The core whose block runs on this thread; null outside a run. Set by the scheduler only.
CoreState* currentCore();
/// Lets a test act as a core without a scheduler.
class CurrentCoreScope {
public:
    explicit CurrentCoreScope(CoreState* core);
    ~CurrentCoreScope();
    CurrentCoreScope(const CurrentCoreScope&) = delete;
    CurrentCoreScope& operator=(const CurrentCoreScope&) = delete;

private:
    CoreState* m_previous;
};

/// Runs blocks as fibers on one host thread. A block runs until it returns, waits for the others, or fails; so waiting
/// is real and a deadlock is seen.
class Scheduler {
public:
    explicit Scheduler(Machine& machine);
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    MachineOutcome run(const std::function<void()>& body);

    // From inside a block:
    /// Waits until `participants` blocks have called this as often as this one.
    void waitForAll(CoreState& core, std::uint32_t participants);
    /// Ends the run; does not return when a block is running. `kind` is Fatal or Crashed.
    void fail(MachineOutcome outcome);
    /// From the signal handler: as fail(), after the handler has noted what happened.
    [[noreturn]] void failFromSignal(MachineOutcome::Kind kind);
    bool inBlock() const { return m_running != nullptr; }
    /// Detail for failFromSignal, filled without allocation.
    char* signalText() { return m_signalText; }
    static constexpr std::size_t kSignalText = 512;

private:
    struct Fiber;
    static void trampoline();
    void resume(Fiber& fiber);
    void leave();
    void finishBlock(Fiber& fiber);
    std::string whoWaits() const;
    void reportDivergence();

    Machine& m_machine;
    std::vector<std::unique_ptr<Fiber>> m_fibers;
    Fiber* m_running = nullptr;
    const std::function<void()>* m_body = nullptr;
    MachineOutcome m_outcome;
    bool m_failed = false;
    bool m_signalled = false;
    char m_signalText[kSignalText] = {};
    std::uint32_t m_arrived = 0; ///< blocks at the current SyncAll
    std::vector<void*> m_freeStacks;
    struct Context;
    std::unique_ptr<Context> m_main;
};

} // namespace hawk::emulator
