#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hawk::llm {

/// The text with every ill-formed UTF-8 sequence replaced by U+FFFD.
std::string wellFormedUtf8(std::string_view text);

/// About how many tokens a text is, without a tokenizer. Code and English take about 3.5 bytes a token in current
/// byte-pair vocabularies, Chinese characters about one token each. Good to about 20 %: for budgets, never for bills.
std::int64_t estimatedTokens(std::string_view text);

/// Reasoning and answer of a text in which the model marks its reasoning itself ("<think>...</think>").
struct SplitText {
    std::string reasoning;
    std::string answer;
};
/// `opened`: the prompt ended inside the reasoning, so the text begins there. The answer starts after the last end mark
/// (a reasoning may quote the mark); without one, an opened reasoning was cut off and there is no answer.
SplitText splitReasoning(std::string_view text, bool opened, std::string_view endMark = "</think>");

/// The same for a stream: decides piece by piece, by the first end mark. For display; the reply uses splitReasoning.
class ReasoningTracker {
public:
    ReasoningTracker(bool opened, std::string endMark);
    struct Pieces {
        std::string reasoning;
        std::string answer;
    };
    Pieces feed(std::string_view text);
    Pieces finish();

private:
    Pieces take(std::string_view text);
    enum class State : std::uint8_t { Start, Reasoning, Answer };
    State m_state;
    std::string m_endMark;
    std::string m_held;
};

} // namespace hawk::llm
