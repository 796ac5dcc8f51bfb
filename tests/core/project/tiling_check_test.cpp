// Decisions of a tiling function from which no launch can follow.
#include "project_files.h"

#include "chip/chip_catalog.h"
#include "emulator/project/tiling_check.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class TilingCheck : public ProjectFiles {
protected:
    std::string check(const TilingResult& tiling) const
    {
        const auto catalog = chip::ChipCatalog::loadDefault();
        const auto entry = findKernelEntry(project(), OperatorDefinition { .name = "Twice" });
        EXPECT_TRUE(entry) << entry.error().text();
        const Status checked = checkTiling("Twice", tilingNeeds(project(), *entry), tiling, **catalog->find(std::string(chip::kDefaultChip)));
        return checked ? std::string() : checked.error().text();
    }
    void kernel(const std::string& body) const
    {
        write("op_kernel/twice.cpp",
            "#include \"kernel_operator.h\"\nextern \"C\" __global__ __aicore__ void twice(GM_ADDR x, GM_ADDR y, GM_ADDR workspace, GM_ADDR tiling)\n{\n"
                + body + "}\n");
    }
    static TilingResult tiling() { return { .data = std::vector<std::byte>(16), .dataGiven = true }; }
};

TEST_F(TilingCheck, BlocksAreOneTo65535)
{
    for (const std::uint32_t blocks : { 1U, 48U, 65535U }) {
        TilingResult good = tiling();
        good.blockDim = blocks;
        EXPECT_EQ(check(good), "");
    }
    for (const std::uint32_t blocks : { 0U, 65536U, 1'000'000'000U, 0xFFFFFFFFU }) {
        TilingResult bad = tiling();
        bad.blockDim = blocks;
        EXPECT_THAT(check(bad), AllOf(HasSubstr("the tiling function of Twice set the block dim to " + std::to_string(blocks)), HasSubstr("SetBlockDim")));
    }
}

TEST_F(TilingCheck, AWorkspaceFitsTheChipsMemory)
{
    TilingResult one = tiling();
    one.workspaces = { 16U << 20U, 0 };
    EXPECT_EQ(check(one), "");
    one.workspaces = { std::uint64_t { 1 } << 50U };
    EXPECT_THAT(check(one), AllOf(HasSubstr("a workspace of 1048576 GiB"), HasSubstr("Ascend910B2 has 64 GiB")));
    one.workspaces = { ~std::uint64_t { 0 }, 2 }; // minus one, and a sum that wraps
    EXPECT_THAT(check(one), HasSubstr("workspace"));
}

TEST_F(TilingCheck, AKeyHasABranch)
{
    kernel("    // TILING_KEY_IS(9) is no branch\n    if (TILING_KEY_IS(1)) { } else if (TILING_KEY_IS( 20UL )) { }\n");
    TilingResult one = tiling();
    one.tilingKey = 20;
    EXPECT_EQ(check(one), "");
    one.tilingKey = 9;
    EXPECT_THAT(check(one), AllOf(HasSubstr("set the tiling key 9, for which the kernel has no branch; it has: 1, 20"), HasSubstr("TILING_KEY_IS(9)")));
    one.tilingKey = 0;
    EXPECT_THAT(check(one), HasSubstr("0 is the key when SetTilingKey is not called"));
}

TEST_F(TilingCheck, KeysThatAreNoPlainNumbersAreNotJudged)
{
    TilingResult one = tiling();
    one.tilingKey = 9;
    kernel("    if (TILING_KEY_IS(1)) { } else if (TILING_KEY_IS(KEY_OF_HALF)) { }\n");
    EXPECT_EQ(check(one), "");
    kernel("    if (TILING_KEY_IS(1)) { } else if (TILING_KEY_VAR > 3) { }\n");
    EXPECT_EQ(check(one), "");
    kernel("    if (TILING_KEY_IS(1)) { }\n");
    write("op_kernel/branches.h", "#define REST TILING_KEY_IS(9)\n");
    EXPECT_EQ(check(one), "") << "a branch may stand in a header";
    kernel("");
    write("op_kernel/branches.h", "");
    EXPECT_EQ(check(one), "") << "a kernel without branches takes any key";
}

TEST_F(TilingCheck, DataThatTheKernelReadsIsGiven)
{
    TilingResult none = tiling();
    none.dataGiven = false;
    EXPECT_EQ(check(none), "") << "the kernel reads none";
    kernel("    GET_TILING_DATA(data, tiling);\n");
    EXPECT_THAT(check(none), AllOf(HasSubstr("the tiling function of Twice wrote no tiling data"), HasSubstr("SaveToBuffer")));
    EXPECT_EQ(check(tiling()), "");
}

} // namespace
} // namespace hawk::emulator::test
