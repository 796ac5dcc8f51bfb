#pragma once

#include "format/words.h"

#include <QString>

/// Numbers as text, with their unit. Pure functions; the default QLocale decides separators. A value that does not
/// exist (0 where 0 means "none", not a number) is an em dash, never a made-up zero.
namespace hawk::ui {

QString noValue(); ///< the dash
QString microseconds(double us); ///< 12.4 µs, 1.25 ms; none when <= 0
QString withBadge(const QString& number, Badge badge); ///< "12.4 µs modelled"
QString speedup(double ratio); ///< 2.31×; none when <= 0
QString percent(double fraction); ///< 41 %
QString byteCount(quint64 bytes); ///< 1.5 MiB
QString cycles(double cycles); ///< 12,480
QString wholeNumber(qint64 value);
QString tokenCount(qint64 tokens); ///< 940, 12.4 k, 1.25 M
QString money(double amount, const QString& currency); ///< $0.42, 3.10 CHF; small amounts keep two digits that count
QString decimal(double value, int digits); ///< fixed digits
QString duration(double seconds); ///< 850 ms, 4.2 s, 2 min 05 s, 1 h 02 min
QString timestamp(qint64 msSinceEpoch); ///< local date and time; none when 0

} // namespace hawk::ui
