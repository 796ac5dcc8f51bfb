#include "widgets/verdict_pane.h"

#include "format/core_text.h"
#include "format/numbers.h"
#include "widgets/pipe_bars.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

enum FigureRow { TimeFigure, SpeedupFigure, BoundFigure, JudgedFigure, TargetFigure, FigureCount };

QLabel* sectionTitle(QWidget* parent)
{
    auto* label = new QLabel(parent);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

// Tables inside a scrolling page show all their rows.
void fitRows(QTreeView* view)
{
    const int rows = view->model()->rowCount();
    const int row = view->fontMetrics().height() * 3 / 2;
    const int bar = view->fontMetrics().height(); // horizontal scroll bar, when it is needed
    view->setFixedHeight(view->header()->sizeHint().height() + std::max(1, rows) * row + bar);
}

/// "Precision, Traffic": gates that left something undecided, each once.
QString undecidedGates(const std::vector<GateRow>& gates)
{
    QStringList names;
    for (const GateRow& gate : gates)
        if (gate.result == GateRow::Result::Undecided && !names.contains(gateWord(gate.gate)))
            names.append(gateWord(gate.gate));
    return names.join(u", "_s);
}

} // namespace

VerdictPane::VerdictPane(const PaneContext& context, QWidget* parent)
    : Pane(context, parent)
{
    build();
    connect(&m_workbench.candidate(), &CandidateController::changed, this, &VerdictPane::showCandidate);
    connect(m_profileCase, &QComboBox::activated, this, &VerdictPane::showProfile);
    connect(&m_theme, &Theme::changed, this, &VerdictPane::showCandidate);
    connect(m_cases->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        const int at = m_profileCase->findText(current.data(NameRole).toString());
        if (at >= 0) {
            m_profileCase->setCurrentIndex(at);
            showProfile();
        }
    });
    retranslateUi();
    showCandidate();
}

void VerdictPane::build()
{
    auto* page = new QWidget(this);
    m_icon = new QLabel(page);
    m_outcome = sectionTitle(page);
    QFont large = m_outcome->font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    m_outcome->setFont(large);
    m_summary = new QLabel(page);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_summary->setFocusPolicy(Qt::NoFocus); // a text to copy, no stop on the way of the keyboard
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_icon);
    head->addWidget(m_outcome, 1);

    m_form = new QFormLayout;
    m_form->setContentsMargins(0, 2, 0, 2);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(3);
    for (int i = 0; i < FigureCount; ++i) {
        Figure figure { new QLabel(page), new QLabel(page) };
        figure.name->setForegroundRole(QPalette::PlaceholderText);
        figure.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        figure.value->setFocusPolicy(Qt::NoFocus); // a text to copy, no stop on the way of the keyboard
        m_form->addRow(figure.name, figure.value);
        m_figures.push_back(figure);
    }

    m_profileBox = new QWidget(page);
    m_profileTitle = sectionTitle(m_profileBox);
    m_profileCase = new QComboBox(m_profileBox);
    m_profileCase->setObjectName(u"profileCase"_s);
    auto* profileHead = new QHBoxLayout;
    profileHead->addWidget(m_profileTitle);
    profileHead->addWidget(m_profileCase);
    profileHead->addStretch(1);
    m_bottleneck = new QLabel(m_profileBox);
    m_bottleneck->setWordWrap(true);
    m_bottleneck->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_bottleneck->setFocusPolicy(Qt::NoFocus); // a text to copy, no stop on the way of the keyboard
    m_pipes = new PipeBars(m_theme, m_profileBox);
    m_profileFigures = new QLabel(m_profileBox);
    m_profileFigures->setWordWrap(true);
    m_profileFigures->setForegroundRole(QPalette::PlaceholderText);
    auto* profile = new QVBoxLayout(m_profileBox);
    profile->setContentsMargins(0, 0, 0, 0);
    profile->setSpacing(5);
    profile->addLayout(profileHead);
    profile->addWidget(m_pipes);
    profile->addWidget(m_bottleneck);
    profile->addWidget(m_profileFigures);

    m_gatesTitle = sectionTitle(page);
    m_gatesTitle->setObjectName(u"gatesTitle"_s);
    m_gatesTitle->setWordWrap(true);
    m_gates = makeTable(m_theme, page);
    m_gates->setObjectName(u"gatesView"_s);
    m_gates->setSortingEnabled(false);
    m_gates->setModel(&m_workbench.candidate().gates());
    setColumnWidths(m_gates, { 22, 10, 8, 60, 40 });
    m_casesTitle = sectionTitle(page);
    m_cases = makeTable(m_theme, page);
    m_cases->setObjectName(u"casesView"_s);
    m_cases->setSortingEnabled(false);
    m_cases->setTextElideMode(Qt::ElideMiddle); // cases differ at their ends: "fp16_aligned", "fp16_tail"
    m_cases->setModel(&m_workbench.candidate().cases());
    setColumnWidths(m_cases, { 18, 8, 8, 11, 7, 40 });

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_summary);
    layout->addLayout(m_form);
    layout->addSpacing(4);
    layout->addWidget(m_profileBox);
    layout->addSpacing(4);
    layout->addWidget(m_casesTitle);
    layout->addWidget(m_cases);
    layout->addSpacing(4);
    layout->addWidget(m_gatesTitle);
    layout->addWidget(m_gates);
    layout->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(page);
    m_scroll->setObjectName(u"verdictScroll"_s);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_scroll);
}

