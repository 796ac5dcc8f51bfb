#pragma once

#include "emulator/host/machine.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
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
    /// Lets other blocks run until `ready` says true. `what` completes "waits for ...", `constraint` is the catalogue id
    /// that a wait for ever is reported under.
    void waitUntil(CoreState& core, std::function<bool()> ready, std::string what, std::string_view constraint);
    /// A block that polls global memory lets the others run; when none of them changes anything any more, polling for
    /// ever is a deadlock too.
    void yieldPolling(CoreState& core, std::uint64_t gmOffset);
    /// Something that another block may wait for has changed.
    void noteChange() { ++m_changes; }
    /// Ends the run; does not return when a block is running. `kind` is Fatal or Crashed.
    void fail(MachineOutcome outcome);
    /// From the signal handler: as fail(), after the handler has noted what happened.
    [[noreturn]] void failFromSignal(MachineOutcome::Kind kind);
    bool inBlock() const { return m_running != nullptr; }
    /// Whether the address is where the running block's stack would go on if it were larger.
    bool belowStack(std::uintptr_t address) const;
    /// Detail for failFromSignal, filled without allocation.
    char* signalText() { return m_signalText; }
    static constexpr std::size_t kSignalText = 512;

private:
    struct Fiber;
    static void trampoline();
    void resume(Fiber& fiber);
    void leave();
    void finishBlock(Fiber& fiber);
    void prepareFibers();
    /// Gives every block that can run its turn; false when none could.
    bool runRound();
    bool runnable(const Fiber& fiber) const;
    void reportDeadlock(bool polling);
    std::string whoWaits() const;
    bool startFiber(Fiber& fiber);

    Machine& m_machine;
    std::vector<std::unique_ptr<Fiber>> m_fibers;
    Fiber* m_running = nullptr;
    const std::function<void()>* m_body = nullptr;
    MachineOutcome m_outcome;
    bool m_failed = false;
    bool m_signalled = false;
    char m_signalText[kSignalText] = {};
    std::uint64_t m_changes = 0; ///< of global memory and of synchronisation state
    bool m_onlyPolling = false; ///< whoever ran in this round only polled
    std::vector<void*> m_freeStacks;
    std::vector<std::unique_ptr<LocalMemory>> m_freeLocal; ///< of finished blocks: mapping anew costs more than poisoning
    struct Context;
    std::unique_ptr<Context> m_main;
};

} // namespace hawk::emulator
