#include "synth/prompt/prompt.h"

#include "llm/text.h"

#include <algorithm>

namespace hawk::synth {
namespace {

std::int64_t total(const std::vector<PromptSection>& sections)
{
    std::int64_t tokens = 0;
    for (const PromptSection& each : sections)
        tokens += llm::estimatedTokens(render(each));
    return tokens;
}

void dropLast(PromptSection& section)
{
    section.items.pop_back();
    ++section.dropped;
}

} // namespace

const std::vector<std::string>& dropOrder()
{
    static const std::vector<std::string> kOrder { "tried", "api", "knowledge", "failures", "profile" };
    return kOrder;
}

std::string dropRule()
{
    return "Each part keeps within its own cap by dropping its least important items. When the whole is still too long, items go in "
           "this order: tried children (oldest first), API entries (least needed first), knowledge entries (lowest rank first), "
           "failures (oldest first), the profile. Role, answer format, hardware, operator, plan table, parent and request are never "
           "dropped.";
}

std::string render(const PromptSection& section)
{
    if (section.items.empty() && section.dropped > 0)
        return {};
    std::string out = section.title.empty() ? std::string() : "## " + section.title + "\n\n";
    out += section.lead;
    for (const std::string& item : section.items)
        out += (out.empty() || out.ends_with("\n\n") ? "" : "\n\n") + item;
    return out;
}

Status fitToBudget(std::vector<PromptSection>& sections, std::int64_t budget)
{
    for (PromptSection& section : sections)
        while (!section.required && section.cap > 0 && !section.items.empty() && llm::estimatedTokens(render(section)) > section.cap)
            dropLast(section);
    for (const std::string& id : dropOrder()) {
        const auto section = std::find_if(sections.begin(), sections.end(), [&](const auto& each) { return each.id == id; });
        while (section != sections.end() && !section->required && !section->items.empty() && total(sections) > budget)
            dropLast(*section);
    }
    const std::int64_t needed = total(sections);
    if (needed <= budget)
        return {};
    return Error { Errc::InvalidInput,
        "the prompt does not fit: the parts that are never dropped take about " + std::to_string(needed) + " tokens, the budget is "
            + std::to_string(budget),
        {}, "raise the budget, or use a model with a longer context" };
}

} // namespace hawk::synth
