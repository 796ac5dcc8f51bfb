#include "emulator/runner/call_explanation.h"
#include "emulator/runner/overload.h"
#include "emulator/runner/toolchain.h"
#include "emulator/runner/type_text.h"

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
Explanation explained(const std::string& call) { return explainCall(failedCallFrom(call), api(), corrections()); }

TEST(TypeText, SpeaksTheAuthorsTypes)
{
    EXPECT_EQ(authorsTypes("AscendC::LocalTensor<_Float16>&"), "LocalTensor<half>&");
    EXPECT_EQ(authorsTypes("cannot convert 'uint8_t*' {aka 'unsigned char*'} to 'float*'"), "cannot convert 'uint8_t*' to 'float*'");
    EXPECT_EQ(authorsTypes("f(long unsigned int, short int, hawkabi::Site)"), "f(uint64_t, int16_t)");
    EXPECT_EQ(authorsTypes("AscendC::LocalTensor<int>, int"), "LocalTensor<int32_t>, int");
}

TEST(TypeText, SplitsAtOuterCommas)
{
    EXPECT_THAT(splitArguments("a, b<c, d>, e(f, g), {1, 2}"), ElementsAre("a", "b<c, d>", "e(f, g)", "{1, 2}"));
    EXPECT_THAT(splitArguments("n < 3, m > 4"), ElementsAre("n < 3", "m > 4"));
    EXPECT_THAT(splitArguments("\"a, b\", ','"), ElementsAre("\"a, b\"", "','"));
    EXPECT_TRUE(splitArguments("  ").empty());
}

TEST(TypeText, ReadsTemplateArgumentsOfAnInstantiation)
{
    EXPECT_THAT(templateTypes("void Adds(...) [with T = _Float16; bool isSetMask = true; int32_t = int]"), ElementsAre("T = half"));
    EXPECT_THAT(templateTypes("void Cast(...) [with T = float; U = signed char]"), ElementsAre("T = float", "U = int8_t"));
}

TEST(Overload, IsTakenApart)
{
    const Overload one = overloadFrom("template <typename T, bool set = true> void Exp(const LocalTensor<T>& dst, const uint64_t mask[], const int32_t& count = 8)");
    EXPECT_EQ(one.name, "Exp");
    EXPECT_EQ(one.required(), 2U);
    EXPECT_EQ(callForm(one), "Exp(LocalTensor<T> dst, uint64_t* mask, int32_t count (optional))");
    EXPECT_EQ(callForm(overloadFrom("template <typename U> LocalTensor<U> Take()")), "LocalTensor<U> Take<U>()");
}

TEST(CallExplanation, NamesTheArgumentThatDoesNotFit)
{
    const Explanation scalar = explained("Max(LocalTensor<float>&, LocalTensor<float>&, float, int)");
    EXPECT_EQ(scalar.text, "argument 3 (src1) is float; LocalTensor<float> is needed");
    EXPECT_EQ(scalar.fix, "with a scalar use Maxs(dst, src, scalar, count)");
    const Explanation tensor = explained("Adds(LocalTensor<float>&, LocalTensor<float>&, LocalTensor<float>&, int)");
    EXPECT_THAT(tensor.fix, HasSubstr("with a second tensor use Add("));
}

TEST(CallExplanation, TellsOfMixedElementTypes)
{
    const Explanation mixed = explained("Add(LocalTensor<float>&, LocalTensor<half>&, LocalTensor<half>&, int)");
    EXPECT_THAT(mixed.text, HasSubstr("argument 2 (src0) is LocalTensor<half>, but dst has elements of type float"));
    const Explanation written = explained("Exp<bfloat16_t>(LocalTensor<half>&, LocalTensor<half>&, int)");
    EXPECT_THAT(written.text, HasSubstr("but the template argument has elements of type bfloat16_t"));
    const Explanation scalar = explained("Duplicate(LocalTensor<float>&, int, int)");
    EXPECT_EQ(scalar.constraint, "scalar-operand-dtype");
    EXPECT_EQ(scalar.fix, "write static_cast<float>(value)");
}

TEST(CallExplanation, CountsArguments)
{
    const Explanation cast = explained("Cast(LocalTensor<float>&, LocalTensor<half>&, RoundMode)");
    EXPECT_THAT(cast.text, HasSubstr("3 arguments are given, Cast takes 4 (dst, src, roundMode, count)"));
    ASSERT_FALSE(cast.signatures.empty());
    EXPECT_EQ(cast.signatures[0], "Cast(LocalTensor<T> dst, LocalTensor<U> src, RoundMode roundMode, uint32_t count)");
    const Explanation pad = explained("DataCopyPad(LocalTensor<half>&, GlobalTensor<half>&, int)");
    EXPECT_THAT(pad.text, HasSubstr("argument 3 (p) is int; DataCopyExtParams is needed"));
    EXPECT_THAT(pad.signatures, testing::Contains(HasSubstr("struct DataCopyExtParams {")));
}

TEST(CallExplanation, AsksForTemplateArguments)
{
    const Explanation alloc = explained("TQue<TPosition::VECIN, 2>::AllocTensor()");
    EXPECT_THAT(alloc.text, HasSubstr("template argument T has to be written"));
    EXPECT_THAT(alloc.fix, HasSubstr("AllocTensor<T>"));
    EXPECT_THAT(explained("SetFlag(event_t)").fix, HasSubstr("SetFlag<HardEvent::MTE2_V>(id)"));
}

TEST(CallExplanation, LeavesFunctionsOfTheAuthorAlone) { EXPECT_TRUE(explained("Kernel::Init(int)").signatures.empty()); }

TEST(Corrections, NameOnlyWhatExists)
{
    for (const auto& [name, correction] : corrections().names()) {
        EXPECT_FALSE(correction.advice.empty()) << name;
        for (const std::string& one : correction.apis)
            EXPECT_FALSE(api().declarations(one).empty()) << name << " is corrected to " << one << ", which the headers do not declare";
    }
    for (const auto& [name, advice] : corrections().calls())
        EXPECT_FALSE(api().declarations(name).empty()) << name;
}

TEST(Corrections, AreForNamesThatDoNotExist)
{
    const std::vector<std::string> names = api().names();
    for (const auto& [name, correction] : corrections().names())
        EXPECT_EQ(std::ranges::find(names, name), names.end()) << name << " exists";
}

TEST(TypeOfWritten, KnowsLiteralsAndCasts)
{
    EXPECT_EQ(typeOfWritten("1.0f"), "float");
    EXPECT_EQ(typeOfWritten("-1.0"), "double");
    EXPECT_EQ(typeOfWritten("0"), "int");
    EXPECT_EQ(typeOfWritten("0x1F"), "int");
    EXPECT_EQ(typeOfWritten("static_cast<half>(x)"), "half");
    EXPECT_EQ(typeOfWritten("scale"), "");
    EXPECT_EQ(typeOfWritten("1.0f / n"), "");
}

} // namespace
} // namespace hawk::emulator
