#include "synth/prompt/sections.h"

#include "synth/prompt/feedback.h"
#include "synth/prompt/prompt_template.h"

#include <array>
#include <cctype>
#include <cstdio>

namespace hawk::synth {
namespace {

std::string number(double value)
{
    std::array<char, 48> text {};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return text.data();
}

std::string capitalised(std::string text)
{
    if (!text.empty())
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text;
}

/// Fenced with a fence the text does not hold.
std::string fenced(std::string_view text, std::string_view language)
{
    std::string fence = "```";
    while (text.find(fence) != std::string_view::npos)
        fence += '`';
    return fence + std::string(language) + "\n" + std::string(text) + (text.ends_with('\n') ? "" : "\n") + fence;
}

/// Between <data> marks, whatever the text holds: it cannot close them itself (a comment that tries is defused).
std::string marked(std::string text)
{
    constexpr std::string_view kClose = "</data";
    for (std::size_t at = text.find(kClose); at != std::string::npos; at = text.find(kClose, at))
        text.replace(at, 2, "< /");
    return "<data>\n" + text + (text.ends_with('\n') ? "" : "\n") + "</data>";
}

std::string asData(std::string_view text, std::string_view language) { return marked(fenced(text, language)); }

std::string_view textsName(target::Candidate::Form form)
{
    switch (form) {
    case target::Candidate::Form::OperatorProject: return "files";
    case target::Candidate::Form::LaunchProgram: return "program";
    case target::Candidate::Form::KernelAndPlan: break;
    }
    return "kernel";
}

/// All texts of a candidate. A project's files stand one after the other, as edits see them.
std::string candidateText(const target::Candidate& candidate)
{
    const std::string source = asData(candidate.source, "cpp");
    if (candidate.form != target::Candidate::Form::KernelAndPlan)
        return source;
    return source + "\n\nIts launch plan:\n\n" + asData(candidate.launchPlan, "json");
}

std::string shapeText(const std::vector<std::string>& shape)
{
    std::string out = "[";
    for (const std::string& dim : shape)
        out += (out.size() == 1 ? "" : ", ") + dim;
    return out + "]";
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::vector<std::string> dims;
    for (const std::int64_t dim : shape)
        dims.push_back(std::to_string(dim));
    return shapeText(dims);
}

std::string tensorRow(const char* role, const spec::TensorSpec& tensor)
{
    return "| " + std::string(role) + " | " + tensor.name + " | " + tensor.dtype + " | " + shapeText(tensor.shape) + " | "
        + tensor.description + " |\n";
}

Result<std::string> caseRow(const spec::OperatorSpec& spec, const spec::Case& which)
{
    const Result<spec::ResolvedCase> resolved = spec::resolve(spec, which);
    if (!resolved)
        return resolved.error();
    std::string tensors;
    for (const auto* list : { &resolved->inputs, &resolved->outputs })
        for (const spec::ResolvedTensor& tensor : *list)
            tensors += (tensors.empty() ? "" : ", ") + tensor.name + " " + std::string(hawk::name(tensor.dtype)) + shapeText(tensor.shape);
    std::string tags;
    for (const std::string& tag : which.tags)
        tags += (tags.empty() ? "" : ", ") + tag;
    std::string row = "| " + which.name + " | " + tensors + " | " + tags + " |";
    if (!resolved->attributes.empty())
        row += " " + resolved->attributes.dump();
    return row + "\n";
}

std::string entryText(const knowledge::Hit& hit)
{
    const knowledge::Entry& entry = hit.entry;
    std::string out = "### K" + std::to_string(entry.id.value) + ": " + entry.title + "\n";
    const auto line = [&out](const char* label, const std::string& text) {
        if (!text.empty())
            out += std::string(label) + ": " + text + "\n";
    };
    line("Symptom", entry.rationale.symptom);
    line("Cause", entry.rationale.cause);
    line("Rule", entry.rationale.constraint);
    line("Otherwise", entry.rationale.consequence);
    line("Not when", entry.rationale.whenNotToApply);
    if (entry.state == knowledge::EntryState::Quarantined)
        out += "Not proved yet: use it with care.\n";
    if (!entry.artifact.text.empty())
        out += asData(entry.artifact.text, entry.artifact.kind == knowledge::Artifact::Kind::Diff ? "diff" : "cpp") + "\n";
    for (const auto& [name, hole] : entry.artifact.holes.items())
        out += "${" + name + "}: " + hole.value("means", std::string()) + "\n";
    while (out.ends_with('\n'))
        out.pop_back();
    return out;
}

} // namespace

PromptSection hardwareSection(const chip::ChipFacts& chip)
{
    const auto bytes = [](const chip::Sourced<Bytes>& fact) { return std::to_string(fact.value.n) + " B"; };
    std::string text = "| fact | value |\n|---|---|\n";
    const auto row = [&text](const char* name, const std::string& value) {
        text += std::string("| ") + name + " | " + value + " |\n";
    };
    row("chip", chip.name + ", generation " + std::to_string(static_cast<int>(chip.generation)));
    row("vector cores (most blocks at once)", std::to_string(chip.vectorCores.value));
    row("unified buffer (UB) a kernel may allocate, per core", bytes(chip.ubUsable));
    row("alignment of UB addresses and of DataCopy lengths", std::to_string(chip.ubAlign.value) + " B");
    row("best alignment in global memory (GM)", std::to_string(chip.gmBestAlign.value) + " B");
    row("GM bandwidth, whole chip", number(chip.hbmTbPerS.value) + " TB/s");
    row("GM to UB / UB to GM, per core", number(chip.gmToUbBytesPerCycle.value) + " / " + number(chip.ubToGmBytesPerCycle.value) + " B per cycle");
    row("vector unit, per core", number(chip.vectorBytesPerCycle.value) + " B per cycle for simple operations");
    row("clock", number(chip.clockMhz.value) + " MHz");
    text.pop_back();
    return { .id = "hardware", .title = "Hardware", .lead = text, .items = {}, .required = true };
}

Result<PromptSection> operatorSection(const spec::OperatorSpec& spec)
{
    std::string text = "`" + spec.name + "`: " + spec.description + "\n\nKernel entry: `" + spec.entry
        + "`\n\n| role | tensor | type | shape | |\n|---|---|---|---|---|\n";
    for (const spec::TensorSpec& each : spec.inputs)
        text += tensorRow("input", each);
    for (const spec::TensorSpec& each : spec.outputs)
        text += tensorRow("output", each);
    for (const spec::AttributeSpec& each : spec.attributes)
        text += "\nAttribute `" + each.name + "` (" + each.type + ", default " + each.defaultValue.dump() + "): " + each.description;
    text += spec.attributes.empty() ? "\n" : "\n\n";
    text += "| case | tensors | what it tests |\n|---|---|---|\n";
    bool hidden = false;
    for (const spec::Case& each : spec.cases) {
        hidden = hidden || each.visibility == spec::Visibility::Hidden;
        if (each.visibility == spec::Visibility::Hidden)
            continue;
        Result<std::string> row = caseRow(spec, each);
        if (!row)
            return row.error();
        text += *row;
    }
    if (hidden)
        text += "\nFurther cases with other shapes and values are hidden; the kernel must be right on them too.\n";
    text += "\nReference (PyTorch; the sizes in it are only examples):\n\n" + asData(spec.reference.source, "python");
    return PromptSection { .id = "operator", .title = "Operator", .lead = text, .items = {}, .required = true };
}

Result<PromptSection> planTableSection(const chip::ChipFacts& chip)
{
    Result<std::string> text = promptText("plan_table",
        { { "CORES", std::to_string(chip.vectorCores.value) }, { "UB_BYTES", std::to_string(chip.ubUsable.value.n) },
            { "UB_ALIGN", std::to_string(chip.ubAlign.value) } });
    if (!text)
        return text.error();
    return PromptSection { .id = "plan", .title = "Plan", .lead = *std::move(text), .items = {}, .required = true };
}

PromptSection knowledgeSection(const std::vector<knowledge::Hit>& hits)
{
    PromptSection out { .id = "knowledge",
        .title = "Knowledge",
        .lead = "What was learned from earlier kernels, nearest first. Follow an entry only where it applies, and cite its id under \"used:\".",
        .items = {},
        .cap = 8'000 };
    for (const knowledge::Hit& hit : hits)
        if (hit.entry.artifact.kind != knowledge::Artifact::Kind::PlanRule || !hit.entry.rationale.constraint.empty())
            out.items.push_back(entryText(hit));
    return out;
}

PromptSection failuresSection(const std::vector<const Prior*>& failed, std::size_t count)
{
    PromptSection out { .id = "failures",
        .title = "What failed before",
        .lead = "Your earlier attempts at this operator, newest first.",
        .items = {},
        .cap = 8'000 };
    for (const Prior* prior : failed) {
        if (out.items.size() == count)
            break;
        if (!prior->verdict)
            continue;
        std::string text = marked(failureText(*prior->verdict, prior->candidate));
        if (out.items.empty()) // the newest one is what is repaired: its whole text is needed
            text += "\n\nIts " + std::string(textsName(prior->candidate.form)) + ":\n\n" + candidateText(prior->candidate);
        out.items.push_back(std::move(text));
    }
    return out;
}

PromptSection parentSection(const Prior& parent)
{
    return { .id = "parent",
        .title = "Parent",
        .lead = capitalised(nameOf(parent)) + ", correct on all cases.\n\n" + candidateText(parent.candidate),
        .items = {},
        .required = true };
}

PromptSection profileSection(const Prior& parent)
{
    PromptSection out { .id = "profile", .title = "Profile of the parent", .lead = {}, .items = {}, .cap = 1'000 };
    if (parent.verdict)
        if (std::string text = profileText(*parent.verdict); !text.empty())
            out.items.push_back(marked(std::move(text)));
    return out;
}

PromptSection triedSection(const std::vector<Prior>& tried, const Prior& parent)
{
    PromptSection out { .id = "tried",
        .title = "Already tried from this parent",
        .lead = "Newest first. Do not repeat what had no effect.",
        .items = {},
        .cap = 2'000 };
    const double before = parent.verdict ? parent.verdict->modelledUs : 0;
    for (auto each = tried.rbegin(); each != tried.rend(); ++each) {
        if (!each->verdict)
            continue;
        std::string text = "- " + nameOf(*each) + ": " + std::string(target::name(each->verdict->outcome));
        if (each->verdict->outcome == target::Outcome::Correct && before > 0 && each->verdict->modelledUs > 0)
            text += ", " + number(before / each->verdict->modelledUs) + " times as fast as the parent";
        out.items.push_back(text + "; " + publicSummary(*each->verdict));
    }
    return out;
}

} // namespace hawk::synth
