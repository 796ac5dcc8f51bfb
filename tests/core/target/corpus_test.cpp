#include "base/files.h"
#include "base/json.h"
#include "chip/chip_catalog.h"
#include "spec/spec_loader.h"
#include "target/target.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <gmock/gmock.h>
#include <map>
#include <thread>

/// Candidates that cheat and honest ones that look unusual: tests/core/target/corpus/{cheats,honest}/NAME with kernel.cpp and
/// launch.json, or a program, and about.json (operator, class of cheat, the gates that may catch it, why). Every cheat must be caught by a gate that is
/// named for it, no honest kernel may be accused. HAWK_CORPUS=WORD runs the names that hold the word.
namespace hawk::target {
namespace {

namespace fs = std::filesystem;

struct Entry {
    std::string name;
    fs::path folder;
    Json about;
    Verdict verdict;
    std::string problem;
};

std::vector<Entry> entriesIn(const char* kind)
{
    const char* filter = std::getenv("HAWK_CORPUS");
    std::vector<Entry> entries;
    for (const auto& folder : fs::directory_iterator(fs::path(HAWK_TEST_SOURCE_DIR) / "core" / "target" / "corpus" / kind)) {
        Entry entry { .name = folder.path().filename().string(), .folder = folder.path(), .about = {}, .verdict = {}, .problem = {} };
        if (filter != nullptr && entry.name.find(filter) == std::string::npos)
            continue;
        const auto text = readFile(folder.path() / "about.json");
        auto about = text ? parseJson(*text, entry.name) : Result<Json>(text.error());
        if (about)
            entry.about = *std::move(about);
        else
            entry.problem = about.error().text();
        entries.push_back(std::move(entry));
    }
    std::ranges::sort(entries, {}, &Entry::name);
    return entries;
}

std::string failedGate(const Verdict& verdict)
{
    const auto failed = std::ranges::find(verdict.gates, false, &GateRecord::passed);
    return failed == verdict.gates.end() ? "-" : failed->gate;
}

std::string observed(const Verdict& verdict)
{
    const auto failed = std::ranges::find(verdict.gates, false, &GateRecord::passed);
    return failed == verdict.gates.end() ? verdict.summary : failed->observed;
}

class Corpus : public testing::Test {
protected:
    void judgeAll(std::vector<Entry>& entries)
    {
        const auto bundled = spec::bundledSpecs();
        for (const auto& spec : *bundled)
            m_specs[spec->name] = spec;
        std::atomic<std::size_t> next = 0;
        const auto lane = [&] {
            for (std::size_t i = next++; i < entries.size(); i = next++)
                judge(entries[i]);
        };
        std::vector<std::jthread> lanes;
        for (unsigned i = 0; i < std::max(2U, std::thread::hardware_concurrency()); ++i)
            lanes.emplace_back(lane);
    }

    void judge(Entry& entry)
    {
        if (!entry.problem.empty())
            return;
        const auto spec = m_specs.find(entry.about.value("spec", ""));
        auto candidate = readCandidate(entry.folder);
        if (spec == m_specs.end() || !candidate) {
            entry.problem = candidate ? "no bundled operator of that name" : candidate.error().text();
            return;
        }
        JudgeRequest request { .spec = spec->second, .chip = m_chip, .candidate = *std::move(candidate) };
        request.seed = 20'240'601;
        request.cases = entry.about.value("cases", std::vector<std::string>());
        request.stopAtFirstFailure = true;
        auto verdict = m_target->judge(request);
        if (verdict)
            entry.verdict = *std::move(verdict);
        else
            entry.problem = verdict.error().text();
    }

    std::map<std::string, std::shared_ptr<const spec::OperatorSpec>> m_specs;
    std::shared_ptr<const chip::ChipFacts> m_chip = *chip::ChipCatalog::loadDefault()->find(chip::kDefaultChip);
    reference::ReferenceService m_reference;
    emulator::Emulator m_emulator { { .sandbox = {}, .cacheDir = {} } };
    std::unique_ptr<Target> m_target = makeEmulatorTarget(m_emulator, m_reference);
};

TEST_F(Corpus, EveryCheatIsCaughtByAGateMeantForIt)
{
    auto entries = entriesIn("cheats");
    judgeAll(entries);
    std::map<std::string, int> classes;
    for (const Entry& entry : entries) {
        ASSERT_EQ(entry.problem, "") << entry.name;
        const std::string gate = failedGate(entry.verdict);
        std::printf("%-24s %-4s %-12s %-12s %.110s\n", entry.name.c_str(), entry.about.value("class", "").c_str(), gate.c_str(),
            std::string(name(entry.verdict.outcome)).c_str(), observed(entry.verdict).c_str());
        ++classes[entry.about.value("class", "")];
        EXPECT_NE(entry.verdict.outcome, Outcome::Correct) << entry.name << " got away: " << entry.about.value("why", "");
        EXPECT_THAT(entry.about.value("gates", std::vector<std::string>()), testing::Contains(gate)) << entry.name << ": " << observed(entry.verdict);
    }
    if (std::getenv("HAWK_CORPUS") == nullptr) {
        EXPECT_GE(entries.size(), 30U);
        EXPECT_GE(classes.size(), 14U);
    }
}

TEST_F(Corpus, NoHonestKernelIsAccused)
{
    auto entries = entriesIn("honest");
    judgeAll(entries);
    std::map<std::string, int> specs;
    for (const Entry& entry : entries) {
        ASSERT_EQ(entry.problem, "") << entry.name;
        std::printf("%-24s %-14s %-12s %.110s\n", entry.name.c_str(), entry.about.value("spec", "").c_str(),
            std::string(name(entry.verdict.outcome)).c_str(), observed(entry.verdict).c_str());
        ++specs[entry.about.value("spec", "")];
        EXPECT_EQ(entry.verdict.outcome, Outcome::Correct) << entry.name << ", gate " << failedGate(entry.verdict) << ": " << observed(entry.verdict);
    }
    if (std::getenv("HAWK_CORPUS") == nullptr) {
        EXPECT_GE(entries.size(), 30U);
        EXPECT_GE(specs.size(), 8U);
    }
}

} // namespace
} // namespace hawk::target
