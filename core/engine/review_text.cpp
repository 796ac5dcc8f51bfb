#include "engine/review.h"

#include "emulator/report/finding_groups.h"

#include <algorithm>
#include <array>
#include <cstdio>

/// A review as JSON and as a document.
namespace hawk::engine {
namespace {

Json toJson(const Sample& sample)
{
    return { { "count", sample.count }, { "least", sample.least }, { "median", sample.median }, { "most", sample.most } };
}

std::string number(double value)
{
    std::array<char, 32> text {};
    std::snprintf(text.data(), text.size(), "%.4g", value);
    return text.data();
}

std::string sampleText(const Sample& sample, const std::string& unit)
{
    if (sample.count == 0)
        return "none";
    return "median " + number(sample.median) + " " + unit + ", " + number(sample.least) + " to " + number(sample.most) + " " + unit
        + ", n = " + std::to_string(sample.count);
}

/// A table cell: one line, no column marks, no markup that a text of a candidate could bring in.
std::string cell(const std::string& text)
{
    std::string out;
    for (const char c : text) {
        if (c == '|' || c == '`' || c == '<' || c == '*' || c == '_' || c == '[' || c == '\\')
            out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

/// With a fence the text does not hold.
std::string fenced(const std::string& text, const char* language)
{
    std::string fence = "```";
    while (text.find(fence) != std::string::npos)
        fence += '`';
    return fence + language + "\n" + text + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

std::string headText(const Review& review)
{
    const target::Verdict& verdict = review.verdict;
    std::string out = "# Review of candidate " + std::to_string(review.row.id.value) + ": " + review.specName + "\n\n"
        + "**" + std::string(target::name(verdict.outcome)) + "** on " + verdict.target + ", " + verdict.chip + ". " + cell(verdict.summary) + "\n\n"
        + "Written by " + cell(review.row.origin) + " as " + review.row.form + ", " + review.row.stage
        + (review.row.parent ? " from candidate " + std::to_string(review.row.parent.value) : std::string()) + ". Its author says: "
        + cell(review.row.note) + "\n\nThis page shows hidden cases and seeds: do not hand it to whoever writes kernels.\n\n## To look at\n\n";
    const std::vector<std::string> points = reviewPoints(review);
    for (const std::string& point : points)
        out += "- " + cell(point) + "\n";
    return points.empty() ? out + "Nothing stands out.\n" : out;
}

std::string taskText(const Review& review)
{
    const spec::OperatorSpec& spec = *review.spec;
    std::string out = "\n## Task\n\n" + cell(spec.description) + "\n\n| input or output | type | shape |\n|---|---|---|\n";
    const auto row = [&](const spec::TensorSpec& tensor) {
        std::string shape;
        for (const std::string& dim : tensor.shape)
            shape += (shape.empty() ? "" : ", ") + dim;
        out += "| " + cell(tensor.name) + " | " + cell(tensor.dtype) + " | " + cell("[" + shape + "]") + " |\n";
    };
    std::ranges::for_each(spec.inputs, row);
    std::ranges::for_each(spec.outputs, row);
    return out + "\nReference:\n\n" + fenced(spec.reference.source, "python");
}

std::string gatesText(const target::Verdict& verdict)
{
    std::string out = "\n## Gates\n\n| gate | | observed | expected | ms |\n|---|---|---|---|---|\n";
    for (const target::GateRecord& gate : verdict.gates)
        out += "| " + gate.gate + " | " + (gate.passed ? "passed" : "**failed**") + " | " + cell(gate.observed) + " | " + cell(gate.expected) + " | "
            + number(gate.wallMs) + " |\n";
    for (const target::UndecidedGate& gate : verdict.undecided)
        out += "| " + gate.gate + " | not decided | " + cell(gate.why) + " | | |\n";
    return out;
}

std::string casesText(const target::Verdict& verdict)
{
    std::string out = "\n## Cases\n\n| case | outcome | elements | excused | mean error | largest error | limit | CPU's mean error | modelled us | bound us | detail |\n"
                      "|---|---|---|---|---|---|---|---|---|---|---|\n";
    for (const target::CaseVerdict& each : verdict.cases) {
        out += "| " + each.name + (each.hidden ? " (hidden)" : "") + " | " + std::string(target::name(each.outcome)) + " | ";
        if (const auto& c = each.comparison)
            out += std::to_string(c->elements) + " | " + std::to_string(c->excusedSmall + c->excusedCancellation) + " | " + number(c->meanRelativeError)
                + " | " + number(c->maxRelativeError) + " | " + number(c->tau) + " | " + number(c->meanErrorSamePrecision) + " | ";
        else
            out += "| | | | | | ";
        if (const auto& p = each.profile)
            out += number(p->totalUs) + (p->trusted ? "" : " (not trusted)") + " | " + number(p->tHwUs) + " | ";
        else
            out += "| | ";
        out += cell(each.detail) + " |\n";
    }
    return out;
}

std::string figuresText(const Review& review)
{
    const target::Verdict& verdict = review.verdict;
    std::string out = "\n## Figures\n\n";
    if (verdict.modelledUs > 0)
        out += "- " + verdict.timeKind + " time: " + number(verdict.modelledUs) + " us, the sum over " + std::to_string(verdict.cases.size())
            + " cases, n = 1 each: the emulator gives the same time for the same candidate, there is no spread\n";
    if (review.firstCorrectUs > 0 && verdict.modelledUs > 0)
        out += "- first correct kernel of this operator here: " + number(review.firstCorrectUs) + " us; this one is "
            + number(review.firstCorrectUs / verdict.modelledUs) + " times as fast\n";
    out += "- other correct kernels of this operator here: " + sampleText(review.othersUs, "us") + "\n";
    out += "- wall time of a judgement of this operator here: " + sampleText(review.judgeMs, "ms") + "; of this one " + number(verdict.judgeMs) + " ms\n";
    return out;
}

std::string findingsText(const target::Verdict& verdict)
{
    if (verdict.findings.empty())
        return {};
    std::string out = "\n## Hardware rules\n\n";
    for (const emulator::FindingGroup& group : emulator::groupFindings(verdict.findings)) {
        const emulator::Finding& first = verdict.findings[group.members.front()];
        out += "- " + std::string(emulator::name(first.severity)) + " " + cell("[" + first.constraint + "] " + placeText(group, verdict.findings) + ": " + first.message)
            + "\n";
    }
    return out;
}

std::string identityText(const Review& review)
{
    std::string out = "\n## Identity\n\n| | |\n|---|---|\n";
    const auto row = [&](const char* name, const std::string& value) {
        if (!value.empty())
            out += std::string("| ") + name + " | " + cell(value) + " |\n";
    };
    row("source", review.row.sourceHash);
    row("launch plan", review.row.launchPlanHash);
    row("specification", review.spec->contentHash);
    row("input seed", std::to_string(review.verdict.seed));
    row("run seed", review.row.run ? std::to_string(review.runSeed) : std::string());
    for (const auto& [name, value] : review.verdict.environment.items())
        row(name.c_str(), value.is_string() ? value.get<std::string>() : value.dump());
    return out;
}

std::string textsOf(const Review& review)
{
    std::string out = "\n## Source without comments\n\n" + fenced(review.stripped, "cpp");
    if (review.candidate.form == target::Candidate::Form::KernelAndPlan)
        out += "\n## Launch plan\n\n" + fenced(review.candidate.launchPlan, "json");
    if (!review.row.plan.is_null())
        out += "\n## Kernel plan\n\n" + fenced(review.row.plan.dump(2), "json");
    return out + "\n## Source as written\n\n" + fenced(review.candidate.source, "cpp");
}

} // namespace

Json toJson(const Review& review)
{
    const target::Verdict& verdict = review.verdict;
    Json cases = Json::array();
    for (const target::CaseVerdict& each : verdict.cases)
        if (each.profile)
            cases.push_back({ { "case", each.name }, { "us", each.profile->totalUs }, { "boundUs", each.profile->tHwUs },
                { "trusted", each.profile->trusted }, { "count", 1 } });
    return { { "candidate", review.row.id.value }, { "specName", review.specName }, { "form", review.row.form }, { "origin", review.row.origin },
        { "stage", review.row.stage }, { "parent", review.row.parent.value }, { "note", review.row.note }, { "judgedAt", review.judgedAt },
        { "points", reviewPoints(review) }, { "task", { { "description", review.spec->description }, { "reference", review.spec->reference.source } } },
        { "verdict", target::toJson(verdict) },
        { "figures",
            { { "timeKind", verdict.timeKind }, { "modelledUs", verdict.modelledUs }, { "cases", std::move(cases) },
                { "firstCorrectUs", review.firstCorrectUs }, { "otherCorrectUs", toJson(review.othersUs) }, { "judgeMs", toJson(review.judgeMs) } } },
        { "seeds", { { "inputs", verdict.seed }, { "run", review.row.run ? Json(review.runSeed) : Json() } } },
        { "hashes", { { "source", review.row.sourceHash }, { "launchPlan", review.row.launchPlanHash }, { "spec", review.spec->contentHash } } },
        { "source", review.candidate.source }, { "sourceWithoutComments", review.stripped }, { "launchPlan", review.candidate.launchPlan },
        { "plan", review.row.plan } };
}

std::string toMarkdown(const Review& review)
{
    return headText(review) + taskText(review) + gatesText(review.verdict) + casesText(review.verdict) + findingsText(review.verdict)
        + figuresText(review) + identityText(review) + textsOf(review);
}

} // namespace hawk::engine
