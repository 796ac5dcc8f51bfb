// The device headers: what authors write reaches the right function with the right operands.
#include "kernels.h"
#include "library_fixture.h"

#include "base/float_formats.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace hawk::emulator {
namespace {

std::vector<float> sample()
{
    std::vector<float> x(512);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(i % 64) / 16.0F - 2.0F;
    return x;
}

std::vector<float> run(librarykernels::Kernel kernel)
{
    MachineRun machine(sample(), 2048);
    const MachineOutcome outcome = machine.run(kernel);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Finished) << outcome.detail;
    for (const Finding& finding : machine.sink.findings())
        ADD_FAILURE() << finding.constraint << " line " << finding.line << ": " << finding.message;
    const auto out = machine.output<float>();
    return { out.begin(), out.end() };
}

TEST(LibraryKernels, EveryFormOfAUnaryFunction)
{
    const auto x = sample();
    const auto y = run(librarykernels::tanhForms);
    for (std::size_t i = 0; i < x.size(); ++i)
        EXPECT_NEAR(y[i], std::tanh(x[i]), 1e-6) << i;
}

TEST(LibraryKernels, AFullPipeLeavesNoTemporary)
{
    MachineRun machine(sample(), 2048);
    machine.run(librarykernels::stackExhausted);
    EXPECT_TRUE(machine.found("shared-tmp-buffer-minimum"));
}

TEST(LibraryKernels, TransDataInBothForms)
{
    std::vector<std::uint16_t> x(1024);
    std::iota(x.begin(), x.end(), std::uint16_t { 0 });
    MachineRun machine(x, 2048);
    const MachineOutcome outcome = machine.run(librarykernels::transDataForms);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Finished) << outcome.detail;
    for (const Finding& finding : machine.sink.findings())
        ADD_FAILURE() << finding.constraint << " line " << finding.line << ": " << finding.message;
    const auto got = machine.output<std::uint16_t>();
    for (std::size_t i = 0; i < 1024; ++i) {
        const std::size_t group = i / 256 % 2, place = i / 16 % 16, channel = i % 16;
        EXPECT_EQ(got[i], i / 512 * 512 + (group * 16 + channel) * 16 + place) << i;
    }
}

TEST(LibraryKernels, Activations)
{
    const auto x = sample();
    const auto y = run(librarykernels::activations);
    const auto sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
    for (std::size_t i = 0; i < 64; ++i) {
        const double v = double { x[i] };
        EXPECT_NEAR(y[i], sigmoid(v), 1e-6);
        EXPECT_NEAR(y[64 + i], v * sigmoid(1.5957691216 * (v + 0.044715 * v * v * v)), 1e-6);
        EXPECT_NEAR(y[128 + i], v * sigmoid(2 * v), 1e-6);
        EXPECT_NEAR(y[192 + i], v * sigmoid(v), 1e-6);
        EXPECT_NEAR(y[256 + i], v * v * sigmoid(v), 1e-6);
        EXPECT_NEAR(y[320 + i], std::exp2(v), 1e-6);
        EXPECT_NEAR(y[384 + i], v * v, 1e-6);
        EXPECT_NEAR(y[448 + i], std::exp(v), 4e-6);
    }
}

TEST(LibraryKernels, AntiQuantUnpacksInt4)
{
    const auto x = sample();
    const auto y = run(librarykernels::int4Dequantised);
    const auto* got = reinterpret_cast<const std::uint16_t*>(y.data());
    for (std::size_t i = 0; i < 128; ++i) {
        const double packed = std::clamp(std::nearbyint(static_cast<double>(x[i]) * 4.0), -8.0, 7.0);
        EXPECT_EQ(halfToFloat(got[i]), packed * 0.5) << i;
        EXPECT_EQ(halfToFloat(got[128 + i]), (packed + 1.0) * 2.0) << i;
    }
}

TEST(LibraryKernels, AnyAndAllOfFloatsAreTheLargestAndTheLeast)
{
    const auto x = sample();
    const auto y = run(librarykernels::logicalOfFloats);
    for (std::size_t r = 0; r < 4; ++r) {
        const auto row = std::span(x).subspan(r * 16, 16);
        EXPECT_EQ(y[r], *std::ranges::max_element(row));
        EXPECT_EQ(y[8 + r], *std::ranges::min_element(row));
    }
    for (std::size_t c = 0; c < 16; ++c) {
        EXPECT_EQ(y[16 + c], std::max({ x[c], x[16 + c], x[32 + c], x[48 + c] }));
        EXPECT_EQ(y[32 + c], std::min({ x[c], x[16 + c], x[32 + c], x[48 + c] }));
    }
}

TEST(LibraryKernels, SoftMaxDeducesItsType)
{
    const auto x = sample();
    const auto y = run(librarykernels::softmaxOfOneType);
    for (std::size_t r = 0; r < 4; ++r) {
        double sum = 0;
        for (std::size_t c = 0; c < 64; ++c)
            sum += std::exp(static_cast<double>(x[r * 64 + c]) - 1.9375);
        EXPECT_EQ(y[320 + r * 8], 1.9375F);
        EXPECT_NEAR(y[256 + r * 8], sum, sum * 1e-5);
        for (std::size_t c = 0; c < 64; ++c)
            EXPECT_NEAR(y[r * 64 + c], std::exp(static_cast<double>(x[r * 64 + c]) - 1.9375) / sum, 1e-6);
    }
}

} // namespace
} // namespace hawk::emulator
