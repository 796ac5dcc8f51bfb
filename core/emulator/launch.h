#pragma once

#include "base/dtype.h"
#include "base/json.h"
#include "chip/chip_facts.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hawk::emulator {

/// One kernel argument, already resolved for a case.
struct Argument {
    enum class Kind : std::uint8_t { Input, Output, Workspace, Tiling, Scalar };
    Kind kind = Kind::Input;
    std::string name;
    DType dtype = DType::None;
    std::vector<std::int64_t> shape;
    std::filesystem::path data; ///< Input: file with the contents
    std::uint64_t bytes = 0; ///< size of the GM buffer (inputs, outputs, workspace, tiling)
    std::vector<std::byte> value; ///< Tiling: struct bytes; Scalar: the value, 1 to 8 bytes
};

/// Everything needed to run a built kernel once.
struct Launch {
    std::string entry; ///< kernel function
    std::vector<Argument> arguments; ///< in the kernel's parameter order
    std::uint32_t blockDim = 1;
    std::uint64_t seed = 1; ///< order of blocks, addresses, poison
    std::shared_ptr<const chip::ChipFacts> chip;
};

/// Limits of one kernel run.
struct RunLimits {
    std::uint32_t wallMs = 20'000;
    std::uint32_t cpuSeconds = 20;
    std::uint64_t memoryBytes = 2ULL << 30U;
    std::uint64_t fileBytes = 512ULL << 20U;
    std::uint32_t processes = 8;
    std::uint64_t maxOutputBytes = 1ULL << 20U; ///< of each text stream
    std::uint64_t maxTraceOps = 4'000'000; ///< beyond it the trace stops and timing is marked partial
};

/// The launch as the host program reads it.
Json toJson(const Launch& launch);
Result<Launch> launchFromJson(const Json& json);

} // namespace hawk::emulator
