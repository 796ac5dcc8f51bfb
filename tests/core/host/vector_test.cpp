#include "kernels.h"
#include "machine_fixture.h"

#include "hawk/abi.h"

#include <cmath>
#include <cstring>
#include <numeric>

namespace hawk::emulator {
namespace {

/// -256 .. 255, half of them with a fraction.
std::vector<float> sample()
{
    std::vector<float> v(512);
    for (std::size_t i = 0; i < v.size(); ++i)
        v[i] = static_cast<float>(i) - 256.0F + (i % 2 == 0 ? 0.25F : 0.0F);
    return v;
}

std::vector<float> result(kernels::Kernel kernel)
{
    MachineRun run(sample(), 2048);
    const MachineOutcome outcome = run.run(kernel);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Finished) << outcome.detail;
    for (const Finding& finding : run.sink.findings())
        ADD_FAILURE() << finding.constraint << " line " << finding.line << ": " << finding.message;
    const auto out = run.output<float>();
    return { out.begin(), out.end() };
}

TEST(VectorCalls, MaskFormsTouchExactlyTheirLanes)
{
    const auto x = sample();
    std::vector<float> expected(512, 0.0F);
    for (std::size_t r = 0; r < 2; ++r) {
        for (std::size_t i = 0; i < 10; ++i)
            expected[r * 64 + i] = x[r * 64 + i] + 1.0F;
    }
    expected[128] = x[128] + 2.0F;
    expected[130] = x[130] + 2.0F;
    expected[199] = x[199] + 3.0F;
    for (std::size_t r = 0; r < 2; ++r) {
        for (std::size_t i = 0; i < 16; ++i)
            expected[256 + r * 128 + (i / 8) * 16 + i % 8] = x[256 + r * 64 + i] + 4.0F;
    }
    EXPECT_EQ(result(kernels::maskForms), expected);
}

TEST(VectorCalls, CounterModeCountsElements)
{
    const auto x = sample();
    std::vector<float> expected(512, 0.0F);
    for (std::size_t i = 0; i < 70; ++i)
        expected[i] = x[i] + 1.0F;
    expected[128] = x[128] + 1.0F;
    expected[129] = x[129] + 1.0F;
    EXPECT_EQ(result(kernels::counterMode), expected);
}

TEST(VectorCalls, CompareAndSelect)
{
    auto expected = sample();
    for (float& v : expected)
        v = v >= 0 ? v : -1.0F;
    EXPECT_EQ(result(kernels::selectNegative), expected);
}

TEST(VectorCalls, Reductions)
{
    const auto x = sample();
    const auto got = result(kernels::reductions);
    EXPECT_EQ(got[0], std::accumulate(x.begin(), x.end(), 0.0F)); // quarters: every order is exact
    EXPECT_EQ(got[8], x[511]);
    std::uint32_t index = 0;
    std::memcpy(&index, &got[9], 4);
    EXPECT_EQ(index, 511U);
    EXPECT_EQ(got[16], x[0]);
    EXPECT_EQ(got[24 + 3], std::accumulate(x.begin() + 192, x.begin() + 256, 0.0F));
    EXPECT_EQ(got[32], x[7]);
    EXPECT_EQ(got[32 + 9], x[79]);
    EXPECT_EQ(got[64], x[0] + x[1]);
    EXPECT_EQ(got[97], x[127]);
}

TEST(VectorCalls, CastChain)
{
    auto expected = sample();
    for (float& v : expected)
        v = std::ceil(v); // quarters up to 256 are exact in half
    EXPECT_EQ(result(kernels::castChain), expected);
}

TEST(VectorCalls, BroadcastCopyAndMultiplyAdd)
{
    const auto x = sample();
    const auto got = result(kernels::broadcastAndCopy);
    EXPECT_EQ(got[0], x[0]);
    EXPECT_EQ(got[7], x[0]);
    EXPECT_EQ(got[8], x[1]);
    EXPECT_EQ(got[63], x[7]);
    EXPECT_EQ(got[128], x[64]);
    EXPECT_EQ(got[255], x[191]);
    EXPECT_EQ(got[256 + 5], 2.0F * x[5]);
    EXPECT_EQ(got[320 + 5], x[5] * x[5]);
}

TEST(VectorCalls, IndexAndGather)
{
    const auto x = sample();
    const auto got = result(kernels::indexAndGather);
    for (std::size_t i = 0; i < 64; ++i)
        EXPECT_EQ(got[i], x[63 - i]);
}

/// Rows whose calls carry lists or registers besides their operands: the kernels of basic_api_test.cpp run each of them.
bool needsKernel(std::string_view name)
{
    constexpr std::array<std::string_view, 14> kNames { "GetCmpMask", "SetCmpMask", "vcadd", "GatherMask", "Gatherb", "Sort32",
        "MrgSort", "MrgSort4", "RpSort16", "ProposalConcat", "ProposalExtract", "Transpose", "TransDataTo5HD", "CastDequant" };
    return std::ranges::find(kNames, name) != kNames.end();
}

/// Every vector row of the table does something: it is executed with the first type it takes and changes its result.
TEST(VectorRows, HaveAnExecution)
{
    for (const ApiRow& row : apiTable()) {
        const auto api = static_cast<hawkabi::Api>(row.id);
        if (row.kind < OpClass::VecSimple || row.kind >= OpClass::VecMaskSet || needsKernel(row.name)
            || row.kind == OpClass::VecLibrary || api == hawkabi::Api::CompareRegister
            || api == hawkabi::Api::SelectRegister)
            continue;
        MachineRun run(sample(), 2048);
        CoreState core(*run.machine, 0);
        ASSERT_TRUE(core.ub.create(run.machine->chip().ub.value.n, 0x11));
        core.ubWritten.markWritten(0, core.ub.bytes());
        bool changed = false;
        for (const hawkabi::Type type : { hawkabi::Type::Float32, hawkabi::Type::Int16 }) {
            std::fill_n(core.ub.data() + 4096, 12288, std::byte { 0x3A });
            hawkabi::Call call(static_cast<hawkabi::Api>(row.id), hawkabi::Site("row", 1));
            call.form = hawkabi::Form::MaskCount;
            call.mask[0] = 64;
            call.repeat = 1;
            call.params[0] = 1;
            call.scalar = 0x3F803F80;
            call.operandCount = static_cast<std::uint32_t>(1 + std::ranges::count(row.operands, ','));
            for (std::uint32_t i = 0; i < call.operandCount; ++i) {
                call.operands[i].address = 4096ULL * i;
                call.operands[i].space = hawkabi::Space::Ub;
                call.operands[i].type = type;
                call.operands[i].bytes = 4096;
            }
            if (row.kind == OpClass::VecGather || row.name == "CreateVecIndex") {
                call.form = hawkabi::Form::Count;
                call.count = 64;
                call.params[0] = 0;
                std::fill_n(core.ub.data() + 8192, 256, std::byte { 0 });
            }
            if (row.kind == OpClass::VecCompare || row.kind == OpClass::VecSelect)
                call.operands[0].type = row.kind == OpClass::VecCompare ? hawkabi::Type::UInt8 : type;
            if (row.kind == OpClass::VecCast) {
                call.operands[0].type = hawkabi::Type::Int32;
                call.mode = 1;
            }
            if (row.name.ends_with("Cast") && row.name != "Cast")
                call.operands[0].type = hawkabi::Type::Int8;
            callVector(core, call);
            for (std::size_t i = 0; i < 1024; ++i)
                changed = changed || core.ub.data()[i] != std::byte { 0x11 };
        }
        EXPECT_TRUE(changed) << row.name;
    }
}

} // namespace
} // namespace hawk::emulator
