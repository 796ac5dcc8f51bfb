#include "cli/arguments.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace hawk::cli {
namespace {

Error usage(std::string message, std::string hint = {})
{
    return { Errc::InvalidInput, std::move(message), {}, std::move(hint) };
}

Error unknownOption(const std::string& word, std::span<const OptionSpec> options)
{
    std::vector<std::string> names;
    for (const OptionSpec& option : options)
        names.push_back("--" + option.name);
    const std::string nearest = nearestName(word, names);
    return usage("unknown option " + word,
        nearest.empty() ? "--help lists the options" : "did you mean " + nearest + "?");
}

const OptionSpec* find(std::span<const OptionSpec> options, const std::string& word)
{
    const auto found = std::find_if(options.begin(), options.end(), [&](const OptionSpec& option) {
        if (word.starts_with("--"))
            return word.substr(2) == option.name;
        return option.letter != 0 && word == std::string { '-', option.letter };
    });
    return found == options.end() ? nullptr : &*found;
}

} // namespace

bool Arguments::has(std::string_view option) const { return m_options.find(option) != m_options.end(); }

std::optional<std::string> Arguments::value(std::string_view option) const
{
    const auto found = m_options.find(option);
    if (found == m_options.end() || found->second.empty())
        return {};
    return found->second.back();
}

std::string Arguments::valueOr(std::string_view option, std::string fallback) const
{
    return value(option).value_or(std::move(fallback));
}

std::vector<std::string> Arguments::values(std::string_view option) const
{
    std::vector<std::string> all;
    const auto found = m_options.find(option);
    if (found == m_options.end())
        return all;
    for (const std::string& text : found->second) {
        for (std::size_t begin = 0; begin <= text.size();) {
            const std::size_t comma = std::min(text.find(',', begin), text.size());
            if (comma > begin)
                all.push_back(text.substr(begin, comma - begin));
            begin = comma + 1;
        }
    }
    return all;
}

Result<std::int64_t> parseInteger(std::string_view text, std::string_view what)
{
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size() || text.empty())
        return usage(std::string(what) + " must be a whole number, not " + hawk::quoted(text));
    return number;
}

Result<std::int64_t> Arguments::integer(
    std::string_view option, std::int64_t fallback, std::int64_t low, std::int64_t high) const
{
    const std::optional<std::string> text = value(option);
    if (!text)
        return fallback;
    const std::string name = "--" + std::string(option);
    const Result<std::int64_t> number = parseInteger(*text, name);
    if (number && (*number < low || *number > high))
        return usage(name + " must be between " + std::to_string(low) + " and " + std::to_string(high)
            + ", not " + *text);
    return number;
}

Result<double> Arguments::number(std::string_view option, double fallback, double low) const
{
    const std::optional<std::string> text = value(option);
    if (!text)
        return fallback;
    double number = 0;
    const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (failure != std::errc() || end != text->data() + text->size() || !std::isfinite(number)
        || number < low)
        return usage("--" + std::string(option) + " must be a number not below "
            + std::to_string(static_cast<long>(low)) + ", not " + hawk::quoted(*text));
    return number;
}

std::string Arguments::positional(std::size_t index) const
{
    return index < m_positionals.size() ? m_positionals[index] : std::string();
}

Result<Arguments> parseArguments(std::span<const OptionSpec> options,
    std::span<const PositionalSpec> positionals, std::span<const std::string> words)
{
    Arguments arguments;
    bool onlyPositionals = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string word = words[i];
        if (onlyPositionals || word.size() < 2 || word[0] != '-') {
            arguments.m_positionals.push_back(std::move(word));
            continue;
        }
        if (word == "--") {
            onlyPositionals = true;
            continue;
        }
        std::optional<std::string> attached;
        if (const std::size_t equals = word.find('=');
            word.starts_with("--") && equals != std::string::npos) {
            attached = word.substr(equals + 1);
            word.resize(equals);
        }
        const OptionSpec* option = find(options, word);
        if (option == nullptr)
            return unknownOption(word, options);
        std::vector<std::string>& values = arguments.m_options[option->name];
        if (option->value.empty()) {
            if (attached)
                return usage("--" + option->name + " takes no value");
            continue;
        }
        if (!attached && i + 1 >= words.size())
            return usage("--" + option->name + " needs a value: " + option->value);
        if (!values.empty() && !option->repeatable)
            return usage("--" + option->name + " was given twice");
        values.push_back(attached ? *attached : words[++i]);
    }
    const bool rest = !positionals.empty() && positionals.back().rest;
    const std::size_t given = arguments.m_positionals.size();
    if (given > positionals.size() && !rest)
        return usage("too many arguments: " + hawk::quoted(arguments.m_positionals[positionals.size()])
            + " is one too many");
    if (given < positionals.size() && positionals[given].required)
        return usage("missing argument: " + positionals[given].name);
    return arguments;
}

} // namespace hawk::cli
