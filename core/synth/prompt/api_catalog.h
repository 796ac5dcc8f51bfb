#pragma once

#include "emulator/runner/api_catalog.h"

namespace hawk::synth {

// The compiler's messages and the prompts quote the same signatures.
using emulator::ApiCatalog;
using emulator::ApiDeclaration;

} // namespace hawk::synth
