#include "widgets/main_window.h"

#include "format/core_text.h"
#include "widgets/candidates_pane.h"
#include "widgets/code_pane.h"
#include "widgets/error_dialog.h"
#include "widgets/findings_pane.h"
#include "widgets/knowledge_pane.h"
#include "widgets/language.h"
#include "widgets/log_pane.h"
#include "widgets/models_dialog.h"
#include "widgets/operators_pane.h"
#include "widgets/prices_dialog.h"
#include "widgets/prompt_pane.h"
#include "widgets/run_bar.h"
#include "widgets/timeline_pane.h"
#include "widgets/verdict_pane.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace hawk::ui {

MainWindow::MainWindow(Workbench& workbench, Theme& theme, Language& language, QWidget* parent)
    : QMainWindow(parent)
    , m_workbench(workbench)
    , m_theme(theme)
    , m_language(language)
    , m_actions(theme)
{
    setObjectName(u"mainWindow"_s);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks | GroupedDragging);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    m_runBar = new RunBar({ m_workbench, m_theme, m_actions }, m_settings, statusBar(), this);
    addToolBar(m_runBar);
    addPanes();
    buildMenus();
    connectActions();
    connectWorkbench();
    // Actions that are in no menu keep their shortcut; the knowledge letters stay with their pane.
    for (QAction* action : m_actions.all())
        if (action->shortcutContext() == Qt::WindowShortcut)
            addAction(action);
    retranslateUi();
    restoreLayout();
}

MainWindow::~MainWindow() = default;

void MainWindow::addPanes()
{
    const PaneContext context { m_workbench, m_theme, m_actions };
    m_code = new CodePane(context, this);
    m_code->setObjectName(u"code"_s);
    setCentralWidget(m_code);
    addPane("operators", new OperatorsPane(context, this), Qt::LeftDockWidgetArea);
    addPane("candidates", new CandidatesPane(context, this), Qt::LeftDockWidgetArea);
    addPane("verdict", new VerdictPane(context, this), Qt::RightDockWidgetArea);
    m_knowledge = new KnowledgePane(context, this);
    addPane("knowledge", m_knowledge, Qt::RightDockWidgetArea);
    addPane("findings", new FindingsPane(context, this), Qt::BottomDockWidgetArea);
    addPane("timeline", new TimelinePane(context, this), Qt::BottomDockWidgetArea);
    addPane("log", new LogPane(context, this), Qt::BottomDockWidgetArea);
    auto* prompt = new PromptPane(context, this);
    addPane("prompt", prompt, Qt::BottomDockWidgetArea);
    connect(prompt, &PromptPane::titleChanged, this, [this] {
        for (const Docked& docked : m_docks)
            docked.dock->setWindowTitle(docked.pane->title());
    });
    connect(prompt, &PromptPane::wanted, this, [this] {
        showPane(u"prompt"_s);
        if (!isActiveWindow())
            QApplication::alert(this);
    });
    connect(prompt, &PromptPane::entryWanted, this, [this] { showPane(u"knowledge"_s); });
    placeDocks();
}

QDockWidget* MainWindow::addPane(const char* id, Pane* pane, Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(this);
    dock->setObjectName(QString::fromLatin1(id));
    dock->setWidget(pane);
    addDockWidget(area, dock);
    m_docks.push_back({ dock, pane });
    const auto later = [this] { QTimer::singleShot(0, this, &MainWindow::updateTitleBars); };
    connect(dock, &QDockWidget::topLevelChanged, this, later);
    connect(dock, &QDockWidget::dockLocationChanged, this, later);
    connect(dock, &QDockWidget::visibilityChanged, this, later);
    return dock;
}

void MainWindow::placeDocks()
{
    enum { Operators, Candidates, Verdict, Knowledge, Findings, Timeline, Log, Prompt };
    const auto dock = [this](int at) { return m_docks[static_cast<std::size_t>(at)].dock; };
    const Qt::DockWidgetArea areas[] = { Qt::LeftDockWidgetArea, Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea,
        Qt::RightDockWidgetArea, Qt::BottomDockWidgetArea, Qt::BottomDockWidgetArea, Qt::BottomDockWidgetArea,
        Qt::BottomDockWidgetArea };
    for (std::size_t i = 0; i < m_docks.size(); ++i) {
        m_docks[i].dock->setFloating(false);
        addDockWidget(areas[i], m_docks[i].dock);
        m_docks[i].dock->show();
    }
    splitDockWidget(dock(Operators), dock(Candidates), Qt::Vertical);
    tabifyDockWidget(dock(Verdict), dock(Knowledge));
    tabifyDockWidget(dock(Timeline), dock(Findings));
    tabifyDockWidget(dock(Findings), dock(Prompt));
    tabifyDockWidget(dock(Prompt), dock(Log));
    dock(Verdict)->raise();
    dock(Timeline)->raise();
    sizeDocks();
}

