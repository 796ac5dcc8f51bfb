#include "llm/sse.h"

#include <utility>

namespace hawk::llm {

SseParser::SseParser(OnEvent onEvent)
    : m_onEvent(std::move(onEvent))
{
}

bool SseParser::feed(std::string_view bytes)
{
    for (const char c : bytes) {
        if (std::exchange(m_skipLineFeed, false) && c == '\n')
            continue; // the second half of CR LF, possibly in the next piece
        if (c != '\n' && c != '\r') {
            m_buffer += c;
            continue;
        }
        m_skipLineFeed = c == '\r';
        const std::string text = std::exchange(m_buffer, {});
        if (!line(text))
            return false;
    }
    return true;
}

bool SseParser::finish()
{
    if (!m_buffer.empty()) {
        const std::string text = std::exchange(m_buffer, {});
        if (!line(text))
            return false;
    }
    return dispatch();
}

bool SseParser::line(std::string_view text)
{
    if (std::exchange(m_first, false) && text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    if (text.empty())
        return dispatch();
    if (text.front() == ':')
        return true; // comment, used as keep-alive
    const std::size_t colon = text.find(':');
    const std::string_view field = text.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    if (field == "event") {
        m_event.name = value;
    } else if (field == "data") {
        if (m_hasData)
            m_event.data += '\n';
        m_event.data += value;
        m_hasData = true;
    }
    return true;
}

bool SseParser::dispatch()
{
    ServerEvent event = std::exchange(m_event, {});
    if (!std::exchange(m_hasData, false))
        return true;
    if (event.name.empty())
        event.name = "message";
    ++m_events;
    return m_onEvent(event);
}

} // namespace hawk::llm
