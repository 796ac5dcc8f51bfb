#include "spec/spec_loader.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace hawk::spec {
namespace {

/// A valid spec, one field per line so that line numbers can be asserted.
constexpr const char* kValid = R"({
"name": "scale",
"family": "elementwise",
"inputs": [{"name": "x", "dtype": "T", "shape": ["N", "D"]}],
"outputs": [{"name": "y", "dtype": "T", "shape": ["N", "D"]}],
"attributes": [{"name": "alpha", "type": "float", "default": 2.0}],
"cases": [
{"name": "small", "symbols": {"N": 4, "D": 8}, "types": {"T": "float16"}},
{"name": "tail", "visibility": "hidden", "symbols": {"N": 3, "D": 5}, "types": {"T": "float32"}, "attributes": {"alpha": 3.0}}
],
"tolerance": {"reductionDim": "D"},
"reference": {"source": "N = 1"}
})";

LoadReport load(const std::string& text) { return loadSpecText(text, "spec.json", {}); }

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(SpecLoader, ReadsAValidSpec)
{
    const LoadReport report = load(kValid);
    ASSERT_TRUE(report.spec) << report.problems.front().text();
    EXPECT_EQ(report.spec->entry, "scale_custom");
    const Case& tail = *report.spec->findCase("tail");
    EXPECT_EQ(tail.visibility, Visibility::Hidden);
    const ResolvedCase resolved = resolve(*report.spec, tail).value();
    EXPECT_EQ(resolved.inputs.at(0).shape, (std::vector<std::int64_t> { 3, 5 }));
    EXPECT_EQ(resolved.outputs.at(0).bytes(), 60U);
    EXPECT_EQ(resolved.attributes["alpha"], 3.0);
    EXPECT_EQ(reductionLength(*report.spec, tail).value(), 5);
}

TEST(SpecLoader, CanonicalJsonLoadsBackToTheSameHash)
{
    const LoadReport first = load(kValid);
    ASSERT_TRUE(first.spec);
    const LoadReport again = load(toJson(*first.spec).dump(1));
    ASSERT_TRUE(again.spec) << again.problems.front().text();
    EXPECT_EQ(again.spec->contentHash, first.spec->contentHash);
    const LoadReport other = load(replaced(kValid, "\"N\": 4", "\"N\": 5"));
    ASSERT_TRUE(other.spec);
    EXPECT_NE(other.spec->contentHash, first.spec->contentHash);
}

struct Mistake {
    const char* name;
    const char* from;
    const char* to;
    const char* where; ///< "line:column", or just "line:"
    const char* says;
};
class SpecMistake : public testing::TestWithParam<Mistake> { };

TEST_P(SpecMistake, IsReportedAtItsLine)
{
    const LoadReport report = load(replaced(kValid, GetParam().from, GetParam().to));
    EXPECT_FALSE(report.spec);
    ASSERT_FALSE(report.problems.empty());
    const bool found = std::ranges::any_of(report.problems, [](const Error& problem) {
        return problem.context.starts_with(std::string("spec.json:") + GetParam().where)
            && problem.text().find(GetParam().says) != std::string::npos;
    });
    std::string all;
    for (const Error& problem : report.problems)
        all += problem.text() + "\n";
    EXPECT_TRUE(found) << all;
    EXPECT_LE(report.problems.size(), 3U) << all; // one mistake must not drown itself in follow-ups
}

