// The whole loop with real parts: torch traces the reference, the synthesizer writes kernels, the emulator
// judges them in the sandbox, the knowledge base answers with entries.
#include "loop.h"

#include "base/files.h"
#include "spec/spec_loader.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hawk::synth::test {
namespace {

class SynthesisLoop : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override
    {
        if (const auto sandbox = emulator::probeSandbox(); !sandbox.usable)
            GTEST_SKIP() << sandbox.problem << " (" << sandbox.fix << ")";
    }
};

TEST_P(SynthesisLoop, FailsThenKnowledgeRepairsThenItGetsFaster)
{
    const auto folder = TempDir::create("hawk-loop");
    ASSERT_TRUE(folder);
    const auto loop = Loop::start(folder->path() / "workspace");
    ASSERT_TRUE(loop) << loop.error().text();
    const auto spec = spec::requireSpec(spec::loadSpec(resourceDir() / "specs" / GetParam() / "spec.json"));
    ASSERT_TRUE(spec) << spec.error().text();
    const auto result = (*loop)->run(*spec, 6, 3);
    ASSERT_TRUE(result) << result.error().text();
    std::string history;
    for (const Attempt& attempt : result->attempts)
        history += attempt.stage + " " + attempt.outcome + ": " + attempt.summary + "\n    " + attempt.note
            + "\n";
    EXPECT_TRUE(result->correct) << history;
    EXPECT_GT(result->drafts, 1) << "the uninformed draft must not pass\n" << history;
    EXPECT_FALSE(result->repairedBy.empty()) << history;
    EXPECT_LT(result->bestUs, result->firstUs) << history;
    EXPECT_TRUE(result->attempts.front().usedKeys.empty()) << "nothing is known at first";
}

// One operator per kind of walk and of failure: flat, precision, broadcast, row reduction, normalisation.
INSTANTIATE_TEST_SUITE_P(Operators, SynthesisLoop,
    testing::Values("relu", "gelu", "mul_add", "reduce_sum", "softmax", "layer_norm"),
    [](const auto& tested) { return std::string(tested.param); });

} // namespace
} // namespace hawk::synth::test
