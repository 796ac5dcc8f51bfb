#pragma once

#include "widgets/pane.h"

class QSortFilterProxyModel;
class QTableView;
class QLineEdit;

namespace hawk::ui {

/// What the engine said, in order; follows the end while the last row is visible.
class LogPane final : public Pane {
    Q_OBJECT
public:
    LogPane(const PaneContext& context, QWidget* parent);
    QString title() const override { return tr("Event log"); }

protected:
    void retranslateUi() override;

private:
    QTableView* m_view;
    EmptyState* m_empty;
    bool m_atEnd = true;
};

} // namespace hawk::ui
