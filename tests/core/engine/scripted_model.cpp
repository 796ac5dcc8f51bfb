#include "scripted_model.h"

#include "../llm/support/wire_replies.h"

#include <sstream>

#include <gtest/gtest.h>

namespace hawk::engine::test {
namespace {

/// First line of the first kernel after `title`, "" when there is none.
std::string kernelAfter(const std::string& prompt, const std::string& title)
{
    const std::size_t section = prompt.find("## " + title + "\n");
    const std::size_t next = section == std::string::npos ? section : prompt.find("\n## ", section + 1);
    const std::size_t code = prompt.find("```cpp\n", section);
    if (section == std::string::npos || code == std::string::npos || (next != std::string::npos && code > next))
        return {};
    return prompt.substr(code + 7, prompt.find('\n', code + 7) - code - 7);
}

std::string specOf(const std::string& prompt)
{
    const std::size_t at = prompt.find("## Operator\n\n`");
    if (at == std::string::npos)
        return "unknown";
    const std::size_t begin = at + std::string("## Operator\n\n`").size();
    return prompt.substr(begin, prompt.find('`', begin) - begin);
}

} // namespace

std::string promptOf(const llm::test::ReceivedRequest& request)
{
    const Result<Json> body = parseJson(request.body, "request");
    std::string out;
    if (body)
        for (const Json& message : body->at("messages"))
            out += message.at("content").get<std::string>() + "\n\n";
    return out;
}

std::string kernelReply(const std::string& firstLine, const std::string& spec)
{
    return "<kernel_impl>\n```cpp\n" + firstLine + "\n// __aicore__ " + spec
        + "\n```\n</kernel_impl>\n<launch_plan>\n```json\n{}\n```\n</launch_plan>\n<notes>\nused: none\nchange: " + firstLine + "\n</notes>\n";
}

std::string usualAnswer(const std::string& prompt)
{
    const std::string spec = specOf(prompt);
    const std::string parent = kernelAfter(prompt, "Parent");
    if (parent.empty()) {
        const std::string failed = kernelAfter(prompt, "What failed before");
        return kernelReply(failed.empty() ? "build-failed 0" : failed.starts_with("build") ? "mismatch 0" : "correct 100", spec);
    }
    double us = 0;
    std::istringstream(parent.substr(parent.find(' '))) >> us;
    const bool tried = prompt.find("## Already tried") != std::string::npos;
    std::ostringstream line;
    line << "correct " << (us < 60 ? us : us * (tried ? 0.95 : 0.8));
    return kernelReply(line.str(), spec);
}

ScriptedModel::ScriptedModel(Answer answer, Trouble trouble)
    : m_answer(std::move(answer))
    , m_trouble(std::move(trouble))
    , m_server([this](llm::test::Connection& connection, const llm::test::ReceivedRequest& request) {
        const int number = ++m_requests;
        if (m_trouble && m_trouble(connection, number))
            return;
        const std::string text = m_answer(promptOf(request));
        const std::size_t half = text.size() / 2;
        connection.beginEvents();
        connection.send(llm::test::chatStream({ text.substr(0, half), text.substr(half) }));
    })
{
}

llm::ModelRegistry ScriptedModel::registry(const Json& more) const
{
    Json entry { { "name", "scripted" }, { "kind", "openai-chat" }, { "baseUrl", m_server.url() }, { "model", "served-model" },
        { "proxy", "none" }, { "retry", { { "max", 0 } } } };
    entry.update(more);
    const auto registry = llm::ModelRegistry::parse(Json { { "models", Json::array({ entry }) } }.dump(), "test");
    EXPECT_TRUE(registry) << (registry ? "" : registry.error().text());
    return *registry;
}

RunOptions modelOptions()
{
    RunOptions options = usualOptions();
    options.model = "scripted";
    return options;
}

} // namespace hawk::engine::test
