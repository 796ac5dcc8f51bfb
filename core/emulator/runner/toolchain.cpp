#include "emulator/runner/toolchain.h"

#include "base/files.h"
#include "base/hash.h"
#include "base/process.h"
#include "emulator/runner/diagnostics.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr const char* kMainHeader = "kernel_operator.h";

/// The compiler itself. A compiler cache in front of it cannot work in the sandbox (it has no cache folder
/// there) and would hide which compiler the build depends on.
Result<fs::path> findCompiler(const std::string& name)
{
    std::error_code ec;
    std::vector<fs::path> candidates;
    if (name.find('/') != std::string::npos) {
        candidates.emplace_back(name);
    } else {
        const char* path = std::getenv("PATH");
        std::string_view rest = path ? path : "/usr/bin:/bin";
        while (!rest.empty()) {
            const std::size_t colon = rest.find(':');
            candidates.push_back(fs::path(rest.substr(0, colon)) / name);
            rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
        }
    }
    for (const fs::path& candidate : candidates)
        if (const auto found = findProgram(fs::absolute(candidate, ec).string());
            found && fs::canonical(*found, ec).filename() != "ccache")
            return *found;
    return Error { Errc::Environment, "cannot build kernels: the C++ compiler '" + name + "' is not in PATH",
        {}, "install it: apt-get install g++" };
}

Result<std::string> readHeaders(const fs::path& folder, std::set<std::string>& names)
{
    std::error_code ec;
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, ec))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    std::ranges::sort(files);
    HashBuilder hash;
    for (const fs::path& file : files) {
        const auto text = readFile(file);
        if (!text)
            return text.error();
        hash.add(fs::relative(file, folder, ec).string()).add(*text);
        for (std::string& name : identifiersIn(*text))
            names.insert(std::move(name));
    }
    return hash.hex();
}

std::string linkerFlag()
{
    if (findProgram("ld.mold"))
        return "-fuse-ld=mold";
    return findProgram("ld.lld") ? "-fuse-ld=lld" : "";
}

} // namespace

std::string Toolchain::fingerprint() const
{
    HashBuilder hash;
    hash.add(compiler.string()).add(version).add(headerHash);
    for (const std::string& flag : compileFlags)
        hash.add(flag);
    for (const std::string& flag : linkFlags)
        hash.add(flag);
    return hash.hex();
}

fs::path deviceHeaderDir()
{
    if (const char* value = std::getenv("HAWK_DEVICE_INCLUDE"); value && *value)
        return value;
    std::error_code ec;
    const fs::path installed = binaryDir().parent_path() / "share" / "hawk" / "device";
    if (fs::exists(installed / kMainHeader, ec))
        return installed;
    return HAWK_DEVICE_SOURCE;
}

Result<Toolchain> findToolchain(const std::string& compiler)
{
    Toolchain toolchain;
    const auto found = findCompiler(compiler);
    if (!found)
        return found.error();
    toolchain.compiler = *found;
    ProcessSpec version;
    version.argv = { found->string(), "--version" };
    version.timeout = std::chrono::seconds(10);
    const auto answer = runProcess(version);
    if (!answer || !answer->ok())
        return Error { Errc::Environment, "cannot run " + found->string() + " --version", {},
            "repair the compiler" };
    toolchain.version = answer->out.substr(0, answer->out.find('\n'));
    toolchain.headers = deviceHeaderDir();
    std::error_code ec;
    if (!fs::exists(toolchain.headers / kMainHeader, ec))
        return Error { Errc::Environment,
            "cannot build kernels: no kernel_operator.h in " + toolchain.headers.string(), {},
            "repair the installation, or set HAWK_DEVICE_INCLUDE to the device header folder" };
    toolchain.headers = fs::canonical(toolchain.headers, ec);
    std::set<std::string> names;
    auto hash = readHeaders(toolchain.headers, names);
    if (!hash)
        return hash.error();
    toolchain.headerHash = *std::move(hash);
    toolchain.knownNames.assign(names.begin(), names.end());
    // -fno-builtin: kernels may be named sqrt or exp. No contraction: scalar arithmetic rounds after every
    // operation. What C++ leaves undefined must show or behave as on the device, never vanish in the
    // optimiser: a null access crashes, integers wrap, memory may be read under another type.
    toolchain.compileFlags = { "-std=c++17", "-O1", "-fPIC", "-fno-builtin", "-fvisibility=hidden",
        "-fno-exceptions", "-fno-rtti", "-fno-delete-null-pointer-checks", "-fwrapv", "-fno-strict-aliasing",
        "-ffp-contract=off", "-fconstexpr-ops-limit=4000000", "-w", "-fmax-errors=20",
        "-fno-diagnostics-show-caret", "-fno-diagnostics-show-option", "-fdiagnostics-color=never" };
    // Passes that take a quarter of the compiler's time and give calls into the machine nothing.
    toolchain.compileFlags.insert(toolchain.compileFlags.end(),
        { "-fno-tree-pta", "-fno-ipa-pure-const", "-fno-ipa-modref", "-fno-ipa-reference", "-fno-ipa-reference-addressable",
            "-fno-ipa-profile", "-fno-dse", "-fno-tree-dse", "-fno-if-conversion", "-fno-if-conversion2", "-fno-cprop-registers",
            "-fno-compare-elim", "-fno-shrink-wrap", "-fno-split-wide-types", "-fno-forward-propagate",
            "-fno-combine-stack-adjustments", "-fno-tree-dominator-opts", "-fno-ssa-phiopt", "-fno-tree-sink", "-fno-tree-slsr",
            "-fno-tree-bit-ccp", "-fno-tree-ccp", "-fno-tree-copy-prop", "-fno-guess-branch-probability", "-fno-reorder-blocks",
            "-fno-inline-functions-called-once", "-fno-early-inlining", "-fno-move-loop-invariants", "-fno-tree-loop-optimize",
            "-fira-region=one", "-fno-tree-fre", "-fno-dce", "-fno-tree-ch", "-fno-tree-builtin-call-dce", "-fno-thread-jumps" });
    if (const std::string flag = linkerFlag(); !flag.empty())
        toolchain.linkFlags.push_back(flag);
    return toolchain;
}

} // namespace hawk::emulator
