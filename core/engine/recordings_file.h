#pragma once

#include "engine/model_run.h"

#include <filesystem>
#include <memory>

namespace hawk::engine {

/// The exchanges of a run in one file, enough to replay it elsewhere: JSON lines, first {"hawk": "recordings",
/// "version": 1, "options", "setup"}, then {"key", "occurrence", "model", "label", "request", "reply"} for each reply.
/// Holds prompts and replies as they are, and no key.
struct RecordingsFile {
    RunOptions options; ///< of the recorded run, operators by name
    ModelSetup setup;
    std::unique_ptr<llm::MemoryLog> log;
};

/// Options of a stored run, its operators by name and in order, and without its budget of seconds: what a replay needs.
Result<RunOptions> recordedOptions(const store::Workspace& workspace, const store::RunRecord& run);

/// Returns how many exchanges were written. NotFound for a run without a model.
Result<std::size_t> writeRecordings(const store::Workspace& workspace, RunId run, const std::filesystem::path& file);
/// Errors name the line.
Result<RecordingsFile> readRecordings(const std::filesystem::path& file);

} // namespace hawk::engine
