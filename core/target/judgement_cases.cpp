#include "target/judgement.h"

#include "base/rng.h"
#include "emulator/poison.h"
#include "reference/mapped_file.h"
#include "target/block_stores.h"
#include "target/case_facts.h"
#include "target/exchanged_outputs.h"

#include <algorithm>

namespace hawk::target {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxKeptTrace = 64ULL << 20U;

bool isError(const emulator::Finding& finding) { return finding.severity <= emulator::Severity::Error; }

std::string place(const emulator::Finding& finding)
{
    return (finding.line > 0 ? "line " + std::to_string(finding.line) + ": " : "") + finding.api
        + (finding.operand.empty() ? "" : " " + finding.operand) + ": " + finding.message;
}

/// The finding that explains a stopped run best: the fatal one, else the first error.
std::string cause(const std::vector<emulator::Finding>& findings)
{
    const auto fatal = std::ranges::find(findings, emulator::Severity::Fatal, &emulator::Finding::severity);
    if (fatal != findings.end())
        return place(*fatal);
    const auto error = std::ranges::find_if(findings, isError);
    return error == findings.end() ? std::string() : place(*error);
}

std::string endingText(const emulator::RunResult& run)
{
    std::string text(name(run.outcome));
    const std::string why = run.outcome == emulator::RunOutcome::Fatal ? cause(run.findings) : std::string();
    const std::string& detail = why.empty() ? run.detail : why;
    if (!detail.empty())
        text += ": " + detail;
    if (run.outcome != emulator::RunOutcome::Fatal)
        if (const std::string before = cause(run.findings); !before.empty())
            text += "; before that " + before;
    return text;
}

} // namespace

Status Judgement::judgeCases()
{
    m_verdict.outcome = Outcome::Correct; // until a case says otherwise
    for (const spec::Case* which : m_cases) {
        step("case " + which->name);
        auto work = judgeCase(*which);
        if (!work)
            return work.error();
        noteFacts(*m_request.spec, *which, work->findings, work->verdict);
        mergeFindings(work->findings);
        m_verdict.cases.push_back(std::move(work->verdict));
        if (m_request.stopAtFirstFailure && m_verdict.cases.back().outcome != Outcome::Correct)
            break;
    }
    const bool passed = caseGates();
    if (const Status determined = determinismGate(); !determined)
        return determined;
    if (!passed)
        return {};
    precisionGate();
    trafficGate();
    plausibilityGate();
    if (const Status related = relationsGate(); !related)
        return related;
    if (const Status handed = handoverGate(); !handed)
        return handed;
    hygieneGate();
    harnessGate();
    return {};
}

namespace {

/// The cases that run a second time: the first, and the first whose sizes fit no block.
bool runsTwice(const spec::Case& which, const std::vector<const spec::Case*>& cases)
{
    const auto tail = std::ranges::find_if(
        cases, [](const spec::Case* one) { return std::ranges::find(one->tags, "tail") != one->tags.end(); });
    return &which == cases.front() || (tail != cases.end() && *tail == &which);
}

} // namespace

Result<Judgement::CaseWork> Judgement::judgeCase(const spec::Case& which)
{
    CaseWork work;
    work.verdict.name = which.name;
    work.verdict.hidden = which.visibility == spec::Visibility::Hidden;
    const auto data = m_tools.reference.caseData(*m_request.spec, which, m_inputSeed, m_stop);
    if (!data)
        return data.error();
    m_referenceRan = m_referenceRan || !data->fromCache;
    auto folder = TempDir::create("hawk-run-");
    if (!folder)
        return folder.error();
    const auto ran = runCase(which, *data, folder->path());
    if (!ran)
        return ran.error();
    const bool again = m_request.checkDeterminism && runsTwice(which, m_cases)
        && ran->result.outcome == emulator::RunOutcome::Finished;
    if (again)
        m_second.emplace_back(which.name,
            SecondRun(*m_form, which, *data, emulator::seedWithFinitePoison(deriveSeed(m_inputSeed, "again/" + which.name)), *ran,
                *std::move(folder), m_stop));
    if (const Status examined = examine({ which, *data, *ran }, work); !examined)
        return examined.error();
    return work;
}

