#include "bridge/event_pump.h"

#include <QMetaObject>
#include <utility>

namespace hawk::ui {

void EventPump::post(engine::Event event) noexcept
{
    bool wake = false;
    {
        const std::scoped_lock lock(m_mutex);
        wake = m_pending.empty();
        const bool progress = std::holds_alternative<engine::RunProgress>(event);
        if (progress && !m_pending.empty() && std::holds_alternative<engine::RunProgress>(m_pending.back()))
            m_pending.back() = std::move(event);
        else
            m_pending.push_back(std::move(event));
    }
    if (wake) // one queued call per burst, not per event
        QMetaObject::invokeMethod(this, &EventPump::drain, Qt::QueuedConnection);
}

void EventPump::drain()
{
    std::vector<engine::Event> events;
    {
        const std::scoped_lock lock(m_mutex);
        events.swap(m_pending);
    }
    if (!events.empty())
        Q_EMIT received(events);
}

} // namespace hawk::ui
