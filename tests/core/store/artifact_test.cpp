#include "base/hash.h"
#include "fixture.h"
#include "store/artifact_store.h"

#include <fstream>

namespace hawk::store {
namespace {
namespace fs = std::filesystem;

class Artifacts : public WorkspaceTest {
protected:
    void SetUp() override
    {
        WorkspaceTest::SetUp();
        m_ws = open(OpenMode::Create);
    }
    fs::path fileOf(const std::string& hash) { return ArtifactStore(folder() / "artifacts").pathOf(hash); }
    std::unique_ptr<Workspace> m_ws;
};

TEST_F(Artifacts, RoundTripOfAnyBytes)
{
    std::string bytes;
    for (int i = 0; i < 100000; ++i)
        bytes += static_cast<char>(i * 7 % 256);
    for (const std::string& data : { std::string(), std::string("a\0b", 3), bytes }) {
        const std::string hash = must(m_ws->putArtifact(data, "trace"));
        EXPECT_EQ(hash, sha256Hex(data));
        EXPECT_EQ(must(m_ws->artifact(hash)), data);
    }
}

TEST_F(Artifacts, LieUnderTheFirstTwoDigitsAndAreCompressed)
{
    const std::string data(1'000'000, 'x');
    const std::string hash = must(m_ws->putArtifact(data, "log"));
    const fs::path file = folder() / "artifacts" / hash.substr(0, 2) / (hash.substr(2) + ".zst");
    ASSERT_TRUE(fs::exists(file));
    EXPECT_LT(fs::file_size(file), 10'000U);
}

TEST_F(Artifacts, DamageIsFound)
{
    const std::string hash = must(m_ws->putArtifact(std::string(5000, 'a') + "tail", "source"));
    std::string packed = must(readFile(fileOf(hash)));
    for (const std::size_t at : { std::size_t { 0 }, std::size_t { 5 }, packed.size() / 2, packed.size() - 1 }) {
        std::string bad = packed;
        bad[at] = static_cast<char>(bad[at] ^ 0x40);
        std::ofstream(fileOf(hash), std::ios::binary) << bad;
        const Result<std::string> got = m_ws->artifact(hash);
        ASSERT_FALSE(got) << "byte " << at;
        EXPECT_EQ(got.error().code, Errc::Io);
        EXPECT_NE(got.error().context.find(hash.substr(2)), std::string::npos) << "the file is named";
    }
    fs::resize_file(fileOf(hash), packed.size() / 2);
    EXPECT_FALSE(m_ws->artifact(hash));
    fs::remove(fileOf(hash));
    EXPECT_EQ(m_ws->artifact(hash).error().code, Errc::NotFound);
}

TEST_F(Artifacts, ValidFileWithOtherContentsIsFound)
{
    const std::string hash = must(m_ws->putArtifact("aaaa", "source"));
    const std::string other = must(m_ws->putArtifact("bbbb", "source"));
    fs::copy_file(fileOf(other), fileOf(hash), fs::copy_options::overwrite_existing);
    EXPECT_EQ(m_ws->artifact(hash).error().code, Errc::Io);
}

TEST_F(Artifacts, StoringAgainHealsADamagedFile)
{
    const std::string hash = must(m_ws->putArtifact("contents", "source"));
    std::ofstream(fileOf(hash), std::ios::binary) << "rubbish";
    ASSERT_FALSE(m_ws->artifact(hash));
    EXPECT_EQ(must(m_ws->putArtifact("contents", "source")), hash);
    EXPECT_EQ(must(m_ws->artifact(hash)), "contents");
}

TEST_F(Artifacts, AreKnownToOthersWithTheNextCommit)
{
    const std::string hash = must(m_ws->putArtifact("contents", "source"));
    EXPECT_EQ(must(m_ws->artifact(hash)), "contents") << "readable here at once";
    const auto reader = open(OpenMode::ReadOnly);
    EXPECT_EQ(reader->artifact(hash).error().code, Errc::NotFound);
    must(m_ws->setMeta("any", "write"));
    EXPECT_EQ(must(reader->artifact(hash)), "contents");
    const std::string last = must(m_ws->putArtifact("last words", "source"));
    m_ws.reset();
    EXPECT_EQ(must(reader->artifact(last)), "last words") << "closing settles what waits";
}

TEST_F(Artifacts, OneThatVanishesFailsItsCommitOnly)
{
    const std::string hash = must(m_ws->putArtifact("contents", "source"));
    fs::remove(fileOf(hash));
    const Status s = m_ws->setMeta("refers", hash);
    ASSERT_FALSE(s);
    EXPECT_EQ(s.error().code, Errc::Io);
    EXPECT_FALSE(must(m_ws->meta("refers")).has_value());
    EXPECT_TRUE(m_ws->setMeta("next", "works"));
}

TEST_F(Artifacts, NamesThatAreNoHashesAreNotFound)
{
    for (const char* name : { "", "..", "../../etc/passwd", "zz" })
        EXPECT_EQ(m_ws->artifact(name).error().code, Errc::NotFound) << name;
    EXPECT_EQ(m_ws->artifact(sha256Hex("never stored")).error().code, Errc::NotFound);
}

} // namespace
} // namespace hawk::store
