#include "emulator/project/tiling_check.h"

#include "base/files.h"
#include "emulator/project/cpp_text.h"

#include <algorithm>
#include <charconv>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr std::uint32_t kMaxBlocks = 65535; // the chip's limit (public launch reference), and the width of Op::core
constexpr double kGiB = 1024.0 * 1024 * 1024;

/// Everything in the kernel's folder, without comments. A file that cannot be read cannot be compiled either.
std::string kernelText(const OperatorProject& project)
{
    std::string text;
    std::error_code ec;
    for (const auto& file : fs::recursive_directory_iterator(project.kernelFolder, fs::directory_options::skip_permission_denied, ec))
        if (file.is_regular_file(ec))
            text += withoutComments(readFile(file.path()).value_or("")) + "\n";
    return text;
}

/// Keys that the kernel's branches name. Nothing when one is no plain number, or the key is used in another way.
std::optional<std::set<std::uint64_t>> branchKeys(const std::string& text)
{
    constexpr std::string_view kBranch = "TILING_KEY_IS(";
    if (text.find("TILING_KEY_VAR") != std::string::npos || text.find("TILING_KEY_LIST") != std::string::npos)
        return std::nullopt;
    std::set<std::uint64_t> keys;
    for (std::size_t at = text.find(kBranch); at != std::string::npos; at = text.find(kBranch, at + 1)) {
        const char* begin = text.data() + text.find_first_not_of(' ', at + kBranch.size());
        const char* const end = text.data() + text.size();
        std::uint64_t key = 0;
        const auto number = std::from_chars(begin, end, key);
        const char* rest = std::find_if_not(number.ptr, end, [](char c) { return std::string_view("uUlL ").find(c) != std::string_view::npos; });
        if (number.ec != std::errc {} || rest == end || *rest != ')')
            return std::nullopt;
        keys.insert(key);
    }
    return keys;
}

std::string list(const std::set<std::uint64_t>& keys)
{
    constexpr std::size_t kShown = 8;
    std::string text;
    std::size_t count = 0;
    for (const std::uint64_t key : keys) {
        if (count++ == kShown)
            return text + ", ...";
        text += (text.empty() ? "" : ", ") + std::to_string(key);
    }
    return text;
}

} // namespace

TilingNeeds tilingNeeds(const OperatorProject& project, const KernelEntry& entry)
{
    const std::string kernel = kernelText(project);
    TilingNeeds needs;
    // A branch per key, and none for "else" (public TILING_KEY_IS reference): the vendor builds a kernel for each key named.
    needs.keys = entry.templateParameters.empty() ? branchKeys(kernel) : std::nullopt;
    if (needs.keys && needs.keys->empty())
        needs.keys.reset(); // without branches it takes any
    needs.data = kernel.find("GET_TILING_DATA") != std::string::npos;
    return needs;
}

Status checkTiling(const std::string& operatorName, const TilingNeeds& needs, const TilingResult& tiling, const chip::ChipFacts& chip)
{
    const std::string who = "the tiling function of " + operatorName;
    if (tiling.blockDim == 0 || tiling.blockDim > kMaxBlocks)
        return Error { Errc::InvalidInput, who + " set the block dim to " + std::to_string(tiling.blockDim) + "; a launch has 1 to "
                + std::to_string(kMaxBlocks) + " blocks", {},
            "SetBlockDim with as many cores as there is work for, at most the chip's " + std::to_string(chip.vectorCores.value) };
    double workspace = 0; // a sum that overflows is too large as well
    for (const std::uint64_t bytes : tiling.workspaces)
        workspace += static_cast<double>(bytes);
    if (workspace > chip.hbmGib.value * kGiB)
        return Error { Errc::InvalidInput, who + " asks for a workspace of " + std::to_string(static_cast<std::uint64_t>(workspace / kGiB))
                + " GiB; " + chip.name + " has " + std::to_string(static_cast<std::uint64_t>(chip.hbmGib.value)) + " GiB of memory", {},
            "GetWorkspaceSizes holds sizes in bytes; a negative number became a huge one?" };
    if (needs.keys && !needs.keys->contains(tiling.tilingKey))
        return Error { Errc::InvalidInput, who + " set the tiling key " + std::to_string(tiling.tilingKey)
                + ", for which the kernel has no branch; it has: " + list(*needs.keys), {},
            tiling.tilingKey == 0 ? "0 is the key when SetTilingKey is not called" : "add TILING_KEY_IS(" + std::to_string(tiling.tilingKey) + ") to the kernel, or set another key" };
    if (!tiling.dataGiven && needs.data && !tiling.data.empty())
        return Error { Errc::InvalidInput, who + " wrote no tiling data, which the kernel reads with GET_TILING_DATA", {},
            "SaveToBuffer(context->GetRawTilingData()->GetData(), ...) and SetDataSize, or fill what context->GetTilingData<T>() points to" };
    return {};
}

} // namespace hawk::emulator
