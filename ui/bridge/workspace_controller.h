#pragma once

#include "bridge/worker.h"
#include "models/rows.h"

#include <QObject>
#include <QStringList>
#include <memory>

namespace hawk::engine {
class Session;
}
namespace hawk::llm {
class KeyStore;
class ManualPort;
}
namespace hawk::store {
class Workspace;
}

namespace hawk::ui {

/// The open workspace: the session that writes and a second read-only connection for the panes, which never waits
/// for the engine. Opening and closing happen on a worker thread.
class WorkspaceController final : public QObject {
    Q_OBJECT
public:
    enum class Mode { ReadWrite, ReadOnly, Create, OpenOrCreate };
    enum class State { Closed, Opening, Open };

    explicit WorkspaceController(QObject* parent = nullptr);
    ~WorkspaceController() override;

    /// How workspaces opened from now on reach language models.
    void setModelAccess(std::shared_ptr<const llm::KeyStore> keys, std::shared_ptr<llm::ManualPort> manual);
    void open(const QString& folder, Mode mode);
    void close();
    State state() const { return m_state; }
    bool isOpen() const { return m_state == State::Open; }
    bool writable() const { return m_writable; }
    const QString& folder() const { return m_folder; }
    QStringList chips() const; ///< emulated ones, default first
    static QString defaultChip();

    /// For other controllers: null when closed. Copies keep it alive on their worker.
    std::shared_ptr<engine::Session> session() const { return m_session; }

    /// Reads on the reader thread: job(Workspace&) -> Result<R>, done(Result<R>) in the GUI thread. Answers that
    /// belong to an earlier workspace are dropped.
    template <class Job, class Done>
    void read(QObject* receiver, Job job, Done done)
    {
        if (!m_reader)
            return;
        m_readWorker.run(
            receiver, [reader = m_reader, job = std::move(job)](std::stop_token) mutable { return job(*reader); },
            [this, life = m_life, done = std::move(done)](auto result) mutable {
                if (life == m_life)
                    done(std::move(result));
            });
    }

Q_SIGNALS:
    void stateChanged();
    void opened();
    void closed();
    void failed(const hawk::ui::UiError& error, const QString& folder);

private:
    struct Opened;
    void adopt(Opened fresh, const QString& folder);

    State m_state = State::Closed;
    bool m_writable = false;
    QString m_folder;
    quint64 m_life = 0; ///< counts workspaces
    std::shared_ptr<engine::Session> m_session;
    std::shared_ptr<store::Workspace> m_reader;
    QStringList m_chips;
    std::shared_ptr<const llm::KeyStore> m_keys;
    std::shared_ptr<llm::ManualPort> m_manual;
    Worker m_readWorker;
    Worker m_openWorker;
};

} // namespace hawk::ui
