#pragma once

#include "emulator/runner/api_catalog.h"
#include "emulator/runner/corrections.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::target {

/// What the emulator's Ascend C headers are called and every identifier they hold. Read once per process; both sets are empty
/// when the headers are not there (the build then says so).
struct DeviceNames {
    std::set<std::string, std::less<>> headers; ///< as an include names them: "kernel_operator.h", "lib/sort.h"
    std::set<std::string, std::less<>> identifiers;
};
const DeviceNames& deviceNames();

/// What a name that does not exist is explained with (emulator/runner/unknown_name.h). Read at the first one, once per process;
/// without a compiler the signatures are missing.
struct ApiVocabulary {
    emulator::ApiCatalog api;
    emulator::Corrections corrections;
    std::vector<std::string> names; ///< identifiers of the device headers
};
const ApiVocabulary& apiVocabulary();

} // namespace hawk::target
