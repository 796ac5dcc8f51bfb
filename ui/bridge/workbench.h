#pragma once

#include "bridge/candidate_controller.h"
#include "bridge/edit_controller.h"
#include "bridge/exchange_controller.h"
#include "bridge/knowledge_controller.h"
#include "bridge/model_controller.h"
#include "bridge/price_controller.h"
#include "bridge/run_controller.h"
#include "bridge/window_port.h"

namespace hawk::ui {

/// Composition root below the widgets: one of each controller, wired. Everything a window needs, no window needed.
class Workbench final : public QObject {
    Q_OBJECT
public:
    /// `keychain` null: the desktop's.
    explicit Workbench(std::unique_ptr<Keychain> keychain = nullptr, QObject* parent = nullptr);

    WorkspaceController& workspace() { return m_workspace; }
    ProjectController& project() { return m_project; }
    SelectionController& selection() { return m_selection; }
    CandidateController& candidate() { return m_candidate; }
    EditController& edit() { return m_edit; }
    KnowledgeController& knowledge() { return m_knowledge; }
    ModelController& models() { return m_models; }
    PriceController& prices() { return m_prices; }
    ExchangeController& exchanges() { return m_exchanges; }
    WindowPort& port() { return *m_port; }
    RunController& run() { return m_run; }

    /// Folder of the demo workspace: $HAWK_WORKSPACE, else hawk/demo in the user's data folder; the terminal loop
    /// uses the same.
    static QString demoFolder();
    /// Opens (creating if needed) the demo workspace; once it is there, starts the loop or continues an unfinished
    /// one. A finished one is shown as it is.
    void openDemo(const RunSettings& settings);
    /// Starts a run, or resumes the newest; keychain entries its models name are read first, so that the engine never waits
    /// for the desktop.
    void startRun(const RunSettings& settings);
    void resumeRun();
    /// Starts (or resumes) as soon as the workspace is open.
    void runWhenOpen(const RunSettings& settings, bool evenIfFinished);
    void retranslate();

private:
    void runIfDue();

    ModelController m_models; ///< before what opens models
    PriceController m_prices;
    std::shared_ptr<WindowPort> m_port = std::make_shared<WindowPort>(); ///< sessions hold it too
    WorkspaceController m_workspace;
    ProjectController m_project;
    SelectionController m_selection;
    CandidateController m_candidate;
    EditController m_edit;
    KnowledgeController m_knowledge;
    ExchangeController m_exchanges;
    RunController m_run; ///< last: the engine thread ends first
    bool m_runDue = false;
    bool m_runEvenIfFinished = false;
    RunSettings m_dueSettings;
};

} // namespace hawk::ui
