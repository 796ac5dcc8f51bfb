#pragma once

#include "base/result.h"
#include "spec/operator_spec.h"
#include "synth/geometry.h"
#include "synth/plan.h"
#include "synth/program.h"

#include <string>

namespace hawk::synth {

struct EmitRequest {
    const spec::OperatorSpec& spec;
    const Geometry& geometry;
    const Program& program;
    const KernelPlan& plan;
};

struct EmittedKernel {
    std::string source;
    std::string launchPlan; ///< JSON text, target/launch_plan.h
    /// UB use of the launch as an expression over the case's symbols and the plan's "let" names, for the plan
    /// check.
    std::string ubBytes;
};

/// Writes the kernel and its launch plan. One kernel text serves every case: lengths come from the launch
/// plan, element types from DTYPE_<NAME>. InvalidInput when the geometry has a combination no emitter
/// handles.
Result<EmittedKernel> emitKernel(const EmitRequest& request);

} // namespace hawk::synth
