#include "op_builder.h"

#include "base/files.h"
#include "emulator/trace/trace_file.h"
#include "emulator/trace/trace_format.h"

#include <cstring>
#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

using namespace test;

class TraceFile : public ::testing::Test {
protected:
    TraceFile()
        : m_dir(std::move(*TempDir::create("hawk-trace")))
        , file(m_dir.path() / "run.trace")
    {
    }
    static std::vector<Op> sampleOps()
    {
        return program({ loadOp(0, 0, 4096), setOp(Pipe::Mte2, Pipe::V, 0), waitOp(Pipe::Mte2, Pipe::V, 0),
            addOp(8192, 0, 0, 4096), barrierOp(Pipe::All), storeOp(8192, 8192, 4096) });
    }
    void write(const std::vector<Op>& ops, bool finish, std::uint64_t maxOps = 1000)
    {
        TraceWriter writer;
        ASSERT_TRUE(writer.open(file, 1, "Ascend910B2", threeTensors(4096), maxOps));
        const std::uint16_t id = writer.internFile("kernel.cpp");
        for (Op op : ops) {
            op.file = id;
            writer.append(op);
        }
        if (finish)
            writer.finish();
        else
            writer.flush();
    }

    TempDir m_dir;
    std::filesystem::path file;
};

void expectSame(const Op& a, const Op& b)
{
    EXPECT_EQ(a.seq, b.seq);
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.line, b.line);
    EXPECT_EQ(a.aux, b.aux);
    ASSERT_EQ(a.accessCount, b.accessCount);
    for (std::size_t i = 0; i < a.accessCount; ++i)
        EXPECT_EQ(std::memcmp(&a.accesses[i], &b.accesses[i], sizeof(Access)), 0);
}

TEST_F(TraceFile, KeepsEveryRecord)
{
    const std::vector<Op> ops = sampleOps();
    write(ops, true);
    const auto trace = readTrace(file);
    ASSERT_TRUE(trace) << trace.error().text();
    EXPECT_TRUE(trace->complete);
    EXPECT_FALSE(trace->capped);
    EXPECT_EQ(trace->chip, "Ascend910B2");
    EXPECT_EQ(trace->files, std::vector<std::string> { "kernel.cpp" });
    ASSERT_EQ(trace->tensors.size(), 3U);
    EXPECT_EQ(trace->tensors[2].name, "z");
    EXPECT_TRUE(trace->tensors[2].output);
    ASSERT_EQ(trace->cores.size(), 1U);
    ASSERT_EQ(trace->cores[0].size(), ops.size());
    for (std::size_t i = 0; i < ops.size(); ++i)
        expectSame(trace->cores[0][i], ops[i]);
}

TEST_F(TraceFile, FlushedButUnfinishedIsReadableAndIncomplete)
{
    write(sampleOps(), false);
    const auto trace = readTrace(file);
    ASSERT_TRUE(trace);
    EXPECT_FALSE(trace->complete);
    EXPECT_EQ(trace->totalOps(), sampleOps().size());
}

TEST_F(TraceFile, EveryTruncationIsLegalAfterTheHeader)
{
    write(sampleOps(), true);
    const std::string whole = readFile(file).value_or("");
    std::uint32_t headerBytes = 0;
    std::memcpy(
        &headerBytes, whole.data() + offsetof(trace_format::FileHead, headerBytes), sizeof headerBytes);
    const std::size_t header = sizeof(trace_format::FileHead) + headerBytes;
    std::uint64_t lastCount = sampleOps().size();
    for (std::size_t bytes = whole.size(); bytes-- > 0;) {
        std::filesystem::resize_file(file, bytes);
        const auto trace = readTrace(file);
        if (bytes < header) {
            EXPECT_FALSE(trace) << "at byte " << bytes;
            continue;
        }
        ASSERT_TRUE(trace) << "at byte " << bytes << ": " << trace.error().text();
        EXPECT_FALSE(trace->complete) << "at byte " << bytes;
        EXPECT_LE(trace->totalOps(), lastCount) << "at byte " << bytes;
        lastCount = trace->totalOps();
    }
    EXPECT_EQ(lastCount, 0U);
}

