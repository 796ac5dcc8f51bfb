#include "base/json.h"

namespace hawk {
namespace {

LocatedJson::Position positionOfByte(std::string_view text, std::size_t byte)
{
    LocatedJson::Position at;
    for (std::size_t i = 0; i < byte && i < text.size(); ++i) {
        if (text[i] == '\n') {
            ++at.line;
            at.column = 1;
        } else {
            ++at.column;
        }
    }
    return at;
}

std::string where(std::string_view origin, LocatedJson::Position at)
{
    return std::string(origin) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

/// Walks a text that is known to be valid JSON and notes where each value starts.
class PositionScanner {
public:
    PositionScanner(std::string_view text, std::unordered_map<std::string, LocatedJson::Position>& out)
        : m_text(text)
        , m_out(out)
    {
    }
    void scan() { value(""); }

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void advance()
    {
        if (peek() == '\n') {
            ++m_position.line;
            m_position.column = 1;
        } else {
            ++m_position.column;
        }
        ++m_at;
    }
    void skipSpace()
    {
        while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r')
            advance();
    }
    std::string quoted()
    {
        const std::size_t begin = m_at;
        advance();
        while (m_at < m_text.size() && peek() != '"') {
            if (peek() == '\\')
                advance();
            advance();
        }
        advance();
        const Json parsed = Json::parse(m_text.substr(begin, m_at - begin), nullptr, false);
        return parsed.is_string() ? parsed.get<std::string>() : std::string();
    }
    static std::string escape(const std::string& key)
    {
        std::string out;
        for (const char c : key) {
            if (c == '~')
                out += "~0";
            else if (c == '/')
                out += "~1";
            else
                out += c;
        }
        return out;
    }
    void object(const std::string& path)
    {
        advance();
        for (skipSpace(); m_at < m_text.size() && peek() != '}'; skipSpace()) {
            const std::string key = quoted();
            skipSpace();
            advance(); // ':'
            value(path + "/" + escape(key));
            skipSpace();
            if (peek() == ',')
                advance();
        }
        advance();
    }
    void array(const std::string& path)
    {
        advance();
        std::size_t index = 0;
        for (skipSpace(); m_at < m_text.size() && peek() != ']'; skipSpace()) {
            value(path + "/" + std::to_string(index++));
            skipSpace();
            if (peek() == ',')
                advance();
        }
        advance();
    }
    void value(const std::string& path)
    {
        skipSpace();
        m_out[path] = m_position;
        if (peek() == '{')
            object(path);
        else if (peek() == '[')
            array(path);
        else if (peek() == '"')
            quoted();
        else
            while (m_at < m_text.size() && std::string_view(",]} \n\t\r").find(peek()) == std::string_view::npos)
                advance();
    }

    std::string_view m_text;
    std::unordered_map<std::string, LocatedJson::Position>& m_out;
    std::size_t m_at = 0;
    LocatedJson::Position m_position;
};

} // namespace

Result<Json> parseJson(std::string_view text, std::string_view origin)
{
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& failure) {
        // The library's text begins with "[json.exception.parse_error.101] parse error at line ...: "; keep the cause.
        std::string cause = failure.what();
        if (const std::size_t colon = cause.find(": "); colon != std::string::npos)
            cause = cause.substr(colon + 2);
        const std::size_t byte = failure.byte > 0 ? failure.byte - 1 : 0;
        return Error { Errc::InvalidInput, "not valid JSON: " + cause, where(origin, positionOfByte(text, byte)), {} };
    }
}

Result<LocatedJson> LocatedJson::parse(std::string_view text, std::string origin)
{
    Result<Json> root = parseJson(text, origin);
    if (!root)
        return root.error();
    LocatedJson document;
    document.m_root = *std::move(root);
    document.m_origin = std::move(origin);
    PositionScanner(text, document.m_positions).scan();
    return document;
}

LocatedJson::Position LocatedJson::position(const std::string& pointer) const
{
    std::string path = pointer;
    while (true) {
        if (const auto found = m_positions.find(path); found != m_positions.end())
            return found->second;
        const std::size_t slash = path.rfind('/');
        if (slash == std::string::npos)
            return {};
        path.resize(slash);
    }
}

Error LocatedJson::errorAt(const std::string& pointer, std::string message, std::string hint) const
{
    if (!pointer.empty())
        message = pointer + ": " + message;
    return Error { Errc::InvalidInput, std::move(message), where(m_origin, position(pointer)), std::move(hint) };
}

} // namespace hawk
