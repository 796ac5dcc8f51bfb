#include "widgets/operators_pane.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

OperatorsPane::OperatorsPane(const PaneContext& context, QWidget* parent)
    : Pane(context, parent)
    , m_sorted(new QSortFilterProxyModel(this))
    , m_view(makeTable(m_theme, this))
{
    m_sorted->setSortRole(SortRole);
    m_sorted->setSourceModel(&m_workbench.project().operators());
    m_view->setModel(m_sorted);
    m_view->setObjectName(u"operatorsView"_s);
    m_view->sortByColumn(OperatorModel::NameColumn, Qt::AscendingOrder);
    setColumnWidths(m_view, { 19, 11, 9, 8, 7 });
    m_empty = new EmptyState(m_view);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid() && m_view->hasFocus())
            m_workbench.selection().selectOperator(current.data(NameRole).toString());
    });
    // A click on the selected operator shows all candidates again.
    connect(m_view, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        m_workbench.selection().selectOperator(index.data(NameRole).toString());
    });
    connect(&m_workbench.selection(), &SelectionController::operatorChanged, this, &OperatorsPane::follow);
    retranslateUi();
}

void OperatorsPane::follow(const QString& name)
{
    const int row = m_workbench.project().operators().rowOf(name);
    if (row < 0) {
        m_view->clearSelection();
        m_view->setCurrentIndex({});
        return;
    }
    const QModelIndex index = m_sorted->mapFromSource(m_workbench.project().operators().index(row, 0));
    if (index.row() == m_view->currentIndex().row() && m_view->selectionModel()->isRowSelected(index.row(), {}))
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void OperatorsPane::retranslateUi()
{
    m_view->setAccessibleName(tr("Operators"));
    m_empty->setText(tr("No workspace is open.\nOpen the demo from the File menu, or create a workspace with Ctrl+N."));
}

} // namespace hawk::ui
