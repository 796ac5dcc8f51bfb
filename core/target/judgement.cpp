#include "target/judgement.h"

#include "base/text.h"
#include "target/build_messages.h"
#include "target/static_gate.h"

#include <algorithm>
#include <iterator>
#include <thread>

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
    const Status status = [&]() -> Status {
        if (!staticGate())
            return {};
        Result<bool> goesOn = planGate();
        if (goesOn && *goesOn)
            goesOn = buildGate();
        if (!goesOn)
            return goesOn.error();
        return *goesOn ? judgeCases() : Status {};
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
    // The entry is named by the plan, which is read next; a plan that cannot be read is reported by its own
    // gate.
    const auto plan = parseLaunchPlan(m_request.candidate.launchPlan, "launch plan", *m_request.spec);
    const std::string entry = plan ? plan->entry : std::string();
    auto problems = checkSource(m_request.candidate.source, m_request.candidate.fileName, entry);
    const bool passed = problems.empty();
    std::string observed = passed ? "nothing a device kernel cannot contain" : problems.front().message;
    if (!passed && problems.front().line > 0)
        observed = "line " + std::to_string(problems.front().line) + ": " + observed;
    m_verdict.diagnostics = std::move(problems);
    m_verdict.summary = passed ? "" : "rejected: " + observed;
    addGate("static", passed, std::move(observed),
        "only device code: the entry, Ascend C headers, no host library, process, file, network or assembly",
        elapsedMs(begin));
    return passed;
}

Result<bool> Judgement::planGate()
{
    const auto begin = std::chrono::steady_clock::now();
    const auto refuse = [&](const Error& error) {
        m_verdict.diagnostics.push_back({ .file = "launch plan", .message = error.text() });
        m_verdict.summary = "rejected: " + error.text();
        addGate("launch-plan", false, error.text(), "a plan that resolves on every case", elapsedMs(begin));
        return false;
    };
    auto plan = parseLaunchPlan(m_request.candidate.launchPlan, "launch plan", *m_request.spec);
    if (!plan)
        return refuse(plan.error());
    m_plan = *std::move(plan);
    // Shapes are enough to see whether the plan resolves; data is generated later, after the build.
    reference::CaseData names;
    for (const spec::TensorSpec& input : m_request.spec->inputs)
        names.inputs.push_back({ .name = input.name, .shape = {}, .path = {} });
    for (const spec::Case* which : m_cases) {
        const auto launch
            = resolveLaunch(m_plan, *m_request.spec, *which, names, m_request.chip, m_request.seed);
        if (!launch)
            return refuse(launch.error());
    }
    addGate("launch-plan", true, "resolves on " + std::to_string(m_cases.size()) + " cases",
        "a plan that resolves on every case", elapsedMs(begin));
    return true;
}

Result<bool> Judgement::buildGate()
{
    const auto begin = std::chrono::steady_clock::now();
    step("build");
    std::vector<std::pair<Defines, Result<emulator::BuildResult>>> builds;
    for (const spec::Case* which : m_cases) {
        auto defines = typeDefines(*m_request.spec, *which);
        if (!defines)
            return defines.error();
        if (std::ranges::none_of(builds, [&](const auto& one) { return one.first == *defines; }))
            builds.emplace_back(*std::move(defines), Error {});
    }
    const auto buildOne = [&](std::size_t i) {
        const emulator::BuildRequest request { .source = m_request.candidate.source,
            .fileName = m_request.candidate.fileName,
            .defines = builds[i].first,
            .entry = m_plan.entry,
            .chip = m_request.chip };
        builds[i].second = m_tools.emulator.build(request, m_stop);
    };
    // A handful of element types at most: one thread each, as many at once as there are processors.
    const std::size_t width = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t first = 0; first < builds.size(); first += width) {
        std::vector<std::jthread> others;
        for (std::size_t i = first + 1; i < std::min(builds.size(), first + width); ++i)
            others.emplace_back(buildOne, i);
        buildOne(first);
    }
    bool passed = true;
    bool cached = true;
    for (auto& [defines, built] : builds) {
        if (!built)
            return built.error();
        passed = passed && built->ok;
        cached = cached && built->cached;
        m_builds.emplace(std::move(defines), *std::move(built));
    }
    collectDiagnostics();
    addGate("build", passed,
        passed ? std::to_string(m_builds.size()) + (m_builds.size() == 1 ? " build" : " builds")
                + " for the element types" + (cached ? ", from the cache" : "")
               : m_verdict.summary,
        "compiles for every element type", elapsedMs(begin));
    return passed;
}

void Judgement::collectDiagnostics()
{
    std::vector<BuildMessages> builds;
    for (const auto& [defines, built] : m_builds) {
        if (!built.ok && m_verdict.buildLog.empty())
            m_verdict.buildLog = built.log;
        builds.push_back({ variantName(defines), built.diagnostics });
    }
    std::ranges::move(mergedMessages(std::move(builds)), std::back_inserter(m_verdict.diagnostics));
    const auto error = std::ranges::find(
        m_verdict.diagnostics, emulator::Diagnostic::Level::Error, &emulator::Diagnostic::level);
    if (std::ranges::all_of(m_builds, [](const auto& one) { return one.second.ok; }))
        return;
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
