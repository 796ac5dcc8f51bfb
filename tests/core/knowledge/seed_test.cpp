#include "base/process.h"
#include "emulator/check/issue_rules.h"
#include "fixture.h"

#include <set>

namespace hawk::knowledge {
namespace {
namespace fs = std::filesystem;

using testing::HasSubstr;

class Seed : public KnowledgeTest { };

TEST_F(Seed, HoldsAtLeastFortyCuratedTemplatesOverAllAreas)
{
    seedResources();
    std::set<std::string> categories;
    std::set<Stage> stages;
    int templates = 0;
    for (const Entry& entry : must(m_base->entries(EntryState::Approved))) {
        templates += entry.artifact.kind == Artifact::Kind::Template ? 1 : 0;
        stages.insert(entry.triggers.stage);
        for (const std::string& id : entry.triggers.constraints)
            categories.insert(emulator::constraintInfo(id).category);
    }
    EXPECT_GE(templates, 40);
    EXPECT_EQ(stages.size(), 4U);
    for (const char* category : { "memory capacity", "alignment", "addressing", "queue and buffer lifecycle",
             "synchronisation and hazards", "dtype support", "vector instruction limits", "numerics",
             "tiling and multicore", "performance" })
        EXPECT_TRUE(categories.contains(category)) << category;
}

TEST_F(Seed, EveryEntryNamesKnownRulesAndASource)
{
    seedResources();
    for (const Entry& entry : must(m_base->entries())) {
        for (const std::string& id : entry.triggers.constraints)
            EXPECT_EQ(emulator::constraintInfo(id).id, id) << entry.key;
        EXPECT_FALSE(entry.source.value("uri", std::string()).empty()) << entry.key;
        EXPECT_FALSE(entry.rationale.whenNotToApply.empty()) << entry.key;
        EXPECT_FALSE(entry.triggers.constraints.empty() && entry.triggers.bottlenecks.empty()
            && entry.triggers.errorSignatures.empty() && entry.triggers.apis.empty())
            << entry.key << " can never be found";
    }
}

/// All templates, holes filled with their examples, in one translation unit: what an entry offers must at least build
/// against the device headers.
TEST_F(Seed, EveryTemplateCompiles)
{
    const auto compiler = findProgram("g++");
    if (!compiler)
        GTEST_SKIP() << "no g++ on this machine";
    seedResources();
    std::string unit = "#include \"kernel_operator.h\"\n";
    int number = 0;
    for (const Entry& entry : must(m_base->entries())) {
        if (entry.artifact.kind != Artifact::Kind::Template)
            continue;
        unit += "namespace entry" + std::to_string(number++) + " {\nusing namespace AscendC;\n#line 1 \"" + entry.key
            + "\"\n" + filledTemplate(entry.artifact) + "\n}\n";
    }
    const fs::path source = m_dir->path() / "templates.cpp";
    std::ofstream(source) << unit;
    const fs::path headers = fs::path(HAWK_TEST_SOURCE_DIR).parent_path() / "core" / "emulator" / "device" / "include";
    ProcessSpec compile;
    compile.argv = { compiler->string(), "-std=c++17", "-O1", "-w", "-fmax-errors=50", "-fno-diagnostics-show-caret", "-I",
        headers.string(), "-c", source.string(), "-o", (m_dir->path() / "templates.o").string() };
    compile.timeout = std::chrono::seconds(60);
    const ProcessResult result = must(runProcess(compile));
    EXPECT_TRUE(result.ok()) << result.err;
}

TEST_F(Seed, SecondTimeAddsNothing)
{
    EXPECT_GT(must(m_base->seed(resourceDir() / "knowledge")), 40);
    EXPECT_EQ(must(m_base->seed(resourceDir() / "knowledge")), 0);
}

TEST_F(Seed, BrokenFileNamesLineAndChangesNothing)
{
    Json good = toJson(sample("seed/good"));
    seedFile("a.json", good.dump(2));
    const fs::path folder = seedFile("deep/b.json",
        "[\n  {\"key\": \"seed/b\", \"title\": \"t\",\n   \"triggers\": {\"stage\": \"runtime\",\n    \"apis\": [1]}}\n]\n");
    const Result<int> done = m_base->seed(folder);
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().context, HasSubstr("b.json:4:"));
    EXPECT_TRUE(must(m_base->entries()).empty());
    seedFile("deep/b.json", "[\n  {\"key\": \n");
    EXPECT_THAT(m_base->seed(folder).error().context, HasSubstr("b.json:"));
}

TEST_F(Seed, SameKeyInTwoFilesIsAnError)
{
    seedFile("a.json", toJson(sample("seed/x")).dump());
    const fs::path folder = seedFile("b.json", toJson(sample("seed/x")).dump());
    const Result<int> done = m_base->seed(folder);
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().message, HasSubstr("a.json"));
}

TEST_F(Seed, NewerVersionReplacesUnlessAPersonDecided)
{
    Json x = toJson(sample("seed/x"));
    Json y = toJson(sample("seed/y"));
    must(m_base->seed(seedFile("a.json", Json::array({ x, y }).dump())));
    const EntryId decided = must(m_base->entryByKey("seed/y")).id;
    must(m_base->decide(decided, EntryState::Retired, "ada", "not for us"));
    x["version"] = y["version"] = 2;
    x["title"] = y["title"] = "new";
    EXPECT_EQ(must(m_base->seed(seedFile("a.json", Json::array({ x, y }).dump()))), 1);
    EXPECT_EQ(must(m_base->entryByKey("seed/x")).title, "new");
    EXPECT_EQ(must(m_base->entry(decided)).state, EntryState::Retired);
    EXPECT_NE(must(m_base->entry(decided)).title, "new");
}

TEST_F(Seed, MissingFolderIsNotFound)
{
    EXPECT_EQ(m_base->seed(m_dir->path() / "absent").error().code, Errc::NotFound);
}

} // namespace
} // namespace hawk::knowledge