Result<CandidateForm::Ran> Judgement::runCase(
    const spec::Case& which, const reference::CaseData& data, const fs::path& folder)
{
    const auto begin = std::chrono::steady_clock::now();
    auto ran = m_form->run(
        which, data, { .seed = emulator::seedWithNanPoison(deriveSeed(m_inputSeed, "launch/" + which.name)), .limits = {} }, folder, m_stop);
    m_runMs += elapsedMs(begin);
    if (ran && ran->result.outcome == emulator::RunOutcome::Cancelled)
        return cancelledError();
    return ran;
}

Status Judgement::examine(const CaseRun& run, CaseWork& work)
{
    work.verdict.printed = run.ran.result.printed;
    work.findings = run.ran.result.findings;
    const auto outputs = static_cast<std::size_t>(std::ranges::count(
        run.ran.launch.arguments, emulator::Argument::Kind::Output, &emulator::Argument::kind));
    if (run.ran.result.outcome != emulator::RunOutcome::Finished) {
        work.verdict.outcome = Outcome::Crashed;
        work.verdict.detail = endingText(run.ran.result);
        return keepTrace(run.ran.result.trace, work.verdict);
    }
    if (run.ran.result.outputs.size() != outputs) {
        work.verdict.outcome = Outcome::Crashed;
        work.verdict.detail = "the run ended without leaving its outputs";
        return {};
    }
    if (const Status compared = compareOutputs(run, work); !compared)
        return compared;
    if (const Status analysed = analyseTrace(run, work); !analysed)
        return analysed;
    if (work.verdict.outcome == Outcome::Correct)
        if (const Status checked = checkCase(run); !checked)
            return checked;
    const auto error = std::ranges::find_if(work.findings, isError);
    if (work.verdict.outcome == Outcome::Correct && error != work.findings.end()) {
        work.verdict.outcome = Outcome::RuleBroken;
        work.verdict.detail = "right values, but " + place(*error);
    } else if (work.verdict.outcome == Outcome::Mismatch && error != work.findings.end()) {
        work.verdict.detail += "; " + place(*error);
    }
    return keepTrace(run.ran.result.trace, work.verdict);
}

Status Judgement::compareOutputs(const CaseRun& run, CaseWork& work)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto length = spec::reductionLength(*m_request.spec, run.which);
    if (!length)
        return length.error();
    const reference::Tolerance tolerance { m_request.spec->tolerance.relax, *length };
    const std::byte poison { run.ran.result.poison.value_or(0xFF) };
    std::size_t file = 0;
    std::vector<LeftOutput> left;
    for (const emulator::Argument& argument : run.ran.launch.arguments) {
        if (argument.kind != emulator::Argument::Kind::Output)
            continue;
        const fs::path& path = run.ran.result.outputs[file++];
        const auto golden = std::ranges::find_if(run.data.outputs,
            [&](const reference::GoldenFile& one) { return one.golden.name == argument.name; });
        if (golden == run.data.outputs.end())
            return Error { Errc::Internal, "the reference gave no golden for output '" + argument.name + "'",
                {}, {} };
        const auto actual = reference::MappedFile::open(path);
        if (!actual)
            return actual.error();
        const auto stores = [&] { return blockStores(run.ran.result.trace, argument); };
        auto report = reference::compare(actual->bytes(), *golden, tolerance, poison, stores);
        if (!report)
            return report.error();
        left.push_back({ path, &*golden, report->pass });
        const bool firstFailure = !report->pass && work.verdict.outcome == Outcome::Correct;
        if (firstFailure) {
            work.verdict.outcome = Outcome::Mismatch;
            work.verdict.detail = argument.name + ": " + report->summary;
        }
        const bool worse = !work.verdict.comparison || firstFailure
            || (report->pass && work.verdict.comparison->pass
                && report->maxRelativeError > work.verdict.comparison->maxRelativeError);
        if (worse)
            work.verdict.comparison = *std::move(report);
    }
    const auto exchanged = exchangedOutputs(left, tolerance);
    if (!exchanged)
        return exchanged.error();
    if (!exchanged->empty()) {
        work.verdict.detail += "; " + *exchanged;
        work.verdict.comparison->pattern += ", " + *exchanged;
    }
    if (run.ran.result.inputsChanged && work.verdict.outcome == Outcome::Correct) {
        work.verdict.outcome = Outcome::Mismatch;
        work.verdict.detail = "the kernel wrote into one of its inputs";
    }
    m_compareMs += elapsedMs(begin);
    return {};
}

