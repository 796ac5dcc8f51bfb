#pragma once

#include "emulator/isa/op.h"
#include "hawk/abi.h"

#include <span>
#include <string_view>

/// The families of the API table, one file each. Private to isa/.
namespace hawk::emulator {

/// A row before its id is known.
struct RowEntry {
    hawkabi::Api api;
    std::string_view name;
    OpClass kind;
    Pipe pipe;
    std::string_view operands;
    std::string_view rules;
    std::string_view page;
    int tier = 1;
};

std::span<const RowEntry> basicRows(); ///< scalar, vector, data movement, resources
std::span<const RowEntry> libraryRows(); ///< functions of the high-level library
std::span<const RowEntry> syncRows(); ///< ordering within and between cores

} // namespace hawk::emulator

/// Pages of the public API reference.
#define HAWK_PAGE(text) "docs/zh/api/SIMD-API/基础API/" text ".md"
#define HAWK_LIBRARY_PAGE(text) "docs/zh/api/SIMD-API/高阶API/" text ".md"
