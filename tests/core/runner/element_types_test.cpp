// Element types and prototypes of the basic vector API on generation 2201, as its reference pages list them
// for Atlas A2: what a page lists compiles in every form, what it does not list is an error that names the
// API.
#include "element_types_table.h"

#include "emulator/emulator.h"

#include "base/files.h"
#include "chip/chip_catalog.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <memory>
#include <span>

namespace hawk::emulator {
namespace {

/// A call in a scope of its own, with the element types it is tried with.
struct Line {
    std::string first, second, call;
    std::string text() const
    {
        return "    { using T = " + first + "; using U = " + (second.empty() ? first : second)
            + "; LocalTensor<T> a, b, c; LocalTensor<U> d, e; GlobalTensor<T> g; " + call + "; }\n";
    }
};

/// A kernel with one call a line; the first call is on line kFirstLine.
constexpr int kFirstLine = 14;
std::string kernel(std::span<const Line> lines)
{
    std::string text = R"(#include "kernel_operator.h"
using namespace AscendC;
using LocalGlobal = GlobalTensor<int32_t>;
void onVectorCore(int) { }
extern "C" __global__ __aicore__ void k(GM_ADDR x)
{
    LocalTensor<uint32_t> offsets;
    LocalTensor<uint8_t> bits;
    LocalTensor<int16_t> s;
    LocalTensor<int32_t> i;
    LocalTensor<float> f;
    uint64_t m[2] = { 1, 1 }, list[16] = {};
    uint32_t n = 3, shape[2] = { 2, 64 };
)";
    for (const Line& line : lines)
        text += line.text();
    return text + "}\n";
}

class ElementTypes : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        cache = std::make_unique<TempDir>(*TempDir::create("hawk-test-"));
        emulator = std::make_unique<Emulator>(Emulator::Options { .sandbox = {}, .cacheDir = cache->path() });
    }
    static void TearDownTestSuite()
    {
        emulator.reset();
        cache.reset();
    }
    static BuildResult build(std::span<const Line> lines)
    {
        auto result = emulator->build(
            { .source = kernel(lines), .fileName = "types.cpp", .defines = {}, .entry = "k", .chip = chip });
        EXPECT_TRUE(result) << (result ? "" : result.error().text());
        return result ? *result : BuildResult {};
    }
    static void expectBuilds(const std::vector<Line>& lines)
    {
        ASSERT_FALSE(lines.empty());
        constexpr std::size_t kCallsOfOneBuild = 400; // a build's memory and time are limited
        for (std::size_t first = 0; first < lines.size(); first += kCallsOfOneBuild) {
            const auto part
                = std::span(lines).subspan(first, std::min(kCallsOfOneBuild, lines.size() - first));
            const BuildResult result = build(part);
            EXPECT_TRUE(result.ok) << result.log.substr(0, 4000);
            for (const Diagnostic& one : result.diagnostics)
                if (one.line >= kFirstLine && one.line < kFirstLine + static_cast<int>(part.size()))
                    ADD_FAILURE() << part[static_cast<std::size_t>(one.line - kFirstLine)].text()
                                  << one.message;
        }
    }
    /// `apis` names what the error of each line has to name. The compiler stops after twenty errors, and one
    /// line may give several.
    static void expectErrors(const std::vector<Line>& lines, const Names& apis, std::size_t linesOfOneBuild)
    {
        ASSERT_FALSE(lines.empty());
        for (std::size_t first = 0; first < lines.size(); first += linesOfOneBuild) {
            const auto part
                = std::span(lines).subspan(first, std::min(linesOfOneBuild, lines.size() - first));
            const BuildResult result = build(part);
            EXPECT_FALSE(result.ok);
            for (std::size_t i = 0; i < part.size(); ++i) {
                const bool named = std::ranges::any_of(result.diagnostics, [&](const Diagnostic& one) {
                    return one.level == Diagnostic::Level::Error
                        && one.line == kFirstLine + static_cast<int>(i)
                        && one.message.find(apis[first + i]) != std::string::npos;
                });
                EXPECT_TRUE(named) << part[i].text();
            }
        }
    }
    void TearDown() override { chip.reset(); }
    static inline std::shared_ptr<const chip::ChipFacts> chip; ///< none: generation 2201
    static inline std::unique_ptr<TempDir> cache;
    static inline std::unique_ptr<Emulator> emulator;
};

