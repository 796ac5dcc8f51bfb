#pragma once

#include "base/result.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::emulator {

/// The C++ compiler and the device headers that turn a kernel source into a shared object. Immutable once
/// found.
struct Toolchain {
    std::filesystem::path compiler; ///< absolute; never a compiler cache's wrapper
    std::string version; ///< first line of --version
    std::filesystem::path headers; ///< folder of kernel_operator.h
    std::string headerHash; ///< over names and contents of every file below `headers`
    std::vector<std::string> knownNames; ///< identifiers of the headers, to suggest corrections
    std::vector<std::string> compileFlags; ///< decide the object code
    std::vector<std::string> linkFlags; ///< of a program with host code, which is linked to libraries
    /// Everything that decides a build besides source, defines and entry.
    std::string fingerprint() const;
};

/// Environment when the compiler or the headers are missing, with what to install.
Result<Toolchain> findToolchain(const std::string& compiler);

/// Where the device headers are: HAWK_DEVICE_INCLUDE, then ../share/hawk/device beside the executable, then
/// the source tree the binary was built from.
std::filesystem::path deviceHeaderDir();

} // namespace hawk::emulator
