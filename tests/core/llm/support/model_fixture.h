#pragma once

#include "llm/http_provider.h"
#include "llm/server_failure.h"
#include "scripted_server.h"
#include "wire_replies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace hawk::llm::test {

/// A key that must appear in no text we write.
inline const std::string kCanary = "sk-canary-7f3e\"9a/b+c==-0123456789";

inline HttpModel modelAt(const std::string& baseUrl, WireFormat format = WireFormat::OpenAiChat)
{
    HttpModel model { .name = "tested",
        .format = format,
        .baseUrl = baseUrl,
        .model = "some-model",
        .key = Secret(kCanary) };
    model.http.proxy = "none"; // whatever the environment says
    return model;
}

inline Request ask(std::string text = "Write a kernel.")
{
    return { .messages = { { Message::Role::System, "You write Ascend C." }, { Message::Role::User, std::move(text) } } };
}

/// What a stream showed, in order, one text.
struct Shown {
    std::string text;
    OnStream handler()
    {
        return [this](const StreamEvent& event) {
            switch (event.kind) {
            case StreamEvent::Kind::Answer: text += event.text; break;
            case StreamEvent::Kind::Reasoning: text += "{" + std::string(event.text) + "}"; break;
            case StreamEvent::Kind::Restart: text += "<restart>"; break;
            case StreamEvent::Kind::Notice: text += "<" + std::string(event.text) + ">"; break;
            }
        };
    }
};

inline const Clock& systemClock()
{
    static const SystemClock clock;
    return clock;
}

inline std::string describe(const Outcome& outcome)
{
    return outcome.replied() ? "reply: " + outcome.reply().answer
                             : std::string(name(outcome.failure().kind)) + ": " + outcome.failure().error.text();
}

inline double millisecondsOf(const std::function<void()>& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace hawk::llm::test
