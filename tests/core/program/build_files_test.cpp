#include "emulator/program/build_files.h"

#include "base/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

class BuildFilesTest : public testing::Test {
protected:
    BuildFiles read(const std::string& text, const std::map<std::string, std::string>& variables = {})
    {
        EXPECT_TRUE(writeFileAtomically(m_folder.path() / "CMakeLists.txt", text));
        return readBuildFiles(m_folder.path(), variables);
    }
    TempDir m_folder = *TempDir::create("build-files");
};

TEST_F(BuildFilesTest, TargetsDefinitionsAndDefaults)
{
    const BuildFiles files = read(R"(
set(SCENARIO "1" CACHE STRING "which") # default
add_library(kernels SHARED k.asc)
add_executable(demo main.cpp extra.h)
target_compile_definitions(demo PRIVATE SCENARIO=${SCENARIO} FLAG)
target_compile_options(demo PRIVATE $<$<COMPILE_LANGUAGE:ASC>:--npu-arch=dav-2201> -DLEVEL=3 -O2)
target_include_directories(demo PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/inc $ENV{HOME}/x)
target_link_libraries(demo PRIVATE kernels m)
)");
    const auto target = programTarget(files, "demo");
    ASSERT_TRUE(target) << target.error().text();
    EXPECT_THAT(target->sources, testing::ElementsAre("main.cpp", "k.asc"));
    EXPECT_EQ(target->defines.at("SCENARIO"), "1");
    EXPECT_EQ(target->defines.at("FLAG"), "1");
    EXPECT_EQ(target->defines.at("LEVEL"), "3");
    EXPECT_EQ(target->defines.size(), 3U);
    EXPECT_THAT(target->includeFolders, testing::ElementsAre("inc"));
}

TEST_F(BuildFilesTest, ConditionsAndRefusals)
{
    const std::string text = R"(
set(VALID 1 2)
if(NOT SCENARIO IN_LIST VALID)
    message(FATAL_ERROR "SCENARIO must be 1 or 2, got ${SCENARIO}")
elseif(SCENARIO EQUAL 2 AND USE_FAST)
    add_definitions(-DFAST)
else()
    add_definitions(-DSLOW)
endif()
add_executable(demo a.asc)
)";
    EXPECT_EQ(read(text, { { "SCENARIO", "7" } }).refusal, "SCENARIO must be 1 or 2, got 7");
    EXPECT_TRUE(programTarget(read(text, { { "SCENARIO", "2" }, { "USE_FAST", "ON" } }), "")->defines.contains("FAST"));
    EXPECT_TRUE(programTarget(read(text, { { "SCENARIO", "2" } }), "")->defines.contains("SLOW"));
}

TEST_F(BuildFilesTest, SeveralProgramsNeedAName)
{
    const BuildFiles files = read("add_executable(one a.asc)\nadd_executable(two b.asc)\n");
    EXPECT_FALSE(programTarget(files, ""));
    EXPECT_EQ(programTarget(files, "two")->sources.front(), "b.asc");
}

} // namespace
} // namespace hawk::emulator
