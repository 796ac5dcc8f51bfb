#include "engine/events.h"

#include <functional>

namespace hawk::engine {
namespace {

template <class Tag> void put(Json& json, const char* key, Id<Tag> value) { json[key] = value.value; }
template <class T> void put(Json& json, const char* key, const T& value) { json[key] = value; }
void put(Json& json, const char* key, const std::optional<double>& value)
{
    json[key] = value ? Json(*value) : Json();
}
template <class Tag> void take(const Json& json, const char* key, Id<Tag>& value)
{
    value.value = json.at(key).get<std::int64_t>();
}
template <class T> void take(const Json& json, const char* key, T& value) { json.at(key).get_to(value); }
void take(const Json& json, const char* key, std::optional<double>& value)
{
    const Json& item = json.at(key);
    value = item.is_null() ? std::nullopt : std::optional(item.get<double>());
}

void put(Json& json, const char* key, const std::vector<llm::Message>& messages)
{
    Json& list = json[key] = Json::array();
    for (const llm::Message& each : messages)
        list.push_back({ { "role", llm::name(each.role) }, { "text", each.text } });
}
void take(const Json& json, const char* key, std::vector<llm::Message>& messages)
{
    messages.clear();
    for (const Json& each : json.at(key)) {
        llm::Message message { .text = each.at("text").get<std::string>() };
        for (const auto role : { llm::Message::Role::System, llm::Message::Role::User, llm::Message::Role::Assistant })
            if (each.at("role").get<std::string>() == llm::name(role))
                message.role = role;
        messages.push_back(std::move(message));
    }
}
void take(const Json& json, const char* key, std::map<std::string, std::int64_t>& counts)
{
    // Events of before have none.
    counts = json.contains(key) ? json.at(key).get<std::map<std::string, std::int64_t>>() : std::map<std::string, std::int64_t>();
}

// One list of fields per event serves both directions: `f(key, field)` is put or take.
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, RunStarted>
void fields(E& e, F f) { f("run", e.run), f("chip", e.chip), f("specs", e.specs), f("resumed", e.resumed); }
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, TaskStarted>
void fields(E& e, F f) { f("run", e.run), f("task", e.task), f("spec", e.spec); }
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, KnowledgeRetrieved>
void fields(E& e, F f) { f("run", e.run), f("task", e.task), f("retrieval", e.retrieval), f("keys", e.keys); }
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, PromptSent>
void fields(E& e, F f)
{
    f("run", e.run), f("task", e.task), f("spec", e.spec), f("attempt", e.attempt), f("model", e.model);
    f("label", e.label), f("promptTokens", e.promptTokens), f("repairTurn", e.repairTurn);
    f("messages", e.messages), f("dropped", e.dropped);
}
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, ModelStreamed>
void fields(E& e, F f)
{
    f("run", e.run), f("task", e.task), f("spec", e.spec), f("kind", e.kind), f("text", e.text);
}
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, ReplyReceived>
void fields(E& e, F f)
{
    f("run", e.run), f("task", e.task), f("spec", e.spec), f("exchange", e.exchange);
    f("promptTokens", e.promptTokens), f("completionTokens", e.completionTokens), f("estimated", e.estimated);
    f("cost", e.cost), f("currency", e.currency), f("totalMs", e.totalMs), f("replayed", e.replayed);
    f("dropped", e.dropped);
}
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, CandidateCreated>
void fields(E& e, F f)
{
    f("run", e.run), f("task", e.task), f("candidate", e.candidate), f("spec", e.spec), f("stage", e.stage);
    f("attempt", e.attempt), f("note", e.note);
}
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, CandidateJudged>
void fields(E& e, F f)
{
    f("run", e.run), f("task", e.task), f("candidate", e.candidate), f("spec", e.spec),
        f("outcome", e.outcome);
    f("summary", e.summary), f("modelledUs", e.modelledUs), f("judgeMs", e.judgeMs), f("best", e.best);
}
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, EntryProposed>
void fields(E& e, F f)
{
    f("run", e.run), f("task", e.task), f("entry", e.entry), f("key", e.key), f("title", e.title);
    f("state", e.state);
}
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, TaskFinished>
void fields(E& e, F f)
{
    f("run", e.run), f("task", e.task), f("spec", e.spec), f("state", e.state), f("correct", e.correct);
    f("attempts", e.attempts), f("firstCorrectUs", e.firstCorrectUs), f("bestUs", e.bestUs),
        f("note", e.note);
}
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, RunProgress>
void fields(E& e, F f)
{
    f("run", e.run), f("attemptsDone", e.attemptsDone), f("attemptsBudget", e.attemptsBudget);
    f("secondsDone", e.secondsDone), f("secondsBudget", e.secondsBudget), f("tasksDone", e.tasksDone);
    f("tasksTotal", e.tasksTotal), f("activity", e.activity);
    f("tokensDone", e.tokensDone), f("tokensBudget", e.tokensBudget), f("moneyDone", e.moneyDone);
    f("moneyBudget", e.moneyBudget), f("currency", e.currency);
}
template <class E, class F>
requires std::is_same_v<std::remove_const_t<E>, RunFinished>
void fields(E& e, F f)
{
    f("run", e.run), f("state", e.state), f("message", e.message), f("allCorrect", e.allCorrect);
}

template <class E> constexpr std::string_view kKind = "";
template <> constexpr std::string_view kKind<RunStarted> = "run-started";
template <> constexpr std::string_view kKind<TaskStarted> = "task-started";
template <> constexpr std::string_view kKind<KnowledgeRetrieved> = "knowledge-retrieved";
template <> constexpr std::string_view kKind<PromptSent> = "prompt-sent";
template <> constexpr std::string_view kKind<ModelStreamed> = "model-streamed";
template <> constexpr std::string_view kKind<ReplyReceived> = "reply-received";
template <> constexpr std::string_view kKind<CandidateCreated> = "candidate-created";
template <> constexpr std::string_view kKind<CandidateJudged> = "candidate-judged";
template <> constexpr std::string_view kKind<EntryProposed> = "entry-proposed";
template <> constexpr std::string_view kKind<TaskFinished> = "task-finished";
template <> constexpr std::string_view kKind<RunProgress> = "run-progress";
template <> constexpr std::string_view kKind<RunFinished> = "run-finished";

template <class E> Result<Event> read(const Json& body)
{
    E event;
    try {
        fields(event, [&](const char* key, auto& field) { take(body, key, field); });
    } catch (const Json::exception& failure) {
        return Error { Errc::InvalidInput,
            "a stored " + std::string(kKind<E>) + " event is not readable: " + failure.what(), {}, {} };
    }
    return Event(std::move(event));
}

/// Tries every alternative of the variant until one has this kind.
template <std::size_t I = 0> Result<Event> readAny(std::string_view kind, const Json& body)
{
    if constexpr (I == std::variant_size_v<Event>) {
        return Error { Errc::InvalidInput, "unknown event kind \"" + std::string(kind) + "\"", {},
            "it may come from a newer version" };
    } else {
        using E = std::variant_alternative_t<I, Event>;
        return kind == kKind<E> ? read<E>(body) : readAny<I + 1>(kind, body);
    }
}

} // namespace

RunId runOf(const Event& event)
{
    return std::visit([](const auto& e) { return e.run; }, event);
}

std::string_view kindOf(const Event& event)
{
    return std::visit([](const auto& e) { return kKind<std::decay_t<decltype(e)>>; }, event);
}

Json toJson(const Event& event)
{
    Json json = Json::object();
    std::visit(
        [&](const auto& e) { fields(e, [&](const char* key, const auto& field) { put(json, key, field); }); },
        event);
    return json;
}

Result<Event> eventFromJson(std::string_view kind, const Json& body) { return readAny(kind, body); }

} // namespace hawk::engine
