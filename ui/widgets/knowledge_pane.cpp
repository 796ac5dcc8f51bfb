#include "widgets/knowledge_pane.h"

#include "models/entry_model.h"
#include "widgets/entry_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

KnowledgePane::KnowledgePane(const PaneContext& context, QWidget* parent)
    : Pane(context, parent)
{
    build();
    connectActions();
    KnowledgeController& knowledge = m_workbench.knowledge();
    connect(&knowledge, &KnowledgeController::entryLoaded, this, [this] {
        m_entry->show(m_workbench.knowledge().current());
        updateActions();
    });
    connect(m_entry, &EntryView::candidateLinked, &m_workbench.selection(), &SelectionController::selectCandidate);
    connect(&m_workbench.selection(), &SelectionController::entryChanged, this, &KnowledgePane::follow);
    connect(&m_workbench.project(), &ProjectController::updated, this, &KnowledgePane::updateQueueTitle);
    connect(&m_workbench.project(), &ProjectController::loaded, this, &KnowledgePane::updateQueueTitle);
    connect(&m_workbench.workspace(), &WorkspaceController::stateChanged, this, &KnowledgePane::updateActions);
    connect(&m_theme, &Theme::changed, m_entry, &EntryView::rebuild);
    retranslateUi();
    updateActions();
}

void KnowledgePane::build()
{
    m_hitOrder = new QSortFilterProxyModel(this);
    m_hitOrder->setSortRole(SortRole);
    m_hitOrder->setSourceModel(&m_workbench.candidate().hits());
    m_queueFilter = new EntryFilter(EntryFilter::Show::Waiting, this);
    m_allFilter = new EntryFilter(EntryFilter::Show::All, this);
    for (EntryFilter* filter : { m_queueFilter, m_allFilter })
        filter->setSourceModel(&m_workbench.project().entries());

    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(u"knowledgeTabs"_s);
    m_tabs->setDocumentMode(true);
    m_hits = makeTable(m_theme, this);
    m_hits->setObjectName(u"hitsView"_s);
    m_hits->setModel(m_hitOrder);
    m_hits->sortByColumn(HitModel::RankColumn, Qt::AscendingOrder);
    setColumnWidths(m_hits, { 5, 26, 9, 9, 10, 7, 60 });
    m_queue = makeTable(m_theme, this);
    m_queue->setObjectName(u"queueView"_s);
    m_queue->setModel(m_queueFilter);
    m_queue->sortByColumn(EntryModel::TitleColumn, Qt::AscendingOrder);
    m_all = makeTable(m_theme, this);
    m_all->setObjectName(u"entriesView"_s);
    m_all->setModel(m_allFilter);
    m_all->sortByColumn(EntryModel::TitleColumn, Qt::AscendingOrder);
    for (QTreeView* view : { m_queue, m_all })
        setColumnWidths(view, { 32, 14, 14, 6, 7, 7, 24 });
    for (QTreeView* view : { m_hits, m_queue, m_all })
        connectView(view);
    m_hitsEmpty = new EmptyState(m_hits);
    m_queueEmpty = new EmptyState(m_queue);
    m_allEmpty = new EmptyState(m_all);

    auto* all = new QWidget(this);
    m_search = new QLineEdit(all);
    m_search->setObjectName(u"entrySearch"_s);
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, m_allFilter, &EntryFilter::setWords);
    auto* allLayout = new QVBoxLayout(all);
    allLayout->setContentsMargins(0, 4, 0, 0);
    allLayout->setSpacing(4);
    auto* searchRow = new QHBoxLayout;
    searchRow->setContentsMargins(6, 0, 6, 0);
    searchRow->addWidget(m_search);
    allLayout->addLayout(searchRow);
    allLayout->addWidget(m_all, 1);
    m_tabs->addTab(m_hits, QString());
    m_tabs->addTab(m_queue, QString());
    m_tabs->addTab(all, QString());
    connect(m_tabs, &QTabWidget::currentChanged, this, &KnowledgePane::updateActions);

    m_entry = new EntryView(m_theme, this);
    m_entry->setObjectName(u"entryView"_s);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(6, 3, 6, 3);
    for (const char* id : { "knowledge.approve", "knowledge.reject", "knowledge.undo" }) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(m_actions[id]);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto* lower = new QWidget(this);
    auto* lowerLayout = new QVBoxLayout(lower);
    lowerLayout->setContentsMargins(0, 0, 0, 0);
    lowerLayout->setSpacing(0);
    lowerLayout->addLayout(buttons);
    lowerLayout->addWidget(m_entry, 1);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_tabs);
    splitter->addWidget(lower);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
}