INSTANTIATE_TEST_SUITE_P(All, SpecMistake,
    testing::Values(
        Mistake { "NotJson", "\"family\":", "\"family\"", "3:", "not valid JSON" },
        Mistake { "UnknownField", "\"family\"", "\"famly\": 1, \"family\"", "3:", "did you mean 'family'" },
        Mistake { "UnknownCaseField", "\"symbols\": {\"N\": 4", "\"symbol\": {}, \"symbols\": {\"N\": 4", "8:", "did you mean 'symbols'" },
        Mistake { "WrongType", "\"name\": \"scale\"", "\"name\": 3", "2:9", "'name' must be a text, found number 3" },
        Mistake { "ShapeNotAList", "\"shape\": [\"N\", \"D\"]}],\n\"outputs\"", "\"shape\": \"N\"}],\n\"outputs\"", "4:", "must be a list" },
        Mistake { "NameMissing", "\"name\": \"scale\",", "", "1:1", "field 'name' is missing" },
        Mistake { "NameNotIdentifier", "\"scale\"", "\"2scale\"", "2:9", "not an identifier" },
        Mistake { "EntryNotIdentifier", "\"family\"", "\"entry\": \"a-b\", \"family\"", "3:", "entry name 'a-b' is not an identifier" },
        Mistake { "UnknownFamily", "\"elementwise\"", "\"elementwize\"", "3:11", "unknown operator family" },
        Mistake { "DuplicateTensor", "\"name\": \"y\"", "\"name\": \"x\"", "5:", "two tensors are called 'x'" },
        Mistake { "UndeclaredSymbol", "[\"N\", \"D\"]}],\n\"outputs\"", "[\"N\", \"M\"]}],\n\"outputs\"", "4:", "unknown name 'M'" },
        Mistake { "BrokenShape", "[\"N\", \"D\"]}],\n\"outputs\"", "[\"N\", \"D +\"]}],\n\"outputs\"", "4:", "value expected" },
        Mistake { "CaseWithoutSymbol", "\"N\": 3, \"D\": 5", "\"N\": 3", "9:", "unknown name 'D'" },
        Mistake { "CaseWithoutType", "\"types\": {\"T\": \"float32\"}, ", "", "9:", "'T' is neither an element type" },
        Mistake { "UnknownElementType", "\"float32\"", "\"float33\"", "9:", "'float33' is not an element type" },
        Mistake { "TypeNobodyBinds", "\"dtype\": \"T\", \"shape\": [\"N\", \"D\"]}],\n\"outputs\"", "\"dtype\": \"U\", \"shape\": [\"N\", \"D\"]}],\n\"outputs\"", "4:", "type variable that a case binds" },
        Mistake { "DuplicateCase", "\"name\": \"tail\"", "\"name\": \"small\"", "9:", "two cases are called 'small'" },
        Mistake { "BadVisibility", "\"hidden\"", "\"secret\"", "9:", "visibility is 'public' or 'hidden'" },
        Mistake { "ZeroSize", "\"N\": 4", "\"N\": 0", "8:", "dimension of size 0" },
        Mistake { "NegativeSize", "\"N\": 4", "\"N\": -4", "8:", "dimension of size -4" },
        Mistake { "AbsurdSize", "\"N\": 4", "\"N\": 4000000000", "8:", "more than" },
        Mistake { "LargeCase", "\"N\": 3", "\"N\": 30000000", "9:", "MiB" },
        Mistake { "SymbolNotInteger", "\"N\": 4", "\"N\": 4.5", "8:", "'N' must be an integer" },
        Mistake { "UnknownAttribute", "\"alpha\": 3.0", "\"beta\": 3.0", "9:", "no attribute 'beta'" },
        Mistake { "AttributeType", "\"alpha\": 3.0", "\"alpha\": true", "9:", "not of type float" },
        Mistake { "AttributeDefault", "\"default\": 2.0", "\"default\": \"x\"", "6:", "not of type float" },
        Mistake { "RelaxTooMuch", "\"reductionDim\": \"D\"", "\"relax\": 11, \"reason\": \"why\"", "11:", "1 to 10 times" },
        Mistake { "RelaxWithoutReason", "\"reductionDim\": \"D\"", "\"relax\": 2", "11:", "needs a reason" },
        Mistake { "ReductionUnknown", "\"reductionDim\": \"D\"", "\"reductionDim\": \"E\"", "11:", "unknown name 'E'" },
        Mistake { "ReferenceMissing", "\"reference\": {\"source\": \"N = 1\"}", "\"description\": \"\"", "1:1", "the reference is missing" },
        Mistake { "ReferenceEmpty", "\"source\": \"N = 1\"", "\"source\": \"\"", "12:", "the reference source is empty" },
        Mistake { "ReferenceFileMissing", "\"source\": \"N = 1\"", "\"file\": \"nowhere.py\"", "12:", "cannot be read" },
        Mistake { "RegimeUnknown", "\"name\": \"x\",", "\"name\": \"x\", \"values\": {\"kind\": \"gauss\"},", "4:", "unknown kind of values 'gauss'" },
        Mistake { "RegimeOrder", "\"name\": \"x\",", "\"name\": \"x\", \"values\": {\"kind\": \"uniform\", \"low\": 2, \"high\": 1},", "4:", "low must be less than high" },
        Mistake { "OutputWithValues", "\"name\": \"y\",", "\"name\": \"y\", \"values\": {},", "5:", "unknown field 'values'" },
        Mistake { "NewerSchema", "\"name\": \"scale\",", "\"schemaVersion\": 2, \"name\": \"scale\",", "2:", "version 2 is not supported" }),
    [](const auto& entry) { return std::string(entry.param.name); });

