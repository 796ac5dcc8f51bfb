#pragma once

#include "emulator/runner/sandbox.h"
#include "emulator/runner/toolchain.h"

namespace hawk::emulator {

inline constexpr std::chrono::seconds kCompilerTimeout { 30 };

/// The compiler with its flags as a sandbox job that may write only `folder`; the caller adds inputs and
/// outputs.
SandboxJob compilerJob(const Toolchain& toolchain, const std::filesystem::path& folder);

} // namespace hawk::emulator
