#include "bridge/convert.h"

#include "bridge/json_fields.h"
#include "bridge/verdict_view.h"
#include "format/core_text.h"
#include "format/numbers.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct Convert {
    Q_DECLARE_TR_FUNCTIONS(Convert)
};

} // namespace

CandidateRow toRow(const store::CandidateRecord& record)
{
    CandidateRow row;
    row.id = record.id.value;
    row.parent = record.parent.value;
    row.run = record.run.value;
    row.task = record.task.value;
    row.attempt = record.attempt;
    row.origin = toQt(record.origin);
    row.stage = toQt(record.stage);
    row.note = toQt(record.note);
    row.summary = toQt(record.summary);
    row.outcome = outcomeFromName(record.outcome);
    row.modelledUs = record.modelledUs;
    row.createdAt = record.createdAt;
    return row;
}

OperatorRow toRow(const store::SpecRecord& spec, const store::TaskRecord* task)
{
    OperatorRow row;
    row.spec = spec.id.value;
    row.name = toQt(spec.name);
    row.family = toQt(spec.family);
    row.description = jsonText(spec.body, "description");
    if (spec.body.is_object() && spec.body.contains("cases"))
        row.cases = static_cast<int>(spec.body.at("cases").size());
    if (task) {
        row.task = task->id.value;
        row.state = toQt(task->state);
        row.note = toQt(task->note);
        row.attempts = task->attempts;
        row.best = task->best.value;
        row.firstCorrect = task->firstCorrect.value;
    }
    return row;
}

RunProgressView toView(const engine::RunProgress& progress)
{
    return { progress.attemptsDone, progress.attemptsBudget, progress.secondsDone, progress.secondsBudget,
        progress.tasksDone, progress.tasksTotal, toQt(progress.activity), progress.tokensDone, progress.tokensBudget,
        progress.moneyDone, progress.moneyBudget, toQt(progress.currency) };
}

EventRow toRow(const engine::Event& event, qint64 at)
{
    if (const auto* sent = std::get_if<engine::PromptSent>(&event); sent && !sent->messages.empty()) {
        engine::PromptSent slim = *sent; // a line of the log needs no prompt
        slim.messages.clear();
        return toRow(engine::Event(std::move(slim)), at);
    }
    store::EventRecord record;
    record.kind = std::string(engine::kindOf(event));
    record.body = engine::toJson(event);
    record.at = at;
    return toRow(record);
}

EventRow toRow(const store::EventRecord& record)
{
    const Json& body = record.body;
    EventRow row;
    row.at = record.at;
    row.kind = toQt(record.kind);
    row.spec = jsonText(body, "spec");
    row.candidate = jsonNumber(body, "candidate");
    row.entry = jsonNumber(body, "entry");
    if (record.kind == "candidate-judged") {
        row.outcome = outcomeFromName(jsonText(body, "outcome").toStdString());
        const double us = jsonReal(body, "modelledUs");
        row.text = u"#%1 %2"_s.arg(row.candidate).arg(coreText(jsonText(body, "summary")));
        // The summary of a correct one ends with its time, but with no unit a person would choose.
        if (us > 0)
            row.text = u"#%1 %2, "_s.arg(row.candidate).arg(outcomeWord(row.outcome)) + withBadge(microseconds(us), Badge::Modelled);
    } else if (record.kind == "candidate-created") {
        row.text = u"#%1 %2"_s.arg(row.candidate).arg(coreText(jsonText(body, "note")));
    } else if (record.kind == "knowledge-retrieved") {
        QStringList keys;
        if (body.is_object() && body.contains("keys") && body.at("keys").is_array())
            for (const Json& key : body.at("keys"))
                keys.append(key.is_string() ? toQt(key.get<std::string>()) : QString());
        row.text = keys.join(u", "_s);
    } else if (record.kind == "prompt-sent") {
        row.text = Convert::tr("%1 to %2, about %3 tokens")
                       .arg(coreText(jsonText(body, "label")), jsonText(body, "model"), wholeNumber(jsonNumber(body, "promptTokens")));
    } else if (record.kind == "reply-received") {
        row.text = Convert::tr("%1 tokens in, %2 out").arg(wholeNumber(jsonNumber(body, "promptTokens")), wholeNumber(jsonNumber(body, "completionTokens")));
        if (body.contains("cost") && body.at("cost").is_number())
            row.text += u", "_s + money(jsonReal(body, "cost"), jsonText(body, "currency"));
        if (body.value("replayed", false))
            row.text += u", "_s + badgeWord(Badge::Replayed);
    } else if (record.kind == "entry-proposed") {
        row.text = jsonText(body, "title");
    } else if (record.kind == "task-finished") {
        const double best = jsonReal(body, "bestUs");
        row.text = taskStateWord(jsonText(body, "state"));
        if (best > 0)
            row.text += u", "_s + withBadge(microseconds(best), Badge::Modelled);
        const QString note = jsonText(body, "note");
        if (!note.isEmpty())
            row.text += u", "_s + coreText(note);
    } else if (record.kind == "run-started") {
        row.text = jsonText(body, "chip");
    } else if (record.kind == "run-finished") {
        const QString message = jsonText(body, "message");
        row.text = message.isEmpty() ? storedRunStateWord(jsonText(body, "state")) : coreText(message);
    } else if (record.kind == "run-progress") {
        row.text = coreText(jsonText(body, "activity"));
    }
    return row;
}

} // namespace hawk::ui
