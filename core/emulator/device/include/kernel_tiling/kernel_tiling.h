#pragma once

// The tiling structs of the library that a kernel's own struct may hold. The structs of the operator itself come from its host
// code: the build of an operator project puts them in front of the kernel.
#include "hawk/library/tiling_data.h"
