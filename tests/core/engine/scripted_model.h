#pragma once

#include "../llm/support/scripted_server.h"
#include "fakes.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

/// A model behind a real HTTP server, for the scripted target: its kernels say how their judgement goes. It decides by
/// the prompt alone, like the script it stands beside (usualScript): two failures, then correct, then faster.
namespace hawk::engine::test {

/// The text of the user's and the system's messages of a chat request.
std::string promptOf(const llm::test::ReceivedRequest& request);

/// What it answers to a prompt.
std::string usualAnswer(const std::string& prompt);
/// A reply in the form of the kernel contract.
std::string kernelReply(const std::string& firstLine, const std::string& spec);

class ScriptedModel {
public:
    using Answer = std::function<std::string(const std::string& prompt)>;
    /// What happens in the place of an answer, when it says so: it is handed the connection and the request's number.
    using Trouble = std::function<bool(llm::test::Connection&, int number)>;
    explicit ScriptedModel(Answer answer = usualAnswer, Trouble trouble = {});

    /// A registry in which it is "scripted". `more` is put into its entry.
    llm::ModelRegistry registry(const Json& more = Json::object()) const;
    int requests() const { return m_requests; }

private:
    Answer m_answer;
    Trouble m_trouble;
    std::atomic<int> m_requests = 0;
    llm::test::ScriptedServer m_server;
};

/// usualOptions() with this model.
RunOptions modelOptions();

} // namespace hawk::engine::test
