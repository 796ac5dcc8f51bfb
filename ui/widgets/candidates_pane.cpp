#include "widgets/candidates_pane.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

CandidatesPane::CandidatesPane(const PaneContext& context, QWidget* parent)
    : Pane(context, parent)
    , m_treeFilter(new CandidateFilter(this))
    , m_tableFilter(new CandidateFilter(this))
    , m_filter(new QLineEdit(this))
    , m_tabs(new QTabWidget(this))
{
    m_treeFilter->setSourceModel(&m_workbench.project().candidateTree());
    m_tableFilter->setSourceModel(&m_workbench.project().candidateTable());
    m_tree = makeView(m_treeFilter, true);
    m_table = makeView(m_tableFilter, false);
    m_tree->setObjectName(u"candidateTree"_s);
    m_table->setObjectName(u"candidateTable"_s);
    m_treeEmpty = new EmptyState(m_tree);
    m_tableEmpty = new EmptyState(m_table);
    m_tabs->setDocumentMode(true);
    m_tabs->setObjectName(u"candidateTabs"_s);
    m_tabs->addTab(m_tree, QString());
    m_tabs->addTab(m_table, QString());
    m_filter->setObjectName(u"candidateFilter"_s);
    m_filter->setClearButtonEnabled(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(2);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(6, 0, 6, 0);
    top->addWidget(m_filter);
    layout->addLayout(top);
    layout->addWidget(m_tabs, 1);

    connect(m_filter, &QLineEdit::textChanged, m_treeFilter, &CandidateFilter::setWords);
    connect(m_filter, &QLineEdit::textChanged, m_tableFilter, &CandidateFilter::setWords);
    SelectionController& selection = m_workbench.selection();
    connect(&selection, &SelectionController::operatorChanged, this, &CandidatesPane::followOperator);
    connect(&selection, &SelectionController::candidateChanged, this, &CandidatesPane::follow);
    connect(&m_workbench.project(), &ProjectController::loaded, this, [this] { follow(m_workbench.selection().candidate()); });
    // A selected candidate may arrive in the list after its selection (a hand edit).
    connect(&m_workbench.project(), &ProjectController::candidateArrived, this, [this](qint64 id) {
        if (id == m_workbench.selection().candidate())
            follow(id);
    });
    connect(&m_workbench.project(), &ProjectController::updated, this, &CandidatesPane::updateActions);
    connect(m_actions["candidate.compare"], &QAction::triggered, this, [this] {
        if (currentId() != 0)
            m_workbench.selection().compareCandidate(currentId());
    });
    connect(m_actions["candidate.best"], &QAction::triggered, this, [this] {
        const int row = m_workbench.project().operators().rowOf(m_workbench.selection().operatorName());
        if (row >= 0)
            m_workbench.selection().selectCandidate(
                m_workbench.project().operators().rows()[static_cast<std::size_t>(row)].best);
    });
    connect(m_actions["candidate.parent"], &QAction::triggered, this, [this] {
        const CandidateRow* row = m_workbench.project().candidateTable().find(m_workbench.selection().candidate());
        if (row && row->parent != 0)
            m_workbench.selection().selectCandidate(row->parent);
    });
    retranslateUi();
    updateActions();
}

QTreeView* CandidatesPane::makeView(CandidateFilter* filter, bool tree)
{
    QTreeView* view = makeTable(m_theme, this, tree);
    view->setModel(filter);
    if (tree) {
        view->setIndentation(view->fontMetrics().averageCharWidth() * 3 / 2);
        view->setExpandsOnDoubleClick(true);
        connect(filter, &QAbstractItemModel::rowsInserted, view, [view, filter](const QModelIndex& parent, int first, int last) {
            view->expand(parent);
            for (int row = first; row <= last; ++row)
                view->expand(filter->index(row, 0, parent));
        });
        connect(filter, &QAbstractItemModel::modelReset, view, &QTreeView::expandAll);
    } else {
        view->sortByColumn(CandidateColumns::NameColumn, Qt::AscendingOrder);
    }
    setColumnWidths(view, { tree ? 25 : 17, 14, 8, 8, 7, 7, 8, 40 });
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(view, &QWidget::customContextMenuRequested, this, [this, view](const QPoint& at) { showMenu(view, at); });
    connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this, view](const QModelIndex& current) {
        // Ctrl+D compares with the current row, so a comparison survives moving by keyboard only through the menu.
        if (current.isValid() && (view->hasFocus() || view->underMouse()))
            m_workbench.selection().selectCandidate(current.data(IdRole).toLongLong());
        updateActions();
    });
    return view;
}

