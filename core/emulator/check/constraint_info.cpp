#include "emulator/check/issue_rules.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace hawk::emulator {
namespace {

struct Row {
    std::string_view id, category, rule, fix, severity;
};

constexpr Row kRows[] = {
#include "constraint_table.inc"
};

Severity severityOf(std::string_view text)
{
    if (text == "error")
        return Severity::Error;
    return text == "warning" ? Severity::Warning : Severity::Advice; // perf, info
}

std::vector<ConstraintInfo> makeCatalogue()
{
    std::vector<ConstraintInfo> all;
    for (const Row& row : kRows)
        all.push_back({ std::string(row.id), std::string(row.category), std::string(row.rule),
            std::string(row.fix), severityOf(row.severity) });
    std::ranges::sort(all, {}, &ConstraintInfo::id);
    return all;
}

const std::vector<ConstraintInfo>& catalogue()
{
    static const std::vector<ConstraintInfo> all = makeCatalogue();
    return all;
}

} // namespace

const ConstraintInfo& constraintInfo(std::string_view id)
{
    static const ConstraintInfo unknown;
    const auto& all = catalogue();
    const auto it = std::ranges::lower_bound(
        all, id, {}, [](const ConstraintInfo& info) { return std::string_view(info.id); });
    return it != all.end() && it->id == id ? *it : unknown;
}

std::span<const ConstraintInfo> constraintCatalogue() { return catalogue(); }

} // namespace hawk::emulator
