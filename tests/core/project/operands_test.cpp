#include "base/files.h"
#include "emulator/binding/operator_binding.h"

#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::emulator::test {
namespace {

/// An operator (first, step) -> out in three element types, its inputs given as numbers.
OperatorDefinition ramp()
{
    const std::vector<std::string> types { "DT_FLOAT", "DT_INT64", "DT_INT32" };
    OperatorDefinition op;
    op.name = "Ramp";
    op.inputs = { { "first", {}, types, false }, { "step", {}, types, false } };
    op.outputs = { { "out", {}, types, false } };
    return op;
}

Json scalar(const Json& value) { return { { "kind", "scalar" }, { "value", Json::array({ value }) } }; }
Json tensor(const char* type, std::int64_t id)
{
    return { { "kind", "tensor" },
        { "value", Json::array({ { { "tensor", id }, { "dtype", type }, { "shape", { 16 } }, { "file", "" } } }) } };
}

TEST(Operands, ANumberTakesTheTypeThatTheOutputSelects)
{
    const auto folder = TempDir::create("hawk-operands-");
    ASSERT_TRUE(folder);
    std::vector<std::int64_t> outputs;
    const Json command { { "name", "aclnnRamp" }, { "operands", { scalar(44), scalar(10), tensor("int32", 5) } } };
    const auto call = callFromCommand(command, ramp(), folder->path(), outputs);
    ASSERT_TRUE(call) << call.error().text();
    ASSERT_EQ(call->inputs[0].size(), 1U);
    EXPECT_EQ(call->inputs[0][0].dtype, DType::Int32);
    const std::string bytes = readFile(call->inputs[1][0].data).value_or("");
    ASSERT_EQ(bytes.size(), 4U);
    std::int32_t step = 0;
    std::memcpy(&step, bytes.data(), sizeof step);
    EXPECT_EQ(step, 10);
    EXPECT_EQ(call->outputs[0][0].dtype, DType::Int32);
    EXPECT_THAT(outputs, testing::ElementsAre(5));
}

TEST(Operands, WithoutATensorThatSaysItTheKindOfTheNumberDecides)
{
    const auto folder = TempDir::create("hawk-operands-");
    ASSERT_TRUE(folder);
    std::vector<std::int64_t> outputs;
    const Json command { { "name", "aclnnRamp" }, { "operands", { scalar(44), scalar(10), tensor("bfloat16", 5) } } };
    const auto call = callFromCommand(command, ramp(), folder->path(), outputs);
    ASSERT_TRUE(call) << call.error().text();
    EXPECT_EQ(call->inputs[0][0].dtype, DType::Int64) << "the first declared type of integers";
}

} // namespace
} // namespace hawk::emulator::test
