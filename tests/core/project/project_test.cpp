#include "project_files.h"

#include "chip/chip_catalog.h"
#include "emulator/project/operator_host.h"
#include "emulator/project/operator_kernel.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> names(const std::vector<std::filesystem::path>& files)
{
    std::vector<std::string> out;
    for (const auto& file : files)
        out.push_back(file.filename().string());
    return out;
}

/// A tiling function whose block count a function of another source decides.
constexpr const char* kTiling
    = "#include \"register/op_def_registry.h\"\n"
      "unsigned blocksOf(long elements);\n"
      "static ge::graphStatus tile(gert::TilingContext* context)\n"
      "{\n"
      "    context->SetBlockDim(blocksOf(context->GetInputShape(0)->GetStorageShape().GetShapeSize()));\n"
      "    return ge::GRAPH_SUCCESS;\n"
      "}\n"
      "IMPL_OP_OPTILING(Twice).Tiling(tile);\n";

class Project : public ProjectFiles {
protected:
    Result<OperatorHost> build() const { return OperatorHost::build(project(), { folder->path() / "cache" }); }
    Result<TilingResult> tile(const OperatorHost& host) const
    {
        const auto catalog = chip::ChipCatalog::loadDefault();
        const TilingTensor tensor { "DT_FLOAT", { 8, 100 }, {} };
        return host.tile({ "Twice", { { "x", { tensor } } }, { { "y", { tensor } } } },
            **catalog->find(std::string(chip::kDefaultChip)));
    }
};

TEST_F(Project, SourcesAreTakenByWhatTheyRegisterNotByTheirEnding)
{
    write("op_host/twice_tiling.cc", kTiling);
    write("op_host/blocks.cpp", "unsigned blocksOf(long elements) { return elements / 100; }\n");
    write("op_host/twice_proto.cc", "IMPL_OP_INFERSHAPE(Twice);\n");
    EXPECT_THAT(names(project().hostSources), ElementsAre("twice.cpp", "twice_tiling.cc"));
    EXPECT_THAT(names(project().helperSources), ElementsAre("blocks.cpp", "twice_proto.cc"));
}

TEST_F(Project, AHelperWithoutARegistrationIsLinked)
{
    write("op_host/twice_tiling.cc", kTiling);
    write("op_host/blocks.cpp", "unsigned blocksOf(long elements) { return elements / 100; }\n");
    const auto host = build();
    ASSERT_TRUE(host) << host.error().text();
    const auto tiling = tile(*host);
    ASSERT_TRUE(tiling) << tiling.error().text();
    EXPECT_EQ(tiling->blockDim, 8U);
}

TEST_F(Project, AChangeInWhatTheKernelLendsIsSeen)
{
    write("op_host/twice_tiling.cpp", std::string("#include \"../op_kernel/parts.h\"\n") + kTiling);
    for (const unsigned parts : { 4U, 2U }) {
        write("op_kernel/parts.h", "inline unsigned blocksOf(long) { return " + std::to_string(parts) + "; }\n");
        const auto host = build();
        ASSERT_TRUE(host) << host.error().text();
        const auto tiling = tile(*host);
        ASSERT_TRUE(tiling) << tiling.error().text();
        EXPECT_EQ(tiling->blockDim, parts);
    }
}

// asc-devkit impl/utils/tiling/platform/platform_ascendc.cpp: what a tiling function gets is 256 B less than there is.
TEST_F(Project, TheLibraryKeepsAPartOfTheUnifiedBuffer)
{
    write("op_host/twice_tiling.cpp",
        "#include \"register/op_def_registry.h\"\n"
        "#include \"tiling/platform/platform_ascendc.h\"\n"
        "static ge::graphStatus tile(gert::TilingContext* context)\n"
        "{\n"
        "    uint64_t ub = 0;\n"
        "    platform_ascendc::PlatformAscendC(context->GetPlatformInfo()).GetCoreMemSize(platform_ascendc::CoreMemType::UB, ub);\n"
        "    context->SetTilingKey(ub);\n"
        "    return ge::GRAPH_SUCCESS;\n"
        "}\n"
        "IMPL_OP_OPTILING(Twice).Tiling(tile);\n");
    const auto host = build();
    ASSERT_TRUE(host) << host.error().text();
    const auto tiling = tile(*host);
    ASSERT_TRUE(tiling) << tiling.error().text();
    EXPECT_EQ(tiling->tilingKey, 196608U - 256U);
}

