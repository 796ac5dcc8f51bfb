#include "emulator/project/operator_host.h"

#include "base/files.h"
#include "base/hash.h"
#include "emulator/launch/scratch_file.h"
#include "emulator/runner/folder_hash.h"
#include "emulator/runner/sandbox.h"
#include "emulator/runner/toolchain.h"

#include <algorithm>
#include <set>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::seconds kBuildTimeout { 120 };

fs::path hostHeaderDir()
{
    std::error_code ec;
    const fs::path installed = fs::read_symlink("/proc/self/exe", ec).parent_path().parent_path() / "share/hawk/hostapi";
    return fs::is_directory(installed, ec) ? installed : fs::path(HAWK_SOURCE_HOST_HEADERS);
}

/// First error lines of the compiler, with the project's root taken off the paths.
std::string firstErrors(const std::string& log, const fs::path& root)
{
    std::string out;
    int count = 0;
    for (std::size_t at = 0; at < log.size() && count < 4;) {
        const std::size_t end = std::min(log.find('\n', at), log.size());
        std::string line = log.substr(at, end - at);
        at = end + 1;
        if (line.find("error:") == std::string::npos && line.find("undefined reference") == std::string::npos)
            continue;
        if (const std::size_t place = line.find(root.string()); place != std::string::npos)
            line.erase(place, root.string().size() + 1);
        out += "\n  " + line;
        ++count;
    }
    return out;
}

/// Everything a build of host code needs besides the sources.
struct HostBuild {
    const OperatorProject& project;
    const OperatorHost::Options& options;
    fs::path compiler, headers, shared; ///< shared: what kernels and host code share
    fs::path folder; ///< scratch
};

SandboxJob compileJob(const HostBuild& build, const std::vector<fs::path>& sources, const fs::path& output, bool link)
{
    const OperatorProject& project = build.project;
    SandboxJob job;
    job.argv = { build.compiler.string(), "-std=c++17", "-O0", "-w", "-fPIC", "-fvisibility=hidden" };
    if (link) // functions defined in a header that two sources include; a missing one is found here, not when it is called
        job.argv.insert(job.argv.end(), { "-shared", "-Wl,--allow-multiple-definition", "-Wl,-z,defs" });
    else
        job.argv.emplace_back("-c");
    for (const fs::path& include : { build.headers, project.hostFolder, project.root, build.shared })
        job.argv.push_back("-I" + include.string());
    for (const auto* folders : { &project.includeDirs, &project.searchDirs })
        for (const fs::path& include : *folders)
            job.argv.push_back("-I" + include.string());
    job.argv.insert(job.argv.end(), { "-o", output.string() });
    for (const fs::path& source : sources)
        job.argv.push_back(source.string());
    job.readOnly = { build.headers, build.shared, project.root };
    job.readOnly.insert(job.readOnly.end(), project.includeDirs.begin(), project.includeDirs.end());
    job.writable = build.folder;
    job.environment = { { "PATH", "/usr/bin:/bin" }, { "LC_ALL", "C" }, { "TMPDIR", "/tmp" } };
    job.view = SystemView::Toolchain;
    job.calls = SystemCalls::Compiler;
    job.limits = { .cpuSeconds = 120, .addressSpaceBytes = 3ULL << 30U, .fileSizeBytes = 256ULL << 20U, .processes = 64,
        .openFiles = 256 };
    job.timeout = kBuildTimeout;
    return job;
}

Result<ProcessResult> compile(const HostBuild& build, const std::vector<fs::path>& sources, const fs::path& output, bool link,
    const std::stop_token& stop, const std::vector<std::string>& flags = {})
{
    SandboxJob job = compileJob(build, sources, output, link);
    job.argv.insert(job.argv.end(), flags.begin(), flags.end());
    auto process = runSandboxed(job, build.options.sandbox, stop);
    if (process && process->cancelled)
        return Error { Errc::Cancelled, "the build of the host code was cancelled", {}, {} };
    return process;
}

/// The names, as the linker has them, of what nothing defines.
std::vector<std::string> undefinedNames(const std::string& log)
{
    constexpr std::string_view kMark = "undefined reference to `";
    std::set<std::string> names;
    for (std::size_t at = log.find(kMark); at != std::string::npos; at = log.find(kMark, at + 1)) {
        const std::size_t begin = at + kMark.size();
        names.insert(log.substr(begin, log.find('\'', begin) - begin));
    }
    return { names.begin(), names.end() };
}

/// Whether everything compiled and what is missing may be in the sources for other chips.
bool onlyNamesAreMissing(const OperatorProject& project, const ProcessResult& process)
{
    return project.servesOtherChips && !process.ok() && process.err.find("undefined reference") != std::string::npos
        && process.err.find("error: ") == process.err.find("error: ld returned");
}

