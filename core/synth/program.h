#pragma once

#include "base/result.h"
#include "spec/operator_spec.h"
#include "synth/geometry.h"
#include "synth/graph.h"
#include "synth/plan.h"

#include <string>
#include <string_view>
#include <vector>

namespace hawk::synth {

/// What the vector unit can do in one call; the vocabulary the emitter speaks.
enum class Prim : std::uint8_t {
    Add,
    Sub,
    Mul,
    Div,
    Max,
    Min, // two values, or value and scalar
    Exp,
    Ln,
    Sqrt,
    Rsqrt,
    Reciprocal,
    Abs,
    Relu,
    LeakyRelu, ///< value and scalar slope
    SumAxis,
    MaxAxis,
    MinAxis,
    Copy
};
std::string_view apiName(Prim prim);
bool isReduction(Prim prim);

/// One value of the lowered computation.
struct Value {
    enum class Kind : std::uint8_t {
        Input, ///< tensor in GM
        Scalar, ///< known on the scalar unit: a C++ expression of type float
        Op
    };
    Kind kind = Kind::Op;
    Prim prim = Prim::Copy;
    std::vector<int> args;
    std::string text; ///< Input: tensor name; Scalar: C++ expression
    double number = 0; ///< Scalar: the value when `constant`
    bool constant = false;
    Extent extent = 0;
    std::string note; ///< the reference's operator this step belongs to, set on its first step
};

/// A float the host passes in the tiling struct because it differs between cases (an attribute).
struct ScalarField {
    std::string name; ///< field name
    std::string attribute;
};

/// The whole computation in vector-unit steps, in topological order. Value.
struct Program {
    struct Output {
        std::string tensor;
        int value = 0;
    };
    std::vector<Value> values;
    std::vector<std::string> inputs; ///< tensors that are read, in argument order
    std::vector<Output> outputs;
    std::vector<ScalarField> fields;
    bool usesAxisLength = false; ///< some scalar is derived from the reduced length
};

/// Name of the kernel member that holds the reduced length as a float.
inline constexpr std::string_view kAxisLength = "m_axisLength";

/// Lowers the reference under a plan's numeric decisions. InvalidInput names the operator that is out of
/// reach.
Result<Program> lower(const TracedReference& reference, const Geometry& geometry,
    const spec::OperatorSpec& spec, const KernelPlan& plan);

/// Operators lower() knows, sorted; for messages and documentation.
std::vector<std::string> knownOperators();

} // namespace hawk::synth
