#include "project_files.h"

#include "emulator/binding/aclnn_order.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

using testing::ElementsAre;
using testing::Optional;

class AclnnOrder : public ProjectFiles {
protected:
    void writeInterface(const std::string& body) const
    {
        write("op_host/aclnn_blend.cpp",
            "// aclnnBlendGetWorkspaceSize(wrong) { l0op::Twice(wrong); }\n"
            "aclnnStatus aclnnBlendGetWorkspaceSize(const aclTensor* grad, const aclTensor* self, int64_t mode, const aclTensor* other,\n"
            "    aclTensor* out, uint64_t* workspaceSize, aclOpExecutor** executor)\n{\n"
                + body + "}\n");
        write("op_host/blend_l0.cpp",
            "namespace l0op {\n"
            "const aclTensor* Twice(const aclTensor* a, const aclTensor* b, const aclTensor* c, aclOpExecutor* executor);\n"
            "const aclTensor* Twice(const aclTensor* a, const aclTensor* b, const aclTensor* c, aclOpExecutor* executor)\n{\n"
            "    ADD_TO_LAUNCHER_LIST_AICORE(Twice, OP_INPUT(c, a, b), OP_OUTPUT(out), OP_ATTR(mode));\n"
            "}\n}\n");
    }
    std::optional<std::vector<std::size_t>> order() const { return operandOfInput(project(), "aclnnBlend", "Twice"); }
};

TEST_F(AclnnOrder, FollowsOperandsThroughTheInterfaceToTheLaunch)
{
    writeInterface("    auto first = l0op::Contiguous(grad, executor);\n"
                   "    auto wide = l0op::Cast(first, DT_FLOAT, executor);\n"
                   "    auto second = l0op::Contiguous(self, executor);\n"
                   "    auto result = l0op::Twice(wide, second, other, executor);\n");
    // The launch's inputs are (c, a, b) = (other, grad, self); `mode` is operand 2.
    EXPECT_THAT(order(), Optional(ElementsAre(3U, 0U, 1U)));
    const Json operands { "grad", "self", 7, "other", "out" };
    EXPECT_EQ(inOrderOfInputs(operands, *order()), (Json { "other", "grad", "self", 7, "out" }));
}

TEST_F(AclnnOrder, AnInterfaceThatMakesItsInputsIsNotFollowed)
{
    writeInterface("    auto filled = MakeOnes(self->GetViewShape());\n"
                   "    auto result = l0op::Twice(grad, self, filled, executor);\n");
    EXPECT_EQ(order(), std::nullopt);
}

TEST_F(AclnnOrder, AProjectWithoutAnInterfaceKeepsTheOrderOfItsDefinition) { EXPECT_EQ(order(), std::nullopt); }

} // namespace
} // namespace hawk::emulator::test
