#pragma once

#include "widgets/pane.h"

class QSortFilterProxyModel;

namespace hawk::ui {

/// What is wrong with the selected candidate. A click goes to the line and to the moment in the timeline.
class FindingsPane final : public Pane {
    Q_OBJECT
public:
    FindingsPane(const PaneContext& context, QWidget* parent);
    QString title() const override { return tr("Findings"); }

protected:
    void retranslateUi() override;

private:
    void select(const QModelIndex& index);
    void follow();
    void step(int direction);

    QSortFilterProxyModel* m_sorted;
    QTreeView* m_view;
    EmptyState* m_empty;
};

} // namespace hawk::ui
