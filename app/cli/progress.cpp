#include "cli/progress.h"

#include <algorithm>
#include <ostream>
#include <sstream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace hawk::cli {
namespace {

std::size_t terminalWidth()
{
    winsize size {};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20)
        return 80;
    return size.ws_col;
}

} // namespace

TerminalProgress::TerminalProgress(Context& context)
    : m_context(context)
{
}

TerminalProgress::~TerminalProgress()
{
    const std::scoped_lock lock(m_mutex);
    m_line.clear();
    clear();
}

void TerminalProgress::clear()
{
    if (m_context.progress)
        m_context.err << "\r\x1b[K" << std::flush;
}

void TerminalProgress::draw()
{
    if (m_context.progress && !m_line.empty())
        m_context.err << "\r\x1b[K" << shorten(m_line, terminalWidth() - 1) << std::flush;
}

void TerminalProgress::show(const engine::RunProgress& progress)
{
    std::ostringstream line;
    line << '[' << progress.tasksDone << '/' << progress.tasksTotal << " operators, " << progress.attemptsDone
         << " attempts, " << formatSeconds(progress.secondsDone);
    if (progress.secondsBudget > 0)
        line << " of " << formatSeconds(progress.secondsBudget);
    if (progress.tokensDone > 0) {
        line << ", " << progress.tokensDone << " tokens";
        if (progress.tokensBudget > 0)
            line << " of " << progress.tokensBudget;
    }
    if (progress.moneyDone > 0) {
        line << ", " << formatMoney(progress.moneyDone, progress.currency);
        if (progress.moneyBudget > 0)
            line << " of " << formatMoney(progress.moneyBudget, progress.currency);
    }
    line << "] " << progress.activity;
    m_line = line.str();
    draw();
}

void TerminalProgress::finished(const engine::TaskFinished& task)
{
    const bool colour = m_context.errColour;
    clear();
    m_context.err << (task.correct ? styled("✓ ", Style::Green, colour) : styled("✗ ", Style::Red, colour))
                  << task.spec;
    if (task.correct) {
        m_context.err << "  " << formatUs(task.firstCorrectUs) << " -> " << formatUs(task.bestUs)
                      << " modelled, " << formatSpeedUp(task.firstCorrectUs, task.bestUs) << ", "
                      << task.attempts << " attempts";
    }
    m_context.err << styled("  " + task.note, Style::Dim, colour) << '\n';
    draw();
}

void TerminalProgress::post(engine::Event event) noexcept
{
    if (!m_context.progress)
        return;
    const std::scoped_lock lock(m_mutex);
    if (const auto* progress = std::get_if<engine::RunProgress>(&event))
        show(*progress);
    else if (const auto* task = std::get_if<engine::TaskFinished>(&event))
        finished(*task);
}

void TerminalProgress::say(const std::string& text)
{
    const std::scoped_lock lock(m_mutex);
    clear();
    m_context.note(text);
    draw();
}

} // namespace hawk::cli