void VerdictPane::showCandidate()
{
    const CandidateDetailPtr& candidate = m_workbench.candidate().current();
    const int side = fontMetrics().height() * 3 / 2;
    const bool judged = candidate && candidate->row.outcome != Outcome::NotJudged;
    m_icon->setVisible(candidate != nullptr);
    if (candidate)
        m_icon->setPixmap(outcomeIcon(m_theme, candidate->row.outcome).pixmap(QSize(side, side), devicePixelRatioF()));
    m_outcome->setText(candidate ? outcomeWord(candidate->row.outcome) : tr("No candidate selected"));
    m_summary->setText(!candidate ? tr("Select a candidate to see how it was judged.")
            : candidate->row.summary.isEmpty() ? outcomeMeaning(candidate->row.outcome)
                                               : coreText(candidate->row.summary));
    const QString open = judged ? undecidedGates(candidate->gates) : QString();
    m_summary->setToolTip(!candidate ? QString()
            : open.isEmpty()         ? outcomeMeaning(candidate->row.outcome)
                             : QString(outcomeMeaning(candidate->row.outcome) + u'\n' + tr("Not decided: %1").arg(open)));
    m_gatesTitle->setText(open.isEmpty() ? tr("Gates") : tr("Gates, not decided: %1").arg(open));
    for (QWidget* widget : { static_cast<QWidget*>(m_gatesTitle), static_cast<QWidget*>(m_gates),
             static_cast<QWidget*>(m_casesTitle), static_cast<QWidget*>(m_cases) })
        widget->setVisible(judged);
    m_casesTitle->setVisible(judged && !candidate->cases.empty());
    m_cases->setVisible(judged && !candidate->cases.empty());
    const QString chosen = m_profileCase->currentText();
    m_profileCase->clear();
    if (judged)
        for (const ProfileView& profile : candidate->profiles)
            m_profileCase->addItem(profile.caseName);
    if (const int same = m_profileCase->findText(chosen); same >= 0)
        m_profileCase->setCurrentIndex(same);
    m_profileBox->setVisible(m_profileCase->count() > 0);
    fitRows(m_gates);
    fitRows(m_cases);
    showFigures();
    showProfile();
}

