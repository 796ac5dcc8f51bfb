#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/run_report.h"

#include "engine/runner.h"

#include <filesystem>
#include <functional>
#include <limits>
#include <unistd.h>

namespace hawk::cli {
namespace {

constexpr std::int64_t kMany = 1'000'000;

/// What a replay takes over from the recorded run: giving one of these beside --replay would be another run.
Status onlyParallel(const Arguments& arguments)
{
    for (const char* each : { "spec", "chip", "attempts", "seconds", "seed", "patience", "model", "contract", "tokens", "money",
             "prompt-tokens" })
        if (arguments.has(each))
            return Error { Errc::InvalidInput, std::string("--replay repeats a run with its own options: leave out --") + each, {},
                "only --parallel may differ, it changes no result" };
    return {};
}

Status modelOptions(const Arguments& arguments, engine::RunOptions& options)
{
    if (const auto replay = arguments.value("replay")) {
        if (Status only = onlyParallel(arguments); !only)
            return only;
        if (const Result<std::int64_t> number = parseInteger(*replay, "--replay"); number && *number > 0)
            options.replay = { *number };
        else if (std::error_code none; std::filesystem::exists(*replay, none))
            options.replayFile = std::filesystem::absolute(*replay).string();
        else
            return Error { Errc::NotFound, "--replay " + *replay + " is neither the number of a run nor a file", {},
                "`hawk exchange list` shows which runs have recordings, `hawk exchange export RUN -o FILE` writes a file" };
        return {};
    }
    options.model = arguments.valueOr("model", {});
    for (const char* each : { "contract", "tokens", "money", "prompt-tokens" })
        if (options.model.empty() && arguments.has(each))
            return Error { Errc::InvalidInput, std::string("--") + each + " is about a language model: add --model NAME", {},
                "`hawk model list` shows the models that are set up" };
    options.contract = arguments.valueOr("contract", options.contract);
    const Result<std::int64_t> tokens = arguments.integer("tokens", 0, 1, std::numeric_limits<std::int64_t>::max());
    const Result<std::int64_t> prompt = arguments.integer("prompt-tokens", options.promptBudget, 1, 10'000'000);
    const Result<double> money = arguments.number("money", 0, 0);
    if (!tokens || !prompt || !money)
        return !tokens ? tokens.error() : !prompt ? prompt.error() : money.error();
    options.tokenBudget = *tokens;
    options.promptBudget = *prompt;
    options.moneyBudget = *money;
    return {};
}

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
    if (Status read = modelOptions(arguments, options); !read)
        return read.error();
    return options;
}

/// A session whose manual models ask on this terminal.
Result<std::unique_ptr<engine::Session>> openAskingSession(Context& context, const Arguments& arguments)
{
    Result<std::filesystem::path> folder = requireWorkspace(arguments);
    if (!folder)
        return folder.error();
    return engine::Session::open({ .workspace = *std::move(folder),
        .allowUnsafe = arguments.has("no-sandbox"),
        .manual = std::make_shared<llm::TerminalPort>(STDIN_FILENO, context.err) });
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
    const auto session = openAskingSession(context, arguments);
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
    const auto session = openAskingSession(context, arguments);
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
                { .name = "model",
                    .value = "NAME",
                    .help = "the language model that writes the kernels (`hawk model list`); the built-in synthesizer "
                            "when not given" },
                { .name = "contract",
                    .value = "KIND",
                    .help = "what its replies must be: kernel (default), edits, kernel-only, project, program" },
                { .name = "tokens", .value = "N", .help = "at most so many tokens, prompts and replies together" },
                { .name = "money", .value = "X", .help = "at most so much, in the currency of the model's price" },
                { .name = "prompt-tokens", .value = "N", .help = "at most so many tokens in one prompt (32000)" },
                { .name = "replay",
                    .value = "RUN",
                    .help = "repeat a run from its recordings, without a network: its number, or a file of "
                            "`hawk exchange export`" },
                unsafe },
            .run = run,
            .details
            = "Ctrl+C pauses after the step in flight, a second one stops at once; `hawk resume` goes on "
              "from there,\nalso after a crash or a power cut. All times are modelled by the emulator.\n"
              "`--model demo-script` works offline with nothing set up: a bundled script that makes typical mistakes\n"
              "and repairs what the prompt tells it." },
        { .name = "resume",
            .summary = "go on with a paused, stopped or interrupted run",
            .options
            = { { .name = "run", .value = "N", .help = "which; the newest unfinished when not given" },
                unsafe },
            .run = resume }
    };
}

} // namespace hawk::cli
