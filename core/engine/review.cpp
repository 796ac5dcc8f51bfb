#include "engine/review.h"

#include "engine/records.h"
#include "target/static_gate.h"

#include <algorithm>

namespace hawk::engine {
namespace {

/// Comments become spaces; those at the ends of lines are of no use to a reader.
std::string strippedSource(const std::string& source)
{
    std::string out;
    for (const char c : target::stripComments(source, true)) {
        if (c == '\n')
            while (!out.empty() && (out.back() == ' ' || out.back() == '\t'))
                out.pop_back();
        out += c;
    }
    return out;
}

/// The operator's other judgements on the same chip.
Status readOthers(const store::Workspace& workspace, Review& review)
{
    const auto rows = workspace.candidates({ .specName = review.specName });
    if (!rows)
        return rows.error();
    std::vector<double> times;
    std::vector<double> judged;
    for (const store::CandidateRecord& row : *rows) {
        const auto verdict = workspace.verdict(row.id);
        if (!verdict)
            return verdict.error();
        if (row.spec != review.row.spec || !*verdict || (*verdict)->chip != review.verdict.chip)
            continue;
        if ((*verdict)->judgeMs > 0)
            judged.push_back((*verdict)->judgeMs);
        if (row.outcome != "correct" || row.modelledUs <= 0)
            continue;
        if (review.firstCorrectUs == 0)
            review.firstCorrectUs = row.modelledUs;
        if (row.id != review.row.id)
            times.push_back(row.modelledUs);
    }
    review.othersUs = sampleOf(std::move(times));
    review.judgeMs = sampleOf(std::move(judged));
    return {};
}

} // namespace

Sample sampleOf(std::vector<double> values)
{
    if (values.empty())
        return {};
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    const double median = values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    return { values.size(), values.front(), median, values.back() };
}

Result<Review> reviewOf(const store::Workspace& workspace, CandidateId candidate)
{
    Review review;
    auto row = workspace.candidate(candidate);
    if (!row)
        return row.error();
    review.row = *std::move(row);
    const auto spec = workspace.spec(review.row.spec);
    if (!spec)
        return spec.error();
    review.specName = spec->name;
    auto loaded = loadSpec(*spec);
    auto texts = loadCandidate(workspace, review.row);
    auto verdict = loadVerdict(workspace, candidate);
    if (!loaded)
        return loaded.error();
    if (!texts)
        return texts.error();
    if (!verdict)
        return verdict.error();
    review.spec = *std::move(loaded);
    review.candidate = *std::move(texts);
    review.stripped = strippedSource(review.candidate.source);
    review.verdict = *std::move(verdict);
    if (const auto stored = workspace.verdict(candidate); stored && *stored)
        review.judgedAt = (*stored)->judgedAt;
    if (review.row.run) {
        const auto run = workspace.run(review.row.run);
        if (!run)
            return run.error();
        review.runSeed = run->seed;
    }
    if (const Status others = readOthers(workspace, review); !others)
        return others.error();
    return review;
}

std::vector<std::string> reviewPoints(const Review& review)
{
    const target::Verdict& verdict = review.verdict;
    std::vector<std::string> points;
    for (const target::GateRecord& gate : verdict.gates)
        if (!gate.passed)
            points.push_back("gate " + gate.gate + " failed: " + gate.observed);
    for (const target::GateRecord& gate : verdict.gates)
        if (gate.passed && gate.observed.find("to be reviewed") != std::string::npos)
            points.push_back("gate " + gate.gate + ": " + gate.observed);
    for (const target::UndecidedGate& gate : verdict.undecided)
        points.push_back("gate " + gate.gate + " was not decided: " + gate.why);
    if (verdict.cases.size() < verdict.casesTotal)
        points.push_back(std::to_string(verdict.casesTotal - verdict.cases.size()) + " of " + std::to_string(verdict.casesTotal) + " cases were not run");
    for (const target::CaseVerdict& each : verdict.cases) {
        if (each.comparison && each.comparison->pass && each.comparison->excusedSmall + each.comparison->excusedCancellation > 0)
            points.push_back("case " + each.name + ": " + std::to_string(each.comparison->excusedSmall + each.comparison->excusedCancellation)
                + " of " + std::to_string(each.comparison->elements) + " elements are off and excused by the CPU's own errors");
        if (each.profile && !each.profile->trusted)
            points.push_back("case " + each.name + ": its time is not trusted, " + each.profile->untrustedReason);
    }
    if (review.spec->metamorphic.empty())
        points.push_back("the specification declares no relation: nothing was checked with changed inputs");
    if (review.spec->tolerance.relax > 1)
        points.push_back("the tolerance is relaxed: " + review.spec->tolerance.reason);
    return points;
}

} // namespace hawk::engine
