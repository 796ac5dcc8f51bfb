#pragma once

#include "emulator/runner/api_catalog.h"
#include "synth/prompt/prompt.h"

namespace hawk::synth {

/// The API part of a prompt: exact signatures, chosen by need. First what the failed or parent kernel, the compiler's
/// messages and the retrieved entries name, then what the operator's family uses, then the base of every kernel. Parameter
/// structs follow the first API that takes them.
Result<PromptSection> apiSection(const emulator::ApiCatalog& catalog, const SynthRequest& request);

} // namespace hawk::synth
