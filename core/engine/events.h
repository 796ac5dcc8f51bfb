#pragma once

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "llm/provider.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What a run tells the world, as values, in order. The stream is one-way: nobody answers an event. Each but
/// RunProgress, PromptSent and ModelStreamed is also stored, in the transaction of the step it belongs to, so
/// that a window opened later shows the same history.
namespace hawk::engine {

struct RunStarted {
    RunId run;
    std::string chip;
    std::vector<std::string> specs;
    bool resumed = false;
};
struct TaskStarted {
    RunId run;
    TaskId task;
    std::string spec;
};
struct KnowledgeRetrieved {
    RunId run;
    TaskId task;
    RetrievalId retrieval;
    std::vector<std::string> keys; ///< entry keys shown, by fused rank
};
/// A language model was asked; posted when the request goes out. Not stored: the exchange is, with its prompt.
struct PromptSent {
    RunId run;
    TaskId task;
    std::string spec;
    int attempt = 0; ///< 0-based in the task, as in CandidateCreated
    std::string model; ///< as the user calls it
    std::string label; ///< for people: "relu, attempt 3"
    std::int64_t promptTokens = 0; ///< estimated
    bool repairTurn = false; ///< the reply before broke its contract; this asks for another form of it
    std::vector<llm::Message> messages {}; ///< as they are sent
    std::map<std::string, std::int64_t> dropped {}; ///< heading -> items of that part that did not fit
};
/// A piece of what a model is saying; pieces of one kind are put together, at most 20 events per second and
/// task. Not stored.
struct ModelStreamed {
    RunId run;
    TaskId task;
    std::string spec;
    std::string kind; ///< answer, reasoning, restart (what came so far is void), notice (why it waits)
    std::string text;
};
/// A model's reply is complete and kept. Posted at once; stored with the step.
struct ReplyReceived {
    RunId run;
    TaskId task;
    std::string spec;
    std::int64_t exchange = 0; ///< store::ExchangeRecord::id
    std::int64_t promptTokens = 0;
    std::int64_t completionTokens = 0;
    bool estimated = false; ///< the server gave no figures
    std::optional<double> cost; ///< empty: no price known
    std::string currency;
    double totalMs = 0; ///< as it was recorded, for a replayed one
    bool replayed = false; ///< from a recording: nothing was asked, nothing is owed
    std::map<std::string, std::int64_t> dropped {}; ///< of its prompt, as in PromptSent
};
struct CandidateCreated {
    RunId run;
    TaskId task;
    CandidateId candidate;
    std::string spec;
    std::string stage;
    int attempt = 0;
    std::string note;
};
struct CandidateJudged {
    RunId run;
    TaskId task;
    CandidateId candidate;
    std::string spec;
    std::string outcome;
    std::string summary;
    double modelledUs = 0;
    double judgeMs = 0;
    bool best = false; ///< the fastest correct one of its task so far
};
struct EntryProposed {
    RunId run;
    TaskId task;
    EntryId entry;
    std::string key;
    std::string title;
    std::string state; ///< proposed or quarantined
};
struct TaskFinished {
    RunId run;
    TaskId task;
    std::string spec;
    std::string state;
    bool correct = false;
    int attempts = 0;
    double firstCorrectUs = 0; ///< 0 when there is none
    double bestUs = 0;
    std::string note;
};
/// Where the run stands right now; not stored, since the rows say the same.
struct RunProgress {
    RunId run;
    int attemptsDone = 0;
    int attemptsBudget = 0; ///< 0: none
    double secondsDone = 0;
    double secondsBudget = 0; ///< 0: none
    int tasksDone = 0;
    int tasksTotal = 0;
    std::string activity; ///< "judging softmax, case fp16_tail"
    std::int64_t tokensDone = 0; ///< prompt and reply, of committed steps and of this round
    std::int64_t tokensBudget = 0; ///< 0: none
    double moneyDone = 0; ///< lower bound when a reply's price is not known
    double moneyBudget = 0; ///< 0: none
    std::string currency; ///< empty: no reply had a price yet
};
struct RunFinished {
    RunId run;
    std::string state; ///< finished, paused, stopped, failed
    std::string message;
    bool allCorrect = false;
};

using Event = std::variant<RunStarted, TaskStarted, KnowledgeRetrieved, PromptSent, ModelStreamed, ReplyReceived,
    CandidateCreated, CandidateJudged, EntryProposed, TaskFinished, RunProgress, RunFinished>;

RunId runOf(const Event& event);
std::string_view kindOf(const Event& event); ///< "run-started", ...
Json toJson(const Event& event);
/// Inverse of kindOf and toJson, for stored events. InvalidInput for a kind this version does not know.
Result<Event> eventFromJson(std::string_view kind, const Json& body);

/// Receives events on the engine's thread; must not block and must not call back into the engine.
class EventSink {
public:
    virtual ~EventSink() = default;
    virtual void post(Event event) noexcept = 0;
};

} // namespace hawk::engine
