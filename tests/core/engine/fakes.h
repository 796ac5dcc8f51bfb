#pragma once

#include "base/files.h"
#include "engine/runner.h"
#include "engine/session.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

/// Scripted parts for the loop's logic. A kernel "source" of these tests is a line of text that says how its
/// judgement goes, followed by everything the synthesizer was shown; so two runs are the same exactly when
/// their sources are.
namespace hawk::engine::test {

/// Ends a run in a chosen way: writes "outcome us" for an attempt, or nothing when there is no idea left.
using Script = std::function<std::optional<std::string>(const synth::SynthRequest&)>;

/// Two failures, then correct at 100 us, then every refinement 20 % faster until the third generation.
std::optional<std::string> usualScript(const synth::SynthRequest& request);

class ScriptedSynthesizer final : public synth::Synthesizer {
public:
    explicit ScriptedSynthesizer(Script script = usualScript);
    std::string name() const override { return "scripted"; }
    Result<synth::Draft> synthesize(const synth::SynthRequest& request, std::stop_token stop) override;

private:
    Script m_script;
};

/// Reads the outcome from the source. `hook` runs before each judgement, with its number from 1.
class ScriptedTarget final : public target::Target {
public:
    using Hook
        = std::function<std::optional<Error>(int number, const target::JudgeRequest&, std::stop_token)>;
    explicit ScriptedTarget(Hook hook = {});
    std::string name() const override { return "scripted"; }
    Result<target::Verdict> judge(const target::JudgeRequest& request, std::stop_token stop,
        const std::function<void(const target::JudgeProgress&)>& progress) override;
    int judged() const { return m_judged; }

private:
    Hook m_hook;
    std::atomic<int> m_judged = 0;
};

class RecordingSink final : public EventSink {
public:
    void post(Event event) noexcept override;
    std::function<void(const Event&)> onEvent;
    std::vector<Event> events; ///< without RunProgress
    int progressCount = 0;
};

/// A workspace in a private folder, and the parts to open it with.
struct Bench {
    TempDir folder;
    std::filesystem::path workspace;
    std::shared_ptr<ScriptedSynthesizer> synthesizer = std::make_shared<ScriptedSynthesizer>();
    std::shared_ptr<ScriptedTarget> target = std::make_shared<ScriptedTarget>();

    static Bench make();
    SessionOptions options() const;
    std::unique_ptr<Session> create() const;
    std::unique_ptr<Session> open() const;
};

/// Everything a run decided, as text: one line per candidate in task order, then one per task and per learned
/// entry.
std::string describe(Session& session, RunId run);

RunOptions usualOptions();

} // namespace hawk::engine::test
