#include "target/device_rules.h"

#include <gmock/gmock.h>

namespace hawk::target {
namespace {

using testing::HasSubstr;

std::string state(const std::string& source)
{
    std::string text;
    const std::string code = stripComments(source, false);
    for (const emulator::Diagnostic& one : persistentState(tokenize(code), "kernel.cpp"))
        text += std::to_string(one.line) + ": " + one.message.substr(0, one.message.find(' ')) + "\n";
    return text;
}

std::string unknown(const std::string& source)
{
    std::string text;
    for (const emulator::Diagnostic& one : unknownApis({ .text = source, .fileName = "kernel.cpp" }))
        text += std::to_string(one.line) + ": " + one.message + "\n";
    return text;
}

TEST(PersistentState, ConstantsFunctionsAndTypesAreNone)
{
    EXPECT_EQ(state("#include \"kernel_operator.h\"\n#define TWICE(x) \\\n    ((x) + (x))\nusing namespace AscendC;\n"
                    "constexpr uint32_t kTile = 1024;\nconst float kHalf = 0.5f;\nconstexpr uint32_t kList[] = { 1, 2 };\n"
                    "struct Plan { uint32_t rows; float scale = 1; };\nenum class Mode : int { A = 1, B };\nusing T = half;\n"
                    "typedef float real;\ntemplate <typename U, int N = 2> struct Wide { static constexpr int value = N; U data; };\n"
                    "namespace inner {\nstatic __aicore__ inline int f(int a) { int b = a; static constexpr int c = 2; return b + c; }\n}\n"
                    "extern \"C\" {\n__global__ __aicore__ void other(GM_ADDR a);\n}\n"
                    "extern \"C\" __global__ __aicore__ void k(GM_ADDR x)\n{\n    int count = 0;\n    for (int i = 0; i < 3; ++i)\n        count = i;\n}\n"),
        "");
}

TEST(PersistentState, StaticsAndGlobalsAreFoundWhereverTheyStand)
{
    EXPECT_EQ(state("uint32_t g_calls = 0;\nvoid f() {}\nfloat g_cache[16];\nnamespace { int g_inner; }\nstruct A { int x; };\nint g_last = 1;\n"), "1: 'g_calls'\n3: ']'\n4: 'g_inner'\n6: 'g_last'\n");
    EXPECT_EQ(state("void f()\n{\n    static float last = 0;\n    static const int c = 1;\n}\n"), "3: 'last'\n");
}

TEST(UnknownApis, NamesWhatNoHeaderDeclaresWithTheNearestNames)
{
    EXPECT_THAT(unknown("void f() { AscendC::ReduceMaxx(a, b); }\n"), HasSubstr("1: 'ReduceMaxx' is not a member of 'AscendC'; nearest known: 'ReduceMax'"));
    EXPECT_EQ(unknown("void f() { AscendC::ReduceMax(a, b); AscendC::LocalTensor<half> t; }\n"), "");
}

TEST(UnknownApis, SayTheSameAsAFailedBuild)
{
    const std::string source = "void f() { AscendC::VecDup(a, 0, n); }\n";
    const auto problems = unknownApis({ .text = source, .fileName = "kernel.cpp" });
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_THAT(problems[0].fix, HasSubstr("Duplicate"));
    ASSERT_FALSE(problems[0].signatures.empty());
    EXPECT_THAT(problems[0].signatures[0], HasSubstr("Duplicate("));
    EXPECT_EQ(problems[0].excerpt, "void f() { AscendC::VecDup(a, 0, n); }");
}

TEST(UnknownApis, NamesTheSourceDeclaresItselfAreKnown)
{
    EXPECT_EQ(unknown("namespace AscendC { template <class T> class MyTile {}; }\nAscendC::MyTile<half> g();\n"), "");
    EXPECT_EQ(unknown("// AscendC::Nothing\nconst char* t = \"AscendC::Neither\";\n"), "");
}

} // namespace
} // namespace hawk::target
