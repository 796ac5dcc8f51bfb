#include "base/files.h"
#include "chip/chip_catalog.h"
#include "emulator/runner/toolchain.h"
#include "spec/spec_loader.h"
#include "synth/prompt/api_block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace hawk;
using namespace hawk::synth;
using emulator::ApiCatalog;
using emulator::ApiDeclaration;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

namespace {

const ApiCatalog& catalog()
{
    static const ApiCatalog all = ApiCatalog::load(emulator::deviceHeaderDir()).value();
    return all;
}

SynthRequest requestFor(const std::string& name)
{
    SynthRequest request;
    const auto specs = spec::bundledSpecs().value();
    for (const auto& each : specs)
        if (each->name == name)
            request.spec = each;
    request.chip = chip::ChipCatalog::loadDefault().value().find(chip::kDefaultChip).value();
    return request;
}

} // namespace

TEST(ApiCatalog, ReadsDeclarationsOfOneNamespace)
{
    const ApiCatalog all = ApiCatalog::parse(R"(
namespace std { void Hidden() { } }
namespace AscendC {
namespace hawkdetail { inline void Inner(int a) { } }
struct CopyParams { uint16_t blockCount = 1; uint32_t blockLen; T value {}; CopyParams() { } };
template <typename T> class Queue { public: template <typename U> inline LocalTensor<U> Take(::hawkabi::Site site = ::hawkabi::Site(1, 2)) { return {}; }
  private: void Secret() { } int m_x; };
template <typename T, bool set = true>
inline __attribute__((always_inline)) void Exp(const LocalTensor<T>& dst, const int32_t& count, ::hawkabi::Site site = ::hawkabi::Site(__builtin_FILE(), 3))
{ static_assert(ok<T>(), "Exp takes half, " "float"); call("}"); }
template <typename T, typename V> inline V Exp (const LocalTensor<T>& dst) { return V(); }
inline void Exp(hawkabi::OtherScalar) { static_assert(false, "no"); }
inline void Abs(int a) { static_assert(x, "Abs" " does not support bfloat16_t; allowed: " "half, float" ". Cast first [id]"); }
inline void Flag(const CopyParams& p = {}, char c = '}') { }
inline bool operator==(A a, B b) { return true; }
enum class Mode { A, B };
}
namespace AscendC { inline void Flag(int id) { } }
)");
    EXPECT_EQ(all.names(), (std::vector<std::string> { "Abs", "Exp", "Flag", "Queue::Take" }));
    EXPECT_EQ(all.declarations("Exp"),
        (std::vector<ApiDeclaration> { { "template <typename T, bool set = true> void Exp(const LocalTensor<T>& dst, const int32_t& count)",
            "Exp takes half, float" } }));
    EXPECT_EQ(all.declarations("Abs").at(0).note, "element types: half, float");
    EXPECT_EQ(all.declarations("Queue::Take").at(0).signature, "template <typename U> LocalTensor<U> Take()");
    EXPECT_EQ(all.declarations("Flag").size(), 2U);
    EXPECT_EQ(all.structure("CopyParams"), "struct CopyParams { uint16_t blockCount = 1; uint32_t blockLen; T value; };");
    EXPECT_EQ(all.structure("Queue"), "");
}

TEST(ApiCatalog, KnowsTheDeviceHeaders)
{
    EXPECT_GT(catalog().names().size(), 100U);
    EXPECT_GE(catalog().declarations("DataCopyPad").size(), 4U);
    EXPECT_THAT(catalog().declarations("DataCopyPad"),
        Contains(Field(&ApiDeclaration::signature,
            HasSubstr("DataCopyPad(const LocalTensor<T>& dst, const GlobalTensor<T>& src, const DataCopyExtParams&"))));
    EXPECT_THAT(catalog().structure("DataCopyExtParams"), HasSubstr("blockCount"));
    for (const std::string& name : catalog().names())
        for (const ApiDeclaration& each : catalog().declarations(name))
            EXPECT_THAT(each.signature, Not(HasSubstr("hawkabi"))) << name;
}

TEST(ApiBlock, ShowsWhatTheFamilyNeedsAndFirstWhatFailed)
{
    SynthRequest request = requestFor("softmax");
    const PromptSection draft = apiSection(catalog(), request).value();
    const std::string text = render(draft);
    for (const char* name : { "DataCopyPad(", "ReduceMax(", "Exp(", "EnQue(", "InitBuffer(", "GetBlockIdx(" })
        EXPECT_THAT(text, HasSubstr(name));
    EXPECT_THAT(text, Not(HasSubstr("LeakyRelu(")));
    auto verdict = std::make_shared<target::Verdict>();
    verdict->diagnostics.push_back({ .message = "no matching LeakyRelu for these arguments" });
    request.parent = Prior { .verdict = verdict };
    EXPECT_THAT(apiSection(catalog(), request).value().items.at(0), HasSubstr("LeakyRelu("));
}

TEST(ApiBlock, EveryNameOfTheFamilyTableIsDeclared)
{
    const Json table = parseJson(readFile(resourceDir() / "prompts" / "api_families.json").value(), "api_families.json").value();
    std::vector<std::string> missing;
    std::vector<Json> lists { table.at("base") };
    for (const auto& [family, list] : table.at("families").items()) {
        EXPECT_TRUE(spec::familyFromName(family)) << family;
        lists.push_back(list);
    }
    for (const Json& list : lists)
        for (const Json& name : list)
            if (catalog().declarations(name.get<std::string>()).empty())
                missing.push_back(name);
    EXPECT_EQ(missing, std::vector<std::string> {});
}