TEST_F(TraceFile, OtherVersionIsRefusedByNumber)
{
    write(sampleOps(), true);
    std::string whole = readFile(file).value_or("");
    const std::uint32_t other = traceVersion() + 1;
    std::memcpy(whole.data() + offsetof(trace_format::FileHead, version), &other, sizeof other);
    ASSERT_TRUE(writeFileAtomically(file, whole));
    const auto trace = readTrace(file);
    ASSERT_FALSE(trace);
    EXPECT_EQ(trace.error().code, Errc::Protocol);
    EXPECT_NE(trace.error().message.find(std::to_string(other)), std::string::npos) << trace.error().message;
    EXPECT_FALSE(trace.error().hint.empty());
}

TEST_F(TraceFile, ForeignFileIsRefused)
{
    ASSERT_TRUE(writeFileAtomically(file, std::string(200, 'x')));
    EXPECT_FALSE(readTrace(file));
    EXPECT_FALSE(readTrace(m_dir.path() / "missing"));
}

TEST_F(TraceFile, StopsAtTheLimitAndSaysSo)
{
    write(sampleOps(), true, 3);
    const auto trace = readTrace(file);
    ASSERT_TRUE(trace);
    EXPECT_TRUE(trace->capped);
    EXPECT_EQ(trace->totalOps(), 3U);
}

TEST_F(TraceFile, MoreThanOneBufferOfRecords)
{
    std::vector<Op> ops;
    for (int i = 0; i < 20'000; ++i)
        ops.push_back(addOp(8192, 0, 4096, 4096));
    write(program(ops), true, 1'000'000);
    const auto trace = readTrace(file);
    ASSERT_TRUE(trace);
    EXPECT_EQ(trace->totalOps(), 20'000U);
    EXPECT_EQ(trace->cores[0].back().seq, 19'999U);
}

TEST_F(TraceFile, InterleavedBlocksKeepTheirOrder)
{
    constexpr std::uint16_t kCores = 4;
    {
        TraceWriter writer;
        ASSERT_TRUE(writer.open(file, kCores, "Ascend910B2", {}, 1'000'000));
        const std::vector<Op> ops = program(std::vector<Op>(2000, addOp(0, 4096, 8192, 512)));
        for (Op op : ops) {
            for (op.core = 0; op.core < kCores; ++op.core)
                writer.append(op);
        }
        writer.finish();
    }
    const auto trace = readTrace(file);
    ASSERT_TRUE(trace);
    for (const auto& ops : trace->cores) {
        ASSERT_EQ(ops.size(), 2000U);
        for (std::size_t i = 0; i < ops.size(); ++i)
            EXPECT_EQ(ops[i].seq, i);
    }
}

TEST(OpList, IsTheVectorItWasMadeFrom)
{
    const std::vector<Op> ops = program({ loadOp(0, 0, 4096), barrierOp(Pipe::All), addOp(8192, 0, 0, 4096), storeOp(0, 8192, 32) });
    OpList list(ops);
    const OpList copy = list;
    list.push_back(ops[1]);
    ASSERT_EQ(copy.size(), ops.size());
    ASSERT_EQ(list.size(), ops.size() + 1);
    std::size_t i = 0;
    for (const Op& op : copy) {
        expectSame(op, ops[i]);
        expectSame(copy[i], ops[i]);
        ++i;
    }
    EXPECT_EQ(i, ops.size());
    const Op last = list.back(); // a whole Op may be copied, though only its used part is stored
    expectSame(last, ops[1]);
    EXPECT_TRUE(OpList().empty());
    EXPECT_TRUE(OpList().begin() == OpList().end());
}

TEST_F(TraceFile, SameNameIsInternedOnce)
{
    TraceWriter writer;
    ASSERT_TRUE(writer.open(file, 1, "", {}, 10));
    const std::string copy = "a.cpp";
    EXPECT_EQ(writer.internFile("a.cpp"), writer.internFile(copy.c_str()));
    EXPECT_NE(writer.internFile("b.cpp"), writer.internFile("a.cpp"));
}

TEST_F(TraceFile, UnwritablePlaceIsAnError)
{
    TraceWriter writer;
    const auto status = writer.open(m_dir.path() / "no" / "such" / "folder", 1, "", {}, 10);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, Errc::Io);
}

} // namespace
} // namespace hawk::emulator
