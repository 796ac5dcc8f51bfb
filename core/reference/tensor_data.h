#pragma once

#include "base/dtype.h"
#include "base/json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hawk::reference {

/// A tensor's raw little-endian contiguous contents in a file (so that the worker, the sandbox and the judge share
/// it without copying).
struct TensorFile {
    std::string name;
    DType dtype = DType::None;
    std::vector<std::int64_t> shape;
    std::filesystem::path path;
};

/// Expected result of one output.
struct GoldenFile {
    TensorFile golden; ///< computed in fp64, stored as Float64 (integers as their own type)
    TensorFile samePrecision; ///< the same reference run on the CPU in the case's own precision, output dtype
    DType outputDtype = DType::None;
};

/// Inputs and goldens of one case for one seed. Files live in the cache and are immutable.
struct CaseData {
    std::vector<TensorFile> inputs; ///< in the spec's input order, then module parameters
    std::vector<GoldenFile> outputs;
    double referenceMs = 0; ///< 0 when it came from the cache
    bool fromCache = false;
    /// What the worker noticed: {"torch": version, "remarks": [constant output, ignored input], "computedInFloat32":
    /// [operations this torch lacks in the case's precision], "castsInReference": [operations that leave fp64]}.
    Json notes = Json::object();
};

} // namespace hawk::reference
