#include "reference/worker.h"


namespace hawk::reference {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// What the helper may take beyond the request's own limit: it kills the child itself and answers; only when it
/// does not is it killed from here.
constexpr std::chrono::seconds kGrace { 15 };
/// Importing torch from a cold disk.
constexpr std::chrono::seconds kStartLimit { 120 };

constexpr const char* kInstallHint
    = "install Debian's packages: apt install python3 python3-torch; or name another python in the options";

std::map<std::string, std::string> cleanEnvironment()
{
    return { { "PATH", "/usr/bin:/bin" }, { "LANG", "C.UTF-8" }, { "HOME", "/tmp" }, { "TMPDIR", "/tmp" },
        { "OMP_NUM_THREADS", "1" }, { "OPENBLAS_NUM_THREADS", "1" }, { "MKL_NUM_THREADS", "1" } };
}

/// Everything a system python needs and nothing of the user's: no home, no network, no other processes. Not
/// --die-with-parent: that follows the thread that started it; the worker ends with its standard input instead.
std::vector<std::string> sandboxCommand(const fs::path& python)
{
    std::vector<std::string> argv { "bwrap", "--unshare-all", "--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev",
        "/dev", "--tmpfs", "/tmp", "--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--ro-bind-try",
        "/etc/ld.so.cache", "/etc/ld.so.cache" };
    for (const char* const folder : { "/bin", "/sbin", "/lib", "/lib64", "/lib32" }) {
        std::error_code failure;
        if (fs::is_symlink(folder, failure))
            argv.insert(argv.end(), { "--symlink", fs::read_symlink(folder, failure).string(), folder });
        else if (fs::exists(folder, failure))
            argv.insert(argv.end(), { "--ro-bind", folder, folder });
    }
    // A python elsewhere (a virtual environment): its own tree, read-only.
    if (!python.string().starts_with("/usr/")) {
        const std::string tree = python.parent_path().parent_path().string();
        if (tree.size() > 1)
            argv.insert(argv.end(), { "--ro-bind", tree, tree });
    }
    return argv;
}

Error environmentError(std::string message) { return { Errc::Environment, std::move(message), {}, kInstallHint }; }

/// The helper's refusals as errors: what a caller can do about each differs.
Error errorOf(const Json& reply)
{
    const auto text = [&](const char* key) {
        return reply.contains(key) && reply[key].is_string() ? reply[key].get<std::string>() : std::string();
    };
    const std::string kind = text("kind");
    std::string message = text("message");
    if (const std::string detail = text("detail"); !detail.empty())
        message += "\n" + detail;
    if (kind == "environment")
        return environmentError(std::move(message));
    if (kind == "timeout")
        return { Errc::Timeout, "the reference did not finish: " + message, {},
            "look for an endless loop, or make the case smaller" };
    if (kind == "reference")
        return { Errc::InvalidInput, std::move(message), {}, {} };
    return { Errc::Internal, "the reference worker failed: " + message, {}, {} };
}

} // namespace

Worker::Worker(Options options)
    : m_options(std::move(options))
{
}

const std::string& Worker::probe()
{
    if (m_sandbox)
        return *m_sandbox;
    if (!findProgram("bwrap"))
        return m_sandbox.emplace("none: bubblewrap is not installed");
    ProcessSpec trial;
    trial.argv = sandboxCommand("/usr/bin/true");
    trial.argv.insert(trial.argv.end(), { "/usr/bin/true" });
    trial.timeout = std::chrono::seconds(10);
    const Result<ProcessResult> result = runProcess(trial);
    if (result && result->ok())
        return m_sandbox.emplace("bubblewrap");
    return m_sandbox.emplace("none: " + (result ? result->err.substr(0, result->err.find('\n')) : result.error().message));
}

std::string Worker::sandbox()
{
    const std::scoped_lock lock(m_mutex);
    return probe();
}

