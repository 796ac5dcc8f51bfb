#pragma once

#include "synth/code_writer.h"
#include "synth/emitter.h"
#include "synth/launch_plan_writer.h"
#include "synth/scratch.h"
#include "synth/step_writer.h"

#include <string>
#include <vector>

/// What the three emitters (flat, rows, columns) share. Internal to the module.
namespace hawk::synth::detail {

/// A tensor argument of the kernel.
struct Tensor {
    std::string name;
    bool output = false;
    bool used = true; ///< an input the computation does not read is only a parameter
    Extent extent = 0;
    int value = -1; ///< program value of an input, or the value an output shows
    std::string type() const; ///< DTYPE_<NAME>
    std::string gm() const { return "m_" + name + "Gm"; }
    std::string queue() const { return "m_" + name + "Queue"; }
    std::string local() const { return name + "Local"; }
    std::string view() const { return name + "Value"; }
    std::string loader() const; ///< LoadX
};

/// Everything the emitters derive from the request once.
class Context {
public:
    explicit Context(const EmitRequest& request);

    const EmitRequest& request;
    const KernelPlan& plan;
    const Program& program;
    std::vector<Tensor> inputs, outputs;
    Tensor mainTensor; ///< decides the arithmetic type and the granularity of tiles
    bool converts = false; ///< storage and arithmetic types may differ
    bool promotesAll() const;

    std::vector<int> ops() const; ///< op values in order
    const Tensor* inputOf(int value) const;
    /// Smallest element size over all tensors, as a launch-plan expression.
    std::string smallestElement() const;
    /// Size of an element of ComputeT: exact for native arithmetic, 4 when anything is promoted.
    std::string computeBytes() const;
    std::string className() const;
};

/// The parts of a kernel file in order.
void writeHeader(CodeWriter& out, const Context& context, const std::string& how);
void writeTypes(CodeWriter& out, const Context& context);
void writeTiling(CodeWriter& out, const LaunchPlanWriter& launch);
void writeConversion(
    CodeWriter& out, const Context& context); ///< Convert; nothing when storage is the arithmetic type
void writeCopyHelpers(CodeWriter& out, const Context& context, bool rows); ///< CopyToUb and relatives
void writeEntry(CodeWriter& out, const Context& context);
/// Members: ToCompute, ResultView, FromCompute, ReadScalar as needed.
void writeMemberHelpers(CodeWriter& out, const Context& context, bool readsScalars);

/// Signature and first lines of Init: binds the tensors to `span` elements from `offset`.
struct Binding {
    const Tensor* tensor;
    std::string offset; ///< "" for none
    std::string length;
};
void writeInitStart(CodeWriter& out, const Context& context);
void writeBinding(CodeWriter& out, const Binding& binding);

/// GM -> UB and UB -> GM of `count` contiguous elements in the plan's way.
void writeLoad(CodeWriter& out, const Context& context, const Tensor& tensor, const std::string& offset,
    const std::string& count);
void writeStore(CodeWriter& out, const Context& context, const Tensor& tensor, const std::string& offset,
    const std::string& count);
/// The copy alone, for a tensor that is already allocated.
void writeCopyToUb(CodeWriter& out, const Context& context, const Tensor& tensor, const std::string& local,
    const std::string& offset, const std::string& count);
void writeCopyToGm(CodeWriter& out, const Context& context, const Tensor& tensor, const std::string& local,
    const std::string& offset, const std::string& count);

/// Declares the compute views of dequeued inputs and allocated outputs and names them in the scope.
void nameInput(CodeWriter& out, const Context& context, const Tensor& tensor, const ScratchMap& scratch,
    const std::string& count, const std::string& index, StepScope& scope);
void nameOutput(CodeWriter& out, const Context& context, const Tensor& tensor, const ScratchMap& scratch,
    const std::string& index, StepScope& scope);
/// Scratch buffers that hold only intermediates.
void nameScratch(CodeWriter& out, const Context& context, const ScratchMap& scratch, const std::string& index,
    StepScope& scope);
/// Converts a finished output into its storage type.
void finishOutput(CodeWriter& out, const Context& context, const Tensor& tensor, const StepScope& scope,
    const std::string& count);

std::string upper(std::string text);
/// The name, with an underscore when the emitted text uses it for something else or C++ reserves it.
std::string parameterName(const std::string& tensor);
inline constexpr const char* kQueueIn = "TQue<TPosition::VECIN, 1>";
inline constexpr const char* kQueueOut = "TQue<TPosition::VECOUT, 1>";
inline constexpr const char* kBuffer = "TBuf<TPosition::VECCALC>";

Result<EmittedKernel> emitFlat(const Context& context);
Result<EmittedKernel> emitRows(const Context& context);
Result<EmittedKernel> emitColumns(const Context& context);

} // namespace hawk::synth::detail
