#include "base/files.h"
#include "emulator/check/issue_rules.h"
#include "emulator/check/rule.h"
#include "emulator/isa/table.h"
#include "hawk/abi.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <utility>

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

/// Calls that no rule of the reference restricts: switches back to the initial state, questions, and marks in the trace.
bool restrictsNothing(const ApiRow& row)
{
    constexpr std::array<std::string_view, 11> kFree { "ResetMask", "SetPadValue", "SetAtomicNone", "GetStoreAtomicConfig",
        "SetSaturationFlag", "GetSaturationFlag", "kernel begin", "DataSyncBarrier", "SetNextTaskStart", "WaitPreTaskEnd",
        "PipeBarrier" };
    return std::ranges::find(kFree, row.name) != kFree.end();
}

TEST(ApiTable, EveryRowHasRules)
{
    for (const ApiRow& row : apiTable().subspan(1)) {
        const bool byClass = std::ranges::any_of(issueRules(), [&](const IssueRule& rule) { return rule.applies(row.kind); });
        EXPECT_TRUE(byClass || !row.rules.empty() || restrictsNothing(row)) << row.name;
    }
}

/// Words of all test sources but this one: identifiers as they stand there.
std::set<std::string, std::less<>> wordsOfTests()
{
    std::set<std::string, std::less<>> words;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(HAWK_TEST_SOURCE_DIR)) {
        const auto extension = entry.path().extension();
        if ((extension != ".cpp" && extension != ".h") || entry.path().filename() == "table_test.cpp")
            continue;
        const auto text = readFile(entry.path());
        EXPECT_TRUE(text) << entry.path();
        std::string word;
        for (const char c : text.value_or({}) + " ") {
            if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_')
                word += c;
            else if (!word.empty())
                words.insert(std::exchange(word, {}));
        }
    }
    return words;
}

#define HAWK_API_NAME(name) #name,
constexpr std::string_view kEnumerators[] = { HAWK_API_LIST(HAWK_API_NAME) };
#undef HAWK_API_NAME

/// A test uses the row: by the author's name (a member by its own part), or by its enumerator where several rows share a name.
TEST(ApiTable, EveryRowIsNamedInATest)
{
    const auto words = wordsOfTests();
    for (const ApiRow& row : apiTable().subspan(1)) {
        const std::size_t scope = row.name.rfind("::");
        const std::string_view own = scope == std::string_view::npos ? row.name : row.name.substr(scope + 2);
        EXPECT_TRUE(words.contains(own) || words.contains(kEnumerators[row.id])) << row.name << ": no test names it";
    }
}

} // namespace
} // namespace hawk::emulator
