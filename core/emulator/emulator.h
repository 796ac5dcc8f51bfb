#pragma once

#include "base/result.h"
#include "emulator/finding.h"
#include "emulator/launch.h"
#include "emulator/report/profile.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// The emulator as its users see it: build a kernel, run it in the sandbox, analyse its trace.
namespace hawk::emulator {

/// Whether generated code may run, decided once per process. Without bubblewrap nothing runs unless `allowUnsafe`.
struct SandboxPolicy {
    bool allowUnsafe = false;
};
struct SandboxStatus {
    bool usable = false;
    std::string tool; ///< path of bwrap
    std::string version;
    std::string problem; ///< why not, and
    std::string fix; ///< what to do
};
/// Tries a real sandboxed process; the answer is cached for the process.
SandboxStatus probeSandbox();

/// A message of the compiler, reduced to its cause, with device-header noise removed.
struct Diagnostic {
    enum class Level : std::uint8_t { Error, Warning, Note };
    Level level = Level::Error;
    std::string file; ///< as the author named it; empty for the command line or the linker
    int line = 0;
    int column = 0;
    std::string message; ///< names the invented API and the nearest known ones where that is the cause
    std::string constraint; ///< catalogue id where one explains it ("dtype-bf16-vector-arith")
    std::string fix; ///< what to write instead; may be empty
    std::string excerpt; ///< the author's line as it stands, "" where it is not known
    std::vector<std::string> signatures; ///< right forms of the API it is about, nearest first
    std::vector<int> alsoAt; ///< further lines with the same cause
    std::string variant; ///< element types of the only builds that have it ("DTYPE_X=half"); empty: all have it
};
/// What is wrong, in one line without its place: message, constraint id, further lines.
std::string headline(const Diagnostic& diagnostic);
/// What goes with it, one fact a line, each begun with `indent`: the excerpt with a caret, "declared: ...", "fix: ...".
std::string details(const Diagnostic& diagnostic, std::string_view indent);

struct BuildRequest {
    std::string source; ///< kernel source text
    std::string fileName = "kernel.cpp"; ///< how diagnostics call it
    std::map<std::string, std::string> defines; ///< DTYPE_X=half and the like
    std::string prelude; ///< text between kernel_operator.h and the source: tiling structs and the like
    std::vector<std::filesystem::path> includeDirs; ///< the project's folders; they are read-only to the compiler
    /// Folders that names of headers begin at (-I). The compiler sees of them only what lies in one of `includeDirs`.
    std::vector<std::filesystem::path> searchDirs;
    std::string entry; ///< kernel function the host calls; exported after the source
    std::shared_ptr<const chip::ChipFacts> chip;
};
struct BuildResult {
    bool ok = false;
    bool cached = false;
    bool timedOut = false;
    std::filesystem::path library; ///< shared object in the build cache
    std::vector<Diagnostic> diagnostics;
    std::string log; ///< the compiler's own words
    double wallMs = 0;
};

enum class RunOutcome : std::uint8_t {
    Finished, ///< the kernel returned on every block
    Fatal, ///< a fatal finding stopped it
    Crashed, ///< signal
    TimedOut,
    OutOfMemory,
    OutputOverflow, ///< printed too much
    Deadlock,
    Cancelled
};
std::string_view name(RunOutcome outcome); ///< "finished", "timed-out": also the word in the host's result.json
Result<RunOutcome> runOutcomeFromName(std::string_view text);

struct RunResult {
    RunOutcome outcome = RunOutcome::Finished;
    std::string detail; ///< signal name, last source line, what was exceeded
    std::vector<Finding> findings; ///< issue rules, from inside the run
    std::vector<std::filesystem::path> outputs; ///< one file per Output argument, in order; missing after a crash
    std::filesystem::path trace;
    std::string printed; ///< what the kernel printed (PRINTF, DumpTensor)
    bool inputsChanged = false; ///< an input buffer differs after the run
    std::optional<std::uint8_t> poison; ///< byte the output buffers were filled with before the run
    std::uint64_t opsTotal = 0; ///< operations issued over all blocks, also beyond the trace's limit
    double wallMs = 0;
    std::uint64_t maxRssBytes = 0;
};

struct Analysis {
    std::vector<Finding> findings; ///< history rules: hazards, queue balance, leaks
    Profile profile;
    std::vector<Segment> timeline;
};

/// Builds and runs kernels. Thread-safe: several cases may build and run at once. Build products are cached by
/// content (source, defines, header version, compiler, flags) in hawk::cacheDir()/kernels.
class Emulator {
public:
    struct Options {
        SandboxPolicy sandbox;
        std::filesystem::path cacheDir; ///< empty: hawk::cacheDir()
        std::string compiler = "g++";
    };
    explicit Emulator(Options options);
    ~Emulator();
    Emulator(const Emulator&) = delete;
    Emulator& operator=(const Emulator&) = delete;

    /// Errors are of the environment (no compiler, no sandbox); a kernel that does not compile is a BuildResult.
    Result<BuildResult> build(const BuildRequest& request, std::stop_token stop = {});
    /// The text the compiler reads for a build, macros replaced; empty when the preprocessor refuses it. Errors are of the
    /// environment.
    Result<std::string> preprocess(const BuildRequest& request, std::stop_token stop = {});
    /// Runs in `workDir` (created by the caller, private); output and trace files are written there. Errors are of
    /// the environment; whatever the kernel does is a RunResult.
    Result<RunResult> run(const BuildResult& built, const Launch& launch, const RunLimits& limits,
        const std::filesystem::path& workDir, std::stop_token stop = {});

    /// Versions that decide a build and a run, for the audit: {"compiler","deviceHeaders","sandbox"}.
    Result<Json> environment();
    const Options& options() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// History rules, timing and report over a trace file. Pure: no kernel needed. `tensors` of the launch give the
/// compulsory traffic for T_HW.
Result<Analysis> analyse(const std::filesystem::path& trace, const Launch& launch);

} // namespace hawk::emulator
