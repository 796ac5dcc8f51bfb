#include "engine/session.h"

#include "base/files.h"
#include "engine/records.h"
#include "target/candidate_form.h"

#include <algorithm>
#include <mutex>

namespace hawk::engine {

struct Session::Impl {
    std::shared_ptr<const Clock> clock;
    std::unique_ptr<store::Workspace> workspace;
    chip::ChipCatalog chips;
    std::unique_ptr<knowledge::KnowledgeBase> knowledge;
    std::unique_ptr<reference::ReferenceService> reference;
    std::unique_ptr<emulator::Emulator> emulator;
    std::shared_ptr<target::Target> target;
    std::shared_ptr<synth::Synthesizer> synthesizer;
    std::shared_ptr<const llm::KeyStore> keys;
    std::shared_ptr<llm::ManualPort> manual;
    std::optional<llm::ModelRegistry> models;
    std::mutex specsMutex;
    std::map<SpecId, std::shared_ptr<const spec::OperatorSpec>> specs; ///< loaded once; guarded by specsMutex

    Status build(const SessionOptions& options, store::OpenMode mode)
    {
        clock = options.clock ? options.clock : std::make_shared<const SystemClock>();
        Result<std::unique_ptr<store::Workspace>> opened = store::Workspace::open(options.workspace, mode);
        if (!opened)
            return opened.error();
        workspace = *std::move(opened);
        Result<chip::ChipCatalog> catalog = chip::ChipCatalog::loadDefault();
        if (!catalog)
            return catalog.error();
        chips = *std::move(catalog);
        knowledge = std::make_unique<knowledge::KnowledgeBase>(*workspace, *clock);
        reference = std::make_unique<reference::ReferenceService>();
        emulator = std::make_unique<emulator::Emulator>(
            emulator::Emulator::Options { .sandbox = { .allowUnsafe = options.allowUnsafe } });
        target = options.target;
        if (!target)
            target = target::makeEmulatorTarget(*emulator, *reference, keeper());
        synthesizer = options.synthesizer;
        if (!synthesizer)
            synthesizer = synth::makeBuiltinSynthesizer(*reference);
        keys = options.keys ? options.keys : std::make_shared<const llm::SystemKeyStore>();
        manual = options.manual;
        models = options.models;
        return {};
    }

    target::KeepArtifact keeper()
    {
        if (!workspace->writable())
            return {};
        return [this](const std::filesystem::path& file, std::string_view kind) -> Result<std::string> {
            const Result<std::string> data = readFile(file);
            if (!data)
                return data.error();
            return workspace->putArtifact(*data, kind);
        };
    }

    /// Adds what this version of the product ships and the workspace lacks; a spec somebody imported under a
    /// bundled name stays the newest of that name.
    Status addBundled()
    {
        const Result<std::vector<std::shared_ptr<const spec::OperatorSpec>>> bundled = spec::bundledSpecs();
        if (!bundled)
            return bundled.error();
        Status added = workspace->transaction([&]() -> Status {
            for (const auto& each : *bundled) {
                const Result<std::optional<store::SpecRecord>> known = workspace->specByName(each->name);
                if (!known)
                    return known.error();
                if (*known
                    && ((*known)->contentHash == each->contentHash || (*known)->origin != each->origin))
                    continue;
                if (Result<SpecId> id = workspace->addSpec(toRow(*each, clock->nowMs())); !id)
                    return id.error();
            }
            return {};
        });
        if (!added)
            return added;
        if (Result<int> seeded = knowledge->seed(resourceDir() / "knowledge"); !seeded)
            return seeded.error();
        return {};
    }

