#include "emulator/project/cpp_text.h"

#include <cctype>

namespace hawk::emulator {

std::string withoutComments(const std::string& text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (text.compare(i, 2, "//") == 0) {
            i = std::min(text.find('\n', i), text.size());
        } else if (text.compare(i, 2, "/*") == 0) {
            const std::size_t end = text.find("*/", i + 2);
            i = end == std::string::npos ? text.size() : end + 2;
        } else {
            out += text[i++];
        }
    }
    return out;
}

std::vector<std::string> parameterNames(const std::string& list)
{
    std::vector<std::string> names;
    std::string part;
    const auto close = [&] {
        std::size_t end = part.size();
        while (end > 0 && std::isalnum(static_cast<unsigned char>(part[end - 1])) == 0 && part[end - 1] != '_')
            --end;
        std::size_t begin = end;
        while (begin > 0 && (std::isalnum(static_cast<unsigned char>(part[begin - 1])) != 0 || part[begin - 1] == '_'))
            --begin;
        if (end > begin)
            names.push_back(part.substr(begin, end - begin));
        part.clear();
    };
    int depth = 0;
    for (const char c : list) {
        depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
        if (c == ',' && depth == 0)
            close();
        else
            part += c;
    }
    close();
    return names;
}

std::string bracketed(const std::string& text, std::size_t open)
{
    if (open >= text.size())
        return {};
    const char opening = text[open];
    const char closing = opening == '(' ? ')' : '}';
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        depth += text[i] == opening ? 1 : text[i] == closing ? -1 : 0;
        if (depth == 0)
            return text.substr(open + 1, i - open - 1);
    }
    return {};
}

} // namespace hawk::emulator
