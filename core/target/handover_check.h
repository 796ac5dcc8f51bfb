#pragma once

#include "base/result.h"
#include "reference/tensor_data.h"

#include <filesystem>
#include <string>
#include <vector>

namespace hawk::target {

/// What a program's host code handed to the device and took back, from its log (emulator/program/handover.h): host code only
/// hands on, all computation is in the kernel. Both answers are empty when that holds, else they say in words what does not.

/// Two runs on inputs of equal shapes and other values. Whatever goes to the device is a copy of an input, in whole or in parts,
/// or the same in both runs: sizes, tiling and tables follow from shapes and attributes. Inputs in the same order.
Result<std::string> handedBesideInputs(const std::filesystem::path& log, const std::vector<reference::TensorFile>& inputs,
    const std::filesystem::path& otherLog, const std::vector<reference::TensorFile>& otherInputs);

/// One run. Every output file holds what was copied back from the device, in whole or in parts.
Result<std::string> outputsNotFromDevice(const std::filesystem::path& log, const std::vector<std::filesystem::path>& outputs);

} // namespace hawk::target
