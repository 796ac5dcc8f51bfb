#pragma once

#include "core/host/machine_fixture.h"
#include "core/property/numbers.h"
#include "emulator/host/core_ops.h"
#include "emulator/host/scheduler.h"

#include <string>
#include <vector>

namespace hawk::property {

/// One core with a UB full of known bytes, and what they should become. A trial fills both, calls the device API, applies its
/// own idea of the call to expected(), and compares every byte: also those the call must leave alone.
class UbImage {
public:
    static constexpr std::uint32_t kGmBytes = 32768; ///< of the input and of the output
    UbImage();
    /// New random bytes everywhere, all of them written, registers as at a kernel's begin.
    void begin(std::uint64_t seed);
    /// Sets one element in both.
    void set(std::uint32_t address, Number type, std::uint64_t bits);
    std::uint64_t at(std::uint32_t address, Number type) const { return load(m_expected.data() + address, type); }
    std::byte* expected() { return m_expected.data(); }
    const std::byte* actual() const { return m_core->ub.data(); }
    /// Tensors in global memory: one with contents, one without.
    std::uint8_t* input() { return reinterpret_cast<std::uint8_t*>(m_run.machine->gm().argument(0)); }
    std::uint8_t* output() { return reinterpret_cast<std::uint8_t*>(m_run.machine->gm().argument(1)); }
    /// Compares; `type` is how differing bytes are shown and compared (NaNs are all the same). Also fails when the call raised a
    /// finding: these calls break no rule. Returns whether all is well.
    bool holds(Number type, const std::string& what, bool anyZero = false);

private:
    emulator::MachineRun m_run;
    std::unique_ptr<emulator::CoreState> m_core;
    std::unique_ptr<emulator::CurrentCoreScope> m_scope;
    std::vector<std::byte> m_expected;
};

} // namespace hawk::property
