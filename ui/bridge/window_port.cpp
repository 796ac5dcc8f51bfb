#include "bridge/window_port.h"

#include "bridge/error_text.h"
#include "bridge/prompt_outline.h"

#include <QMetaObject>

namespace hawk::ui {

Result<std::string> WindowPort::ask(const std::string& label, const std::string& prompt, std::stop_token stop)
{
    ManualQuestion question { 0, toQt(label), outline(toQt(prompt)) };
    std::unique_lock lock(m_mutex);
    question.id = ++m_asked;
    m_reply.reset();
    QMetaObject::invokeMethod(
        this, [this, question] { show(question); }, Qt::QueuedConnection);
    const bool answered = m_answered.wait(lock, stop, [this] { return m_reply.has_value(); });
    ++m_asked; // whatever comes now is too late
    QMetaObject::invokeMethod(
        this, [this] { show({}); }, Qt::QueuedConnection);
    if (!answered)
        return Error { Errc::Cancelled, "cancelled while waiting for a reply", {}, {} };
    return *std::move(m_reply);
}

void WindowPort::show(ManualQuestion question)
{
    m_shown = std::move(question);
    Q_EMIT questionChanged();
}

void WindowPort::submit(quint64 id, const QString& reply)
{
    if (!reply.trimmed().isEmpty())
        answer(id, reply.toStdString());
}

void WindowPort::giveUp(quint64 id) { answer(id, Error { Errc::Cancelled, "the person gave up", {}, {} }); }

void WindowPort::answer(quint64 id, Result<std::string> reply)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (id == 0 || id != m_asked || m_reply)
            return;
        m_reply = std::move(reply);
    }
    m_answered.notify_all();
}

} // namespace hawk::ui
