// `hawk price`, and what `hawk model list` shows without any model set up, as a user runs them.
#include "../cli/hawk_process.h"

#include "base/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace hawk;

namespace {

class PriceCommands : public testing::Test {
protected:
    PriceCommands()
        : m_folder(TempDir::create("hawk-price-cli").value())
    {
    }
    ProcessResult run(std::vector<std::string> arguments)
    {
        return cli::test::hawk(
            std::move(arguments), m_folder.path(), { { "HAWK_CONFIG", (m_folder.path() / "config").string() } });
    }
    Json document(std::vector<std::string> arguments) { return cli::test::document(run(std::move(arguments))); }
    std::filesystem::path folder() const { return m_folder.path(); }

private:
    TempDir m_folder;
};

} // namespace

TEST_F(PriceCommands, SetListRemove)
{
    EXPECT_EQ(document({ "price", "list", "claude-opus-5", "--json" }).at("own"), false);
    const ProcessResult set
        = run({ "price", "set", "claude-opus-5", "--input", "4", "--cached", "0.4", "--source", "our contract" });
    EXPECT_EQ(set.exitCode, 0) << set.err;
    const Json mine = document({ "price", "list", "claude-opus-5", "--json" });
    EXPECT_EQ(mine.at("own"), true);
    EXPECT_EQ(mine.at("input"), 4.0);
    EXPECT_EQ(mine.at("output"), 25.0) << "what is not given stays";
    EXPECT_EQ(mine.at("source"), "our contract") << "the bundled figure's source says nothing of this one";

    EXPECT_EQ(run({ "price", "set", "claude-opus-5", "--output", "20" }).exitCode, 0);
    EXPECT_EQ(document({ "price", "list", "claude-opus-5", "--json" }).at("input"), 4.0);

    // The model that is charged with it.
    EXPECT_EQ(run({ "model", "add", "paid", "--kind", "anthropic", "--base-url", "http://localhost:1/v1", "--model", "claude-opus-5" })
                  .exitCode,
        0);
    EXPECT_EQ(document({ "model", "show", "paid", "--json" }).at("price").at("output"), 20.0);

    const Json all = document({ "price", "list", "--json" });
    EXPECT_EQ(all.at("prices").at(0).at("model"), "claude-opus-5");
    const ProcessResult table = run({ "price", "list" });
    EXPECT_THAT(table.out, testing::HasSubstr("yours, our contract"));
    EXPECT_THAT(table.out, testing::HasSubstr("never used: claude-opus-5 comes first"));

    EXPECT_EQ(run({ "price", "remove", "claude-opus-5" }).exitCode, 0);
    EXPECT_EQ(document({ "model", "show", "paid", "--json" }).at("price").at("output"), 25.0);
    EXPECT_EQ(run({ "price", "remove", "claude-opus-5" }).exitCode, 2);
}

TEST_F(PriceCommands, MistakesExitWithTwoAndWriteNothing)
{
    const ProcessResult half = run({ "price", "set", "mine", "--input", "1" });
    EXPECT_EQ(half.exitCode, 2);
    EXPECT_THAT(half.err, testing::HasSubstr("needs --input and --output"));
    EXPECT_EQ(run({ "price", "set", "mine", "--input", "free", "--output", "1" }).exitCode, 2);
    const ProcessResult currency = run({ "price", "set", "mine", "--input", "1", "--output", "1", "--currency", "usd" });
    EXPECT_EQ(currency.exitCode, 2);
    EXPECT_THAT(currency.err, testing::HasSubstr("three capital letters"));
    EXPECT_EQ(run({ "price", "list", "unheard-of" }).exitCode, 2);
    EXPECT_FALSE(std::filesystem::exists(folder() / "config" / "prices.json"));
}

TEST_F(PriceCommands, TheBundledModelIsListedAndStays)
{
    const ProcessResult list = run({ "model", "list" });
    EXPECT_EQ(list.exitCode, 0) << list.err;
    EXPECT_THAT(list.out, testing::HasSubstr("demo-script"));
    EXPECT_THAT(list.out, testing::HasSubstr("bundled"));
    EXPECT_THAT(list.out, testing::HasSubstr("no model of yours is set up"));
    const Json models = document({ "model", "list", "--json" }).at("models");
    ASSERT_EQ(models.size(), 1U);
    EXPECT_EQ(models.at(0).at("name"), "demo-script");
    EXPECT_EQ(models.at(0).at("bundled"), true);
    const ProcessResult removed = run({ "model", "remove", "demo-script" });
    EXPECT_EQ(removed.exitCode, 2);
    EXPECT_THAT(removed.err, testing::HasSubstr("is bundled"));
    // One's own of that name takes its place.
    EXPECT_EQ(run({ "model", "add", "demo-script", "--kind", "manual" }).exitCode, 0);
    EXPECT_EQ(document({ "model", "list", "--json" }).at("models").size(), 1U);
    EXPECT_EQ(run({ "model", "remove", "demo-script" }).exitCode, 0);
    EXPECT_EQ(document({ "model", "list", "--json" }).at("models").at(0).at("bundled"), true);
}
