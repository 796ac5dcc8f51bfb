#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hawk::bench {

/// The KernelBench reference of a package file: one named like it (or like it after a "new_model_" mark, then beside it with a
/// "model_" mark) in `folders`, else in a folder called reference at or above the file, or in vendor/*/ there. Empty when there is none.
std::filesystem::path findReference(const std::filesystem::path& package, const std::vector<std::filesystem::path>& folders);

/// The operator's name in the benchmark: the file's stem without such a mark.
std::string benchmarkName(const std::filesystem::path& package);

} // namespace hawk::bench
