#pragma once

#include "base/result.h"
#include "reference/reference_service.h"

#include <stop_token>
#include <string>
#include <vector>

namespace hawk::reference {

/// Whether a task can tell a right kernel from a wrong one: computes the goldens of every case of at most a million elements for
/// two seeds and reports, in words, outputs that are constant or do not depend on the seed, and inputs without influence, where
/// that holds in every case. Errors are those of the reference: a reference that is not deterministic is one of them.
Result<std::vector<std::string>> taskRemarks(ReferenceService& service, const spec::OperatorSpec& spec, std::stop_token stop = {});

} // namespace hawk::reference
