#include "emulator/program/source_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

TEST(SourceText, CommentsAndLiteralsAreBlankButKeepTheirPlace)
{
    const std::string source = "a /* <<< \n */ b // >>>\nchar q = '\"'; \"x<<<y\"; int n = 1'000;";
    const std::string code = blankNonCode(source);
    EXPECT_EQ(code.size(), source.size());
    EXPECT_EQ(code.find("<<<"), std::string::npos);
    EXPECT_EQ(code.find(">>>"), std::string::npos);
    EXPECT_EQ(code.find("b"), source.find("b"));
    EXPECT_NE(code.find("1'000;"), std::string::npos);
    EXPECT_EQ(std::count(code.begin(), code.end(), '\n'), 2);
}

TEST(SourceText, RawStringsEndAtTheirOwnMark)
{
    const std::string code = blankNonCode("auto s = R\"(k<<<1>>>(a) \")\" + R\"x()\" k<<<)x\"; f<<<1>>>(b);");
    EXPECT_EQ(code.find("<<<"), code.rfind("<<<"));
    EXPECT_NE(code.find("f<<<"), std::string::npos);
}

TEST(SourceText, FindsADefinedMainOnly)
{
    EXPECT_TRUE(definesMain("int32_t main(int32_t argc, char* argv[])\n{ return 0; }"));
    EXPECT_FALSE(definesMain("int main(int, char**);"));
    EXPECT_FALSE(definesMain("return main(1);"));
    EXPECT_FALSE(definesMain("void domain() {}"));
    EXPECT_FALSE(definesMain(blankNonCode("// int main() { }")));
}

TEST(SourceText, InactiveBranchesAreBlankWhereMacrosDecide)
{
    const std::map<std::string, std::string> macros { { "__NPU_ARCH__", "2201" }, { "SCENARIO", "2" } };
    const std::string text = "#if defined(__NPU_ARCH__) && (__NPU_ARCH__ == 3510)\nnew\n#else\nold\n#endif\n"
                             "#if SCENARIO == 1\none\n#elif SCENARIO == 2\ntwo\n#else\nmore\n#endif\n#ifdef UNKNOWN\nmaybe\n#endif\n";
    const std::string code = blankInactive(text, macros);
    EXPECT_EQ(code.find("new"), std::string::npos);
    EXPECT_NE(code.find("old"), std::string::npos);
    EXPECT_EQ(code.find("one"), std::string::npos);
    EXPECT_NE(code.find("two"), std::string::npos);
    EXPECT_EQ(code.find("more"), std::string::npos);
    EXPECT_NE(code.find("maybe"), std::string::npos);
    EXPECT_EQ(code.size(), text.size());
}

TEST(SourceText, NamesOfKernelsStartedByName)
{
    EXPECT_THAT(aclrtLaunchNames("#include \"aclrtlaunch_add.h\"\nACLRT_LAUNCH_KERNEL(add_custom)(8, s, x);"),
        testing::UnorderedElementsAre("add", "add_custom"));
}

TEST(SourceText, ForeignEncodingsLoseOnlyTheirOwnCharacters)
{
    EXPECT_EQ(asUtf8("int a; // \xE4\xB8\xAD"), "int a; // \xE4\xB8\xAD");
    // GB18030 whose second byte is a backslash would continue the comment onto the next line.
    const std::string text = asUtf8("// \x95\x5C\nint a;");
    EXPECT_EQ(text, "// ??\nint a;");
    EXPECT_EQ(asUtf8("\xEF\xBB\xBFint a;"), "int a;");
}

} // namespace
} // namespace hawk::emulator
