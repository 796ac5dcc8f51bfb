#include "base/rng.h"
#include "fixture.h"

#include <chrono>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace hawk::store {
namespace {
namespace fs = std::filesystem;

using Crash = WorkspaceTest;

std::string sourceOf(int step) { return "kernel " + std::to_string(step) + std::string(3000, static_cast<char>('a' + step % 26)); }

/// One engine step: artifact, then candidate, verdict, findings and the step counter in one transaction.
Status step(Workspace& ws, const Frame& f, int number)
{
    const Result<std::string> hash = ws.putArtifact(sourceOf(number), "source");
    if (!hash)
        return hash.error();
    return ws.transaction([&]() -> Status {
        const Result<CandidateId> c = ws.addCandidate({ .run = f.run,
            .task = f.task,
            .spec = f.spec,
            .attempt = number,
            .sourceHash = *hash,
            .note = std::string(500, 'n') });
        if (!c)
            return c.error();
        std::vector<FindingRecord> findings(3, FindingRecord { .constraint = "ub-addr-32b", .severity = "error" });
        const Result<VerdictId> v = ws.addVerdict({ .candidate = *c, .outcome = "correct" }, findings, {});
        if (!v)
            return v.error();
        return ws.setMeta("steps", std::to_string(number + 1));
    });
}

/// Everything a committed step promised is there; nothing of an uncommitted one is.
void expectConsistent(Workspace& ws, const Frame& f)
{
    const std::optional<std::string> steps = must(ws.meta("steps"));
    const int committed = steps ? std::stoi(*steps) : 0;
    const std::vector<CandidateRecord> candidates = must(ws.candidates({ .run = f.run }));
    ASSERT_EQ(candidates.size(), static_cast<std::size_t>(committed));
    for (int i = 0; i < committed; ++i) {
        const CandidateRecord& c = candidates[static_cast<std::size_t>(i)];
        ASSERT_EQ(c.attempt, i) << "a prefix of the sequence, without holes";
        ASSERT_EQ(c.outcome, "correct");
        ASSERT_EQ(must(ws.findings(c.id)).size(), 3U);
        ASSERT_EQ(must(ws.artifact(c.sourceHash)), sourceOf(i)) << "the artifact was durable before the row";
    }
}

TEST_F(Crash, KilledAtAnyMomentTheCommittedPrefixIsThere)
{
    Frame f;
    {
        const auto ws = open(OpenMode::Create);
        f = addFrame(*ws);
    }
    Rng rng(4711);
    int total = 0;
    for (int round = 0; round < 12; ++round) {
        int progress[2];
        ASSERT_EQ(::pipe(progress), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const Result<std::unique_ptr<Workspace>> ws = Workspace::open(folder(), OpenMode::ReadWrite);
            if (!ws)
                ::_exit(1);
            for (int number = total;; ++number) {
                if (!step(**ws, f, number))
                    ::_exit(2);
                (void)!::write(progress[1], "s", 1); // acknowledged: from here it must survive
            }
        }
        ::close(progress[1]);
        char byte = 0;
        int acknowledged = 0;
        for (std::uint64_t wanted = 1 + rng.below(6); static_cast<std::uint64_t>(acknowledged) < wanted; ++acknowledged)
            ASSERT_EQ(::read(progress[0], &byte, 1), 1) << "the child must make progress";
        std::this_thread::sleep_for(std::chrono::microseconds(rng.below(12000))); // somewhere inside the next step
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << "exit " << WEXITSTATUS(status);
        while (::read(progress[0], &byte, 1) == 1)
            ++acknowledged;
        ::close(progress[0]);
        const auto ws = open(OpenMode::ReadWrite);
        ASSERT_TRUE(ws);
        expectConsistent(*ws, f);
        const int now = std::stoi(must(ws->meta("steps")).value_or("0"));
        EXPECT_GE(now, total + acknowledged) << "an acknowledged commit was lost";
        EXPECT_LE(now, total + acknowledged + 1);
        total = now;
    }
    EXPECT_GT(total, 12);
}

TEST_F(Crash, NoMoreSpaceLeavesNothingHalfWritten)
{
    Frame f;
    {
        const auto ws = open(OpenMode::Create);
        f = addFrame(*ws);
    }
    const pid_t child = ::fork();
    if (child == 0) { // a file size limit fails writes as a full disk does, without needing one
        std::signal(SIGXFSZ, SIG_IGN);
        const Result<std::unique_ptr<Workspace>> ws = Workspace::open(folder(), OpenMode::ReadWrite);
        if (!ws)
            ::_exit(1);
        const rlimit limit { 300'000, 300'000 };
        ::setrlimit(RLIMIT_FSIZE, &limit);
        for (int number = 0; number < 100'000; ++number) {
            const Status s = step(**ws, f, number);
            if (s)
                continue;
            const bool clear = s.error().code == Errc::Io && !s.error().hint.empty();
            // Still usable for reading, and consistent, in the process that hit the wall.
            const Result<std::vector<CandidateRecord>> left = (*ws)->candidates({ .run = f.run });
            ::_exit(clear && left && left->size() == static_cast<std::size_t>(number) ? 42 : 3);
        }
        ::_exit(4);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 42);
    const auto ws = open(OpenMode::ReadWrite);
    ASSERT_TRUE(ws);
    expectConsistent(*ws, f);
    const int committed = std::stoi(must(ws->meta("steps")).value_or("0"));
    EXPECT_GT(committed, 0);
    must(step(*ws, f, committed)); // with space again it goes on
    expectConsistent(*ws, f);
}

TEST_F(Crash, ArtifactThatDoesNotFitLeavesNoFile)
{
    open(OpenMode::Create).reset();
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const Result<std::unique_ptr<Workspace>> ws = Workspace::open(folder(), OpenMode::ReadWrite);
        if (!ws)
            ::_exit(1);
        const rlimit limit { 200'000, 200'000 };
        ::setrlimit(RLIMIT_FSIZE, &limit);
        Rng rng(1);
        std::string noise; // does not compress
        for (int i = 0; i < 100'000; ++i)
            for (std::uint64_t n = rng.next(), b = 0; b < 8; ++b, n >>= 8U)
                noise += static_cast<char>(n & 0xFFU);
        const Result<std::string> hash = (*ws)->putArtifact(noise, "trace");
        ::_exit(!hash && hash.error().code == Errc::Io ? 42 : 2);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 42);
    for (const fs::directory_entry& item : fs::recursive_directory_iterator(folder() / "artifacts"))
        EXPECT_FALSE(item.is_regular_file()) << item.path();
}

} // namespace
} // namespace hawk::store
