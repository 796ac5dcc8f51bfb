#include "emulator/program/program_builder.h"

#include "base/files.h"
#include "base/hash.h"
#include "emulator/program/launch_rewriter.h"
#include "emulator/program/source_text.h"
#include "emulator/runner/diagnostics.h"
#include "emulator/runner/kernel_cache.h"
#include "emulator/runner/kernel_compiler.h"
#include "emulator/launch/scratch_file.h"
#include "emulator/runner/toolchain.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <set>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::seconds kBuildTimeout { 120 };
constexpr std::uint64_t kMaxSourceBytes = 4ULL << 20U;
constexpr std::string_view kPlatformFile = "hawk_platform.cpp";

fs::path headerDir(const char* variable, const char* installedName, const char* marker, const char* source)
{
    if (const char* value = std::getenv(variable); value && *value)
        return value;
    std::error_code ec;
    const fs::path installed = binaryDir().parent_path() / "share" / "hawk" / installedName;
    return fs::exists(installed / marker, ec) ? installed : fs::path(source);
}

fs::path hostHeaderDir() { return headerDir("HAWK_HOST_INCLUDE", "hostapi", "tiling/tiling_api.h", HAWK_SOURCE_HOST_HEADERS); }

/// Found once per compiler and process: hashing the headers takes longer than most compiles' start.
Result<Toolchain> toolchainFor(const std::string& compiler)
{
    static std::mutex mutex;
    static std::map<std::string, Toolchain> known;
    const std::scoped_lock lock(mutex);
    if (const auto found = known.find(compiler); found != known.end())
        return found->second;
    auto tools = findToolchain(compiler);
    if (tools)
        known.emplace(compiler, *tools);
    return tools;
}

/// Contents of a header folder, in a fixed order.
std::vector<std::string> headerTexts(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code ec;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, ec))
        if (entry.is_regular_file(ec))
            files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<std::string> texts;
    for (const fs::path& file : files)
        texts.push_back(readFile(file).value_or({}));
    return texts;
}

bool isCode(const fs::path& file)
{
    static const std::set<std::string> kExtensions { ".asc", ".cpp", ".cc", ".cxx", ".cce", ".h", ".hpp", ".hxx", ".inc", ".inl" };
    return kExtensions.contains(file.extension().string());
}

struct SourceFile {
    fs::path name; ///< relative to the sample
    std::string text; ///< as the compiler gets it
    std::string original; ///< as the author wrote it; empty for a file of ours
};

/// Every code file of the sample, launches rewritten; order fixed by name.
struct SourceTree {
    std::vector<SourceFile> files;
    std::set<std::string> launchNames; ///< of ACLRT_LAUNCH_KERNEL
    bool usesPlatform = false;
    std::string problem;
};

SourceTree readTree(const fs::path& folder)
{
    SourceTree tree;
    std::error_code ec;
    constexpr std::size_t kMostFiles = 2000;
    for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, ec), end; it != end && !ec;
         it.increment(ec)) {
        const fs::path relative = it->path().lexically_relative(folder);
        if (it->is_directory(ec) && (relative.filename() == "build" || relative.filename().string().starts_with('.')))
            it.disable_recursion_pending();
        if (!it->is_regular_file(ec) || !isCode(relative) || it->file_size(ec) > kMaxSourceBytes || tree.files.size() >= kMostFiles)
            continue;
        auto text = readFile(it->path());
        if (!text)
            continue;
        const std::string source = asUtf8(*std::move(text));
        const std::string code = blankNonCode(source);
        RewrittenSource rewritten = rewriteLaunches(source, relative.string());
        if (!rewritten.problem.empty() && tree.problem.empty())
            tree.problem = rewritten.problem;
        for (const std::string& name : aclrtLaunchNames(source))
            tree.launchNames.insert(name.ends_with(".h") ? name.substr(0, name.size() - 2) : name);
        tree.usesPlatform = tree.usesPlatform || source.find("tiling/") != std::string::npos
            || source.find("platform_ascendc") != std::string::npos;
        const bool launches = rewritten.launches > 0 || launchesKernel(code);
        tree.files.push_back({ relative,
            (launches ? "#include \"hawk_program/launch.h\"\n" : "") + ("#line 1 \"" + relative.string() + "\"\n") + rewritten.text, source });
    }
    std::ranges::sort(tree.files, {}, &SourceFile::name);
    return tree;
}

