#include "widgets/optional_field.h"

#include <QDoubleValidator>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

constexpr int kDigits = 15;

// Without group separators: what is shown must be what can be typed.
QLocale plainLocale()
{
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator | QLocale::RejectGroupSeparator);
    return locale;
}

} // namespace

OptionalField::OptionalField(bool whole, QWidget* parent)
    : QLineEdit(parent)
{
    auto* validator = new QDoubleValidator(0, 1e18, whole ? 0 : kDigits, this);
    validator->setNotation(QDoubleValidator::StandardNotation);
    validator->setLocale(plainLocale());
    setValidator(validator);
    setMaximumWidth(fontMetrics().averageCharWidth() * 18);
}

void OptionalField::setNumber(std::optional<double> value)
{
    setText(value ? plainLocale().toString(*value, 'g', kDigits) : QString());
}

void OptionalField::setNumber(std::optional<qint64> value)
{
    setText(value ? plainLocale().toString(*value) : QString());
}

std::optional<double> OptionalField::number() const
{
    bool fine = false;
    const double value = plainLocale().toDouble(text().trimmed(), &fine);
    return fine ? std::optional(value) : std::nullopt;
}

std::optional<qint64> OptionalField::integer() const
{
    bool fine = false;
    const qint64 value = plainLocale().toLongLong(text().trimmed(), &fine);
    return fine ? std::optional(value) : std::nullopt;
}

} // namespace hawk::ui
