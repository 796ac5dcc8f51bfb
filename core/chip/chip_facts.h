#pragma once

#include "base/units.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hawk::chip {

/// A number with the place it comes from; `source` is the key's text in the data file, never empty.
template <class T>
struct Sourced {
    T value {};
    std::string source;
};

/// Instruction-set generation: what a kernel compiles for.
enum class Generation : std::uint16_t { V2002 = 2002, V2201 = 2201, V3510 = 3510 };

/// How sure we are of a cost. A report shows it, and a guess never silently decides a ranking.
enum class Confidence : std::uint8_t { Guess, Fitted, VendorSource, VendorDocument, Measured };

/// Facts of one SoC. Plain value, immutable after loading; shared by const reference.
/// Sizes are bytes per core, rates bytes per core clock unless the name says otherwise.
struct ChipFacts {
    std::string name; ///< "Ascend910B2"
    Generation generation = Generation::V2201;
    Sourced<int> cubeCores;
    Sourced<int> vectorCores; ///< AIV count: the most blocks that run at once for a vector kernel
    Sourced<double> clockMhz;
    Sourced<double> hbmGib;
    Sourced<Bytes> l2;
    Sourced<Bytes> ub; ///< physical UB per vector core
    Sourced<Bytes> ubUsable; ///< what a kernel may allocate under the default build (hardware.md 2)
    Sourced<Bytes> l1, l0a, l0b, l0c, bt, fb;
    Sourced<int> ubAlign; ///< 32
    Sourced<int> gmBestAlign; ///< 512 on 2201
    Sourced<double> hbmTbPerS; ///< chip-wide
    Sourced<double> l2TbPerS; ///< chip-wide
    Sourced<double> gmToUbBytesPerCycle, ubToGmBytesPerCycle; ///< per core
    Sourced<double> vectorBytesPerCycle; ///< one repeat: 256 B per cycle for simple ops
    bool emulated = false; ///< the emulator runs kernels for this generation
    /// Everything else the data file knows, for `hawk chip show`: key -> value text with source.
    std::map<std::string, Sourced<std::string>> other;
    std::vector<std::string> conflicts; ///< sources that disagree, in words
};

} // namespace hawk::chip
