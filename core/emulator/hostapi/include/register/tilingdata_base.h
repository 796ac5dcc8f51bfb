#pragma once

#include "hawk_host/tiling_data.h"
#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <unordered_map>
#include <vector>

// Host code inside optiling writes these names without std::, as the toolchain's own headers allow there.
namespace optiling {
using std::map;
using std::string;
using std::vector;
} // namespace optiling