void KnowledgePane::connectActions()
{
    // Single letters: they belong to this pane only.
    for (const char* id :
        { "knowledge.approve", "knowledge.reject", "knowledge.undo", "knowledge.next", "knowledge.previous" })
        addAction(m_actions[id]);
    connect(m_actions["knowledge.approve"], &QAction::triggered, this, [this] { decide(true); });
    connect(m_actions["knowledge.reject"], &QAction::triggered, this, [this] { decide(false); });
    connect(m_actions["knowledge.undo"], &QAction::triggered, &m_workbench.knowledge(), &KnowledgeController::undo);
    connect(m_actions["knowledge.next"], &QAction::triggered, this, [this] { step(1); });
    connect(m_actions["knowledge.previous"], &QAction::triggered, this, [this] { step(-1); });
}

void KnowledgePane::connectView(QTreeView* view)
{
    connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this, view](const QModelIndex& current) {
        if (current.isValid() && view == currentView())
            m_workbench.selection().selectEntry(current.data(IdRole).toLongLong());
    });
}

QTreeView* KnowledgePane::currentView() const
{
    switch (m_tabs->currentIndex()) {
    case QueueTab: return m_queue;
    case AllTab: return m_all;
    default: return m_hits;
    }
}

void KnowledgePane::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
    currentView()->setFocus();
}

void KnowledgePane::step(int direction)
{
    QTreeView* view = currentView();
    const int count = view->model()->rowCount();
    if (count == 0)
        return;
    const int now = view->currentIndex().isValid() ? view->currentIndex().row() : direction > 0 ? -1 : count;
    view->setCurrentIndex(view->model()->index(std::clamp(now + direction, 0, count - 1), 0));
}

void KnowledgePane::decide(bool approve)
{
    const qint64 entry = m_workbench.selection().entry();
    if (entry == 0)
        return;
    if (approve)
        m_workbench.knowledge().approve(entry);
    else
        m_workbench.knowledge().reject(entry);
}

void KnowledgePane::updateActions()
{
    KnowledgeController& knowledge = m_workbench.knowledge();
    const qint64 entry = m_workbench.selection().entry();
    m_actions["knowledge.approve"]->setEnabled(knowledge.canApprove(entry));
    m_actions["knowledge.reject"]->setEnabled(knowledge.canReject(entry));
    for (const char* id : { "knowledge.undo", "edit.undo" })
        m_actions[id]->setEnabled(knowledge.canDecide());
    m_actions["edit.redo"]->setEnabled(knowledge.canDecide() && knowledge.undoStack().canRedo());
}

void KnowledgePane::updateQueueTitle()
{
    const int waiting = m_workbench.project().entries().waiting();
    m_tabs->setTabText(QueueTab, waiting > 0 ? tr("Queue (%1)").arg(waiting) : tr("Queue"));
    updateActions();
}

void KnowledgePane::follow(qint64 id)
{
    const auto current = [id](QTreeView* view) { return view->currentIndex().data(IdRole).toLongLong() == id; };
    for (const auto& [view, filter] : { std::pair { m_queue, m_queueFilter }, std::pair { m_all, m_allFilter } }) {
        const QModelIndex index = filter->indexOf(id);
        if (index.isValid() && !current(view)) {
            view->setCurrentIndex(index);
            view->scrollTo(index);
        }
    }
    // An entry that was not retrieved for the candidate must not look as if the marked line were it.
    QModelIndex hit;
    for (int row = 0; row < m_hits->model()->rowCount(); ++row)
        if (const QModelIndex index = m_hits->model()->index(row, 0); index.data(IdRole).toLongLong() == id)
            hit = index;
    if (!current(m_hits) || !hit.isValid()) {
        m_hits->setCurrentIndex(hit);
        if (hit.isValid())
            m_hits->scrollTo(hit);
    }
    updateActions();
}

void KnowledgePane::retranslateUi()
{
    m_tabs->setTabText(RetrievedTab, tr("Retrieved"));
    m_tabs->setTabText(AllTab, tr("All"));
    m_tabs->setAccessibleName(tr("Knowledge lists"));
    m_hits->setAccessibleName(tr("Entries retrieved for the candidate"));
    m_queue->setAccessibleName(tr("Entries waiting for a decision"));
    m_all->setAccessibleName(tr("All entries"));
    m_search->setPlaceholderText(tr("Search entries"));
    m_search->setAccessibleName(tr("Search entries"));
    m_entry->setAccessibleName(tr("Entry"));
    m_hitsEmpty->setText(tr("Nothing was retrieved for this candidate.\nA first draft is written without knowledge."));
    m_queueEmpty->setText(tr("Nothing waits for a decision.\nWhat the loop learns from repairs and speed-ups arrives here."));
    m_allEmpty->setText(tr("No entry matches."));
    m_entry->rebuild();
    updateQueueTitle();
}

} // namespace hawk::ui