ProcessSpec Worker::commandLine()
{
    ProcessSpec spec;
    if (probe() == "bubblewrap") {
        spec.argv = sandboxCommand(m_options.python);
        const std::string scripts = m_options.scripts.string();
        const std::string writable = m_options.writable.string();
        spec.argv.insert(spec.argv.end(),
            { "--ro-bind", scripts, scripts, "--bind", writable, writable, "--chdir", "/tmp" });
    }
    // -I: no user packages, no PYTHON* variables; -B: no .pyc files beside the scripts.
    spec.argv.insert(spec.argv.end(),
        { m_options.python.string(), "-I", "-B", (m_options.scripts / "worker.py").string() });
    spec.environment = cleanEnvironment();
    return spec;
}

Status Worker::start(std::stop_token stop)
{
    if (m_process && m_process->running())
        return {};
    m_process.reset();
    if (!findProgram(m_options.python.string()))
        return environmentError("no python at " + m_options.python.string() + " to run references with");
    std::error_code failure;
    if (!fs::exists(m_options.scripts / "worker.py", failure))
        return Error { Errc::Environment, "the reference worker is missing: " + (m_options.scripts / "worker.py").string(),
            {}, "set HAWK_RESOURCES to the product's resources folder, or reinstall" };
    Result<LineProcess> process = LineProcess::start(commandLine());
    if (!process)
        return process.error();
    m_process.emplace(*std::move(process));
    if (const Status sent = m_process->send(R"({"command":"versions","id":0,"timeout":60})"); !sent) {
        m_process.reset();
        return environmentError("python cannot run the reference worker: " + sent.error().message);
    }
    const Result<std::string> greeting = m_process->receive(kStartLimit, stop);
    const Json reply = greeting ? Json::parse(*greeting, nullptr, false) : Json();
    if (reply.is_object() && reply.value("ok", false))
        return {};
    m_process.reset();
    if (!greeting && greeting.error().code == Errc::Cancelled)
        return greeting.error();
    if (reply.is_object() && reply.contains("kind"))
        return errorOf(reply);
    return environmentError("python cannot run the reference worker: "
        + (greeting ? "it answered '" + greeting->substr(0, 200) + "'" : greeting.error().message));
}

Result<std::string> Worker::exchange(const Json& message, std::stop_token stop)
{
    // Bytes that are no UTF-8 cannot travel as JSON; Python would refuse such a source as well.
    if (const Status sent = m_process->send(message.dump(-1, ' ', true, Json::error_handler_t::replace)); !sent)
        return sent.error();
    return m_process->receive(m_options.timeout + kGrace, stop);
}

Result<Json> Worker::request(Json message, std::stop_token stop)
{
    std::unique_lock lock(m_mutex, std::defer_lock);
    while (!lock.try_lock_for(milliseconds(50)))
        if (stop.stop_requested())
            return Error { Errc::Cancelled, "cancelled while waiting for the reference worker", {}, {} };
    if (!message.contains("timeout") || message.at("timeout") > m_options.timeout.count())
        message["timeout"] = m_options.timeout.count();
    // A worker that died since the last request is no fault of this one: one fresh start.
    for (int attempt = 0;; ++attempt) {
        if (const Status ready = start(stop); !ready)
            return ready.error();
        message["id"] = m_nextId++;
        const Result<std::string> line = exchange(message, stop);
        if (line) {
            const Json reply = Json::parse(*line, nullptr, false);
            if (reply.is_object() && reply.contains("id") && reply["id"] == message["id"])
                return reply.value("ok", false) ? Result<Json>(reply.value("result", Json())) : errorOf(reply);
        }
        m_process.reset(); // out of step, dead or hung: nothing it says later may be taken for an answer
        if (!line && line.error().code != Errc::Protocol)
            return line.error();
        if (attempt == 1)
            return Error { Errc::Protocol,
                "the reference worker ended twice while it computed: " + (line ? *line : line.error().message).substr(0, 500),
                {}, "a reference that kills processes, or that needs more memory than there is?" };
    }
}

} // namespace hawk::reference
