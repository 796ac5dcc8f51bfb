#pragma once

#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::synth {

/// The typed decisions behind a kernel of the built-in synthesizer. Every field is one decision with a small
/// set of values; the defaults are those of somebody who read one "Add" sample and nothing else, and many of
/// them fail on real hardware. What is better comes from knowledge entries (plan_rule.h), never from here.
/// Value type; JSON is an object field -> value, the form rules and repair pairs speak.
struct KernelPlan {
    // Types and scalars
    enum class Scalars : std::uint8_t { Literal, Typed }; ///< 2.0f, or cast to the tensor's element type
    enum class Compute : std::uint8_t {
        Native,
        Float
    }; ///< arithmetic in the storage type, or promoted to float
    Scalars scalarOperands = Scalars::Literal;
    Compute bfloat16Compute = Compute::Native;
    Compute halfCompute = Compute::Native;

    // Data movement
    enum class Copy : std::uint8_t { DataCopy, DataCopyPad };
    enum class Tail : std::uint8_t { Dropped, Exact }; ///< total / tile, or the last tile shortened
    Copy copy = Copy::DataCopy;
    Tail tail = Tail::Dropped;

    // Memory
    enum class Tile : std::uint8_t {
        OneTensorFillsUb,
        Budgeted
    }; ///< budgeted: the sum over all buffers fits
    enum class Rows : std::uint8_t {
        Whole,
        Chunked
    }; ///< a row always fits, or is cut into chunks when it does not
    enum class Scratch : std::uint8_t {
        PerStep,
        Reused
    }; ///< a buffer per intermediate, or dead ones reused in place
    enum class Switch : std::uint8_t { Off, On };
    Tile tile = Tile::OneTensorFillsUb;
    Rows rows = Rows::Whole;
    Scratch scratch = Scratch::PerStep;
    Switch planCheck = Switch::Off; ///< verify the UB sum and the instruction limits before emitting

    // Reductions
    enum class ReduceCount : std::uint8_t {
        Padded,
        Exact
    }; ///< elements reduced: the padded pitch, or the row
    enum class ReduceScratch : std::uint8_t { OneBlock, Sized };
    enum class ScalarRead : std::uint8_t {
        Unguarded,
        Event
    }; ///< GetValue after a vector op: wait for V_S or not
    ReduceCount reduceCount = ReduceCount::Padded;
    ReduceScratch reduceScratch = ReduceScratch::OneBlock;
    ScalarRead scalarRead = ScalarRead::Unguarded;

    // Numerics
    enum class Softmax : std::uint8_t { Direct, MaxSubtracted };
    enum class Variance : std::uint8_t {
        Moments,
        TwoPass,
        Corrected
    }; ///< corrected: the mean's rounding error is removed too
    enum class Formula : std::uint8_t {
        Textbook,
        Safe
    }; ///< of tanh, gelu, ...: as in a textbook, or range-safe
    enum class Division : std::uint8_t { Approximate, Exact }; ///< Reciprocal and Rsqrt, or Div and Sqrt
    Softmax softmax = Softmax::Direct;
    Variance variance = Variance::Moments;
    Formula formula = Formula::Textbook;
    Division division = Division::Approximate;

    // Speed
    enum class Cores : std::uint8_t { One, All };
    enum class RowsPerTile : std::uint8_t {
        One,
        Many
    }; ///< many: one transfer and strided instructions for all of them
    enum class Broadcast : std::uint8_t {
        PerTile,
        Once
    }; ///< row vectors: loaded for each tile, or kept in UB
    Cores cores = Cores::One;
    std::int64_t bufferNum = 1; ///< 1, 2
    std::int64_t tileDivisor = 1; ///< 1, 2, 4, 8: smaller tiles, more of them to overlap
    std::int64_t minBytesPerCore = 0; ///< 0, 16384, 65536, 262144: no more cores than give each so much work
    RowsPerTile rowsPerTile = RowsPerTile::One;
    Broadcast broadcast = Broadcast::PerTile;

    bool operator==(const KernelPlan&) const = default;
};

/// One decision as rules, JSON and reports see it.
struct PlanField {
    std::string_view name; ///< "copy"
    std::string_view what; ///< one line for people
    std::vector<Json> values; ///< all values it can take, the uninformed one first
    bool speedOnly = false; ///< cannot change results
};
std::span<const PlanField> planFields();
const PlanField* planField(std::string_view name);

/// Value of a field by name; null for an unknown name.
Json fieldValue(const KernelPlan& plan, std::string_view name);
/// InvalidInput for an unknown field or a value outside its set; the message lists what is allowed.
Status setField(KernelPlan& plan, std::string_view name, const Json& value);

Json toJson(const KernelPlan& plan);
/// Missing fields keep their defaults; unknown fields are errors.
Result<KernelPlan> planFromJson(const Json& json);

/// "copy: data-copy -> data-copy-pad, bufferNum: 1 -> 2"; empty when the plans are equal.
std::string describeDifference(const KernelPlan& before, const KernelPlan& after);

} // namespace hawk::synth
