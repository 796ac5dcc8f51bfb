#include "support/model_fixture.h"

using namespace hawk;
using namespace hawk::llm;
using namespace hawk::llm::test;

namespace {

Outcome complete(const HttpModel& model, const Request& request, const OnStream& onStream = {})
{
    return makeHttpProvider(model, systemClock())->complete(request, onStream);
}

} // namespace

TEST(OpenAiChat, StreamsAReplyWithUsage)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(chatStream({ "Hello ", "wörld" }));
    });
    Shown shown;
    HttpModel model = modelAt(server.url());
    model.parameters.temperature = 0.7;
    model.parameters.extra = { { "reasoning_effort", "high" } };
    Request request = ask();
    request.parameters.maxTokens = 123;
    const Outcome outcome = complete(model, request, shown.handler());
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_TRUE(outcome.consumesAttempt());
    const Reply& reply = outcome.reply();
    EXPECT_EQ(reply.answer, "Hello wörld");
    EXPECT_EQ(shown.text, "Hello wörld");
    EXPECT_EQ(reply.model, "served-model");
    EXPECT_EQ(reply.finishReason, "stop");
    EXPECT_EQ(reply.usage, (Usage { .promptTokens = 120, .cachedTokens = 100, .completionTokens = 30 }));
    EXPECT_GT(reply.timing.totalMs, 0);
    EXPECT_LE(reply.timing.firstByteMs, reply.timing.totalMs);

    const ReceivedRequest sent = server.requests().at(0);
    EXPECT_EQ(sent.method + " " + sent.path, "POST /v1/chat/completions");
    EXPECT_EQ(sent.headers.at("authorization"), "Bearer " + kCanary);
    EXPECT_EQ(sent.headers.at("content-type"), "application/json");
    const Json body = Json::parse(sent.body);
    EXPECT_EQ(body,
        Json::parse(R"({"model":"some-model","stream":true,"stream_options":{"include_usage":true},"temperature":0.7,
            "max_tokens":123,"reasoning_effort":"high","messages":[{"role":"system","content":"You write Ascend C."},
            {"role":"user","content":"Write a kernel."}]})"));
}

TEST(OpenAiChat, KeepsReasoningApartHoweverItComes)
{
    // reasoning_content (vLLM, DeepSeek), reasoning (OpenRouter, newer vLLM), tags in the content (Ollama), and an end tag
    // alone (a template that opens the reasoning itself).
    const std::vector<std::vector<Json>> ways {
        { { { "reasoning_content", "think" } }, { { "content", "answer" } } },
        { { { "reasoning", "think" } }, { { "content", "answer" } } },
        { { { "content", "<th" } }, { { "content", "ink>thi" } }, { { "content", "nk</thi" } },
            { { "content", "nk>\n\nanswer" } } },
        { { { "content", "think</think>answer" } } },
    };
    for (const auto& way : ways) {
        ScriptedServer server([&](Connection& c, const ReceivedRequest&) {
            c.beginEvents();
            for (const Json& delta : way)
                c.send(eventText(chatChunk(delta)));
            c.send(eventText(chatChunk(Json::object(), "stop")) + "data: [DONE]\n\n");
        });
        const Outcome outcome = complete(modelAt(server.url()), ask());
        ASSERT_TRUE(outcome.replied()) << describe(outcome);
        EXPECT_EQ(outcome.reply().reasoning, "think") << Json(way).dump();
        EXPECT_EQ(outcome.reply().answer, "answer") << Json(way).dump();
        EXPECT_TRUE(outcome.reply().usage.estimated);
        EXPECT_GT(outcome.reply().usage.completionTokens, 0);
    }
}

