#include "widgets/timeline_pane.h"

#include "format/numbers.h"
#include "models/segment_model.h"
#include "widgets/elided_label.h"
#include "widgets/timeline_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

TimelinePane::TimelinePane(const PaneContext& context, QWidget* parent)
    : Pane(context, parent)
{
    build();
    CandidateController& candidate = m_workbench.candidate();
    connect(&candidate, &CandidateController::changed, this, &TimelinePane::showCandidate);
    connect(&candidate, &CandidateController::timelineReady, this, &TimelinePane::receive);
    connect(&candidate, &CandidateController::timelineFailed, this, [this](const QString& reason) {
        receive(nullptr, nullptr);
        m_view->setMessage(reason);
    });
    connect(&m_workbench.selection(), &SelectionController::placeChanged, this, &TimelinePane::followPlace);
    connect(m_view, &TimelineView::segmentActivated, this, [this](int line, int core, qint64 seq) {
        m_workbench.selection().selectPlace({ line, core, seq });
    });
    connect(m_table, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const SegmentRow* row = m_segments->rowAt(index))
            m_workbench.selection().selectPlace({ row->line, row->core, row->seq });
    });
    connect(m_case, &QComboBox::activated, this, &TimelinePane::request);
    connect(m_compare, &QCheckBox::toggled, this, &TimelinePane::request);
    connect(m_core, &QSpinBox::valueChanged, this, &TimelinePane::showCore);
    connect(m_list, &QToolButton::toggled, this, [this](bool list) { m_stack->setCurrentIndex(list ? 1 : 0); });
    connect(m_actions["timeline.zoomIn"], &QAction::triggered, this, [this] { m_view->zoom(1.5); });
    connect(m_actions["timeline.zoomOut"], &QAction::triggered, this, [this] { m_view->zoom(1 / 1.5); });
    connect(m_actions["timeline.fit"], &QAction::triggered, m_view, &TimelineView::showAll);
    retranslateUi();
    showCandidate();
}

void TimelinePane::build()
{
    m_case = new QComboBox(this);
    m_case->setObjectName(u"timelineCase"_s);
    m_case->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_caseLabel = new QLabel(this);
    m_caseLabel->setBuddy(m_case);
    m_core = new QSpinBox(this);
    m_core->setObjectName(u"timelineCore"_s);
    m_coreLabel = new QLabel(this);
    m_coreLabel->setBuddy(m_core);
    m_compare = new QCheckBox(this);
    m_compare->setObjectName(u"timelineCompare"_s);
    m_compare->setChecked(true);
    m_note = new ElidedLabel(this);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_list = new QToolButton(this);
    m_list->setObjectName(u"timelineList"_s);
    m_list->setCheckable(true);
    m_list->setAutoRaise(true);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 3, 8, 3);
    bar->setSpacing(6);
    for (QWidget* widget : { static_cast<QWidget*>(m_caseLabel), static_cast<QWidget*>(m_case),
             static_cast<QWidget*>(m_coreLabel), static_cast<QWidget*>(m_core), static_cast<QWidget*>(m_compare) })
        bar->addWidget(widget);
    bar->addWidget(m_note, 1);
    bar->addWidget(m_list);
    for (const char* id : { "timeline.zoomOut", "timeline.zoomIn", "timeline.fit" }) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(m_actions[id]);
        button->setAutoRaise(true);
        bar->addWidget(button);
    }
    m_view = new TimelineView(m_theme, this);
    m_view->setObjectName(u"timelineView"_s);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_view);
    m_segments = new SegmentModel(this);
    m_table = makeTable(m_theme, this);
    m_table->setObjectName(u"segmentTable"_s);
    m_table->setSortingEnabled(false);
    m_table->setModel(m_segments);
    setColumnWidths(m_table, { 16, 20, 6, 14, 14, 14, 10 });
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(scroll);
    m_stack->addWidget(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_stack, 1);
}

