#include "cli/command.h"

#include "engine/exchange_log.h"
#include "engine/recordings_file.h"

#include <limits>
#include <ostream>

namespace hawk::cli {
namespace {

Result<std::int64_t> number(const Arguments& arguments, const char* what)
{
    const Result<std::int64_t> value = parseInteger(arguments.positional(0), what);
    if (value && *value < 1)
        return Error { Errc::InvalidInput, std::string(what) + " is a number from 1, not " + std::to_string(*value), {}, {} };
    return value;
}

Json rowJson(const store::ExchangeRecord& row)
{
    return { { "exchange", row.id }, { "run", row.run.value }, { "task", row.task.value }, { "candidate", row.candidate.value },
        { "model", row.model }, { "label", row.label }, { "occurrence", row.occurrence }, { "key", row.key },
        { "failureKind", row.failureKind }, { "failure", row.failure }, { "finishReason", row.finishReason },
        { "promptTokens", row.promptTokens }, { "cachedTokens", row.cachedTokens },
        { "completionTokens", row.completionTokens }, { "cost", row.cost ? Json(*row.cost) : Json() },
        { "currency", row.currency }, { "firstByteMs", row.firstByteMs }, { "totalMs", row.totalMs }, { "at", row.at } };
}

std::string costOf(const store::ExchangeRecord& row) { return row.cost ? formatMoney(*row.cost, row.currency) : "-"; }

Result<int> list(Context& context, const Arguments& arguments)
{
    constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
    const Result<std::int64_t> run = arguments.integer("run", 0, 1, kAny);
    const Result<std::int64_t> candidate = arguments.integer("candidate", 0, 1, kAny);
    if (!run || !candidate)
        return run ? candidate.error() : run.error();
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    const auto rows = (*session)->workspace().exchanges({ .run = { *run }, .candidate = { *candidate } });
    if (!rows)
        return rows.error();
    if (context.json) {
        Json all = Json::array();
        for (const store::ExchangeRecord& row : *rows)
            all.push_back(rowJson(row));
        context.print({ { "exchanges", std::move(all) } });
        return kDone;
    }
    if (rows->empty()) {
        context.out << "no exchanges with language models\n";
        return kDone;
    }
    using enum Table::Align;
    Table table({ { "id", Right }, { "run", Right }, { "candidate", Right }, { "model" }, { "about" }, { "sent", Right },
        { "received", Right }, { "cost", Right }, { "time", Right }, { "ended", Left, 60 } });
    for (const store::ExchangeRecord& row : *rows)
        table.row({ std::to_string(row.id), row.run ? std::to_string(row.run.value) : "-",
            row.candidate ? std::to_string(row.candidate.value) : "-", row.model, row.label, std::to_string(row.promptTokens),
            std::to_string(row.completionTokens), costOf(row), formatMs(row.totalMs),
            row.replyHash.empty() ? row.failureKind + ": " + row.failure : row.finishReason });
    table.print(context.out, context.outColour);
    return kDone;
}

void printMessages(Context& context, const Json& request)
{
    for (const Json& message : request.value("messages", Json::array()))
        context.out << styled("[" + message.value("role", std::string()) + "]", Style::Bold, context.outColour) << '\n'
                    << message.value("text", std::string()) << "\n\n";
}

void printReply(Context& context, const llm::Reply& reply, bool reasoning)
{
    if (!reply.reasoning.empty()) {
        context.out << styled("[reasoning]", Style::Bold, context.outColour) << '\n';
        if (reasoning)
            context.out << reply.reasoning << "\n\n";
        else
            context.out << "(" << reply.reasoning.size() << " bytes; --reasoning shows them)\n\n";
    }
    context.out << styled("[reply]", Style::Bold, context.outColour) << '\n'
                << reply.answer << (reply.answer.ends_with('\n') ? "" : "\n");
}

Result<int> show(Context& context, const Arguments& arguments)
{
    const Result<std::int64_t> id = number(arguments, "EXCHANGE");
    if (!id)
        return id.error();
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    const Result<engine::StoredExchange> exchange = engine::loadExchange((*session)->workspace(), *id);
    if (!exchange)
        return exchange.error();
    const store::ExchangeRecord& row = exchange->row;
    if (context.json) {
        Json document = rowJson(row);
        document["request"] = exchange->request;
        document["reply"] = exchange->reply ? llm::toJson(*exchange->reply) : Json();
        context.print(document);
        return kDone;
    }
    context.err << "exchange " << row.id << ", " << row.label << ", model " << row.model << ", " << formatTime(row.at) << ": "
                << row.promptTokens << " tokens sent, " << row.completionTokens << " received, cost " << costOf(row) << ", "
                << formatMs(row.totalMs) << '\n';
    const bool one = arguments.has("prompt") != arguments.has("reply");
    if (!one || arguments.has("prompt"))
        printMessages(context, exchange->request);
    if (one && arguments.has("prompt"))
        return kDone;
    if (exchange->reply)
        printReply(context, *exchange->reply, arguments.has("reasoning"));
    else
        context.out << "no reply, " << row.failureKind << ": " << row.failure << '\n';
    return kDone;
}

Result<int> exportRun(Context& context, const Arguments& arguments)
{
    const Result<std::int64_t> run = number(arguments, "RUN");
    if (!run)
        return run.error();
    const std::optional<std::string> file = arguments.value("output");
    if (!file)
        return Error { Errc::InvalidInput, "-o FILE is missing: where to write the recordings", {}, {} };
    const auto session = openSession(arguments, store::OpenMode::ReadOnly);
    if (!session)
        return session.error();
    const Result<std::size_t> count = engine::writeRecordings((*session)->workspace(), { *run }, *file);
    if (!count)
        return count.error();
    if (context.json)
        context.print({ { "file", *file }, { "exchanges", *count } });
    else
        context.out << "wrote " << *count << " exchanges of run " << *run << " to " << *file
                    << "\n`hawk run --replay " << *file << "` repeats the run in a workspace as it was before\n";
    return kDone;
}

} // namespace

std::vector<Command> exchangeCommands()
{
    return { { .name = "exchange list",
                 .summary = "what language models were asked: tokens, cost, time",
                 .options = { { "run", "N", "of this run only" }, { "candidate", "ID", "of this candidate only" } },
                 .run = list },
        { .name = "exchange show",
            .summary = "one prompt and its reply",
            .positionals = { { "EXCHANGE", "number from `hawk exchange list`" } },
            .options = { { "prompt", {}, "only the prompt" }, { "reply", {}, "only the reply" },
                { "reasoning", {}, "with the model's reasoning" } },
            .run = show },
        { .name = "exchange export",
            .summary = "write the recordings of a run to a file, to repeat it elsewhere",
            .positionals = { { "RUN", "number of the run" } },
            .options = { { .name = "output", .value = "FILE", .help = "file to write", .letter = 'o' } },
            .run = exportRun } };
}

} // namespace hawk::cli
