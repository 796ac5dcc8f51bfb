#pragma once

#include "cli/command.h"
#include "engine/events.h"

#include <mutex>
#include <string>

namespace hawk::cli {

/// Progress of a run on a terminal: one live line, and one line for every operator that ends. Silent in a
/// pipe.
class TerminalProgress final : public engine::EventSink {
public:
    explicit TerminalProgress(Context& context);
    ~TerminalProgress() override;
    void post(engine::Event event) noexcept override;
    /// A line above the live one, from any thread.
    void say(const std::string& text);

private:
    void show(const engine::RunProgress& progress);
    void finished(const engine::TaskFinished& task);
    void clear();
    void draw();

    Context& m_context;
    std::mutex m_mutex;
    std::string m_line;
};

} // namespace hawk::cli
