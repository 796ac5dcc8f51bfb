#include "fixture.h"

namespace hawk::knowledge {
namespace {

TEST(NormaliseError, SameMistakeInTwoPlacesIsTheSameText)
{
    const std::string a = "kernel.cpp:41:9: error: no matching function for call to "
                          "‘Muls(AscendC::LocalTensor<half>&, AscendC::LocalTensor<half>&, double, int)’\n"
                          "   41 |     Muls(y, x, 2.0, count);\n      |     ~~~~^~~~~~~~~~~~~~~~~~\n"
                          "/opt/hawk/include/hawk/vector.h:77:6: note: candidate: template<class T> void Muls(...)\n";
    const std::string b = "/tmp/build-77/other_kernel.cpp:7:13: error: no matching function for call to "
                          "'Muls(LocalTensor<half>&, LocalTensor<half>&, double, int)'\n";
    EXPECT_EQ(normaliseError(a), normaliseError(b));
    EXPECT_EQ(normaliseError(b), "no matching function for call to 'Muls(LocalTensor<half>&, LocalTensor<half>&, double, int)'");
}

TEST(NormaliseError, NumbersOfTheInstanceGoCodesStay)
{
    EXPECT_EQ(normaliseError("UB offset 196600 + 64 B ends past the usable 188160 B"),
        normaliseError("UB offset 190000 + 128 B ends past the usable 188160 B"));
    EXPECT_EQ(normaliseError("AI vector core exception 507035 at 0x12fe00"), "AI vector core exception 507035 at #");
    EXPECT_NE(normaliseError("exception 507035"), normaliseError("exception 507014"));
}

TEST(NormaliseError, IdentifiersWithDigitsStay)
{
    EXPECT_EQ(normaliseError("'src0' must be int32_t, fp16 or 32B"), "'src0' must be int32_t, fp16 or 32B");
}

TEST(NormaliseError, DeepTemplatesAreCut)
{
    EXPECT_EQ(normaliseError("no type named 'x' in 'TQue<Tag<Inner<int>>, 1>'"),
        normaliseError("no type named 'x' in 'TQue<Tag<Other<float>>, 1>'"));
    EXPECT_EQ(normaliseError("cannot convert 'a->b'"), "cannot convert 'a->b'");
}

TEST(NormaliseError, RepeatsAndNoiseAreDroppedAndTheLengthIsBounded)
{
    std::string log;
    for (int i = 0; i < 1000; ++i)
        log += "a.cpp:" + std::to_string(i) + ":1: error: 'foo' was not declared in this scope\n";
    EXPECT_EQ(normaliseError(log), "'foo' was not declared in this scope");
    std::string many;
    for (int i = 0; i < 1000; ++i)
        many += "error: thing" + std::string(1000, static_cast<char>('a' + i % 26)) + "\n";
    EXPECT_LT(normaliseError(many).size(), 1000U);
    EXPECT_EQ(normaliseError(""), "");
    EXPECT_EQ(normaliseError("\n\n   \n"), "");
}

TEST(NormaliseError, IsStable)
{
    for (const std::string text : { "UB offset 12 + 4 B", "kernel.cpp:1:2: error: no 'Foo<Bar<int>>'", "x 0xff y" })
        EXPECT_EQ(normaliseError(normaliseError(text)), normaliseError(text)) << text;
}

} // namespace
} // namespace hawk::knowledge
