#pragma once

#include "base/json.h"
#include "emulator/project/operator_runner.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::emulator {

/// Folder of the headers that bindings and extensions compile against.
std::filesystem::path bindingHeaderDir();

/// A benchmark's operator binding (the C++ file that defines the Python function and calls the operator), built against our
/// headers. It decides the operator's operands and allocates its outputs; nothing is computed in it. Thread-safe.
class OperatorBinding {
public:
    static Result<OperatorBinding> build(
        const std::filesystem::path& source, const OperatorHost::Options& options, std::stop_token stop = {});

    /// What a call of `function` would run: {"commands": [{"name", "operands"}], "result"}. `arguments` are JSON values;
    /// tensors {"tensor": id, "dtype", "shape", "file"}. Files the binding fills are written to `folder`, which the caller owns.
    Result<Json> record(const std::string& function, const Json& arguments, const std::vector<std::filesystem::path>& readable,
        const std::filesystem::path& folder, std::stop_token stop = {}) const;

private:
    OperatorBinding(std::filesystem::path library, SandboxPolicy policy);
    std::filesystem::path m_library;
    SandboxPolicy m_policy;
};

/// One operand list of the generated aclnn interface (inputs, attributes, outputs, each in the order of definition) as a call.
/// `tensorOfOutput` gets, per output tensor of the call, the binding's number of its memory. Values given where the operator declares a
/// tensor (scalars, integer lists) become files in `folder`.
Result<OperatorCall> callFromCommand(const Json& command, const OperatorDefinition& op, const std::filesystem::path& folder,
    std::vector<std::int64_t>& tensorOfOutput);

} // namespace hawk::emulator
