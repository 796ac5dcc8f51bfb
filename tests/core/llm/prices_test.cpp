// The user's price table: what an edit makes of the file, and which row then counts.
#include "base/files.h"
#include "llm/price_edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

using namespace hawk;
using namespace hawk::llm;

namespace {

class PricesFile : public testing::Test {
protected:
    PricesFile()
        : m_folder(TempDir::create("hawk-prices").value())
    {
    }
    std::filesystem::path file() const { return m_folder.path() / "config" / "prices.json"; }
    void write(const std::string& text)
    {
        std::filesystem::create_directories(file().parent_path());
        ASSERT_TRUE(writeFileAtomically(file(), text));
    }
    static Price price(const std::string& model, double input, double output)
    {
        Price made;
        made.model = model;
        made.input = input;
        made.output = output;
        return made;
    }
    Status set(const Price& price, const std::string& replaces = {})
    {
        PriceEdit edit;
        edit.price = price;
        edit.replaces = replaces;
        return setPrice(file(), edit);
    }
    /// "a* 1/2, b 3/4": the user's rows in their order.
    std::string own() const
    {
        const auto table = PriceTable::load(file());
        if (!table)
            return table.error().text();
        std::string out;
        for (std::size_t i = 0; i < ownPriceCount(file()).value(); ++i) {
            const Price& row = table->rows()[i];
            out += (out.empty() ? "" : ", ") + row.model + " " + std::to_string(static_cast<int>(row.input)) + "/"
                + std::to_string(static_cast<int>(row.output));
        }
        return out;
    }

private:
    TempDir m_folder;
};

} // namespace

TEST_F(PricesFile, APriceIsSetChangedRenamedAndRemoved)
{
    ASSERT_TRUE(set(price("mine", 1, 2)));
    EXPECT_EQ(own(), "mine 1/2");
    ASSERT_TRUE(set(price("mine", 3, 4)));
    EXPECT_EQ(own(), "mine 3/4");
    ASSERT_TRUE(set(price("ours-*", 3, 4), "mine"));
    EXPECT_EQ(own(), "ours-* 3/4");
    ASSERT_TRUE(removePrice(file(), "ours-*"));
    EXPECT_EQ(own(), "");
}

TEST_F(PricesFile, EveryMemberComesBack)
{
    Price full = price("m", 1.5, 6.25);
    full.cachedInput = 0.15;
    full.cacheWrite = 1.875;
    full.currency = "CNY";
    full.source = "a contract";
    full.date = "2026-11-01";
    ASSERT_TRUE(set(full));
    const auto table = PriceTable::load(file());
    ASSERT_TRUE(table);
    const Price& read = table->rows().front();
    EXPECT_EQ(read.input, 1.5);
    EXPECT_EQ(read.output, 6.25);
    EXPECT_EQ(read.cachedInput, 0.15);
    EXPECT_EQ(read.cacheWrite, 1.875);
    EXPECT_EQ(read.currency, "CNY");
    EXPECT_EQ(read.source, "a contract");
    EXPECT_EQ(read.date, "2026-11-01");
}

TEST_F(PricesFile, ANewPriceIsNotHiddenByAWiderOne)
{
    ASSERT_TRUE(set(price("*", 9, 9)));
    ASSERT_TRUE(set(price("gpt-*", 5, 5)));
    ASSERT_TRUE(set(price("gpt-5.5", 1, 1)));
    ASSERT_TRUE(set(price("other", 2, 2)));
    EXPECT_EQ(own(), "gpt-5.5 1/1, gpt-* 5/5, other 2/2, * 9/9");
    const auto table = PriceTable::load(file());
    EXPECT_EQ(table->find("gpt-5.5")->input, 1);
    EXPECT_EQ(table->find("gpt-5.4")->input, 5);
    EXPECT_EQ(table->find("other")->input, 2);
    EXPECT_EQ(table->find("claude-opus-5")->input, 9) << "the user's comes before the bundled one";
}

TEST_F(PricesFile, WhichRowHidesWhich)
{
    const auto table = PriceTable::parse(
        R"({"prices":[{"model":"a-*","input":1,"output":1},{"model":"a-b","input":1,"output":1},{"model":"a*","input":1,"output":1},
            {"model":"*-c*","input":1,"output":1},{"model":"b-*-c-d","input":1,"output":1}]})",
        "x");
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_EQ(hidingRow(*table, 0), nullptr);
    EXPECT_EQ(hidingRow(*table, 1)->model, "a-*");
    EXPECT_EQ(hidingRow(*table, 2), nullptr) << "it also fits what the first does not";
    EXPECT_EQ(hidingRow(*table, 3), nullptr);
    EXPECT_EQ(hidingRow(*table, 4)->model, "*-c*");
}

TEST_F(PricesFile, TheRestOfTheFileStays)
{
    write(R"({"note": "agreed in May", "prices": [{"model": "b", "input": 1, "output": 1}, {"model": "a", "input": 2, "output": 2}]})");
    ASSERT_TRUE(set(price("a", 5, 5)));
    EXPECT_EQ(own(), "b 1/1, a 5/5");
    EXPECT_THAT(*readFile(file()), testing::HasSubstr("agreed in May"));
}

TEST_F(PricesFile, AWrongFileIsToldAndNotOverwritten)
{
    write("{\"prices\": [\n {\"model\": \"a\", \"input\": 1}]}");
    const std::string before = *readFile(file());
    const Status status = set(price("b", 1, 2));
    ASSERT_FALSE(status);
    EXPECT_THAT(status.error().context, testing::HasSubstr("prices.json:2:"));
    EXPECT_FALSE(removePrice(file(), "a"));
    EXPECT_EQ(*readFile(file()), before);
}

TEST_F(PricesFile, WhatCannotBeIsRefusedByMember)
{
    Price wrong = price("m", -1, 2);
    EXPECT_EQ(set(wrong).error().context, "input");
    wrong = price("m", 1, std::numeric_limits<double>::quiet_NaN());
    EXPECT_EQ(set(wrong).error().context, "output");
    wrong = price("m", 1, 2);
    wrong.cachedInput = -0.5;
    EXPECT_EQ(set(wrong).error().context, "cachedInput");
    wrong = price("m", 1, 2);
    for (const char* currency : { "usd", "DOLLAR", "" }) {
        wrong.currency = currency;
        EXPECT_EQ(set(wrong).error().context, "currency") << currency;
    }
    EXPECT_EQ(set(price("", 1, 2)).error().context, "model");
    EXPECT_EQ(set(price("my model", 1, 2)).error().context, "model");
    EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(PricesFile, RowsAreNeitherDoubledNorInvented)
{
    ASSERT_TRUE(set(price("a", 1, 1)));
    ASSERT_TRUE(set(price("b", 2, 2)));
    EXPECT_EQ(set(price("a", 3, 3), "b").error().code, Errc::Conflict);
    EXPECT_EQ(set(price("c", 3, 3), "gone").error().code, Errc::NotFound);
    EXPECT_EQ(removePrice(file(), "claude-opus-5").error().code, Errc::NotFound) << "bundled";
    EXPECT_EQ(own(), "a 1/1, b 2/2");
}
