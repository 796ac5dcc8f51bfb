#include "target/metamorphic.h"

#include "base/files.h"
#include "spec/spec_loader.h"
#include "spec/spec_remarks.h"

#include <cstring>
#include <gmock/gmock.h>

namespace hawk::target {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

std::string specText(const std::string& relations)
{
    return R"json({"schemaVersion": 1, "name": "op", "family": "reduce",
  "inputs": [ {"name": "x", "dtype": "float32", "shape": ["R", "D"]} ], "outputs": [ {"name": "y", "dtype": "float32", "shape": ["R"]} ],
  "cases": [ {"name": "a", "symbols": {"R": 2, "D": 3}} ],
  "metamorphic": )json"
        + relations + R"json(, "reference": {"source": "x"} })json";
}

std::string problem(const std::string& relations)
{
    const auto report = spec::loadSpecText(specText(relations), "spec.json", ".");
    return report.problems.empty() ? "" : report.problems.front().text();
}

TEST(MetamorphicSpec, AcceptsEveryRelation)
{
    EXPECT_EQ(problem(R"([{"relation": "scale", "inputs": ["x"], "value": 2, "degree": 1}, {"relation": "shift", "inputs": ["x"], "value": 1},
        {"relation": "permute", "inputs": ["x"], "axis": 0}, {"relation": "reorder", "inputs": ["x"], "axis": 1},
        {"relation": "sensitivity", "inputs": ["x"], "value": 9}])"),
        "");
}

TEST(MetamorphicSpec, SaysWhatIsWrong)
{
    EXPECT_THAT(problem(R"([{"relation": "mirror", "inputs": ["x"]}])"), HasSubstr("unknown metamorphic relation 'mirror'"));
    EXPECT_THAT(problem(R"([{"relation": "shift", "inputs": ["q"], "value": 1}])"), HasSubstr("no input 'q'"));
    EXPECT_THAT(problem(R"([{"relation": "shift", "inputs": ["x"]}])"), HasSubstr("needs a \"value\""));
    EXPECT_THAT(problem(R"([{"relation": "scale", "inputs": ["x"], "value": 3}])"), HasSubstr("power of two"));
    EXPECT_THAT(problem(R"([{"relation": "reorder", "inputs": ["x"], "axis": 2}])"), HasSubstr("has no axis 2"));
    EXPECT_THAT(problem(R"([{"relation": "permute", "inputs": ["x"], "axis": 1}])"), HasSubstr("output 'y' has no axis 1"));
    EXPECT_THAT(problem(R"([{"relation": "permute", "inputs": []}])"), HasSubstr("needs \"inputs\""));
}

TEST(MetamorphicSpec, SurvivesItsJson)
{
    const auto spec = spec::requireSpec(spec::loadSpecText(specText(R"([{"relation": "scale", "inputs": ["x"], "value": 2, "degree": 2}])"), "s", "."));
    ASSERT_TRUE(spec);
    const auto again = spec::requireSpec(spec::loadSpecText(spec::toJson(**spec).dump(), "s", "."));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ((*again)->contentHash, (*spec)->contentHash);
    EXPECT_EQ((*again)->metamorphic.front().degree, 2);
}

TEST(SpecRemarks, NameTheCasesThatAreMissing)
{
    const auto poor = *spec::requireSpec(spec::loadSpecText(specText("[]"), "s", "."));
    EXPECT_THAT(spec::specRemarks(*poor),
        ElementsAre(HasSubstr("larger than UB"), HasSubstr("hidden"), HasSubstr("no metamorphic relation")));
    const auto all = spec::bundledSpecs();
    for (const auto& bundled : *all)
        EXPECT_THAT(spec::specRemarks(*bundled), ElementsAre()) << bundled->name;
}

class ChangedCases : public testing::Test {
protected:
    void SetUp() override
    {
        data.inputs.push_back({ "x", DType::Float32, { 2, 3 }, put("x", std::vector<float> { 1, 2, 3, 4, 5, 6 }) });
        data.outputs.push_back({ { "y", DType::Float64, { 2 }, put("g", std::vector<double> { 6, 15 }) },
            { "y", DType::Float32, { 2 }, put("s", std::vector<float> { 6, 15 }) }, DType::Float32 });
    }
    template <class T> fs::path put(const std::string& name, const std::vector<T>& values)
    {
        const fs::path file = folder.path() / (name + ".bin");
        EXPECT_TRUE(writeFileAtomically(file, std::string_view(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T))));
        return file;
    }
    template <class T> static std::vector<T> get(const fs::path& file)
    {
        const std::string bytes = readFile(file).value_or({});
        std::vector<T> values(bytes.size() / sizeof(T));
        std::memcpy(values.data(), bytes.data(), bytes.size());
        return values;
    }
    std::shared_ptr<const spec::OperatorSpec> spec(const std::string& relations)
    {
        return *spec::requireSpec(spec::loadSpecText(specText(relations), "s", "."));
    }
    TempDir folder = *TempDir::create("changed");
    TempDir work = *TempDir::create("changed-out");
    reference::CaseData data;
};

TEST_F(ChangedCases, RelationsCompose)
{
    const auto changed = followed(*spec(R"([{"relation": "scale", "inputs": ["x"], "value": 2}, {"relation": "reorder", "inputs": ["x"], "axis": 1},
        {"relation": "permute", "inputs": ["x"], "axis": 0}])"), data, work.path());
    ASSERT_TRUE(changed && *changed);
    EXPECT_THAT(get<float>((*changed)->data.inputs[0].path), ElementsAre(12, 10, 8, 6, 4, 2));
    EXPECT_THAT(get<double>((*changed)->data.outputs[0].golden.path), ElementsAre(30, 12));
    EXPECT_THAT(get<float>((*changed)->data.outputs[0].samePrecision.path), ElementsAre(30, 12));
    EXPECT_THAT(get<float>(data.inputs[0].path), ElementsAre(1, 2, 3, 4, 5, 6)) << "the cached files are immutable";
}

TEST_F(ChangedCases, APerturbationSetsOneElement)
{
    const auto changed = perturbed(*spec(R"([{"relation": "sensitivity", "inputs": ["x"], "value": 99}])"), data, 7, work.path());
    ASSERT_TRUE(changed && *changed);
    const auto values = get<float>((*changed)->data.inputs[0].path);
    EXPECT_EQ(std::ranges::count(values, 99.0F), 1);
    EXPECT_FALSE((*changed)->mustMatch);
    EXPECT_EQ((*changed)->data.outputs[0].golden.path, data.outputs[0].golden.path);
}

TEST_F(ChangedCases, NothingIsDeclaredNothingIsChanged)
{
    const auto none = spec("[]");
    EXPECT_FALSE(followed(*none, data, work.path())->has_value());
    EXPECT_FALSE(perturbed(*none, data, 1, work.path())->has_value());
}

} // namespace
} // namespace hawk::target
