#include "format/numbers.h"

#include <QDateTime>
#include <QLocale>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

// Three significant digits: more would claim a precision the cost model does not have.
QString significant(double value)
{
    const int digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return QLocale().toString(value, 'f', digits);
}

} // namespace

QString noValue()
{
    return u"\u2014"_s;
}

QString microseconds(double us)
{
    if (!(us > 0) || !std::isfinite(us))
        return noValue();
    if (us < 0.001)
        return u"<"_s + significant(0.001) + u"\u00a0\u00b5s"_s;
    if (us >= 1e6)
        return significant(us / 1e6) + u"\u00a0s"_s;
    if (us >= 1e3)
        return significant(us / 1e3) + u"\u00a0ms"_s;
    return significant(us) + u"\u00a0\u00b5s"_s;
}

QString withBadge(const QString& number, Badge badge)
{
    if (number == noValue() || badge == Badge::None)
        return number;
    return number + u' ' + badgeWord(badge);
}

QString speedup(double ratio)
{
    if (!(ratio > 0) || !std::isfinite(ratio))
        return noValue();
    return QLocale().toString(ratio, 'f', 2) + u"\u00d7"_s;
}

QString percent(double fraction)
{
    if (!std::isfinite(fraction))
        return noValue();
    const double value = fraction * 100;
    const int digits = value != 0 && std::abs(value) < 10 ? 1 : 0;
    return QLocale().toString(value, 'f', digits) + u"\u00a0%"_s;
}

QString byteCount(quint64 bytes)
{
    static constexpr std::array kUnits { "B", "KiB", "MiB", "GiB", "TiB" };
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < kUnits.size()) {
        value /= 1024;
        ++unit;
    }
    const QString number = unit == 0 ? QLocale().toString(bytes) : significant(value);
    return number + u'\u00a0' + QString::fromLatin1(kUnits[unit]);
}

QString cycles(double count)
{
    return std::isfinite(count) ? QLocale().toString(count, 'f', 0) : noValue();
}

QString wholeNumber(qint64 value)
{
    return QLocale().toString(value);
}

QString tokenCount(qint64 tokens)
{
    if (tokens < 10'000)
        return wholeNumber(tokens);
    const double count = static_cast<double>(tokens);
    return count < 1e6 ? significant(count / 1e3) + u"\u00a0k"_s : significant(count / 1e6) + u"\u00a0M"_s;
}

QString money(double amount, const QString& currency)
{
    // A prompt can cost less than a cent: "$0.00" would say that it was free.
    const int digits = amount >= 0.1 || amount <= 0 ? 2 : std::min(8, 1 - static_cast<int>(std::floor(std::log10(amount))));
    const QString number = QLocale().toString(amount, 'f', digits);
    if (currency == "USD"_L1)
        return u'$' + number;
    if (currency == "EUR"_L1)
        return u'\u20ac' + number;
    if (currency == "CNY"_L1)
        return u'\u00a5' + number;
    return currency.isEmpty() ? number : number + u'\u00a0' + currency;
}

QString decimal(double value, int digits)
{
    return std::isfinite(value) ? QLocale().toString(value, 'f', digits) : noValue();
}

QString duration(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return noValue();
    if (seconds < 1)
        return u"%1\u00a0ms"_s.arg(qRound(seconds * 1000));
    if (seconds < 60)
        return QLocale().toString(seconds, 'f', 1) + u"\u00a0s"_s;
    const auto whole = static_cast<qint64>(seconds);
    if (whole < 3600)
        return u"%1\u00a0min %2\u00a0s"_s.arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    return u"%1\u00a0h %2\u00a0min"_s.arg(whole / 3600).arg(whole % 3600 / 60, 2, 10, QLatin1Char('0'));
}

QString timestamp(qint64 msSinceEpoch)
{
    if (msSinceEpoch == 0)
        return noValue();
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(msSinceEpoch), u"yyyy-MM-dd HH:mm:ss"_s);
}

} // namespace hawk::ui