TEST(OpenAiChat, TakesAWholeJsonAnswer)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest&) {
        c.answer(200, R"({"model":"m","choices":[{"message":{"role":"assistant","content":"whole","reasoning_content":"r"},
            "finish_reason":"length"}],"usage":{"prompt_tokens":3,"completion_tokens":4}})");
    });
    HttpModel model = modelAt(server.url() + "///");
    model.wire.stream = false;
    const Outcome outcome = complete(model, ask());
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_EQ(outcome.reply().answer, "whole");
    EXPECT_EQ(outcome.reply().reasoning, "r");
    EXPECT_EQ(outcome.reply().finishReason, "length");
    EXPECT_EQ(server.requests().at(0).path, "/v1/chat/completions");
    EXPECT_FALSE(Json::parse(server.requests().at(0).body).contains("stream_options"));
}

TEST(OpenAiCompletions, SpeaksKernelGenLm)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(completionsStream({ "I could write </thi", "nk> here. Bad draft.</think>", "\n<kernel_impl>\ncode</kernel_impl>" }));
    });
    Shown shown;
    const Outcome outcome
        = complete(modelAt(server.url(), WireFormat::OpenAiCompletions), ask("BODY text"), shown.handler());
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    const Json body = Json::parse(server.requests().at(0).body);
    EXPECT_EQ(server.requests().at(0).path, "/v1/completions");
    EXPECT_EQ(body.at("prompt"),
        "<|im_start|>user\nYou write Ascend C.\n\nBODY text<|im_end|>\n<|im_start|>assistant\n<think>");
    EXPECT_FALSE(body.contains("messages"));
    // The reasoning quotes the mark: only the last one ends it.
    EXPECT_EQ(outcome.reply().reasoning, "I could write </think> here. Bad draft.");
    EXPECT_EQ(outcome.reply().answer, "<kernel_impl>\ncode</kernel_impl>");
    EXPECT_EQ(outcome.reply().usage.promptTokens, 50);
    EXPECT_TRUE(shown.text.starts_with("{I could write }")) << shown.text;
}

TEST(OpenAiCompletions, TheParenthesisedTemplateIsThereToo)
{
    const auto text = namedTemplate("kernelgen-lm-parenthesised");
    ASSERT_TRUE(text);
    EXPECT_EQ(makeWireRequest(WireFormat::OpenAiCompletions, "m", {}, { { Message::Role::User, "B" } }, { .prompt = *text })
                  .body.at("prompt"),
        "<|im_start|>user\n\\(B)<|im_end|>\n<|im_start|>assistant\n<think>");
    EXPECT_FALSE(namedTemplate("llama"));
}

TEST(OpenAiCompletions, CutOffInsideTheReasoningHasNoAnswer)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(completionsStream({ "still <kernel_impl> thinking" }, "length"));
    });
    const Outcome outcome = complete(modelAt(server.url(), WireFormat::OpenAiCompletions), ask());
    ASSERT_TRUE(outcome.replied());
    EXPECT_EQ(outcome.reply().answer, "");
    EXPECT_EQ(outcome.reply().reasoning, "still <kernel_impl> thinking");
    EXPECT_EQ(outcome.reply().finishReason, "length");
}

TEST(Anthropic, StreamsThinkingAndText)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(anthropicStream({ "hm ", "hm" }, { "an", "swer" }));
    });
    Shown shown;
    HttpModel model = modelAt(server.url(), WireFormat::Anthropic);
    Request request = ask();
    request.messages.push_back({ Message::Role::Assistant, "draft" });
    request.messages.push_back({ Message::Role::User, "again" });
    request.parameters.stop = { "END" };
    const Outcome outcome = complete(model, request, shown.handler());
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_EQ(outcome.reply().reasoning, "hm hm");
    EXPECT_EQ(outcome.reply().answer, "answer");
    EXPECT_EQ(outcome.reply().model, "claude-served");
    EXPECT_EQ(outcome.reply().finishReason, "stop");
    EXPECT_EQ(outcome.reply().usage,
        (Usage { .promptTokens = 100, .cachedTokens = 85, .cacheWriteTokens = 5, .completionTokens = 42 }));
    EXPECT_EQ(shown.text, "{hm }{hm}answer");
    const ReceivedRequest sent = server.requests().at(0);
    EXPECT_EQ(sent.path, "/v1/messages");
    EXPECT_EQ(sent.headers.at("x-api-key"), kCanary);
    EXPECT_EQ(sent.headers.at("anthropic-version"), "2023-06-01");
    EXPECT_FALSE(sent.headers.contains("authorization"));
    EXPECT_EQ(Json::parse(sent.body),
        Json::parse(R"({"model":"some-model","stream":true,"max_tokens":16384,"system":"You write Ascend C.",
            "stop_sequences":["END"],"messages":[{"role":"user","content":"Write a kernel."},
            {"role":"assistant","content":"draft"},{"role":"user","content":"again"}]})"));
}

