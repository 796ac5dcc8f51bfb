#include "synth/scratch.h"

#include "base/rng.h"
#include "synth/program_builder.h"

#include <gtest/gtest.h>

namespace hawk::synth {
namespace {

/// Replays the steps on "memory" that remembers which value each buffer holds.
void expectNoLiveValueIsOverwritten(
    const Program& program, const std::vector<int>& steps, const ScratchMap& map)
{
    std::map<int, int> holds; // buffer -> value
    for (const int step : steps) {
        for (const int arg : program.values[static_cast<std::size_t>(step)].args)
            if (map.slot.contains(arg)) {
                ASSERT_EQ(holds[map.slot.at(arg)], arg)
                    << "value " << arg << " was overwritten before step " << step;
            }
        if (map.slot.contains(step))
            holds[map.slot.at(step)] = step;
    }
    for (const auto& output : program.outputs)
        if (map.slot.contains(output.value)) {
            EXPECT_EQ(holds[map.slot.at(output.value)], output.value);
        }
}

Program randomProgram(std::uint64_t seed)
{
    Rng rng(seed);
    ProgramBuilder b;
    std::vector<int> values { b.input("x", kOuter | kAxis), b.input("w", kAxis) };
    const int steps = 3 + static_cast<int>(rng.below(20));
    for (int i = 0; i < steps; ++i) {
        const int p = values[rng.below(values.size())];
        const int q = values[rng.below(values.size())];
        switch (rng.below(6)) {
        case 0:
            values.push_back(b.add(p, q));
            break;
        case 1:
            values.push_back(b.mul(p, q));
            break;
        case 2:
            values.push_back(b.unary(Prim::Exp, p));
            break;
        case 3:
            values.push_back(b.add(p, b.number(rng.uniform())));
            break;
        case 4:
            values.push_back(b.div(b.number(1.0), p));
            break;
        default:
            values.push_back(b.unary(Prim::Abs, q));
            break;
        }
    }
    const int result = b.add(values.back(), values.front());
    return b.finish({ { "y", result } });
}

TEST(Scratch, ReuseNeverOverwritesALiveValue)
{
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const Program program = randomProgram(seed);
        std::vector<int> steps;
        for (std::size_t i = 0; i < program.values.size(); ++i)
            if (program.values[i].kind != Value::Kind::Scalar)
                steps.push_back(static_cast<int>(i));
        const std::vector<int> live { program.outputs[0].value };
        const ScratchMap apart = assignScratch(program, steps, live, {}, false);
        const ScratchMap shared = assignScratch(program, steps, live, {}, true);
        expectNoLiveValueIsOverwritten(program, steps, apart);
        expectNoLiveValueIsOverwritten(program, steps, shared);
        EXPECT_LE(shared.count, apart.count);
        EXPECT_EQ(apart.count, static_cast<int>(apart.slot.size()));
    }
}

TEST(Scratch, AFilledDivisorDoesNotShareWithItsOperand)
{
    // 1 / x is Duplicate(dst, 1) and Div(dst, dst, x): dst must not be x, even when x dies here.
    ProgramBuilder b;
    const int x = b.input("x", kAxis);
    const Program program = b.finish({ { "y", b.div(b.number(1.0), x) } });
    const int input = 0;
    std::vector<int> steps;
    for (std::size_t i = 0; i < program.values.size(); ++i)
        if (program.values[i].kind != Value::Kind::Scalar)
            steps.push_back(static_cast<int>(i));
    const ScratchMap map = assignScratch(program, steps, { program.outputs[0].value }, {}, true);
    EXPECT_NE(map.slot.at(input), map.slot.at(program.outputs[0].value));
}

TEST(Scratch, ValuesHeldInQueuesNeedNoBuffer)
{
    ProgramBuilder b;
    const int x = b.input("x", kAxis);
    const Program program = b.finish({ { "y", b.unary(Prim::Exp, x) } });
    const int y = program.outputs[0].value;
    EXPECT_EQ(assignScratch(program, { y }, { y }, { y }, true).count, 0);
}

} // namespace
} // namespace hawk::synth
