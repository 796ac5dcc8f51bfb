#include "target/static_gate.h"

#include <gmock/gmock.h>

namespace hawk::target {
namespace {

using testing::HasSubstr;

const std::string kEntry = "extern \"C\" __global__ __aicore__ void k(GM_ADDR x) {}\n";

/// "line: message" per problem.
std::string check(const std::string& source)
{
    std::string text;
    for (const emulator::Diagnostic& one : checkSource({ .text = source, .fileName = "kernel.cpp", .role = SourceRole::Device, .entry = "k" }))
        text += std::to_string(one.line) + ": " + one.message + "\n";
    return text;
}

TEST(StaticGate, AcceptsAnOrdinaryKernel)
{
    EXPECT_EQ(check("#include \"kernel_operator.h\"\n#include <cstdint>\nusing namespace AscendC;\n"
                    "// system(\"rm\") and std::vector in a comment\n"
                    "constexpr int clone = 1'000; /* fork() */ const char* t = \"asm std::string\";\n"
                    "template <class T> using Wide = std::conditional_t<std::is_same_v<T, half>, float, T>;\n"
                    "template <> __global__ __aicore__ void other(GM_ADDR a);\n"
                  + kEntry),
        "");
}

struct Cheat {
    const char* source;
    int line;
    const char* words;
};

class StaticGateCheats : public testing::TestWithParam<Cheat> { };

TEST_P(StaticGateCheats, IsRejectedAtItsLine)
{
    const std::string found = check(GetParam().source + std::string("\n") + kEntry);
    EXPECT_THAT(found, testing::StartsWith(std::to_string(GetParam().line) + ": "));
    EXPECT_THAT(found, HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(Sources, StaticGateCheats,
    testing::Values(Cheat { "#include <fstream>", 1, "belongs to the host" },
        Cheat { "\n#  include \"../../secret.h\"", 2, "leaves the kernel's own headers" },
        Cheat { "#include \"/etc/passwd\"", 1, "leaves the kernel's own headers" },
        Cheat { "#inc\\\nlude </etc/passwd>", 1, "leaves" },
        Cheat { "%:include <cstdlib>", 1, "belongs to the host" },
        Cheat { "#define H <my_stream>\n#include H", 2, "name its file directly" },
        Cheat { "extern \"C\" int system(const char*);", 1, "another process" },
        Cheat { "\n\nstd::vector<int> v;", 3, "std::vector" },
        Cheat { "void f() { asm(\"nop\"); }", 1, "assembly" },
        Cheat { "void f() { aclnnAdd(0); }", 1, "vendor library" },
        Cheat { "auto g = at::add(a, b);", 1, "framework" },
        Cheat { "void* h = dlopen(\"x\", 1);", 1, "not in this source" },
        Cheat { "__attribute__((constructor)) void f();", 1, "constructor" },
        Cheat { "auto p = pthread_self();", 1, "host threads" },
        Cheat { "#line 99 \"other.cpp\"", 1, "#line" }));

TEST(StaticGate, AFileMayGoUpInsideItsProject)
{
    const std::vector<std::string> own { "op_kernel/base.h", "op_kernel/arch22/a.h" };
    const auto from = [&](const char* include) {
        return checkSource({ .text = std::string("#include \"") + include + "\"\n", .fileName = "op_kernel/arch22/a.h", .role = SourceRole::Device,
            .entry = {}, .ownFiles = own });
    };
    EXPECT_TRUE(from("../base.h").empty());
    EXPECT_FALSE(from("../other.h").empty());
    EXPECT_FALSE(from("../../../op_kernel/base.h").empty());
}

TEST(StaticGate, NamesTheMissingEntry)
{
    EXPECT_THAT(
        check("#include \"kernel_operator.h\"\n"), HasSubstr("no kernel function 'k': the source has no"));
    EXPECT_THAT(check("__global__ __aicore__ void add(GM_ADDR x) {}"), HasSubstr("the source defines 'add'"));
    EXPECT_THAT(check("// __global__ void k(GM_ADDR x) {}"), HasSubstr("no kernel function 'k'"));
}

TEST(StripComments, KeepsLines)
{
    const std::string source = "a /* x\n y */ b // z\nc \"d//e\" R\"q(f)\"g)q\" h";
    EXPECT_EQ(stripComments(source, false), "a     \n      b     \nc \"    \"             h");
    EXPECT_EQ(stripComments(source, true), "a     \n      b     \nc \"d//e\" R\"q(f)\"g)q\" h");
}

} // namespace
} // namespace hawk::target
