#pragma once

#include "base/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// One overload of an API, as a kernel author calls it.
struct ApiDeclaration {
    std::string signature; ///< "template <typename T> void Exp(const LocalTensor<T>& dst, ...)"
    std::string note; ///< what the header says about element types; may be empty
    bool operator==(const ApiDeclaration&) const = default;
};

/// Signatures of the Ascend C names that compile here, read from the device headers after preprocessing: what is shown to a
/// model is what the judge's compiler accepts. Immutable.
class ApiCatalog {
public:
    /// Preprocesses kernel_operator.h with `compiler` (about 0.1 s). Environment when that fails.
    static Result<ApiCatalog> load(const std::filesystem::path& headers, const std::string& compiler = "g++");
    /// From preprocessed text: what namespace AscendC declares.
    static ApiCatalog parse(std::string_view preprocessed);

    /// Free functions by name ("DataCopy"), members by class ("TQue::EnQue"). Empty when the name is not declared.
    std::vector<ApiDeclaration> declarations(std::string_view name) const;
    /// A parameter struct with its fields ("DataCopyExtParams"), or "".
    std::string structure(std::string_view name) const;
    /// Enumerators of an enumeration ("RoundMode"), in the header's order; empty when there is none of that name.
    std::vector<std::string> enumerators(std::string_view name) const;
    /// Functions, members with their class.
    std::vector<std::string> names() const;
    /// Member functions of a class, without the class.
    std::vector<std::string> members(std::string_view owner) const;

private:
    std::map<std::string, std::vector<ApiDeclaration>, std::less<>> m_functions;
    std::map<std::string, std::string, std::less<>> m_structs;
    std::map<std::string, std::vector<std::string>, std::less<>> m_enums;
};

} // namespace hawk::emulator
