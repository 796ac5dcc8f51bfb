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
        else if (!joined(event))
            m_pending.push_back(std::move(event));
    }
    if (wake) // one queued call per burst, not per event
        QMetaObject::invokeMethod(this, &EventPump::drain, Qt::QueuedConnection);
}

bool EventPump::joined(const engine::Event& event)
{
    const auto* piece = std::get_if<engine::ModelStreamed>(&event);
    auto* before = m_pending.empty() ? nullptr : std::get_if<engine::ModelStreamed>(&m_pending.back());
    const bool text = piece && (piece->kind == "answer" || piece->kind == "reasoning");
    if (!text || !before || before->task != piece->task || before->kind != piece->kind)
        return false;
    before->text += piece->text;
    return true;
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
