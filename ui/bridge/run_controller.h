#pragma once

#include "bridge/event_pump.h"
#include "bridge/workspace_controller.h"

#include <memory>
#include <thread>

namespace hawk::engine {
class Runner;
}

namespace hawk::ui {

/// Owns the engine thread of the window. Commands go in as values, events come out of the pump.
class RunController final : public QObject {
    Q_OBJECT
public:
    RunController(WorkspaceController& workspace, QObject* parent = nullptr);
    ~RunController() override;

    RunState state() const { return m_state; }
    bool active() const; ///< the engine thread works
    bool resumable() const { return m_state == RunState::Paused || m_state == RunState::Stopped; }
    const RunProgressView& progress() const { return m_progress; }
    /// Why the newest run ended where it did, in the engine's words: a spent budget, a failure. Empty while one is at work.
    const QString& endMessage() const { return m_endMessage; }

    void start(const RunSettings& settings);
    void resume();
    void pause();
    void stop();
    /// State of the newest run in a workspace that was just opened, and why it ended there.
    void adoptStoredState(const QString& state, const QString& message);

Q_SIGNALS:
    void stateChanged(hawk::ui::RunState state);
    void progressChanged(const hawk::ui::RunProgressView& progress);
    void eventsArrived(const std::vector<hawk::engine::Event>& events);
    void ended(hawk::ui::RunState state, const QString& message);
    void failed(const hawk::ui::UiError& error);

private:
    template <class Work>
    void launch(Work work);
    static QString endedEarly();
    void finish(RunState state, const QString& message);
    void finishWithError(const UiError& error);
    void setState(RunState state);
    void receive(const std::vector<engine::Event>& events);

    WorkspaceController& m_workspace;
    RunState m_state = RunState::NoWorkspace;
    RunProgressView m_progress;
    QString m_endMessage;
    qint64 m_run = 0; ///< of the thread at work; events of another are dropped
    EventPump m_pump;
    std::unique_ptr<engine::Runner> m_runner;
    std::jthread m_thread; ///< last: joins before runner and pump go
};

} // namespace hawk::ui
