#include "hawk_process.h"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace hawk;
using namespace hawk::cli::test;

namespace {

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

/// `hawk run` in the background, to be interrupted.
class Background {
public:
    explicit Background(const std::vector<std::string>& arguments)
    {
        m_pid = fork();
        if (m_pid != 0)
            return;
        const int null = open("/dev/null", O_RDWR);
        dup2(null, 1);
        dup2(null, 2);
        std::vector<std::string> words = arguments;
        words.insert(words.begin(), hawkProgram().string());
        std::vector<char*> argv;
        for (std::string& word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        execv(argv[0], argv.data());
        _exit(127);
    }
    ~Background()
    {
        if (m_pid > 0)
            send(SIGKILL), wait();
    }
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;
    void send(int signal) const { kill(m_pid, signal); }
    int wait()
    {
        int status = 0;
        waitpid(m_pid, &status, 0);
        m_pid = -1;
        return status;
    }

private:
    pid_t m_pid = -1;
};

} // namespace

class RunCommands : public CliTest {
protected:
    /// Waits until the run beside us has committed `count` candidates, reading as another process would.
    void waitForCandidates(std::size_t count)
    {
        for (int i = 0; i < 600; ++i) {
            const ProcessResult result = in({ "candidates", "--json" });
            if (result.exitCode == 0 && document(result).at("candidates").size() >= count)
                return;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        FAIL() << "no candidate after a minute";
    }

    /// (operator, attempt, source) of every candidate.
    std::vector<std::string> candidates()
    {
        std::vector<std::string> all;
        for (const Json& row : document(in({ "candidates", "--json" })).at("candidates"))
            all.push_back(row.at("specName").get<std::string>() + " " + row.at("attempt").dump() + " "
                + row.at("outcome").get<std::string>() + " " + row.at("sourceHash").get<std::string>());
        std::sort(all.begin(), all.end());
        return all;
    }
};

TEST_F(RunCommands, TwoOperatorsEndCorrectAndEverythingCanBeLookedAt)
{
    newWorkspace();
    const ProcessResult run = in({ "run", "--spec", "relu,add", "--json" });
    ASSERT_EQ(run.exitCode, 0) << run.out << run.err;
    EXPECT_EQ(run.err, ""); // no progress in a pipe
    const Json summary = document(run);
    EXPECT_TRUE(summary.at("allCorrect").get<bool>());
    EXPECT_EQ(summary.at("timeKind"), "modelled");
    for (const Json& task : summary.at("tasks")) {
        EXPECT_GT(task.at("bestUs").get<double>(), 0);
        EXPECT_LE(task.at("bestUs").get<double>(), task.at("firstCorrectUs").get<double>());
    }
    EXPECT_EQ(document(in({ "status", "--json" })).at("summary"), summary);
    EXPECT_TRUE(contains(in({ "status" }).out, "2 of 2 operators correct"));

    const Json rows = document(in({ "candidates", "--spec", "relu", "--json" })).at("candidates");
    ASSERT_FALSE(rows.empty());
    const std::string last = rows.back().at("candidate").dump();
    const ProcessResult show = in({ "show", last });
    EXPECT_EQ(show.exitCode, 0) << show.err;
    EXPECT_TRUE(contains(show.out, "__aicore__"));
    EXPECT_EQ(document(in({ "show", last, "--json" })).at("candidate").dump(), last);

    const std::string correct = std::find_if(
        rows.begin(), rows.end(), [](const Json& row) { return row.at("outcome") == "correct"; })
                                    ->at("candidate")
                                    .dump();
    const ProcessResult page = in({ "show", correct, "--review" });
    ASSERT_EQ(page.exitCode, 0) << page.err;
    for (const char* part : { "# Review of candidate " , "## To look at", "## Task", "## Gates", "| traffic | passed |", "## Cases", "fp32_tail_hidden (hidden)",
             "## Figures", "n = 1 each", "## Identity", "input seed", "deviceHeaders", "## Source without comments", "## Launch plan", "## Source as written" })
        EXPECT_TRUE(contains(page.out, part)) << part << "\n" << page.out;
    const Json data = document(in({ "show", correct, "--review", "--json" }));
    EXPECT_EQ(data.at("candidate").dump(), correct);
    EXPECT_EQ(data.at("verdict").at("outcome"), "correct");
    EXPECT_GT(data.at("figures").at("judgeMs").at("count").get<int>(), 1);
    EXPECT_GT(data.at("figures").at("modelledUs").get<double>(), 0);
    EXPECT_EQ(data.at("seeds").at("inputs"), data.at("verdict").at("seed"));
    EXPECT_EQ(data.at("hashes").at("source").get<std::string>().size(), 64U);
    EXPECT_TRUE(contains(data.at("sourceWithoutComments").get<std::string>(), "__aicore__"));
    EXPECT_EQ(in({ "show", "99999", "--review" }).exitCode, 2);

    const std::filesystem::path file = folder() / "trace.json";
    const ProcessResult trace = in({ "trace", correct, "-o", file.string() });
    ASSERT_EQ(trace.exitCode, 0) << trace.err;
    const Result<Json> chrome = parseJson(*readFile(file), "trace");
    ASSERT_TRUE(chrome);
    EXPECT_FALSE(chrome->at("traceEvents").empty());

    // What the loop wrote is judged the same from files.
    ASSERT_TRUE(writeFileAtomically(folder() / "k.cpp", in({ "show", correct, "--source" }).out));
    ASSERT_TRUE(writeFileAtomically(folder() / "k.json", in({ "show", correct, "--plan" }).out));
    const ProcessResult judged = hawk::cli::test::hawk(
        { "judge", "--spec", "relu", "--source", (folder() / "k.cpp").string(), "--json" }, folder());
    EXPECT_EQ(judged.exitCode, 0) << judged.out << judged.err;
    EXPECT_EQ(document(judged).at("verdict").at("outcome"), "correct");
}

TEST_F(RunCommands, AnInterruptPausesAndResumeEndsLikeAnUninterruptedRun)
{
    newWorkspace();
    const std::vector<std::string> command { "run", "--spec", "relu", "--seed", "3", "--workspace",
        workspace().string() };
    {
        Background run(command);
        waitForCandidates(1);
        run.send(SIGINT);
        const int status = run.wait();
        ASSERT_TRUE(WIFEXITED(status));
        EXPECT_EQ(WEXITSTATUS(status), 1);
    }
    EXPECT_EQ(document(in({ "status", "--json" })).at("summary").at("state"), "paused");
    const ProcessResult resumed = in({ "resume" });
    EXPECT_EQ(resumed.exitCode, 0) << resumed.out << resumed.err;
    const std::vector<std::string> continued = candidates();

    std::filesystem::remove_all(workspace());
    newWorkspace();
    ASSERT_EQ(hawk::cli::test::hawk(command).exitCode, 0);
    EXPECT_EQ(continued, candidates());
}

TEST_F(RunCommands, AKilledRunIsResumedAndASecondWriterIsRefused)
{
    newWorkspace();
    {
        Background run({ "run", "--spec", "relu", "--workspace", workspace().string() });
        waitForCandidates(1);
        const ProcessResult second = in({ "run", "--spec", "add" });
        if (second.exitCode != 0) { // unless the first one has just ended
            EXPECT_EQ(second.exitCode, 2);
            EXPECT_TRUE(contains(second.err, "hawk")) << second.err;
        }
        run.send(SIGKILL);
        run.wait();
    }
    const ProcessResult resumed = in({ "resume" });
    if (resumed.exitCode != 0) {
        EXPECT_TRUE(contains(resumed.err, "finished")) << resumed.err;
    }
    EXPECT_EQ(document(in({ "status", "--run", "1", "--json" })).at("summary").at("state"), "finished");
}

TEST_F(RunCommands, AWrongKernelExitsWithOneAndNamesTheLine)
{
    ASSERT_TRUE(writeFileAtomically(folder() / "kernel.cpp", R"(#include "kernel_operator.h"
extern "C" __global__ __aicore__ void relu_custom(GM_ADDR x, GM_ADDR y) { AscendC::Rleu(x, y); }
)"));
    ASSERT_TRUE(writeFileAtomically(folder() / "launch.json",
        R"({"entry": "relu_custom", "blockDim": "1", "arguments": [{"input": "x"}, {"output": "y"}], "let": [], "tiling": []})"));
    const ProcessResult result
        = hawk::cli::test::hawk({ "judge", "--spec", "relu", "--source", folder().string() }, folder());
    EXPECT_EQ(result.exitCode, 1) << result.err;
    EXPECT_TRUE(contains(result.out, "kernel.cpp:2")) << result.out;
    EXPECT_TRUE(contains(result.out, "nothing was kept")) << result.out;
}

TEST_F(RunCommands, AMissingLaunchPlanIsBadInput)
{
    ASSERT_TRUE(writeFileAtomically(folder() / "k.cpp", "int x;\n"));
    const ProcessResult missing = hawk::cli::test::hawk(
        { "judge", "--spec", "relu", "--source", (folder() / "k.cpp").string() }, folder());
    EXPECT_EQ(missing.exitCode, 2);
    EXPECT_TRUE(contains(missing.err, "launch plan")) << missing.err;
}

TEST_F(RunCommands, WithoutTheSandboxNothingRunsAndTheExitCodeIsThree)
{
    newWorkspace();
    std::vector<std::string> words { "run", "--spec", "relu", "--workspace", workspace().string() };
    const ProcessResult result = hawk::cli::test::hawk(words, folder(), { { "PATH", "/nonexistent" } });
    EXPECT_EQ(result.exitCode, 3) << result.out << result.err;
    EXPECT_EQ(document(in({ "candidates", "--json" })).at("candidates").size(), 0U);
}
