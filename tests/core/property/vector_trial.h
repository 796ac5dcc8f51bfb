#pragma once

#include "core/property/numbers.h"

#include <array>
#include <cstdint>
#include <string>

/// One vector call as its author would write it, and which elements it means.
namespace hawk::property {

/// How a call says which elements take part.
enum class Form : std::uint8_t {
    Count, ///< the first n
    MaskCount, ///< the first n lanes of every repeat
    MaskBits, ///< single lanes of every repeat
    Registers, ///< as MaskBits, the mask set before (isSetMask = false)
    Counter, ///< counter mode: n elements, repeats as many as that needs
};
inline constexpr int kForms = 5;

/// An operand in UB. Strides in 32 B blocks; the count form does not use them.
struct Place {
    std::uint32_t address = 0;
    std::uint32_t bytes = 0; ///< of the tensor
    std::uint32_t blockStride = 1;
    std::uint32_t repeatStride = 8;
};

struct Trial {
    Form form = Form::Count;
    std::uint32_t perRepeat = 64; ///< lanes of a repeat: 256 B of the widest type
    std::uint32_t repeats = 1;
    std::uint64_t count = 0; ///< Count, MaskCount, Counter
    std::array<std::uint64_t, 2> mask {};
    Place dst;
    std::array<Place, 2> src {};

    /// Calls `visit(repeat, lane)` for every lane that takes part, in order.
    template <class Visit>
    void forEachLane(const Visit& visit) const
    {
        const bool counted = form == Form::Count || form == Form::Counter;
        const std::uint64_t rounds = counted ? (count + perRepeat - 1) / perRepeat : repeats;
        for (std::uint32_t r = 0; r < rounds; ++r) {
            for (std::uint32_t lane = 0; lane < perRepeat; ++lane) {
                if (takesPart(r, lane))
                    visit(r, lane);
            }
        }
    }
    bool takesPart(std::uint32_t repeat, std::uint32_t lane) const;
    /// Byte of UB where an operand of `elementBytes` has a lane.
    std::uint32_t at(const Place& place, std::uint32_t elementBytes, std::uint32_t repeat, std::uint32_t lane) const;
    std::string text() const;
};

/// What a random call may look like.
struct TrialRules {
    std::uint32_t dstBytes = 4; ///< of an element
    std::uint32_t srcBytes = 4;
    int sources = 1;
    bool inPlace = true; ///< the destination may be the first source
    bool spreads = true; ///< strides other than 1 and 8
};

/// A call whose operands lie in UB without overlapping, or on each other exactly.
Trial anyTrial(Rng& rng, const TrialRules& rules);

} // namespace hawk::property
