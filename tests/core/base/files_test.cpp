#include "base/dtype.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/rng.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace hawk {
namespace {

namespace fs = std::filesystem;

TEST(Files, WriteReplacesWholeAndLeavesNothingBehind)
{
    auto folder = TempDir::create("hawk-files-");
    ASSERT_TRUE(folder);
    const fs::path file = folder->path() / "a.txt";
    ASSERT_TRUE(writeFileAtomically(file, "first"));
    ASSERT_TRUE(writeFileAtomically(file, "second"));
    EXPECT_EQ(*readFile(file), "second");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder->path()), {}), 1);
}

TEST(Files, WriteIntoAMissingFolderNamesThePath)
{
    const Status status = writeFileAtomically("/no/such/folder/a.txt", "x");
    ASSERT_FALSE(status);
    EXPECT_NE(status.error().message.find("/no/such/folder/a.txt"), std::string::npos);
}

TEST(Files, ReadingAFolderOrNothingIsAnError)
{
    EXPECT_FALSE(readFile("/"));
    const auto missing = readFile("/no/such/file");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::NotFound);
}

TEST(TempDirectory, GoesWithItsOwner)
{
    fs::path path;
    {
        auto folder = TempDir::create("hawk-temp-");
        ASSERT_TRUE(folder);
        path = folder->path();
        ASSERT_TRUE(writeFileAtomically(path / "x", "x"));
    }
    EXPECT_FALSE(fs::exists(path));
}

TEST(Hash, IsSha256)
{
    EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HashBuilder, PartsDoNotRunTogether)
{
    EXPECT_NE(HashBuilder().add("ab").add("c").hex(), HashBuilder().add("a").add("bc").hex());
}

TEST(RandomStream, IsTheSameEverywhere)
{
    Rng rng(42);
    EXPECT_EQ(rng.next(), 13679457532755275413ULL); // SplitMix64's first output for seed 42
    EXPECT_NE(deriveSeed(1, "a"), deriveSeed(1, "b"));
    EXPECT_NE(deriveSeed(1, "a"), deriveSeed(2, "a"));
}

TEST(ElementTypes, NamesRoundTripAndErrorsListTheKnown)
{
    for (const char* text : { "float16", "bfloat16", "float32", "int8", "int64", "bool" }) {
        const auto type = dtypeFromName(text);
        ASSERT_TRUE(type) << text;
        EXPECT_EQ(name(*type), text);
    }
    EXPECT_EQ(*dtypeFromName("bf16"), DType::BFloat16);
    const auto unknown = dtypeFromName("float8");
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().hint.find("float16"), std::string::npos);
}

} // namespace
} // namespace hawk
