#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "engine/events.h"
#endif

#include <QObject>
#include <mutex>
#include <vector>

namespace hawk::ui {

/// Carries the engine's events into the GUI thread: post() in the engine's thread, received() in the GUI thread with
/// everything that came since. Consecutive progress events of one burst are reduced to the newest, consecutive pieces of one
/// reply are put together.
class EventPump final : public QObject, public engine::EventSink {
    Q_OBJECT
public:
    using QObject::QObject;
    void post(engine::Event event) noexcept override;

Q_SIGNALS:
    void received(const std::vector<hawk::engine::Event>& events);

private:
    void drain();
    bool joined(const engine::Event& event); ///< put to the last pending one; under the mutex
    std::mutex m_mutex;
    std::vector<engine::Event> m_pending;
};

} // namespace hawk::ui
