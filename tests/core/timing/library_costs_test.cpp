// What a library call costs: its instruction sequence, not one instruction.
#include "../check/good_kernels.h"
#include "../check/issue_fixture.h"

#include "base/files.h"
#include "emulator/timing/library_costs.h"
#include "emulator/timing/replay.h"

namespace hawk::emulator::test {
namespace {

LibraryRecipes shipped() { return *LibraryRecipes::load(resourceDir() / "timing" / "library.csv"); }

/// A call as the host records it: `perPass` elements at once, 0 for all.
Op call(std::string_view name, std::uint32_t elements, std::uint32_t perPass = 0, DType type = DType::Float32)
{
    Op op;
    op.api = apiId(name);
    op.kind = OpClass::VecLibrary;
    op.pipe = Pipe::V;
    op.dtype = type;
    op.elements = elements;
    op.aux = { 1, perPass, 1, 0 };
    op.accesses[0] = ubWrite(0, elements * 4);
    op.accesses[1] = ubRead(32768, elements * 4);
    op.accessCount = 2;
    return op;
}

double vectorBusy(std::vector<Op> ops)
{
    std::uint64_t seq = 0;
    for (Op& op : ops)
        op.seq = seq++;
    const CostTable costs = *CostTable::forGeneration(chip::Generation::V2201);
    const auto timing = replay(makeTrace({ ops }, {}), chip910B2(), costs);
    EXPECT_TRUE(timing);
    return timing->cores[0].pipes[static_cast<std::size_t>(Pipe::V)].busy;
}

TEST(LibraryCosts, EveryLibraryRowHasARecipe)
{
    const LibraryRecipes recipes = shipped();
    std::size_t rows = 0;
    for (const ApiRow& row : apiTable()) {
        if (row.kind != OpClass::VecLibrary)
            continue;
        ++rows;
        EXPECT_NE(recipes.find(row.name), nullptr) << row.name;
    }
    EXPECT_EQ(recipes.size(), rows) << "a recipe without a row";
}

TEST(LibraryCosts, ACallCostsAtLeastItsInstructions)
{
    Op exp = call("Exp", 4096);
    exp.kind = OpClass::VecExp;
    const double one = vectorBusy({ exp });
    EXPECT_GT(vectorBusy({ call("Tanh", 4096) }), 2 * one) << "an Exp, a Div and five more";
    EXPECT_GT(vectorBusy({ call("Tanh", 8192) }), 1.5 * vectorBusy({ call("Tanh", 4096) }));
}

TEST(LibraryCosts, ASmallTemporaryCostsPasses)
{
    EXPECT_GT(vectorBusy({ call("Tanh", 4096, 64) }), 2 * vectorBusy({ call("Tanh", 4096) }));
}

TEST(LibraryCosts, HalfOperandsAreCastFirst)
{
    EXPECT_GT(vectorBusy({ call("Tanh", 4096, 0, DType::Float16) }), vectorBusy({ call("Tanh", 4096) }));
}

TEST(LibraryCosts, RefusesBrokenData)
{
    constexpr std::string_view kHead = "api,steps,widens,source,confidence\n";
    for (const std::string_view row : { "X,2*VecNothing,no,page,derived", "X,VecExp,no,,derived", "X,,no,page,derived",
             "X,a*VecExp,no,page,derived", "X,VecExp,no,page,measured", "X,VecExp,no,page" })
        EXPECT_FALSE(LibraryRecipes::parse(std::string(kHead) + std::string(row), "test")) << row;
    EXPECT_TRUE(LibraryRecipes::parse(std::string(kHead) + "X,2*VecExp VecBrcb@row,yes,page,derived", "test"));
}

} // namespace
} // namespace hawk::emulator::test
