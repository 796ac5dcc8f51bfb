#pragma once

#include "models/model_rows.h"
#include "models/price_rows.h"

#include <QWidget>
#include <vector>

class QLabel;
class QLineEdit;

namespace hawk::ui {

class OptionalField;

/// The fields of one price.
class PriceForm final : public QWidget {
    Q_OBJECT
public:
    explicit PriceForm(QWidget* parent);

    void show(const PriceRow& price);
    PriceRow price() const;
    void focusModel();
    QString fieldTitle(const QString& field) const; ///< its label, else the member's name

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Field {
        const char* member; ///< of prices.json
        const char* title; ///< source text
        const char* tip;
        QLineEdit* edit;
        QLabel* label;
    };
    QLineEdit* add(QLineEdit* edit, const char* member, const char* title, const char* tip, int row, int column);
    void retranslateUi();

    PriceRow m_shown; ///< keeps what has no field
    bool m_filling = false;
    std::vector<Field> m_fields;
    QLineEdit *m_model = nullptr, *m_currency = nullptr, *m_source = nullptr, *m_date = nullptr;
    OptionalField *m_input = nullptr, *m_output = nullptr, *m_cached = nullptr, *m_cacheWrite = nullptr;
};

} // namespace hawk::ui
