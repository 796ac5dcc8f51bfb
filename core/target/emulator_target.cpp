#include "target/target.h"

#include "base/files.h"
#include "base/hash.h"
#include "target/judgement.h"

#include <map>
#include <mutex>

namespace hawk::target {
namespace {

class EmulatorTarget final : public Target {
public:
    EmulatorTarget(emulator::Emulator& emulator, reference::ReferenceService& reference, KeepArtifact keep)
        : m_emulator(emulator)
        , m_reference(reference)
        , m_keep(std::move(keep))
    {
    }

    std::string name() const override { return "emulator"; }

    Result<Verdict> judge(const JudgeRequest& request, std::stop_token stop,
        const std::function<void(const JudgeProgress&)>& progress) override
    {
        Judgement judgement({ m_emulator, m_reference, m_harness, m_keep }, request, stop, progress);
        auto verdict = judgement.run();
        if (!verdict)
            return verdict;
        auto environment = m_emulator.environment();
        if (!environment)
            return environment.error();
        verdict->environment = *std::move(environment);
        verdict->environment["costTable"] = costTableHash(request.chip->generation);
        verdict->environment["reference"] = referenceVersions(judgement.referenceRan(), stop);
        return verdict;
    }

private:
    std::string costTableHash(chip::Generation generation)
    {
        const std::scoped_lock lock(m_mutex);
        std::string& hash = m_costTables[generation];
        if (hash.empty()) {
            const std::string file = std::to_string(static_cast<int>(generation)) + ".csv";
            const auto text = readFile(resourceDir() / "timing" / file);
            hash = text ? sha256Hex(*text).substr(0, 16) : "absent";
        }
        return hash;
    }

    /// Python and torch versions. Asking starts the worker, which takes longer than a judgement whose goldens
    /// are cached: then the answer of an earlier process is taken.
    Json referenceVersions(bool workerIsUp, std::stop_token stop)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_versions.is_null())
            return m_versions;
        const auto file = cacheDir() / "reference-versions.json";
        if (const auto text = readFile(file); text && !workerIsUp)
            if (auto known = parseJson(*text, file.string()))
                return *known;
        auto versions = m_reference.versions(std::move(stop));
        if (!versions)
            return Json(versions.error().text());
        m_versions = *std::move(versions);
        // Without the file the next process asks again: a full disk costs time, nothing else.
        static_cast<void>(writeFileAtomically(file, m_versions.dump()));
        return m_versions;
    }

    emulator::Emulator& m_emulator;
    reference::ReferenceService& m_reference;
    KeepArtifact m_keep;
    Harness m_harness;
    std::mutex m_mutex;
    std::map<chip::Generation, std::string> m_costTables;
    Json m_versions;
};

} // namespace

std::unique_ptr<Target> makeEmulatorTarget(
    emulator::Emulator& emulator, reference::ReferenceService& reference, KeepArtifact keep)
{
    return std::make_unique<EmulatorTarget>(emulator, reference, std::move(keep));
}

} // namespace hawk::target
