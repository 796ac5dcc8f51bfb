#pragma once

#include "llm/provider.h"
#include "llm/secrets.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hawk::llm {

/// Any program that reads a prompt and prints a reply.
struct CommandModel {
    std::string name;
    std::string model; ///< a label for recordings; the program does not see it
    std::vector<std::string> argv; ///< run as it is, without a shell; inherits the environment
    std::filesystem::path workingDirectory; ///< empty: ours
    enum class Input : std::uint8_t {
        Text, ///< the messages as one text
        Json ///< {"messages": [...], "parameters": {...}}, one line
    };
    Input input = Input::Text;
    Parameters parameters;
    std::chrono::milliseconds timeout { 1'800'000 };
    std::uint64_t maxReplyBytes = 32ULL << 20U;
    Secret key; ///< taken out of what the program prints, should it print it
};

/// Runs the program once per request in a process group of its own, which a timeout, too much output or a cancellation
/// kills whole. Exit code 0 and something on standard output is a reply; everything else is a Failure (Tool) that shows the
/// end of standard error. Reasoning is what stands in <think>...</think>. The reply comes in one piece.
std::unique_ptr<Provider> makeCommandProvider(CommandModel model);

} // namespace hawk::llm
