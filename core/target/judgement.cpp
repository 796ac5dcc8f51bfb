#include "target/judgement.h"

#include "base/text.h"

#include <algorithm>
#include <iterator>

namespace hawk::target {

double elapsedMs(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

Judgement::Judgement(JudgeTools tools, const JudgeRequest& request, std::stop_token stop,
    const std::function<void(const JudgeProgress&)>& progress)
    : m_tools(tools)
    , m_request(request)
    , m_stop(std::move(stop))
    , m_progress(progress)
{
}

Result<Verdict> Judgement::run()
{
    const auto begin = std::chrono::steady_clock::now();
    if (const Status selected = selectCases(); !selected)
        return selected.error();
    m_verdict.target = "emulator";
    m_verdict.chip = m_request.chip->name;
    m_verdict.seed = m_request.seed;
    m_verdict.casesTotal = m_cases.size();
    m_form = makeForm(m_request, m_tools.emulator);
    m_harness = m_tools.harness.print();
    const Status status = [&]() -> Status {
        if (!staticGate() || !apiGate())
            return {};
        Result<bool> goesOn = prepareGate();
        if (goesOn && *goesOn)
            goesOn = buildGate();
        if (!goesOn)
            return goesOn.error();
        if (!*goesOn)
            return {};
        drawInputs();
        return judgeCases();
    }();
    if (!status)
        return status.error();
    conclude();
    m_verdict.judgeMs = elapsedMs(begin);
    return std::move(m_verdict);
}

Error Judgement::cancelledError() const { return { Errc::Cancelled, "the judgement was cancelled", {}, {} }; }

void Judgement::step(std::string name)
{
    const std::size_t total = m_cases.size() + 2; // build, cases, determinism
    if (m_progress)
        m_progress({ std::move(name), m_stepsDone, total });
    ++m_stepsDone;
}

void Judgement::addGate(
    std::string name, bool passed, std::string observed, std::string expected, double wallMs)
{
    m_verdict.gates.push_back({ std::move(name), passed, std::move(observed), std::move(expected), wallMs });
}

Status Judgement::selectCases()
{
    if (!m_request.spec || !m_request.chip)
        return Error { Errc::InvalidInput, "a judgement needs an operator specification and a chip", {}, {} };
    if (!m_request.chip->emulated)
        return Error { Errc::InvalidInput, "the emulator does not run kernels for " + m_request.chip->name,
            {}, "choose a chip that `hawk chip list` marks as emulated" };
    for (const spec::Case& which : m_request.spec->cases)
        if (m_request.cases.empty()
            || std::ranges::find(m_request.cases, which.name) != m_request.cases.end())
            m_cases.push_back(&which);
    for (const std::string& wanted : m_request.cases)
        if (!m_request.spec->findCase(wanted))
            return Error { Errc::NotFound, m_request.spec->name + " has no case " + hawk::quoted(wanted), {},
                {} };
    return {};
}

bool Judgement::staticGate()
{
    const auto begin = std::chrono::steady_clock::now();
    auto problems = m_form->check();
    const bool passed = problems.empty();
    std::string observed = passed ? "nothing a candidate cannot contain" : problems.front().message;
    if (!passed && problems.front().line > 0)
        observed = "line " + std::to_string(problems.front().line) + ": " + observed;
    m_verdict.diagnostics = std::move(problems);
    m_verdict.summary = passed ? "" : "rejected: " + observed;
    addGate("static", passed, std::move(observed),
        "only device code: the entry, Ascend C headers, no host library, process, file, network or assembly",
        elapsedMs(begin));
    return passed;
}

Result<bool> Judgement::prepareGate()
{
    const auto begin = std::chrono::steady_clock::now();
    auto prepared = m_form->prepare(m_cases, m_stop);
    if (!prepared)
        return prepared.error();
    std::ranges::move(prepared->diagnostics, std::back_inserter(m_verdict.diagnostics));
    if (!prepared->passed) {
        m_verdict.outcome = prepared->outcome;
        m_verdict.summary = (prepared->outcome == Outcome::Rejected ? "rejected: " : "does not compile: ") + prepared->observed;
    }
    addGate(std::move(prepared->gate), prepared->passed, std::move(prepared->observed), std::move(prepared->expected),
        elapsedMs(begin));
    return prepared->passed;
}

Result<bool> Judgement::buildGate()
{
    const auto begin = std::chrono::steady_clock::now();
    step("build");
    auto built = m_form->build(m_stop);
    if (!built)
        return built.error();
    m_verdict.diagnostics = std::move(built->diagnostics);
    m_verdict.buildLog = std::move(built->log);
    if (!built->ok)
        reportBuildFailure();
    addGate("build", built->ok,
        built->ok ? std::to_string(built->count) + (built->count == 1 ? " build" : " builds")
                + " for the element types" + (built->cached ? ", from the cache" : "")
                  : m_verdict.summary,
        "compiles for every element type", elapsedMs(begin));
    return built->ok;
}

void Judgement::reportBuildFailure()
{
    const auto error = std::ranges::find(
        m_verdict.diagnostics, emulator::Diagnostic::Level::Error, &emulator::Diagnostic::level);
    m_verdict.outcome = Outcome::BuildFailed;
    m_verdict.summary = "does not compile";
    if (error != m_verdict.diagnostics.end())
        m_verdict.summary += ": "
            + (error->line > 0 ? "line " + std::to_string(error->line) + ": " : std::string())
            + error->message;
}

void Judgement::mergeFindings(const std::vector<emulator::Finding>& findings)
{
    for (const emulator::Finding& finding : findings) {
        const auto same = std::ranges::find_if(m_verdict.findings, [&](const emulator::Finding& one) {
            return one.constraint == finding.constraint && one.file == finding.file
                && one.line == finding.line && one.operand == finding.operand
                && one.otherLine == finding.otherLine;
        });
        if (same == m_verdict.findings.end())
            m_verdict.findings.push_back(finding);
        else
            same->count += finding.count;
    }
}

void Judgement::conclude()
{
    std::ranges::stable_sort(m_verdict.findings, {}, &emulator::Finding::severity);
    if (m_verdict.cases.empty())
        return; // an earlier gate has spoken
    const auto worst = std::ranges::min_element(m_verdict.cases, {}, &CaseVerdict::outcome);
    if (m_verdict.outcome != Outcome::Correct || worst->outcome != Outcome::Correct) {
        m_verdict.outcome = std::min(m_verdict.outcome, worst->outcome);
        if (m_verdict.summary.empty())
            m_verdict.summary = "case " + worst->name + ": " + worst->detail;
        return;
    }
    bool trusted = true;
    for (const CaseVerdict& one : m_verdict.cases)
        if (one.profile && one.profile->trusted)
            m_verdict.modelledUs += one.profile->totalUs;
        else
            trusted = false;
    std::string time = std::to_string(m_verdict.modelledUs);
    time.resize(time.find('.') + 3);
    m_verdict.summary = "correct on " + std::to_string(m_verdict.cases.size()) + " cases, " + time
        + " us modelled" + (trusted ? "" : " (not every profile is trusted)");
}

} // namespace hawk::target
