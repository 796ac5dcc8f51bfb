#include "llm/manual_provider.h"

#include "llm/text.h"
#include "llm/wire.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <ostream>
#include <poll.h>
#include <unistd.h>

namespace hawk::llm {
namespace {

constexpr int kPollMs = 20;
constexpr std::size_t kLongestReply = 32U << 20U;

class ManualProvider final : public Provider {
public:
    ManualProvider(ModelIdentity identity, ManualPort& port)
        : m_identity(std::move(identity))
        , m_port(port)
    {
    }
    const ModelIdentity& identity() const override { return m_identity; }

    Outcome complete(const Request& request, const OnStream& onStream, std::stop_token stop) override
    {
        if (!enter(stop))
            return cancelledFailure(m_identity.name);
        const auto begin = std::chrono::steady_clock::now();
        const std::string prompt = plainPrompt(request.messages);
        const Result<std::string> pasted = m_port.ask(request.label, prompt, stop);
        leave();
        if (!pasted && (pasted.error().code == Errc::Cancelled || stop.stop_requested()))
            return cancelledFailure(m_identity.name);
        if (!pasted)
            return Failure { FailureKind::Setup, pasted.error(), false, {} };
        const std::string text = wellFormedUtf8(*pasted);
        SplitText split = splitReasoning(text, false);
        Reply reply;
        reply.answer = std::move(split.answer);
        reply.reasoning = std::move(split.reasoning);
        reply.finishReason = "stop";
        reply.model = m_identity.model;
        reply.usage = { .promptTokens = estimatedTokens(prompt), .completionTokens = estimatedTokens(text), .estimated = true };
        reply.timing.totalMs
            = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
        reply.timing.firstByteMs = reply.timing.totalMs;
        if (onStream)
            onStream({ StreamEvent::Kind::Answer, reply.answer });
        return reply;
    }

private:
    bool enter(const std::stop_token& stop)
    {
        std::unique_lock lock(m_mutex);
        if (!m_free.wait(lock, stop, [this] { return !m_busy; }))
            return false;
        m_busy = true;
        return true;
    }
    void leave()
    {
        const std::scoped_lock lock(m_mutex);
        m_busy = false;
        m_free.notify_one();
    }

    ModelIdentity m_identity;
    ManualPort& m_port;
    std::mutex m_mutex;
    std::condition_variable_any m_free;
    bool m_busy = false;
};

/// The text before a line that is the end mark alone, which is taken out of the buffer with it.
bool takeReply(std::string& buffer, std::string& reply)
{
    for (std::size_t line = 0; line < buffer.size();) {
        const std::size_t end = buffer.find('\n', line);
        std::string_view text = std::string_view(buffer).substr(line, end == std::string::npos ? end : end - line);
        if (text.ends_with('\r'))
            text.remove_suffix(1);
        if (end == std::string::npos)
            return false; // perhaps only half of the mark
        if (text == TerminalPort::kEndMark) {
            reply = buffer.substr(0, line);
            buffer.erase(0, end + 1);
            return true;
        }
        line = end + 1;
    }
    return false;
}

} // namespace

TerminalPort::TerminalPort(int in, std::ostream& out)
    : m_in(in)
    , m_out(out)
{
}

Result<std::string> TerminalPort::ask(const std::string& label, const std::string& prompt, std::stop_token stop)
{
    m_out << "----- prompt" << (label.empty() ? "" : " for " + label) << " -----\n"
          << prompt << "\n----- end of prompt -----\n"
          << "Paste the reply, then a line with " << kEndMark << " alone:" << std::endl;
    std::string reply;
    std::array<char, 65536> chunk {};
    while (!takeReply(m_buffer, reply)) {
        if (stop.stop_requested())
            return Error { Errc::Cancelled, "cancelled while waiting for a reply", {}, {} };
        if (m_buffer.size() > kLongestReply)
            return Error { Errc::InvalidInput, "the pasted reply is too long", {}, {} };
        pollfd fd { m_in, POLLIN, 0 };
        const int ready = ::poll(&fd, 1, kPollMs);
        if (ready <= 0)
            continue;
        const ssize_t n = ::read(m_in, chunk.data(), chunk.size());
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n < 0)
            return Error { Errc::Io, std::string("cannot read the reply: ") + std::strerror(errno), {}, {} };
        if (n > 0) {
            m_buffer.append(chunk.data(), static_cast<std::size_t>(n));
            continue;
        }
        m_buffer += m_buffer.ends_with('\n') ? "" : "\n"; // the end of input ends a last line, and the reply
        if (!takeReply(m_buffer, reply))
            reply = std::exchange(m_buffer, {});
        break;
    }
    if (reply.find_first_not_of(" \t\r\n") == std::string::npos)
        return Error { Errc::InvalidInput, "no reply was pasted", {},
            std::string("paste the model's reply, then a line with ") + kEndMark };
    return reply;
}

std::unique_ptr<Provider> makeManualProvider(std::string name, std::string model, Parameters parameters, ManualPort& port)
{
    return std::make_unique<ManualProvider>(
        ModelIdentity { std::move(name), "manual", std::move(model), std::move(parameters), Json() }, port);
}

} // namespace hawk::llm
