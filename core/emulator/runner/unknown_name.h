#pragma once

#include "emulator/runner/author_source.h"
#include "emulator/runner/call_explanation.h"

#include <optional>
#include <span>
#include <string>

namespace hawk::emulator {

/// A name the compiler does not know.
struct UnknownName {
    std::string name; ///< "Dup"
    std::string owner; ///< class or enumeration it was looked for in, without template arguments; "" for a scope or AscendC
    std::string suggested; ///< what the compiler would have taken, or ""
};

/// From a message with the author's type names; nothing when the message is about something else.
std::optional<UnknownName> unknownNameFrom(const std::string& message);

/// What to look the name up in; everything outlives it.
struct Vocabulary {
    const ApiCatalog& api;
    const Corrections& corrections;
    std::span<const std::string> headerNames; ///< identifiers of the device headers: types and macros
    const AuthorSource& source;
};

/// What to write instead: the noted correction of a typical invention, else the nearest names by spelling and by the words
/// they are made of, from the class, the enumeration, the API or the author's own text. `line`: where it stands.
Explanation explainUnknown(const UnknownName& unknown, int line, const Vocabulary& vocabulary);

} // namespace hawk::emulator
