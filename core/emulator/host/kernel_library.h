#pragma once

#include "base/result.h"
#include "emulator/host/machine.h"
#include "hawk/abi.h"

#include <filesystem>
#include <string>
#include <vector>

namespace hawk::emulator {

/// A kernel's shared object. Stays loaded until the process ends: findings refer to its strings.
class KernelLibrary {
public:
    /// The error says which symbol is missing, or that the library was built for another version.
    static Result<KernelLibrary> load(const std::filesystem::path& file);
    /// Whether the launch gives what the entry takes: count, kinds and sizes of parameters.
    Status checkArguments(const Launch& launch) const;
    void call(void** arguments) const { m_launch(arguments); }

private:
    void (*m_launch)(void**) = nullptr;
    const hawkabi::EntryInfo* m_info = nullptr;
};

/// The values a kernel is called with: GM addresses and scalars, in parameter order.
class ArgumentValues {
public:
    ArgumentValues(const Launch& launch, const GmArena& gm);
    void** pointers() { return m_pointers.data(); }

private:
    std::vector<std::uint64_t> m_values;
    std::vector<void*> m_pointers;
};

} // namespace hawk::emulator
