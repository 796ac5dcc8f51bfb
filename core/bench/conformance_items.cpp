#include "bench/conformance.h"

#include "bench/benchmark_task.h"
#include "bench/item_runs.h"

#include <algorithm>

namespace hawk::bench {
namespace fs = std::filesystem;
namespace {

constexpr int kDepth = 8; ///< of folders below the given one

/// What the folder itself is, most specific first: a task's answer is a project, a project may hold a program beside it.
std::vector<ConformanceItem> itemsAt(const fs::path& folder)
{
    if (benchmarkTaskAt(folder))
        return { { ConformanceItem::Kind::BenchmarkTask, {}, folder } };
    if (const auto project = operatorProjectAt(folder))
        return { *project };
    return programsAt(folder);
}

void find(const fs::path& folder, const fs::path& root, int depth, std::vector<ConformanceItem>& items)
{
    std::vector<ConformanceItem> own = itemsAt(folder);
    for (ConformanceItem& item : own) {
        item.name = item.folder.lexically_relative(root).string();
        items.push_back(std::move(item));
    }
    if (!own.empty() || depth == 0)
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

bool isOfTheItem(const Error& error)
{
    return error.code == Errc::InvalidInput || error.code == Errc::Timeout || error.code == Errc::NotFound
        || error.code == Errc::Internal; // an item that trips our own script must not end the batch
}

void addError(const emulator::Finding& finding, ConformanceCase& result)
{
    const bool isError = finding.severity == emulator::Severity::Fatal || finding.severity == emulator::Severity::Error;
    const std::string text = finding.constraint + " at " + finding.file + ":" + std::to_string(finding.line);
    if (isError && std::ranges::find(result.errors, text) == result.errors.end())
        result.errors.push_back(text);
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
