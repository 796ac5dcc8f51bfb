#include "hawk_process.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace hawk;
using namespace hawk::cli::test;

namespace {
bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}
} // namespace

class WorkspaceCommands : public CliTest { };

TEST_F(WorkspaceCommands, NewMakesAWorkspaceThatStatusShows)
{
    const ProcessResult made = hawk::cli::test::hawk({ "new", workspace().string(), "--json" });
    ASSERT_EQ(made.exitCode, 0) << made.err;
    EXPECT_GE(document(made).at("operators").get<int>(), 16);
    EXPECT_GE(document(made).at("entries").get<int>(), 40);
    const ProcessResult status = in({ "status" });
    EXPECT_EQ(status.exitCode, 0) << status.err;
    EXPECT_TRUE(contains(status.out, "no run yet"));
    EXPECT_TRUE(document(in({ "status", "--json" })).at("summary").is_null());
    EXPECT_TRUE(document(in({ "candidates", "--json" })).at("candidates").empty());
}

TEST_F(WorkspaceCommands, NewRefusesAFolderThatHoldsSomething)
{
    std::filesystem::create_directory(workspace());
    ASSERT_TRUE(writeFileAtomically(workspace() / "thesis.txt", "mine"));
    const ProcessResult result = hawk::cli::test::hawk({ "new", workspace().string() });
    EXPECT_EQ(result.exitCode, 2);
    EXPECT_TRUE(contains(result.err, "empty")) << result.err;
    EXPECT_EQ(*readFile(workspace() / "thesis.txt"), "mine");
    EXPECT_FALSE(std::filesystem::exists(workspace() / "workspace.db"));
}

TEST_F(WorkspaceCommands, WithoutAWorkspaceItIsSaidHowToMakeOne)
{
    const ProcessResult result = hawk::cli::test::hawk({ "status" }, folder());
    EXPECT_EQ(result.exitCode, 2);
    EXPECT_TRUE(contains(result.err, "hawk new")) << result.err;
    EXPECT_TRUE(contains(result.err, "hawk/default")) << result.err;
    const ProcessResult wrong = in({ "status" });
    EXPECT_EQ(wrong.exitCode, 2);
    EXPECT_TRUE(contains(wrong.err, "hawk new")) << wrong.err;
}

TEST_F(WorkspaceCommands, EnvironmentAndCurrentFolderNameTheWorkspace)
{
    newWorkspace();
    EXPECT_EQ(hawk::cli::test::hawk({ "status" }, workspace()).exitCode, 0);
    EXPECT_EQ(hawk::cli::test::hawk({ "status" }, folder(), { { "HAWK_WORKSPACE", workspace().string() } })
                  .exitCode,
        0);
}

TEST_F(WorkspaceCommands, AReadOnlyFolderIsAClearError)
{
    if (geteuid() == 0)
        GTEST_SKIP() << "root writes everywhere";
    chmod(folder().c_str(), 0500);
    const ProcessResult result = hawk::cli::test::hawk({ "new", workspace().string() });
    chmod(folder().c_str(), 0700);
    EXPECT_EQ(result.exitCode, 2);
    EXPECT_TRUE(contains(result.err, workspace().string())) << result.err;
}

TEST_F(WorkspaceCommands, APathThatCannotBeAFolderIsAClearError)
{
    const ProcessResult result = hawk::cli::test::hawk({ "new", "/proc/no-such/workspace" });
    EXPECT_EQ(result.exitCode, 2);
    EXPECT_TRUE(contains(result.err, "/proc/no-such")) << result.err;
}

TEST_F(WorkspaceCommands, ADamagedDatabaseIsAClearErrorAndLeftAlone)
{
    newWorkspace();
    ASSERT_TRUE(
        writeFileAtomically(workspace() / "workspace.db", "this is no database, but it is somebody's file"));
    const ProcessResult result = in({ "status" });
    EXPECT_EQ(result.exitCode, 2);
    EXPECT_TRUE(contains(result.err, "workspace.db")) << result.err;
    EXPECT_TRUE(contains(*readFile(workspace() / "workspace.db"), "somebody's"));
}