void MainWindow::updateTitleBars()
{
    for (const Docked& docked : m_docks) {
        const bool tabbed = !docked.dock->isFloating() && !tabifiedDockWidgets(docked.dock).isEmpty();
        QWidget* bar = docked.dock->titleBarWidget();
        if (tabbed && !bar) {
            docked.dock->setTitleBarWidget(new QWidget(docked.dock));
        } else if (!tabbed && bar) {
            docked.dock->setTitleBarWidget(nullptr);
            bar->deleteLater();
        }
    }
}

void MainWindow::sizeDocks()
{
    // Shares of the window, so that they fit every screen.
    const int w = width();
    const int h = height();
    resizeDocks({ m_docks[0].dock, m_docks[2].dock }, { w * 31 / 100, w * 30 / 100 }, Qt::Horizontal);
    resizeDocks({ m_docks[0].dock, m_docks[1].dock }, { h * 42 / 100, h * 50 / 100 }, Qt::Vertical);
    resizeDocks({ m_docks[5].dock }, { h * 29 / 100 }, Qt::Vertical);
}

void MainWindow::resetLayout()
{
    placeDocks();
}

void MainWindow::showPane(const QString& id)
{
    for (const Docked& docked : m_docks)
        if (docked.dock->objectName() == id) {
            docked.dock->show();
            docked.dock->raise();
        }
}

void MainWindow::restoreLayout()
{
    resize(1440, 900);
    const QByteArray geometry = m_settings.geometry();
    m_sized = !geometry.isEmpty() && restoreGeometry(geometry) && restoreState(m_settings.layout(), kLayoutVersion);
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (!m_sized)
        sizeDocks();
    m_sized = true;
}

void MainWindow::connectWorkbench()
{
    connect(&m_workbench.workspace(), &WorkspaceController::failed, this, &MainWindow::showOpenError);
    connect(&m_workbench.workspace(), &WorkspaceController::stateChanged, this, &MainWindow::updateTitle);
    connect(&m_workbench.workspace(), &WorkspaceController::opened, this, [this] {
        m_settings.addRecentWorkspace(m_workbench.workspace().folder());
        updateRecent();
    });
    connect(&m_workbench.project(), &ProjectController::loaded, this, &MainWindow::selectSomething);
    connect(&m_workbench.project(), &ProjectController::updated, this, &MainWindow::selectSomething);
    connect(&m_workbench.candidate(), &CandidateController::failed, this, &MainWindow::showError);
    connect(&m_workbench.edit(), &EditController::failed, this, &MainWindow::showError);
    connect(&m_workbench.edit(), &EditController::judgingChanged, this, [this](bool judging) {
        if (judging)
            statusBar()->showMessage(tr("Judging your edit..."));
        else
            statusBar()->clearMessage();
    });
    connect(&m_workbench.edit(), &EditController::judged, this, [this](qint64 id, const QString& summary) {
        statusBar()->showMessage(tr("Your edit is candidate #%1: %2").arg(id).arg(coreText(summary)), 8000);
    });
    connect(&m_workbench.knowledge(), &KnowledgeController::failed, this, &MainWindow::showError);
    connect(&m_workbench.run(), &RunController::failed, this, &MainWindow::showError);
    connect(&m_workbench.exchanges(), &ExchangeController::failed, this, &MainWindow::showError);
    connect(&m_workbench.models(), &ModelController::failed, this, [this](const UiError& error) {
        if (!findChild<ModelsDialog*>()) // it shows its own
            showError(error);
    });
    connect(&m_workbench.run(), &RunController::ended, this, [this](RunState state, const QString& message) {
        if (m_closing) {
            close();
            return;
        }
        statusBar()->showMessage(message.isEmpty() ? runStateWord(state) : coreText(message), 8000);
        if (!isActiveWindow())
            QApplication::alert(this);
    });
}

