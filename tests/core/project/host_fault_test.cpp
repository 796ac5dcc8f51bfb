// What host code can do wrong when it is called; each costs one process and is reported in words.
#include "project_files.h"

#include "chip/chip_catalog.h"
#include "emulator/project/operator_host.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// One tiling function with everything that can go wrong, chosen by the first extent of its input: host code takes longer to
/// build than to fail.
enum Fault : std::int64_t {
    Loop = 1, Abort, Assert, Throw, ThrowNumber, ThrowBytes, Null, Wild, Recursion, Division, Memory, Exit, Flood, Refuse, HugeData,
    NoSize
};
constexpr const char* kFaults = R"(
#include "register/op_def_registry.h"
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>
static int deep(int n) { volatile char big[4096]; big[0] = char(n); return n < 0 ? n : deep(n + 1) + big[0]; }
static ge::graphStatus tile(gert::TilingContext* context)
{
    volatile int none = 0;
    switch (context->GetInputShape(0)->GetStorageShape().GetDim(0)) {
    case 1: while (!none) { } break;
    case 2: std::abort();
    case 3: assert(context == nullptr); break;
    case 4: throw std::runtime_error("no tiles left");
    case 5: throw 7;
    case 6: throw std::runtime_error("caf\xE9");
    case 7: context->SetBlockDim(context->GetInputShape(3)->GetStorageShape().GetShapeSize()); break;
    case 8: *reinterpret_cast<volatile int*>(0x123456789000) = 1; break;
    case 9: context->SetBlockDim(deep(1)); break;
    case 10: context->SetBlockDim(800 / none); break;
    case 11: for (std::vector<std::string> all;;) all.emplace_back(std::size_t(1) << 22, 'x');
    case 12: std::exit(0);
    case 13: for (;;) std::puts("again and again");
    case 14: std::printf("dim 3 is not supported\n"); return ge::GRAPH_FAILED;
    case 15: context->GetRawTilingData()->SetDataSize(1u << 30); break;
    case 16: *static_cast<int*>(context->GetRawTilingData()->GetData()) = 7; break;
    }
    return ge::GRAPH_SUCCESS;
}
IMPL_OP_OPTILING(Twice).Tiling(tile);
)";

class HostFaults : public ProjectFiles {
protected:
    static Result<TilingResult> tile(const OperatorHost& host, std::int64_t extent)
    {
        const auto catalog = chip::ChipCatalog::loadDefault();
        const TilingTensor tensor { "DT_FLOAT", { extent, 100 }, {} };
        return host.tile({ "Twice", { { "x", { tensor } } }, { { "y", { tensor } } } }, **catalog->find(std::string(chip::kDefaultChip)));
    }
    /// What is said of a fault.
    std::string text(Fault fault)
    {
        static const TempDir cache = *TempDir::create("hawk-host-faults-"); // one build for all
        write("op_host/twice_tiling.cpp", kFaults);
        const auto host = OperatorHost::build(project(), { cache.path() });
        EXPECT_TRUE(host) << host.error().text();
        if (!host)
            return {};
        const auto tiling = tile(*host, fault);
        EXPECT_FALSE(tiling) << "the tiling function should have failed";
        if (tiling)
            return {};
        EXPECT_EQ(tiling.error().code, Errc::InvalidInput) << tiling.error().text();
        EXPECT_THAT(tiling.error().text(), Not(HasSubstr("exit code 1"))) << "a signal is named, not numbered";
        return tiling.error().text();
    }
};

TEST_F(HostFaults, AnEndlessLoopIsStopped)
{
    EXPECT_THAT(text(Loop), HasSubstr("the tiling function of Twice did not return within 20 s (an endless loop?)"));
}

TEST_F(HostFaults, AbortAndAFailedAssertionAreNamedWithTheirWords)
{
    EXPECT_THAT(text(Abort), HasSubstr("the tiling function of Twice aborted: a failed assertion, abort()"));
    EXPECT_THAT(text(Assert), AllOf(HasSubstr("aborted"), HasSubstr("it printed: "), HasSubstr("Assertion `context == nullptr' failed")));
}

TEST_F(HostFaults, WhatIsThrownIsQuotedWhateverItsBytes)
{
    EXPECT_THAT(text(Throw), HasSubstr("the host code threw: no tiles left"));
    EXPECT_THAT(text(ThrowNumber), HasSubstr("threw something that is no std::exception"));
    EXPECT_THAT(text(ThrowBytes), HasSubstr("the host code threw: caf"));
}

TEST_F(HostFaults, MemoryAndStackAndDivisionsAreToldApart)
{
    EXPECT_THAT(text(Null), AllOf(HasSubstr("followed a null pointer"), HasSubstr("GetInputShape")));
    EXPECT_THAT(text(Wild), HasSubstr("touched an invalid address"));
    EXPECT_THAT(text(Recursion), HasSubstr("used up its stack (an endless recursion"));
    EXPECT_THAT(text(Division), HasSubstr("ended with a division by zero"));
    EXPECT_THAT(text(Memory), HasSubstr("ran out of memory"));
}

TEST_F(HostFaults, AnExitIsNoReturn)
{
    EXPECT_THAT(text(Exit), HasSubstr("the tiling function of Twice ended its process (exit code 0) instead of returning"));
}

TEST_F(HostFaults, OutputWithoutEndIsStopped) { EXPECT_THAT(text(Flood), HasSubstr("printed without end")); }

TEST_F(HostFaults, AFailureComesWithWhatItPrinted)
{
    EXPECT_THAT(text(Refuse), HasSubstr("the tiling function of Twice returned GRAPH_FAILED for this case; it printed: dim 3 is not supported"));
}

TEST_F(HostFaults, ASizeBeyondTheBufferIsRefused)
{
    EXPECT_THAT(text(HugeData), HasSubstr("set a data size of 1073741824 bytes, its buffer has 65536"));
}

TEST_F(HostFaults, DataWithoutASizeReachesNoDevice)
{
    EXPECT_THAT(text(NoSize), AllOf(HasSubstr("never says how much"), HasSubstr("SetDataSize(tiling.GetDataSize())")));
}

TEST_F(HostFaults, AnOperatorWithoutATilingFunctionSaysHowToRegisterOne)
{
    const auto host = OperatorHost::build(project(), { folder->path() / "cache" });
    ASSERT_TRUE(host) << host.error().text();
    const auto tiling = tile(*host, 8);
    ASSERT_FALSE(tiling);
    EXPECT_THAT(tiling.error().text(), AllOf(HasSubstr("Twice registers no tiling function"), HasSubstr("SetTiling")));
}

TEST_F(HostFaults, HostCodeThatCrashesWhenItIsLoadedIsNotCalledATilingFunction)
{
    write("op_host/early.cpp", "#include \"register/op_def_registry.h\"\n#include <cstdlib>\nstatic int early = (std::abort(), 1);\n");
    const auto host = OperatorHost::build(project(), { folder->path() / "cache" });
    ASSERT_TRUE(host) << host.error().text();
    const auto described = host->describe();
    ASSERT_FALSE(described);
    EXPECT_THAT(described.error().text(), HasSubstr("the host code aborted"));
}

} // namespace
} // namespace hawk::emulator::test
