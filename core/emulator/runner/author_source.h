#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// The author's text by lines. The text outlives it.
class AuthorSource {
public:
    explicit AuthorSource(std::string_view text);
    /// 1-based; "" outside the text. Without a line end.
    std::string_view line(int number) const;
    int lines() const { return static_cast<int>(m_begins.size()); }
    /// Byte offset in a line of a display column (tab stops every 8, wide characters count twice), as compilers count.
    std::size_t offsetInLine(int number, int column) const;
    /// Arguments of the call whose opening parenthesis is the first at or after a place; nothing when it never closes.
    std::optional<std::vector<std::string>> argumentsAt(int number, int column) const;

    /// First line that declares `name`, 0 when none does. Told by the form of the line, not by scopes.
    int declarationOf(std::string_view name) const;

private:
    std::string_view m_text;
    std::vector<std::size_t> m_begins;
};

/// Whether a line declares `name`: a type before it, and after it what follows a declared name.
bool declares(std::string_view line, std::string_view name);

} // namespace hawk::emulator
