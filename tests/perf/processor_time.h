#pragma once

namespace hawk::perf {

/// Processor time of this process and of its children that have ended, in ms. What runs on one thread takes this long on an
/// idle machine; on a busy one it is the figure that stays.
double processorMs();

} // namespace hawk::perf
