#pragma once

#include "base/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::llm {

/// A key in memory. It can be copied and sent, but neither printed nor compared by accident: the text comes out of
/// reveal() only.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text)
        : m_text(std::move(text))
    {
    }
    const std::string& reveal() const { return m_text; }
    bool empty() const { return m_text.empty(); }

private:
    std::string m_text;
};

/// Takes keys out of text that others wrote: a server may quote the key back in an error body, a header or an answer.
/// Knows each key in plain, JSON-escaped, percent-encoded and base64 form. Immutable after set-up; thread-safe.
class Redactor {
public:
    /// Texts shorter than this are no keys ("x", "EMPTY" for a local server): taking them out would shred the answer.
    static constexpr std::size_t kShortest = 8;
    void add(const Secret& secret);
    std::string clean(std::string_view text) const;
    Error clean(Error error) const;
    bool empty() const { return m_forms.empty(); }
    /// Bytes at the end of `text` that could be the beginning of a key.
    std::size_t undecidedTail(std::string_view text) const;

private:
    std::vector<std::string> m_forms; ///< longest first
};

/// A stream of text with keys taken out, also those cut into pieces. Holds back only what may become one.
class StreamRedactor {
public:
    StreamRedactor(const Redactor& redactor, std::function<void(std::string_view)> sink);
    void feed(std::string_view text);
    void finish();

private:
    const Redactor& m_redactor;
    std::function<void(std::string_view)> m_sink;
    std::string m_held;
};

} // namespace hawk::llm