TEST(Anthropic, WholeAnswerAndErrorInTheStream)
{
    ScriptedServer whole([](Connection& c, const ReceivedRequest&) {
        c.answer(200, R"({"type":"message","model":"m","content":[{"type":"thinking","thinking":"t"},
            {"type":"text","text":"a"}],"stop_reason":"max_tokens","usage":{"input_tokens":1,"output_tokens":2}})");
    });
    const Outcome reply = complete(modelAt(whole.url(), WireFormat::Anthropic), ask());
    ASSERT_TRUE(reply.replied()) << describe(reply);
    EXPECT_EQ(reply.reply().answer + reply.reply().reasoning + reply.reply().finishReason, "atlength");

    ScriptedServer broken([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(eventText({ { "type", "error" }, { "error", { { "type", "overloaded_error" }, { "message", "Overloaded" } } } },
            "error"));
    });
    const Outcome failed = complete(modelAt(broken.url(), WireFormat::Anthropic), ask());
    ASSERT_FALSE(failed.replied());
    EXPECT_FALSE(failed.consumesAttempt());
    EXPECT_EQ(failed.failure().kind, FailureKind::Busy);
    EXPECT_TRUE(failed.failure().transient);
}

TEST(Streams, AnyLineEndAndAnyCutGiveTheSameReply)
{
    const std::string answer = "汉字 and 😀\nline two";
    for (const std::string lineEnd : { "\n", "\r\n", "\r" }) {
        const std::string whole = ": comment" + lineEnd + lineEnd
            + chatStream({ "汉字 and ", "😀\nline two" }, "stop", lineEnd);
        for (const std::size_t cut : { std::size_t { 1 }, std::size_t { 7 }, whole.size() }) {
            ScriptedServer server([&](Connection& c, const ReceivedRequest&) {
                c.beginEvents();
                for (std::size_t at = 0; at < whole.size(); at += cut)
                    c.send(std::string_view(whole).substr(at, cut));
            });
            const Outcome outcome = complete(modelAt(server.url()), ask());
            ASSERT_TRUE(outcome.replied()) << describe(outcome);
            EXPECT_EQ(outcome.reply().answer, answer) << "line end " << lineEnd.size() << ", cut " << cut;
        }
    }
}

TEST(Streams, EveryCutOfAStreamWithEveryLineEnd)
{
    // The parser alone, so that each byte can be a border.
    for (const std::string lineEnd : { "\n", "\r\n", "\r" }) {
        const std::string text = "\xEF\xBB\xBF" "event: a" + lineEnd + "data: x" + lineEnd + "data:  ü" + lineEnd + ": c" + lineEnd
            + "id: 4" + lineEnd + lineEnd + lineEnd + "data" + lineEnd + lineEnd + "data: last";
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            std::string got;
            SseParser parser([&](const ServerEvent& event) {
                got += "[" + event.name + "|" + event.data + "]";
                return true;
            });
            parser.feed(std::string_view(text).substr(0, cut));
            parser.feed(std::string_view(text).substr(cut));
            parser.finish();
            EXPECT_EQ(got, "[a|x\n ü][message|][message|last]") << cut;
        }
    }
}
