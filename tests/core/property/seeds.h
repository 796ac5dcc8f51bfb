#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hawk::property {

/// The seeds one property is tried with: always the same `count`, or the one in HAWK_PROPERTY_SEED.
std::vector<std::uint64_t> seeds(int count);
/// How to try a failed one again.
std::string again(std::uint64_t seed);

} // namespace hawk::property
