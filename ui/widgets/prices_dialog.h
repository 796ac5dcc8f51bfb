#pragma once

#include "models/price_rows.h"

#include <QDialog>
#include <QMap>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTreeView;

namespace hawk::ui {

class PriceController;
class PriceForm;
class Theme;

/// Tools > Prices: the price table replies are counted with, one of its prices in the form below. A bundled price that is
/// changed becomes one of the user's, which comes first.
class PricesDialog final : public QDialog {
    Q_OBJECT
public:
    PricesDialog(PriceController& prices, const Theme& theme, QWidget* parent);

    /// The price that holds for a model's id, or a new one for it when none does.
    void showFor(const QString& modelId);
    bool hasUnsaved() const { return !m_unsaved.isEmpty(); }

    void reject() override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    QWidget* editor();
    void connectAll();
    void showLine(const QString& model, bool own);
    void startNew(const QString& modelId);
    void select(int row); ///< of the table, not of what is filtered
    void reselect(); ///< after the table is new
    void edited();
    void revert();
    void removeCurrent();
    void updateState();
    QString note() const;
    const PriceRow* line() const; ///< as it stands in the table; null for a new one
    QString key() const; ///< of the line in m_unsaved
    void retranslateUi();

    PriceController& m_prices;
    const Theme& m_theme;
    QString m_model; ///< of the line shown; empty for a new one
    bool m_own = false; ///< the line shown is the user's
    bool m_writing = false; ///< a new one
    QMap<QString, PriceRow> m_unsaved; ///< what was changed and not saved, while other lines are looked at
    QString m_saving; ///< key of what is being written
    QLineEdit* m_find = nullptr;
    QSortFilterProxyModel* m_filter = nullptr;
    QTreeView* m_list = nullptr;
    QLabel* m_heading = nullptr;
    QLabel* m_note = nullptr;
    PriceForm* m_form = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton *m_add = nullptr, *m_remove = nullptr, *m_revert = nullptr, *m_save = nullptr, *m_close = nullptr;
};

} // namespace hawk::ui
