#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

struct Parameter {
    std::string type; ///< "const LocalTensor<T>&"
    std::string name; ///< "dst"; may be empty
    bool optional = false;
};

/// A function's declaration taken apart.
struct Overload {
    std::string signature;
    std::string result; ///< "" for void
    std::string name;
    struct TemplateParameter {
        std::string name;
        bool type = false; ///< else a value
        bool optional = false;
    };
    std::vector<TemplateParameter> templateParameters;
    std::vector<Parameter> parameters;
    std::size_t required() const;
    /// Template parameters that no argument decides: the author has to write them.
    std::vector<std::string> undeduced() const;
};
Overload overloadFrom(const std::string& signature);
/// As a caller reads it: "Adds(LocalTensor<T> dst, LocalTensor<T> src, T scalarValue, int32_t count)"; type arguments that
/// have to be written stand behind the name.
std::string callForm(const Overload& overload);

/// Whether arguments of these types can be passed, and if not, why.
struct Fit {
    bool fits = false;
    std::size_t argument = 0; ///< index of the first that does not
    std::string wanted; ///< type wanted there, with what is known of the type parameters filled in
    bool conflict = false; ///< its own kind is right, its element type contradicts an earlier argument
    std::string decidedBy; ///< the parameter that decided the type
};
/// `given`: template arguments as the author wrote them.
Fit fitOf(const Overload& overload, const std::vector<std::string>& given, const std::vector<std::string>& arguments);

bool isArithmetic(std::string_view type);

} // namespace hawk::emulator
