#pragma once

#include "widgets/pane.h"

class QLineEdit;
class QTabWidget;
class QToolButton;
class QSortFilterProxyModel;

namespace hawk::ui {

class EntryView;
class EntryFilter;

/// Knowledge: what was retrieved for the selected candidate and why, what waits for a decision, and everything.
class KnowledgePane final : public Pane {
    Q_OBJECT
public:
    enum Tab { RetrievedTab, QueueTab, AllTab };
    KnowledgePane(const PaneContext& context, QWidget* parent);
    QString title() const override { return tr("Knowledge"); }
    void showTab(Tab tab);

protected:
    void retranslateUi() override;

private:
    void build();
    void connectActions();
    void connectView(QTreeView* view);
    QTreeView* currentView() const;
    void step(int direction);
    void decide(bool approve);
    void updateActions();
    void updateQueueTitle();
    void follow(qint64 id);

    QTabWidget* m_tabs = nullptr;
    QTreeView* m_hits = nullptr;
    QTreeView* m_queue = nullptr;
    QTreeView* m_all = nullptr;
    QSortFilterProxyModel* m_hitOrder = nullptr;
    EntryFilter* m_queueFilter = nullptr;
    EntryFilter* m_allFilter = nullptr;
    QLineEdit* m_search = nullptr;
    EntryView* m_entry = nullptr;
    EmptyState* m_hitsEmpty = nullptr;
    EmptyState* m_queueEmpty = nullptr;
    EmptyState* m_allEmpty = nullptr;
};

} // namespace hawk::ui
