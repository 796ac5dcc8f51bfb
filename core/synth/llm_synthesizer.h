#pragma once

#include "llm/provider.h"
#include "synth/prompt/prompt.h"
#include "synth/synthesizer.h"

#include <cstdint>
#include <memory>

namespace hawk::synth {

/// Told what goes on between a synthesizer and its model, on the thread of synthesize(). Must not throw.
class ModelListener {
public:
    virtual ~ModelListener() = default;
    virtual void asked(const llm::Request& request, std::int64_t promptTokens, bool repairTurn) = 0;
    virtual void streamed(const llm::StreamEvent& event) = 0;
};

/// Writes candidates by asking a language model. One prompt (prompt/prompt.h) per candidate; a reply that breaks the
/// contract gets one more turn with the reason, and if that breaks it too, the draft is `broken`. A repeated candidate
/// (`request.sample` > 0) is asked for with a line that says so.
///
/// Requests are numbered by step, sample and turn (Request::occurrence), so that the same run asks the same whatever ran
/// beside it. Errors of synthesize(): the Failure of the provider, as it is; InvalidInput when the prompt cannot fit.
/// `options.contract` Edits holds for what has a parent to edit; other drafts are asked for as a kernel with its plan.
/// `provider`, `options.api` and `listener` (may be null) must outlive it; thread-safe when they are.
std::unique_ptr<Synthesizer> makeLlmSynthesizer(
    llm::Provider& provider, PromptOptions options, ModelListener* listener = nullptr);

} // namespace hawk::synth
