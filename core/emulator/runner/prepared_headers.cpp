#include "emulator/runner/prepared_headers.h"

#include "base/files.h"
#include "base/hash.h"
#include "emulator/runner/kernel_compiler.h"

#include <unistd.h>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr const char* kHeader = "kernel_operator.h";
constexpr const char* kPrecompiled = "kernel_operator.h.gch";
constexpr const char* kSharedBodies = "hawk/shared.cpp";
constexpr const char* kObject = "shared.o";
constexpr const char* kPrebuilt = "-DHAWK_PREBUILT";
constexpr auto kMaxAge = std::chrono::hours(24 * 30);

/// Headers of other compilers, flags and versions that nobody asked for in a long time.
void removeOld(const fs::path& cache, const fs::path& current)
{
    std::error_code ec;
    const auto now = fs::file_time_type::clock::now();
    for (const fs::directory_entry& entry : fs::directory_iterator(cache, ec))
        if (entry.path() != current && now - entry.last_write_time(ec) > kMaxAge && !ec)
            fs::remove_all(entry.path(), ec);
}

/// Moves a finished file to its place: into the folder first, as the rename must stay on one file system.
bool publish(const fs::path& built, const fs::path& target)
{
    std::error_code ec;
    const fs::path staged = target.string() + "." + std::to_string(::getpid());
    if (!fs::copy_file(built, staged, fs::copy_options::overwrite_existing, ec) || ec)
        return false;
    fs::rename(staged, target, ec);
    if (ec)
        fs::remove(staged, ec);
    return fs::exists(target, ec);
}

PreparedHeaders::Use useOf(const fs::path& folder)
{
    return { folder, { "-I" + folder.string(), kPrebuilt }, { (folder / kObject).string() } };
}

Result<ProcessResult> compile(SandboxJob job, const std::vector<std::string>& arguments, const SandboxPolicy& policy,
    const std::stop_token& stop)
{
    job.argv.insert(job.argv.end(), arguments.begin(), arguments.end());
    return runSandboxed(job, policy, stop);
}

} // namespace

PreparedHeaders::PreparedHeaders(fs::path cache)
    : m_cache(std::move(cache))
{
}

Result<PreparedHeaders::Use> PreparedHeaders::of(const Toolchain& toolchain, const std::vector<std::string>& macros,
    const SandboxPolicy& policy, std::stop_token stop)
{
    const std::scoped_lock lock(m_mutex);
    constexpr const char* kFolderLayout = "3"; // folders of an older layout are left to ageing
    HashBuilder hash;
    hash.add(toolchain.fingerprint()).add(kFolderLayout);
    for (const std::string& macro : macros)
        hash.add(macro);
    const std::string key = hash.hex().substr(0, 32);
    if (const auto known = m_known.find(key); known != m_known.end())
        return known->second;
    const fs::path folder = m_cache / key;
    std::error_code ec;
    if (fs::exists(folder / kPrecompiled, ec)) { // published last
        fs::last_write_time(folder, fs::file_time_type::clock::now(), ec);
        return m_known[key] = useOf(folder);
    }
    const auto work = TempDir::create("hawk-header-");
    if (!work)
        return work.error();
    SandboxJob frame = compilerJob(toolchain, work->path());
    frame.argv.insert(frame.argv.end(), macros.begin(), macros.end());
    frame.argv.insert(frame.argv.end(), { kPrebuilt, "-I" + toolchain.headers.string() });
    const fs::path header = work->path() / kPrecompiled;
    const fs::path object = work->path() / kObject;
    const auto first = compile(frame, { "-x", "c++-header", (toolchain.headers / kHeader).string(), "-o", header.string() }, policy, stop);
    if (!first)
        return first.error();
    const auto second
        = compile(frame, { "-c", (toolchain.headers / kSharedBodies).string(), "-o", object.string() }, policy, stop);
    if (!second)
        return second.error();
    if (first->cancelled || second->cancelled)
        return Error { Errc::Cancelled, "the build was cancelled", {}, {} };
    // Only a help: when it does not come out, kernels read the plain headers and report what is wrong with them. The plain
    // header stands beside the precompiled one: for a second #include of a source the compiler opens that one.
    fs::create_directories(folder, ec);
    const bool ok = first->ok() && second->ok() && publish(toolchain.headers / kHeader, folder / kHeader)
        && publish(object, folder / kObject) && publish(header, folder / kPrecompiled);
    m_known[key] = ok ? useOf(folder) : Use {};
    removeOld(m_cache, folder);
    return m_known[key];
}

} // namespace hawk::emulator
