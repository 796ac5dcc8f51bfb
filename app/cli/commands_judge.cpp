#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/verdict_report.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <ostream>
#include <stop_token>

namespace hawk::cli {
namespace {

Result<target::Candidate> candidateOf(const Arguments& arguments)
{
    const std::optional<std::string> given = arguments.value("source");
    if (!given)
        return Error { Errc::InvalidInput, "--source PATH is missing: the candidate to judge", {},
            "a kernel with its launch plan, an operator project, a program, or a text with a project's parts" };
    return target::readCandidate(*given, arguments.valueOr("plan", {}));
}

Result<std::shared_ptr<const spec::OperatorSpec>> bundledSpec(const std::string& name)
{
    if (name.ends_with(".json"))
        return spec::requireSpec(spec::loadSpec(name));
    const Result<std::vector<std::shared_ptr<const spec::OperatorSpec>>> all = spec::bundledSpecs();
    if (!all)
        return all.error();
    std::vector<std::string> names;
    for (const auto& each : *all) {
        if (each->name == name)
            return each;
        names.push_back(each->name);
    }
    const std::string near = nearestName(name, names);
    return Error { Errc::NotFound, "no bundled operator " + hawk::quoted(name), {},
        near.empty() ? "`hawk spec list` shows them; a spec file is accepted too"
                     : "did you mean " + hawk::quoted(near) + "?" };
}

/// Judged with bundled parts; nothing is kept.
Result<target::Verdict> judgeAlone(const Arguments& arguments, const std::string& specName,
    const target::Candidate& candidate, std::stop_token stop)
{
    Result<std::shared_ptr<const spec::OperatorSpec>> spec = bundledSpec(specName);
    if (!spec)
        return spec.error();
    const Result<chip::ChipCatalog> catalog = chip::ChipCatalog::loadDefault();
    if (!catalog)
        return catalog.error();
    Result<std::shared_ptr<const chip::ChipFacts>> facts
        = catalog->find(arguments.valueOr("chip", std::string(chip::kDefaultChip)));
    if (!facts)
        return facts.error();
    const Result<std::int64_t> seed
        = arguments.integer("seed", 1, 0, std::numeric_limits<std::int64_t>::max());
    if (!seed)
        return seed.error();
    reference::ReferenceService reference;
    emulator::Emulator emulator({ .sandbox = { .allowUnsafe = arguments.has("no-sandbox") } });
    const std::unique_ptr<target::Target> target = target::makeEmulatorTarget(emulator, reference);
    return target->judge({ .spec = *std::move(spec),
                             .chip = *std::move(facts),
                             .candidate = candidate,
                             .seed = static_cast<std::uint64_t>(*seed) },
        stop);
}

Result<int> judge(Context& context, const Arguments& arguments)
{
    const std::optional<std::string> specName = arguments.value("spec");
    if (!specName)
        return Error { Errc::InvalidInput, "--spec NAME is missing: the operator the kernel implements", {},
            {} };
    const Result<target::Candidate> candidate = candidateOf(arguments);
    if (!candidate)
        return candidate.error();
    std::stop_source stop;
    const InterruptWatch watch([&](int) { stop.request_stop(); });
    target::Verdict verdict;
    CandidateId kept;
    if (findWorkspace(arguments)) {
        const auto session = openSession(arguments, store::OpenMode::ReadWrite);
        if (!session)
            return session.error();
        const Result<std::int64_t> parent
            = arguments.integer("parent", 0, 1, std::numeric_limits<std::int64_t>::max());
        if (!parent)
            return parent.error();
        Result<engine::Session::EditResult> result
            = (*session)->judgeEdit(*specName, arguments.valueOr("chip", std::string(chip::kDefaultChip)),
                *candidate, { *parent }, stop.get_token());
        if (!result)
            return result.error();
        kept = result->candidate;
        verdict = std::move(result->verdict);
    } else {
        Result<target::Verdict> result = judgeAlone(arguments, *specName, *candidate, stop.get_token());
        if (!result)
            return result.error();
        verdict = *std::move(result);
    }
    const int code = verdict.outcome == target::Outcome::Correct ? kDone : kNotCorrect;
    if (context.json) {
        context.print(
            { { "candidate", kept ? Json(kept.value) : Json() }, { "verdict", target::toJson(verdict) } });
        return code;
    }
    printVerdict(context, verdict, *candidate);
    context.out << (kept ? "\nkept as candidate " + std::to_string(kept.value) + "\n"
                         : "\nnothing was kept: no workspace was given\n");
    return code;
}

} // namespace

std::vector<Command> judgeCommands()
{
    return { { .name = "judge",
        .summary = "build, run and check a kernel you wrote",
        .options = { { .name = "spec", .value = "NAME", .help = "the operator it implements" },
            { .name = "source",
                .value = "PATH",
                .help = "kernel source, project folder, program, or text with a project's parts" },
            { .name = "plan", .value = "FILE", .help = "launch plan, when it is not beside the source" },
            { .name = "chip", .value = "NAME", .help = "chip to judge for (Ascend910B2)" },
            { .name = "parent", .value = "CANDIDATE", .help = "the stored candidate it was made from" },
            { .name = "seed", .value = "S", .help = "seed of the inputs, without a workspace (1)" },
            { .name = "no-sandbox",
                .value = {},
                .help = "run generated code without bubblewrap; only on a machine that may be lost" } },
        .run = judge,
        .details
        = "PATH is a kernel with its plan beside it, a folder with kernel.cpp and launch.json, an operator project\n"
          "(op_host, op_kernel), a direct-launch program with a main, or a text (.txt, .py) with kernel_src,\n"
          "host_operator_src and host_tiling_src; docs/judge.md says how each is called.\n"
          "With a workspace the kernel is kept as a candidate. Without one the bundled operators are used "
          "(or a\n"
          "spec file given as --spec FILE.json) and nothing is kept. Exit code 1 when it is not correct." } };
}

} // namespace hawk::cli
