#pragma once

#include "llm/model_factory.h"

#include <optional>
#include <string>
#include <vector>

namespace hawk::llm {

/// One thing that was tried, in words for a person.
struct TestStep {
    enum class State : std::uint8_t { Passed, Failed, Skipped };
    /// What `detail` says, for who shows it in words of their own.
    enum class Found : std::uint8_t { Failure, NoKeySent, KeyRead, ModelListed, ModelNotListed, NoModelList, Answer };
    std::string name; ///< "key", "address", "reply"
    State state = State::Passed;
    std::string detail; ///< what was found, or why it failed
    std::string hint;
    double ms = 0;
    Found found = Found::Failure;
    std::string subject {}; ///< of `found`: the models that are there, the model that answered
    std::string answer {}; ///< what it said, or the name that is nearest to a model that is not listed
};
std::string_view name(TestStep::State state);

struct ConnectionReport {
    std::vector<TestStep> steps;
    std::optional<Reply> reply;
    bool passed() const;
};

/// Reads the key, asks the server for its models, and asks the model for one word. Stops at the first failure. One try
/// each: a person is waiting. The last step costs a few tokens.
ConnectionReport testConnection(
    const ModelFactory& factory, const ModelConfig& config, const Clock& clock, std::stop_token stop = {});

} // namespace hawk::llm
