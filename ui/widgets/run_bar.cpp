#include "widgets/run_bar.h"

#include "format/core_text.h"
#include "format/numbers.h"
#include "widgets/elided_label.h"
#include "widgets/run_limits.h"
#include "widgets/settings.h"
#include "widgets/spending_meter.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QProgressBar>
#include <QSpinBox>
#include <QStatusBar>
#include <limits>

using namespace Qt::StringLiterals;

namespace hawk::ui {

RunBar::RunBar(const PaneContext& context, Settings& settings, QStatusBar* status, QWidget* parent)
    : QToolBar(parent)
    , m_workbench(context.workbench)
    , m_theme(context.theme)
    , m_actions(context.actions)
    , m_settings(settings)
{
    build(status);
    RunController& run = m_workbench.run();
    connect(&run, &RunController::stateChanged, this, &RunBar::updateActions);
    connect(&run, &RunController::progressChanged, this, &RunBar::showProgress);
    connect(&m_workbench.workspace(), &WorkspaceController::stateChanged, this, &RunBar::updateActions);
    connect(&m_workbench.workspace(), &WorkspaceController::opened, this, &RunBar::updateChips);
    connect(&m_workbench.selection(), &SelectionController::operatorChanged, this, &RunBar::updateActions);
    const auto start = [this](const QStringList& specs) {
        RunSettings wanted = runSettings();
        wanted.specs = specs;
        m_settings.setRun(wanted);
        m_workbench.startRun(wanted);
    };
    connect(m_actions["run.start"], &QAction::triggered, this, [start] { start({}); });
    connect(m_actions["run.operator"], &QAction::triggered, this,
        [this, start] { start({ m_workbench.selection().operatorName() }); });
    connect(m_actions["run.pause"], &QAction::triggered, &run, &RunController::pause);
    connect(m_actions["run.stop"], &QAction::triggered, &run, &RunController::stop);
    connect(m_actions["run.resume"], &QAction::triggered, &m_workbench, &Workbench::resumeRun);
    connect(&m_workbench.models(), &ModelController::reloaded, this, &RunBar::updateWriters);
    connect(m_writer, &QComboBox::activated, this, &RunBar::updateSubject);
    connect(&m_workbench.exchanges(), &ExchangeController::usageKnown, this, &RunBar::updateSubject);
    connect(&m_workbench.project(), &ProjectController::loaded, this, &RunBar::updateSubject);
    connect(&m_workbench.project(), &ProjectController::updated, this, &RunBar::showProgress);
    connect(&m_workbench.models(), &ModelController::failed, this, [this] { updateWriters(); });
    retranslateUi();
    updateChips();
    updateWriters();
    updateActions();
    showProgress();
}

void RunBar::build(QStatusBar* status)
{
    setObjectName(u"runBar"_s);
    setMovable(false);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const int side = fontMetrics().height() * 5 / 4;
    setIconSize(QSize(side, side));
    for (const char* id : { "run.start", "run.pause", "run.stop", "run.resume" })
        addAction(m_actions[id]);
    addSeparator();
    const auto field = [this](QLabel*& label, QWidget* widget) {
        label = new QLabel(this);
        label->setBuddy(widget);
        label->setContentsMargins(8, 0, 4, 0);
        addWidget(label);
        addWidget(widget);
    };
    m_chip = new QComboBox(this);
    m_chip->setObjectName(u"chip"_s);
    m_chip->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    field(m_chipLabel, m_chip);
    m_writer = new QComboBox(this);
    m_writer->setObjectName(u"synthesizer"_s);
    m_writer->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    field(m_writerLabel, m_writer);
    m_limits = new RunLimits(this);
    m_limits->setValues({ m_settings.attempts(), m_settings.tokenCap(), m_settings.moneyCap() });
    addWidget(m_limits);
    m_seed = new QSpinBox(this);
    m_seed->setObjectName(u"seed"_s);
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setValue(1);
    m_seed->setMaximumWidth(fontMetrics().averageCharWidth() * 16);
    field(m_seedLabel, m_seed);

    m_state = new QLabel(status);
    m_state->setObjectName(u"runState"_s);
    m_activity = new ElidedLabel(status);
    m_activity->setObjectName(u"runActivity"_s);
    m_activity->setForegroundRole(QPalette::PlaceholderText);
    m_counts = new QLabel(status);
    m_meter = new SpendingMeter(m_theme, status);
    m_progress = new QProgressBar(status);
    m_progress->setObjectName(u"progress"_s);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(fontMetrics().averageCharWidth() * 26);
    m_progress->setMaximumHeight(fontMetrics().height());
    m_state->setContentsMargins(8, 0, 8, 0);
    m_counts->setContentsMargins(8, 0, 8, 0);
    status->addWidget(m_state);
    status->addWidget(m_activity, 1);
    status->addPermanentWidget(m_meter);
    status->addPermanentWidget(m_counts);
    status->addPermanentWidget(m_progress);
    status->setSizeGripEnabled(false);
}

RunSettings RunBar::runSettings() const
{
    RunSettings settings;
    settings.chip = m_chip->currentText().isEmpty() ? WorkspaceController::defaultChip() : m_chip->currentText();
    const RunLimits::Values limits = m_limits->values();
    settings.attempts = limits.attempts;
    settings.model = m_writer->currentData().toString();
    settings.tokenBudget = limits.tokens;
    settings.moneyBudget = limits.money;
    settings.seed = static_cast<quint64>(m_seed->value());
    return settings;
}

void RunBar::updateChips()
{
    const QStringList chips = m_workbench.workspace().chips();
    m_chip->clear();
    m_chip->addItems(chips.isEmpty() ? QStringList { WorkspaceController::defaultChip() } : chips);
    const int remembered = m_chip->findText(m_settings.chip());
    m_chip->setCurrentIndex(std::max(0, remembered));
}

void RunBar::updateWriters()
{
    const QString chosen = m_writer->count() > 0 ? m_writer->currentData().toString() : m_settings.model();
    m_writer->clear();
    m_writer->addItem(tr("Built-in"), QString());
    const QStringList own = m_workbench.models().names();
    for (const QString& name : m_workbench.models().runnable())
        m_writer->addItem(own.contains(name) ? name : tr("%1 (bundled)").arg(name), name);
    m_writer->setCurrentIndex(std::max(0, m_writer->findData(chosen)));
    updateSubject();
}

void RunBar::updateSubject()
{
    const QString name = m_writer->currentData().toString();
    const ExchangeController::Usage usage = m_workbench.exchanges().usage(name);
    RunLimits::Subject subject;
    subject.model = !name.isEmpty();
    subject.bundled = m_workbench.models().isBundled(name);
    subject.price = m_workbench.models().price(name);
    subject.operators = m_workbench.project().operators().rowCount();
    subject.replies = usage.replies;
    subject.meanPrompt = usage.meanPrompt;
    subject.meanReply = usage.meanReply;
    if (subject.model)
        subject.maxReply = m_workbench.models().draft(name).maxTokens;
    m_limits->setSubject(subject);
}

void RunBar::updateActions()
{
    const RunController& run = m_workbench.run();
    const bool ready = m_workbench.workspace().isOpen() && m_workbench.workspace().writable() && !run.active();
    m_actions["run.start"]->setEnabled(ready);
    m_actions["run.operator"]->setEnabled(ready && !m_workbench.selection().operatorName().isEmpty());
    m_actions["run.pause"]->setEnabled(run.state() == RunState::Running);
    m_actions["run.stop"]->setEnabled(run.state() == RunState::Running || run.state() == RunState::Pausing);
    m_actions["run.resume"]->setEnabled(ready && run.resumable());
    for (QWidget* widget : { static_cast<QWidget*>(m_chip), static_cast<QWidget*>(m_writer), static_cast<QWidget*>(m_limits),
             static_cast<QWidget*>(m_seed) })
        widget->setEnabled(ready);
    showProgress();
}

void RunBar::showProgress()
{
    const RunController& run = m_workbench.run();
    const WorkspaceController& workspace = m_workbench.workspace();
    const bool capped = run.state() == RunState::Finished && saysCapReached(run.endMessage());
    m_state->setText(workspace.state() == WorkspaceController::State::Opening ? tr("Opening the workspace...")
            : workspace.isOpen() && !workspace.writable()                     ? tr("Read-only")
            : capped                                                          ? tr("Ended at the cap")
                                                                              : runStateWord(run.state()));
    const RunProgressView& progress = run.progress();
    const QString activity = coreText(run.endMessage().isEmpty() ? progress.activity : run.endMessage());
    m_activity->setText(activity);
    m_activity->setToolTip(activity);
    const bool known = progress.tasksTotal > 0;
    m_counts->setText(!known ? QString()
                             : tr("%1 of %n operators", nullptr, progress.tasksTotal).arg(progress.tasksDone) + u", "_s
                + tr("%n attempts", nullptr, progress.attemptsDone) + u", "_s + duration(progress.secondsDone));
    m_meter->show(progress, m_workbench.project().shownRunReplayed(), capped);
    // A task that ends early does not use up its attempts, so finished operators are the honest measure.
    m_progress->setVisible(known);
    m_progress->setMaximum(std::max(1, progress.tasksTotal));
    m_progress->setValue(progress.tasksDone);
}

void RunBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslateUi();
    QToolBar::changeEvent(event);
}

void RunBar::retranslateUi()
{
    setWindowTitle(tr("Run controls"));
    m_chipLabel->setText(tr("Chip"));
    m_chip->setAccessibleName(tr("Chip"));
    m_chip->setToolTip(tr("The chip the emulator stands for"));
    m_writerLabel->setText(tr("Written by"));
    m_writer->setAccessibleName(tr("Who writes the kernels"));
    m_writer->setToolTip(tr("The built-in synthesizer, or a language model of Tools > Models"));
    if (m_writer->count() > 0)
        m_writer->setItemText(0, tr("Built-in"));
    m_meter->rebuild();
    m_seedLabel->setText(tr("Seed"));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("The same seed on the same workspace gives the same run"));
    m_progress->setAccessibleName(tr("Progress of the run"));
    showProgress();
}

} // namespace hawk::ui
