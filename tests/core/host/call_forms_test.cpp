#include "call_forms_kernels.h"
#include "machine_fixture.h"

#include "base/float_formats.h"

#include <cmath>

namespace hawk::emulator {
namespace {

constexpr std::size_t kBytes = 2048;

template <class Out, class In>
std::vector<Out> outputOf(void (*kernel)(std::uint8_t*, std::uint8_t*), std::vector<In> x)
{
    x.resize(kBytes / sizeof(In));
    MachineRun run(x, kBytes);
    const MachineOutcome outcome = run.run(kernel);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Finished) << outcome.detail;
    EXPECT_THAT(run.constraints(), testing::IsEmpty());
    const auto out = run.output<Out>();
    return { out.begin(), out.end() };
}

TEST(CallForms, AScalarsTypeMayBeNamed)
{
    std::vector<float> x(64);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(i) * 3.25F - 100.0F;
    const auto got = outputOf<float>(kernels::namedScalars, x);
    const auto* shifted = reinterpret_cast<const std::int32_t*>(&got[128]);
    for (std::size_t i = 0; i < 64; ++i) {
        EXPECT_EQ(got[i], x[i] + 3.0F);
        EXPECT_EQ(got[64 + i], i < 32 ? x[i] * 2.0F : 0.0F);
        EXPECT_EQ(shifted[i], std::floor((std::trunc(x[i]) + 2.0) / 4.0))
            << "half of the last kept bit is added";
    }
}

TEST(CallForms, AddDeqReluMayNameItsMaskAlone)
{
    std::vector<std::int32_t> x(128);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<std::int32_t>(i * 17 % 101) - 60;
    const auto got = outputOf<std::uint16_t>(kernels::unnamedDequant, x);
    for (std::size_t i = 0; i < 64; ++i) {
        const float expected = std::max(0.0F, static_cast<float>(x[i] + x[i + 64]) * 0.5F);
        EXPECT_EQ(halfToFloat(got[i]), i % 2 == 0 ? expected : 0.0F) << i;
    }
}

TEST(CallForms, CastDeqIsCastDequant)
{
    std::vector<std::int16_t> x(64);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<std::int16_t>(static_cast<int>(i) * 40 - 600);
    const auto got = outputOf<std::uint8_t>(kernels::olderNames, x);
    for (std::size_t i = 0; i < 64; ++i) // sixteen results fill the first half of a block
        EXPECT_EQ(got[i / 16 * 32 + i % 16], std::clamp(std::nearbyint(x[i] * 0.25) + 1.0, 0.0, 255.0)) << i;
}

// Matrices 256 elements apart, groups of 16 columns 4 rows of 16 apart (page "DataCopy, NZ to ND").
TEST(CallForms, FractalsBecomeRows)
{
    std::vector<float> x(512);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(i) + 1.0F;
    const auto got = outputOf<float>(kernels::fractalsToRows, x);
    for (std::size_t matrix = 0; matrix < 2; ++matrix)
        for (std::size_t row = 0; row < 4; ++row)
            for (std::size_t column = 0; column < 32; ++column)
                EXPECT_EQ(got[matrix * 200 + row * 40 + column],
                    x[matrix * 256 + column / 16 * 64 + row * 16 + column % 16]);
}

TEST(CallForms, ElementsAreReferences)
{
    const auto got = outputOf<std::int32_t>(kernels::elementReferences, std::vector<std::int32_t> { 11, 4 });
    EXPECT_EQ(got[0], 9);
    EXPECT_EQ(got[1], (11 + 5) * 3 - 4);
    EXPECT_EQ(got[2], 14);
    EXPECT_EQ(got[3], 7);
    EXPECT_NE(got[4], 7);
}

} // namespace
} // namespace hawk::emulator
