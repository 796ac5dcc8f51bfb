#include "target/judgement.h"

#include "base/hash.h"
#include "base/rng.h"
#include "emulator/poison.h"
#include "emulator/trace/trace_scan.h"
#include "reference/comparison.h"
#include "reference/mapped_file.h"
#include "target/device_rules.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <thread>

namespace hawk::target {
namespace {

using Kind = emulator::Argument::Kind;

constexpr double kFasterThanBound = 0.98; ///< a bound is computed in whole cycles, so is a time
constexpr double kSuspiciousSpeedup = 10;

/// Inputs of which the specification says that every element moves some output.
std::set<std::string> everyElementMatters(const spec::OperatorSpec& spec)
{
    std::set<std::string> names;
    for (const spec::MetamorphicRelation& relation : spec.metamorphic)
        if (relation.kind == spec::MetamorphicRelation::Kind::Sensitivity)
            names.insert(relation.inputs.begin(), relation.inputs.end());
    return names;
}

/// Inputs that the reference's own check found to have influence. It leaves large cases out, see resources/python/golden.py.
std::set<std::string> influential(const spec::OperatorSpec& spec, const emulator::Launch& launch, const Json& notes)
{
    constexpr std::uint64_t kChecked = 1U << 20U;
    std::set<std::string> names;
    std::uint64_t elements = 0;
    for (const emulator::Argument& argument : launch.arguments)
        if (argument.kind == Kind::Input)
            elements += argument.bytes / std::max<std::uint64_t>(sizeOf(argument.dtype), 1);
    if (elements > kChecked)
        return names;
    const Json remarks = notes.value("remarks", Json::array());
    for (const spec::TensorSpec& input : spec.inputs)
        if (std::ranges::none_of(remarks, [&](const Json& remark) {
                return remark.is_string() && remark.get<std::string>().starts_with("input '" + input.name + "'");
            }))
            names.insert(input.name);
    return names;
}

std::string microseconds(double value)
{
    std::array<char, 32> text {};
    std::snprintf(text.data(), text.size(), "%.2f us", value);
    return text.data();
}

} // namespace

void Judgement::reject(Outcome outcome, const std::string& why)
{
    m_verdict.outcome = std::min(m_verdict.outcome, outcome);
    if (m_verdict.summary.empty())
        m_verdict.summary = why;
}

bool Judgement::inGoodStanding() const
{
    return m_verdict.outcome == Outcome::Correct
        && std::ranges::all_of(m_verdict.cases, [](const CaseVerdict& one) { return one.outcome == Outcome::Correct; });
}

/// Before the compiler: it takes a thousand times as long to say the same.
bool Judgement::apiGate()
{
    const auto begin = std::chrono::steady_clock::now();
    auto problems = m_form->unknownApis();
    const bool passed = problems.empty();
    if (!passed) {
        m_verdict.outcome = Outcome::BuildFailed;
        m_verdict.diagnostics = std::move(problems);
        m_verdict.summary = "does not compile: line " + std::to_string(m_verdict.diagnostics.front().line) + ": "
            + m_verdict.diagnostics.front().message;
    }
    addGate("api", passed, passed ? "every AscendC name is declared" : m_verdict.diagnostics.front().message,
        "only names that the Ascend C headers declare", elapsedMs(begin));
    return passed;
}

/// The binary is fixed from here on; what it will be fed follows from it and a seed it cannot know.
void Judgement::drawInputs()
{
    m_inputSeed = m_request.seed;
    m_otherSeed = deriveSeed(m_request.seed, "other");
    if (m_request.inputSets > 1) {
        const std::string print = sha256Hex(std::to_string(m_request.seed) + m_request.candidate.source + m_request.candidate.launchPlan);
        const std::uint64_t set = std::stoull(print.substr(0, 8), nullptr, 16) % m_request.inputSets;
        const auto seedOf = [&](std::uint64_t which) { return deriveSeed(m_request.seed, "set/" + std::to_string(which % m_request.inputSets)); };
        m_inputSeed = seedOf(set);
        m_otherSeed = seedOf(set + 1);
    }
    m_verdict.seed = m_inputSeed;
}

/// What a right case shows beside its values. Collected here, judged when all cases are through.
Status Judgement::checkCase(const CaseRun& run)
{
    auto begin = std::chrono::steady_clock::now();
    std::size_t file = 0;
    for (const emulator::Argument& argument : run.ran.launch.arguments) {
        if (argument.kind != Kind::Output)
            continue;
        const auto golden = std::ranges::find_if(
            run.data.outputs, [&](const reference::GoldenFile& one) { return one.golden.name == argument.name; });
        const auto actual = reference::MappedFile::open(run.ran.result.outputs[file++]);
        if (!actual)
            return actual.error();
        if (golden == run.data.outputs.end())
            continue;
        const auto precision = precisionOf(actual->bytes(), *golden);
        if (!precision)
            return precision.error();
        m_precisionChecked += precision->told ? 1U : 0U;
        if (!precision->complaint.empty())
            noteCoarse(run, argument.name, *precision);
    }
    m_precisionMs += elapsedMs(begin);
    begin = std::chrono::steady_clock::now();
    const Traffic traffic = trafficOf(run.ran.result.trace, run.ran.launch, everyElementMatters(*m_request.spec),
        influential(*m_request.spec, run.ran.launch, run.data.notes));
    m_trafficMs += elapsedMs(begin);
    m_trafficDecided += traffic.decided ? 1U : 0U;
    if (!traffic.decided)
        m_verdict.undecided.push_back({ "traffic", "case " + run.which.name + ": " + traffic.undecided });
    m_traffic.readBytes += traffic.readBytes;
    m_traffic.inputBytes += traffic.inputBytes;
    m_traffic.writtenBytes += traffic.writtenBytes;
    m_traffic.outputBytes += traffic.outputBytes;
    if (m_traffic.complaint.empty() && !traffic.complaint.empty())
        m_traffic.complaint = "case " + run.which.name + ": " + traffic.complaint;
    for (const Json& remark : run.data.notes.value("remarks", Json::array()))
        if (remark.is_string())
            ++m_remarks[remark.get<std::string>()];
    return keepHandovers(run);
}

/// A coarse result is held against the candidate unless its trace shows what makes it coarse and nothing narrower than float32.
void Judgement::noteCoarse(const CaseRun& run, const std::string& output, const Precision& precision)
{
    PrecisionEvidence evidence; // of a trace that cannot be read: none, which excuses nothing
    static_cast<void>(emulator::scanTrace(
        run.ran.result.trace, [](const emulator::Trace&) {}, [&](const emulator::Op& op) { evidence.add(op); }));
    const std::string what = "case " + run.which.name + ", " + output + ": " + precision.complaint;
    if (!precision.fitsHalf && evidence.explains())
        m_approximations.push_back(what + "; nothing is computed in a narrower type, " + evidence.approximate + " is approximate");
    else
        m_downgrades.push_back(evidence.narrow.empty() ? what : what + "; " + evidence.narrow);
}

void Judgement::precisionGate()
{
    if (m_precisionChecked == 0 && inGoodStanding())
        m_verdict.undecided.push_back({ "precision", "no float32 output has the 64 elements that a distribution of errors needs" });
    if (m_precisionChecked == 0)
        return;
    const bool passed = m_downgrades.empty();
    const std::string count = std::to_string(m_precisionChecked) + " float32 outputs have the error statistics of their type";
    addGate("precision", passed,
        !passed ? m_downgrades.front() : m_approximations.empty() ? count : m_approximations.front(),
        "float32 results with the errors of float32 arithmetic, measured against the CPU in the same precision", m_precisionMs);
    if (!passed)
        reject(Outcome::Mismatch, "computed in a narrower type: " + m_downgrades.front());
}

void Judgement::trafficGate()
{
    if (!inGoodStanding() || m_trafficDecided == 0)
        return; // the reasons are in m_verdict.undecided
    const bool passed = m_traffic.complaint.empty();
    addGate("traffic", passed,
        passed ? "reads " + std::to_string(m_traffic.readBytes) + " of " + std::to_string(m_traffic.inputBytes) + " B of inputs, writes "
                + std::to_string(m_traffic.writtenBytes) + " of " + std::to_string(m_traffic.outputBytes) + " B of outputs, in "
                + std::to_string(m_trafficDecided) + " of " + std::to_string(m_verdict.cases.size()) + " cases with a whole trace"
               : m_traffic.complaint,
        "every input byte that matters is read from global memory, every output byte written", m_trafficMs);
    if (!passed)
        reject(Outcome::Rejected, "rejected: " + m_traffic.complaint);
}

void Judgement::plausibilityGate()
{
    if (!inGoodStanding())
        return;
    double total = 0;
    double bound = 0;
    std::size_t timed = 0;
    std::string complaint;
    for (const CaseVerdict& one : m_verdict.cases) {
        if (!one.profile || !one.profile->trusted) {
            m_verdict.undecided.push_back({ "plausibility", "case " + one.name + " has no trusted time" });
            continue;
        }
        ++timed;
        total += one.profile->totalUs;
        bound += one.profile->tHwUs;
        if (complaint.empty() && one.profile->totalUs < kFasterThanBound * one.profile->tHwUs)
            complaint = "case " + one.name + ": " + microseconds(one.profile->totalUs) + " modelled, the chip needs at least "
                + microseconds(one.profile->tHwUs);
    }
    if (timed == 0)
        return;
    std::string observed = complaint.empty() ? microseconds(total) + " modelled against a bound of " + microseconds(bound) : complaint;
    // A part of the cases, or of their times, is not comparable with the whole.
    const bool comparable = timed == m_request.spec->cases.size() && total > 0;
    if (complaint.empty() && comparable && m_request.baselineUs > kSuspiciousSpeedup * total)
        observed += "; to be reviewed: more than ten times faster than the best kernel known before, " + microseconds(m_request.baselineUs);
    addGate("plausibility", complaint.empty(), std::move(observed), "no faster than the chip's bandwidth and arithmetic allow", 0);
    if (!complaint.empty())
        reject(Outcome::Rejected, "rejected: implausibly fast, " + complaint);
}

Result<std::string> Judgement::relationComplaint(
    const spec::Case& which, const ChangedCase& changed, const std::filesystem::path& folder)
{
    CandidateForm::RunSettings settings { .seed = emulator::seedWithFinitePoison(deriveSeed(m_inputSeed, "relation/" + changed.what)),
        .limits = {} };
    settings.limits.maxTraceOps = 0;
    const auto ran = m_form->run(which, changed.data, settings, folder, m_stop);
    if (!ran)
        return ran.error();
    if (ran->result.outcome == emulator::RunOutcome::Cancelled)
        return cancelledError();
    if (ran->result.outcome != emulator::RunOutcome::Finished)
        return "with " + changed.what + " the kernel did not finish: " + ran->result.detail;
    const auto length = spec::reductionLength(*m_request.spec, which);
    if (!length)
        return length.error();
    std::size_t file = 0;
    bool moved = false;
    for (const emulator::Argument& argument : ran->launch.arguments) {
        if (argument.kind != Kind::Output)
            continue;
        const auto golden = std::ranges::find_if(
            changed.data.outputs, [&](const reference::GoldenFile& one) { return one.golden.name == argument.name; });
        const auto actual = reference::MappedFile::open(ran->result.outputs.at(file++));
        if (!actual)
            return actual.error();
        if (golden == changed.data.outputs.end())
            continue;
        const auto report = reference::compare(actual->bytes(), *golden, { m_request.spec->tolerance.relax, *length }, std::byte { 0xFF });
        if (!report)
            return report.error();
        // An excused element moved too: next to a golden of 0 a few may differ as they like.
        moved = moved || !report->pass || report->excusedSmall + report->excusedCancellation > 0;
        if (changed.mustMatch && !report->pass)
            return "with " + changed.what + ", " + argument.name + " does not follow: " + report->summary;
    }
    if (!changed.mustMatch && !moved)
        return "with " + changed.what + " no output changes";
    return std::string();
}

/// Two more runs, of the smallest case, and only for a candidate that passed everything else.
Status Judgement::relationsGate()
{
    if (!m_request.checkRelations || !inGoodStanding() || m_request.spec->metamorphic.empty())
        return {};
    const auto begin = std::chrono::steady_clock::now();
    const spec::Case* smallest = nullptr;
    std::uint64_t fewest = 0;
    for (const spec::Case* which : m_cases) {
        const auto resolved = spec::resolve(*m_request.spec, *which);
        if (!resolved)
            return resolved.error();
        std::uint64_t bytes = 0;
        for (const auto& input : resolved->inputs)
            bytes += input.bytes();
        if (smallest == nullptr || bytes < fewest) {
            smallest = which;
            fewest = bytes;
        }
    }
    const auto data = m_tools.reference.caseData(*m_request.spec, *smallest, m_inputSeed, m_stop);
    if (!data)
        return data.error();
    struct Check {
        Result<TempDir> folder = TempDir::create("hawk-relation-");
        std::optional<ChangedCase> changed;
        Result<std::string> complaint = std::string();
    };
    std::array<Check, 2> checks;
    for (Check& check : checks) {
        if (!check.folder)
            return check.folder.error();
        auto changed = &check == checks.data()
            ? followed(*m_request.spec, *data, check.folder->path())
            : perturbed(*m_request.spec, *data, deriveSeed(m_inputSeed, "perturb"), check.folder->path());
        if (!changed)
            return changed.error();
        check.changed = *std::move(changed);
    }
    const auto run = [&](Check& check) {
        if (!check.changed)
            return;
        std::error_code ec;
        std::filesystem::create_directories(check.folder->path() / "run", ec);
        check.complaint = relationComplaint(*smallest, *check.changed, check.folder->path() / "run");
    };
    {
        const std::jthread beside([&] { run(checks[1]); });
        run(checks[0]);
    }
    std::string complaint;
    std::string observed;
    for (const Check& check : checks) {
        if (!check.complaint)
            return check.complaint.error();
        if (check.changed)
            observed += (observed.empty() ? "" : "; ") + check.changed->what + (check.changed->mustMatch ? ": the outputs follow" : ": an output moves");
        if (complaint.empty() && !check.complaint->empty())
            complaint = "case " + smallest->name + ": " + *check.complaint;
    }
    addGate("relations", complaint.empty(), complaint.empty() ? observed : complaint, "what the specification says of changed inputs", elapsedMs(begin));
    if (!complaint.empty())
        reject(Outcome::Mismatch, complaint);
    return {};
}

/// About the task, not the candidate: a degenerate task proves little, whoever passes it.
void Judgement::hygieneGate()
{
    std::string observed;
    for (const auto& [remark, cases] : m_remarks)
        if (cases == m_verdict.cases.size())
            observed += (observed.empty() ? "" : "; ") + remark;
    addGate("hygiene", observed.empty(), observed.empty() ? "outputs vary, every input matters" : "the task is degenerate: " + observed + " in every case",
        "a task that a constant or a copy cannot pass", 0);
}

void Judgement::harnessGate()
{
    const auto begin = std::chrono::steady_clock::now();
    const bool same = m_harness == m_tools.harness.print();
    addGate("harness", same, same ? "the judging programs are the same as before the build" : "the judging programs changed during the judgement",
        "no change to what judges", elapsedMs(begin));
    if (!same)
        reject(Outcome::Rejected, "rejected: the judging programs changed during the judgement");
}

} // namespace hawk::target
