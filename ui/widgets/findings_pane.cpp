#include "widgets/findings_pane.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

FindingsPane::FindingsPane(const PaneContext& context, QWidget* parent)
    : Pane(context, parent)
    , m_sorted(new QSortFilterProxyModel(this))
    , m_view(makeTable(m_theme, this))
{
    m_sorted->setSortRole(SortRole);
    m_sorted->setSourceModel(&m_workbench.candidate().findings());
    m_view->setModel(m_sorted);
    m_view->setObjectName(u"findingsView"_s);
    m_view->sortByColumn(FindingModel::SeverityColumn, Qt::AscendingOrder);
    setColumnWidths(m_view, { 10, 24, 5, 70, 44, 6, 6 });
    m_empty = new EmptyState(m_view);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (m_view->hasFocus())
            select(current);
    });
    connect(m_view, &QTreeView::clicked, this, &FindingsPane::select);
    connect(m_view, &QTreeView::activated, this, &FindingsPane::select);
    connect(&m_workbench.selection(), &SelectionController::placeChanged, this, &FindingsPane::follow);
    connect(m_actions["finding.next"], &QAction::triggered, this, [this] { step(1); });
    connect(m_actions["finding.previous"], &QAction::triggered, this, [this] { step(-1); });
    connect(&m_workbench.candidate(), &CandidateController::changed, this, &FindingsPane::retranslateUi);
    retranslateUi();
}

void FindingsPane::select(const QModelIndex& index)
{
    const FindingRow* row = m_workbench.candidate().findings().rowAt(m_sorted->mapToSource(index));
    if (row)
        m_workbench.selection().selectPlace({ row->line, row->core, row->seq });
}

void FindingsPane::follow()
{
    const auto& place = m_workbench.selection().place();
    const FindingModel& findings = m_workbench.candidate().findings();
    const FindingRow* current = findings.rowAt(m_sorted->mapToSource(m_view->currentIndex()));
    if (current && current->line == place.line)
        return;
    const int row = place.line > 0 ? findings.firstRowAtLine(place.line) : -1;
    m_view->setCurrentIndex(row < 0 ? QModelIndex() : m_sorted->mapFromSource(findings.index(row, 0)));
}

void FindingsPane::step(int direction)
{
    const int count = m_sorted->rowCount();
    if (count == 0)
        return;
    const int now = m_view->currentIndex().isValid() ? m_view->currentIndex().row() : direction > 0 ? -1 : 0;
    const QModelIndex next = m_sorted->index((now + direction + count) % count, 0);
    m_view->setCurrentIndex(next);
    select(next);
}

void FindingsPane::retranslateUi()
{
    m_view->setAccessibleName(tr("Findings of the candidate"));
    const CandidateDetailPtr& candidate = m_workbench.candidate().current();
    m_empty->setText(!candidate ? tr("Select a candidate to see what is wrong with it.")
            : candidate->row.outcome == Outcome::Correct
            ? tr("No findings: no rule was broken.")
            : tr("No findings. The gates in the verdict pane say why it failed."));
}

} // namespace hawk::ui