    /// This session holds the writer's lock, so a run that is marked as running was cut off.
    Status settleRuns()
    {
        Result<std::vector<store::RunRecord>> runs = workspace->runs();
        if (!runs)
            return runs.error();
        for (store::RunRecord& run : *runs) {
            if (run.state != "running" && run.state != "created")
                continue;
            run.state = "stopped";
            run.message = "interrupted; `hawk resume` goes on with it";
            if (Status updated = workspace->updateRun(run); !updated)
                return updated;
        }
        return {};
    }
};

Session::Session(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(const SessionOptions& options)
{
    auto impl = std::make_unique<Impl>();
    if (Status built = impl->build(options, options.mode); !built)
        return built.error();
    if (impl->workspace->writable()) {
        if (Status added = impl->addBundled(); !added)
            return added.error();
        if (Status settled = impl->settleRuns(); !settled)
            return settled.error();
    }
    return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Result<std::unique_ptr<Session>> Session::create(const SessionOptions& options)
{
    auto impl = std::make_unique<Impl>();
    if (Status built = impl->build(options, store::OpenMode::Create); !built)
        return built.error();
    if (Status added = impl->addBundled(); !added)
        return added.error();
    return std::unique_ptr<Session>(new Session(std::move(impl)));
}

store::Workspace& Session::workspace() { return *m_impl->workspace; }
const chip::ChipCatalog& Session::chips() const { return m_impl->chips; }
knowledge::KnowledgeBase& Session::knowledge() { return *m_impl->knowledge; }
reference::ReferenceService& Session::reference() { return *m_impl->reference; }
target::Target& Session::target() { return *m_impl->target; }
synth::Synthesizer& Session::builtin() { return *m_impl->synthesizer; }
const Clock& Session::clock() const { return *m_impl->clock; }

Result<std::unique_ptr<llm::ModelFactory>> Session::models() const
{
    Result<llm::ModelRegistry> registry = m_impl->models ? Result<llm::ModelRegistry>(*m_impl->models)
                                                         : llm::ModelRegistry::load(llm::modelsFile());
    if (!registry)
        return registry.error();
    Result<llm::PriceTable> prices = llm::PriceTable::load(llm::pricesFile());
    if (!prices)
        return prices.error();
    return std::make_unique<llm::ModelFactory>(*std::move(registry),
        llm::ModelParts { *m_impl->keys, *m_impl->clock, std::make_shared<const llm::PriceTable>(*std::move(prices)),
            m_impl->manual.get() });
}

Result<std::shared_ptr<const spec::OperatorSpec>> Session::spec(std::string_view name)
{
    const Result<std::optional<store::SpecRecord>> row = m_impl->workspace->specByName(name);
    if (!row)
        return row.error();
    if (!*row)
        return unknownSpec(*m_impl->workspace, name);
    const std::scoped_lock lock(m_impl->specsMutex);
    auto& cached = m_impl->specs[(*row)->id];
    if (!cached) {
        Result<std::shared_ptr<const spec::OperatorSpec>> loaded = loadSpec(**row);
        if (!loaded)
            return loaded.error();
        cached = *std::move(loaded);
    }
    return cached;
}

Result<SpecId> Session::importSpec(const spec::OperatorSpec& spec)
{
    return m_impl->workspace->addSpec(toRow(spec, m_impl->clock->nowMs()));
}

namespace {

/// An edited text without a launch plan has the form of what it was made from: the editor knows texts only.
Status takeParentForm(const store::CandidateRecord& parent, target::Candidate& candidate)
{
    const bool bare = candidate.launchPlan.find_first_not_of(" \t\r\n") == std::string::npos;
    if (candidate.form != target::Candidate::Form::KernelAndPlan || !bare)
        return {};
    const auto form = target::formFromName(parent.form);
    if (!form)
        return form.error();
    candidate.form = *form;
    candidate.fileName = parent.fileName;
    return {};
}

/// Modelled time of the fastest correct kernel of an operator that the workspace has for a chip; 0 when it has none.
Result<double> bestKnownUs(const store::Workspace& workspace, const std::string& specName, SpecId spec, const std::string& chip)
{
    Result<std::vector<store::CandidateRecord>> rows = workspace.candidates({ .specName = specName });
    if (!rows)
        return rows.error();
    std::erase_if(*rows, [&](const store::CandidateRecord& row) { return row.spec != spec || row.outcome != "correct" || row.modelledUs <= 0; });
    std::sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) { return a.modelledUs < b.modelledUs; });
    for (const store::CandidateRecord& row : *rows) {
        const auto verdict = workspace.verdict(row.id);
        if (!verdict)
            return verdict.error();
        if (*verdict && (*verdict)->chip == chip)
            return row.modelledUs;
    }
    return 0.0;
}

} // namespace

Result<Session::EditResult> Session::judgeEdit(std::string_view specName, std::string_view chip,
    const target::Candidate& given, CandidateId parent, std::stop_token stop)
{
    target::Candidate candidate = given;
    Result<std::shared_ptr<const spec::OperatorSpec>> spec = this->spec(specName);
    if (!spec)
        return spec.error();
    Result<std::shared_ptr<const chip::ChipFacts>> facts = m_impl->chips.find(chip);
    if (!facts)
        return facts.error();
    store::Workspace& workspace = *m_impl->workspace;
    const Result<std::optional<store::SpecRecord>> specRow = workspace.specByName(specName);
    if (!specRow)
        return specRow.error();
    store::CandidateRecord row { .spec = (*specRow)->id,
        .parent = parent,
        .origin = "human",
        .stage = "edit",
        .note = parent ? "edited by hand" : "written by hand",
        .createdAt = m_impl->clock->nowMs() };
    if (parent) { // an edit inside a run's lineage still is no attempt of that run
        const Result<store::CandidateRecord> found = workspace.candidate(parent);
        if (!found)
            return found.error();
        if (Status taken = takeParentForm(*found, candidate); !taken)
            return taken.error();
    }
    const Result<double> baseline = bestKnownUs(workspace, std::string(specName), row.spec, (*facts)->name);
    if (!baseline)
        return baseline.error();
    target::JudgeRequest request;
    request.spec = *spec;
    request.chip = *facts;
    request.candidate = candidate;
    request.seed = static_cast<std::uint64_t>(row.createdAt);
    request.baselineUs = *baseline;
    Result<target::Verdict> verdict = m_impl->target->judge(request, stop);
    if (!verdict)
        return verdict.error();
    if (Status kept = keepTexts(workspace, candidate, row); !kept)
        return kept.error();
    Status stored = workspace.transaction([&]() -> Status {
        Result<CandidateId> id = workspace.addCandidate(row);
        if (!id)
            return id.error();
        row.id = *id;
        const VerdictRows rows = toRows(*verdict, *id, m_impl->clock->nowMs());
        if (Result<VerdictId> added = workspace.addVerdict(rows.verdict, rows.findings, rows.profiles);
            !added)
            return added.error();
        return {};
    });
    if (!stored)
        return stored.error();
    return EditResult { row.id, *std::move(verdict) };
}

namespace {

Result<store::ProfileRecord> profileRow(
    const store::Workspace& workspace, CandidateId candidate, std::string_view caseName)
{
    Result<std::vector<store::ProfileRecord>> rows = workspace.profiles(candidate);
    if (!rows)
        return rows.error();
    std::erase_if(*rows, [](const auto& row) { return row.traceHash.empty(); });
    if (rows->empty())
        return Error { Errc::NotFound, "candidate " + std::to_string(candidate.value) + " has no kept trace",
            {}, "only candidates that ran have one" };
    if (caseName.empty())
        return *std::max_element(
            rows->begin(), rows->end(), [](const auto& a, const auto& b) { return a.totalUs < b.totalUs; });
    std::string names;
    for (const store::ProfileRecord& row : *rows) {
        if (row.caseName == caseName)
            return row;
        names += (names.empty() ? "" : ", ") + row.caseName;
    }
    return Error { Errc::NotFound,
        "candidate " + std::to_string(candidate.value) + " has no trace of case \"" + std::string(caseName)
            + "\"",
        {}, "it has: " + names };
}

} // namespace

Result<emulator::Analysis> Session::timeline(CandidateId candidate, std::string_view caseName)
{
    const store::Workspace& workspace = *m_impl->workspace;
    const Result<store::CandidateRecord> row = workspace.candidate(candidate);
    if (!row)
        return row.error();
    const Result<store::ProfileRecord> profile = profileRow(workspace, candidate, caseName);
    if (!profile)
        return profile.error();
    const Result<target::Verdict> verdict = loadVerdict(workspace, candidate);
    if (!verdict)
        return verdict.error();
    Result<std::shared_ptr<const chip::ChipFacts>> facts = m_impl->chips.find(verdict->chip);
    if (!facts)
        return facts.error();
    const Result<store::SpecRecord> specRow = workspace.spec(row->spec);
    if (!specRow)
        return specRow.error();
    const Result<std::shared_ptr<const spec::OperatorSpec>> spec = loadSpec(*specRow);
    if (!spec)
        return spec.error();
    const spec::Case* which = (*spec)->findCase(profile->caseName);
    if (which == nullptr)
        return Error { Errc::Internal, "the profile names an unknown case \"" + profile->caseName + "\"", {},
            {} };
    const Result<target::Candidate> texts = loadCandidate(workspace, *row);
    if (!texts)
        return texts.error();
    const Result<emulator::Launch> launch = target::launchShape(*texts, **spec, *which, *facts);
    if (!launch)
        return launch.error();
    const Result<std::string> bytes = workspace.artifact(profile->traceHash);
    if (!bytes)
        return bytes.error();
    const Result<TempDir> folder = TempDir::create("hawk-trace");
    if (!folder)
        return folder.error();
    const std::filesystem::path file = folder->path() / "kernel.trace";
    if (Status written = writeFileAtomically(file, *bytes); !written)
        return written.error();
    return emulator::analyse(file, *launch);
}

} // namespace hawk::engine
