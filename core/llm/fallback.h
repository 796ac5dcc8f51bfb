#pragma once

#include "llm/provider.h"

#include <memory>
#include <vector>

namespace hawk::llm {

/// Asks the first model, and when that ends in a failure that is not a cancellation, the next. The identity is the first
/// one's; Reply::model tells who answered. `models` is not empty.
std::unique_ptr<Provider> makeFallbackProvider(std::vector<std::unique_ptr<Provider>> models);

} // namespace hawk::llm
