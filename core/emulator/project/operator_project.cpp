#include "emulator/project/operator_project.h"

#include "base/files.h"

#include <algorithm>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr int kDepth = 3;

/// First folder called `name` at or below `root`, breadth first in name order.
fs::path findFolder(const fs::path& root, std::string_view name)
{
    std::vector<fs::path> level { root };
    for (int depth = 0; depth <= kDepth; ++depth) {
        std::vector<fs::path> next;
        for (const fs::path& folder : level) {
            if (folder.filename() == name)
                return folder;
            std::error_code ec;
            for (const auto& entry : fs::directory_iterator(folder, ec))
                if (entry.is_directory(ec))
                    next.push_back(entry.path());
        }
        std::ranges::sort(next);
        level = std::move(next);
    }
    return {};
}

/// Sources in `folder` whose text holds one of `marks`.
Result<std::vector<fs::path>> sourcesWith(const fs::path& folder, std::initializer_list<std::string_view> marks)
{
    std::vector<fs::path> found;
    std::error_code ec;
    for (const auto& entry : fs::recursive_directory_iterator(folder, ec)) {
        if (entry.path().extension() != ".cpp" || !entry.is_regular_file(ec))
            continue;
        const auto text = readFile(entry.path());
        if (!text)
            return text.error();
        if (std::ranges::any_of(marks, [&](std::string_view mark) { return text->find(mark) != std::string::npos; }))
            found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

Error missing(const fs::path& root, const std::string& what)
{
    return { Errc::InvalidInput, root.string() + " is no custom-operator project: " + what, {},
        "a project holds op_host/*.cpp with OP_ADD(Name) and op_kernel/*.cpp with the kernel" };
}

} // namespace

Result<OperatorProject> findOperatorProject(const fs::path& root)
{
    OperatorProject project { .root = root, .hostFolder = findFolder(root, "op_host"), .kernelFolder = findFolder(root, "op_kernel") };
    if (project.hostFolder.empty())
        return missing(root, "there is no op_host folder");
    if (project.kernelFolder.empty())
        return missing(root, "there is no op_kernel folder");
    auto host = sourcesWith(project.hostFolder, { "OP_ADD", "IMPL_OP", "REGISTER_TILING" });
    if (!host)
        return host.error();
    auto kernel = sourcesWith(project.kernelFolder, { "__global__" });
    if (!kernel)
        return kernel.error();
    if (host->empty())
        return missing(root, "no source in " + project.hostFolder.string() + " registers an operator");
    if (kernel->empty())
        return missing(root, "no source in " + project.kernelFolder.string() + " has a __global__ entry");
    project.hostSources = *std::move(host);
    project.kernelSources = *std::move(kernel);
    return project;
}

} // namespace hawk::emulator
