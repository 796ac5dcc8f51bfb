#include "emulator/runner/diagnostics.h"
#include "emulator/runner/toolchain.h"

#include <gmock/gmock.h>

namespace hawk::emulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const ApiCatalog& api()
{
    static const ApiCatalog all = ApiCatalog::load(deviceHeaderDir()).value();
    return all;
}
const Corrections& corrections()
{
    static const Corrections all = Corrections::loadDefault().value();
    return all;
}
std::vector<Diagnostic> read(std::string_view log, std::string_view source)
{
    return parseDiagnostics(log, { .userFile = "k.cpp", .headerDir = "/dev/h", .knownNames = {}, .source = source, .api = &api(), .corrections = &corrections() });
}

TEST(FirstCauses, UsesOfWhatAnErroneousLineShouldHaveDeclaredAreNotTold)
{
    const auto found = read("k.cpp:2:3: error: 'LocalTenser' was not declared in this scope\n"
                            "k.cpp:2:15: error: expected primary-expression before 'float'\n"
                            "k.cpp:3:7: error: 'z' was not declared in this scope\n"
                            "k.cpp:4:7: error: 'z' was not declared in this scope\n",
        "void f() {\n  LocalTenser<float> z = q.DeQue<float>();\n  Add(z, z, z, 8);\n  Exp(z, z, 8);\n}\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].line, 2);
    EXPECT_THAT(found[0].fix, HasSubstr("LocalTensor<T>"));
}

TEST(FirstCauses, TheSameNameIsToldOnceWithItsLines)
{
    const auto found = read("k.cpp:3:1: error: 'Dup' was not declared in this scope\n"
                            "k.cpp:1:1: error: 'Dup' was not declared in this scope\n"
                            "k.cpp:2:1: error: 'Dup' was not declared in this scope; did you mean 'Dump'?\n",
        "Dup(a, 0, 8);\nDup(b, 0, 8);\nDup(c, 0, 8);\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].line, 1);
    EXPECT_THAT(found[0].alsoAt, ElementsAre(2, 3));
    EXPECT_EQ(headline(found[0]), "'Dup' was not declared in this scope; nearest known: 'Duplicate' (also at lines 2, 3)");
}

TEST(FirstCauses, WhatIsErroneousInItselfIsNotTold)
{
    const auto found = read("k.cpp:1:13: error: 'PIPE_VEC' was not declared in this scope; did you mean 'PIPE_V'?\n"
                            "k.cpp:1:21: error: no matching function for call to 'PipeBarrier<<expression error> >()'\n"
                            "k.cpp:1:21: error: template argument 1 is invalid\n",
        "PipeBarrier<PIPE_VEC>();\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found[0].fix, HasSubstr("PIPE_V"));
}

TEST(UnknownName, IsLookedUpWhereItWasMeant)
{
    const auto member = read("k.cpp:1:3: error: 'class AscendC::TBuf<AscendC::TPosition::VECCALC>' has no member named 'GetTensor'\n", "b.GetTensor<half>();\n");
    EXPECT_THAT(member.at(0).message, HasSubstr("nearest known: 'Get"));
    EXPECT_THAT(member.at(0).fix, HasSubstr("TBuf has "));
    const auto enumerator = read("k.cpp:1:12: error: 'CAST_ROUNDS' is not a member of 'AscendC::RoundMode'; did you mean 'CAST_ROUND'?\n", "RoundMode::CAST_ROUNDS;\n");
    EXPECT_THAT(enumerator.at(0).message, HasSubstr("nearest known: 'CAST_ROUND'"));
    const auto own = read("k.cpp:2:1: error: 'xLocall' was not declared in this scope; did you mean 'xLocal'?\n", "half xLocal;\nxLocall = 1;\n");
    EXPECT_THAT(own.at(0).message, HasSubstr("'xLocal'"));
    const auto scope = read("k.cpp:2:1: error: 'scale' was not declared in this scope\n", "void Init(float scale) {}\nscale = 1;\n");
    EXPECT_THAT(scope.at(0).message, HasSubstr("it is declared in line 1, in another scope"));
    const auto meaning = read("k.cpp:1:1: error: 'SetVectorMaskBits' was not declared in this scope\n", "SetVectorMaskBits(1, 2);\n");
    EXPECT_THAT(meaning.at(0).message, HasSubstr("'SetVectorMask'"));
    const auto nothing = read("k.cpp:1:1: error: 'Frobnicate' was not declared in this scope\n", "Frobnicate(1);\n");
    EXPECT_THAT(nothing.at(0).message, HasSubstr("no such name in the Ascend C API that is emulated"));
}

TEST(Excerpt, HasACaretUnderTheName)
{
    const auto found = read("k.cpp:2:8: error: 'Dup' was not declared in this scope\n", "\nif (a) Dup(a, 0, 8);\n");
    EXPECT_THAT(details(found.at(0), "  "), testing::StartsWith("  2 | if (a) Dup(a, 0, 8);\n    |        ^\n"));
    const auto tabs = read("k.cpp:1:9: error: 'Dup' was not declared in this scope\n", "\tDup(a);\n");
    EXPECT_THAT(details(tabs.at(0), ""), HasSubstr("1 | Dup(a);\n  | ^\n"));
}

TEST(Excerpt, ChineseTextBeforeTheNameTakesTwoColumnsACharacter)
{
    const auto found = read("k.cpp:1:10: error: 'Dup' was not declared in this scope\n", "/*\xE4\xB8\xAD\xE6\x96\x87*/ Dup(a);\n");
    EXPECT_EQ(found.at(0).excerpt, "/*\xE4\xB8\xAD\xE6\x96\x87*/ Dup(a);");
    EXPECT_THAT(details(found.at(0), ""), HasSubstr("|          ^\n"));
}

TEST(Scalar, IsNamedAsItIsWritten)
{
    const auto found = read("/dev/h/v.h: In instantiation of 'void AscendC::Adds(T) [with T = _Float16; bool isSetMask = true]':\n"
                            "k.cpp:1:5:   required from here\n"
                            "/dev/h/types.h:192:30: error: static assertion failed: Adds: the scalar operand must have the tensor's element type; "
                            "write static_cast<T>(value) [scalar-operand-dtype]\n",
        "Adds(y, x, 1.0f, 64);\n");
    EXPECT_EQ(found.at(0).message, "Adds: argument 3, 1.0f, is of type float, but the tensors hold half");
    EXPECT_EQ(found.at(0).fix, "write static_cast<half>(1.0f)");
    EXPECT_EQ(found.at(0).constraint, "scalar-operand-dtype");
    EXPECT_EQ(found.at(0).column, 1);
}

TEST(MissingHeader, SaysWhatIsEnough)
{
    const auto found = read("k.cpp:1:10: fatal error: cuda_fp16.h: No such file or directory\n", "#include <cuda_fp16.h>\n");
    EXPECT_THAT(found.at(0).fix, HasSubstr("kernel_operator.h"));
}

} // namespace
} // namespace hawk::emulator
