#include "cli/interrupt.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace hawk::cli {
namespace {

// A signal handler can only reach globals: the write end of a pipe, -1 while nobody watches.
std::atomic<int> g_writeEnd = -1;
std::array<int, 2> g_pipe { -1, -1 };
std::array<struct sigaction, 3> g_previous {};
constexpr std::array<int, 3> kSignals { SIGINT, SIGTERM, SIGHUP };

extern "C" void onSignal(int signal)
{
    const int saved = errno;
    const char byte = signal == SIGINT ? 'i' : 't';
    const int end = g_writeEnd.load();
    if (end >= 0 && write(end, &byte, 1) < 0) {
        // A full pipe already holds more requests than anybody needs.
    }
    errno = saved;
}

} // namespace

InterruptWatch::InterruptWatch(std::function<void(int count)> handler)
{
    if (pipe2(g_pipe.data(), O_CLOEXEC) != 0)
        return; // without a pipe the signals keep their default action
    g_writeEnd = g_pipe[1];
    m_thread = std::jthread([handler = std::move(handler), readEnd = g_pipe[0]] {
        int count = 0;
        char byte = 0;
        while (read(readEnd, &byte, 1) == 1 && byte != 'q') {
            count = byte == 'i' ? count + 1 : std::max(count + 1, 2);
            handler(count);
        }
    });
    struct sigaction action { };
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        sigaction(kSignals[i], &action, &g_previous[i]);
}

InterruptWatch::~InterruptWatch()
{
    if (!m_thread.joinable())
        return;
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        sigaction(kSignals[i], &g_previous[i], nullptr);
    const int end = g_writeEnd.exchange(-1);
    const char quit = 'q';
    if (write(end, &quit, 1) != 1)
        close(end); // the reader sees the end of the pipe instead
    m_thread.join();
    close(g_pipe[0]);
    close(g_pipe[1]);
}

} // namespace hawk::cli
