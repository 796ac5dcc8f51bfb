#pragma once

#include "base/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// What to use in place of a name that models and newcomers write although it does not exist.
struct Correction {
    std::vector<std::string> apis; ///< of the emulated API: "Duplicate", "TQue::EnQue"; may be empty
    std::string advice; ///< "Duplicate(dst, value, count) fills a tensor with one value"
    std::string constraint; ///< catalogue id, or ""
};

/// Typical inventions and frequent misuses, from resourceDir()/apis/corrections.json. Immutable.
class Corrections {
public:
    static Result<Corrections> load(const std::filesystem::path& file);
    static Result<Corrections> loadDefault();

    /// For an unknown name: "Owner::name" before "name", exact before without regard to case and underscores; `exact`: only
    /// as it is written there. Null: none.
    const Correction* forName(std::string_view owner, std::string_view name, bool exact) const;
    /// How an existing API is called, for a call that fits none of its overloads. "" when nothing is noted.
    std::string forCall(std::string_view api) const;
    const std::map<std::string, Correction, std::less<>>& names() const { return m_names; }
    const std::map<std::string, std::string, std::less<>>& calls() const { return m_calls; }

private:
    const Correction* find(const std::string& name, bool exact) const;

    std::map<std::string, Correction, std::less<>> m_names;
    std::map<std::string, std::string, std::less<>> m_folded; ///< lower case without underscores -> name
    std::map<std::string, std::string, std::less<>> m_calls;
};

/// Lower case, underscores dropped: "data_copy" and "DataCopy" are one.
std::string foldedName(std::string_view name);

} // namespace hawk::emulator
