#include "../prompt/golden.h"
#include "chip/chip_catalog.h"
#include "spec/spec_loader.h"
#include "synth/prompt/feedback.h"
#include "target/target.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <regex>
#include <thread>

/// Wrong kernels of every kind that models write (tests/golden/feedback), judged, and the exact words that come back.
namespace hawk::synth {
namespace {

namespace fs = std::filesystem;

struct Fixture {
    std::string name;
    std::string source;
    std::string plan;
    std::string spec;
    std::vector<std::string> cases;
};

/// The second line says "// spec: relu; cases: fp16_tail, fp32_tiny".
Fixture fixtureFrom(const fs::path& file)
{
    Fixture out { .name = file.stem().string(), .source = readFile(file).value() };
    fs::path plan = file;
    out.plan = readFile(plan.replace_extension(".json")).value();
    const std::regex head("// spec: (\\w+); cases: ([\\w, ]+)");
    std::smatch match;
    EXPECT_TRUE(std::regex_search(out.source, match, head)) << file;
    out.spec = match[1];
    const std::string list = match[2];
    const std::regex word("\\w+");
    for (auto at = std::sregex_iterator(list.begin(), list.end(), word); at != std::sregex_iterator(); ++at)
        out.cases.push_back(at->str());
    return out;
}

std::vector<Fixture> fixtures()
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(fs::path(HAWK_TEST_SOURCE_DIR) / "golden" / "feedback"))
        if (entry.path().extension() == ".cpp")
            files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<Fixture> out;
    for (const fs::path& file : files)
        out.push_back(fixtureFrom(file));
    return out;
}

/// Values hang on the inputs, the gates' lines on the judge: neither is what is tested here.
std::string normalised(const std::string& text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        at = end + 1;
        if (line.starts_with("Gate ") || line.starts_with("Outcome: "))
            line = line.starts_with("Gate ") ? "" : line.substr(0, line.find('.') + 1);
        else
            line = std::regex_replace(line, std::regex("(got|expected|relative error|largest|limits|allowed|and) (-?[0-9.]+(e[-+]?[0-9]+)?|-?inf|-?nan)\\b"), "$1 <n>");
        if (!line.empty())
            out += line + "\n";
    }
    return out;
}

/// All fixtures judged once, on as many threads as there are processors.
class WrongKernels : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        s_texts = new std::map<std::string, std::string>();
        const auto chip = chip::ChipCatalog::loadDefault().value().find(chip::kDefaultChip).value();
        reference::ReferenceService reference({ .cacheDir = {}, .python = {} });
        emulator::Emulator emulator({ .sandbox = {}, .cacheDir = {} });
        const auto target = target::makeEmulatorTarget(emulator, reference);
        const std::vector<Fixture> all = fixtures();
        std::map<std::string, std::shared_ptr<const spec::OperatorSpec>> specs;
        const auto bundled = spec::bundledSpecs().value();
        for (const auto& each : bundled)
            specs[each->name] = each;
        std::atomic<std::size_t> next = 0;
        std::mutex mutex;
        const auto work = [&] {
            for (std::size_t i = next++; i < all.size(); i = next++) {
                target::JudgeRequest request;
                request.spec = specs.at(all[i].spec);
                request.chip = chip;
                request.candidate.source = all[i].source;
                request.candidate.launchPlan = all[i].plan;
                request.cases = all[i].cases;
                const auto verdict = target->judge(request);
                const std::scoped_lock lock(mutex);
                (*s_texts)[all[i].name]
                    = verdict ? normalised(failureText(*verdict, request.candidate)) : "not judged: " + verdict.error().text() + "\n";
            }
        };
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
            threads.emplace_back(work);
    }
    static void TearDownTestSuite() { delete s_texts; }
    static std::map<std::string, std::string>* s_texts;
};
std::map<std::string, std::string>* WrongKernels::s_texts = nullptr;

TEST_F(WrongKernels, AreMany) { EXPECT_GE(s_texts->size(), 50U); }

TEST_F(WrongKernels, AreAnsweredInTheseWords)
{
    for (const auto& [name, text] : *s_texts) {
        SCOPED_TRACE(name);
        test::expectGolden("feedback", name, text);
    }
}

/// What no answer may hold, whatever it is about.
TEST_F(WrongKernels, HearNothingOfOurOwnMachinery)
{
    for (const auto& [name, text] : *s_texts) {
        for (const char* ours : { "hawkdetail", "hawkabi", "hawk-entry", "HAWK_", "_Float16", "required from", "static assertion failed",
                 "In instantiation", "template argument deduction" })
            EXPECT_EQ(text.find(ours), std::string::npos) << name << " tells of " << ours << "\n" << text;
        EXPECT_EQ(text.find("Outcome: correct"), std::string::npos) << name << " was found to be right";
        EXPECT_LT(text.size(), 6'000U) << name << " is told at too great length";
    }
}

} // namespace
} // namespace hawk::synth