/// Links sources that call what only the sources for other chips define, behind a question for the chip. Every such name becomes a function that throws, so that a case that does get there says why.
Result<ProcessResult> linkWithoutMissing(
    const HostBuild& build, std::vector<fs::path> sources, const fs::path& library, const std::stop_token& stop)
{
    const fs::path missing = build.folder / "missing.cpp";
    const char* const text = "#include <stdexcept>\n"
                             "extern \"C\" void hawk_missing_function()\n"
                             "{ throw std::runtime_error(\"it calls a function that only the sources for other chips define\"); }\n";
    if (const Status written = writeScratchFile(missing, text); !written)
        return written.error();
    const auto tried = compile(build, sources, library, true, stop, { "-Wl,--no-demangle" });
    if (!tried)
        return tried.error();
    std::vector<std::string> definitions;
    for (const std::string& name : undefinedNames(tried->err))
        definitions.push_back("-Wl,--defsym=" + name + "=hawk_missing_function");
    sources.push_back(missing);
    return compile(build, sources, library, true, stop, definitions);
}

Result<ProcessResult> link(
    const HostBuild& build, const std::vector<fs::path>& sources, const fs::path& library, const std::stop_token& stop)
{
    auto process = compile(build, sources, library, true, stop);
    return process && onlyNamesAreMissing(build.project, *process) ? linkWithoutMissing(build, sources, library, stop) : std::move(process);
}

/// Links the sources that define and tile the operator with those of their helpers that compile. Some never do, and are not
/// needed: a project's own aclnn interface is written against the vendor's operator runtime.
Status linkHost(const HostBuild& build, const fs::path& library, const std::stop_token& stop)
{
    const OperatorProject& project = build.project;
    std::vector<fs::path> sources = project.hostSources;
    sources.insert(sources.end(), project.helperSources.begin(), project.helperSources.end());
    auto process = link(build, sources, library, stop);
    if (!process)
        return process.error();
    if (process->ok())
        return {};
    sources = project.hostSources;
    std::string leftOut;
    for (std::size_t i = 0; i < project.helperSources.size(); ++i) {
        const fs::path object = build.folder / ("helper" + std::to_string(i) + ".o");
        const auto helper = compile(build, { project.helperSources[i] }, object, false, stop);
        if (!helper)
            return helper.error();
        if (helper->ok())
            sources.push_back(object);
        else
            leftOut += firstErrors(helper->err, project.root);
    }
    if (!project.helperSources.empty())
        process = link(build, sources, library, stop);
    if (!process)
        return process.error();
    if (process->ok())
        return {};
    return Error { Errc::InvalidInput, "the host code does not compile:" + firstErrors(process->err, project.root)
            + (leftOut.empty() ? "" : "\nleft out, because they do not compile either:" + leftOut), {}, {} };
}

Json toJson(const std::vector<std::pair<std::string, std::vector<TilingTensor>>>& parameters, std::vector<fs::path>& readable)
{
    Json out = Json::object();
    for (const auto& [name, instances] : parameters) {
        if (instances.empty())
            continue;
        Json list = Json::array();
        for (const TilingTensor& tensor : instances) {
            Json one { { "dtype", tensor.dtype }, { "shape", tensor.shape } };
            if (!tensor.data.empty()) {
                one["data"] = tensor.data.string();
                readable.push_back(tensor.data);
            }
            list.push_back(std::move(one));
        }
        out[name] = std::move(list);
    }
    return out;
}

std::vector<std::byte> fromHex(const std::string& text)
{
    std::vector<std::byte> out;
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        out.push_back(static_cast<std::byte>(digit(text[i]) * 16 + digit(text[i + 1])));
    return out;
}

/// The vendor's SocVersion enumerator of a chip (public platform_ascendc reference).
int socEnum(const chip::ChipFacts& chip)
{
    if (chip.name.find("910_9") != std::string::npos)
        return 6;
    switch (chip.generation) {
    case chip::Generation::V2201: return 1;
    case chip::Generation::V2002: return 2;
    case chip::Generation::V3510: return 4;
    }
    return 1;
}

} // namespace

Json platformInfo(const chip::ChipFacts& chip)
{
    // GetLibApiWorkSpaceSize: 16 MiB on split chips (public PlatformAscendC reference, system workspace).
    const std::uint64_t libraryWorkspace = chip.generation == chip::Generation::V2201 ? 16ULL << 20U : 2ULL << 20U;
    return { { "SoCInfo",
                 { { "vector_core_cnt", chip.vectorCores.value }, { "cube_core_cnt", chip.cubeCores.value },
                     { "ai_core_cnt", chip.cubeCores.value } } },
        { "AICoreSpec",
            { { "ub_size", chip.ub.value.n }, { "l1_size", chip.l1.value.n }, { "l0_a_size", chip.l0a.value.n },
                { "l0_b_size", chip.l0b.value.n }, { "l0_c_size", chip.l0c.value.n }, { "l2_size", chip.l2.value.n },
                { "bt_size", chip.bt.value.n }, { "fb_size", chip.fb.value.n } } },
        { "SoftwareSpec", { { "lib_api_workspace", libraryWorkspace } } }, { "version", { { "soc_enum", socEnum(chip) } } } };
}

