#pragma once

#include "chip/chip_facts.h"
#include "emulator/runner/prepared_headers.h"
#include "emulator/runner/sandbox.h"
#include "emulator/runner/toolchain.h"

namespace hawk::emulator {

inline constexpr std::chrono::seconds kCompilerTimeout { 30 };

/// The compiler with its flags as a sandbox job that may write only `folder`; the caller adds inputs and
/// outputs.
SandboxJob compilerJob(const Toolchain& toolchain, const std::filesystem::path& folder);

/// What the vendor compiler predefines for a chip generation, as -D flags. A kernel and the precompiled header it uses must be
/// built with the same ones. Empty without a chip.
std::vector<std::string> generationMacros(const chip::ChipFacts* chip);

/// What makes a kernel's library of its source; stands behind the source. Without the libraries, which the program that loads
/// the kernel has: opening them is most of what the linker would do.
std::vector<std::string> kernelLinking(const PreparedHeaders::Use& prepared);

} // namespace hawk::emulator
