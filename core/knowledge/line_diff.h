#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::knowledge {

/// One place where two texts differ. Line numbers are 0-based; a pure insertion has no removed lines.
struct Hunk {
    std::size_t oldBegin = 0;
    std::size_t newBegin = 0;
    std::vector<std::string> removed;
    std::vector<std::string> added;
};

/// Shortest edit script by lines, as hunks in order. Texts of many thousand different lines give one hunk.
std::vector<Hunk> diffLines(std::string_view before, std::string_view after);

/// Hunks that change code: those that only change blanks or comments are left out.
std::vector<Hunk> withoutCosmetics(const std::vector<Hunk>& hunks);

/// Unified diff of the hunks with `context` lines around each; hunks whose contexts touch share one header.
std::string unifiedDiff(std::string_view before, const std::vector<Hunk>& hunks, std::string_view fileName,
    std::size_t context = 2);

/// The text with the hunks of `fileName` of a unified diff applied; itself when the diff has none for that file.
/// InvalidInput when a hunk does not fit where it says.
Result<std::string> applyUnifiedDiff(std::string_view text, std::string_view diff, std::string_view fileName);

} // namespace hawk::knowledge
