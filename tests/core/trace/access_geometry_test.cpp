#include "op_builder.h"

#include "base/rng.h"
#include "emulator/trace/access_geometry.h"

#include <gtest/gtest.h>
#include <set>

namespace hawk::emulator {
namespace {

using namespace test;

std::set<std::int64_t> bytesByHand(const Access& access)
{
    std::set<std::int64_t> bytes;
    for (std::uint32_t r = 0; r < access.repeatCount; ++r) {
        for (std::uint32_t b = 0; b < access.blockCount; ++b) {
            const std::int64_t at = static_cast<std::int64_t>(access.offset)
                + std::int64_t { r } * access.repeatStride + std::int64_t { b } * access.blockStride;
            for (std::int64_t i = 0; i < access.blockBytes; ++i)
                bytes.insert(at + i);
        }
    }
    return bytes;
}

Access randomAccess(Rng& rng)
{
    Access access = ubRead(200 + rng.below(120), static_cast<std::uint32_t>(rng.below(9)));
    const auto signedBelow = [&rng](std::uint64_t bound) {
        return static_cast<std::int32_t>(rng.below(2 * bound)) - static_cast<std::int32_t>(bound / 2);
    };
    return strided(access, static_cast<std::uint32_t>(1 + rng.below(4)), signedBelow(12),
        static_cast<std::uint32_t>(1 + rng.below(5)), signedBelow(40));
}

TEST(AccessGeometry, OverlapAgreesWithByteSets)
{
    Rng rng(7);
    int overlapping = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Access a = randomAccess(rng);
        const Access b = randomAccess(rng);
        const auto bytesA = bytesByHand(a);
        const auto bytesB = bytesByHand(b);
        std::set<std::int64_t> both;
        std::ranges::set_intersection(bytesA, bytesB, std::inserter(both, both.begin()));
        const auto hit = overlapOf(a, b);
        ASSERT_EQ(hit.has_value(), !both.empty()) << "case " << i;
        ASSERT_EQ(overlapOf(b, a).has_value(), !both.empty()) << "case " << i;
        overlapping += hit ? 1 : 0;
        for (std::int64_t at = hit ? hit->begin : 0; at < (hit ? hit->end : 0); ++at)
            ASSERT_TRUE(both.contains(at)) << "case " << i << " byte " << at;
        if (!bytesA.empty()) {
            EXPECT_EQ(boundsOf(a), (Interval { *bytesA.begin(), *bytesA.rbegin() + 1 }));
        }
    }
    EXPECT_GT(overlapping, 2000);
    EXPECT_LT(overlapping, 18'000);
}

TEST(AccessGeometry, InterleavedColumnsDoNotOverlap)
{
    // Columns 0 and 1 of a matrix of 32 B cells, 64 B rows.
    const Access even = strided(ubRead(0, 32), 1, 0, 64, 64);
    const Access odd = strided(ubRead(32, 32), 1, 0, 64, 64);
    EXPECT_FALSE(overlapOf(even, odd));
    EXPECT_TRUE(boundsOf(even).overlaps(boundsOf(odd)));
}

TEST(AccessGeometry, DenseHoweverItIsWritten)
{
    EXPECT_TRUE(isDense(ubRead(0, 4096)));
    EXPECT_TRUE(isDense(strided(ubRead(0, 32), 8, 32, 16, 256)));
    EXPECT_FALSE(isDense(strided(ubRead(0, 32), 8, 64, 16, 512)));
    EXPECT_TRUE(sameRegion(ubRead(0, 4096), strided(ubRead(0, 32), 8, 32, 16, 256)));
    EXPECT_FALSE(sameRegion(ubRead(0, 4096), ubRead(32, 4096)));
}

} // namespace
} // namespace hawk::emulator
