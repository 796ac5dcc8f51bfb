#pragma once

#include "spec/operator_spec.h"

#include <string>
#include <vector>

namespace hawk::spec {

/// What a valid specification lacks to catch wrong kernels: an unaligned tail, a tiny case, one larger than UB, a hidden one,
/// metamorphic relations. In words, for `hawk spec check`; none is an error.
std::vector<std::string> specRemarks(const OperatorSpec& spec);

} // namespace hawk::spec
