#pragma once

#include "synth/program.h"

#include <map>
#include <vector>

namespace hawk::synth {

/// Which scratch buffer holds each vector-sized intermediate.
struct ScratchMap {
    std::map<int, int> slot; ///< value -> buffer number
    int count = 0;
};

/// Assigns buffers to the vector-sized values of `steps` (value numbers in execution order; inputs that have
/// to be converted are values too). With `reuse`, a buffer whose value is dead takes the next result, in
/// place where the instruction allows it. `live` are values read after the last step (outputs); `elsewhere`
/// live in a queue's tensor and need no buffer.
ScratchMap assignScratch(const Program& program, const std::vector<int>& steps, const std::vector<int>& live,
    const std::vector<int>& elsewhere, bool reuse);

/// A value that varies along the reduced axis: it exists once per element of a tile.
bool isVector(const Program& program, int value);
/// A value that does not: one per row (rows), or one per column of the chunk (columns). Scalars are neither.
bool isRowValue(const Program& program, int value);

} // namespace hawk::synth
