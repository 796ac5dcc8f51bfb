#include "bridge/run_controller.h"

#include "bridge/convert.h"
#include "engine/runner.h"

#include <QMetaObject>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

RunState stateOf(engine::RunEnd end)
{
    switch (end) {
    case engine::RunEnd::Finished: return RunState::Finished;
    case engine::RunEnd::Paused: return RunState::Paused;
    case engine::RunEnd::Stopped: return RunState::Stopped;
    case engine::RunEnd::Failed: return RunState::Failed;
    }
    return RunState::Failed;
}

} // namespace

RunController::RunController(WorkspaceController& workspace, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    connect(&m_pump, &EventPump::received, this, &RunController::receive);
    connect(&m_workspace, &WorkspaceController::closed, this, [this] {
        m_progress = {};
        m_endMessage.clear();
        Q_EMIT progressChanged(m_progress);
        setState(RunState::NoWorkspace);
    });
}

RunController::~RunController()
{
    if (m_runner)
        m_runner->requestStop();
    if (m_thread.joinable())
        m_thread.join();
}

bool RunController::active() const
{
    return m_state == RunState::Running || m_state == RunState::Pausing || m_state == RunState::Stopping;
}

void RunController::adoptStoredState(const QString& state, const QString& message)
{
    if (active())
        return;
    // Whoever stopped or paused the run knows it, and its state says so.
    m_endMessage = state == "finished"_L1 || state == "failed"_L1 ? message : QString();
    Q_EMIT progressChanged(m_progress);
    // "running" without an engine at work is a run that was killed: it can be resumed like a stopped one.
    if (state == "paused"_L1)
        setState(RunState::Paused);
    else if (state == "stopped"_L1 || state == "running"_L1 || state == "created"_L1)
        setState(RunState::Stopped);
    else if (state == "finished"_L1)
        setState(RunState::Finished);
    else if (state == "failed"_L1)
        setState(RunState::Failed);
    else
        setState(RunState::Idle);
}

template <class Work>
void RunController::launch(Work work)
{
    const auto session = m_workspace.session();
    if (active() || !session || !m_workspace.writable())
        return;
    if (m_thread.joinable())
        m_thread.join(); // ended already: it announced its end as its last act
    m_run = 0;
    m_endMessage.clear();
    m_runner = std::make_unique<engine::Runner>(*session, m_pump);
    setState(RunState::Running);
    m_thread = std::jthread([this, session, runner = m_runner.get(), work = std::move(work)] {
        Result<engine::RunSummary> result = work(*runner);
        QMetaObject::invokeMethod(
            this,
            [this, result = std::move(result)] {
                if (result)
                    finish(stateOf(result->end), toQt(result->message));
                else
                    finishWithError(toUiError(result.error(), endedEarly()));
            },
            Qt::QueuedConnection);
    });
}

QString RunController::endedEarly()
{
    return tr("The run ended early");
}

void RunController::finish(RunState state, const QString& reason)
{
    // Whoever stopped or paused the run knows it, and its state says so.
    const QString message = state == RunState::Stopped || state == RunState::Paused ? QString() : reason;
    m_progress.activity.clear();
    m_endMessage = message;
    Q_EMIT progressChanged(m_progress);
    setState(state);
    Q_EMIT ended(state, message);
}

void RunController::finishWithError(const UiError& error)
{
    finish(RunState::Failed, error.cause);
    Q_EMIT failed(error);
}

void RunController::start(const RunSettings& settings)
{
    engine::RunOptions options;
    for (const QString& spec : settings.specs)
        options.specs.push_back(spec.toStdString());
    options.chip = settings.chip.toStdString();
    options.attemptsPerTask = settings.attempts;
    options.seed = settings.seed;
    options.model = settings.model.toStdString();
    options.tokenBudget = settings.tokenBudget;
    options.moneyBudget = settings.moneyBudget;
    launch([options](engine::Runner& runner) { return runner.run(options); });
}

void RunController::resume()
{
    launch([](engine::Runner& runner) { return runner.resume(); });
}

void RunController::pause()
{
    if (m_state != RunState::Running)
        return;
    m_runner->requestPause();
    setState(RunState::Pausing);
}

void RunController::stop()
{
    if (m_state != RunState::Running && m_state != RunState::Pausing)
        return;
    m_runner->requestStop();
    setState(RunState::Stopping);
}

void RunController::setState(RunState state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

void RunController::receive(const std::vector<engine::Event>& events)
{
    for (const engine::Event& event : events) {
        if (const auto* started = std::get_if<engine::RunStarted>(&event))
            m_run = started->run.value;
        if (const auto* progress = std::get_if<engine::RunProgress>(&event); progress && progress->run.value == m_run) {
            m_progress = toView(*progress);
            Q_EMIT progressChanged(m_progress);
        }
    }
    std::vector<engine::Event> mine;
    std::copy_if(events.begin(), events.end(), std::back_inserter(mine),
        [this](const engine::Event& event) { return engine::runOf(event).value == m_run; });
    if (!mine.empty())
        Q_EMIT eventsArrived(mine);
}

} // namespace hawk::ui
