#include "bench/package_run.h"

#include "base/files.h"
#include "bench/conformance_case.h"

#include <algorithm>

namespace hawk::bench {
namespace fs = std::filesystem;

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::int64_t kMostElements = 1LL << 24U; ///< of all tensors of a case that runs at full size
constexpr int kMostCalls = 64; ///< of the operator in one case

std::string seconds(milliseconds time) { return std::to_string((time.count() + 500) / 1000) + " s"; }

std::string list(const Json& values)
{
    std::string text;
    for (const Json& value : values)
        text += (text.empty() ? "" : ", ") + (value.is_string() ? value.get<std::string>() : value.dump());
    return text;
}

} // namespace

PackageRun::PackageRun(const ConformanceItem& item, const PackageTools& tools)
    : m_item(item)
    , m_tools(tools)
{
}

milliseconds PackageRun::left() const
{
    return std::max(milliseconds(1), std::chrono::duration_cast<milliseconds>(m_end - steady_clock::now()));
}

Result<ConformanceReport> PackageRun::run(std::stop_token stop)
{
    ConformanceReport report { .item = m_item };
    auto opened = openPackage(m_item, m_tools, stop);
    if (!opened) {
        if (!isOfTheItem(opened.error()))
            return opened.error();
        report.badInput = opened.error().code == Errc::InvalidInput || opened.error().code == Errc::NotFound;
        report.reason = opened.error().text();
        return report;
    }
    m_package = *std::move(opened);
    if (!m_package.leftOut.empty()) {
        report.leftOut = true;
        report.reason = m_package.leftOut;
        return report;
    }
    if (m_package.problem.empty()) {
        auto problem = m_package.operatorCaller->build(stop);
        if (!problem)
            return problem.error();
        m_package.problem = *std::move(problem);
    }
    report.reason = m_package.problem;
    report.built = m_package.problem.empty();
    if (!report.built)
        return report;
    m_end = steady_clock::now() + m_tools.options.itemTimeout; // compilers have limits of their own
    if (m_package.cases.empty())
        add(report, { .name = "reference", .stage = "inputs", .unchecked = m_package.nothingToJudge });
    const std::size_t most = m_tools.options.maxCases;
    const std::size_t wanted = most == 0 ? m_package.cases.size() : std::min(most, m_package.cases.size());
    for (std::size_t k = 0; k < wanted; ++k) {
        if (stop.stop_requested())
            return Error { Errc::Cancelled, "cancelled", {}, {} };
        auto result = runCase(m_package.cases[k * m_package.cases.size() / wanted], stop);
        if (!result)
            return result.error();
        add(report, *std::move(result));
    }
    const auto isChecked = [](const ConformanceCase& c) { return c.unchecked.empty(); };
    const auto failed = [](const ConformanceCase& c) { return c.unchecked.empty() && !c.matched; };
    report.ran = std::ranges::all_of(report.cases, &ConformanceCase::ran);
    report.matched = std::ranges::any_of(report.cases, isChecked) && std::ranges::none_of(report.cases, failed);
    return report;
}

void PackageRun::add(ConformanceReport& report, ConformanceCase result) const
{
    report.built = report.built && result.stage != "build";
    if (report.reason.empty() && result.unchecked.empty() && !result.matched)
        report.reason = "case " + result.name + ", " + result.stage + ": " + result.reason;
    report.cases.push_back(std::move(result));
}

Result<Json> PackageRun::smallerCase(const PackageCase& one, std::stop_token stop)
{
    const Json request { { "command", "reference_scale" }, { "source", one.reference }, { "maxElements", m_tools.options.maxElements },
        { "sources", m_package.sources }, { "timeout", static_cast<double>(left().count()) / 1000 } };
    return m_tools.worker.request(request, std::move(stop));
}

Result<ConformanceCase> PackageRun::runCase(const PackageCase& one, std::stop_token stop)
{
    const auto begin = steady_clock::now();
    const auto done = [&](ConformanceCase result) {
        result.name = one.name;
        result.wallMs = std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count();
        return result;
    };
    const auto scale = smallerCase(one, stop);
    if (!scale) {
        if (!isOfTheItem(scale.error()))
            return scale.error();
        return done({ .stage = "inputs", .unchecked = "the reference cannot be run: " + scale.error().text() });
    }
    std::string fixed; ///< why only the full size can judge it
    if (!scale->at("changes").empty()) {
        auto small = attempt(one, scale->at("source").get<std::string>(), stop);
        if (!small)
            return small.error();
        small->result.scaled = list(scale->at("changes"));
        const bool namesSizes = !scale->at("fixedSizes").empty();
        const bool undecided = small->end == End::Refused || (namesSizes && (small->end == End::Mismatch || small->end == End::Stopped));
        if (small->end == End::TooSlow)
            small->result.unchecked = small->result.reason;
        if (!undecided)
            return done(std::move(small->result));
        fixed = "fixed to its shape (" + (small->end == End::Refused ? small->result.reason : "its sources name " + list(scale->at("fixedSizes")))
            + ")";
    }
    const auto elements = scale->at("elements").get<std::int64_t>();
    if (elements > kMostElements)
        return done({ .stage = "inputs", .unchecked = "too large and " + (fixed.empty() ? "not to be made smaller" : fixed) + ": "
                + std::to_string(elements) + " elements" });
    auto full = attempt(one, one.reference, stop);
    if (!full)
        return full.error();
    if (full->end == End::TooSlow)
        full->result.unchecked = full->result.reason + (fixed.empty() ? "" : ", and " + fixed);
    return done(std::move(full->result));
}

