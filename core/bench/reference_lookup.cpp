#include "bench/reference_lookup.h"

#include <algorithm>

namespace hawk::bench {
namespace fs = std::filesystem;
namespace {

constexpr int kAncestors = 8;

/// `name`.py in the folder or one level below it.
fs::path fileIn(const fs::path& folder, const std::string& name)
{
    std::error_code ec;
    if (fs::path file = folder / (name + ".py"); fs::is_regular_file(file, ec))
        return file;
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        if (fs::path file = entry.path() / (name + ".py"); entry.is_directory(ec) && fs::is_regular_file(file, ec))
            found.push_back(std::move(file));
    std::ranges::sort(found);
    return found.empty() ? fs::path() : found.front();
}

std::vector<fs::path> referenceFolders(const fs::path& folder)
{
    std::vector<fs::path> found { folder / "reference" };
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder / "vendor", ec))
        found.push_back(entry.path() / "reference");
    std::ranges::sort(found);
    return found;
}

} // namespace

std::string benchmarkName(const fs::path& package)
{
    const std::string stem = package.stem().string();
    for (const std::string_view mark : { "new_model_", "direct_launch_model_" })
        if (const std::size_t at = stem.find(mark); at != std::string::npos)
            return stem.substr(at + mark.size());
    return stem;
}

fs::path findReference(const fs::path& package, const std::vector<fs::path>& folders)
{
    const std::string name = benchmarkName(package);
    for (const fs::path& folder : folders)
        if (fs::path file = fileIn(folder, name); !file.empty())
            return file;
    if (name != package.stem().string())
        for (const char* mark : { "cuda_model_", "model_" })
            if (fs::path file = fileIn(package.parent_path(), mark + name); !file.empty())
                return file;
    fs::path at = package.parent_path();
    for (int i = 0; i < kAncestors && at.has_relative_path(); ++i, at = at.parent_path())
        for (const fs::path& folder : referenceFolders(at))
            if (fs::path file = fileIn(folder, name); !file.empty())
                return file;
    return {};
}

} // namespace hawk::bench
