#include "base/files.h"
#include "emulator/runner/kernel_builder.h"

namespace hawk::emulator {

Result<std::filesystem::path> KernelBuilder::precompiledHeaderDir(const Toolchain&, std::stop_token)
{
    return std::filesystem::path();
}

} // namespace hawk::emulator
