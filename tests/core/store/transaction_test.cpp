#include "fixture.h"

#include <atomic>
#include <stdexcept>
#include <thread>

namespace hawk::store {
namespace {

class Transaction : public WorkspaceTest {
protected:
    void SetUp() override
    {
        WorkspaceTest::SetUp();
        m_ws = open(OpenMode::Create);
    }
    bool has(const std::string& key) { return must(m_ws->meta(key)).has_value(); }
    std::unique_ptr<Workspace> m_ws;
};

const Error kFailure { Errc::InvalidInput, "on purpose", {}, {} };

TEST_F(Transaction, ErrorRollsEverythingBack)
{
    const Status s = m_ws->transaction([&]() -> Status {
        must(m_ws->setMeta("a", "1"));
        must(m_ws->transaction([&] { return m_ws->setMeta("b", "1"); }));
        return kFailure;
    });
    ASSERT_FALSE(s);
    EXPECT_EQ(s.error().message, "on purpose");
    EXPECT_FALSE(has("a"));
    EXPECT_FALSE(has("b"));
    EXPECT_TRUE(m_ws->setMeta("c", "1")) << "usable afterwards";
}

TEST_F(Transaction, DroppedErrorOfAnInnerLevelStillRollsBack)
{
    const Status s = m_ws->transaction([&]() -> Status {
        must(m_ws->setMeta("a", "1"));
        (void)m_ws->transaction([&]() -> Status { return kFailure; }).has_value(); // the caller forgets it
        EXPECT_FALSE(m_ws->setMeta("b", "1")) << "no further work in a lost transaction";
        return {};
    });
    ASSERT_FALSE(s);
    EXPECT_EQ(s.error().message, "on purpose");
    EXPECT_FALSE(has("a"));
}

TEST_F(Transaction, ExceptionBecomesAnErrorAndRollsBack)
{
    const Status s = m_ws->transaction([&]() -> Status {
        must(m_ws->setMeta("a", "1"));
        throw std::runtime_error("boom");
    });
    ASSERT_FALSE(s);
    EXPECT_EQ(s.error().code, Errc::Internal);
    EXPECT_NE(s.error().message.find("boom"), std::string::npos);
    EXPECT_FALSE(has("a"));
}

TEST_F(Transaction, AHalfWrittenVerdictNeverStays)
{
    const Frame f = addFrame(*m_ws);
    const CandidateId c = must(m_ws->addCandidate({ .spec = f.spec }));
    // The retrieval's second hit names no entry: the whole record must vanish.
    const EntryId entry = must(m_ws->addEntry({ .key = "k" }));
    const Result<RetrievalId> bad = m_ws->addRetrieval({ .candidate = c, .hits = { { .entry = entry }, { .entry = { 999 } } } });
    ASSERT_FALSE(bad);
    EXPECT_TRUE(must(m_ws->retrievals(c)).empty());
}

TEST_F(Transaction, ThreadsTakeTurns)
{
    constexpr int kThreads = 4;
    constexpr int kEach = 50;
    std::atomic<int> failures { 0 };
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < kEach; ++i) {
                    const std::string key = std::to_string(t) + "/" + std::to_string(i);
                    const Status s = m_ws->transaction([&]() -> Status {
                        if (Status first = m_ws->setMeta(key + "a", "1"); !first)
                            return first;
                        return i % 5 == 0 ? Status { kFailure } : m_ws->setMeta(key + "b", "1");
                    });
                    if (s.has_value() != (i % 5 != 0) || !m_ws->putArtifact(key, "source"))
                        ++failures;
                }
            });
    }
    EXPECT_EQ(failures, 0);
    for (int t = 0; t < kThreads; ++t)
        for (int i = 0; i < kEach; ++i) {
            const std::string key = std::to_string(t) + "/" + std::to_string(i);
            EXPECT_EQ(has(key + "a"), i % 5 != 0) << key;
            EXPECT_EQ(has(key + "b"), i % 5 != 0) << key;
        }
}

} // namespace
} // namespace hawk::store
