#pragma once

#include "widgets/pane.h"

class QSortFilterProxyModel;

namespace hawk::ui {

/// The operators of the workspace and how far each one is.
class OperatorsPane final : public Pane {
    Q_OBJECT
public:
    OperatorsPane(const PaneContext& context, QWidget* parent);
    QString title() const override { return tr("Operators"); }

protected:
    void retranslateUi() override;

private:
    void follow(const QString& name);

    QSortFilterProxyModel* m_sorted;
    QTreeView* m_view;
    EmptyState* m_empty;
};

} // namespace hawk::ui
