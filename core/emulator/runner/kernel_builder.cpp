#include "emulator/runner/kernel_builder.h"

#include "base/files.h"
#include "base/hash.h"
#include "base/text.h"
#include "emulator/runner/diagnostics.h"
#include "emulator/runner/folder_hash.h"
#include "emulator/runner/kernel_compiler.h"
#include "emulator/launch/scratch_file.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kEntryFile = "hawk-entry"; ///< pseudo file of the line we append
constexpr std::string_view kPreludeFile = "hawk-prelude"; ///< and of what we put before the source
constexpr std::string_view kEntryHeader = "hawk/entry.h"; ///< where HAWK_EXPORT_ENTRY is defined
constexpr std::uint64_t kMaxLogBytes = 256ULL << 10U;

ProcessLimits compilerLimits()
{
    return { .cpuSeconds = 30,
        .addressSpaceBytes = 2ULL << 30U,
        .fileSizeBytes = 64ULL << 20U,
        .processes = 64,
        .openFiles = 256 };
}
/// The author's file name as it goes into a #line directive.
std::string lineName(const std::string& fileName)
{
    std::string name;
    for (const char c : fileName)
        if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20U)
            name += c;
    return name.empty() ? "kernel.cpp" : name;
}

std::string translationUnit(const BuildRequest& request)
{
    std::string text;
    if (!request.prelude.empty())
        text = "#include \"kernel_operator.h\"\n#line 1 \"" + std::string(kPreludeFile) + "\"\n" + request.prelude + "\n";
    text += "#line 1 \"" + lineName(request.fileName) + "\"\n" + request.source;
    if (!request.entry.empty())
        text += "\n#line 1 \"" + std::string(kEntryFile) + "\"\nHAWK_EXPORT_ENTRY(" + request.entry + ")\n";
    return text;
}

/// A function, or an instance of a function template: "add<half, 8>".
bool isEntryName(const std::string& text)
{
    const std::size_t open = text.find('<');
    const auto ofArguments = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == ':' || c == ',' || c == ' '; };
    return isIdentifier(text.substr(0, open))
        && (open == std::string::npos
            || (text.back() == '>' && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(open) + 1, text.end() - 1, ofArguments)));
}

/// Contents of the folders a kernel may include from.
Status addFolders(HashBuilder& hash, const std::vector<fs::path>& folders)
{
    for (const fs::path& folder : folders) {
        const auto contents = hashFolder(folder);
        if (!contents)
            return contents.error();
        hash.add(folder.string()).add(*contents);
    }
    return {};
}

Result<std::string> cacheKey(const BuildRequest& request, const Toolchain& toolchain)
{
    HashBuilder hash;
    hash.add(toolchain.fingerprint()).add(lineName(request.fileName)).add(request.source).add(request.entry);
    hash.add(request.prelude);
    if (const Status added = addFolders(hash, request.includeDirs); !added)
        return added.error();
    for (const fs::path& folder : request.searchDirs)
        hash.add(folder.string());
    for (const auto& [name, value] : request.defines)
        hash.add(name).add(value);
    for (const std::string& macro : generationMacros(request.chip.get()))
        hash.add(macro);
    return hash.hex();
}

/// Where the headers lie and what is defined, the same for whatever the compiler does with a request.
void addHeaders(SandboxJob& job, const BuildRequest& request, const Toolchain& tools)
{
    std::vector<std::string>& argv = job.argv;
    argv.push_back("-I" + tools.headers.string());
    for (const fs::path& include : request.includeDirs) {
        argv.push_back("-I" + include.string());
        job.readOnly.push_back(include);
    }
    for (const fs::path& include : request.searchDirs)
        argv.push_back("-I" + include.string());
    for (const auto& [name, value] : request.defines)
        argv.push_back("-D" + name + "=" + value);
    const std::vector<std::string> macros = generationMacros(request.chip.get());
    argv.insert(argv.end(), macros.begin(), macros.end());
}

