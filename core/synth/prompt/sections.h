#pragma once

#include "synth/prompt/prompt.h"

/// The parts of a prompt, each from its facts. None shows anything of a hidden case.
namespace hawk::synth {

PromptSection hardwareSection(const chip::ChipFacts& chip);
Result<PromptSection> operatorSection(const spec::OperatorSpec& spec);
Result<PromptSection> planTableSection(const chip::ChipFacts& chip);
PromptSection knowledgeSection(const std::vector<knowledge::Hit>& hits);
/// Newest first. `count` at most.
PromptSection failuresSection(const std::vector<const Prior*>& failed, std::size_t count);
PromptSection parentSection(const Prior& parent);
PromptSection profileSection(const Prior& parent);
/// Newest first.
PromptSection triedSection(const std::vector<Prior>& tried, const Prior& parent);

} // namespace hawk::synth
