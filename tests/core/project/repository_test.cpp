// Operators of a repository: what they share with each other, and what a definition says of one chip.
#include "project_files.h"

#include "chip/chip_catalog.h"
#include "emulator/project/operator_definition.h"
#include "emulator/project/operator_host.h"
#include "emulator/project/operator_kernel.h"
#include "emulator/project/tiling_keys.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

/// The operator in norm/twice of a repository with common headers and two operators that lend it theirs.
class Repository : public ProjectFiles {
protected:
    void SetUp() override
    {
        auto made = TempDir::create("hawk-repository-test-");
        ASSERT_TRUE(made);
        folder.emplace(*std::move(made));
        write("common/inc/op_host/shared_log.h", "#include \"log/log.h\"\n#define TOO_MANY(context, n) OP_LOGE(context, \"%ld are too many\", n)\n");
        write("norm/twice/op_host/CMakeLists.txt", "add_modules_sources(OPTYPE twice ACLNNTYPE aclnn DEPENDENCIES twice_tools)\n");
        write("norm/twice/op_host/twice.cpp", kDefinition);
        write("norm/twice/op_host/twice_tiling.cpp", tiling("blocksOf(context->GetInputShape(0)->GetStorageShape().GetShapeSize())"));
        write("norm/twice/op_kernel/twice.cpp", kernel("../twice_common/base.h"));
        write("norm/twice_tools/op_host/tools.h", "#pragma once\nunsigned blocksOf(long elements);\n");
        write("norm/twice_tools/op_host/tools.cpp", "#include \"tools.h\"\nunsigned blocksOf(long elements) { return elements / 100; }\n");
        write("norm/twice_tools/op_host/tools_def.cpp", "#include \"register/op_def_registry.h\"\nOP_ADD(Other);\n");
        write("norm/twice_common/op_kernel/base.h", "#pragma once\n#include \"../twice_common/more.h\"\n");
        write("norm/twice_common/op_kernel/more.h", "#pragma once\nconstexpr int kTwice = 2;\n");
        const auto catalog = chip::ChipCatalog::loadDefault();
        ASSERT_TRUE(catalog);
        chip = *catalog->find(std::string(chip::kDefaultChip));
    }
    static std::string tiling(const std::string& blocks)
    {
        return "#include \"register/op_def_registry.h\"\n#include \"shared_log.h\"\n#include \"tools.h\"\n#include \"twice_arch35.h\"\n"
               "static ge::graphStatus tile(gert::TilingContext* context)\n{\n    context->SetBlockDim("
            + blocks + ");\n    return ge::GRAPH_SUCCESS;\n}\nIMPL_OP_OPTILING(Twice).Tiling(tile);\n";
    }
    static std::string kernel(const std::string& include)
    {
        return "#include \"kernel_operator.h\"\n#include \"" + include + "\"\n"
               "constexpr uint64_t KEY_NAMED = 7;\n#define KEY_MACRO 30UL\n"
               "extern \"C\" __global__ __aicore__ void twice(GM_ADDR x, GM_ADDR y, GM_ADDR workspace, GM_ADDR tiling)\n{\n"
               "    static_assert(kTwice == 2);\n"
               "    if (TILING_KEY_IS(1)) { } else if (TILING_KEY_IS(KEY_MACRO)) { } else if (TILING_KEY_IS(KEY_NAMED)) { }\n"
               "#if __NPU_ARCH__ == 3510\n    else if (TILING_KEY_IS(5000)) { no_such_name(); }\n#endif\n}\n";
    }
    OperatorProject op() const
    {
        const auto found = findOperatorProject(folder->path() / "norm/twice");
        EXPECT_TRUE(found) << found.error().text();
        return found ? *found : OperatorProject {};
    }
    Result<OperatorHost> host(const std::string& soc = "ascend910b") const
    {
        write("norm/twice_tools/op_host/twice_arch35.h", "#pragma once\nunsigned registerBlocks();\n");
        return OperatorHost::build(op(), { .cacheDir = folder->path() / "cache", .soc = soc });
    }
    Result<TilingResult> tile() const
    {
        const auto built = host();
        if (!built)
            return built.error();
        const TilingTensor tensor { "DT_FLOAT", { 8, 100 }, {} };
        return built->tile({ "Twice", { { "x", { tensor } } }, { { "y", { tensor } } } }, *chip);
    }
    Result<BuildRequest> request() const
    {
        const auto entry = findKernelEntry(op(), OperatorDefinition { .name = "Twice" });
        if (!entry)
            return entry.error();
        return kernelBuild(op(), { .name = "Twice" }, *entry, {}, chip);
    }
    Result<BuildResult> buildKernel() const
    {
        const auto wanted = request();
        return wanted ? Emulator({ .cacheDir = folder->path() / "cache" }).build(*wanted) : Result<BuildResult>(wanted.error());
    }
    std::shared_ptr<const chip::ChipFacts> chip;
};

TEST_F(Repository, HostCodeUsesWhatItsListNames)
{
    const auto tiling = tile();
    ASSERT_TRUE(tiling) << tiling.error().text();
    EXPECT_EQ(tiling->blockDim, 8U);
    const auto built = host();
    ASSERT_TRUE(built);
    const auto description = built->describe();
    ASSERT_TRUE(description) << description.error().text();
    EXPECT_TRUE(operatorFrom(*description, "")) << "the lender's own operator is not defined here";
}

