#pragma once

#include <set>
#include <string>
#include <vector>

/// What the reference lists for Atlas A2 (generation 2201), typed in from its pages: element types of the
/// basic API, and calls as the pages write them. Where a page and the library's headers for that chip differ
/// the headers decide; such rows say so.
namespace hawk::emulator {

using Names = std::vector<std::string>;
const Names& allElementTypes();

/// One API, or some of its forms. A form is a call: T and U are element types, a b c tensors of T, d e of U,
/// g a global one of T, m a mask array, bits and offsets tensors of uint8_t and uint32_t, list 16 addresses.
struct ApiTypes {
    std::string api;
    std::set<std::string> listed; ///< "half", or "half int8_t" for T and U
    Names forms;
    Names first = allElementTypes(); ///< what is tried for T
    Names second {}; ///< what is tried for U, when the API has two types
};
std::vector<ApiTypes> oneTypeApis();
std::vector<ApiTypes> twoTypeApis();
std::vector<ApiTypes> libraryApis();
std::vector<ApiTypes> libraryPairs();

/// Calls with the template arguments, orders and defaults of the pages' prototypes.
Names pageCalls();

struct RefusedCall {
    std::string call, api;
};
/// Template arguments that no prototype has.
std::vector<RefusedCall> callsOfNoPrototype();

/// Where Atlas inference series AI Cores (generation 2002) differ: what their pages and the library's sources for them have, and
/// what they lack.
Names callsOf2002();
std::vector<RefusedCall> callsNotOf2002();

} // namespace hawk::emulator
