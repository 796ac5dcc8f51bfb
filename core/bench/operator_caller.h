#pragma once

#include "base/json.h"
#include "bench/conformance.h"

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>

namespace hawk::bench {

/// One call of the function that a package's Python imports.
struct FunctionCall {
    std::string function;
    Json arguments; ///< JSON values; tensors {"tensor": number, "dtype", "shape", "file"}
    std::filesystem::path folder; ///< of this call alone, with a subfolder run/; the operands' files are below its parent
    std::chrono::milliseconds time { 120'000 }; ///< for the kernel
};

/// What came of it. `problem` is set when the operator did not finish; the case's stage then says where it ended.
struct FunctionOutcome {
    std::string problem;
    bool timedOut = false; ///< the emulator was not done in time
    Json result; ///< what the function returns, tensors by number
    Json outputs = Json::object(); ///< tensor number -> file, for every tensor that the operator wrote
};

/// Runs the operator of a package, whatever form its sources have. Used by one thread at a time.
class OperatorCaller {
public:
    virtual ~OperatorCaller() = default;
    /// Whether the kernel compiles: empty, or why not. Errors are of the environment.
    virtual Result<std::string> build(std::stop_token stop) = 0;
    /// Findings, stage and modelled time go to `into`. Errors are of the environment.
    virtual Result<FunctionOutcome> call(const FunctionCall& call, ConformanceCase& into, std::stop_token stop) = 0;
};

} // namespace hawk::bench
