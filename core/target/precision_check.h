#pragma once

#include "base/result.h"
#include "emulator/isa/op.h"
#include "reference/tensor_data.h"

#include <cstddef>
#include <span>
#include <string>

namespace hawk::target {

/// What the values of a float32 output say about the type they were computed in.
struct Precision {
    bool told = false; ///< false: another type, or too few elements for a distribution
    bool fitsHalf = false; ///< every value fits half, although the exact results do not
    std::string complaint; ///< what float32 arithmetic does not do; empty when it looks like float32
};

/// The tolerance alone lets a single rounding to half pass. Two signs, each measured against the reference's own run in
/// float32 on the CPU: more than a quarter of the elements have a relative error that float32 arithmetic does not make, or
/// every value fits half. The first sign alone is no proof: an approximating instruction leaves it too (precisionEvidence).
Result<Precision> precisionOf(std::span<const std::byte> actual, const reference::GoldenFile& golden);

/// Which operations of a trace bear on a loss of precision.
struct PrecisionEvidence {
    std::string narrow; ///< the first vector operation on half or bfloat16, "Mul on half, line 40"; empty without one
    std::string approximate; ///< the first Reciprocal or Rsqrt, "Reciprocal, line 52"; empty without one
    void add(const emulator::Op& op);
    /// An approximating instruction explains a coarse result that nothing narrower took part in.
    bool explains() const { return narrow.empty() && !approximate.empty(); }
};

} // namespace hawk::target