struct Cases {
    std::vector<Line> listed, others;
    Names apisOfOthers;
    void add(const ApiTypes& row, const std::string& first, const std::string& second)
    {
        if (row.listed.contains(second.empty() ? first : first + " " + second)) {
            for (const std::string& form : row.forms)
                listed.push_back({ first, second, form });
        } else { // one error per instantiated template: the first form stands for all
            others.push_back({ first, second, row.forms.front() });
            apisOfOthers.push_back(row.api);
        }
    }
};

Cases casesOf(const std::vector<ApiTypes>& rows)
{
    Cases cases;
    for (const ApiTypes& row : rows)
        for (const std::string& first : row.first)
            if (row.second.empty())
                cases.add(row, first, {});
            else
                for (const std::string& second : row.second)
                    cases.add(row, first, second);
    return cases;
}

TEST_F(ElementTypes, ListedOnesCompileInEveryForm) { expectBuilds(casesOf(oneTypeApis()).listed); }

TEST_F(ElementTypes, OthersAreErrorsThatNameTheApi)
{
    const Cases cases = casesOf(oneTypeApis());
    expectErrors(cases.others, cases.apisOfOthers, 18);
}

TEST_F(ElementTypes, ListedPairsCompileInEveryForm) { expectBuilds(casesOf(twoTypeApis()).listed); }

TEST_F(ElementTypes, OtherPairsAreErrorsThatNameTheApi)
{
    const Cases cases = casesOf(twoTypeApis());
    expectErrors(cases.others, cases.apisOfOthers, 6);
}

TEST_F(ElementTypes, ListedOnesOfTheLibraryCompileInEveryForm)
{
    expectBuilds(casesOf(libraryApis()).listed);
    expectBuilds(casesOf(libraryPairs()).listed);
}

TEST_F(ElementTypes, OthersOfTheLibraryAreErrorsThatNameTheApi)
{
    for (const std::vector<ApiTypes>& rows : { libraryApis(), libraryPairs() }) {
        const Cases cases = casesOf(rows);
        expectErrors(cases.others, cases.apisOfOthers, 9);
    }
}

TEST_F(ElementTypes, CallsAsThePagesWriteThemCompile)
{
    std::vector<Line> lines;
    for (const std::string& call : pageCalls())
        lines.push_back({ "half", {}, call });
    expectBuilds(lines);
}

void expectRefused(const std::vector<RefusedCall>& calls, const auto& expectErrors, std::size_t linesOfOneBuild)
{
    std::vector<Line> lines;
    Names apis;
    for (const RefusedCall& refused : calls) {
        lines.push_back({ "half", {}, refused.call });
        apis.push_back(refused.api);
    }
    expectErrors(lines, apis, linesOfOneBuild);
}

TEST_F(ElementTypes, TemplateArgumentsOfNoPrototypeAreErrors) { expectRefused(callsOfNoPrototype(), expectErrors, 4); }

TEST_F(ElementTypes, TheInferenceSeriesHasFewer)
{
    const auto chips = chip::ChipCatalog::loadDefault();
    ASSERT_TRUE(chips.has_value());
    chip = *chips->find("Ascend310P3");
    ASSERT_EQ(chip->generation, chip::Generation::V2002);
    std::vector<Line> lines;
    for (const std::string& call : callsOf2002())
        lines.push_back({ "half", {}, call });
    expectBuilds(lines);
    expectRefused(callsNotOf2002(), expectErrors, 9);
}

} // namespace
} // namespace hawk::emulator