// The operator base library's helpers: 800 elements in aligned parts of 7, and a check that returns.
TEST_F(Project, TheOperatorBaseLibraryIsThere)
{
    const std::string before = "#include \"register/op_def_registry.h\"\n"
                               "#include \"op_common/log/log.h\"\n"
                               "#include \"op_common/op_host/util/math_util.h\"\n"
                               "#include \"op_common/op_host/util/platform_util.h\"\n"
                               "static ge::graphStatus tile(gert::TilingContext* context)\n"
                               "{\n"
                               "    auto x = context->GetInputShape(0);\n"
                               "    OP_CHECK_NULL_WITH_CONTEXT(context, x);\n"
                               "    const int64_t n = x->GetStorageShape().GetShapeSize(), block = Ops::Base::GetUbBlockSize(context);\n";
    const std::string after = "    context->SetBlockDim(Ops::Base::CeilAlign(Ops::Base::CeilDiv(n, 7), block));\n"
                              "    context->SetTilingKey(Ops::Base::FloorAlign(Ops::Base::FloorDiv(n, 7), block) + Ops::Base::CeilDiv(n, 0));\n"
                              "    return ge::GRAPH_SUCCESS;\n"
                              "}\n"
                              "IMPL_OP_OPTILING(Twice).Tiling(tile);\n";
    write("op_host/twice_tiling.cpp", before + after);
    auto host = build();
    ASSERT_TRUE(host) << host.error().text();
    auto tiling = tile(*host);
    ASSERT_TRUE(tiling) << tiling.error().text();
    EXPECT_EQ(tiling->blockDim, 128U); // 115 in blocks of 32
    EXPECT_EQ(tiling->tilingKey, 96U + 800U);
    write("op_host/twice_tiling.cpp",
        before + "    OP_CHECK_IF(n > 9, OP_LOGE(context, \"%ld are too many\", n), return ge::GRAPH_FAILED);\n" + after);
    host = build();
    ASSERT_TRUE(host) << host.error().text();
    tiling = tile(*host);
    ASSERT_FALSE(tiling);
    EXPECT_THAT(tiling.error().text(), HasSubstr("800 are too many"));
}

// Bounded string functions leave what does not fit, and a list of booleans is one of bytes.
TEST_F(Project, HostCodeHasTheToolchainsHelpers)
{
    write("op_host/twice_tiling.cpp",
        "#include \"register/op_def_registry.h\"\n"
        "#include \"log/log.h\"\n"
        "#include \"util/shape_util.h\"\n"
        "using namespace AscendC;\n"
        "static ge::graphStatus tile(gert::TilingContext* context)\n"
        "{\n"
        "    char text[8] = \"abc\";\n"
        "    uint64_t failures = strcat_s(text, sizeof(text), \"de\") != EOK;\n"
        "    failures += strcat_s(text, sizeof(text), \"too long\") == EOK;\n"
        "    failures += std::string(text) != \"abcde\" || sprintf_s(text, sizeof(text), \"%d\", 42) != 2;\n"
        "    failures += snprintf_s(text, sizeof(text), 3, \"%d\", 4242) != -1;\n"
        "    const auto* mask = context->GetAttrs()->GetAttrPointer<gert::ContinuousVector>(0);\n"
        "    const bool* values = static_cast<const bool*>(mask->GetData());\n"
        "    failures += mask->GetSize() != 3 || !values[0] || values[1] || !values[2];\n"
        "    const auto npu = platform_ascendc::PlatformAscendC(context->GetPlatformInfo()).GetCurNpuArch();\n"
        "    failures += npu != NpuArch::DAV_2201 || ge::GetSizeInBytes(9, ge::DT_INT4) != 5;\n"
        "    failures += Ops::Base::ToString(context->GetInputShape(0)->GetStorageShape()) != \"[8, 100]\";\n"
        "    failures += !Ops::Base::CheckAxisBounds(2, -2) || Ops::Base::CheckAxisBounds(2, 2);\n"
        "    OP_CHECK_IF(failures != 0, OP_LOGE_FOR_INVALID_VALUE(context->GetNodeName(), \"all\", failures, 0), return ge::GRAPH_FAILED);\n"
        "    context->SetTilingKey(failures + 7);\n"
        "    return ge::GRAPH_SUCCESS;\n"
        "}\n"
        "IMPL_OP_OPTILING(Twice).Tiling(tile);\n");
    std::string definition = kDefinition;
    definition.insert(definition.find("        this->AICore()"), "        this->Attr(\"mask\").AttrType(OPTIONAL).ListBool({ true, false, true });\n");
    write("op_host/twice.cpp", definition);
    const auto host = build();
    ASSERT_TRUE(host) << host.error().text();
    const auto tiling = tile(*host);
    ASSERT_TRUE(tiling) << tiling.error().text();
    EXPECT_EQ(tiling->tilingKey, 7U);
}

