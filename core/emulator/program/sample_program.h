#pragma once

#include "base/result.h"
#include "chip/chip_facts.h"
#include "emulator/emulator.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// Direct-launch programs: sources with a main, acl calls on the host side and kernels started with <<<>>>,
/// ACLRT_LAUNCH_KERNEL or ICPU_RUN_KF. Found, built as they are, and run in the sandbox on emulated devices.
namespace hawk::emulator {

/// One command of the author's run instructions, words already expanded.
struct ProgramStep {
    enum class Kind : std::uint8_t { Script, Program };
    Kind kind = Kind::Program;
    std::vector<std::string> words; ///< Script: file relative to the run folder, then arguments; Program: arguments only
};

/// One way the author says the program is built and run.
struct ProgramScenario {
    std::string name; ///< "SCENARIO_NUM=2"; empty when there is only one way
    std::map<std::string, std::string> defines; ///< macros for the compiler
    std::vector<std::filesystem::path> sources; ///< to compile, relative to the folder
    std::vector<std::filesystem::path> includeFolders; ///< relative to the folder
    std::vector<ProgramStep> prepare; ///< scripts that make the inputs
    std::vector<std::string> arguments; ///< of the program
    std::vector<ProgramStep> verify; ///< scripts that check the outputs
    std::string problem; ///< why this one cannot run here; empty when it can
};

/// A program under a folder, as discoverProgram() found it.
struct ProgramSample {
    std::string name; ///< folder or file name
    std::filesystem::path folder; ///< absolute; everything in it is copied for a run
    std::filesystem::path runFolder = "build"; ///< where the steps and the program run, relative to the copy
    std::vector<ProgramScenario> scenarios; ///< at least one when `unsupported` is empty
    std::vector<std::string> products; ///< chip families the README names, as written there
    std::string unsupported; ///< why it cannot run on this chip or here ("needs generation 3510"); empty: it can
    std::vector<std::string> expected; ///< lines of the README's expected output that speak of success
    std::string readme; ///< file the run instructions were read from; empty without one
};

/// Whether discoverProgram() would find a program there; cheap, for walking a tree. A folder counts when one of its own
/// sources has a main and launches a kernel, or its CMakeLists.txt names such a source.
bool looksLikeProgram(const std::filesystem::path& path);

/// Reads a source file or a sample folder (sources, CMakeLists.txt, README). NotFound when there is no program: no main,
/// no kernel; InvalidInput when it cannot be decided which (two mains). A program that needs what is not emulated is
/// returned with `unsupported` set.
Result<ProgramSample> discoverProgram(const std::filesystem::path& path, const chip::ChipFacts& chip);

struct ProgramOptions {
    std::shared_ptr<const chip::ChipFacts> chip;
    std::map<std::string, std::string> defines; ///< beside and instead of the scenario's
    std::vector<std::filesystem::path> includeDirs; ///< further header folders, outside of the sample
    bool golden = false; ///< run the prepare and verify scripts
    std::uint64_t seed = 1;
    RunLimits limits = programLimits();
    std::chrono::milliseconds scriptTime { 120'000 }; ///< wall and processor time of each of the author's scripts
    std::uint8_t freshMemory = 0; ///< what memory of aclrtMalloc holds
    /// Record what host code and device hand over, in handovers.log of the (kept) work folder; program/handover.h reads it.
    bool recordHandovers = false;
    bool analyse = true; ///< history rules, timing and profile of every launch
    /// Folder for the run, kept afterwards; empty: a private one that is removed (traces are gone then).
    std::filesystem::path workFolder;
    SandboxPolicy sandbox;
    std::string compiler = "g++";
    std::filesystem::path cacheDir; ///< empty: hawk::cacheDir()

    /// A program moves more data and launches more often than a single judged kernel.
    static RunLimits programLimits();
};

/// One kernel launch of a run, in the order the program made them.
struct LaunchReport {
    std::string kernel; ///< as the source names it, with template arguments
    std::string file;
    int line = 0; ///< of the launch
    std::uint32_t blocks = 0;
    RunOutcome outcome = RunOutcome::Finished;
    std::string detail;
    std::vector<Finding> findings; ///< issue rules and history rules
    std::optional<Profile> profile; ///< modelled; absent when it was not analysed
    std::filesystem::path trace; ///< exists only in a kept work folder
    std::uint64_t opsTotal = 0;
};

struct ProgramReport {
    std::string scenario;
    bool refused = false; ///< not tried: the scenario needs what is not emulated; `reason` says what
    bool built = false;
    bool ran = false; ///< main returned or called exit, and every launch finished
    bool preparing = false; ///< it got no further than the scripts that make its inputs
    /// What one of the author's scripts needs and this machine lacks ("the Python module x"): `verified` is empty then, for
    /// that says nothing about the program.
    std::string missing;
    std::optional<bool> verified; ///< by the author's own script or, without one, by the program's exit status and words
    std::vector<Diagnostic> diagnostics; ///< of the build
    std::string buildLog;
    RunOutcome outcome = RunOutcome::Finished; ///< of the process
    std::optional<int> exitStatus; ///< what main returned
    std::string printed; ///< standard output of the program
    std::string errors; ///< its standard error
    std::string scriptOutput; ///< what prepare and verify scripts printed
    std::vector<Finding> findings; ///< of the host side: acl calls that a real runtime refuses, leaks
    std::vector<LaunchReport> launches;
    std::uint64_t launchesTotal = 0; ///< also beyond those recorded
    double modelledUs = 0; ///< sum over the launches
    double buildMs = 0;
    double runMs = 0;
    std::uint64_t maxRssBytes = 0;
    std::string reason; ///< why it did not build, run or verify, in one sentence; empty when all is well

    bool hasErrors() const; ///< an error-level or fatal finding, on either side
    /// Built, ran, not refuted by its own verification, and without error-level findings.
    bool correct() const;
};

/// Builds and runs one scenario. InvalidInput: a part of the sample is missing, cannot be read, or the folder is too large.
/// Other errors are of the environment (no compiler, no sandbox, disk full); whatever the program does is in the report. Thread-safe: several may run at once.
Result<ProgramReport> runProgram(
    const ProgramSample& sample, const ProgramScenario& scenario, const ProgramOptions& options, std::stop_token stop = {});

Json toJson(const ProgramReport& report);

} // namespace hawk::emulator
