#include "widgets/log_pane.h"

#include "widgets/cell_delegate.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

LogPane::LogPane(const PaneContext& context, QWidget* parent)
    : Pane(context, parent)
    , m_view(new QTableView(this))
{
    EventLogModel& log = m_workbench.project().log();
    m_view->setObjectName(u"logView"_s);
    m_view->setModel(&log);
    m_view->setItemDelegate(new CellDelegate(m_theme, m_view));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setShowGrid(false);
    m_view->setAlternatingRowColors(true);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    // Fixed heights: a hundred thousand rows cost no measuring.
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() * 3 / 2);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->horizontalHeader()->setStretchLastSection(true);
    const int unit = m_view->fontMetrics().averageCharWidth();
    m_view->setColumnWidth(EventLogModel::TimeColumn, unit * 12);
    m_view->setColumnWidth(EventLogModel::EventColumn, unit * 24);
    m_view->setColumnWidth(EventLogModel::OperatorColumn, unit * 18);
    m_empty = new EmptyState(m_view);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);

    connect(&log, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        const QScrollBar* bar = m_view->verticalScrollBar();
        m_atEnd = bar->value() >= bar->maximum() - 1;
    });
    connect(
        &log, &QAbstractItemModel::rowsInserted, this,
        [this] {
            if (m_atEnd)
                m_view->scrollToBottom();
        },
        Qt::QueuedConnection);
    const auto select = [this](const QModelIndex& index) {
        const EventRow* row = m_workbench.project().log().rowAt(index);
        if (!row)
            return;
        if (row->candidate != 0)
            m_workbench.selection().selectCandidate(row->candidate);
        else if (!row->spec.isEmpty())
            m_workbench.selection().selectOperator(row->spec);
        if (row->entry != 0)
            m_workbench.selection().selectEntry(row->entry);
    };
    connect(m_view, &QTableView::clicked, this, select);
    connect(m_view, &QTableView::activated, this, select);
    retranslateUi();
}

void LogPane::retranslateUi()
{
    m_view->setAccessibleName(tr("Event log"));
    m_empty->setText(tr("Nothing has happened yet. Press F5 to run the loop."));
}

} // namespace hawk::ui
