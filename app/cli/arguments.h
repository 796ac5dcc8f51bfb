#pragma once

#include "base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The command line as data: a command lists its options and positionals, the parser does the rest.
namespace hawk::cli {

struct OptionSpec {
    std::string name; ///< long name without dashes: "workspace"
    std::string value; ///< placeholder of its value: "DIR"; empty for a switch
    std::string help;
    bool repeatable = false;
    char letter = 0; ///< one-letter form, 0 when there is none
};

struct PositionalSpec {
    std::string name; ///< "CANDIDATE"
    std::string help;
    bool required = true;
    bool rest = false; ///< takes all that remain
};

class Arguments {
public:
    bool has(std::string_view option) const;
    /// Last value given, or nothing.
    std::optional<std::string> value(std::string_view option) const;
    std::string valueOr(std::string_view option, std::string fallback) const;
    /// All values; a list separated by commas counts as several.
    std::vector<std::string> values(std::string_view option) const;
    /// A whole number in [low, high]; InvalidInput names option, value and range.
    Result<std::int64_t> integer(
        std::string_view option, std::int64_t fallback, std::int64_t low, std::int64_t high) const;
    Result<double> number(std::string_view option, double fallback, double low) const;
    const std::vector<std::string>& positionals() const { return m_positionals; }
    /// Positional `index`, empty when it was not given.
    std::string positional(std::size_t index) const;

private:
    friend Result<Arguments> parseArguments(
        std::span<const OptionSpec>, std::span<const PositionalSpec>, std::span<const std::string>);
    std::map<std::string, std::vector<std::string>, std::less<>> m_options;
    std::vector<std::string> m_positionals;
};

/// Understands --name VALUE, --name=VALUE, -n VALUE, switches, and "--" before positionals that begin with a
/// dash. An unknown option names the nearest known one; a missing value or a surplus positional is an error.
Result<Arguments> parseArguments(std::span<const OptionSpec> options,
    std::span<const PositionalSpec> positionals, std::span<const std::string> words);

/// A whole number in a text that must hold nothing else.
Result<std::int64_t> parseInteger(std::string_view text, std::string_view what);

} // namespace hawk::cli
