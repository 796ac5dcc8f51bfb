#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/run_report.h"

#include "engine/runner.h"

#include <functional>
#include <limits>

namespace hawk::cli {
namespace {

constexpr std::int64_t kMany = 1'000'000;

Result<engine::RunOptions> runOptions(const Arguments& arguments)
{
    engine::RunOptions options;
    options.specs = arguments.values("spec");
    options.chip = arguments.valueOr("chip", options.chip);
    const Result<std::int64_t> attempts = arguments.integer("attempts", options.attemptsPerTask, 1, kMany);
    const Result<double> seconds = arguments.number("seconds", 0, 0);
    const Result<std::int64_t> seed
        = arguments.integer("seed", 1, 0, std::numeric_limits<std::int64_t>::max());
    const Result<std::int64_t> judges = arguments.integer("parallel", options.parallelJudges, 1, 256);
    const Result<std::int64_t> patience = arguments.integer("patience", options.refineWithoutGain, 1, kMany);
    if (!seconds)
        return seconds.error();
    for (const auto* each : { &attempts, &seed, &judges, &patience })
        if (!*each)
            return each->error();
    options.attemptsPerTask = static_cast<int>(*attempts);
    options.secondsBudget = *seconds;
    options.seed = static_cast<std::uint64_t>(*seed);
    options.parallelJudges = static_cast<int>(*judges);
    options.refineWithoutGain = static_cast<int>(*patience);
    return options;
}

/// Runs with progress; the first interrupt pauses, the second stops.
Result<int> drive(Context& context, engine::Session& session,
    const std::function<Result<engine::RunSummary>(engine::Runner&)>& body)
{
    Result<engine::RunSummary> summary = [&] {
        TerminalProgress progress(context);
        engine::Runner runner(session, progress);
        const InterruptWatch watch([&](int count) {
            if (count == 1) {
                runner.requestPause();
                progress.say("pausing after the step in flight; interrupt again to stop now");
            } else {
                runner.requestStop();
                progress.say("stopping");
            }
        });
        return body(runner);
    }();
    if (!summary)
        return summary.error();
    if (context.json)
        context.print(engine::toJson(*summary));
    else
        printSummary(context, *summary);
    if (summary->end == engine::RunEnd::Paused || summary->end == engine::RunEnd::Stopped) {
        context.note("run " + std::to_string(summary->run.value) + " is " + summary->state
            + "; nothing is lost. Continue it with: hawk resume --workspace "
            + session.workspace().folder().string());
        return kNotCorrect;
    }
    return summary->allCorrect() ? kDone : kNotCorrect;
}

Result<int> run(Context& context, const Arguments& arguments)
{
    const Result<engine::RunOptions> options = runOptions(arguments);
    if (!options)
        return options.error();
    const auto session = openSession(arguments, store::OpenMode::ReadWrite);
    if (!session)
        return session.error();
    return drive(context, **session, [&](engine::Runner& runner) { return runner.run(*options); });
}

Result<int> resume(Context& context, const Arguments& arguments)
{
    const Result<std::int64_t> number
        = arguments.integer("run", 0, 1, std::numeric_limits<std::int64_t>::max());
    if (!number)
        return number.error();
    const auto session = openSession(arguments, store::OpenMode::ReadWrite);
    if (!session)
        return session.error();
    return drive(context, **session, [&](engine::Runner& runner) { return runner.resume({ *number }); });
}

} // namespace

std::vector<Command> runCommands()
{
    const OptionSpec unsafe { .name = "no-sandbox",
        .value = {},
        .help = "run generated code without bubblewrap; only on a machine that may be lost" };
    return {
        { .name = "run",
            .summary = "work on operators: write, judge, learn, until correct and fast",
            .options = { { .name = "spec",
                             .value = "NAME",
                             .help = "operators to work on; all when not given",
                             .repeatable = true },
                { .name = "attempts", .value = "N", .help = "at most so many per operator (30)" },
                { .name = "seconds",
                    .value = "S",
                    .help = "at most so much working time, over all sessions" },
                { .name = "seed", .value = "S", .help = "the same seed gives the same run (1)" },
                { .name = "chip", .value = "NAME", .help = "chip to write for (Ascend910B2)" },
                { .name = "parallel",
                    .value = "N",
                    .help = "candidates judged at once (2); changes no result" },
                { .name = "patience",
                    .value = "N",
                    .help = "end after so many refinements without gain (3)" },
                unsafe },
            .run = run,
            .details
            = "Ctrl+C pauses after the step in flight, a second one stops at once; `hawk resume` goes on "
              "from there,\nalso after a crash or a power cut. All times are modelled by the emulator." },
        { .name = "resume",
            .summary = "go on with a paused, stopped or interrupted run",
            .options
            = { { .name = "run", .value = "N", .help = "which; the newest unfinished when not given" },
                unsafe },
            .run = resume }
    };
}

} // namespace hawk::cli
