#include "chip/chip_catalog.h"

#include "base/files.h"

#include <gtest/gtest.h>

namespace hawk::chip {
namespace {

TEST(ChipCatalog, HoldsAllSocsWithTheDefault)
{
    const Result<ChipCatalog> catalog = ChipCatalog::loadDefault();
    ASSERT_TRUE(catalog) << catalog.error().text();
    EXPECT_EQ(catalog->chips().size(), 52U);
    const auto chip = catalog->find(kDefaultChip);
    ASSERT_TRUE(chip);
    EXPECT_EQ((*chip)->generation, Generation::V2201);
    EXPECT_TRUE((*chip)->emulated);
    EXPECT_EQ((*chip)->vectorCores.value, 48);
    EXPECT_EQ((*chip)->clockMhz.value, 1800);
    EXPECT_EQ((*chip)->ub.value.n, 196608U);
    EXPECT_EQ((*chip)->ubUsable.value.n, 192U * 1024 - 256 - 8192);
    EXPECT_EQ((*chip)->ubAlign.value, 32);
    EXPECT_EQ((*chip)->gmBestAlign.value, 512);
    EXPECT_NEAR((*chip)->gmToUbBytesPerCycle.value, 127.7, 0.1); // 214.11 GiB/s at 1800 MHz
}

TEST(ChipCatalog, EveryFactIsSensibleAndHasItsSource)
{
    const ChipCatalog catalog = ChipCatalog::loadDefault().value();
    for (const auto& chip : catalog.chips()) {
        const Json json = toJson(*chip);
        EXPECT_GE(json["facts"].size(), 20U);
        for (const auto& [key, fact] : json["facts"].items()) {
            EXPECT_FALSE(fact["source"].get<std::string>().empty()) << chip->name << " " << key;
            const bool mayBeNone = key == "bt" || key == "fb" || key == "hbmGib";
            EXPECT_TRUE(mayBeNone || fact["value"].get<double>() > 0) << chip->name << " " << key;
        }
        for (const auto& [key, fact] : chip->other)
            EXPECT_FALSE(fact.source.empty()) << chip->name << " " << key;
        EXPECT_LE(chip->ubUsable.value, chip->ub.value) << chip->name;
        EXPECT_EQ(chip->emulated, chip->generation == Generation::V2201) << chip->name;
    }
}

TEST(ChipCatalog, FactsSurviveTheTripThroughJson)
{
    const ChipCatalog catalog = ChipCatalog::loadDefault().value();
    for (const auto& chip : catalog.chips()) {
        const Json json = toJson(*chip);
        const Result<ChipFacts> back = chipFromJson(json);
        ASSERT_TRUE(back) << back.error().text();
        EXPECT_EQ(toJson(*back), json);
    }
}

TEST(ChipCatalog, FindsNamesAsPeopleWriteThem)
{
    const ChipCatalog catalog = ChipCatalog::loadDefault().value();
    for (const char* name : { "Ascend910B3", "ascend910b3", "910B3", "910b3" })
        EXPECT_EQ(catalog.find(name).value()->name, "Ascend910B3") << name;
    const auto missing = catalog.find("Ascend910B9");
    ASSERT_FALSE(missing);
    EXPECT_EQ(name(missing.error().code), name(Errc::NotFound));
    EXPECT_NE(missing.error().hint.find("Ascend910B1"), std::string::npos) << missing.error().hint;
    EXPECT_FALSE(catalog.find(""));
}

struct Damage {
    const char* name;
    const char* text;
    const char* says;
};
class DamagedData : public testing::TestWithParam<Damage> { };

TEST_P(DamagedData, IsRefusedWithTheFact)
{
    const TempDir folder = TempDir::create("hawk-chip-test").value();
    const auto file = folder.path() / "soc.json";
    ASSERT_TRUE(writeFileAtomically(file, GetParam().text));
    const Result<ChipCatalog> catalog = ChipCatalog::load(file);
    ASSERT_FALSE(catalog);
    EXPECT_NE(catalog.error().text().find(GetParam().says), std::string::npos) << catalog.error().text();
    EXPECT_NE(catalog.error().text().find("soc.json"), std::string::npos) << catalog.error().text();
}

INSTANTIATE_TEST_SUITE_P(All, DamagedData,
    testing::Values(Damage { "NotJson", "{\"chips\": [", "not valid JSON" }, Damage { "NoChips", "{}", "without a list 'chips'" },
        Damage { "NoName", R"({"chips": [{}]})", "without a name" },
        Damage { "NoGeneration", R"({"chips": [{"name": "a"}]})", "generation must be" },
        Damage { "FactMissing", R"({"chips": [{"name": "a", "generation": 2201, "facts": {}}]})", "'cubeCores' is missing" },
        Damage { "FactWithoutSource",
            R"({"chips": [{"name": "a", "generation": 2201, "facts": {"cubeCores": [24, "nowhere"]}}]})",
            "'cubeCores' is missing, has no source" },
        Damage { "NegativeFact",
            R"({"sources": {"s": "text"}, "chips": [{"name": "a", "generation": 2201, "facts": {"cubeCores": [-1, "s"]}}]})",
            "'cubeCores' is missing, has no source or is not a sensible number" }),
    [](const auto& entry) { return std::string(entry.param.name); });

TEST(ChipCatalog, MissingFileIsAnErrorWithThePath)
{
    const Result<ChipCatalog> catalog = ChipCatalog::load("/nonexistent/soc.json");
    ASSERT_FALSE(catalog);
    EXPECT_NE(catalog.error().text().find("/nonexistent/soc.json"), std::string::npos);
}

} // namespace
} // namespace hawk::chip
