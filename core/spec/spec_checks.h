#pragma once

#include "base/json.h"
#include "base/result.h"
#include "spec/operator_spec.h"

#include <vector>

namespace hawk::spec {

/// What a spec whose fields were read one by one must satisfy as a whole: names, symbols, types, sizes. Appends
/// every problem with its place in the document.
void checkSpec(const OperatorSpec& spec, const LocatedJson& document, std::vector<Error>& problems);

} // namespace hawk::spec
