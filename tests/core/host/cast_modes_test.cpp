// The tables of Cast.md, typed in: which rounding modes a pair of types takes.
#include "emulator/host/cast_modes.h"

#include <gtest/gtest.h>
#include <string_view>

namespace hawk::emulator {
namespace {

using enum DType;

/// Modes by their letters: None, Rint, Floor, Ceil, rOund (half away), Trunc, oDd.
struct Row {
    DType src, dst;
    std::string_view modes;
};
constexpr std::string_view kLetters = "NRFCOTD";
constexpr std::string_view kEvery = "NRFCOTD";

void expectModes(chip::Generation generation, const Row& row)
{
    for (std::size_t i = 0; i < kLetters.size(); ++i)
        EXPECT_EQ(castTakes(generation, row.dst, row.src, static_cast<exec::Rounding>(i)),
            row.modes.find(kLetters[i]) != std::string_view::npos)
            << ascendName(row.src) << " to " << ascendName(row.dst) << ", " << kLetters[i];
}

TEST(CastModes, OfGeneration2201)
{
    for (const Row& row : { Row { Int4, Float16, "N" }, { Int8, Float16, "N" }, { UInt8, Float16, "N" },
             { Int16, Float16, "NRFCOT" }, { Int16, Float32, "N" }, { Float16, Int4, "NRFCOT" },
             { Float16, Int8, "NRFCOT" }, { Float16, UInt8, "NRFCOT" }, { Float16, Int16, "RFCOT" },
             { Float16, Int32, "RFCOT" }, { Float16, Float32, "N" }, { BFloat16, Int32, "RFCOT" },
             { BFloat16, Float32, "N" }, { Int32, Int16, "N" }, { Int32, Float16, kEvery },
             { Int32, Float32, "NRFCOT" }, { Int32, Int64, "N" }, { Float32, Int16, "RFCOT" },
             { Float32, Float16, "NRFCOTD" }, { Float32, BFloat16, "RFCOT" }, { Float32, Int32, "RFCOT" },
             { Float32, Float32, "RFCOT" }, { Float32, Int64, "RFCOT" }, { Int64, Int32, "N" },
             { Int64, Float32, "RFCOT" } })
        expectModes(chip::Generation::V2201, row);
}

// Float to int32_t is in the library's source for this generation and not on the page, float to int64_t the
// other way round.
TEST(CastModes, OfGeneration2002)
{
    for (const Row& row : { Row { Int8, Float16, "N" }, { UInt8, Float16, "N" }, { Int16, Float16, "N" },
             { Float16, Int4, "N" }, { Float16, Int8, "NFCOT" }, { Float16, UInt8, "NFCOT" },
             { Float16, Int16, "R" }, { Float16, Int32, "RFCOT" }, { Float16, Float32, "N" },
             { Int32, Int16, "N" }, { Int32, Float16, kEvery }, { Int32, Float32, "N" },
             { Float32, Float16, "ND" }, { Float32, Int32, "RFCOT" } })
        expectModes(chip::Generation::V2002, row);
}

} // namespace
} // namespace hawk::emulator