// hicann/ops-nn lays all op_kernel folders side by side when it builds.
TEST_F(Repository, KernelsNameEachOthersHeadersAsSiblings)
{
    const auto built = buildKernel();
    ASSERT_TRUE(built) << built.error().text();
    EXPECT_TRUE(built->ok) << built->log;
    write("norm/twice_common/op_kernel/more.h", "#pragma once\nconstexpr int kTwice = 3;\n");
    const auto again = buildKernel();
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_FALSE(again->ok) << "a change in a lender's header is seen";
}

TEST_F(Repository, ANameInTheirPlaceInTheSourcesServesToo)
{
    write("norm/twice/op_kernel/twice.cpp", kernel("../../twice_common/op_kernel/base.h"));
    const auto built = buildKernel();
    ASSERT_TRUE(built) << built.error().text();
    EXPECT_TRUE(built->ok) << built->log;
}

TEST_F(Repository, KeysAreThoseTheCompilerOfThisChipSees)
{
    Emulator emulator({ .cacheDir = folder->path() / "cache" });
    const auto wanted = request();
    ASSERT_TRUE(wanted) << wanted.error().text();
    const auto keys = tilingKeysOf(*wanted, emulator);
    ASSERT_TRUE(keys) << keys.error().text();
    EXPECT_THAT(*keys, ElementsAre(1, 7, 30));
}

TEST_F(Repository, TilingForOtherChipsIsLeftOut)
{
    write("norm/twice/op_host/arch35/twice_tiling_arch35.cpp", "#include \"register/op_def_registry.h\"\nunsigned registerBlocks() { return 1; }\n"
        "static ge::graphStatus own(gert::TilingContext*) { return ge::GRAPH_FAILED; }\nIMPL_OP_OPTILING(Twice).Tiling(own);\n");
    write("norm/twice/op_host/twice_tiling.cpp", tiling("context->GetInputShape(0)->GetStorageShape().GetDim(0) > 9 ? registerBlocks() : 4"));
    const auto tiling = tile();
    ASSERT_TRUE(tiling) << tiling.error().text();
    EXPECT_EQ(tiling->blockDim, 4U);
    write("norm/twice/op_host/twice_tiling.cpp", Repository::tiling("registerBlocks()"));
    const auto reached = tile();
    ASSERT_FALSE(reached);
    EXPECT_THAT(reached.error().text(), HasSubstr("for other chips"));
}

TEST_F(Repository, OfTwoKernelsOfTheNameTheOneTheDefinitionFitsIsTaken)
{
    write("norm/twice/op_kernel/twice.cpp",
        "#if __NPU_ARCH__ == 3510\ntemplate <uint32_t mode> __global__ __aicore__ void twice(GM_ADDR x) { }\n"
        "#else\nextern \"C\" __global__ __aicore__ void twice(GM_ADDR x, GM_ADDR y) { }\n#endif\n");
    OperatorDefinition definition { .name = "Twice" };
    EXPECT_EQ(findKernelEntry(op(), definition)->parameters.size(), 2U);
    definition.tilingTemplate.parameters.push_back({ "mode", "uint", 8, { 0 } });
    EXPECT_EQ(findKernelEntry(op(), definition)->templateParameters, "uint32_t mode");
}

TEST_F(Repository, ADefinitionMaySayOtherThingsOfOneChip)
{
    write("norm/twice/op_host/twice.cpp",
        "#include \"register/op_def_registry.h\"\n"
        "namespace ops {\n"
        "class Twice : public OpDef {\n"
        "public:\n"
        "    explicit Twice(const char* name) : OpDef(name)\n"
        "    {\n"
        "        this->Input(\"x\").ParamType(REQUIRED).DataType({ ge::DT_FLOAT, ge::DT_FLOAT8_E5M2 });\n"
        "        this->Output(\"y\").ParamType(REQUIRED).DataType({ ge::DT_FLOAT, ge::DT_FLOAT });\n"
        "        OpAICoreConfig own;\n"
        "        own.Input(\"x\").ParamType(REQUIRED).DataType({ ge::DT_FLOAT16 });\n"
        "        own.Output(\"y\").ParamType(REQUIRED).DataType({ ge::DT_FLOAT16 });\n"
        "        own.ExtendCfgInfo(\"opFile.value\", \"twice_310p\");\n"
        "        this->AICore().AddConfig(\"ascend950\");\n"
        "        this->AICore().AddConfig(\"ascend310p\", own);\n"
        "    }\n"
        "};\n"
        "OP_ADD(Twice);\n"
        "}\n");
    write("norm/twice/op_kernel/twice_310p.cpp", kernel("../twice_common/base.h"));
    const auto definitionFor = [&](const std::string& soc) -> OperatorDefinition {
        const auto built = host(soc);
        EXPECT_TRUE(built) << built.error().text();
        const auto description = built->describe();
        EXPECT_TRUE(description) << description.error().text();
        return *operatorFrom(*description, "Twice");
    };
    const OperatorDefinition common = definitionFor("ascend950"), own = definitionFor("ascend310p");
    EXPECT_THAT(common.inputs.front().types, ElementsAre("DT_FLOAT", "DT_FLOAT8_E5M2"));
    EXPECT_THAT(own.inputs.front().types, ElementsAre("DT_FLOAT16"));
    EXPECT_EQ(findKernelEntry(op(), common)->source.filename(), "twice.cpp");
    EXPECT_EQ(findKernelEntry(op(), own)->source.filename(), "twice_310p.cpp");
    EXPECT_FALSE(isFor(common.socs, "ascend910b"));
    EXPECT_TRUE(isFor(common.socs, "ascend310p"));
    EXPECT_THAT(namedChips(op().hostFolder), ElementsAre("ascend310p", "ascend950"));
}

} // namespace
} // namespace hawk::emulator::test
