#include "cli/run_report.h"

#include <algorithm>
#include <cmath>
#include <ostream>

namespace hawk::cli {
namespace {

std::string times(const engine::TaskSummary& task)
{
    if (!task.correct)
        return "-";
    return formatUs(task.firstCorrectUs) + " -> " + formatUs(task.bestUs);
}

void printTotals(Context& context, const engine::RunSummary& summary)
{
    int attempts = 0;
    int repaired = 0;
    int faster = 0;
    double sumLog = 0;
    int timed = 0;
    for (const engine::TaskSummary& task : summary.tasks) {
        attempts += task.attempts;
        repaired += task.correct && task.failedBeforeCorrect > 0 && !task.entriesThatRepaired.empty() ? 1 : 0;
        if (task.firstCorrectUs <= 0 || task.bestUs <= 0)
            continue;
        ++timed;
        sumLog += std::log(task.firstCorrectUs / task.bestUs);
        faster += task.bestUs < task.firstCorrectUs ? 1 : 0;
    }
    const auto correct = std::count_if(
        summary.tasks.begin(), summary.tasks.end(), [](const auto& task) { return task.correct; });
    context.out << styled(
        std::to_string(correct) + " of " + std::to_string(summary.tasks.size()) + " operators correct",
        summary.allCorrect() ? Style::Green : Style::Yellow, context.outColour)
                << ", " << repaired << " after a failure that a knowledge entry repaired, " << faster
                << " faster than their first correct kernel";
    if (timed > 0)
        context.out << " (geometric mean " << formatSpeedUp(std::exp(sumLog / timed), 1.0) << ", modelled)";
    context.out << "; " << attempts << " attempts in " << formatSeconds(summary.activeSeconds) << '\n';
}

/// What the model took; nothing for a run without one.
void printSpending(Context& context, const engine::RunSummary& summary)
{
    if (summary.model.empty())
        return;
    const std::int64_t tokens = summary.promptTokens + summary.completionTokens;
    context.out << "model " << summary.model << ": " << summary.exchanges << " replies, " << tokens << " tokens ("
                << summary.promptTokens << " sent, " << summary.completionTokens << " received)";
    if (!summary.currency.empty())
        context.out << ", " << (summary.unpriced > 0 ? "at least " : "") << formatMoney(summary.money, summary.currency);
    if (summary.unpriced > 0)
        context.out << ", " << summary.unpriced << " replies without a known price";
    if (summary.correctKernels() > 0) {
        context.out << "; per correct kernel " << static_cast<std::int64_t>(summary.tokensPerCorrect()) << " tokens";
        if (!summary.currency.empty())
            context.out << ", " << formatMoney(summary.moneyPerCorrect(), summary.currency);
    }
    context.out << (summary.replayed ? "; replayed from recordings: nothing was asked or spent\n" : "\n");
}

} // namespace

void printSummary(Context& context, const engine::RunSummary& summary)
{
    context.out << "run " << summary.run.value << ", " << summary.chip << ", seed " << summary.seed << ": "
                << styled(summary.state, Style::Bold, context.outColour)
                << (summary.message.empty() ? "" : ": " + summary.message) << "\n\n";
    using enum Table::Align;
    Table table({ { "operator" }, { "state" }, { "attempts", Right }, { "failed first", Right },
        { "modelled time, first -> best", Right }, { "speed-up", Right }, { "repaired by", Left, 60 } });
    for (const engine::TaskSummary& task : summary.tasks)
        table.row({ task.spec, task.state, std::to_string(task.attempts),
            std::to_string(task.failedBeforeCorrect), times(task),
            formatSpeedUp(task.firstCorrectUs, task.bestUs), join(task.entriesThatRepaired, ", ") });
    table.print(context.out, context.outColour);
    context.out << '\n';
    for (const engine::TaskSummary& task : summary.tasks)
        if (!task.correct && !task.note.empty())
            context.out << task.spec << ": " << task.note << '\n';
    printTotals(context, summary);
    printSpending(context, summary);
}

} // namespace hawk::cli