void MainWindow::selectSomething()
{
    // A fresh window should show a kernel, not an empty editor.
    if (m_workbench.selection().candidate() != 0)
        return;
    const QString& chosen = m_workbench.selection().operatorName(); // who looks at one operator stays there
    const CandidateRow* wanted = nullptr;
    for (const CandidateRow& row : m_workbench.project().candidateTable().rows())
        if (row.outcome != Outcome::NotJudged && (chosen.isEmpty() || row.specName == chosen)
            && (!wanted || (row.best && row.speedup > wanted->speedup)))
            wanted = &row;
    if (wanted)
        m_workbench.selection().selectCandidate(wanted->id);
}

void MainWindow::showError(const UiError& error)
{
    if (error.kind == UiError::Kind::Cancelled)
        return;
    (new ErrorDialog(error, this))->open();
}

void MainWindow::showModels()
{
    if (auto* open = findChild<ModelsDialog*>()) {
        open->raise();
        open->activateWindow();
        return;
    }
    auto* dialog = new ModelsDialog(m_workbench.models(), m_theme, this);
    connect(dialog, &ModelsDialog::pricesWanted, this, &MainWindow::showPrices);
    dialog->show();
}

void MainWindow::showPrices(const QString& modelId)
{
    auto* dialog = findChild<PricesDialog*>();
    if (!dialog) {
        dialog = new PricesDialog(m_workbench.prices(), m_theme, this);
        dialog->show();
    }
    if (!modelId.isEmpty())
        dialog->showFor(modelId);
    dialog->raise();
    dialog->activateWindow();
}

void MainWindow::showOpenError(const UiError& error, const QString& folder)
{
    auto* dialog = new ErrorDialog(error, this);
    if (error.kind == UiError::Kind::Locked) {
        QPushButton* readOnly = dialog->addButton(tr("Open &Read-Only"), QMessageBox::AcceptRole);
        connect(readOnly, &QPushButton::clicked, this,
            [this, folder] { openWorkspace(folder, WorkspaceController::Mode::ReadOnly); });
    }
    QPushButton* other = dialog->addButton(tr("Choose &Another..."), QMessageBox::ResetRole);
    connect(other, &QPushButton::clicked, this, &MainWindow::chooseWorkspace);
    dialog->open();
}

void MainWindow::openWorkspace(const QString& folder, WorkspaceController::Mode mode)
{
    if (m_workbench.run().active()) {
        statusBar()->showMessage(tr("Stop the run before opening another workspace."), 6000);
        return;
    }
    m_workbench.workspace().open(folder, mode);
}

void MainWindow::chooseNewWorkspace()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose an empty folder for the workspace"),
        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    if (!folder.isEmpty())
        openWorkspace(folder, WorkspaceController::Mode::Create);
}

void MainWindow::chooseWorkspace()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose a workspace folder"),
        m_settings.recentWorkspaces().isEmpty() ? QString() : m_settings.recentWorkspaces().constFirst());
    if (!folder.isEmpty())
        openWorkspace(folder, WorkspaceController::Mode::ReadWrite);
}

void MainWindow::updateTitle()
{
    const WorkspaceController& workspace = m_workbench.workspace();
    QString title = tr("Hawk Workbench");
    if (workspace.isOpen()) {
        title = u"%1 \u2014 %2"_s.arg(QFileInfo(workspace.folder()).fileName(), title);
        if (!workspace.writable())
            title += u' ' + tr("(read-only)");
    }
    setWindowTitle(title);
    m_actions["workspace.close"]->setEnabled(workspace.isOpen());
}

void MainWindow::setTheme(const QString& name)
{
    m_settings.setTheme(name);
    m_theme.apply(name == "dark"_L1 ? Theme::Choice::Dark
            : name == "light"_L1    ? Theme::Choice::Light
                                    : Theme::Choice::System);
}

void MainWindow::setLanguage(const QString& name)
{
    m_settings.setLanguage(name);
    m_language.apply(name);
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslateUi();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_code->hasUnjudgedEdits() && !m_closing) {
        const auto answer = QMessageBox::question(this, tr("Hawk Workbench"),
            tr("There are hand edits that have not been judged. Leave and lose them?"),
            QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Cancel);
        if (answer != QMessageBox::Discard) {
            event->ignore();
            return;
        }
    }
    if (m_workbench.run().active()) {
        // Stopping takes as long as the judges in flight need to end; the window stays alive meanwhile.
        m_closing = true;
        m_workbench.run().stop();
        statusBar()->showMessage(tr("Stopping the run, then closing..."));
        event->ignore();
        return;
    }
    m_settings.setWindow(saveGeometry(), saveState(kLayoutVersion));
    m_workbench.edit().cancel();
    event->accept();
}

} // namespace hawk::ui