/// Kernels started by name: their file says where they are, a generated header declares how to start them.
void addNamedLaunches(SourceTree& tree, const ProgramScenario& scenario)
{
    for (const std::string& name : tree.launchNames) {
        const std::string launcher = "aclrtlaunch_" + name;
        tree.files.push_back({ launcher + ".h",
            "#pragma once\n#include \"hawk_program/launch.h\"\n#include \"hawk_program/named_launch.h\"\n"
            "HAWK_DECLARE_NAMED_LAUNCH(" + name + ")\n", {} });
        for (SourceFile& file : tree.files) {
            const bool compiled = std::ranges::count(scenario.sources, file.name) > 0;
            const std::string code = compiled ? blankNonCode(file.text) : std::string();
            const auto places = findWord(code, name);
            const bool defined = std::ranges::any_of(places, [&](std::size_t at) {
                const std::size_t before = code.rfind("__global__", at);
                return before != std::string::npos && code.find_first_of(";{}", before) > at;
            });
            if (defined) {
                file.text = "#include \"hawk_program/launch.h\"\n#include \"hawk_program/named_launch.h\"\n" + file.text
                    + "\n#line 1 \"hawk-launch\"\nHAWK_DEFINE_NAMED_LAUNCH(" + name + ")\n";
                break;
            }
        }
    }
}

std::string platformSource(const chip::ChipFacts& chip)
{
    const auto set = [](std::string_view section, std::string_view key, const std::string& value) {
        return "    infos.set(\"" + std::string(section) + "\", \"" + std::string(key) + "\", \"" + value + "\");\n";
    };
    const auto size = [](const auto& sourced) { return std::to_string(sourced.value.n); };
    const int soc = chip.name.find("910_9") != std::string::npos ? 6 : chip.generation == chip::Generation::V2201 ? 1
        : chip.generation == chip::Generation::V2002                                                             ? 2
                                                                                                                  : 8;
    constexpr double kGiB = 1024.0 * 1024 * 1024;
    return "// What platform queries of the host code answer: the emulated chip's facts.\n#include "
           "\"tiling/platform/platform_ascendc.h\"\nnamespace {\nstruct Platform {\n    fe::PlatFormInfos infos;\n    Platform()\n    {\n"
        + set("SoCInfo", "vector_core_cnt", std::to_string(chip.vectorCores.value))
        + set("SoCInfo", "cube_core_cnt", std::to_string(chip.cubeCores.value)) + set("SoCInfo", "ai_core_cnt", std::to_string(chip.cubeCores.value))
        + set("AICoreSpec", "ub_size", size(chip.ubUsable)) + set("AICoreSpec", "l1_size", size(chip.l1))
        + set("AICoreSpec", "l0_a_size", size(chip.l0a)) + set("AICoreSpec", "l0_b_size", size(chip.l0b))
        + set("AICoreSpec", "l0_c_size", size(chip.l0c)) + set("AICoreSpec", "l2_size", size(chip.l2))
        + set("AICoreSpec", "bt_size", size(chip.bt)) + set("AICoreSpec", "fb_size", size(chip.fb))
        + set("AICoreSpec", "hbm_size", std::to_string(static_cast<std::uint64_t>(chip.hbmGib.value * kGiB)))
        + set("SoftwareSpec", "lib_api_workspace", std::to_string(16U << 20U)) + set("version", "soc_enum", std::to_string(soc))
        + set("version", "Short_SoC_version", chip.name)
        + "        platform_ascendc::PlatformAscendCManager::infos() = &infos;\n    }\n};\nPlatform g_platform;\n} // namespace\n";
}

