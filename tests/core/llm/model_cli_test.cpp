// `hawk model` as a user runs it, against a server, with a key that must appear nowhere.
#include "../cli/hawk_process.h"
#include "support/scripted_server.h"
#include "support/wire_replies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace hawk;
using namespace hawk::llm::test;

namespace {

const std::string kKey = "sk-canary-0f1e2d3c4b5a";

class ModelCommands : public testing::Test {
protected:
    ModelCommands()
        : m_folder(TempDir::create("hawk-model-cli").value())
    {
    }
    ProcessResult run(std::vector<std::string> arguments)
    {
        ProcessResult result = cli::test::hawk(std::move(arguments), m_folder.path(),
            { { "HAWK_CONFIG", (m_folder.path() / "config").string() }, { "CANARY_KEY", kKey }, { "no_proxy", "*" } });
        m_everything += result.out + result.err;
        return result;
    }
    std::filesystem::path folder() const { return m_folder.path(); }
    ~ModelCommands() override
    {
        for (const auto& each : std::filesystem::recursive_directory_iterator(m_folder.path()))
            if (each.is_regular_file() && each.path().filename() != "the.key")
                m_everything += *readFile(each.path());
        EXPECT_EQ(m_everything.find("canary-0f1e"), std::string::npos) << m_everything;
    }

private:
    TempDir m_folder;
    std::string m_everything; ///< all that was printed or written
};

} // namespace

TEST_F(ModelCommands, AddListShowTestRemove)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest& request) {
        if (request.method == "GET") {
            c.answer(200, R"({"data":[{"id":"m1"}]})");
            return;
        }
        c.beginEvents();
        c.send(chatStream({ "ready, " + request.headers.at("authorization") }));
    });
    const ProcessResult added = run({ "model", "add", "mine", "--base-url", server.url(), "--model", "m1", "--key-env", "CANARY_KEY",
        "--temperature", "0.2", "--price-input", "1", "--price-output", "2" });
    EXPECT_EQ(added.exitCode, 0) << added.err;
    EXPECT_EQ(run({ "model", "add", "mine", "--kind", "manual" }).exitCode, 2);

    const Json list = cli::test::document(run({ "model", "list", "--json" }));
    EXPECT_EQ(list.at("default"), "mine");
    EXPECT_EQ(list.at("models").at(0).at("key"), (Json { { "env", "CANARY_KEY" } }));
    EXPECT_THAT(run({ "model", "list" }).out, testing::HasSubstr("variable CANARY_KEY"));
    EXPECT_EQ(cli::test::document(run({ "model", "show", "--json" })).at("price").at("output"), 2.0);

    const ProcessResult tested = run({ "model", "test", "mine" });
    EXPECT_EQ(tested.exitCode, 0) << tested.out << tested.err;
    EXPECT_THAT(tested.out, testing::HasSubstr("the server has m1"));
    EXPECT_THAT(tested.out, testing::HasSubstr("says: ready, Bearer [key]"));
    const Json report = cli::test::document(run({ "model", "test", "--json" }));
    EXPECT_EQ(report.at("passed"), true);
    EXPECT_EQ(report.at("cost").at("amount"), (120 + 60) / 1e6);
    EXPECT_EQ(server.requests().back().headers.at("authorization"), "Bearer " + kKey);

    EXPECT_EQ(run({ "model", "remove", "mine" }).exitCode, 0);
    EXPECT_EQ(run({ "model", "test", "mine" }).exitCode, 2);
}

TEST_F(ModelCommands, AFailedTestSaysWhyAndExitsWithOne)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest& request) {
        c.answer(401, Json { { "error", { { "message", "bad key in " + request.raw } } } }.dump());
    });
    ASSERT_TRUE(writeFileAtomically(folder() / "the.key", kKey + "\n"));
    ::chmod((folder() / "the.key").c_str(), 0644);
    EXPECT_EQ(run({ "model", "add", "mine", "--base-url", server.url(), "--model", "m1", "--key-file", (folder() / "the.key").string() })
                  .exitCode,
        0);
    const ProcessResult open = run({ "model", "test" });
    EXPECT_EQ(open.exitCode, 1);
    EXPECT_THAT(open.out, testing::HasSubstr("chmod 600"));
    EXPECT_EQ(server.connections(), 0);
    ::chmod((folder() / "the.key").c_str(), 0600);
    const ProcessResult refused = run({ "model", "test" });
    EXPECT_EQ(refused.exitCode, 1);
    EXPECT_THAT(refused.out, testing::HasSubstr("the key is refused"));
    EXPECT_THAT(refused.out, testing::HasSubstr("[key]"));
}

TEST_F(ModelCommands, ACommandModelNeedsNoServer)
{
    EXPECT_EQ(run({ "model", "add", "tool", "--command", "cat >/dev/null; echo ready" }).exitCode, 0);
    const ProcessResult tested = run({ "model", "test", "tool" });
    EXPECT_EQ(tested.exitCode, 0) << tested.out << tested.err;
    EXPECT_THAT(tested.out, testing::HasSubstr("tool says: ready"));
}

TEST_F(ModelCommands, MistakesExitWithTwoAndNameTheLine)
{
    EXPECT_EQ(run({ "model", "add", "x", "--model", "m" }).exitCode, 2);
    EXPECT_EQ(run({ "model", "add", "x", "--kind", "openai" }).exitCode, 2);
    EXPECT_EQ(run({ "model" }).exitCode, 2);
    std::filesystem::create_directories(folder() / "config");
    ASSERT_TRUE(writeFileAtomically(folder() / "config" / "models.json", "{\"models\": [\n  {\"name\": 7}\n]}"));
    const ProcessResult broken = run({ "model", "list" });
    EXPECT_EQ(broken.exitCode, 2);
    EXPECT_THAT(broken.err, testing::HasSubstr("models.json:2:12"));
    EXPECT_EQ(run({ "model", "add", "y", "--kind", "manual" }).exitCode, 2) << "an edit does not build on a broken file";
}
