#pragma once

#include "base/json.h"
#include "base/result.h"
#include "chip/chip_facts.h"
#include "emulator/emulator.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// Which of the kernels below a folder run on the emulator as they are, and which give what their authors expect.
namespace hawk::bench {

/// Something below the folder that can be run and judged by what it brings itself.
struct ConformanceItem {
    enum class Kind : std::uint8_t {
        BenchmarkTask, ///< a task with reference, inputs, binding and an answer (NPUKernelBench layout)
        Program, ///< a direct-launch program with its own scripts or words of success (emulator/program)
        OperatorProject, ///< op_host and op_kernel that bring neither inputs nor reference: built for all they declare
        SixPartPackage, ///< one text with operator project, binding and caller (MultiKernelBench, LLM4AscendC)
        DirectLaunchPackage, ///< a list of sources in JSON: an extension that launches its kernels, and its caller (MultiKernelBench)
        ExtensionOperator, ///< a folder of one operator in an extension, with a task that has its cases (cann-bench)
        OtherLanguage, ///< a caller whose kernels are in a language that is not Ascend C; listed, not run
    };
    Kind kind = Kind::BenchmarkTask;
    std::string name; ///< path below the folder
    std::filesystem::path folder; ///< or the file, where a file is the item
};
std::string_view name(ConformanceItem::Kind kind);

struct ConformanceCase {
    std::string name;
    bool ran = false;
    bool matched = false;
    std::string stage; ///< where it ended: "inputs", "binding", "tiling", "build", "run", "compare", "done"
    std::string reason; ///< why it is not matched
    std::string scaled; ///< sizes that were made smaller, "" when none
    /// Why nothing was compared, though nothing went wrong either: no reference, a script that needs what this machine
    /// lacks, a kernel that is too slow here. Such a case is no success and no failure.
    std::string unchecked;
    bool lacking = false; ///< unchecked because this machine lacks something
    std::vector<std::string> errors; ///< constraint id and place of error-level findings, each once
    std::vector<std::string> details; ///< of each of them: what was observed where it was first met
    double modelledUs = 0;
    double compileMs = 0; ///< wall time of the kernel's compilation; 0 when the build cache had it
    double wallMs = 0;
};

struct ConformanceReport {
    ConformanceItem item;
    bool built = false;
    bool ran = false; ///< every case ran to its end
    bool matched = false; ///< every case matched
    bool leftOut = false; ///< not tried: it needs what is not emulated, or holds nothing to run; `reason` says what
    bool badInput = false; ///< not tried: a part is missing or cannot be read, or it cannot be decided what to run
    std::string reason; ///< the first thing that went wrong
    std::vector<ConformanceCase> cases;
    double wallMs = 0;
    /// Matched and without an error-level finding.
    bool clean() const;
    /// Nothing went wrong, but in no case could anything be compared (ConformanceCase::unchecked).
    bool unchecked() const;
    /// Not matched, with an error-level finding that says why.
    bool explained() const;
};
Json toJson(const ConformanceReport& report);
Result<ConformanceReport> conformanceFromJson(const Json& json);

struct ConformanceOptions {
    std::shared_ptr<const chip::ChipFacts> chip;
    std::uint64_t seed = 1;
    std::int64_t maxElements = 0; ///< of one tensor; larger cases are made smaller; 0 leaves them as they are
    std::size_t maxCases = 0; ///< of one item, evenly chosen; 0 means all
    unsigned jobs = 1;
    std::chrono::seconds itemTimeout { 600 };
    std::string filter; ///< only items whose name contains it
    std::vector<std::filesystem::path> includeDirs; ///< common headers of the corpus
    std::vector<std::filesystem::path> referenceDirs; ///< folders with references of packages, looked in first
    std::filesystem::path journal; ///< one JSON line per finished item; items in it are not run again; empty: none
    emulator::Emulator::Options emulator;
};

/// Finds every item below `folder`, in name order.
Result<std::vector<ConformanceItem>> findConformanceItems(const std::filesystem::path& folder, const std::string& filter);

/// What `path` itself is, folder or file, named after it; programs of one folder may be several. Empty when it is none, whatever
/// may be below it.
std::vector<ConformanceItem> conformanceItemsAt(const std::filesystem::path& path);

/// Runs the items on `jobs` threads; `finished` is called for each, one at a time, in order of completion, also for those
/// that the journal already holds. Errors are of the environment. Thread-safe.
Result<std::vector<ConformanceReport>> runConformance(const std::vector<ConformanceItem>& items, const ConformanceOptions& options,
    const std::function<void(const ConformanceReport&)>& finished, std::stop_token stop = {});

} // namespace hawk::bench
