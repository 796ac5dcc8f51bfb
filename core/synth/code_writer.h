#pragma once

#include <string>
#include <string_view>

namespace hawk::synth {

/// Source text with indentation by four spaces. open() and close() write the braces.
class CodeWriter {
public:
    CodeWriter& line(std::string_view text = {});
    CodeWriter& open(std::string_view text = {}); ///< "text" and "{" on its own line, deeper from here
    CodeWriter& openInline(std::string_view text); ///< "text {" on one line
    CodeWriter& close(std::string_view after = {}); ///< "}" and what follows it
    CodeWriter& label(std::string_view text); ///< one level out: "public:"
    const std::string& text() const { return m_text; }

private:
    std::string m_text;
    int m_depth = 0;
};

} // namespace hawk::synth
