#include "emulator/program/run_instructions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

using testing::ElementsAre;

constexpr const char* kReadme = R"(# Sample
| Product | Version |
|------|------|
| Atlas A3 series | >= 9.0 |
| Atlas A2 series | >= 9.0 |
<tr><td>3</td><td>only supports dav-3510</td></tr>
**场景4：Compares----仅在 Ascend 950PR/Ascend 950DT支持**
**场景2：仅在 Atlas A2 支持**
```bash
source ${install_path}/set_env.sh
```
```bash
MODE=1  # which
mkdir -p build && cd build;
cmake .. -DCMAKE_ASC_ARCHITECTURES=dav-2201 -DMODE=$MODE;make -j;   # build
python3 ../scripts/gen_data.py -mode=$MODE
./demo ${MODE} # run
python3 ../scripts/verify_result.py output/a.bin "output/b c.bin"
```
```bash
cmake .. -DCMAKE_ASC_RUN_MODE=cpu -DMODE=$MODE;make -j;
```
| Option | Values | Meaning |
| `MODE` | `1`(default), `2`, `3` | scenario |
```bash
test pass!
```
)";

TEST(RunInstructions, ReadsTheCommandBlock)
{
    const RunInstructions read = readRunInstructions(kReadme);
    ASSERT_EQ(read.ways.size(), 1U);
    const RunWay& way = read.ways[0];
    EXPECT_EQ(way.program, "demo");
    EXPECT_EQ(way.runFolder, "build");
    EXPECT_THAT(way.cmake, ElementsAre(std::pair<std::string, std::string>("MODE", "$MODE")));
    ASSERT_EQ(way.commands.size(), 3U);
    EXPECT_THAT(way.commands[0], ElementsAre("python3", "../scripts/gen_data.py", "-mode=$MODE"));
    EXPECT_THAT(way.commands[1], ElementsAre("./demo", "${MODE}"));
    EXPECT_THAT(way.commands[2], ElementsAre("python3", "../scripts/verify_result.py", "output/a.bin", "output/b c.bin"));
    EXPECT_EQ(way.shell.at("MODE"), "1");
}

TEST(RunInstructions, ReadsOptionsProductsAndExpectations)
{
    const RunInstructions read = readRunInstructions(kReadme);
    EXPECT_THAT(read.options.at("MODE"), ElementsAre("1", "2", "3"));
    EXPECT_THAT(read.products, ElementsAre("Atlas A3 series", "Atlas A2 series"));
    EXPECT_THAT(read.expected, ElementsAre("test pass!"));
    EXPECT_THAT(read.only3510, ElementsAre("3", "4"));
}

TEST(RunInstructions, VariablesInBothSpellings)
{
    const std::map<std::string, std::string> values { { "A", "7" } };
    EXPECT_EQ(expandShell("x=$A,${A}b$B", values), "x=7,7b");
}

} // namespace
} // namespace hawk::emulator
