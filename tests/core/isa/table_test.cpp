#include "emulator/check/issue_rules.h"
#include "emulator/isa/table.h"
#include "hawk/abi.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace hawk::emulator {
namespace {

std::vector<std::string> split(std::string_view list)
{
    std::vector<std::string> parts;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        parts.emplace_back(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return parts;
}

bool isVectorClass(OpClass kind) { return kind >= OpClass::VecSimple && kind < OpClass::VecMaskSet; }

TEST(ApiTable, IdsArePositions)
{
    std::uint16_t expected = 0;
    for (const ApiRow& row : apiTable())
        EXPECT_EQ(row.id, expected++) << row.name;
    EXPECT_EQ(apiTable().size(), static_cast<std::size_t>(hawkabi::Api::Count));
}

TEST(ApiTable, FirstRowStandsForUnknownIds)
{
    EXPECT_EQ(apiRow(0).name, "?");
    EXPECT_EQ(&apiRow(60000), &apiTable()[0]);
}

TEST(ApiTable, EveryRowHasNameClassAndSource)
{
    for (const ApiRow& row : apiTable().subspan(1)) {
        EXPECT_FALSE(row.name.empty()) << row.id;
        EXPECT_NE(row.kind, OpClass::None) << row.name;
        EXPECT_TRUE(row.source.starts_with("docs/zh/api/")) << row.name;
        EXPECT_TRUE(row.source.ends_with(".md")) << row.name;
        EXPECT_GE(row.tier, 1) << row.name;
    }
}

TEST(ApiTable, ClassAndPipeBelongTogether)
{
    for (const ApiRow& row : apiTable()) {
        if (isVectorClass(row.kind)) {
            EXPECT_EQ(row.pipe, Pipe::V) << row.name;
        }
        if (row.kind == OpClass::DmaGmToUb) {
            EXPECT_EQ(row.pipe, Pipe::Mte2) << row.name;
        }
        if (row.kind == OpClass::ScalarRead || row.kind == OpClass::ScalarWrite || row.kind == OpClass::QueueEvent) {
            EXPECT_EQ(row.pipe, Pipe::S) << row.name;
        }
    }
}

TEST(ApiTable, OperandsFitAnOp)
{
    for (const ApiRow& row : apiTable()) {
        const auto names = split(row.operands);
        // Library calls continue in further records.
        EXPECT_LE(names.size(), row.kind == OpClass::VecLibrary ? hawkabi::kMaxLibraryOperands : kMaxAccesses) << row.name;
        EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size()) << row.name;
        for (std::size_t i = 0; i < names.size(); ++i)
            EXPECT_EQ(operandName(row, i), names[i]);
        EXPECT_EQ(operandName(row, names.size()), "") << row.name;
    }
}

TEST(ApiTable, RulesAreInTheCatalogue)
{
    for (const ApiRow& row : apiTable()) {
        for (const std::string& rule : split(row.rules))
            EXPECT_EQ(constraintInfo(rule).id, rule) << row.name;
    }
}

} // namespace
} // namespace hawk::emulator
