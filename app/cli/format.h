#pragma once

#include "base/json.h"

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

/// How the command line writes numbers and tables; the same everywhere.
namespace hawk::cli {

std::string formatUs(double us); ///< "12.3 µs", "1.85 ms"; "-" for 0
std::string formatMs(double ms); ///< "0.4 ms", "812 ms", "3.2 s"
std::string formatSeconds(double seconds); ///< "8.1 s", "2 min 5 s"
std::string formatMoney(double amount, std::string_view currency); ///< "0.0123 USD"
std::string formatSpeedUp(double before, double after); ///< "2.31x"; "-" when one is missing
std::string formatBytes(double bytes); ///< "192 KiB", "1.5 MiB"
std::string formatTime(std::int64_t msSinceEpoch); ///< local "2026-05-01 13:37:05"; "-" for 0
std::string formatNumber(double value); ///< shortest form with up to 4 significant digits
std::string join(const std::vector<std::string>& words, std::string_view separator);
std::string_view yesNo(bool value);
/// At most `width` characters, the last one an ellipsis when text was cut. Counts code points.
std::string shorten(std::string_view text, std::size_t width);

/// Characters of a UTF-8 text (code points; our texts hold no wide ones).
std::size_t displayWidth(std::string_view text);

/// Text with escape sequences of a terminal, only where it is one and NO_COLOR is not set.
enum class Style { Plain, Bold, Dim, Red, Green, Yellow };
std::string styled(std::string_view text, Style style, bool colour);

/// Columns aligned by their widest cell; numbers right, text left.
class Table {
public:
    enum class Align { Left, Right };
    struct Column {
        std::string title;
        Align align = Align::Left;
        std::size_t maxWidth = 0; ///< longer cells are shortened; 0: never
    };
    explicit Table(std::vector<Column> columns);
    void row(std::vector<std::string> cells);
    bool empty() const { return m_rows.empty(); }
    void print(std::ostream& out, bool colour = false) const;

private:
    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace hawk::cli
