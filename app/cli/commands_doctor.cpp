#include "cli/command.h"

#include "base/files.h"
#include "base/process.h"

#include <cstdlib>
#include <ostream>
#include <unistd.h>

namespace hawk::cli {
namespace {

namespace fs = std::filesystem;

struct Check {
    std::string name;
    bool needed = true; ///< without it the loop cannot run
    bool ok = false;
    std::string detail; ///< what is there, or what is wrong
    std::string fix; ///< what to do, empty when fine
};

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

Check program(const std::string& name, const std::vector<std::string>& candidates, bool needed,
    const std::string& package)
{
    Check check { .name = name, .needed = needed };
    for (const std::string& candidate : candidates) {
        const std::optional<fs::path> path = findProgram(candidate);
        if (!path)
            continue;
        const Result<ProcessResult> asked
            = runProcess({ .argv = { path->string(), "--version" }, .timeout = std::chrono::seconds(10) });
        check.ok = asked && asked->ok();
        check.detail = check.ok ? path->string() + ": " + firstLine(asked->out)
                                : path->string() + " does not answer to --version";
        if (check.ok)
            return check;
    }
    if (check.detail.empty())
        check.detail = "not found: " + join(candidates, ", ");
    check.fix = "apt install " + package;
    return check;
}

Check sandbox()
{
    const emulator::SandboxStatus status = emulator::probeSandbox();
    return { .name = "sandbox",
        .ok = status.usable,
        .detail
        = status.usable ? status.tool + ": " + status.version + ", a sandboxed process ran" : status.problem,
        .fix = status.usable ? "" : status.fix };
}

Check torch()
{
    Check check { .name = "python and torch" };
    reference::ReferenceService service;
    const Result<Json> versions = service.versions();
    check.ok = versions.has_value();
    if (versions) {
        for (const auto& [key, value] : versions->items())
            check.detail += (check.detail.empty() ? "" : ", ") + key + " "
                + (value.is_string() ? value.get<std::string>() : value.dump());
    } else {
        check.detail = versions.error().message;
        check.fix = versions.error().hint.empty() ? "apt install python3-torch" : versions.error().hint;
    }
    return check;
}

/// A workspace in a private folder, written and searched, shows that SQLite, FTS5 and the disk do what is
/// needed.
Check workspace()
{
    Check check { .name = "workspace" };
    const auto tried = []() -> Result<std::string> {
        const Result<TempDir> folder = TempDir::create("hawk-doctor");
        if (!folder)
            return folder.error();
        const auto opened = store::Workspace::open(folder->path() / "workspace", store::OpenMode::Create);
        if (!opened)
            return opened.error();
        const auto hits = (*opened)->searchEntries({ "DataCopy" }, 1);
        if (!hits)
            return hits.error();
        return "schema " + std::to_string((*opened)->schemaVersion()) + ", full-text search works";
    }();
    check.ok = tried.has_value();
    check.detail = tried ? *tried : tried.error().text();
    if (!check.ok)
        check.fix = "check the free space of " + fs::temp_directory_path().string()
            + "; SQLite needs FTS5 (Debian's has it)";
    return check;
}

Check resources()
{
    const fs::path folder = resourceDir();
    Check check { .name = "resources", .detail = folder.string() };
    std::vector<std::string> missing;
    for (const char* part :
        { "chips/soc.json", "specs", "knowledge", "constraints", "python/worker.py", "timing" }) {
        std::error_code ignored;
        if (!fs::exists(folder / part, ignored))
            missing.emplace_back(part);
    }
    check.ok = missing.empty();
    if (!check.ok) {
        check.detail += " lacks " + join(missing, ", ");
        check.fix = "install again, or set HAWK_RESOURCES to the folder `resources` of the sources";
    } else if (const auto specs = spec::bundledSpecs()) {
        check.detail += ": " + std::to_string(specs->size()) + " operators";
    } else {
        check.ok = false;
        check.detail = specs.error().text();
        check.fix = "a bundled operator is damaged; install again";
    }
    return check;
}

Check kernelHost()
{
    const fs::path host = binaryDir() / "hawk-emu-host";
    Check check { .name = "kernel host", .detail = host.string() };
    check.ok = true;
    // Without the other two, kernels run and operator projects, or benchmark tasks, do not.
    for (const char* program : { "hawk-emu-host", "hawk-emu-tiling", "hawk-emu-binding" }) {
        const fs::path path = binaryDir() / program;
        if (access(path.c_str(), X_OK) == 0)
            continue;
        check.ok = false;
        check.detail = path.string() + " is missing";
        check.fix = std::string("build the target ") + program + ", or set HAWK_BIN to the folder that holds it";
        break;
    }
    return check;
}

Check cache()
{
    const fs::path folder = cacheDir();
    Check check { .name = "cache", .detail = folder.string() };
    const Status written = writeFileAtomically(folder / "doctor", "ok\n");
    std::error_code failure;
    const fs::space_info space = fs::space(folder, failure);
    if (!written) {
        check.detail = written.error().text();
        check.fix = "make the folder writable, or set HAWK_CACHE to another";
        return check;
    }
    fs::remove(folder / "doctor", failure);
    check.ok = true;
    check.detail += ", " + formatBytes(static_cast<double>(space.available)) + " free";
    if (space.available < (1ULL << 30U)) {
        check.ok = false;
        check.fix = "less than 1 GiB is free; set HAWK_CACHE to a folder with more space";
    }
    return check;
}

Check display()
{
    Check check { .name = "display", .needed = false };
    const char* x11 = std::getenv("DISPLAY");
    const char* wayland = std::getenv("WAYLAND_DISPLAY");
    check.ok = (x11 != nullptr && *x11 != '\0') || (wayland != nullptr && *wayland != '\0');
    check.detail = check.ok ? std::string(wayland != nullptr && *wayland != '\0' ? wayland : x11)
                            : "neither DISPLAY nor WAYLAND_DISPLAY is set";
    if (!check.ok)
        check.fix = "only the window needs it; `hawk` does everything in the terminal";
    return check;
}

Check workbench()
{
    const fs::path program = binaryDir() / "hawk-workbench";
    Check check { .name = "workbench", .needed = false, .detail = program.string() };
    check.ok = access(program.c_str(), X_OK) == 0;
    if (!check.ok) {
        check.detail += " is not there";
        check.fix = "apt install qt6-base-dev qt6-tools-dev qt6-l10n-tools libqscintilla2-qt6-dev and build "
                    "with HAWK_GUI=ON";
    }
    return check;
}

Result<int> doctor(Context& context, const Arguments&)
{
    const std::vector<Check> checks { resources(), kernelHost(), program("compiler", { "g++" }, true, "g++"),
        sandbox(), torch(), workspace(), cache(), program("fast linker", { "mold", "ld.lld" }, false, "mold"),
        program("compiler cache", { "ccache" }, false, "ccache"), workbench(), display() };
    bool complete = true;
    Json all = Json::array();
    for (const Check& check : checks) {
        complete = complete && (check.ok || !check.needed);
        all.push_back({ { "name", check.name }, { "needed", check.needed }, { "ok", check.ok },
            { "detail", check.detail }, { "fix", check.fix } });
    }
    if (context.json) {
        context.print({ { "complete", complete }, { "checks", std::move(all) } });
        return complete ? kDone : kEnvironment;
    }
    std::size_t width = 0;
    for (const Check& check : checks)
        width = std::max(width, check.name.size());
    for (const Check& check : checks) {
        const std::string mark = check.ok ? styled("ok      ", Style::Green, context.outColour)
            : check.needed                ? styled("MISSING ", Style::Red, context.outColour)
                                          : styled("optional", Style::Yellow, context.outColour);
        context.out << mark << "  " << check.name << std::string(width - check.name.size() + 2, ' ')
                    << check.detail << '\n';
        if (!check.ok && !check.fix.empty())
            context.out << std::string(width + 12, ' ') << check.fix << '\n';
    }
    context.out << (complete ? "\neverything the loop needs is there\n"
                             : "\nsomething the loop needs is missing; see the lines marked MISSING\n");
    return complete ? kDone : kEnvironment;
}

} // namespace

std::vector<Command> doctorCommands()
{
    return { { .name = "doctor",
        .summary = "what this machine has and lacks, and how to get it",
        .workspace = false,
        .run = doctor,
        .details = "Exit code 3 when something the loop needs is missing." } };
}

} // namespace hawk::cli
