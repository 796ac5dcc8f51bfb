#pragma once

#include "base/json.h"
#include "base/result.h"
#include "spec/expression.h"

#include <string>
#include <string_view>
#include <vector>

namespace hawk::spec {

/// A KernelBench problem file as it is, and what running it under several sizes showed. The running is done by
/// reference/kernelbench_import.h; what follows from it is decided here.
struct KernelBenchProblem {
    /// One assignment of the module-level constants and what ReferenceService::inspect said about it.
    struct Observation {
        std::string name; ///< of a case: "aligned", "tail", "tiny", "larger_than_ub", "hidden"; empty: for shapes only
        Symbols constants; ///< all integer constants of the file, with this observation's values
        Json inspection;
    };
    std::string fileName; ///< "19_ReLU.py"
    std::string source;
    std::vector<Observation> observations; ///< at least one with a name
};

/// "19_ReLU.py" -> "kb19_relu", "36_RMSNorm_.py" -> "kb36_rms_norm": an identifier that does not collide with a
/// bundled operator.
std::string operatorNameOf(std::string_view fileName);

/// Sizes for the cases of a problem with `count` size constants, in the order they appear in the input shapes.
struct SizePlan {
    std::string name;
    std::vector<std::int64_t> sizes;
    std::int64_t equal = 1; ///< one size for all constants: square matrices, problems whose sizes must agree
};
std::vector<SizePlan> kernelBenchSizes(std::size_t count);

/// The specification as JSON (the form spec_loader reads). Dims become expressions over the constants where the
/// observations show the dependence, otherwise the cases carry concrete shapes. Pure.
Result<Json> importKernelBench(const KernelBenchProblem& problem);

} // namespace hawk::spec