TEST(SpecLoader, CollectsAllProblems)
{
    std::string text = replaced(kValid, "\"scale\"", "\"2scale\"");
    text = replaced(text, "\"elementwise\"", "\"nothing\"");
    text = replaced(text, "\"N\": 3, \"D\": 5", "\"N\": 0, \"D\": 5");
    text = replaced(text, "\"D\": 8}", "\"D\": 8}, \"tag\": []");
    const LoadReport report = load(text);
    std::set<std::string> lines;
    for (const Error& problem : report.problems)
        lines.insert(problem.context.substr(0, problem.context.find(':', 10)));
    EXPECT_EQ(lines, (std::set<std::string> { "spec.json:2", "spec.json:3", "spec.json:8", "spec.json:9" }));
}

TEST(SpecLoader, EmptyListsAndNonObjectsAreProblems)
{
    EXPECT_FALSE(load("[]").problems.empty());
    EXPECT_FALSE(load("").problems.empty());
    EXPECT_FALSE(load("null").problems.empty());
    const LoadReport report
        = load(R"({"name":"a","family":"other","inputs":[],"outputs":[],"cases":[],"reference":{"source":"x"}})");
    EXPECT_EQ(report.problems.size(), 3U); // inputs, outputs, cases
    EXPECT_FALSE(load(R"({"name":"a","family":"other","inputs":[1],"outputs":[[]],"cases":[null],"reference":7})").spec);
    EXPECT_FALSE(load(R"({"cases":{"name":3},"inputs":"x","tolerance":[],"attributes":{}})").spec);
}

TEST(BundledSpecs, AreCompleteAndValid)
{
    const auto specs = bundledSpecs();
    ASSERT_TRUE(specs) << specs.error().text();
    std::set<std::string> names;
    int withBfloat16 = 0;
    for (const auto& spec : *specs) {
        names.insert(spec->name);
        std::set<std::string> tags;
        std::set<std::string> types;
        int hidden = 0;
        for (const Case& which : spec->cases) {
            tags.insert(which.tags.begin(), which.tags.end());
            for (const auto& [variable, type] : which.types)
                types.insert(type);
            hidden += which.visibility == Visibility::Hidden ? 1 : 0;
            EXPECT_TRUE(resolve(*spec, which));
        }
        EXPECT_GE(spec->cases.size(), 4U) << spec->name;
        EXPECT_GE(hidden, 1) << spec->name;
        for (const char* tag : { "aligned", "tail", "tiny", "larger_than_ub" })
            EXPECT_TRUE(tags.contains(tag)) << spec->name << " has no case tagged " << tag;
        EXPECT_TRUE(types.contains("float16") && types.contains("float32")) << spec->name;
        withBfloat16 += types.contains("bfloat16") ? 1 : 0;
    }
    for (const char* name : { "add", "mul_add", "relu", "leaky_relu", "gelu", "silu", "sigmoid", "tanh", "exp_log_chain",
             "clamp", "cast", "softmax", "log_softmax", "layer_norm", "rms_norm", "reduce_sum", "reduce_max" })
        EXPECT_TRUE(names.contains(name)) << name;
    EXPECT_GE(withBfloat16, 5);
}

} // namespace
} // namespace hawk::spec
