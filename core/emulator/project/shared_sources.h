#pragma once

#include "emulator/project/operator_project.h"

namespace hawk::emulator {

/// Adds to a project what its sources include from outside its folder: the folders of those files to `includeDirs`; and, when it
/// lies in a repository of operators (the nearest folder above it with common/inc), to `searchDirs` that folder and its common
/// headers. Kernels of such repositories also name each other's headers as they lie in the vendor's build, where the op_kernel
/// folders of all operators are siblings: "../foreach_utils/foreach_triangle.h" (hicann/ops-nn, foreach/*/op_kernel). The
/// folders meant are copied side by side into the cache, and stand in `includeDirs` there. The operators that its CMakeLists.txt
/// names as DEPENDENCIES lend it the headers and, as helpers, the sources of their op_host, but no definitions.
/// Files are read for their include lines only. Errors are of the cache.
Status addSharedSources(OperatorProject& project);

} // namespace hawk::emulator
