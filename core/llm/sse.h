#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace hawk::llm {

/// One event of a text/event-stream.
struct ServerEvent {
    std::string name; ///< "message" when the server gave none
    std::string data; ///< lines joined with '\n'
};

/// Incremental parser of server-sent events (WHATWG HTML, 9.2). Bytes may arrive cut anywhere, also inside a UTF-8
/// character or a line end; an event is delivered when its blank line has come.
class SseParser {
public:
    using OnEvent = std::function<bool(const ServerEvent&)>;
    explicit SseParser(OnEvent onEvent);
    /// False once the receiver has had enough.
    bool feed(std::string_view bytes);
    /// What an ended stream left unfinished: a last event without its blank line is delivered.
    bool finish();
    std::size_t eventCount() const { return m_events; }

private:
    bool line(std::string_view text);
    bool dispatch();

    OnEvent m_onEvent;
    std::string m_buffer;
    ServerEvent m_event;
    bool m_hasData = false;
    bool m_skipLineFeed = false;
    bool m_first = true;
    std::size_t m_events = 0;
};

} // namespace hawk::llm
