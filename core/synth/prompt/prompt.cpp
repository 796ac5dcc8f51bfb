#include "synth/prompt/prompt.h"

#include "llm/text.h"
#include "synth/prompt/api_block.h"
#include "synth/prompt/prompt_template.h"
#include "synth/prompt/sections.h"

#include <algorithm>
#include <cctype>

namespace hawk::synth {
namespace {

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

Result<std::string> contractText(OutputContract contract, const spec::OperatorSpec& spec, const chip::ChipFacts& chip)
{
    if (contract == OutputContract::Edits)
        return promptText(templateName(contract));
    if (contract == OutputContract::OperatorProject)
        return promptText(templateName(contract), { { "ENTRY", spec.entry } });
    std::string arguments;
    std::string parameters;
    std::string types;
    for (const auto& [list, role] : { std::pair { &spec.inputs, "input" }, std::pair { &spec.outputs, "output" } })
        for (const spec::TensorSpec& tensor : *list) {
            arguments += (arguments.empty() ? "{\"" : ", {\"") + std::string(role) + "\": \"" + tensor.name + "\"}";
            parameters += (parameters.empty() ? "GM_ADDR " : ", GM_ADDR ") + tensor.name;
            types += (types.empty() ? "DTYPE_" : ", DTYPE_") + upper(tensor.name);
        }
    if (contract == OutputContract::KernelOnly)
        return promptText(templateName(contract),
            { { "ENTRY", spec.entry }, { "PARAMETERS", parameters }, { "DTYPES", types }, { "CORES", std::to_string(chip.vectorCores.value) } });
    if (contract == OutputContract::LaunchProgram)
        return promptText(templateName(contract), { { "ENTRY", spec.entry }, { "DTYPES", types } });
    const std::string first = spec.outputs.empty() ? std::string("y") : spec.outputs.front().name;
    return promptText(templateName(contract),
        { { "ENTRY", spec.entry }, { "ARGUMENTS", arguments }, { "TENSOR", first }, { "DTYPES", types } });
}

Result<PromptSection> requestSection(const SynthRequest& request, bool repairing)
{
    const bool refine = request.stage == SynthRequest::Stage::Refine;
    const Result<std::string> text = refine
        ? promptText("request_refine")
        : promptText("request_draft",
              { { "NAME", request.spec->name },
                  { "REPAIR", repairing ? "Repair the newest failure above; keep what worked in it. " : "" } });
    if (!text)
        return text.error();
    return PromptSection { .id = "request", .title = "Request", .lead = *text, .items = {}, .required = true };
}

Result<PromptSection> headSection(const char* id, const char* title, Result<std::string> text)
{
    if (!text)
        return text.error();
    return PromptSection { .id = id, .title = title, .lead = *std::move(text), .items = {}, .required = true };
}

void addFeedback(const SynthRequest& request, const PromptOptions& options, std::vector<PromptSection>& out)
{
    if (request.stage == SynthRequest::Stage::Refine) {
        out.push_back(parentSection(*request.parent));
        out.push_back(profileSection(*request.parent));
        out.push_back(triedSection(request.tried, *request.parent));
        return;
    }
    std::vector<const Prior*> failed;
    if (request.parent)
        failed.push_back(&*request.parent);
    for (auto each = request.tried.rbegin(); each != request.tried.rend(); ++each)
        if (!request.parent || each->id != request.parent->id)
            failed.push_back(&*each);
    out.push_back(failuresSection(failed, options.failures));
}

bool isEmpty(const PromptSection& section) { return section.items.empty() && (!section.required || section.lead.empty()); }

void assemble(Prompt& prompt, const PromptOptions& options)
{
    std::string system;
    std::string user;
    for (const PromptSection& section : prompt.sections) {
        const std::string text = render(section);
        if (text.empty())
            continue;
        prompt.tokens += llm::estimatedTokens(text);
        const bool head = section.id == "role" || section.id == "contract";
        std::string& into = head && options.systemMessage ? system : user;
        into += (into.empty() ? "" : "\n\n") + text;
    }
    if (!system.empty())
        prompt.messages.push_back({ llm::Message::Role::System, std::move(system) });
    prompt.messages.push_back({ llm::Message::Role::User, std::move(user) });
}

} // namespace

Result<Prompt> buildPrompt(const SynthRequest& request, const PromptOptions& options)
{
    const bool refine = request.stage == SynthRequest::Stage::Refine;
    if ((refine || options.contract == OutputContract::Edits) && !request.parent)
        return Error { Errc::InvalidInput, "there is no parent to change", {}, "write a draft first, or name a candidate" };
    Prompt prompt;
    // The API part depends on what was tried, so it stands behind what is the same for every attempt.
    const auto apis = [&]() -> Result<PromptSection> {
        return options.api != nullptr ? apiSection(*options.api, request) : Result<PromptSection>(PromptSection { .id = "api" });
    };
    for (Result<PromptSection> section : { headSection("role", "", promptText("role")),
             headSection("contract", "Answer format", contractText(options.contract, *request.spec, *request.chip)),
             Result<PromptSection>(hardwareSection(*request.chip)), operatorSection(*request.spec), planTableSection(*request.chip), apis(),
             Result<PromptSection>(knowledgeSection(request.knowledge)) }) {
        if (!section)
            return section.error();
        prompt.sections.push_back(*std::move(section));
    }
    addFeedback(request, options, prompt.sections);
    const bool repairing = std::any_of(prompt.sections.begin(), prompt.sections.end(),
        [](const PromptSection& each) { return each.id == "failures" && !each.items.empty(); });
    Result<PromptSection> last = requestSection(request, repairing);
    if (!last)
        return last.error();
    prompt.sections.push_back(*std::move(last));
    std::erase_if(prompt.sections, isEmpty);
    for (PromptSection& section : prompt.sections)
        if (const auto cap = options.caps.find(section.id); cap != options.caps.end())
            section.cap = cap->second;
    if (const Status s = fitToBudget(prompt.sections, options.budgetTokens); !s)
        return s.error();
    assemble(prompt, options);
    return prompt;
}

Result<std::vector<llm::Message>> repairTurn(
    const std::vector<llm::Message>& messages, const std::string& reply, const std::string& reason)
{
    const Result<std::string> text = promptText("repair", { { "REASON", reason } });
    if (!text)
        return text.error();
    std::vector<llm::Message> out = messages;
    out.push_back({ llm::Message::Role::Assistant, reply });
    out.push_back({ llm::Message::Role::User, *text });
    return out;
}

} // namespace hawk::synth
