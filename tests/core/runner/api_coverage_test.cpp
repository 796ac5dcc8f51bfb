#include "emulator/runner/api_coverage.h"

#include "base/files.h"
#include "emulator/runner/toolchain.h"
#include "emulator/timing/cost_table.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

std::vector<ApiCoverage> published()
{
    const auto all = apiCoverage(resourceDir() / "apis" / "tiers.csv", deviceHeaderDir());
    EXPECT_TRUE(all.has_value());
    return all ? *all : std::vector<ApiCoverage> {};
}

ApiSupport supportOf(const std::vector<ApiCoverage>& all, std::string_view name)
{
    const auto found = std::ranges::find(all, name, &ApiCoverage::name);
    EXPECT_NE(found, all.end()) << name;
    return found == all.end() ? ApiSupport::Missing : found->support;
}

TEST(ApiCoverage, KnowsRowsHeadersAndOtherGenerations)
{
    const auto all = published();
    EXPECT_EQ(supportOf(all, "Add"), ApiSupport::Row);
    EXPECT_EQ(supportOf(all, "TQue::EnQue"), ApiSupport::Row);
    EXPECT_EQ(supportOf(all, "Tensor::GetValue"), ApiSupport::Row);
    EXPECT_EQ(supportOf(all, "LocalMemAllocator"), ApiSupport::Header);
    EXPECT_EQ(supportOf(all, "Neg"), ApiSupport::OtherGeneration);
    EXPECT_EQ(supportOf(all, "Conv2D"), ApiSupport::Missing);
}

TEST(ApiCoverage, NothingOfTheFirstTwoTiersIsMissing)
{
    std::vector<std::string> missing;
    for (const ApiCoverage& each : published())
        if (each.tier <= 2 && each.support == ApiSupport::Missing)
            missing.push_back(each.name);
    EXPECT_THAT(missing, testing::IsEmpty());
}

TEST(ApiCoverage, EveryVectorRowHasANamedClassAndARate)
{
    const auto costs = CostTable::forGeneration(chip::Generation::V2201);
    ASSERT_TRUE(costs.has_value());
    std::vector<std::string> keys;
    for (const auto& [key, cost] : costs->all())
        keys.push_back(key);
    for (const ApiRowFacts& facts : apiRowFacts(keys)) {
        EXPECT_NE(facts.className, "?") << facts.row->name;
        if (facts.row->kind >= OpClass::VecSimple && facts.row->kind <= OpClass::VecSort) {
            EXPECT_TRUE(facts.timing.starts_with("rate")) << facts.row->name;
        }
    }
}

TEST(ApiCoverage, ABrokenLineIsNamed)
{
    const auto folder = TempDir::create("tiers");
    ASSERT_TRUE(folder.has_value());
    const auto file = folder->path() / "tiers.csv";
    ASSERT_TRUE(writeFileAtomically(file, "tier,category,name\n1,cast\n").has_value());
    const auto all = apiCoverage(file, deviceHeaderDir());
    ASSERT_FALSE(all.has_value());
    EXPECT_THAT(all.error().message, testing::HasSubstr(":2: expected tier,category,name"));
}

} // namespace
} // namespace hawk::emulator