TEST_F(WorkspaceCommands, DecisionsAreMadeAndUndone)
{
    newWorkspace();
    const Json before = document(in({ "knowledge", "list", "--json" }));
    ASSERT_FALSE(before.at("entries").empty());
    const std::string key = before.at("entries").at(0).at("key");
    const ProcessResult reject = in({ "knowledge", "reject", key, "--reason", "wrong on 310P" });
    EXPECT_EQ(reject.exitCode, 0) << reject.err;
    Json entry = document(in({ "knowledge", "show", key, "--json" }));
    EXPECT_EQ(entry.at("state"), "rejected");
    EXPECT_EQ(entry.at("decisions").at(0).at("reason"), "wrong on 310P");
    EXPECT_EQ(in({ "knowledge", "undo" }).exitCode, 0);
    entry = document(in({ "knowledge", "show", key, "--json" }));
    EXPECT_EQ(entry.at("state"), "approved");
    EXPECT_EQ(in({ "knowledge", "undo" }).exitCode, 2);
    EXPECT_EQ(in({ "knowledge", "approve", "no/such/entry" }).exitCode, 2);
}

TEST_F(WorkspaceCommands, ADecisionOnSeveralEntriesIsAllOrNone)
{
    newWorkspace();
    const Json list = document(in({ "knowledge", "list", "--json" }));
    const std::string key = list.at("entries").at(0).at("key");
    EXPECT_EQ(in({ "knowledge", "reject", key, "no/such/entry" }).exitCode, 2);
    EXPECT_EQ(document(in({ "knowledge", "show", key, "--json" })).at("state"), "approved");
}

TEST_F(WorkspaceCommands, RetrievalExplainsBothAxes)
{
    newWorkspace();
    const ProcessResult result = in({ "retrieve", "--spec", "softmax", "--error",
        "DataCopy length must be a multiple of 32 bytes", "--json" });
    ASSERT_EQ(result.exitCode, 0) << result.err;
    const Json hits = document(result).at("hits");
    ASSERT_FALSE(hits.empty());
    EXPECT_LE(hits.size(), 6U);
    for (const Json& hit : hits) {
        EXPECT_FALSE(hit.at("explanation").get<std::string>().empty());
        EXPECT_GT(hit.at("syntacticRank").get<int>() + hit.at("denseRank").get<int>(), 0);
    }
    EXPECT_EQ(in({ "retrieve", "--spec", "sotfmax" }).exitCode, 2);
}

TEST_F(WorkspaceCommands, ImportAddsAnOperator)
{
    newWorkspace();
    const std::filesystem::path bundled = resourceDir() / "specs" / "relu";
    const std::filesystem::path mine = folder() / "mine";
    std::filesystem::create_directory(mine);
    std::filesystem::copy(bundled / "reference.py", mine / "reference.py");
    std::string text = *readFile(bundled / "spec.json");
    text.replace(text.find("\"relu\""), 6, "\"my_relu\"");
    ASSERT_TRUE(writeFileAtomically(mine / "spec.json", text));
    const ProcessResult result = in({ "spec", "import", (mine / "spec.json").string() });
    EXPECT_EQ(result.exitCode, 0) << result.err;
    EXPECT_EQ(in({ "spec", "show", "my_relu" }).exitCode, 0);
    EXPECT_EQ(in({ "spec", "import", (mine / "nothing.json").string() }).exitCode, 2);
}

TEST(Doctor, SaysWhatIsThereAndWhatIsMissing)
{
    const ProcessResult result = hawk::cli::test::hawk({ "doctor", "--json" });
    const Json json = document(result);
    EXPECT_EQ(result.exitCode, json.at("complete").get<bool>() ? 0 : 3);
    EXPECT_GE(json.at("checks").size(), 9U);
    for (const Json& check : json.at("checks")) {
        EXPECT_FALSE(check.at("detail").get<std::string>().empty()) << check.dump();
        if (!check.at("ok").get<bool>()) {
            EXPECT_FALSE(check.at("fix").get<std::string>().empty()) << check.dump();
        }
    }
    // Without a PATH neither compiler nor sandbox can be found.
    const ProcessResult bare = hawk::cli::test::hawk({ "doctor" }, {}, { { "PATH", "/nonexistent" } });
    EXPECT_EQ(bare.exitCode, 3);
    EXPECT_TRUE(contains(bare.out, "apt install g++")) << bare.out;
}
