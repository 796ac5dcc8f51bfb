#pragma once

#include "base/files.h"
#include "emulator/project/operator_project.h"

#include <gtest/gtest.h>

namespace hawk::emulator::test {

/// A custom-operator project in a folder of its own: an operator Twice with one input, and whatever a test adds.
class ProjectFiles : public testing::Test {
protected:
    void SetUp() override
    {
        auto made = TempDir::create("hawk-project-test-");
        ASSERT_TRUE(made);
        folder.emplace(*std::move(made));
        write("op_kernel/twice.cpp",
            "#include \"kernel_operator.h\"\n"
            "extern \"C\" __global__ __aicore__ void twice(GM_ADDR x, GM_ADDR y, GM_ADDR workspace, GM_ADDR tiling) { }\n");
        write("op_host/twice.cpp", kDefinition);
    }
    void write(const std::string& name, const std::string& text) const
    {
        std::error_code ec;
        std::filesystem::create_directories((folder->path() / name).parent_path(), ec);
        ASSERT_TRUE(writeFileAtomically(folder->path() / name, text));
    }
    OperatorProject project() const
    {
        const auto found = findOperatorProject(folder->path());
        EXPECT_TRUE(found) << found.error().text();
        return found ? *found : OperatorProject {};
    }

    static constexpr const char* kDefinition
        = "#include \"register/op_def_registry.h\"\n"
          "namespace ops {\n"
          "class Twice : public OpDef {\n"
          "public:\n"
          "    explicit Twice(const char* name) : OpDef(name)\n"
          "    {\n"
          "        this->Input(\"x\").ParamType(REQUIRED).DataType({ ge::DT_FLOAT });\n"
          "        this->Output(\"y\").ParamType(REQUIRED).DataType({ ge::DT_FLOAT });\n"
          "        this->AICore().AddConfig(\"ascend910b\");\n"
          "    }\n"
          "};\n"
          "OP_ADD(Twice);\n"
          "}\n";
    std::optional<TempDir> folder;
};

} // namespace hawk::emulator::test
