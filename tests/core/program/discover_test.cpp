#include "emulator/program/sample_program.h"

#include "base/files.h"
#include "chip/chip_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

namespace fs = std::filesystem;

class DiscoverTest : public testing::Test {
protected:
    void write(const fs::path& name, const std::string& text)
    {
        fs::create_directories((m_folder.path() / name).parent_path());
        EXPECT_TRUE(writeFileAtomically(m_folder.path() / name, text));
    }
    Result<ProgramSample> discover(const fs::path& name = {})
    {
        static const auto catalog = chip::ChipCatalog::loadDefault();
        return discoverProgram(m_folder.path() / name, **catalog->find(chip::kDefaultChip));
    }
    TempDir m_folder = *TempDir::create("discover");
};

constexpr const char* kMain = "int main() { k<<<1, 0, nullptr>>>(); }\n";
constexpr const char* kKernel = "__global__ __vector__ void k() { }\n";

TEST_F(DiscoverTest, AFolderWithOneMainAndAKernelBesideIt)
{
    write("main.cpp", kMain);
    write("k.asc", kKernel);
    const auto sample = discover();
    ASSERT_TRUE(sample) << sample.error().text();
    EXPECT_EQ(sample->unsupported, "");
    ASSERT_EQ(sample->scenarios.size(), 1U);
    EXPECT_THAT(sample->scenarios[0].sources, testing::ElementsAre("main.cpp", "k.asc"));
    EXPECT_TRUE(looksLikeProgram(m_folder.path()));
}

TEST_F(DiscoverTest, TwoMainsAreRefusedByName)
{
    write("a.cpp", kMain);
    write("b.cpp", kMain);
    const auto sample = discover();
    ASSERT_FALSE(sample);
    EXPECT_THAT(sample.error().message, testing::AllOf(testing::HasSubstr("a.cpp"), testing::HasSubstr("b.cpp")));
    EXPECT_TRUE(discover("b.cpp"));
}

TEST_F(DiscoverTest, NoMainIsNoProgram)
{
    write("k.asc", kKernel);
    EXPECT_EQ(discover().error().code, Errc::NotFound);
    EXPECT_FALSE(looksLikeProgram(m_folder.path()));
    EXPECT_EQ(discover("missing").error().code, Errc::NotFound);
}

TEST_F(DiscoverTest, CubeCodeIsRefusedWithItsPlace)
{
    write("main.cpp", std::string(kMain) + "__global__ __cube__ void c() { }\n");
    const auto sample = discover();
    ASSERT_TRUE(sample);
    EXPECT_THAT(sample->unsupported, testing::AllOf(testing::HasSubstr("cube"), testing::HasSubstr("main.cpp:2")));
}

TEST_F(DiscoverTest, PureVectorMixIsNoCube)
{
    write("main.cpp", std::string(kMain) + "__global__ __mix__(0, 1) void c() { }\n");
    EXPECT_EQ(discover()->unsupported, "");
}

TEST_F(DiscoverTest, OtherProductsAreRefused)
{
    write("main.cpp", kMain);
    write("README.md", "| Product | V |\n|---|---|\n| Ascend 950PR | 9 |\n");
    EXPECT_THAT(discover()->unsupported, testing::HasSubstr("Ascend 950PR"));
}

TEST_F(DiscoverTest, EveryScenarioOfTheReadme)
{
    write("main.cpp", kMain);
    write("CMakeLists.txt", "add_executable(demo main.cpp)\ntarget_compile_definitions(demo PRIVATE MODE=${MODE})\n");
    write("README.md", "```bash\nMODE=1\nmkdir build && cd build\ncmake .. -DMODE=$MODE; make\npython3 ../g.py --m $MODE\n./demo\n```\n"
                       "| `MODE` | `1`, `2` | x |\n");
    const auto sample = discover();
    ASSERT_TRUE(sample) << sample.error().text();
    ASSERT_EQ(sample->scenarios.size(), 2U);
    EXPECT_EQ(sample->scenarios[1].name, "MODE=2");
    EXPECT_EQ(sample->scenarios[1].defines.at("MODE"), "2");
    EXPECT_THAT(sample->scenarios[1].prepare.at(0).words, testing::ElementsAre("../g.py", "--m", "2"));
}

} // namespace
} // namespace hawk::emulator