void VerdictPane::showFigures()
{
    const CandidateDetailPtr& candidate = m_workbench.candidate().current();
    const bool judged = candidate && candidate->row.outcome != Outcome::NotJudged;
    for (const Figure& figure : m_figures) {
        figure.name->setVisible(judged);
        figure.value->setVisible(judged);
    }
    if (!judged)
        return;
    double bound = 0;
    for (const CaseRow& row : candidate->cases)
        bound += row.tHwUs;
    const CandidateRow& row = candidate->row;
    m_figures[TimeFigure].value->setText(withBadge(microseconds(row.modelledUs), candidate->badge));
    m_figures[TimeFigure].value->setToolTip(badgeMeaning(candidate->badge));
    m_figures[SpeedupFigure].value->setText(candidate->firstCorrect == row.id
            ? tr("this is the first correct candidate")
            : row.speedup > 0 ? tr("%1, from %2").arg(speedup(row.speedup), microseconds(candidate->firstCorrectUs))
                              : noValue());
    m_figures[BoundFigure].value->setText(bound > 0 && row.modelledUs > 0
            ? tr("%1, reached to %2").arg(microseconds(bound), percent(bound / row.modelledUs))
            : microseconds(bound));
    m_figures[JudgedFigure].value->setText(tr("in %1, %2").arg(duration(candidate->judgeMs / 1000), timestamp(row.createdAt)));
    m_figures[TargetFigure].value->setText(u"%1, %2"_s.arg(targetWord(candidate->target), candidate->chip));
    // A kernel that is not correct has no time: no row of dashes.
    for (const FigureRow timed : { TimeFigure, SpeedupFigure, BoundFigure }) {
        m_figures[timed].name->setVisible(row.modelledUs > 0);
        m_figures[timed].value->setVisible(row.modelledUs > 0);
    }
}

void VerdictPane::showProfile()
{
    const CandidateDetailPtr& candidate = m_workbench.candidate().current();
    const int at = m_profileCase->currentIndex();
    if (!candidate || at < 0 || at >= static_cast<int>(candidate->profiles.size()))
        return;
    const ProfileView& profile = candidate->profiles[static_cast<std::size_t>(at)];
    m_pipes->setPipes(profile.pipes);
    QString text = profile.bottleneckText;
    if (!profile.trusted)
        text = tr("Time untrusted: %1").arg(coreText(profile.untrustedReason)) + (text.isEmpty() ? QString() : u'\n' + text);
    m_bottleneck->setText(text);
    m_bottleneck->setVisible(!text.isEmpty());
    m_bottleneck->setToolTip(profile.bottlenecks.join(u", "_s));
    QStringList figures { tr("%1 of %2 cores").arg(profile.coresUsed).arg(profile.coresAvailable),
        tr("UB peak %1").arg(byteCount(profile.ubPeakBytes)),
        tr("read %1, wrote %2").arg(byteCount(profile.gmReadBytes), byteCount(profile.gmWriteBytes)) };
    if (profile.meanDmaBytes > 0)
        figures.append(tr("mean transfer %1").arg(byteCount(static_cast<quint64>(profile.meanDmaBytes))));
    if (!profile.confidence.isEmpty())
        figures.append(tr("confidence of the costs: %1").arg(confidenceWord(profile.confidence)));
    m_profileFigures->setText(figures.join(u"  \u00b7  "_s));
}

void VerdictPane::retranslateUi()
{
    const QString names[FigureCount]
        = { tr("Time"), tr("Speed-up"), tr("Hardware bound"), tr("Judged"), tr("Target") };
    for (int i = 0; i < FigureCount; ++i)
        m_figures[static_cast<std::size_t>(i)].name->setText(names[i]);
    m_figures[BoundFigure].name->setToolTip(tr("T_HW: the least time the chip needs for the compulsory traffic and arithmetic"));
    m_scroll->setAccessibleName(title());
    m_casesTitle->setText(tr("Cases"));
    m_profileTitle->setText(tr("Profile of"));
    m_profileCase->setAccessibleName(tr("Case of the profile"));
    m_gates->setAccessibleName(tr("Gates with their evidence"));
    m_cases->setAccessibleName(tr("Cases with their times"));
    showCandidate();
}

} // namespace hawk::ui
