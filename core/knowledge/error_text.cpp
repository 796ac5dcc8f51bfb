#include "knowledge/knowledge_base.h"

#include <algorithm>
#include <cctype>
#include <regex>
#include <vector>

namespace hawk::knowledge {
namespace {

constexpr std::size_t kMaxLines = 3;
constexpr std::size_t kMaxLineLength = 300;
constexpr std::size_t kMaxInput = 65536; // a log may be huge; its first errors say what is wrong

bool isNoise(const std::string& line)
{
    // Where the compiler came from, what it can offer, the quoted source and its caret: not the mistake itself.
    static const std::regex noise(R"(^\s*$|In file included from|^\s+from |required (from|by)|In (member )?function)"
                                  R"(|In (instantiation|substitution) of|^\s*\d*\s*\|| note:|^note:|compilation terminated)"
                                  R"(|^cc1plus:|^\d+ errors?)",
        std::regex::optimize);
    return std::regex_search(line, noise);
}

/// "AscendC::LocalTensor<AscendC::LocalTensor<x> >" -> "LocalTensor<...>": what is inside the second level is noise.
std::string shallowTemplates(const std::string& text)
{
    std::string out;
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool opens = c == '<' && i > 0 && (std::isalnum(static_cast<unsigned char>(text[i - 1])) != 0);
        const bool closes = c == '>' && depth > 0 && text[i - 1] != '-';
        if (opens && ++depth == 2)
            out += "<...>";
        else if (depth < 2 || (closes && depth == 1))
            out += c;
        if (closes)
            --depth;
    }
    return out;
}

std::string normaliseLine(std::string line)
{
    struct Step {
        std::regex what;
        const char* with;
    };
    static const Step steps[] = {
        { std::regex("\x1b\\[[0-9;]*[A-Za-z]"), "" }, // terminal colours
        { std::regex("\xe2\x80\x98|\xe2\x80\x99|`"), "'" }, // typographic quotes
        { std::regex(R"(^\S*?:\d+(:\d+)?:\s*)"), "" }, // file:line:column:
        { std::regex(R"(\b(fatal error|error|warning):\s*)"), "" },
        { std::regex(R"(\s*\[with [^\]]*\]|\s*\[-W[^\]]*\])"), "" }, // template bindings, the warning's option
        { std::regex(R"(\b(AscendC|std|__cxx11|__1|hawk|emulator|device)::)"), "" },
        { std::regex(R"((\.{0,2}/)?([\w.+-]+/)+[\w.+-]+(:\d+)*)"), "<path>" },
        { std::regex(R"(\b[\w-]+\.(cpp|h|hpp|asc|cce|o|so)\b(:\d+)*)"), "<file>" },
        { std::regex(R"(\b0x[0-9a-fA-F]+\b)"), "#" },
        { std::regex(R"(\b(line|block|core|pid|thread|seq) #?\d+)", std::regex::icase), "$1 #" },
        // Runtime and aclnn codes (six digits) are names, not numbers; other standalone numbers are the instance.
        { std::regex(R"((^|[^\w.])(?!(?:107|161|207|361|507|561)\d{3}\b)\d+(\.\d+)?(?![\w.]*\w))"), "$1#" },
        { std::regex(R"(#(,? #)+)"), "#" },
        { std::regex(R"(\s+)"), " " },
    };
    for (const Step& step : steps)
        line = std::regex_replace(line, step.what, step.with);
    line = shallowTemplates(line);
    const std::size_t begin = line.find_first_not_of(' ');
    const std::size_t end = line.find_last_not_of(" .");
    return begin == std::string::npos ? std::string() : line.substr(begin, end - begin + 1);
}

} // namespace

std::string normaliseError(std::string_view text)
{
    text = text.substr(0, kMaxInput);
    std::vector<std::string> kept;
    while (!text.empty() && kept.size() < kMaxLines) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string line(text.substr(0, std::min(end, kMaxLineLength)));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (isNoise(line))
            continue;
        std::string normal = normaliseLine(line);
        if (!normal.empty() && std::ranges::find(kept, normal) == kept.end())
            kept.push_back(std::move(normal));
    }
    std::string out;
    for (const std::string& line : kept)
        out += (out.empty() ? "" : " | ") + line;
    return out;
}

} // namespace hawk::knowledge