/// An entry that the source does not define fails in the line we appended and in the macro it uses; say it
/// once, in the plan's terms.
void explainMissingEntry(std::vector<Diagnostic>& diagnostics, const BuildRequest& request)
{
    const auto inEntry
        = [](const Diagnostic& one) { return one.file == kEntryFile || one.file == kEntryHeader; };
    std::vector<Diagnostic> entry;
    std::ranges::copy_if(diagnostics, std::back_inserter(entry), inEntry);
    std::erase_if(diagnostics, inEntry);
    if (entry.empty() || !diagnostics.empty())
        return; // with other errors it is their consequence
    const auto named = std::ranges::find_if(
        entry, [&](const Diagnostic& one) { return one.message.find(request.entry) != std::string::npos; });
    Diagnostic one = named == entry.end() ? entry.front() : *named;
    one.file = lineName(request.fileName);
    one.line = one.column = 0;
    one.message = "the entry '" + request.entry + "' of the launch plan cannot be called: " + one.message;
    diagnostics.push_back(std::move(one));
}

Diagnostic plainError(std::string message) { return { .message = std::move(message) }; }

void explainFailure(BuildResult& result, const ProcessResult& process)
{
    if (process.timedOut)
        result.diagnostics.insert(result.diagnostics.begin(),
            plainError("the compiler did not finish within " + std::to_string(kCompilerTimeout.count())
                + " s: endless templates or constant expressions?"));
    else if (process.outputOverflow)
        result.diagnostics.push_back(plainError("the compiler wrote too many messages"));
    else if (result.diagnostics.empty())
        result.diagnostics.push_back(
            plainError("the compiler failed (code " + std::to_string(process.exitCode)
                + ") without a message: out of memory or CPU time? " + process.err.substr(0, 300)));
}

} // namespace

std::vector<std::string> generationMacros(const chip::ChipFacts* chip)
{
    if (!chip)
        return {};
    // Public architecture guide and samples. The compiler's own name of bfloat16_t is a type there, which no header declares
    // (hicann/ops-nn experimental/activation/gelu).
    std::vector<std::string> macros { "-D__bf16=bfloat16_t", "-D__NPU_ARCH__=" + std::to_string(static_cast<int>(chip->generation)) };
    if (chip->generation == chip::Generation::V2201)
        macros.insert(macros.end(), { "-D__CCE_AICORE__=220", "-D__DAV_C220_VEC__", "-D__DAV_VEC__" });
    else if (chip->generation == chip::Generation::V2002)
        macros.insert(macros.end(), { "-D__CCE_AICORE__=200", "-D__DAV_M200__" });
    return macros;
}

std::vector<std::string> kernelLinking(const PreparedHeaders::Use& prepared)
{
    std::vector<std::string> all { "-shared", "-nodefaultlibs" };
    all.insert(all.end(), prepared.link.begin(), prepared.link.end());
    all.push_back("-lgcc");
    return all;
}

SandboxJob compilerJob(const Toolchain& toolchain, const fs::path& folder)
{
    SandboxJob job;
    job.argv = { toolchain.compiler.string() };
    job.argv.insert(job.argv.end(), toolchain.compileFlags.begin(), toolchain.compileFlags.end());
    job.readOnly = { toolchain.headers };
    job.writable = folder;
    job.environment = { { "PATH", "/usr/bin:/bin" }, { "LC_ALL", "C" }, { "TMPDIR", "/tmp" } };
    job.view = SystemView::Toolchain;
    job.calls = SystemCalls::Compiler;
    job.limits = compilerLimits();
    job.timeout = kCompilerTimeout;
    job.maxOutputBytes = kMaxLogBytes;
    if (toolchain.compiler.string().rfind("/usr/", 0) != 0)
        job.readOnly.push_back(
            toolchain.compiler.parent_path().parent_path()); // a compiler in /opt or the like
    return job;
}

KernelBuilder::KernelBuilder(fs::path cacheDir, std::string compiler, SandboxPolicy policy)
    : m_cache(cacheDir / "kernels", {})
    , m_prepared(cacheDir / "headers")
    , m_compiler(std::move(compiler))
    , m_policy(policy)
{
    m_cache.trim();
}

Result<Toolchain> KernelBuilder::toolchain()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_toolchain) {
        auto found = findToolchain(m_compiler);
        if (!found)
            return found.error();
        m_toolchain = *std::move(found);
    }
    return *m_toolchain;
}

