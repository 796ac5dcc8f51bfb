#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace hawk::target {

/// What the emulator's Ascend C headers are called and every identifier they hold. Read once per process; both sets are empty
/// when the headers are not there (the build then says so).
struct DeviceNames {
    std::set<std::string, std::less<>> headers; ///< as an include names them: "kernel_operator.h", "lib/sort.h"
    std::set<std::string, std::less<>> identifiers;
};
const DeviceNames& deviceNames();

} // namespace hawk::target
