#include "cli/arguments.h"
#include "cli/format.h"

#include <gtest/gtest.h>

#include <sstream>

using namespace hawk;
using namespace hawk::cli;

TEST(Format, TimesWithTheirUnit)
{
    EXPECT_EQ(formatUs(0), "-");
    EXPECT_EQ(formatUs(3.14159), "3.14 µs");
    EXPECT_EQ(formatUs(31.4159), "31.4 µs");
    EXPECT_EQ(formatUs(314.159), "314 µs");
    EXPECT_EQ(formatUs(1850), "1.85 ms");
    EXPECT_EQ(formatUs(2.5e6), "2.50 s");
    EXPECT_EQ(formatMs(0.44), "0.4 ms");
    EXPECT_EQ(formatMs(812), "812 ms");
    EXPECT_EQ(formatSeconds(125), "2 min 5 s");
    EXPECT_EQ(formatSpeedUp(10, 4), "2.50x");
    EXPECT_EQ(formatSpeedUp(10, 0), "-");
    EXPECT_EQ(formatBytes(196608), "192 KiB");
    EXPECT_EQ(formatBytes(1.5 * 1024 * 1024), "1.5 MiB");
}

TEST(Format, ShortensByCharactersNotBytes)
{
    EXPECT_EQ(displayWidth("12 µs"), 5U);
    EXPECT_EQ(shorten("µµµµ", 4), "µµµµ");
    EXPECT_EQ(shorten("µµµµµ", 4), "µµµ…");
}

TEST(Table, AlignsByCharacters)
{
    Table table({ { "name" }, { "time", Table::Align::Right } });
    table.row({ "relu", "12.3 µs" });
    table.row({ "layer_norm", "1 s" });
    std::ostringstream out;
    table.print(out);
    EXPECT_EQ(out.str(),
        "name           time\n"
        "relu        12.3 µs\n"
        "layer_norm      1 s\n");
}

TEST(Arguments, UnderstandsEveryForm)
{
    const std::vector<OptionSpec> options { { .name = "spec", .value = "NAME", .repeatable = true },
        { .name = "output", .value = "FILE", .letter = 'o' }, { .name = "json" } };
    const std::vector<PositionalSpec> positionals { { "A", "" }, { "B", "", false } };
    const std::vector<std::string> words { "--spec", "relu,add", "x", "--spec=gelu", "-o", "f.json", "--json",
        "--", "-y" };
    const Result<Arguments> arguments = parseArguments(options, positionals, words);
    ASSERT_TRUE(arguments) << arguments.error().text();
    EXPECT_EQ(arguments->values("spec"), (std::vector<std::string> { "relu", "add", "gelu" }));
    EXPECT_EQ(arguments->value("output"), "f.json");
    EXPECT_TRUE(arguments->has("json"));
    EXPECT_EQ(arguments->positionals(), (std::vector<std::string> { "x", "-y" }));
}
