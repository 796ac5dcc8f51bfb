#pragma once

#include "base/dtype.h"
#include "base/json.h"
#include "spec/expression.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::spec {

/// What kind of work an operator does: the family axis of knowledge retrieval.
enum class Family : std::uint8_t {
    Elementwise, Activation, Broadcast, Cast, Reduce, Norm, Softmax, Loss, Gather, Layout, Optimizer, Matmul,
    Attention, Conv, Pool, Sort, Other
};
std::string_view name(Family family);
Result<Family> familyFromName(std::string_view text);

/// Where values of an input are drawn from. Deterministic for a seed.
struct ValueRegime {
    /// normal, uniform, positive, tiny, large, mixed, zeros, ones, integers, arange; module (the default of a module
    /// parameter): the value the reference's module was initialised with; reference: what get_inputs() itself draws
    std::string kind = "normal";
    double low = 0; ///< uniform, integers
    double high = 1;
    double mean = 0; ///< normal
    double stddev = 1;
};

/// One input or output. `dtype` is an element type's name or a type variable bound per case ("T"); every dim of
/// `shape` is an expression over the case's symbols ("N", "N*2", "1024").
struct TensorSpec {
    std::string name;
    std::string dtype;
    std::vector<std::string> shape;
    ValueRegime values; ///< inputs only
    std::string description;
    /// Set when the tensor is a parameter or buffer of the reference module ("weight"): its values come from the
    /// module itself, it follows the ordinary inputs in the kernel's argument order.
    std::string moduleParameter;
};

struct AttributeSpec {
    std::string name;
    std::string type; ///< "int", "float", "bool"
    Json defaultValue;
    std::string description;
};

enum class Visibility : std::uint8_t { Public, Hidden };

/// One concrete problem instance.
struct Case {
    std::string name; ///< unique in the spec: "fp16_tail"
    Visibility visibility = Visibility::Public;
    std::vector<std::string> tags; ///< aligned, tail, tiny, larger_than_ub
    Symbols symbols; ///< shape symbols; also the module-level constants overridden in the reference
    std::map<std::string, std::string> types; ///< type variable -> element type name
    Json attributes = Json::object(); ///< attribute name -> value, where it differs from the default
    std::map<std::string, ValueRegime> values; ///< input name -> regime, where it differs
    /// Concrete shapes for inputs/outputs whose dims are no expression of the symbols (imported problems).
    std::map<std::string, std::vector<std::int64_t>> shapes;
};

/// Tolerance by the region-aware rule (reference/comparison.h). `relax` multiplies the dtype's tau, at most 10,
/// with the reason recorded.
struct TolerancePolicy {
    double relax = 1.0;
    std::string reason;
    std::int64_t reductionLength = 1; ///< set per case from `reductionDim`
    std::string reductionDim; ///< expression; tau grows with max(1, sqrt(K)/16), capped at 10x
};

/// A property of the operator that any right kernel has whatever the values: the judge changes inputs and knows what must
/// come of it without asking the reference. docs/judge.md lists them.
struct MetamorphicRelation {
    enum class Kind : std::uint8_t {
        Scale, ///< inputs times `value` (a power of two): outputs times value^degree
        Shift, ///< `value` added to the inputs: outputs stay within the tolerance
        Permute, ///< inputs and outputs reversed along `axis`
        Reorder, ///< inputs reversed along `axis`: outputs stay within the tolerance
        Sensitivity ///< one element of the input becomes `value`: some output changes
    };
    Kind kind = Kind::Sensitivity;
    std::vector<std::string> inputs;
    double value = 0;
    int degree = 1;
    int axis = 0;
};
std::string_view name(MetamorphicRelation::Kind kind); ///< "scale", "shift", "permute", "reorder", "sensitivity"

/// PyTorch reference in KernelBench form: Model, get_inputs(), get_init_inputs().
struct Reference {
    std::string file; ///< path the source came from, for messages
    std::string source;
};

/// An operator to write a kernel for. Immutable once loaded; shared as shared_ptr<const OperatorSpec>.
struct OperatorSpec {
    int schemaVersion = 1;
    std::string name; ///< identifier: "layer_norm"
    Family family = Family::Other;
    std::string description;
    std::vector<TensorSpec> inputs;
    std::vector<TensorSpec> outputs;
    std::vector<AttributeSpec> attributes;
    std::vector<Case> cases;
    TolerancePolicy tolerance;
    std::vector<MetamorphicRelation> metamorphic;
    Reference reference;
    std::string entry; ///< kernel entry name: "layer_norm_custom"
    std::string origin; ///< bundled, kernelbench:<file>, ...
    std::string contentHash; ///< sha256 of the canonical JSON including the reference source

    const Case* findCase(std::string_view caseName) const;
};

/// A tensor of one case with everything resolved.
struct ResolvedTensor {
    std::string name;
    DType dtype = DType::None;
    std::vector<std::int64_t> shape;
    std::int64_t elements() const;
    std::uint64_t bytes() const;
};
struct ResolvedCase {
    std::vector<ResolvedTensor> inputs; ///< ordinary inputs, then module parameters
    std::vector<ResolvedTensor> outputs;
    Json attributes; ///< defaults merged with the case's values
};
Result<ResolvedCase> resolve(const OperatorSpec& spec, const Case& which);

/// Elements one output sums over in this case, from `tolerance.reductionDim` (1 without one): Tolerance's
/// reductionLength.
Result<std::int64_t> reductionLength(const OperatorSpec& spec, const Case& which);

/// Canonical JSON (what is hashed, stored and shown).
Json toJson(const OperatorSpec& spec);

} // namespace hawk::spec
