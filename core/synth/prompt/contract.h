#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "spec/operator_spec.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hawk::synth {

/// What a reply must consist of.
enum class OutputContract : std::uint8_t {
    KernelAndPlan, ///< kernel source and launch plan
    OperatorProject, ///< op_host and op_kernel files
    LaunchProgram, ///< one program with kernel and host code
    Edits, ///< search and replace in the parent's kernel
    KernelOnly ///< kernel source alone, called by convention: KernelGen-LM's form
};
std::string_view name(OutputContract contract); ///< "kernel", "project", "program", "edits", "kernel-only"
Result<OutputContract> contractFromName(std::string_view name);
/// Name of its template: "contract_kernel_and_plan".
std::string_view templateName(OutputContract contract);

/// What a reply held. Only the members of its contract are filled.
struct ParsedReply {
    std::string kernel;
    std::string launchPlan; ///< empty: the parent's stays (edits)
    std::vector<std::pair<std::string, std::string>> files; ///< path -> contents
    std::string program;
    std::vector<EntryId> used; ///< entries cited under "used:"
    std::string change; ///< one line
};

/// The launch plan of a kernel that was written without one: all cores, inputs, outputs, an empty workspace.
std::string conventionalPlan(const spec::OperatorSpec& spec);

/// Reads a reply. The last complete block of a kind counts: a model may quote drafts. A block cut off at the end is taken
/// only when the model stopped by itself (`finishReason` "stop"). The error (InvalidInput) is the reason for a repair turn:
/// it says what is missing, in words for the model. `parent` is the text edits apply to; a project or a program may be
/// answered with edits too, when there is one of its form.
Result<ParsedReply> parseReply(
    OutputContract contract, std::string_view answer, std::string_view finishReason, std::string_view parent = {});

} // namespace hawk::synth
