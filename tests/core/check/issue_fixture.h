#pragma once

#include "../trace/op_builder.h"

#include "emulator/check/issue_rules.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace hawk::emulator::test {

/// Facts of Ascend910B2 as far as rules and timing read them (the same figures as resources/chips/soc.json;
/// the tests do not load it, so that a rule's test depends on the rule alone).
inline chip::ChipFacts chip910B2()
{
    chip::ChipFacts chip;
    chip.name = "Ascend910B2";
    chip.generation = chip::Generation::V2201;
    chip.vectorCores.value = 48;
    chip.cubeCores.value = 24;
    chip.clockMhz.value = 1800;
    chip.l2.value = Bytes { 192ULL << 20U };
    chip.ub.value = Bytes { 192 * 1024 };
    chip.ubUsable.value = Bytes { 188'160 };
    chip.l1.value = Bytes { 512 * 1024 };
    chip.l0a.value = chip.l0b.value = Bytes { 64 * 1024 };
    chip.l0c.value = Bytes { 128 * 1024 };
    chip.ubAlign.value = 32;
    chip.hbmTbPerS.value = 1.75;
    chip.l2TbPerS.value = 7.78;
    chip.gmToUbBytesPerCycle.value = 128;
    chip.ubToGmBytesPerCycle.value = 108;
    chip.vectorBytesPerCycle.value = 256;
    return chip;
}

/// One core's world for issue rules: UB all written, inputs written, output not.
class IssueRules : public ::testing::Test {
protected:
    IssueRules()
        : ub(chip.ub.value.n)
        , gmWritten(1U << 20U)
    {
        ub.markWritten(0, chip.ub.value.n);
        gmWritten.markWritten(0, 2 * kTensor);
    }
    std::vector<Finding> check(Op op)
    {
        FindingSink sink;
        op.line = 42;
        checkIssue(op, { chip, gm, ub, gmWritten, files }, sink);
        return sink.findings();
    }
    static std::vector<std::string> ids(const std::vector<Finding>& findings)
    {
        std::vector<std::string> out;
        for (const Finding& finding : findings)
            out.push_back(finding.constraint);
        return out;
    }

    static constexpr std::uint64_t kTensor = 64 * 1024;
    chip::ChipFacts chip = chip910B2();
    std::vector<TraceTensor> gm = threeTensors(kTensor);
    ShadowMemory ub;
    ShadowMemory gmWritten;
    std::vector<std::string> files { "kernel.cpp" };
};

} // namespace hawk::emulator::test
