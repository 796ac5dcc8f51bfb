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
    /// List: the descriptor of a tensor list (ListTensorDesc); its tensors are other arguments of the launch.
    enum class Kind : std::uint8_t { Input, Output, Workspace, Tiling, Scalar, List };
    Kind kind = Kind::Input;
    std::string name;
    DType dtype = DType::None;
    std::vector<std::int64_t> shape;
    std::filesystem::path data; ///< Input: file with the contents; Output: the same when it is updated in place
    std::uint64_t bytes = 0; ///< size of the GM buffer (inputs, outputs, workspace, tiling)
    std::vector<std::byte> value; ///< Tiling: struct bytes; Scalar: the value, 1 to 8 bytes
    std::vector<std::size_t> members; ///< List: positions of its tensors in Launch::arguments
    bool member = false; ///< reached through a list only: no parameter of the kernel
    bool absent = false; ///< optional tensor that was not given: the kernel gets a null address
    std::int64_t alias = -1; ///< position of the argument whose buffer this one shares, for updates in place
};

/// An output with a buffer of its own: its contents after the run are written to a file.
bool isStoredOutput(const Argument& argument);

/// Everything needed to run a built kernel once.
struct Launch {
    std::string entry; ///< kernel function
    std::vector<Argument> arguments; ///< in the kernel's parameter order; members of lists may stand anywhere
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