Result<BuildResult> KernelBuilder::build(const BuildRequest& request, std::stop_token stop)
{
    const auto begin = std::chrono::steady_clock::now();
    if (!request.entry.empty() && !isEntryName(request.entry))
        return Error { Errc::InvalidInput, "the kernel entry '" + request.entry + "' is not a function name",
            {}, {} };
    const auto tools = toolchain();
    if (!tools)
        return tools.error();
    const Result<std::string> key = cacheKey(request, *tools);
    if (!key)
        return key.error();
    Result<BuildResult> result = [&]() -> Result<BuildResult> {
        if (auto hit = m_cache.find(*key))
            return BuildResult { .ok = true, .cached = true, .library = hit->library, .log = hit->log };
        return compile(request, *tools, *key, stop);
    }();
    if (result)
        result->wallMs
            = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

std::vector<Diagnostic> KernelBuilder::explain(const std::string& log, const BuildRequest& request, const Toolchain& tools)
{
    if (log.empty())
        return {};
    std::call_once(m_knowledgeOnce, [&] {
        // Without them a message is only poorer: the build's outcome does not hang on it.
        if (auto api = ApiCatalog::load(tools.headers, tools.compiler.string()))
            m_api = *std::move(api);
        if (auto corrections = Corrections::loadDefault())
            m_corrections = *std::move(corrections);
    });
    return parseDiagnostics(log,
        { .userFile = lineName(request.fileName),
            .headerDir = tools.headers.string(),
            .knownNames = tools.knownNames,
            .source = request.source,
            .api = &m_api,
            .corrections = &m_corrections });
}

Result<std::string> KernelBuilder::preprocess(const BuildRequest& request, std::stop_token stop)
{
    const auto tools = toolchain();
    if (!tools)
        return tools.error();
    const auto folder = TempDir::create("hawk-build-");
    if (!folder)
        return folder.error();
    const fs::path source = folder->path() / "kernel.cpp";
    const fs::path text = folder->path() / "kernel.ii";
    if (const Status written = writeScratchFile(source, translationUnit(request)); !written)
        return written.error();
    SandboxJob job = compilerJob(*tools, folder->path());
    addHeaders(job, request, *tools);
    job.argv.insert(job.argv.end(), { "-E", "-P", "-o", text.string(), source.string() });
    const auto process = runSandboxed(job, m_policy, stop);
    if (!process)
        return process.error();
    if (process->cancelled)
        return Error { Errc::Cancelled, "the build was cancelled", {}, {} };
    return process->ok() ? readFile(text) : Result<std::string>(std::string());
}

Result<BuildResult> KernelBuilder::compile(
    const BuildRequest& request, const Toolchain& tools, const std::string& key, std::stop_token stop)
{
    const auto folder = TempDir::create("hawk-build-");
    if (!folder)
        return folder.error();
    const fs::path source = folder->path() / "kernel.cpp";
    const fs::path library = folder->path() / "kernel.so";
    if (const Status written = writeScratchFile(source, translationUnit(request)); !written)
        return written.error();
    SandboxJob job = compilerJob(tools, folder->path());
    const auto prepared = m_prepared.of(tools, generationMacros(request.chip.get()), m_policy, stop);
    if (!prepared)
        return prepared.error();
    if (!prepared->folder.empty())
        job.readOnly.push_back(prepared->folder);
    job.argv.insert(job.argv.end(), prepared->compile.begin(), prepared->compile.end());
    addHeaders(job, request, tools);
    job.argv.insert(job.argv.end(), { "-o", library.string(), source.string() });
    const std::vector<std::string> linking = kernelLinking(*prepared);
    job.argv.insert(job.argv.end(), linking.begin(), linking.end());
    const auto process = runSandboxed(job, m_policy, stop);
    if (!process)
        return process.error();
    if (process->cancelled)
        return Error { Errc::Cancelled, "the build was cancelled", {}, {} };
    BuildResult result { .timedOut = process->timedOut, .log = process->err };
    result.diagnostics = explain(process->err, request, tools);
    std::error_code ec;
    if (!process->ok() || !fs::is_regular_file(library, ec)) {
        explainMissingEntry(result.diagnostics, request);
        explainFailure(result, *process);
        return result;
    }
    auto published = m_cache.publish(key, library, process->err);
    if (!published)
        return published.error();
    result.ok = true;
    result.library = *std::move(published);
    return result;
}

} // namespace hawk::emulator
