#include "synth/prompt/prompt_template.h"

#include "base/files.h"
#include "base/text.h"

#include <set>

namespace hawk::synth {

Result<std::string> fillTemplate(
    std::string_view text, const std::map<std::string, std::string>& values, std::string_view origin)
{
    const auto wrong = [&](const std::string& what) {
        return Error { Errc::InvalidInput, "prompt template " + std::string(origin) + ": " + what, {}, {} };
    };
    std::string out;
    std::set<std::string> used;
    while (true) {
        const std::size_t open = text.find("{{");
        out += text.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const std::size_t close = text.find("}}", open);
        if (close == std::string_view::npos)
            return wrong("a {{ is not closed");
        const std::string name(text.substr(open + 2, close - open - 2));
        const auto value = values.find(name);
        if (value == values.end())
            return wrong("nothing is known to fill in for " + hawk::quoted(name));
        used.insert(name);
        out += value->second;
        text.remove_prefix(close + 2);
    }
    for (const auto& [name, value] : values)
        if (!used.contains(name))
            return wrong("it has no place for " + hawk::quoted(name));
    return out;
}

Result<std::string> promptText(std::string_view name, const std::map<std::string, std::string>& values)
{
    const std::filesystem::path file = resourceDir() / "prompts" / (std::string(name) + ".md");
    Result<std::string> text = readFile(file);
    if (!text)
        return text.error();
    while (text->ends_with('\n'))
        text->pop_back();
    return fillTemplate(*text, values, file.filename().string());
}

} // namespace hawk::synth
