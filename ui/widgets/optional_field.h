#pragma once

#include <QLineEdit>
#include <optional>

namespace hawk::ui {

/// A number that may be left out: empty means the default, which the placeholder names.
class OptionalField final : public QLineEdit {
    Q_OBJECT
public:
    OptionalField(bool whole, QWidget* parent);
    void setNumber(std::optional<double> value);
    void setNumber(std::optional<qint64> value);
    std::optional<double> number() const;
    std::optional<qint64> integer() const;
};

} // namespace hawk::ui
