#pragma once

#include "base/result.h"
#include "perf/report.h"

#include <vector>

namespace hawk::perf {

/// A kernel as its author would write it: y = x + y over `elements`, double-buffered, on all cores. `salt` changes the
/// text without changing the work, so that no cache can answer.
std::string addKernel(int salt);
std::string addLaunchPlan();

/// Judge of one elementwise kernel with 1 Mi elements: build + run + check + profile, with changed and with unchanged
/// source, and its peak memory.
Result<std::vector<Measurement>> judgeBenchmark(int runs);

/// Builds with a cold build cache: with and without the precompiled header, and where the time of one goes.
Result<std::vector<Measurement>> compileBenchmark(int runs);

/// The vector operators against numpy on one thread, 48 blocks against one, and their peak memory.
Result<std::vector<Measurement>> executionBenchmark(int runs);

} // namespace hawk::perf
