#include "llm/text.h"

#include <algorithm>
#include <utility>

namespace hawk::llm {
namespace {

constexpr std::string_view kOpen = "<think>";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Length of the well-formed sequence at the front (Unicode 15, table 3-7), or 0.
std::size_t sequenceLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto in = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
    const unsigned first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return in(1, 0x80, 0xBF) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = first == 0xED ? 0x9F : 0xBF;
        return in(1, low, high) && in(2, 0x80, 0xBF) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned low = first == 0xF0 ? 0x90 : 0x80;
        const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
        return in(1, low, high) && in(2, 0x80, 0xBF) && in(3, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

std::string_view trimmedLeft(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

/// Length of the longest end of `text` that is a proper beginning of `mark`.
std::size_t partialMark(std::string_view text, std::string_view mark)
{
    for (std::size_t length = std::min(mark.size() - 1, text.size()); length > 0; --length)
        if (text.ends_with(mark.substr(0, length)))
            return length;
    return 0;
}

} // namespace

std::string wellFormedUtf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 0)
            out += kReplacement;
        else
            out += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

std::int64_t estimatedTokens(std::string_view text)
{
    constexpr double kBytesPerToken = 3.5;
    std::int64_t plain = 0;
    std::int64_t wide = 0;
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(sequenceLength(text), 1);
        if (length >= 3)
            ++wide;
        else
            plain += static_cast<std::int64_t>(length);
        text.remove_prefix(length);
    }
    return wide + static_cast<std::int64_t>((static_cast<double>(plain) + kBytesPerToken - 1) / kBytesPerToken);
}

SplitText splitReasoning(std::string_view text, bool opened, std::string_view endMark)
{
    const std::string_view body = trimmedLeft(text);
    const bool marked = body.starts_with(kOpen);
    const std::size_t end = text.rfind(endMark);
    const std::size_t open = text.find(kOpen);
    // Some servers open the reasoning in their own prompt, so that an end mark comes without a beginning.
    const bool orphan = end != std::string_view::npos && (open == std::string_view::npos || open > end);
    if (!opened && !marked && !orphan)
        return { {}, std::string(text) };
    std::string_view reasoning = end == std::string_view::npos ? text : text.substr(0, end);
    if (trimmedLeft(reasoning).starts_with(kOpen))
        reasoning = trimmedLeft(reasoning).substr(kOpen.size());
    SplitText out;
    out.reasoning = reasoning;
    if (end != std::string_view::npos)
        out.answer = trimmedLeft(text.substr(end + endMark.size()));
    return out;
}

ReasoningTracker::ReasoningTracker(bool opened, std::string endMark)
    : m_state(opened ? State::Reasoning : State::Start)
    , m_endMark(std::move(endMark))
{
}

ReasoningTracker::Pieces ReasoningTracker::feed(std::string_view text) { return take(m_held.append(text)); }

ReasoningTracker::Pieces ReasoningTracker::take(std::string_view text)
{
    Pieces out;
    std::string rest(text);
    if (m_state == State::Start) {
        const std::string_view body = trimmedLeft(rest);
        if (body.size() < kOpen.size() && kOpen.starts_with(body)) { // also when there is only space so far
            m_held = rest;
            return out;
        }
        m_state = body.starts_with(kOpen) ? State::Reasoning : State::Answer;
        if (m_state == State::Reasoning)
            rest = body.substr(kOpen.size());
    }
    if (m_state == State::Reasoning) {
        const std::size_t end = rest.find(m_endMark);
        if (end == std::string::npos) {
            const std::size_t hold = partialMark(rest, m_endMark);
            out.reasoning = rest.substr(0, rest.size() - hold);
            m_held = rest.substr(rest.size() - hold);
            return out;
        }
        out.reasoning = rest.substr(0, end);
        rest.erase(0, end + m_endMark.size());
        m_state = State::Answer;
    }
    out.answer = std::move(rest);
    m_held.clear();
    return out;
}

ReasoningTracker::Pieces ReasoningTracker::finish()
{
    std::string rest = std::exchange(m_held, {});
    return m_state == State::Reasoning ? Pieces { std::move(rest), {} } : Pieces { {}, std::move(rest) };
}

} // namespace hawk::llm
