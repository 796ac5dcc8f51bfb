#include "synth/code_writer.h"

namespace hawk::synth {

CodeWriter& CodeWriter::line(std::string_view text)
{
    if (!text.empty()) {
        m_text.append(static_cast<std::size_t>(m_depth) * 4, ' ');
        m_text += text;
    }
    m_text += '\n';
    return *this;
}

CodeWriter& CodeWriter::open(std::string_view text)
{
    if (!text.empty())
        line(text);
    line("{");
    ++m_depth;
    return *this;
}

CodeWriter& CodeWriter::openInline(std::string_view text)
{
    line(std::string(text) + " {");
    ++m_depth;
    return *this;
}

CodeWriter& CodeWriter::close(std::string_view after)
{
    --m_depth;
    std::string text = "}";
    text += after;
    return line(text);
}

CodeWriter& CodeWriter::label(std::string_view text)
{
    --m_depth;
    line(text);
    ++m_depth;
    return *this;
}

} // namespace hawk::synth
