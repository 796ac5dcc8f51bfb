#include "cli/format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <ostream>

namespace hawk::cli {
namespace {

std::string print(const char* format, double value)
{
    std::array<char, 64> buffer {};
    const int length = std::snprintf(buffer.data(), buffer.size(), format, value);
    return { buffer.data(), static_cast<std::size_t>(std::max(length, 0)) };
}

/// Three significant digits.
std::string three(double value)
{
    const double magnitude = std::abs(value);
    return print(magnitude < 10 ? "%.2f" : magnitude < 100 ? "%.1f" : "%.0f", value);
}

bool continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

} // namespace

std::string formatUs(double us)
{
    if (us <= 0)
        return "-";
    if (us < 1000)
        return three(us) + " µs";
    return us < 1e6 ? three(us / 1e3) + " ms" : three(us / 1e6) + " s";
}

std::string formatMs(double ms)
{
    if (ms < 10)
        return print("%.1f ms", ms);
    return ms < 1000 ? print("%.0f ms", ms) : print("%.1f s", ms / 1000);
}

std::string formatSeconds(double seconds)
{
    if (seconds < 60)
        return print("%.1f s", seconds);
    const double minutes = std::floor(seconds / 60);
    return print("%.0f min ", minutes) + print("%.0f s", seconds - minutes * 60);
}

std::string formatMoney(double amount, std::string_view currency)
{
    return print(amount < 1 ? "%.4f " : "%.2f ", amount) + std::string(currency);
}

std::string formatSpeedUp(double before, double after)
{
    return before > 0 && after > 0 ? print("%.2fx", before / after) : "-";
}

std::string formatBytes(double bytes)
{
    constexpr std::array<const char*, 5> kUnits { " B", " KiB", " MiB", " GiB", " TiB" };
    std::size_t unit = 0;
    while (bytes >= 1024 && unit + 1 < kUnits.size()) {
        bytes /= 1024;
        ++unit;
    }
    return (bytes == std::floor(bytes) ? print("%.0f", bytes) : print("%.1f", bytes)) + kUnits[unit];
}

std::string formatTime(std::int64_t msSinceEpoch)
{
    if (msSinceEpoch == 0)
        return "-";
    const std::time_t seconds = msSinceEpoch / 1000;
    std::tm local {};
    localtime_r(&seconds, &local);
    std::array<char, 32> buffer {};
    const std::size_t length = std::strftime(buffer.data(), buffer.size(), "%Y-%m-%d %H:%M:%S", &local);
    return { buffer.data(), length };
}

std::string formatNumber(double value) { return print("%.4g", value); }

std::string join(const std::vector<std::string>& words, std::string_view separator)
{
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty())
            text += separator;
        text += word;
    }
    return text;
}

std::string_view yesNo(bool value) { return value ? "yes" : "no"; }

std::size_t displayWidth(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !continuation(c); }));
}

std::string shorten(std::string_view text, std::size_t width)
{
    if (displayWidth(text) <= width)
        return std::string(text);
    std::size_t end = 0;
    for (std::size_t count = 0; end < text.size(); ++end)
        if (!continuation(text[end]) && ++count == std::max<std::size_t>(width, 1))
            break;
    return std::string(text.substr(0, end)) + "…";
}

std::string styled(std::string_view text, Style style, bool colour)
{
    if (!colour || style == Style::Plain)
        return std::string(text);
    const char* code = "1";
    switch (style) {
    case Style::Plain:
    case Style::Bold:
        code = "1";
        break;
    case Style::Dim:
        code = "2";
        break;
    case Style::Red:
        code = "31";
        break;
    case Style::Green:
        code = "32";
        break;
    case Style::Yellow:
        code = "33";
        break;
    }
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

Table::Table(std::vector<Column> columns)
    : m_columns(std::move(columns))
{
}

void Table::row(std::vector<std::string> cells)
{
    cells.resize(m_columns.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (m_columns[i].maxWidth > 0)
            cells[i] = shorten(cells[i], m_columns[i].maxWidth);
    m_rows.push_back(std::move(cells));
}

void Table::print(std::ostream& out, bool colour) const
{
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        std::size_t width = displayWidth(m_columns[i].title);
        for (const auto& cells : m_rows)
            width = std::max(width, displayWidth(cells[i]));
        widths.push_back(width);
    }
    const auto line = [&](const auto& cellAt, Style style) {
        std::string text;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const std::string& cell = cellAt(i);
            const std::string pad(widths[i] - displayWidth(cell), ' ');
            text += i == 0 ? "" : "  ";
            text += m_columns[i].align == Align::Right ? pad + cell : cell + pad;
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out << styled(text, style, colour) << '\n';
    };
    line([&](std::size_t i) -> const std::string& { return m_columns[i].title; }, Style::Bold);
    for (const auto& cells : m_rows)
        line([&](std::size_t i) -> const std::string& { return cells[i]; }, Style::Plain);
}

} // namespace hawk::cli
