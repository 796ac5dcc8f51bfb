// Element types of the basic vector API on generation 2201, as its reference pages list them for Atlas A2: what a page lists
// compiles in every form, what it does not list is an error that names the API.
#include "emulator/emulator.h"

#include "base/files.h"

#include <algorithm>
#include <array>
#include <gmock/gmock.h>
#include <set>

namespace hawk::emulator {
namespace {

constexpr std::array kTypes { "int8_t", "uint8_t", "int16_t", "uint16_t", "half", "bfloat16_t", "int32_t", "uint32_t", "float",
    "int64_t", "uint64_t", "double" };

struct Page {
    const char* api;
    std::set<std::string> types;
    std::vector<std::string> forms; ///< calls; T is the type, a b c tensors of it, m a mask array
};

/// The three forms of an instruction: count, consecutive mask, mask bits.
std::vector<std::string> forms(const std::string& api, const std::string& operands, const std::string& params)
{
    return { api + "(" + operands + ", 64)", api + "(" + operands + ", uint64_t { 16 }, 1, " + params + ")",
        api + "(" + operands + ", m, 1, " + params + ")" };
}
std::vector<std::string> two(const std::string& api) { return forms(api, "a, b, c", "BinaryRepeatParams {}"); }
std::vector<std::string> one(const std::string& api) { return forms(api, "a, b", "UnaryRepeatParams {}"); }
std::vector<std::string> scalar(const std::string& api) { return forms(api, "a, b, T(1)", "UnaryRepeatParams {}"); }

std::vector<Page> pages()
{
    const std::set<std::string> arithmetic { "int16_t", "half", "int32_t", "float" }, floats { "half", "float" };
    const std::set<std::string> shifts { "int16_t", "uint16_t", "int32_t", "uint32_t" };
    const std::set<std::string> wide { "int16_t", "uint16_t", "half", "bfloat16_t", "int32_t", "uint32_t", "float" };
    std::vector<Page> all;
    for (const char* api : { "Add", "Sub", "Mul", "Max", "Min" })
        all.push_back({ api, arithmetic, two(api) });
    for (const char* api : { "Div", "FusedMulAdd" })
        all.push_back({ api, floats, two(api) });
    for (const char* api : { "AddRelu", "SubRelu" })
        all.push_back({ api, { "int16_t", "half", "float" }, two(api) });
    for (const char* api : { "Abs", "Exp", "Ln", "Sqrt", "Rsqrt", "Reciprocal" })
        all.push_back({ api, floats, one(api) });
    all.push_back({ "Relu", { "half", "int32_t", "float" }, one("Relu") });
    for (const char* api : { "Adds", "Muls", "Maxs", "Mins" })
        all.push_back({ api, arithmetic, scalar(api) });
    all.push_back({ "LeakyRelu", floats, scalar("LeakyRelu") });
    all.push_back({ "Axpy", floats, scalar("Axpy") });
    for (const char* api : { "ShiftLeft", "ShiftRight" })
        all.push_back({ api, shifts, scalar(api) });
    all.push_back({ "ShiftRight", shifts, { "ShiftRight(a, b, T(1), m, 1, UnaryRepeatParams {}, true)",
                                              "ShiftRight(a, b, T(1), uint64_t { 16 }, 1, UnaryRepeatParams {}, true)" } });
    // The forms with a mask; the count form takes 32-bit tensors as pairs of 16-bit elements.
    for (const char* api : { "And", "Or" })
        all.push_back({ api, { "int16_t", "uint16_t" }, { two(api)[1], two(api)[2] } });
    all.push_back({ "Not", { "int16_t", "uint16_t" }, { one("Not")[1], one("Not")[2] } });
    all.push_back({ "Duplicate", wide, { "Duplicate(a, T(1), 64)", "Duplicate(a, T(1), uint64_t { 16 }, 1, 1, 8)", "Duplicate(a, T(1), m, 1, 1, 8)" } });
    all.push_back({ "Brcb", wide, { "Brcb(a, b, 1, BrcbRepeatParams {})" } });
    all.push_back({ "Gather", wide, { "Gather(a, b, offsets, 0U, 64U)" } });
    all.push_back({ "Gatherb", { "uint16_t", "uint32_t" }, { "Gatherb(a, b, offsets, 1, GatherRepeatParams {})" } });
    all.push_back({ "CreateVecIndex", arithmetic, { "CreateVecIndex(a, T(0), 64)" } });
    all.push_back({ "Compare", { "half", "float", "int32_t" }, { "Compare(bits, a, b, CMPMODE::EQ, 64)" } });
    all.push_back({ "Select", floats, { "Select(a, bits, b, c, SELMODE::VSEL_CMPMASK_SPR, 64)" } });
    for (const char* api : { "ReduceSum", "ReduceMax", "ReduceMin" })
        all.push_back({ api, floats, { std::string(api) + "(a, b, c, 64)" } });
    return all;
}

/// A kernel with one call a line; the first call is on line kFirstLine.
constexpr int kFirstLine = 11;
std::string kernel(const std::string& type, const std::vector<std::string>& calls)
{
    std::string text = "#include \"kernel_operator.h\"\nusing namespace AscendC;\nextern \"C\" __global__ __aicore__ void k(GM_ADDR x)\n{\n"
                       "    using T = " + type + ";\n    LocalTensor<T> a, b, c;\n    LocalTensor<uint32_t> offsets;\n"
                       "    LocalTensor<uint8_t> bits;\n    uint64_t m[2] = { 1, 1 };\n    (void)m, (void)x;\n";
    for (const std::string& call : calls)
        text += "    " + call + ";\n";
    return text + "}\n";
}

class ElementTypes : public testing::TestWithParam<const char*> {
protected:
    BuildResult build(const std::vector<std::string>& calls)
    {
        auto result = emulator.build({ .source = kernel(GetParam(), calls), .fileName = "types.cpp", .defines = {}, .entry = "k", .chip = {} });
        EXPECT_TRUE(result) << (result ? "" : result.error().text());
        return result ? *result : BuildResult {};
    }
    TempDir cache = *TempDir::create("hawk-test-");
    Emulator emulator { { .sandbox = {}, .cacheDir = cache.path() } };
};

TEST_P(ElementTypes, ListedOnesCompileInEveryForm)
{
    std::vector<std::string> calls;
    for (const Page& page : pages())
        if (page.types.contains(GetParam()))
            calls.insert(calls.end(), page.forms.begin(), page.forms.end());
    const BuildResult result = build(calls);
    EXPECT_TRUE(result.ok) << result.log.substr(0, 4000);
}

TEST_P(ElementTypes, OthersAreErrorsThatNameTheApi)
{
    std::vector<std::string> calls, names;
    for (const Page& page : pages()) {
        const bool again = std::ranges::find(names, page.api) != names.end(); // one error per instantiated template
        if (!page.types.contains(GetParam()) && !again) {
            calls.push_back(page.forms.front());
            names.push_back(page.api);
        }
    }
    constexpr std::size_t kErrorsOfOneBuild = 16; // the compiler stops after twenty
    for (std::size_t first = 0; first < calls.size(); first += kErrorsOfOneBuild) {
        const std::size_t count = std::min(kErrorsOfOneBuild, calls.size() - first);
        const auto from = calls.begin() + static_cast<std::ptrdiff_t>(first);
        const BuildResult result = build({ from, from + static_cast<std::ptrdiff_t>(count) });
        EXPECT_FALSE(result.ok);
        for (std::size_t i = 0; i < count; ++i) {
            const int line = kFirstLine + static_cast<int>(i);
            const std::string& name = names[first + i];
            const bool named = std::ranges::any_of(result.diagnostics, [&](const Diagnostic& one) {
                return one.level == Diagnostic::Level::Error && one.line == line && one.message.find(name) != std::string::npos;
            });
            EXPECT_TRUE(named) << calls[first + i] << " for " << GetParam();
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Generation2201, ElementTypes, testing::ValuesIn(kTypes), [](const testing::TestParamInfo<const char*>& each) { return std::string(each.param); });

} // namespace
} // namespace hawk::emulator
