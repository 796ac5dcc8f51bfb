#pragma once

#include "base/clock.h"
#include "llm/recording.h"
#include "store/workspace.h"

#include <atomic>

namespace hawk::engine {

/// Exchanges with models, kept in the workspace: request and reply as artifacts, the rest as a row. Thread-safe. Workspace
/// and clock must outlive it.
class WorkspaceExchangeLog final : public llm::ExchangeLog {
public:
    /// New exchanges belong to `run` and `task` (0: none); replies are looked up in that run, or in all when it is 0.
    WorkspaceExchangeLog(store::Workspace& workspace, const Clock& clock, RunId run, TaskId task = {});

    Status add(const llm::Recording& recording) override;
    Result<std::optional<llm::Reply>> reply(const std::string& key, int occurrence) override;
    Result<std::vector<Json>> requests() override;
    /// Row id of what add() stored last on any thread, 0 before: to say which candidate came of it.
    std::int64_t lastId() const { return m_lastId.load(); }

private:
    store::Workspace& m_workspace;
    const Clock& m_clock;
    RunId m_run;
    TaskId m_task;
    std::atomic<std::int64_t> m_lastId { 0 };
};

/// One kept exchange with its texts.
struct StoredExchange {
    store::ExchangeRecord row;
    Json request; ///< llm::canonicalRequest: "messages" of {"role", "text"}, "model", "parameters"
    std::optional<llm::Reply> reply; ///< empty: it failed, row.failure says how
};
/// NotFound when there is none of this number.
Result<StoredExchange> loadExchange(const store::Workspace& workspace, std::int64_t id);

} // namespace hawk::engine
