#pragma once

#include "bridge/workbench.h"
#include "widgets/action_registry.h"
#include "widgets/settings.h"
#include "widgets/theme.h"

#include <QMainWindow>

class QDockWidget;
class QMenu;

namespace hawk::ui {

class CodePane;
class KnowledgePane;
class Language;
class Pane;
class RunBar;

/// The window: puts the panes in their places, owns menus, layout and theme choice. Everything else is in the panes.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    /// Raised when panes are added or renamed: an older saved layout is then not restored.
    static constexpr int kLayoutVersion = 2;

    MainWindow(Workbench& workbench, Theme& theme, Language& language, QWidget* parent = nullptr);
    ~MainWindow() override;

    ActionRegistry& actions() { return m_actions; }
    RunBar& runBar() { return *m_runBar; }
    void openWorkspace(const QString& folder, WorkspaceController::Mode mode);
    void resetLayout();
    void showPane(const QString& id); ///< by object name; unknown ids do nothing
    void showError(const UiError& error);
    void showModels(); ///< Tools > Models; the one that is open already comes to the front
    void showPrices(const QString& modelId); ///< empty: of no model in particular

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void addPanes();
    QDockWidget* addPane(const char* id, Pane* pane, Qt::DockWidgetArea area);
    void placeDocks();
    void sizeDocks();
    void updateTitleBars(); ///< a pane in a tab group needs no second title
    void restoreLayout();
    void buildMenus();
    void connectActions();
    void connectWorkbench();
    void retranslateUi();
    void updateTitle();
    void updateRecent();
    void chooseNewWorkspace();
    void chooseWorkspace();
    void showOpenError(const UiError& error, const QString& folder);
    void selectSomething();
    void setTheme(const QString& name);
    void setLanguage(const QString& name);

    Workbench& m_workbench;
    Theme& m_theme;
    Language& m_language;
    Settings m_settings;
    ActionRegistry m_actions;
    RunBar* m_runBar = nullptr;
    CodePane* m_code = nullptr;
    KnowledgePane* m_knowledge = nullptr;
    struct Docked {
        QDockWidget* dock;
        Pane* pane;
    };
    std::vector<Docked> m_docks;
    QMenu* m_file = nullptr;
    QMenu* m_recent = nullptr;
    QMenu* m_edit = nullptr;
    QMenu* m_run = nullptr;
    QMenu* m_candidate = nullptr;
    QMenu* m_tools = nullptr;
    QMenu* m_view = nullptr;
    QMenu* m_panes = nullptr;
    QMenu* m_themeMenu = nullptr;
    QMenu* m_languageMenu = nullptr;
    QMenu* m_help = nullptr;
    bool m_closing = false; ///< waits for the run to stop, then closes
    bool m_sized = false;
};

} // namespace hawk::ui
