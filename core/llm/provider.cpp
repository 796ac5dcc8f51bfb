#include "llm/provider.h"

namespace hawk::llm {

std::string_view name(Message::Role role)
{
    switch (role) {
    case Message::Role::System: return "system";
    case Message::Role::User: return "user";
    case Message::Role::Assistant: return "assistant";
    }
    return "user";
}

Json toJson(const CompletionRequest& request)
{
    Json messages = Json::array();
    for (const Message& message : request.messages)
        messages.push_back({ { "role", name(message.role) }, { "text", message.text } });
    return { { "messages", std::move(messages) }, { "temperature", request.temperature }, { "topP", request.topP },
        { "maxTokens", request.maxTokens }, { "stop", request.stop }, { "seed", request.seed } };
}

Json toJson(const Completion& completion)
{
    return { { "text", completion.text }, { "reasoning", completion.reasoning },
        { "finishReason", completion.finishReason }, { "model", completion.model },
        { "usage",
            { { "promptTokens", completion.usage.promptTokens }, { "cachedTokens", completion.usage.cachedTokens },
                { "completionTokens", completion.usage.completionTokens }, { "estimated", completion.usage.estimated } } },
        { "firstByteMs", completion.firstByteMs }, { "totalMs", completion.totalMs } };
}

Result<Completion> completionFromJson(const Json& json)
{
    try {
        Completion out;
        out.text = json.at("text").get<std::string>();
        out.reasoning = json.value("reasoning", std::string());
        out.finishReason = json.value("finishReason", std::string());
        out.model = json.value("model", std::string());
        const Json usage = json.value("usage", Json::object());
        out.usage = { usage.value("promptTokens", std::int64_t { 0 }), usage.value("cachedTokens", std::int64_t { 0 }),
            usage.value("completionTokens", std::int64_t { 0 }), usage.value("estimated", false) };
        out.firstByteMs = json.value("firstByteMs", 0.0);
        out.totalMs = json.value("totalMs", 0.0);
        return out;
    } catch (const Json::exception& failure) {
        return Error { Errc::InvalidInput, std::string("not a recorded completion: ") + failure.what(), {}, {} };
    }
}

} // namespace hawk::llm