qint64 CandidatesPane::currentId() const
{
    const auto* view = m_tabs->currentIndex() == 0 ? m_tree : m_table;
    return view->currentIndex().data(IdRole).toLongLong();
}

void CandidatesPane::follow(qint64 id)
{
    for (const auto& [view, filter] : { std::pair { m_tree, m_treeFilter }, std::pair { m_table, m_tableFilter } }) {
        const QModelIndex index = filter->indexOf(id);
        if (!index.isValid()) {
            if (id == 0)
                view->setCurrentIndex({});
            continue;
        }
        if (view->currentIndex().data(IdRole).toLongLong() == id)
            continue;
        view->setCurrentIndex(index);
        view->scrollTo(index);
    }
    const CandidateRow* row = m_workbench.project().candidateTable().find(id);
    if (row && !m_workbench.selection().operatorName().isEmpty())
        m_workbench.selection().selectOperator(row->specName);
    updateActions();
}

void CandidatesPane::followOperator(const QString& name)
{
    m_treeFilter->setOperator(name);
    m_tableFilter->setOperator(name);
    m_tree->expandAll();
    const CandidateRow* row = m_workbench.project().candidateTable().find(m_workbench.selection().candidate());
    if (!name.isEmpty() && row && row->specName != name) {
        // Another operator: its best candidate, else its newest one.
        qint64 target = 0;
        for (const CandidateRow& one : m_workbench.project().candidateTable().rows())
            if (one.specName == name)
                target = one.best || target == 0 || !m_workbench.project().candidateTable().find(target)->best ? one.id
                                                                                                               : target;
        m_workbench.selection().selectCandidate(target);
    } else if (!row && !name.isEmpty()) {
        for (const CandidateRow& one : m_workbench.project().candidateTable().rows())
            if (one.specName == name && one.best)
                m_workbench.selection().selectCandidate(one.id);
    }
    follow(m_workbench.selection().candidate());
}

void CandidatesPane::showMenu(QTreeView* view, const QPoint& at)
{
    const QModelIndex index = view->indexAt(at);
    if (!index.isValid())
        return;
    const qint64 id = index.data(IdRole).toLongLong();
    QMenu menu(this);
    QAction* compare = menu.addAction(m_actions["candidate.compare"]->icon(), tr("Compare the shown candidate with #%1").arg(id));
    compare->setEnabled(m_workbench.selection().candidate() != 0 && m_workbench.selection().candidate() != id);
    connect(compare, &QAction::triggered, this, [this, id] { m_workbench.selection().compareCandidate(id); });
    menu.addAction(m_actions["candidate.first"]);
    menu.addSeparator();
    menu.addAction(m_actions["candidate.parent"]);
    menu.addAction(m_actions["candidate.best"]);
    menu.addSeparator();
    menu.addAction(m_actions["edit.start"]);
    menu.exec(view->viewport()->mapToGlobal(at));
}

void CandidatesPane::updateActions()
{
    const CandidateRow* row = m_workbench.project().candidateTable().find(m_workbench.selection().candidate());
    m_actions["candidate.parent"]->setEnabled(row && row->parent != 0);
    m_actions["candidate.compare"]->setEnabled(row && currentId() != 0);
    const int at = m_workbench.project().operators().rowOf(m_workbench.selection().operatorName());
    m_actions["candidate.best"]->setEnabled(
        at >= 0 && m_workbench.project().operators().rows()[static_cast<std::size_t>(at)].best != 0);
}

void CandidatesPane::retranslateUi()
{
    m_tabs->setTabText(0, tr("Lineage"));
    m_tabs->setTabText(1, tr("Table"));
    m_tabs->setAccessibleName(tr("Views of the candidates"));
    m_tree->setAccessibleName(tr("Candidates by lineage"));
    m_table->setAccessibleName(tr("Candidates as a table"));
    m_filter->setPlaceholderText(tr("Filter by id, verdict, stage, text"));
    m_filter->setAccessibleName(tr("Filter candidates"));
    const QString text = tr("No candidates here.\nPress F5 to run the loop, or choose another operator.");
    m_treeEmpty->setText(text);
    m_tableEmpty->setText(text);
}

} // namespace hawk::ui
