#include "cli/command.h"
#include "cli/run_report.h"

#include "engine/runner.h"

#include <limits>
#include <map>
#include <ostream>

namespace hawk::cli {
namespace {

Result<int> create(Context& context, const Arguments& arguments)
{
    const std::filesystem::path folder = arguments.positional(0);
    Result<std::unique_ptr<engine::Session>> session = engine::Session::create({ .workspace = folder });
    if (!session)
        return session.error();
    const Result<std::vector<store::SpecRecord>> specs = (*session)->workspace().specs();
    if (!specs)
        return specs.error();
    const Result<std::vector<knowledge::Entry>> entries = (*session)->knowledge().entries();
    if (!entries)
        return entries.error();
    if (context.json) {
        context.print({ { "workspace", std::filesystem::absolute(folder).string() },
            { "schemaVersion", (*session)->workspace().schemaVersion() }, { "operators", specs->size() },
            { "entries", entries->size() } });
        return kDone;
    }
    context.out << "created " << folder.string() << " with " << specs->size() << " operators and "
                << entries->size() << " knowledge entries\nnext: hawk run --workspace " << folder.string()
                << '\n';
    return kDone;
}

Result<std::map<std::string, std::size_t>> countEntries(engine::Session& session)
{
    const Result<std::vector<knowledge::Entry>> entries = session.knowledge().entries();
    if (!entries)
        return entries.error();
    std::map<std::string, std::size_t> counts;
    for (const knowledge::Entry& entry : *entries)
        ++counts[std::string(knowledge::name(entry.state))];
    return counts;
}

Result<RunId> runArgument(const Arguments& arguments, const std::vector<store::RunRecord>& runs)
{
    const Result<std::int64_t> wanted = arguments.integer(
        "run", runs.empty() ? 0 : runs.front().id.value, 1, std::numeric_limits<std::int64_t>::max());
    if (!wanted)
        return wanted.error();
    return RunId { *wanted };
}

Json runJson(const store::RunRecord& run)
{
    return { { "run", run.id.value }, { "state", run.state }, { "chip", run.chip }, { "target", run.target },
        { "synthesizer", run.synthesizer }, { "seed", run.seed }, { "startedAt", run.startedAt },
        { "endedAt", run.endedAt }, { "activeSeconds", run.activeSeconds }, { "message", run.message } };
}

Result<int> status(Context& context, const Arguments& arguments)
{
    Result<std::unique_ptr<engine::Session>> opened = openSession(arguments, store::OpenMode::ReadOnly);
    if (!opened)
        return opened.error();
    engine::Session& session = **opened;
    const Result<std::vector<store::SpecRecord>> specs = session.workspace().specs();
    if (!specs)
        return specs.error();
    const auto counts = countEntries(session);
    if (!counts)
        return counts.error();
    const Result<std::vector<store::RunRecord>> runs = session.workspace().runs();
    if (!runs)
        return runs.error();
    const Result<RunId> run = runArgument(arguments, *runs);
    if (!run)
        return run.error();
    std::optional<engine::RunSummary> summary;
    if (!runs->empty()) {
        Result<engine::RunSummary> made = engine::summarise(session.workspace(), *run);
        if (!made)
            return made.error();
        summary = *std::move(made);
    } else if (arguments.has("run")) {
        return Error { Errc::NotFound, "there is no run in this workspace", {}, "`hawk run` starts one" };
    }
    const int code = !summary || summary->allCorrect() ? kDone : kNotCorrect;
    if (context.json) {
        Json all = Json::array();
        for (const store::RunRecord& each : *runs)
            all.push_back(runJson(each));
        context.print({ { "workspace", session.workspace().folder().string() },
            { "schemaVersion", session.workspace().schemaVersion() }, { "operators", specs->size() },
            { "entries", *counts }, { "runs", std::move(all) },
            { "summary", summary ? engine::toJson(*summary) : Json() } });
        return code;
    }
    context.out << session.workspace().folder().string() << ": " << specs->size() << " operators, knowledge ";
    for (bool first = true; const auto& [state, count] : *counts) {
        context.out << (first ? "" : ", ") << count << ' ' << state;
        first = false;
    }
    context.out << '\n';
    if (!summary) {
        context.out << "no run yet; `hawk run` starts one\n";
        return code;
    }
    if (runs->size() > 1)
        context.out << runs->size() << " runs; --run N shows another\n";
    context.out << '\n';
    printSummary(context, *summary);
    return code;
}

} // namespace

std::vector<Command> workspaceCommands()
{
    return { { .name = "new",
                 .summary = "create a workspace with the bundled operators and knowledge",
                 .positionals = { { "DIR", "folder to create; absent or empty" } },
                 .workspace = false,
                 .run = create },
        { .name = "status",
            .summary = "what is in the workspace and how its newest run stands",
            .options = { { .name = "run", .value = "N", .help = "another run than the newest" } },
            .run = status,
            .details = "Works beside a running `hawk run`. Exit code 1 while an operator of the run is not "
                       "correct." } };
}

} // namespace hawk::cli