Status Judgement::analyseTrace(const CaseRun& run, CaseWork& work)
{
    const auto begin = std::chrono::steady_clock::now();
    auto analysis = m_form->analyse(run.ran);
    m_analyseMs += elapsedMs(begin);
    if (!analysis && (analysis.error().code == Errc::Environment || analysis.error().code == Errc::NotFound))
        return analysis.error();
    if (!analysis) { // the trace stood in a folder the kernel's process could write
        if (work.verdict.outcome == Outcome::Correct) {
            work.verdict.outcome = Outcome::RuleBroken;
            work.verdict.detail = "its trace cannot be analysed: " + analysis.error().text();
        }
        return {};
    }
    work.findings.insert(work.findings.end(), analysis->findings.begin(), analysis->findings.end());
    std::ranges::stable_sort(work.findings, {}, &emulator::Finding::severity);
    work.verdict.profile = std::move(analysis->profile);
    return {};
}

Status Judgement::keepTrace(const fs::path& trace, CaseVerdict& verdict)
{
    std::error_code ec;
    if (!m_tools.keep || trace.empty() || !fs::is_regular_file(trace, ec)
        || fs::file_size(trace, ec) > kMaxKeptTrace)
        return {};
    auto hash = m_tools.keep(trace, "trace");
    if (!hash)
        return hash.error();
    verdict.traceHash = *std::move(hash);
    return {};
}

bool Judgement::caseGates()
{
    struct Tally {
        std::size_t passed = 0;
        std::string firstFailure;
    };
    const auto tally = [&](auto passes) {
        Tally result;
        for (const CaseVerdict& one : m_verdict.cases)
            if (passes(one))
                ++result.passed;
            else if (result.firstFailure.empty())
                result.firstFailure = "case " + one.name + ": " + one.detail;
        return result;
    };
    const std::string of = " of " + std::to_string(m_verdict.cases.size()) + " cases ";
    const auto add
        = [&](const char* name, const Tally& result, const char* verb, const char* expected, double ms) {
              const bool passed = result.firstFailure.empty();
              addGate(name, passed,
                  std::to_string(result.passed) + of + verb + (passed ? "" : "; " + result.firstFailure),
                  expected, ms);
              return passed;
          };
    if (!add("run", tally([](const CaseVerdict& one) { return one.outcome != Outcome::Crashed; }), "finished",
            "every block returns within its limits, without a fatal finding", m_runMs))
        return false;
    if (!add("compare", tally([](const CaseVerdict& one) { return one.outcome > Outcome::Mismatch; }),
            "match", "every output within the tolerance of the fp64 golden, inputs unchanged", m_compareMs))
        return false;
    const bool clean = add("findings", tally([](const CaseVerdict& one) { return one.outcome > Outcome::RuleBroken; }),
        "break no rule", "no error-level finding of the hardware rules", m_analyseMs);
    add("profile", tally([](const CaseVerdict& one) { return one.profile && one.profile->trusted; }),
        "have a trusted profile", "a complete trace with proven ordering", m_analyseMs);
    return clean;
}

Status Judgement::determinismGate()
{
    const bool matters = std::ranges::all_of(
        m_verdict.cases, [](const CaseVerdict& one) { return one.outcome > Outcome::Mismatch; });
    if (m_second.empty() || !matters) {
        m_second.clear();
        return {};
    }
    const auto begin = std::chrono::steady_clock::now();
    step("second run");
    std::string difference;
    std::string names;
    for (auto& [name, second] : m_second) {
        const auto one = second.difference();
        if (!one)
            return one.error();
        names += (names.empty() ? "" : ", ") + name;
        if (!one->empty() && difference.empty())
            difference = "case " + name + ": " + *one;
    }
    m_second.clear();
    const bool same = difference.empty();
    addGate("determinism", same, same ? "both runs gave the same bytes on " + names : difference,
        "two runs with other addresses, block order and poison (not-a-number, then finite) agree bit by bit", elapsedMs(begin));
    if (!same)
        reject(Outcome::Mismatch, "not deterministic: " + difference);
    return {};
}

} // namespace hawk::target
