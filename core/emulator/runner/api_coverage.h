#pragma once

#include "base/result.h"
#include "emulator/isa/table.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// What stands behind a name of the API.
enum class ApiSupport : std::uint8_t {
    Row, ///< an operation of its own in the API table: executed, checked, traced, timed
    Header, ///< declared by the device headers on top of other operations, or a type or macro
    OtherGeneration, ///< the reference gives it to other chips only; using it is a compile error that says so
    Missing
};
std::string_view name(ApiSupport support); ///< "row", "header", "other-generation", "missing"

/// One name of the published tiers (resources/apis/tiers.csv).
struct ApiCoverage {
    int tier = 0;
    std::string category;
    std::string name;
    ApiSupport support = ApiSupport::Missing;
    const ApiRow* row = nullptr; ///< set for Row
};

/// A row of the API table with what the emulator knows of it. A class that the vector unit executes needs a rate in the
/// timing data; every other class is costed by its kind.
struct ApiRowFacts {
    const ApiRow* row = nullptr;
    std::string_view className;
    std::vector<std::string> rules; ///< checked at issue, from the row and its class
    std::string timing; ///< key of the timing data ("rate4.VecSimple"), or the class's cost group
};

std::string_view className(OpClass kind);

/// Every row but the first, in the table's order. `timingKeys`: those of the generation's cost table.
std::vector<ApiRowFacts> apiRowFacts(std::span<const std::string> timingKeys);

/// The tiers' names against the table and the device headers below `headers`. NotFound, Io, InvalidInput as usual.
Result<std::vector<ApiCoverage>> apiCoverage(const std::filesystem::path& tiers, const std::filesystem::path& headers);

} // namespace hawk::emulator
