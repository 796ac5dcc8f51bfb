#include "emulator/project/operator_project.h"

#include "base/files.h"
#include "emulator/project/shared_sources.h"

#include <algorithm>
#include <set>

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

bool isSource(const fs::path& file)
{
    return file.extension() == ".cpp" || file.extension() == ".cc";
}

struct Sources {
    std::vector<fs::path> marked, others; ///< each in name order
    bool otherChips = false; ///< some are for chips that are not emulated, and in neither list
    std::string unusable; ///< sources that hold no text, with the reason; when marks are missed, that may be why
};

/// Why a source holds no text that a compiler reads; empty when it does.
std::string unusableReason(const fs::path& file, std::string_view text)
{
    std::error_code ec;
    if (!fs::exists(file, ec))
        return "a broken link";
    if (!fs::is_regular_file(file, ec))
        return "no file";
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return "UTF-16 text, which no compiler reads: save it as UTF-8";
    return text.find('\0') == std::string_view::npos ? "" : "no text";
}

/// Sources in `folder`, apart by whether their text holds one of `marks`. An operator's own aclnn interface (op_api) is none of them:
/// it is written against the vendor's operator runtime.
Result<Sources> sourcesIn(const fs::path& folder, std::initializer_list<std::string_view> marks)
{
    Sources found;
    std::error_code ec;
    for (const auto& entry : fs::recursive_directory_iterator(folder, ec)) {
        if (!isSource(entry.path()) || entry.is_directory(ec) || entry.path().parent_path().filename() == "op_api")
            continue;
        if (isForOtherChips(entry.path())) {
            found.otherChips = true;
            continue;
        }
        const auto text = entry.is_regular_file(ec) ? readFile(entry.path()) : Result<std::string>(std::string());
        if (!text)
            return Error { Errc::InvalidInput, text.error().message, {}, "make it readable" };
        if (const std::string why = unusableReason(entry.path(), *text); !why.empty()) {
            found.unusable += (found.unusable.empty() ? "" : "; ") + entry.path().filename().string() + " is " + why;
            continue;
        }
        const bool marked = std::ranges::any_of(marks, [&](std::string_view mark) { return text->find(mark) != std::string::npos; });
        (marked ? found.marked : found.others).push_back(entry.path());
    }
    std::ranges::sort(found.marked);
    std::ranges::sort(found.others);
    return found;
}

Error missing(const fs::path& root, const std::string& what)
{
    return { Errc::InvalidInput, root.string() + " is no custom-operator project: " + what, {},
        "a project holds op_host/*.cpp with OP_ADD(Name) and op_kernel/*.cpp with the kernel" };
}

} // namespace

std::vector<std::string> namedChips(const fs::path& hostFolder)
{
    constexpr std::string_view kCall = "AddConfig(\"";
    std::set<std::string> names;
    std::error_code ec;
    for (const auto& entry : fs::recursive_directory_iterator(hostFolder, ec)) {
        if (!isSource(entry.path()) || !entry.is_regular_file(ec))
            continue;
        const std::string text = readFile(entry.path()).value_or("");
        for (std::size_t at = text.find(kCall); at != std::string::npos; at = text.find(kCall, at + 1)) {
            const std::size_t begin = at + kCall.size();
            names.insert(text.substr(begin, text.find('"', begin) - begin));
        }
    }
    return { names.begin(), names.end() };
}

bool isForOtherChips(const fs::path& source)
{
    return std::ranges::find(source, fs::path("arch35")) != source.end() || source.stem().string().ends_with("_arch35");
}

Result<OperatorProject> findOperatorProject(const fs::path& root)
{
    OperatorProject project { .root = root, .hostFolder = findFolder(root, "op_host"), .kernelFolder = findFolder(root, "op_kernel") };
    if (project.hostFolder.empty())
        return missing(root, "there is no op_host folder");
    if (project.kernelFolder.empty())
        return missing(root, "there is no op_kernel folder");
    auto host = sourcesIn(project.hostFolder, { "OP_ADD", "IMPL_OP(", "IMPL_OP_OPTILING", "REGISTER_TILING" });
    if (!host)
        return host.error();
    auto kernel = sourcesIn(project.kernelFolder, { "__global__" });
    if (!kernel)
        return kernel.error();
    const auto because = [](const Sources& sources) { return sources.unusable.empty() ? "" : " (" + sources.unusable + ")"; };
    if (host->marked.empty())
        return missing(root, "no source in op_host registers an operator" + because(*host));
    if (kernel->marked.empty())
        return missing(root, "no source in op_kernel has a __global__ entry" + because(*kernel));
    project.hostSources = std::move(host->marked);
    project.helperSources = std::move(host->others);
    project.servesOtherChips = host->otherChips;
    project.kernelSources = std::move(kernel->marked);
    if (const Status added = addSharedSources(project); !added)
        return added.error();
    return project;
}

} // namespace hawk::emulator