void TimelinePane::showCandidate()
{
    const CandidateDetailPtr& candidate = m_workbench.candidate().current();
    const QString chosen = m_case->currentText();
    m_case->clear();
    if (candidate)
        for (const CaseRow& row : candidate->cases)
            if (row.hasTrace)
                m_case->addItem(row.name);
    if (const int same = m_case->findText(chosen); same >= 0)
        m_case->setCurrentIndex(same);
    const bool any = m_case->count() > 0;
    for (QWidget* widget : { static_cast<QWidget*>(m_case), static_cast<QWidget*>(m_core) })
        widget->setEnabled(any);
    m_compare->setEnabled(any && candidate && candidate->firstCorrect != 0 && candidate->firstCorrect != candidate->row.id);
    if (!m_timeline || !candidate || m_timeline->candidate != candidate->row.id)
        receive(nullptr, nullptr);
    m_view->setMessage(emptyText());
    request();
}

void TimelinePane::request()
{
    if (m_case->count() == 0)
        return;
    // Replaying a trace is work: only while someone looks.
    m_stale = !isVisible();
    if (!m_stale)
        m_workbench.candidate().requestTimeline(m_case->currentText(), m_compare->isChecked() && m_compare->isEnabled());
}

void TimelinePane::showEvent(QShowEvent* event)
{
    Pane::showEvent(event);
    if (m_stale)
        request();
}

void TimelinePane::receive(const TimelinePtr& timeline, const TimelinePtr& before)
{
    m_timeline = timeline;
    m_before = before;
    m_core->setMaximum(timeline ? std::max(0, timeline->cores - 1) : 0);
    const int core = m_workbench.selection().place().core;
    if (timeline && core >= 0 && core < timeline->cores)
        m_core->setValue(core);
    m_note->setText(!timeline ? QString()
            : timeline->trusted ? tr("%1 modelled, %n cores", nullptr, timeline->cores)
                                      .arg(microseconds(timeline->clockMhz > 0 ? timeline->totalCycles / timeline->clockMhz : 0))
                                : tr("Untrusted: %1").arg(timeline->note));
    m_note->setToolTip(m_note->text());
    showCore();
}

void TimelinePane::showCore()
{
    m_view->setTimelines(m_timeline, m_before, m_core->value());
    m_segments->setTimeline(m_timeline, m_core->value());
    const auto& place = m_workbench.selection().place();
    m_view->highlight(place.line, place.core == m_core->value() ? place.seq : -1);
}

void TimelinePane::followPlace()
{
    const auto& place = m_workbench.selection().place();
    if (m_timeline && place.core >= 0 && place.core < m_timeline->cores && place.core != m_core->value())
        m_core->setValue(place.core); // showCore() follows
    m_view->highlight(place.line, place.core == m_core->value() ? place.seq : -1);
    const int row = place.seq >= 0 ? m_segments->rowOf(place.seq) : -1;
    if (row >= 0 && m_segments->rowAt(m_table->currentIndex()) != m_segments->rowAt(m_segments->index(row, 0)))
        m_table->setCurrentIndex(m_segments->index(row, 0));
}

QString TimelinePane::emptyText() const
{
    const CandidateDetailPtr& candidate = m_workbench.candidate().current();
    if (!candidate)
        return tr("Select a candidate to see when its pipes work and wait.");
    if (m_case->count() == 0)
        return tr("This candidate left no trace: it did not run to a profile.");
    return tr("Replaying the trace...");
}

void TimelinePane::retranslateUi()
{
    m_caseLabel->setText(tr("Cas&e"));
    m_case->setAccessibleName(tr("Case of the timeline"));
    m_coreLabel->setText(tr("C&ore"));
    m_core->setAccessibleName(tr("Core of the timeline"));
    m_compare->setText(tr("Compare with &first correct"));
    m_list->setText(tr("List"));
    m_list->setToolTip(tr("Show the segments as a list"));
    m_list->setAccessibleName(tr("Show the segments as a list"));
    m_table->setAccessibleName(tr("Segments of the core"));
    m_view->setAccessibleName(tr("Pipe timeline"));
    m_view->setMessage(emptyText());
    m_segments->retranslate();
    receive(m_timeline, m_before);
}

} // namespace hawk::ui