Status writeTree(const SourceTree& tree, const fs::path& folder)
{
    for (const SourceFile& file : tree.files) {
        std::error_code ec;
        fs::create_directories((folder / file.name).parent_path(), ec);
        if (Status written = writeScratchFile(folder / file.name, file.text); !written)
            return written;
    }
    return {};
}

std::vector<std::string> programFlags(const Toolchain& tools)
{
    // Host code uses exceptions, type information and its own assertions; its main and the kernels must be visible.
    std::vector<std::string> flags;
    for (const std::string& flag : tools.compileFlags)
        if (flag != "-fno-exceptions" && flag != "-fno-rtti" && flag != "-fvisibility=hidden")
            flags.push_back(flag);
    return flags;
}

std::string_view lineOf(std::string_view text, int line)
{
    std::size_t at = 0;
    for (int i = 1; i < line && at != std::string_view::npos; ++i)
        at = text.find('\n', at) == std::string_view::npos ? std::string_view::npos : text.find('\n', at) + 1;
    return at == std::string_view::npos ? std::string_view() : text.substr(at, text.find('\n', at) - at);
}

/// A line that we rewrote is shown as its author wrote it; the mark goes to what the message names.
void showOriginal(Diagnostic& one, std::string_view original)
{
    const std::string_view line = lineOf(original, one.line);
    if (one.excerpt.empty() || line.empty() || one.excerpt == line)
        return;
    one.excerpt = line;
    const std::size_t open = one.message.find('\'');
    const std::size_t close = open == std::string::npos ? open : one.message.find('\'', open + 1);
    const std::size_t at = close == std::string::npos ? close : line.find(std::string_view(one.message).substr(open + 1, close - open - 1));
    one.column = at == std::string_view::npos ? 0 : static_cast<int>(at) + 1;
}

/// The compiler's words in the terms of the file that has the program's main.
std::vector<Diagnostic> explain(const std::string& log, const fs::path& main, const SourceTree& tree, const Toolchain& tools)
{
    const auto file = std::ranges::find(tree.files, main, &SourceFile::name);
    const std::string text = file == tree.files.end() ? std::string() : file->text;
    const std::string begin = "#line 1 \"" + main.string() + "\"\n";
    const std::size_t at = text.find(begin);
    // Messages are only poorer without signatures and corrections.
    const auto api = ApiCatalog::load(tools.headers, tools.compiler.string());
    const auto corrections = Corrections::loadDefault();
    auto diagnostics = parseDiagnostics(log,
        { .userFile = main.string(),
            .headerDir = tools.headers.string(),
            .knownNames = tools.knownNames,
            .source = at == std::string::npos ? std::string_view() : std::string_view(text).substr(at + begin.size()),
            .api = api ? &*api : nullptr,
            .corrections = corrections ? &*corrections : nullptr });
    for (Diagnostic& one : diagnostics)
        if (file != tree.files.end() && one.file == main.string())
            showOriginal(one, file->original);
    return diagnostics;
}

std::string firstError(const std::vector<Diagnostic>& diagnostics)
{
    const auto error = std::ranges::find(diagnostics, Diagnostic::Level::Error, &Diagnostic::level);
    if (error == diagnostics.end())
        return "the compiler gave no reason";
    return (error->file.empty() ? "" : error->file + ":" + std::to_string(error->line) + ": ") + error->message;
}

} // namespace

fs::path programHeaderDir() { return headerDir("HAWK_PROGRAM_INCLUDE", "acl", "acl/acl.h", HAWK_SOURCE_PROGRAM_HEADERS); }

