#pragma once

#include "target/candidate.h"

#include <string>

namespace hawk::target {

/// z = scale * x + y in three forms, for a specification with inputs x and y, output z, attribute scale and symbol N.
ProjectFiles scaledAddProject();
std::string scaledAddProgram();

} // namespace hawk::target
