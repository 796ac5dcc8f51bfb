#pragma once

#include "synth/program.h"

#include <vector>

namespace hawk::synth {

/// One walk over the reduced axis. A value that needs the result of a reduction can only be computed in a
/// later walk, so a row that does not fit into UB is read once per pass.
struct Pass {
    std::vector<int> vectors; ///< vector-sized steps, in order
    std::vector<int> inputs; ///< vector-sized inputs it reads
    std::vector<int> reductions; ///< reductions that complete with it
    std::vector<int> rowSteps; ///< steps on values per row, after the walk
    std::vector<int> outputs; ///< vector-sized outputs it produces (last pass only)
};

/// Splits a program at its reductions. A first pass without inputs holds row steps that need no walk. The
/// last pass produces the vector-sized outputs; it is missing when there are none.
std::vector<Pass> splitPasses(const Program& program);

} // namespace hawk::synth
