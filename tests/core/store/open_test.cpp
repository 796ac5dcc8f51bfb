#include "fixture.h"
#include "store/database.h"
#include "store/migrations.h"
#include "store/query.h"

#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hawk::store {
namespace {
namespace fs = std::filesystem;

using OpenWorkspace = WorkspaceTest;

std::string bytesOf(const fs::path& file) { return must(readFile(file)); }

/// A workspace folder whose database stops at an older version.
void makeOlder(const fs::path& folder, int version)
{
    fs::create_directories(folder / "artifacts");
    const std::unique_ptr<Database> db = must(Database::open(folder / "workspace.db", Database::Access::Create));
    must(migrate(*db, version));
}

TEST_F(OpenWorkspace, CreateMakesTheNewestSchema)
{
    const auto ws = open(OpenMode::Create);
    EXPECT_EQ(ws->schemaVersion(), Workspace::newestSchemaVersion());
    EXPECT_TRUE(ws->writable());
    EXPECT_EQ(ws->folder(), folder());
}

TEST_F(OpenWorkspace, MigratesEveryOlderVersionAndKeepsItsRows)
{
    for (int version = 0; version < newestSchemaVersion(); ++version) {
        const fs::path old = m_dir->path() / std::string("v").append(std::to_string(version));
        makeOlder(old, version);
        if (version >= 1) {
            const auto db = must(Database::open(old / "workspace.db", Database::Access::ReadWrite));
            must(db->execute("insert into run (state, chip, target, synthesizer, seed, started_at, ended_at, message, "
                             "active_seconds) values ('paused', 'c', 't', 's', 7, 1, 0, '', 0)"));
        }
        const auto ws = must(Workspace::open(old, OpenMode::ReadWrite));
        EXPECT_EQ(ws->schemaVersion(), newestSchemaVersion());
        if (version >= 1) {
            EXPECT_EQ(must(ws->run({ 1 })).seed, 7U) << "version " << version;
        }
        EXPECT_TRUE(ws->addEntry({ .key = "k" }));
    }
}

TEST_F(OpenWorkspace, ReadOnlyRefusesAnOlderVersionWithWhatToDo)
{
    makeOlder(folder(), 1);
    const Error error = openError(OpenMode::ReadOnly);
    EXPECT_EQ(error.code, Errc::Conflict);
    EXPECT_NE(error.hint.find("writing"), std::string::npos);
}

TEST_F(OpenWorkspace, NewerVersionIsRefusedUntouched)
{
    open(OpenMode::Create).reset();
    {
        const auto db = must(Database::open(folder() / "workspace.db", Database::Access::ReadWrite));
        must(db->execute("pragma user_version = 999"));
    }
    const std::string before = bytesOf(folder() / "workspace.db");
    for (const OpenMode mode : { OpenMode::ReadWrite, OpenMode::ReadOnly }) {
        const Error error = openError(mode);
        EXPECT_EQ(error.code, Errc::Conflict);
        EXPECT_NE(error.message.find("999"), std::string::npos);
        EXPECT_NE(error.message.find(std::to_string(newestSchemaVersion())), std::string::npos);
    }
    EXPECT_EQ(bytesOf(folder() / "workspace.db"), before);
    EXPECT_FALSE(fs::exists(folder() / "workspace.db-wal"));
}

TEST_F(OpenWorkspace, NewerVersionStillInTheLogIsRefusedAndTheLogKept)
{
    open(OpenMode::Create).reset();
    const pid_t child = ::fork();
    if (child == 0) { // dies with the new version in the log only
        const auto db = Database::open(folder() / "workspace.db", Database::Access::ReadWrite);
        const bool ok = db && (*db)->execute("pragma user_version = 999");
        ::kill(::getpid(), ok ? SIGKILL : SIGABRT);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    const std::string log = bytesOf(folder() / "workspace.db-wal");
    const std::string database = bytesOf(folder() / "workspace.db");
    ASSERT_FALSE(log.empty());
    EXPECT_EQ(openError(OpenMode::ReadWrite).code, Errc::Conflict);
    EXPECT_EQ(bytesOf(folder() / "workspace.db-wal"), log);
    EXPECT_EQ(bytesOf(folder() / "workspace.db"), database);
}

TEST_F(OpenWorkspace, MissingNamesTheCommandThatMakesOne)
{
    const Error error = openError(OpenMode::ReadWrite);
    EXPECT_EQ(error.code, Errc::NotFound);
    EXPECT_NE(error.hint.find("hawk new"), std::string::npos);
    EXPECT_FALSE(fs::exists(folder())) << "asking makes nothing";
}

TEST_F(OpenWorkspace, CreateRefusesAFolderWithContents)
{
    fs::create_directories(folder());
    std::ofstream(folder() / "mine.txt") << "keep";
    EXPECT_EQ(openError(OpenMode::Create).code, Errc::InvalidInput);
    EXPECT_EQ(bytesOf(folder() / "mine.txt"), "keep");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder()), {}), 1);
}

