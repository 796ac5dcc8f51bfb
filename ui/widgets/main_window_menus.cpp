// Menus, actions and texts of the main window.
#include "widgets/code_pane.h"
#include "widgets/command_palette.h"
#include "widgets/knowledge_pane.h"
#include "widgets/language.h"
#include "widgets/main_window.h"
#include "widgets/pane.h"
#include "widgets/run_bar.h"

#include <QActionGroup>
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

void fill(QMenu* menu, const ActionRegistry& actions, std::initializer_list<const char*> ids)
{
    for (const char* id : ids)
        if (*id == '\0')
            menu->addSeparator();
        else
            menu->addAction(actions[id]);
}

} // namespace

void MainWindow::buildMenus()
{
    m_file = menuBar()->addMenu(QString());
    fill(m_file, m_actions, { "workspace.new", "workspace.open" });
    m_recent = m_file->addMenu(QString());
    fill(m_file, m_actions, { "workspace.demo", "", "workspace.close", "", "app.quit" });
    m_edit = menuBar()->addMenu(QString());
    fill(m_edit, m_actions,
        { "edit.undo", "edit.redo", "", "edit.start", "edit.judge", "edit.discard", "", "edit.find" });
    m_run = menuBar()->addMenu(QString());
    fill(m_run, m_actions, { "run.start", "run.operator", "", "run.pause", "run.stop", "run.resume" });
    m_candidate = menuBar()->addMenu(QString());
    fill(m_candidate, m_actions,
        { "candidate.compare", "candidate.first", "", "candidate.parent", "candidate.best", "", "finding.next",
            "finding.previous", "", "knowledge.approve", "knowledge.reject" });
    m_tools = menuBar()->addMenu(QString());
    fill(m_tools, m_actions, { "tools.models", "tools.prices", "", "prompt.copy", "prompt.find", "prompt.follow" });
    m_view = menuBar()->addMenu(QString());
    fill(m_view, m_actions, { "view.palette", "" });
    m_panes = m_view->addMenu(QString());
    for (const Docked& docked : m_docks)
        m_panes->addAction(docked.dock->toggleViewAction());
    fill(m_view, m_actions, { "view.resetLayout", "" });
    m_themeMenu = m_view->addMenu(QString());
    fill(m_themeMenu, m_actions, { "view.themeSystem", "view.themeLight", "view.themeDark" });
    m_languageMenu = m_view->addMenu(QString());
    fill(m_languageMenu, m_actions, { "view.english", "view.chinese" });
    fill(m_view, m_actions, { "", "timeline.zoomIn", "timeline.zoomOut", "timeline.fit" });
    m_help = menuBar()->addMenu(QString());
    fill(m_help, m_actions, { "help.shortcuts", "help.about" });
    for (const auto& ids : { std::vector { "view.themeSystem", "view.themeLight", "view.themeDark" },
             std::vector { "view.english", "view.chinese" } }) {
        auto* group = new QActionGroup(this);
        for (const char* id : ids) {
            m_actions[id]->setCheckable(true);
            group->addAction(m_actions[id]);
        }
    }
    const Theme::Choice choice = m_theme.choice();
    m_actions[choice == Theme::Choice::Dark ? "view.themeDark"
            : choice == Theme::Choice::Light ? "view.themeLight"
                                             : "view.themeSystem"]
        ->setChecked(true);
    m_actions[m_language.current() == "zh_CN"_L1 ? "view.chinese" : "view.english"]->setChecked(true);
    updateRecent();
}

void MainWindow::connectActions()
{
    connect(m_actions["workspace.new"], &QAction::triggered, this, &MainWindow::chooseNewWorkspace);
    connect(m_actions["workspace.open"], &QAction::triggered, this, &MainWindow::chooseWorkspace);
    connect(m_actions["workspace.demo"], &QAction::triggered, this, [this] {
        if (!m_workbench.run().active())
            m_workbench.openDemo(m_runBar->runSettings());
    });
    connect(m_actions["workspace.close"], &QAction::triggered, this, [this] {
        if (m_workbench.run().active())
            m_workbench.run().stop();
        else
            m_workbench.workspace().close();
    });
    connect(m_actions["app.quit"], &QAction::triggered, this, &QWidget::close);
    connect(m_actions["edit.undo"], &QAction::triggered, &m_workbench.knowledge(), &KnowledgeController::undo);
    connect(m_actions["edit.redo"], &QAction::triggered, &m_workbench.knowledge(), &KnowledgeController::redo);
    connect(m_actions["tools.models"], &QAction::triggered, this, &MainWindow::showModels);
    connect(m_actions["tools.prices"], &QAction::triggered, this, [this] { showPrices({}); });
    connect(m_actions["view.resetLayout"], &QAction::triggered, this, &MainWindow::resetLayout);
    connect(m_actions["view.palette"], &QAction::triggered, this, [this] { (new CommandPalette(m_actions, this))->open(); });
    connect(m_actions["view.themeSystem"], &QAction::triggered, this, [this] { setTheme(u"system"_s); });
    connect(m_actions["view.themeLight"], &QAction::triggered, this, [this] { setTheme(u"light"_s); });
    connect(m_actions["view.themeDark"], &QAction::triggered, this, [this] { setTheme(u"dark"_s); });
    connect(m_actions["view.english"], &QAction::triggered, this, [this] { setLanguage(u"en"_s); });
    connect(m_actions["view.chinese"], &QAction::triggered, this, [this] { setLanguage(u"zh_CN"_s); });
    connect(m_actions["help.shortcuts"], &QAction::triggered, this, [this] { (new ShortcutList(m_actions, this))->open(); });
    connect(m_actions["help.about"], &QAction::triggered, this, [this] {
        auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Hawk Workbench"),
            tr("Hawk Workbench %1").arg(QApplication::applicationVersion()), QMessageBox::Close, this);
        box->setInformativeText(tr("From an operator specification to a correct, fast Ascend C kernel.\n"
                                   "Free software under the GNU General Public License, version 3 or later.\n"
                                   "Times marked \"modelled\" come from the emulator's cost model, not from a device."));
        box->setIconPixmap(applicationIcon().pixmap(64));
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    });
}

void MainWindow::updateRecent()
{
    m_recent->clear();
    for (const QString& folder : m_settings.recentWorkspaces()) {
        QAction* action = m_recent->addAction(QDir::toNativeSeparators(folder));
        connect(action, &QAction::triggered, this,
            [this, folder] { openWorkspace(folder, WorkspaceController::Mode::ReadWrite); });
    }
    m_recent->setEnabled(!m_recent->isEmpty());
}

void MainWindow::retranslateUi()
{
    m_actions.retranslate();
    m_workbench.retranslate();
    for (const Docked& docked : m_docks)
        docked.dock->setWindowTitle(docked.pane->title());
    m_file->setTitle(tr("&File"));
    m_recent->setTitle(tr("Open &Recent"));
    m_edit->setTitle(tr("&Edit"));
    m_run->setTitle(tr("&Run"));
    m_candidate->setTitle(tr("&Candidate"));
    m_tools->setTitle(tr("&Tools"));
    m_view->setTitle(tr("&View"));
    m_panes->setTitle(tr("&Panes"));
    m_themeMenu->setTitle(tr("&Theme"));
    m_languageMenu->setTitle(tr("&Language"));
    m_help->setTitle(tr("&Help"));
    updateTitle();
}

} // namespace hawk::ui
