#include "bridge/workbench.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace hawk::ui {

Workbench::Workbench(std::unique_ptr<Keychain> keychain, QObject* parent)
    : QObject(parent)
    , m_models(keychain ? std::move(keychain) : systemKeychain())
    , m_prices(m_models)
    , m_project(m_workspace)
    , m_candidate(m_workspace, m_project, m_selection)
    , m_edit(m_workspace)
    , m_knowledge(m_workspace, m_project, m_selection)
    , m_exchanges(m_workspace, m_selection)
    , m_run(m_workspace)
{
    m_workspace.setModelAccess(m_models.keys(), m_port);
    connect(&m_run, &RunController::eventsArrived, &m_exchanges, &ExchangeController::apply);
    connect(&m_run, &RunController::ended, &m_exchanges,
        [this](RunState, const QString& message) { m_exchanges.endRun(message); });
    m_models.reload();
    connect(&m_workspace, &WorkspaceController::closed, &m_selection, &SelectionController::clear);
    connect(&m_run, &RunController::eventsArrived, &m_project, &ProjectController::apply);
    connect(&m_run, &RunController::ended, &m_project, &ProjectController::refreshRun);
    connect(&m_project, &ProjectController::runStateKnown, &m_run, &RunController::adoptStoredState);
    connect(&m_project, &ProjectController::loaded, this, &Workbench::runIfDue);
    connect(&m_edit, &EditController::judged, this, [this](qint64 id) {
        m_project.refreshCandidate(id);
        m_selection.selectCandidate(id);
    });
}

QString Workbench::demoFolder()
{
    const QString given = qEnvironmentVariable("HAWK_WORKSPACE");
    if (!given.isEmpty())
        return given;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/hawk/demo"_s;
}

void Workbench::openDemo(const RunSettings& settings)
{
    runWhenOpen(settings, false);
    m_workspace.open(demoFolder(), WorkspaceController::Mode::OpenOrCreate);
}

void Workbench::runWhenOpen(const RunSettings& settings, bool evenIfFinished)
{
    m_runDue = true;
    m_runEvenIfFinished = evenIfFinished;
    m_dueSettings = settings;
}

void Workbench::runIfDue()
{
    if (!m_runDue || !m_workspace.isOpen() || !m_workspace.writable())
        return;
    m_runDue = false;
    // loaded() comes before the stored state is announced.
    m_run.adoptStoredState(m_project.shownRunState(), m_project.shownRunMessage());
    if (m_run.resumable()) {
        resumeRun();
        return;
    }
    if (m_project.shownRun() != 0 && !m_runEvenIfFinished)
        return;
    if (m_dueSettings.chip.isEmpty())
        m_dueSettings.chip = WorkspaceController::defaultChip();
    startRun(m_dueSettings);
}

void Workbench::startRun(const RunSettings& settings)
{
    if (settings.model.isEmpty())
        m_run.start(settings);
    else
        m_models.fetchKeys(this, [this, settings] { m_run.start(settings); });
}

void Workbench::resumeRun()
{
    if (m_project.shownRunModel().isEmpty())
        m_run.resume();
    else
        m_models.fetchKeys(this, [this] { m_run.resume(); });
}

void Workbench::retranslate()
{
    m_project.retranslate();
    m_candidate.retranslate();
    m_models.retranslate();
    m_prices.retranslate();
}

} // namespace hawk::ui
