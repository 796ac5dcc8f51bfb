#pragma once

#include "emulator/runner/api_catalog.h"
#include "emulator/runner/corrections.h"

#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// A message in the author's terms.
struct Explanation {
    std::string text; ///< what is wrong, to follow the compiler's headline; "" when nothing better is known
    std::string fix; ///< what to write instead
    std::string constraint; ///< catalogue id, or ""
    std::vector<std::string> signatures; ///< right forms, nearest first
};

/// A call no overload of which fits.
struct FailedCall {
    std::string name; ///< "Adds", "TQue::AllocTensor"
    std::vector<std::string> templateArguments; ///< that the author gave
    std::vector<std::string> types; ///< of the arguments, in author's words
    std::vector<std::string> written; ///< the arguments in the source, "" where unknown; as many as `types` or none
};

/// From "AscendC::TQue<...>::AllocTensor(int&)", the text between the quotes of "no matching function for call to".
FailedCall failedCallFrom(std::string_view call);

/// Which argument of the nearest overload does not fit, or how many are wanted, with that overload's signature first.
Explanation explainCall(const FailedCall& call, const ApiCatalog& api, const Corrections& corrections);

/// An argument that is a scalar of another type than the tensor's.
std::string scalarCast(const std::string& type, const std::string& written);
/// The type of a literal or of a cast as it is written, "" when it cannot be told.
std::string typeOfWritten(std::string_view written);

} // namespace hawk::emulator
