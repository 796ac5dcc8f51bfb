#include "hawk_process.h"

using namespace hawk;
using namespace hawk::cli::test;

namespace {
bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}
} // namespace

TEST(Usage, VersionAndHelpGoToStandardOutput)
{
    const ProcessResult version = hawk::cli::test::hawk({ "--version" });
    EXPECT_EQ(version.exitCode, 0);
    EXPECT_TRUE(version.out.starts_with("hawk 0.")) << version.out;
    for (const std::vector<std::string>& words : { std::vector<std::string> { "help" }, { "--help" },
             { "run", "--help" }, { "help", "spec", "list" } }) {
        const ProcessResult help = hawk::cli::test::hawk(words);
        EXPECT_EQ(help.exitCode, 0);
        EXPECT_TRUE(contains(help.out, "Usage: hawk"));
        EXPECT_EQ(help.err, "");
    }
}

TEST(Usage, EveryCommandExplainsItself)
{
    const ProcessResult help = hawk::cli::test::hawk({ "help" });
    std::istringstream lines(help.out);
    int commands = 0;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("  "))
            continue;
        const std::string name = line.substr(2, line.find("  ", 2) - 2);
        std::istringstream words(name);
        std::vector<std::string> arguments;
        for (std::string word; words >> word;)
            arguments.push_back(word);
        arguments.emplace_back("--help");
        EXPECT_EQ(hawk::cli::test::hawk(arguments).exitCode, 0) << name;
        ++commands;
    }
    EXPECT_GE(commands, 18);
}

struct WrongUsage {
    std::vector<std::string> words;
    std::string message;
};
class Wrong : public testing::TestWithParam<WrongUsage> { };

TEST_P(Wrong, IsExplainedAndExitsWithTwo)
{
    const ProcessResult result = hawk::cli::test::hawk(GetParam().words);
    EXPECT_EQ(result.exitCode, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_TRUE(contains(result.err, GetParam().message)) << result.err;
}
INSTANTIATE_TEST_SUITE_P(Usage, Wrong,
    testing::Values(WrongUsage { {}, "Usage: hawk" },
        WrongUsage { { "statsu" }, "did you mean `hawk status`?" },
        WrongUsage { { "spec" }, "list, show, check, import" },
        WrongUsage { { "spec", "lst" }, "did you mean `hawk spec list`?" },
        WrongUsage { { "run", "--attemps", "3" }, "did you mean --attempts?" },
        WrongUsage { { "run", "--attempts", "three" }, "whole number" },
        WrongUsage { { "run", "--attempts", "0" }, "between 1 and" },
        WrongUsage { { "run", "--seconds", "-1" }, "not below 0" },
        WrongUsage { { "run", "--seed" }, "needs a value" },
        WrongUsage { { "run", "--json=yes" }, "takes no value" },
        WrongUsage { { "new" }, "missing argument: DIR" },
        WrongUsage { { "new", "a", "b" }, "too many arguments" },
        WrongUsage { { "judge", "--source", "x.cpp" }, "--spec NAME is missing" },
        WrongUsage { { "chip", "show", "Ascend91" }, "" }, WrongUsage { { "show", "abc" }, "whole number" }));

TEST(Usage, ErrorsAreJsonWhenAskedFor)
{
    const ProcessResult result = hawk::cli::test::hawk({ "chip", "show", "nothing-like-it", "--json" });
    EXPECT_EQ(result.exitCode, 2);
    const Json json = document(result);
    EXPECT_EQ(json.at("error").at("code"), "not-found");
    EXPECT_FALSE(json.at("error").at("message").get<std::string>().empty());
}

TEST(Usage, NoColourAndNoProgressInAPipe)
{
    const ProcessResult result = hawk::cli::test::hawk({ "chip", "list" });
    EXPECT_EQ(result.exitCode, 0);
    EXPECT_FALSE(contains(result.out + result.err, "\x1b"));
}

TEST(Chips, ListAndShowAsTextAndJson)
{
    const Json list = document(hawk::cli::test::hawk({ "chip", "list", "--json" }));
    EXPECT_EQ(list.at("default"), "Ascend910B2");
    EXPECT_GT(list.at("chips").size(), 5U);
    const ProcessResult show = hawk::cli::test::hawk({ "chip", "show", "910b2" });
    EXPECT_EQ(show.exitCode, 0);
    EXPECT_TRUE(contains(show.out, "Ascend910B2"));
    EXPECT_EQ(
        document(hawk::cli::test::hawk({ "chip", "show", "910b2", "--json" })).at("name"), "Ascend910B2");
}

TEST(Specs, BundledOnesAreListedWithoutAWorkspace)
{
    const TempDir empty = TempDir::create("hawk-cli-test").value();
    const Json list = document(hawk::cli::test::hawk({ "spec", "list", "--json" }, empty.path()));
    EXPECT_GE(list.at("specs").size(), 16U);
    const ProcessResult show = hawk::cli::test::hawk({ "spec", "show", "softmax" }, empty.path());
    EXPECT_EQ(show.exitCode, 0) << show.err;
    EXPECT_TRUE(contains(show.out, "torch"));
    const ProcessResult wrong = hawk::cli::test::hawk({ "spec", "show", "softmx" }, empty.path());
    EXPECT_EQ(wrong.exitCode, 2);
    EXPECT_TRUE(contains(wrong.err, "did you mean 'softmax'")) << wrong.err;
}

TEST(Specs, CheckNamesEveryProblemWithItsPlace)
{
    const TempDir folder = TempDir::create("hawk-cli-test").value();
    const std::filesystem::path file = folder.path() / "spec.json";
    ASSERT_TRUE(writeFileAtomically(file, "{\n  \"schemaVersion\": 1,\n  \"name\": 3\n}\n"));
    const ProcessResult result = hawk::cli::test::hawk({ "spec", "check", file.string() });
    EXPECT_EQ(result.exitCode, 2);
    EXPECT_TRUE(contains(result.out, "spec.json:3:")) << result.out;
    const Json json = document(hawk::cli::test::hawk({ "spec", "check", file.string(), "--json" }));
    EXPECT_FALSE(json.at("valid").get<bool>());
    EXPECT_GT(json.at("files").at(0).at("problems").size(), 1U);
}