TEST_F(OpenWorkspace, ForeignFilesAreNotWorkspaces)
{
    fs::create_directories(folder());
    std::ofstream(folder() / "workspace.db") << "this is a text file of some length, and certainly no database at all; "
                                                "it only has the name that one would have.";
    EXPECT_EQ(openError(OpenMode::ReadWrite).code, Errc::InvalidInput);
    fs::remove(folder() / "workspace.db");
    {
        const auto db = must(Database::open(folder() / "workspace.db", Database::Access::Create));
        must(db->execute("pragma application_id = 42; create table t(x)"));
    }
    const std::string before = bytesOf(folder() / "workspace.db");
    const Error error = openError(OpenMode::ReadWrite);
    EXPECT_EQ(error.code, Errc::InvalidInput);
    EXPECT_NE(error.message.find("another program"), std::string::npos);
    EXPECT_EQ(bytesOf(folder() / "workspace.db"), before);
}

TEST_F(OpenWorkspace, DamagedDatabaseIsAnErrorNotACrash)
{
    {
        const auto ws = open(OpenMode::Create);
        const Frame f = addFrame(*ws);
        for (int i = 0; i < 2000; ++i)
            must(ws->addCandidate({ .run = f.run, .task = f.task, .spec = f.spec, .note = std::string(200, 'x') }));
    }
    {
        std::fstream file(folder() / "workspace.db", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(8 * 4096);
        file << std::string(40 * 4096, '\x5a');
    }
    const Result<std::unique_ptr<Workspace>> ws = Workspace::open(folder(), OpenMode::ReadWrite);
    const Error error = ws ? (*ws)->candidates().error() : ws.error();
    EXPECT_EQ(error.code, Errc::Io);
    EXPECT_NE(error.hint.find("damaged"), std::string::npos) << error.text();
}

TEST_F(OpenWorkspace, SecondWriterIsRefusedWithPidAndProgram)
{
    const auto first = open(OpenMode::Create);
    const Error error = openError(OpenMode::ReadWrite);
    EXPECT_EQ(error.code, Errc::Conflict);
    EXPECT_NE(error.message.find(std::to_string(::getpid())), std::string::npos) << error.message;
    EXPECT_NE(error.message.find("test_store"), std::string::npos) << error.message;
}

TEST_F(OpenWorkspace, LockEndsWithTheObjectAndWithTheProcess)
{
    open(OpenMode::Create).reset();
    open(OpenMode::ReadWrite).reset();
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto ws = Workspace::open(folder(), OpenMode::ReadWrite);
        const char ok = ws ? 'y' : 'n';
        (void)!::write(ready[1], &ok, 1);
        ::pause();
    }
    char answer = 0;
    ASSERT_EQ(::read(ready[0], &answer, 1), 1);
    ASSERT_EQ(answer, 'y');
    const Error error = openError(OpenMode::ReadWrite);
    EXPECT_NE(error.message.find(std::to_string(child)), std::string::npos) << error.message;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(open(OpenMode::ReadWrite));
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_F(OpenWorkspace, ReadersSeeCommitsWhileAWriterWorks)
{
    const auto writer = open(OpenMode::Create);
    const auto reader = open(OpenMode::ReadOnly);
    ASSERT_TRUE(reader);
    EXPECT_FALSE(reader->writable());
    must(writer->setMeta("a", "1"));
    EXPECT_EQ(*must(reader->meta("a")), "1");
    must(writer->transaction([&]() -> Status {
        must(writer->setMeta("a", "2"));
        EXPECT_EQ(*must(reader->meta("a")), "1") << "not committed yet";
        return {};
    }));
    EXPECT_EQ(*must(reader->meta("a")), "2");
    EXPECT_FALSE(reader->setMeta("a", "3"));
    EXPECT_FALSE(reader->putArtifact("x", "source"));
}

/// As an ordinary user, because root may write everywhere. 42 when all is as it should be.
int readAsNobody(const fs::path& folder)
{
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
        return 1;
    const Result<std::unique_ptr<Workspace>> ws = Workspace::open(folder, OpenMode::ReadOnly);
    if (!ws)
        return 2;
    const Result<std::optional<std::string>> value = (*ws)->meta("a");
    if (!value || *value != "1")
        return 3;
    const Result<std::unique_ptr<Workspace>> writer = Workspace::open(folder, OpenMode::ReadWrite);
    return !writer && writer.error().code == Errc::Io && !writer.error().hint.empty() ? 42 : 4;
}

TEST_F(OpenWorkspace, ReadsFromAMediumThatCannotBeWritten)
{
    {
        const auto ws = open(OpenMode::Create);
        must(ws->setMeta("a", "1"));
    }
    fs::remove(folder() / "workspace.lock");
    ::chmod((folder() / "workspace.db").c_str(), 0444);
    ::chmod(folder().c_str(), 0555);
    ::chmod(m_dir->path().c_str(), 0755);
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(readAsNobody(folder()));
    int status = 0;
    ::waitpid(child, &status, 0);
    ::chmod(folder().c_str(), 0755);
    EXPECT_EQ(WEXITSTATUS(status), 42);
}

} // namespace
} // namespace hawk::store
