#pragma once

#include "llm/provider.h"
#include "emulator/runner/api_catalog.h"
#include "synth/prompt/contract.h"
#include "synth/synthesizer.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hawk::synth {

/// One part of a prompt. Items are in order of importance: what does not fit is dropped from the end.
struct PromptSection {
    std::string id; ///< "knowledge"
    std::string title; ///< heading; empty: none
    std::string lead; ///< before the items; goes when all items went
    std::vector<std::string> items;
    bool required = false; ///< never dropped, not even in part
    std::int64_t cap = 0; ///< tokens at most; 0: no cap of its own
    std::size_t dropped = 0; ///< items that did not fit
};
std::string render(const PromptSection& section);

/// Which part gives way first when the whole does not fit, and the rule in words as `hawk prompt` shows it.
const std::vector<std::string>& dropOrder();
std::string dropRule();

/// Drops items until each section is within its cap and all of them within `budget` tokens. InvalidInput when what may not
/// be dropped is larger than that.
Status fitToBudget(std::vector<PromptSection>& sections, std::int64_t budget);

struct PromptOptions {
    OutputContract contract = OutputContract::KernelAndPlan;
    std::int64_t budgetTokens = 32'000; ///< of the whole prompt, estimated
    std::map<std::string, std::int64_t> caps; ///< section id -> tokens, in place of the default
    std::size_t failures = 2; ///< earlier failures shown
    const emulator::ApiCatalog* api = nullptr; ///< signatures to choose from; null: no API part
    bool systemMessage = true; ///< role and contract as a system message; false: one user message
};

/// What is sent, and what it is made of. Token counts are estimates (llm/text.h).
struct Prompt {
    std::vector<llm::Message> messages;
    std::vector<PromptSection> sections; ///< as they were fitted, in order
    std::int64_t tokens = 0;
};

/// A prompt for an attempt, from templates in resourceDir()/prompts. Never shows hidden cases. Deterministic.
/// `request.parent` is the last failure (draft) or the correct start point (refine), `request.tried` further attempts.
Result<Prompt> buildPrompt(const SynthRequest& request, const PromptOptions& options);

/// The conversation after a reply that broke the contract: one more turn with the reason.
Result<std::vector<llm::Message>> repairTurn(
    const std::vector<llm::Message>& messages, const std::string& reply, const std::string& reason);

} // namespace hawk::synth
