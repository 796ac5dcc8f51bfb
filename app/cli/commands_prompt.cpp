#include "cli/command.h"

#include "emulator/runner/toolchain.h"
#include "engine/records.h"
#include "llm/text.h"
#include "emulator/runner/api_catalog.h"
#include "synth/prompt/prompt.h"

#include <limits>
#include <ostream>

namespace hawk::cli {
namespace {

/// The attempt that would come next: a first draft, or what follows `--candidate`.
Result<synth::SynthRequest> nextRequest(engine::Session& session, const Arguments& arguments)
{
    synth::SynthRequest request;
    auto spec = session.spec(*arguments.value("spec"));
    if (!spec)
        return spec.error();
    request.spec = *std::move(spec);
    auto facts = session.chips().find(arguments.valueOr("chip", std::string(chip::kDefaultChip)));
    if (!facts)
        return facts.error();
    request.chip = *std::move(facts);
    const Result<std::int64_t> id = arguments.integer("candidate", 0, 1, std::numeric_limits<std::int64_t>::max());
    if (!id)
        return id.error();
    if (*id == 0)
        return request;
    const Result<store::CandidateRecord> row = session.workspace().candidate({ *id });
    if (!row)
        return row.error();
    const Result<store::SpecRecord> owner = session.workspace().spec(row->spec);
    if (!owner)
        return owner.error();
    if (owner->name != request.spec->name)
        return Error { Errc::InvalidInput,
            "candidate " + std::to_string(*id) + " implements " + owner->name + ", not " + request.spec->name, {}, {} };
    const auto prior = engine::loadPrior(session.workspace(), { *id });
    if (!prior)
        return prior.error();
    request.parent = **prior;
    if (row->outcome != target::name(target::Outcome::Correct))
        return request;
    request.stage = synth::SynthRequest::Stage::Refine;
    const auto children = session.workspace().candidates({ .parent = { *id } });
    if (!children)
        return children.error();
    for (const store::CandidateRecord& child : *children) {
        const auto tried = engine::loadPrior(session.workspace(), child.id);
        if (!tried)
            return tried.error();
        request.tried.push_back(**tried);
    }
    return request;
}

Status addKnowledge(engine::Session& session, const Arguments& arguments, synth::SynthRequest& request)
{
    knowledge::RetrieveOptions options;
    const Result<std::int64_t> count = arguments.integer("entries", static_cast<std::int64_t>(options.count), 0, 100);
    if (!count)
        return count.error();
    if (*count == 0)
        return {};
    options.count = static_cast<std::size_t>(*count);
    options.includeQuarantined = false; // which one a run would show is drawn from its seed
    const knowledge::Query query
        = knowledge::buildQuery(request.stage == synth::SynthRequest::Stage::Refine ? "refine" : "draft", request.spec->name,
            std::string(spec::name(request.spec->family)), engine::elementTypes(*request.spec), request.chip->name,
            request.parent ? request.parent->verdict.get() : nullptr);
    Rng rng(1);
    auto hits = session.knowledge().retrieve(query, options, rng);
    if (!hits)
        return hits.error();
    request.knowledge = *std::move(hits);
    return {};
}

Json toJson(const synth::Prompt& prompt, std::int64_t budget)
{
    Json messages = Json::array();
    for (const llm::Message& message : prompt.messages)
        messages.push_back({ { "role", llm::name(message.role) }, { "text", message.text },
            { "tokens", llm::estimatedTokens(message.text) } });
    Json sections = Json::array();
    for (const synth::PromptSection& section : prompt.sections)
        sections.push_back({ { "id", section.id }, { "tokens", llm::estimatedTokens(synth::render(section)) },
            { "items", section.items.size() }, { "dropped", section.dropped }, { "cap", section.cap }, { "required", section.required } });
    return { { "messages", std::move(messages) }, { "sections", std::move(sections) }, { "tokens", prompt.tokens },
        { "tokensAre", "estimated" }, { "budget", budget }, { "dropRule", synth::dropRule() } };
}

void printText(const synth::Prompt& prompt, std::int64_t budget, Context& context)
{
    for (const llm::Message& message : prompt.messages)
        context.out << styled("[" + std::string(llm::name(message.role)) + "]", Style::Bold, context.outColour) << '\n'
                    << message.text << "\n\n";
    // The counts go beside the prompt, so that the prompt alone can be piped on.
    using enum Table::Align;
    Table table({ { "part" }, { "tokens", Right }, { "cap", Right }, { "items", Right }, { "dropped", Right } });
    for (const synth::PromptSection& section : prompt.sections)
        table.row({ section.id, std::to_string(llm::estimatedTokens(synth::render(section))),
            section.cap > 0 ? std::to_string(section.cap) : "-", section.items.empty() ? "-" : std::to_string(section.items.size()),
            section.dropped > 0 ? std::to_string(section.dropped) : "-" });
    table.print(context.err, context.errColour);
    context.err << "about " << prompt.tokens << " of " << budget << " tokens, estimated by length\n" << synth::dropRule() << '\n';
}

Result<int> show(Context& context, const Arguments& arguments)
{
    if (!arguments.has("spec"))
        return Error { Errc::InvalidInput, "--spec NAME is missing: the operator to write a kernel for", {}, {} };
    synth::PromptOptions options;
    const Result<synth::OutputContract> contract = synth::contractFromName(arguments.valueOr("contract", "kernel"));
    if (!contract)
        return contract.error();
    options.contract = *contract;
    const Result<std::int64_t> budget = arguments.integer("budget", options.budgetTokens, 1, 10'000'000);
    if (!budget)
        return budget.error();
    options.budgetTokens = *budget;
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    Result<synth::SynthRequest> request = nextRequest(**session, arguments);
    if (!request)
        return request.error();
    if (const Status s = addKnowledge(**session, arguments, *request); !s)
        return s.error();
    const Result<emulator::ApiCatalog> apis = emulator::ApiCatalog::load(emulator::deviceHeaderDir());
    if (!apis)
        return apis.error();
    options.api = &*apis;
    const Result<synth::Prompt> prompt = synth::buildPrompt(*request, options);
    if (!prompt)
        return prompt.error();
    if (context.json)
        context.print(toJson(*prompt, options.budgetTokens));
    else
        printText(*prompt, options.budgetTokens, context);
    return kDone;
}

} // namespace

std::vector<Command> promptCommands()
{
    return { { .name = "prompt",
        .summary = "what a language model would be sent for an operator, with token counts",
        .options = { { "spec", "NAME", "the operator" },
            { "candidate", "ID", "go on from this candidate: repair it when it is wrong, make it faster when it is correct" },
            { "contract", "KIND", "what the reply must be: kernel (default), kernel-only, project, program, edits" },
            { "budget", "N", "tokens at most (32000)" }, { "entries", "N", "knowledge entries to retrieve (6)" },
            { "chip", "NAME", "chip to write for (Ascend910B2)" } },
        .run = show,
        .details = "The prompt goes to standard output, the counts and the rule of what is dropped first to standard error." } };
}

} // namespace hawk::cli
