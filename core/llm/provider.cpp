#include "llm/provider.h"

#include <array>

namespace hawk::llm {
namespace {

constexpr std::array kKindNames { std::string_view("cancelled"), std::string_view("unreachable"),
    std::string_view("untrusted"), std::string_view("timeout"), std::string_view("busy"), std::string_view("server"),
    std::string_view("malformed"), std::string_view("key-refused"), std::string_view("wrong-address"),
    std::string_view("unknown-model"), std::string_view("bad-request"), std::string_view("prompt-too-long"),
    std::string_view("too-large"), std::string_view("setup"), std::string_view("tool"), std::string_view("budget"),
    std::string_view("no-recording"), std::string_view("storage") };
static_assert(kKindNames.size() == static_cast<std::size_t>(FailureKind::Storage) + 1);

Error notRecorded(std::string_view what, const Json::exception& failure)
{
    return { Errc::InvalidInput, "not a recorded " + std::string(what) + ": " + failure.what(), {}, {} };
}

} // namespace

std::string_view name(FailureKind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

Failure cancelledFailure(std::string_view model)
{
    return { FailureKind::Cancelled,
        { Errc::Cancelled, "the request to " + std::string(model) + " was cancelled", {}, {} }, false, {} };
}

std::string_view name(Message::Role role)
{
    switch (role) {
    case Message::Role::System: return "system";
    case Message::Role::User: return "user";
    case Message::Role::Assistant: return "assistant";
    }
    return "user";
}

Parameters Parameters::overlaidWith(const Parameters& over) const
{
    Parameters out = *this;
    if (over.temperature)
        out.temperature = over.temperature;
    if (over.topP)
        out.topP = over.topP;
    if (over.maxTokens)
        out.maxTokens = over.maxTokens;
    if (over.seed)
        out.seed = over.seed;
    if (!over.stop.empty())
        out.stop = over.stop;
    if (!over.extra.empty()) {
        if (out.extra.is_null())
            out.extra = Json::object();
        out.extra.update(over.extra);
    }
    return out;
}

Json toJson(const Parameters& parameters)
{
    Json out = Json::object();
    if (parameters.temperature)
        out["temperature"] = *parameters.temperature;
    if (parameters.topP)
        out["topP"] = *parameters.topP;
    if (parameters.maxTokens)
        out["maxTokens"] = *parameters.maxTokens;
    if (parameters.seed)
        out["seed"] = *parameters.seed;
    if (!parameters.stop.empty())
        out["stop"] = parameters.stop;
    if (!parameters.extra.empty())
        out["extra"] = parameters.extra;
    return out;
}

Result<Parameters> parametersFromJson(const Json& json)
{
    try {
        Parameters out;
        if (json.contains("temperature"))
            out.temperature = json.at("temperature").get<double>();
        if (json.contains("topP"))
            out.topP = json.at("topP").get<double>();
        if (json.contains("maxTokens"))
            out.maxTokens = json.at("maxTokens").get<std::int64_t>();
        if (json.contains("seed"))
            out.seed = json.at("seed").get<std::int64_t>();
        out.stop = json.value("stop", std::vector<std::string>());
        out.extra = json.value("extra", Json());
        return out;
    } catch (const Json::exception& failure) {
        return notRecorded("set of parameters", failure);
    }
}

Json toJson(const Reply& reply)
{
    Json out { { "answer", reply.answer }, { "reasoning", reply.reasoning }, { "finishReason", reply.finishReason },
        { "model", reply.model },
        { "usage",
            { { "promptTokens", reply.usage.promptTokens }, { "cachedTokens", reply.usage.cachedTokens },
                { "cacheWriteTokens", reply.usage.cacheWriteTokens },
                { "completionTokens", reply.usage.completionTokens }, { "estimated", reply.usage.estimated } } },
        { "timing",
            { { "waitedMs", reply.timing.waitedMs }, { "firstByteMs", reply.timing.firstByteMs },
                { "totalMs", reply.timing.totalMs }, { "tries", reply.timing.tries } } } };
    if (reply.cost)
        out["cost"] = { { "amount", reply.cost->amount }, { "currency", reply.cost->currency } };
    return out;
}

Result<Reply> replyFromJson(const Json& json)
{
    try {
        Reply out;
        out.answer = json.at("answer").get<std::string>();
        out.reasoning = json.value("reasoning", std::string());
        out.finishReason = json.value("finishReason", std::string());
        out.model = json.value("model", std::string());
        const Json& usage = json.at("usage");
        out.usage = { usage.value("promptTokens", std::int64_t { 0 }), usage.value("cachedTokens", std::int64_t { 0 }),
            usage.value("cacheWriteTokens", std::int64_t { 0 }), usage.value("completionTokens", std::int64_t { 0 }),
            usage.value("estimated", false) };
        const Json timing = json.value("timing", Json::object());
        out.timing = { timing.value("waitedMs", 0.0), timing.value("firstByteMs", 0.0), timing.value("totalMs", 0.0),
            timing.value("tries", 1) };
        if (json.contains("cost"))
            out.cost = Cost { json.at("cost").at("amount").get<double>(), json.at("cost").at("currency").get<std::string>() };
        return out;
    } catch (const Json::exception& failure) {
        return notRecorded("reply", failure);
    }
}

Json toJson(const ModelIdentity& identity)
{
    return { { "name", identity.name }, { "kind", identity.kind }, { "model", identity.model },
        { "parameters", toJson(identity.parameters) }, { "shape", identity.shape } };
}

Result<ModelIdentity> identityFromJson(const Json& json)
{
    try {
        auto parameters = parametersFromJson(json.value("parameters", Json::object()));
        if (!parameters)
            return parameters.error();
        return ModelIdentity { json.at("name").get<std::string>(), json.at("kind").get<std::string>(),
            json.at("model").get<std::string>(), *std::move(parameters), json.value("shape", Json()) };
    } catch (const Json::exception& failure) {
        return notRecorded("model", failure);
    }
}

Json canonicalRequest(const ModelIdentity& identity, const Request& request)
{
    Json messages = Json::array();
    for (const Message& message : request.messages)
        messages.push_back({ { "role", name(message.role) }, { "text", message.text } });
    Json out { { "kind", identity.kind }, { "model", identity.model },
        { "parameters", toJson(identity.parameters.overlaidWith(request.parameters)) },
        { "messages", std::move(messages) } };
    if (!identity.shape.empty())
        out["shape"] = identity.shape;
    return out;
}

} // namespace hawk::llm