Result<PackageRun::Attempt> PackageRun::attempt(const PackageCase& one, const std::string& reference, std::stop_token stop)
{
    const CaseFolder folder(m_tools.scratch / "case");
    ConformanceCase result { .stage = "inputs" };
    const auto time = left();
    const Json request { { "command", "package_goldens" }, { "reference", reference }, { "seed", m_tools.options.seed },
        { "folder", folder.path().string() }, { "timeout", static_cast<double>(time.count()) / 1000 } };
    const auto goldens = m_tools.worker.request(request, stop);
    if (!goldens) {
        if (!isOfTheItem(goldens.error()))
            return goldens.error();
        const bool slow = goldens.error().code == Errc::Timeout;
        result.reason = slow ? "the reference is too slow here: " + seconds(time) : goldens.error().text();
        return Attempt { slow ? End::TooSlow : End::Refused, std::move(result) };
    }
    return callAll(one, reference, goldens->at("goldens"), folder.path(), std::move(result), std::move(stop));
}

Result<PackageRun::Attempt> PackageRun::callAll(const PackageCase& one, const std::string& reference, Json goldens,
    const fs::path& folder, ConformanceCase result, std::stop_token stop)
{
    Json request { { "command", "package_step" }, { "reference", reference }, { "caller", one.caller }, { "seed", m_tools.options.seed },
        { "folder", folder.string() }, { "calls", Json::array() }, { "goldens", std::move(goldens) } };
    for (int number = 0; number < kMostCalls; ++number) {
        result.stage = "caller";
        request["timeout"] = static_cast<double>(left().count()) / 1000;
        const auto step = m_tools.worker.request(request, stop);
        if (!step) {
            if (!isOfTheItem(step.error()))
                return step.error();
            result.reason = step.error().text();
            return Attempt { step.error().code == Errc::Timeout ? End::TooSlow : End::Refused, std::move(result) };
        }
        if (step->contains("results"))
            return compareAll(request.at("goldens"), *step, std::move(result));
        FunctionCall call { step->at("call").value("function", ""), step->at("call").at("arguments"),
            folder / ("call" + std::to_string(number)), left() };
        std::error_code ec;
        fs::create_directories(call.folder / "run", ec);
        const auto outcome = m_package.operatorCaller->call(call, result, stop);
        if (!outcome)
            return outcome.error();
        if (!outcome->problem.empty()) {
            const bool before = result.stage == "binding" || result.stage == "tiling";
            result.reason = outcome->timedOut ? "too slow on the emulator: " + seconds(call.time) : outcome->problem;
            const End end = outcome->timedOut ? End::TooSlow : before ? End::Refused : result.stage == "build" ? End::NotBuilt : End::Stopped;
            return Attempt { end, std::move(result) };
        }
        request["calls"].push_back({ { "result", outcome->result }, { "outputs", outcome->outputs } });
    }
    result.reason = "the caller calls the operator more than " + std::to_string(kMostCalls) + " times";
    return Attempt { End::TooSlow, std::move(result) };
}

Result<PackageRun::Attempt> PackageRun::compareAll(const Json& goldens, const Json& finished, ConformanceCase result)
{
    result.ran = true;
    result.stage = "compare";
    for (std::size_t i = 0; i < goldens.size(); ++i) {
        const auto why = compareOutput(goldens[i], finished.at("results")[i]);
        if (!why)
            return why.error();
        if (result.reason.empty() && !why->empty())
            result.reason = "output " + std::to_string(i) + ": " + *why;
    }
    result.matched = result.reason.empty() || finished.value("ownCheck", false);
    if (!result.matched)
        return Attempt { End::Mismatch, std::move(result) };
    result.stage = "done";
    result.reason.clear();
    return Attempt { End::Matched, std::move(result) };
}

} // namespace hawk::bench