Result<ProgramBuild> buildProgram(
    const ProgramSample& sample, const ProgramScenario& scenario, const ProgramOptions& options, std::stop_token stop)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto tools = toolchainFor(options.compiler);
    if (!tools)
        return tools.error();
    SourceTree tree = readTree(sample.folder);
    addNamedLaunches(tree, scenario);
    if (tree.usesPlatform)
        tree.files.push_back({ kPlatformFile, platformSource(*options.chip), {} });
    ProgramBuild build;
    if (!tree.problem.empty()) {
        build.reason = tree.problem;
        return build;
    }
    auto defines = scenario.defines;
    for (const auto& [name, value] : options.defines)
        defines[name] = value;
    const fs::path acl = programHeaderDir();
    const fs::path host = hostHeaderDir();

    const auto folder = TempDir::create("hawk-program-");
    if (!folder)
        return folder.error();
    const fs::path sources = folder->path() / "source";
    SandboxJob job = compilerJob(*tools, folder->path());
    job.argv = { tools->compiler.string() };
    const auto flags = programFlags(*tools);
    job.argv.insert(job.argv.end(), flags.begin(), flags.end());
    for (const auto& [name, value] : defines)
        job.argv.push_back("-D" + name + "=" + value);
    job.argv.push_back("-D__NPU_ARCH__=" + std::to_string(static_cast<int>(options.chip->generation)));
    for (const fs::path& include : scenario.includeFolders)
        job.argv.push_back("-I" + (sources / include).lexically_normal().string());
    job.argv.push_back("-I" + sources.string());
    std::vector<fs::path> headerFolders { acl, tools->headers, host };
    headerFolders.insert(headerFolders.end(), options.includeDirs.begin(), options.includeDirs.end());
    for (const fs::path& include : headerFolders) {
        job.argv.push_back("-I" + include.string());
        job.readOnly.push_back(include);
    }
    // Names in the program come before equal ones of the system's libraries: a kernel may be called exp.
    job.argv.insert(job.argv.end(), { "-shared", "-Wl,-Bsymbolic" });
    job.argv.insert(job.argv.end(), tools->linkFlags.begin(), tools->linkFlags.end());
    const fs::path library = folder->path() / "program.so";
    job.argv.insert(job.argv.end(), { "-o", library.string(), "-x", "c++" });
    for (const fs::path& source : scenario.sources)
        job.argv.push_back((sources / source).string());
    if (tree.usesPlatform)
        job.argv.push_back((sources / kPlatformFile).string());

    HashBuilder hash;
    hash.add(tools->fingerprint());
    for (const fs::path& include : headerFolders)
        if (include != tools->headers) // in the fingerprint
            for (const std::string& text : headerTexts(include))
                hash.add(text);
    for (const SourceFile& file : tree.files)
        hash.add(file.name.string()).add(file.text);
    for (const std::string& word : job.argv) // the temporary folder's name must not count
        hash.add(word.find(folder->path().string()) == std::string::npos ? word : fs::path(word).filename().string());
    const KernelCache cache((options.cacheDir.empty() ? cacheDir() : options.cacheDir) / "programs", {});
    const auto elapsed = [&] {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    };
    if (auto hit = cache.find(hash.hex())) {
        build.ok = build.cached = true;
        build.library = hit->library;
        build.log = hit->log;
        build.wallMs = elapsed();
        return build;
    }
    if (Status written = writeTree(tree, sources); !written)
        return written.error();
    job.limits.cpuSeconds = static_cast<std::uint64_t>(kBuildTimeout.count());
    job.limits.fileSizeBytes = 256ULL << 20U;
    job.timeout = kBuildTimeout;
    const auto process = runSandboxed(job, options.sandbox, stop);
    if (!process)
        return process.error();
    if (process->cancelled)
        return Error { Errc::Cancelled, "the build was cancelled", {}, {} };
    build.log = process->err;
    if (!process->err.empty())
        build.diagnostics = explain(process->err, scenario.sources.front(), tree, *tools);
    std::error_code ec;
    build.wallMs = elapsed();
    if (!process->ok() || !fs::is_regular_file(library, ec)) {
        build.reason = process->timedOut ? "the compiler did not finish within " + std::to_string(kBuildTimeout.count()) + " s"
                                         : "it does not compile: " + firstError(build.diagnostics);
        return build;
    }
    const auto published = cache.publish(hash.hex(), library, process->err);
    if (!published)
        return published.error();
    build.ok = true;
    build.library = *published;
    return build;
}

} // namespace hawk::emulator
