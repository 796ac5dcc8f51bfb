#include "emulator/runner/precompiled_header.h"

#include "base/files.h"
#include "base/hash.h"
#include "emulator/runner/kernel_compiler.h"

#include <unistd.h>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr const char* kHeader = "kernel_operator.h";
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

/// Moves the finished file to its place: into a folder of its own first, as the rename must stay on one file
/// system. The plain header stands beside it: for a second #include of a source the compiler opens that one.
bool publish(const fs::path& built, const fs::path& header, const fs::path& folder)
{
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (!fs::copy_file(header, folder / kHeader, fs::copy_options::overwrite_existing, ec) || ec)
        return false;
    const fs::path target = folder / (std::string(kHeader) + ".gch");
    const fs::path staged = target.string() + "." + std::to_string(::getpid());
    if (!fs::copy_file(built, staged, fs::copy_options::overwrite_existing, ec) || ec)
        return false;
    fs::rename(staged, target, ec);
    if (ec)
        fs::remove(staged, ec);
    return fs::exists(target, ec);
}

} // namespace

PrecompiledHeader::PrecompiledHeader(fs::path cache)
    : m_cache(std::move(cache))
{
}

Result<fs::path> PrecompiledHeader::folderFor(const Toolchain& toolchain, const std::vector<std::string>& macros,
    const SandboxPolicy& policy, std::stop_token stop)
{
    const std::scoped_lock lock(m_mutex);
    constexpr const char* kFolderLayout = "2"; // folders of an older layout are left to ageing
    HashBuilder hash;
    hash.add(toolchain.fingerprint()).add(kFolderLayout);
    for (const std::string& macro : macros)
        hash.add(macro);
    const std::string key = hash.hex().substr(0, 32);
    if (const auto known = m_known.find(key); known != m_known.end())
        return known->second;
    const fs::path folder = m_cache / key;
    std::error_code ec;
    if (fs::exists(folder / (std::string(kHeader) + ".gch"), ec)) {
        fs::last_write_time(folder, fs::file_time_type::clock::now(), ec);
        return m_known[key] = folder;
    }
    const auto work = TempDir::create("hawk-header-");
    if (!work)
        return work.error();
    SandboxJob job = compilerJob(toolchain, work->path());
    const fs::path built = work->path() / "header.gch";
    job.argv.insert(job.argv.end(), macros.begin(), macros.end());
    job.argv.insert(job.argv.end(),
        { "-I" + toolchain.headers.string(), "-x", "c++-header", (toolchain.headers / kHeader).string(), "-o",
            built.string() });
    const auto process = runSandboxed(job, policy, std::move(stop));
    if (!process)
        return process.error();
    if (process->cancelled)
        return Error { Errc::Cancelled, "the build was cancelled", {}, {} };
    // Only a help: when it does not come out, kernels read the plain headers and report what is wrong with
    // them.
    m_known[key] = process->ok() && publish(built, toolchain.headers / kHeader, folder) ? folder : fs::path();
    removeOld(m_cache, folder);
    return m_known[key];
}

} // namespace hawk::emulator
