#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "chip/chip_catalog.h"
#include "emulator/emulator.h"
#include "engine/events.h"
#include "knowledge/knowledge_base.h"
#include "llm/model_factory.h"
#include "reference/reference_service.h"
#include "spec/spec_loader.h"
#include "store/workspace.h"
#include "synth/synthesizer.h"
#include "target/target.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::engine {

struct SessionOptions {
    std::filesystem::path workspace;
    store::OpenMode mode = store::OpenMode::ReadWrite;
    bool allowUnsafe = false; ///< run generated code without the sandbox (said explicitly by the user)
    /// Parts to use in the place of the built-in ones; null means built-in.
    std::shared_ptr<target::Target> target;
    std::shared_ptr<synth::Synthesizer> synthesizer;
    std::shared_ptr<const Clock> clock;
    /// Where keys are read; null: llm::SystemKeyStore. The window brings the desktop's keychain.
    std::shared_ptr<const llm::KeyStore> keys;
    /// Where manual models are asked; null: such a model is refused.
    std::shared_ptr<llm::ManualPort> manual;
    /// The models; unset: models.json, read each time models are opened, so that edits count at once.
    std::optional<llm::ModelRegistry> models;
};

/// Composition root of the core: opens the workspace and builds everything a command or a window needs. The
/// same object serves `hawk` and the workbench, so both show the same numbers. Members live as long as the
/// session.
class Session {
public:
    static Result<std::unique_ptr<Session>> open(const SessionOptions& options);
    /// `hawk new`: creates the workspace, adds the bundled specs and the seed knowledge.
    static Result<std::unique_ptr<Session>> create(const SessionOptions& options);
    ~Session();

    store::Workspace& workspace();
    const chip::ChipCatalog& chips() const;
    knowledge::KnowledgeBase& knowledge();
    reference::ReferenceService& reference();
    target::Target& target();
    synth::Synthesizer& builtin();
    const Clock& clock() const;

    /// Opens language models as they are set up now, with the prices of now. Must not outlive the session.
    Result<std::unique_ptr<llm::ModelFactory>> models() const;

    /// Newest version of a spec in the workspace.
    Result<std::shared_ptr<const spec::OperatorSpec>> spec(std::string_view name);
    Result<SpecId> importSpec(const spec::OperatorSpec& spec);

    /// Timeline and profile of one judged case, computed again from its kept trace; the case with the longest
    /// modelled time when `caseName` is empty. NotFound when the candidate was not run or its trace was not
    /// kept.
    Result<emulator::Analysis> timeline(CandidateId candidate, std::string_view caseName = {});

    /// Judges a hand-written candidate and keeps it in the lineage (`parent` may be 0). The candidate is
    /// stored even when it is wrong. Safe from any one thread at a time, also while a run goes on in another
    /// thread.
    struct EditResult {
        CandidateId candidate;
        target::Verdict verdict;
    };
    Result<EditResult> judgeEdit(std::string_view specName, std::string_view chip,
        const target::Candidate& candidate, CandidateId parent, std::stop_token stop = {});

private:
    struct Impl;
    explicit Session(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hawk::engine
