#include "bench/conformance.h"

#include "bench/benchmark_task.h"
#include "bench/item_runs.h"
#include "bench/operator_package.h"

#include <algorithm>

namespace hawk::bench {
namespace fs = std::filesystem;
namespace {

constexpr int kDepth = 8; ///< of folders below the given one

/// What the folder itself is, most specific first: a task's answer is a project, a project may hold a program beside it.
std::vector<ConformanceItem> itemsOf(const fs::path& folder)
{
    if (benchmarkTaskAt(folder))
        return { { ConformanceItem::Kind::BenchmarkTask, {}, folder } };
    if (const auto extension = extensionOperatorAt(folder))
        return { *extension };
    if (const auto project = operatorProjectAt(folder))
        return { *project };
    return programsAt(folder);
}

void find(const fs::path& folder, const fs::path& root, int depth, std::vector<ConformanceItem>& items)
{
    std::vector<ConformanceItem> own = itemsOf(folder);
    const bool isItem = !own.empty();
    if (!isItem)
        own = packagesIn(folder); // files beside which there may be folders of others
    for (ConformanceItem& item : own) {
        item.name = item.folder.lexically_relative(root).string();
        items.push_back(std::move(item));
    }
    if (isItem || depth == 0)
        return;
    std::vector<fs::path> next;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        if (entry.is_directory(ec) && !entry.is_symlink(ec) && entry.path().filename().string().front() != '.')
            next.push_back(entry.path());
    std::ranges::sort(next);
    for (const fs::path& one : next)
        find(one, root, depth - 1, items);
}

} // namespace

std::vector<ConformanceItem> conformanceItemsAt(const fs::path& path)
{
    std::error_code ec;
    const fs::path whole = fs::absolute(path, ec).lexically_normal();
    const fs::path place = whole.has_filename() ? whole : whole.parent_path();
    std::vector<ConformanceItem> items = itemsOf(place);
    if (fs::is_regular_file(place, ec)) {
        items = packagesIn(place.parent_path());
        std::erase_if(items, [&](const ConformanceItem& item) { return item.folder != place; });
    }
    for (ConformanceItem& item : items)
        item.name = item.folder.filename().string();
    return items;
}

bool isOfTheItem(const Error& error)
{
    // Internal: it trips our own script. Protocol: its Python took the worker with it, or left something that is no answer.
    return error.code == Errc::InvalidInput || error.code == Errc::Timeout || error.code == Errc::NotFound
        || error.code == Errc::Internal || error.code == Errc::Protocol;
}

void addError(const emulator::Finding& finding, ConformanceCase& result)
{
    const bool isError = finding.severity == emulator::Severity::Fatal || finding.severity == emulator::Severity::Error;
    const std::string text = finding.constraint + " at " + finding.file + ":" + std::to_string(finding.line);
    if (!isError || std::ranges::find(result.errors, text) != result.errors.end())
        return;
    result.errors.push_back(text);
    result.details.push_back(finding.api + (finding.api.empty() ? "" : ", ") + "block " + std::to_string(finding.core) + ": " + finding.message);
}

Result<std::vector<ConformanceItem>> findConformanceItems(const fs::path& folder, const std::string& filter)
{
    std::error_code ec;
    const fs::path root = fs::absolute(folder, ec).lexically_normal();
    if (!fs::is_directory(root, ec))
        return Error { Errc::NotFound, "no folder " + folder.string(), {}, {} };
    std::vector<ConformanceItem> items;
    find(root, root, kDepth, items);
    std::erase_if(items, [&](const ConformanceItem& item) { return item.name.find(filter) == std::string::npos; });
    return items;
}

} // namespace hawk::bench
