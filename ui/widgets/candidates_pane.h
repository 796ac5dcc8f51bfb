#pragma once

#include "models/candidate_filter.h"
#include "widgets/pane.h"

class QLineEdit;
class QTabWidget;
class QLabel;

namespace hawk::ui {

/// All candidates of the selected operator: by lineage, and as a sortable table.
class CandidatesPane final : public Pane {
    Q_OBJECT
public:
    CandidatesPane(const PaneContext& context, QWidget* parent);
    QString title() const override { return tr("Candidates"); }

protected:
    void retranslateUi() override;

private:
    QTreeView* makeView(CandidateFilter* filter, bool tree);
    void follow(qint64 id);
    void followOperator(const QString& name);
    void showMenu(QTreeView* view, const QPoint& at);
    void updateActions();
    qint64 currentId() const; ///< of the visible view

    CandidateFilter* m_treeFilter;
    CandidateFilter* m_tableFilter;
    QLineEdit* m_filter;
    QTabWidget* m_tabs;
    QTreeView* m_tree;
    QTreeView* m_table;
    EmptyState* m_treeEmpty;
    EmptyState* m_tableEmpty;
};

} // namespace hawk::ui
