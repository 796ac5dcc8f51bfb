#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "llm/manual_provider.h"
#endif
#include "models/exchange_rows.h"

#include <QObject>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace hawk::ui {

/// Where a manual model asks in the window: ask() waits on the engine's thread, the question shows in the GUI
/// thread, and the person's answer goes back as a value. Stopping the run ends the waiting at once.
class WindowPort final : public QObject, public llm::ManualPort {
    Q_OBJECT
public:
    using QObject::QObject;
    Result<std::string> ask(
        const std::string& label, const std::string& prompt, std::stop_token stop) override;

    // GUI thread.
    const ManualQuestion& question() const { return m_shown; }
    /// Answers to a question that is no longer asked are dropped.
    void submit(quint64 id, const QString& reply);
    void giveUp(quint64 id);

Q_SIGNALS:
    void questionChanged(); ///< question() is new; its id 0: none any more

private:
    void answer(quint64 id, Result<std::string> reply);
    void show(ManualQuestion question);

    std::mutex m_mutex; ///< guards the three below
    std::condition_variable_any m_answered;
    quint64 m_asked = 0;
    std::optional<Result<std::string>> m_reply;
    ManualQuestion m_shown; ///< GUI thread only
};

} // namespace hawk::ui
