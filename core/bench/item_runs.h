#pragma once

#include "bench/conformance.h"

#include <optional>

/// What the kinds of items are found by and how they are run; one file per kind. Private to bench/.
namespace hawk::bench {

/// The direct-launch programs of one folder: one, or one per source file when several sources have a main and no
/// CMakeLists.txt says what belongs together. Items have no name yet.
std::vector<ConformanceItem> programsAt(const std::filesystem::path& folder);

/// Builds and runs every way the author lists, with the author's own scripts; each is a case. One thread.
Result<ConformanceReport> runProgramItem(const ConformanceItem& item, const ConformanceOptions& options, std::stop_token stop);

/// A folder with op_host and op_kernel directly below it, or with one of them whose sources need the other.
std::optional<ConformanceItem> operatorProjectAt(const std::filesystem::path& folder);

/// Builds the host code and, per operator and declared combination of element types, the kernel for every tiling key its
/// source names. Each operator is a case; nothing is run, for a project alone says neither shapes nor results. One thread.
Result<ConformanceReport> runOperatorProjectItem(
    const ConformanceItem& item, const ConformanceOptions& options, emulator::Emulator& emulator, std::stop_token stop);

/// Whether an error tells of the item, as opposed to what makes judging impossible.
bool isOfTheItem(const Error& error);

/// Notes an error-level finding once.
void addError(const emulator::Finding& finding, ConformanceCase& result);

} // namespace hawk::bench