TEST_F(Project, ASourceForTheVendorsRuntimeIsLeftOut)
{
    write("op_host/twice_tiling.cpp", kTiling);
    write("op_host/blocks.cpp", "unsigned blocksOf(long elements) { return elements / 200; }\n");
    write("op_host/aclnn_twice.cpp", "#include \"vendor_runtime_only.h\"\nint unused;\n");
    const auto host = build();
    ASSERT_TRUE(host) << host.error().text();
    const auto tiling = tile(*host);
    ASSERT_TRUE(tiling) << tiling.error().text();
    EXPECT_EQ(tiling->blockDim, 4U);
}

TEST_F(Project, AFunctionThatIsNowhereIsNamedWithTheSourcesThatWereLeftOut)
{
    write("op_host/twice_tiling.cpp", kTiling);
    write("op_host/blocks.cpp", "#include \"vendor_runtime_only.h\"\nunsigned blocksOf(long elements) { return 1; }\n");
    const auto host = build();
    ASSERT_FALSE(host);
    EXPECT_EQ(host.error().code, Errc::InvalidInput);
    EXPECT_THAT(host.error().message, HasSubstr("blocksOf"));
    EXPECT_THAT(host.error().message, HasSubstr("blocks.cpp:1"));
    EXPECT_THAT(host.error().message, Not(HasSubstr(folder->path().string() + "/op_host/blocks.cpp")));
}

TEST_F(Project, MissingPartsAreNamed)
{
    std::filesystem::remove_all(folder->path() / "op_kernel");
    EXPECT_THAT(findOperatorProject(folder->path()).error().text(), HasSubstr("there is no op_kernel folder"));
    write("op_kernel/helper.h", "");
    EXPECT_THAT(findOperatorProject(folder->path()).error().text(), HasSubstr("no source in op_kernel has a __global__ entry"));
    std::filesystem::remove_all(folder->path() / "op_host");
    EXPECT_THAT(findOperatorProject(folder->path()).error().text(), HasSubstr("there is no op_host folder"));
}

TEST_F(Project, ASourceThatIsNoTextIsTheReason)
{
    write("op_kernel/twice.cpp", "\xFF\xFE#");
    EXPECT_THAT(findOperatorProject(folder->path()).error().text(), HasSubstr("twice.cpp is UTF-16 text, which no compiler reads: save it as UTF-8"));
    std::filesystem::remove(folder->path() / "op_kernel/twice.cpp");
    std::filesystem::create_symlink("nowhere.cpp", folder->path() / "op_kernel/twice.cpp");
    EXPECT_THAT(findOperatorProject(folder->path()).error().text(), HasSubstr("twice.cpp is a broken link"));
}

TEST_F(Project, OtherEncodingsThanUtf8DoNotMatter)
{
    write("op_host/twice_tiling.cc", std::string("// \xC4\xE3\xBA\xC3 \xFF\n") + kTiling);
    write("op_host/blocks.cpp", "unsigned blocksOf(long elements) { return elements / 100; } // caf\xE9\n");
    const auto host = build();
    ASSERT_TRUE(host) << host.error().text();
    EXPECT_EQ(tile(*host)->blockDim, 8U);
}

TEST_F(Project, AKernelOfAnotherNameIsNotTheOperatorsKernel)
{
    write("op_kernel/twice.cpp", "extern \"C\" __global__ __aicore__ void thrice(GM_ADDR x) { }\n");
    const auto none = findKernelEntry(project(), OperatorDefinition { .name = "Twice" });
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().text(), testing::AllOf(HasSubstr("no kernel function twice for operator Twice"), HasSubstr("there are: thrice")));
    write("op_kernel/twice.cpp", "extern \"C\" __global__ __aicore__ void conv_2d_v2(GM_ADDR x) { }\n");
    EXPECT_TRUE(findKernelEntry(project(), OperatorDefinition { .name = "Conv2dV2" })) << "where underscores go beside digits is not settled";
}

} // namespace
} // namespace hawk::emulator::test
