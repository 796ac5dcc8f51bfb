// Every row of the API table has its numbers in the timing data of every emulated generation.
#include "emulator/isa/table.h"
#include "emulator/timing/cost_model.h"
#include "emulator/timing/cost_table.h"
#include "emulator/timing/library_costs.h"

#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

std::string_view vectorName(OpClass kind)
{
    constexpr std::string_view kNames[] = { "VecSimple", "VecDiv", "VecExp", "VecLn", "VecSqrt", "VecMulAddDst", "VecCast",
        "VecCompare", "VecSelect", "VecDuplicate", "VecCopy", "VecReduceRepeat", "VecReduceBlock", "VecReducePair", "VecBrcb",
        "VecGather", "VecGatherMask", "VecTranspose", "VecSort" };
    for (const std::string_view name : kNames) {
        if (vectorClassNamed(name) == kind)
            return name;
    }
    return {};
}

/// The key that the replay charges a class by; empty for marks that take no time. A class missing here has no cost.
std::optional<std::string_view> chargedBy(OpClass kind)
{
    switch (kind) {
    case OpClass::VecMaskSet: return "vector.maskSet";
    case OpClass::DmaGmToUb:
    case OpClass::DmaUbToGm:
    case OpClass::DmaUbToUb: return "dma.instructionCycles";
    case OpClass::ScalarRead:
    case OpClass::ScalarWrite: return "scalar.ubAccess";
    case OpClass::ScalarWork: return "scalar.work";
    case OpClass::CacheClean: return "cache.clean";
    case OpClass::SyncSet:
    case OpClass::SyncWait: return "issue.sync";
    case OpClass::Barrier: return "issue.barrier";
    case OpClass::SyncAllArrive:
    case OpClass::SyncAllLeave: return "sync.all";
    case OpClass::CrossSet: return "sync.crossFlag";
    case OpClass::CrossWait: return "sync.crossWait";
    case OpClass::QueueEvent: return "issue.queueEvent";
    case OpClass::BufferInit:
    case OpClass::TensorDeclare:
    case OpClass::KernelBegin:
    case OpClass::KernelEnd: return ""; // before the first and behind the last instruction, or compile-time work
    default: return std::nullopt;
    }
}

TEST(RowCosts, EveryRowHasTimingInEveryGeneration)
{
    for (const chip::Generation generation : { chip::Generation::V2201, chip::Generation::V2002 }) {
        const auto table = CostTable::forGeneration(generation);
        ASSERT_TRUE(table);
        for (const ApiRow& row : apiTable().subspan(1)) {
            if (row.kind == OpClass::VecLibrary)
                continue; // LibraryCosts.EveryLibraryRowHasARecipe
            if (const std::string_view name = vectorName(row.kind); !name.empty()) {
                for (const char* part : { "rate2.", "rate4.", "latency." })
                    EXPECT_NE(table->find(part + std::string(name)), nullptr) << row.name;
                continue;
            }
            const auto key = chargedBy(row.kind);
            ASSERT_TRUE(key) << row.name << " is of a class without a cost";
            EXPECT_TRUE(key->empty() || table->find(*key) != nullptr) << row.name << ": " << *key;
        }
    }
}

} // namespace
} // namespace hawk::emulator
