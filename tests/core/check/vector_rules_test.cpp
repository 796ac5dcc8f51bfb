#include "issue_fixture.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

/// Muls in mask/repeat form: `repeats` of 256 B, operands `repStride` blocks apart.
Op muls(std::uint32_t repeats, std::uint32_t mask, std::int32_t repStride = 8, std::uint64_t dst = 98'304)
{
    return repeatOp("Muls", OpClass::VecSimple,
        { strided(ubWrite(dst, 32), 8, 32, repeats, repStride * 32),
            strided(ubRead(0, 32), 8, 32, repeats, repStride * 32) },
        repeats, mask);
}

TEST_F(IssueRules, RepeatTimeHasEightBits)
{
    EXPECT_THAT(ids(check(muls(255, 64))), IsEmpty());
    const auto findings = check(muls(256, 64));
    ASSERT_THAT(ids(findings), ElementsAre("repeat-time-255"));
    EXPECT_EQ(findings[0].numbers["repeatTime"], 256);
}

TEST_F(IssueRules, CountFormHasNoRepeatLimit)
{
    Op op = addOp(98'304, 0, 0, 98'304);
    op.aux[0] = 384;
    EXPECT_THAT(ids(check(op)), IsEmpty());
}

TEST_F(IssueRules, RepeatStrideHasEightBits)
{
    EXPECT_THAT(ids(check(muls(2, 64, 255))), IsEmpty());
    EXPECT_THAT(ids(check(muls(2, 64, 256))), Contains("repeat-stride-uint8-wrap"));
}

TEST_F(IssueRules, MaskFitsOneRepeat)
{
    EXPECT_THAT(ids(check(muls(4, 64))), IsEmpty());
    EXPECT_THAT(ids(check(muls(4, 65))), ElementsAre("mask-range-by-dtype"));
    Op half = muls(4, 128);
    half.dtype = DType::Float16;
    EXPECT_THAT(ids(check(half)), IsEmpty());
    half.aux[1] = 129;
    EXPECT_THAT(ids(check(half)), ElementsAre("mask-range-by-dtype"));
}

TEST_F(IssueRules, MaskZeroIsIllegalOnlyOnTheOldGeneration)
{
    EXPECT_THAT(ids(check(muls(4, 0))), IsEmpty());
    chip.generation = chip::Generation::V2002;
    EXPECT_THAT(ids(check(muls(4, 0))), ElementsAre("mask-zero"));
    EXPECT_THAT(ids(check(muls(4, 64))), IsEmpty());
}

TEST_F(IssueRules, DestinationBlockStrideZero)
{
    Op op = muls(1, 64);
    EXPECT_THAT(ids(check(op)), IsEmpty());
    op.accesses[0].blockStride = 0;
    EXPECT_THAT(ids(check(op)), ElementsAre("block-stride-zero-dst"));
}

TEST_F(IssueRules, SourceBlockStrideZeroBroadcasts)
{
    Op op = muls(1, 64);
    op.accesses[1].blockStride = 0;
    EXPECT_THAT(ids(check(op)), IsEmpty());
}

TEST_F(IssueRules, CompareCountCoversWholeRepeats)
{
    const auto compare = [](std::uint32_t count) {
        return vectorOp("Compare", OpClass::VecCompare,
            { ubWrite(65'536, (count + 255) / 256 * 32, DType::UInt8), ubRead(0, count * 4),
                ubRead(32'768, count * 4) },
            count);
    };
    EXPECT_THAT(ids(check(compare(128))), IsEmpty());
    EXPECT_THAT(ids(check(compare(100))), ElementsAre("compare-count-256b"));
}

TEST_F(IssueRules, OperandsAreTheSameOrDisjoint)
{
    EXPECT_THAT(ids(check(addOp(4096, 0, 8192, 4096))), IsEmpty());
    const auto shifted = check(addOp(64, 0, 8192, 4096));
    ASSERT_THAT(ids(shifted), ElementsAre("operand-partial-overlap"));
    EXPECT_EQ(shifted[0].operand, "src0");
    EXPECT_EQ(shifted[0].numbers["shift"], 64);
    EXPECT_THAT(ids(check(addOp(256, 0, 8192, 4096))), ElementsAre("operand-cross-repeat-overlap"));
    EXPECT_THAT(ids(check(addOp(0, 256, 8192, 4096))), IsEmpty()) << "overwrites only what was read before";
}

TEST_F(IssueRules, InterleavedColumnsAreDisjoint)
{
    // Source in the even blocks, destination in the odd ones.
    Op op = repeatOp("Muls", OpClass::VecSimple,
        { strided(ubWrite(32, 32), 8, 64, 16, 512), strided(ubRead(0, 32), 8, 64, 16, 512) }, 16, 64);
    EXPECT_THAT(ids(check(op)), IsEmpty());
    op.accesses[1].offset = 16; // half a block into the destination's
    EXPECT_THAT(ids(check(op)), Contains("operand-partial-overlap"));
}

TEST_F(IssueRules, AccumulatingIntoSrc1IsAllowedForAddOnly)
{
    // dst == src1, repeat stride 0: the documented way to add rows into one.
    const auto accumulate = [](std::string_view api, OpClass kind) {
        return repeatOp(api, kind,
            { strided(ubWrite(0, 32), 8, 32, 16, 0), strided(ubRead(4096, 32), 8, 32, 16, 256),
                strided(ubRead(0, 32), 8, 32, 16, 0) },
            16, 64);
    };
    EXPECT_THAT(ids(check(accumulate("Add", OpClass::VecSimple))), IsEmpty());
    Op other = repeatOp("Exp", OpClass::VecExp,
        { strided(ubWrite(0, 32), 8, 32, 16, 256), strided(ubRead(128, 32), 8, 32, 16, 256) }, 16, 64);
    EXPECT_THAT(ids(check(other)), ElementsAre("operand-partial-overlap"));
}

TEST_F(IssueRules, WideningCastInPlace)
{
    const auto cast = [](std::uint64_t dst, std::uint64_t src) {
        return vectorOp(
            "Cast", OpClass::VecCast, { ubWrite(dst, 4096), ubRead(src, 2048, DType::Float16) }, 1024);
    };
    EXPECT_THAT(ids(check(cast(0, 8192))), IsEmpty());
    EXPECT_THAT(ids(check(cast(0, 0))), ElementsAre("cast-widening-overlap"));
    EXPECT_THAT(ids(check(cast(0, 2048))), IsEmpty()) << "source in the upper half of its own destination";
    const Op narrowing
        = vectorOp("Cast", OpClass::VecCast, { ubWrite(0, 2048, DType::Float16), ubRead(0, 4096) }, 1024);
    EXPECT_THAT(ids(check(narrowing)), IsEmpty());
}

struct DtypeCase {
    DType dtype = DType::Float32;
    OpClass kind = OpClass::VecSimple;
    std::string expected;
};

class VectorDtype : public IssueRules, public ::testing::WithParamInterface<DtypeCase> { };

TEST_P(VectorDtype, HasArithmeticOrIsNamed)
{
    Op op = addOp(8192, 0, 4096, 4096);
    op.kind = GetParam().kind;
    op.dtype = GetParam().dtype;
    const auto found = ids(check(op));
    if (GetParam().expected.empty())
        EXPECT_THAT(found, IsEmpty());
    else
        EXPECT_THAT(found, ElementsAre(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(Types, VectorDtype,
    ::testing::Values(DtypeCase {}, DtypeCase { .dtype = DType::Float16 },
        DtypeCase { .dtype = DType::Int32 },
        DtypeCase { .dtype = DType::BFloat16, .expected = "dtype-bf16-vector-arith" },
        DtypeCase { .dtype = DType::Int8, .expected = "dtype-int8-vector-arith" },
        DtypeCase { .dtype = DType::Int64, .expected = "dtype-int64-double-vector" },
        DtypeCase { .dtype = DType::Int32, .kind = OpClass::VecExp, .expected = "dtype-int-transcendental" },
        DtypeCase {
            .dtype = DType::Int32, .kind = OpClass::VecReducePair, .expected = "reduce-dtype-float-only" }));

} // namespace
} // namespace hawk::emulator::test
