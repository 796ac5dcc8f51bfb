#pragma once

#include "emulator/program/sample_program.h"

#include <string>
#include <string_view>

namespace hawk::emulator {

/// Why the program as a whole cannot run on the chip: products its README names, or every scenario's own problem. Empty when
/// nothing speaks against it.
std::string unsupportedReason(const ProgramSample& sample, const chip::ChipFacts& chip);

/// Why one scenario cannot: what its sources use after the preprocessor has decided. Empty when nothing speaks against it.
std::string scenarioProblem(const ProgramSample& sample, const ProgramScenario& scenario, const chip::ChipFacts& chip);

/// The same of a single source text: "uses the cube unit, which is not emulated: Mmad at op_kernel/gemm.cpp:12". Empty when
/// nothing speaks against it.
std::string sourceProblem(const std::filesystem::path& name, const std::string& source, const chip::ChipFacts& chip);

} // namespace hawk::emulator