std::string registeredName(const chip::ChipFacts& chip)
{
    if (chip.name.find("910_9") != std::string::npos)
        return "ascend910_93";
    switch (chip.generation) {
    case chip::Generation::V2201: return "ascend910b";
    case chip::Generation::V2002: return "ascend310p";
    case chip::Generation::V3510: return "ascend950";
    }
    return {};
}

OperatorHost::OperatorHost(fs::path library, const Options& options)
    : m_library(std::move(library))
    , m_policy(options.sandbox)
    , m_soc(options.soc)
{
}

Result<OperatorHost> OperatorHost::build(const OperatorProject& project, const Options& options, std::stop_token stop)
{
    const auto compiler = findProgram(options.compiler);
    if (!compiler)
        return Error { Errc::Environment, "no C++ compiler '" + options.compiler + "'", {}, "apt-get install g++" };
    const fs::path headers = hostHeaderDir();
    // What kernels and host code share: the tiling structs and temporary sizes of the high-level library.
    const fs::path shared = deviceHeaderDir();
    const auto headerHash = hashFolder(headers);
    const auto sharedHash = hashFolder(shared / "hawk");
    const auto sourceHash = hashFolder(project.hostFolder);
    const auto kernelHash = hashFolder(project.kernelFolder); // tiling structs and keys that both halves include lie there
    if (!headerHash)
        return headerHash.error();
    if (!sharedHash)
        return sharedHash.error();
    if (!sourceHash)
        return sourceHash.error();
    if (!kernelHash)
        return kernelHash.error();
    HashBuilder keyText;
    keyText.add(*headerHash).add(*sharedHash).add(*sourceHash).add(*kernelHash).add(compiler->string());
    for (const fs::path& include : project.includeDirs) {
        const auto hash = hashFolder(include);
        if (!hash)
            return hash.error();
        keyText.add(*hash);
    }
    const std::string key = keyText.hex();
    const fs::path cache = (options.cacheDir.empty() ? cacheDir() : options.cacheDir) / "operators";
    std::error_code ec;
    fs::create_directories(cache, ec);
    const fs::path kept = cache / (key + ".so");
    if (fs::exists(kept, ec))
        return OperatorHost(kept, options);
    const auto folder = TempDir::create("hawk-host-");
    if (!folder)
        return folder.error();
    const fs::path library = folder->path() / "host.so";
    if (const Status linked = linkHost({ project, options, *compiler, headers, shared, folder->path() }, library, stop); !linked)
        return linked.error();
    const auto bytes = readFile(library);
    if (!bytes)
        return bytes.error();
    if (const Status written = writeFileAtomically(kept, *bytes); !written)
        return written.error();
    return OperatorHost(kept, options);
}

Result<HostAnswer> OperatorHost::ask(
    const Json& request, const std::string& subject, std::vector<fs::path> readable, std::stop_token stop) const
{
    const auto folder = TempDir::create("hawk-tiling-");
    if (!folder)
        return folder.error();
    HostCall call { .program = "hawk-emu-tiling", .subject = subject, .folder = folder->path(), .readable = std::move(readable) };
    call.readable.push_back(m_library);
    call.limits = { .cpuSeconds = 20, .addressSpaceBytes = 1ULL << 30U, .fileSizeBytes = 16ULL << 20U, .processes = 16, .openFiles = 64 };
    call.nullHint = "GetInputShape, GetAttrPointer and their like return null for what the operator does not declare or was not given";
    return askHostCode(call, request, m_policy, std::move(stop));
}

Result<Json> OperatorHost::describe(std::stop_token stop) const
{
    auto answer = ask({ { "library", m_library.string() }, { "action", "describe" }, { "soc", m_soc } }, "the host code", {}, std::move(stop));
    return answer ? Result<Json>(std::move(answer->response)) : answer.error();
}

Result<TilingResult> OperatorHost::tile(const TilingCase& which, const chip::ChipFacts& chip, std::stop_token stop) const
{
    std::vector<fs::path> readable;
    Json request { { "library", m_library.string() }, { "action", "tiling" }, { "operator", which.op }, { "soc", m_soc },
        { "platform", platformInfo(chip) }, { "attributes", which.attributes } };
    request["inputs"] = toJson(which.inputs, readable);
    request["outputs"] = toJson(which.outputs, readable);
    auto answer = ask(request, "the tiling function of " + which.op, std::move(readable), std::move(stop));
    if (!answer)
        return answer.error();
    const Json& said = answer->response;
    TilingResult result;
    result.printed = std::move(answer->printed);
    result.blockDim = said.value("blockDim", 1U);
    result.tilingKey = said.value("tilingKey", std::uint64_t { 0 });
    result.scheduleMode = said.value("scheduleMode", 0U);
    result.workspaces = said.value("workspaces", std::vector<std::uint64_t>());
    result.dataGiven = said.value("tilingGiven", false);
    result.data = fromHex(said.value("tiling", std::string()));
    return result;
}

} // namespace hawk::emulator
