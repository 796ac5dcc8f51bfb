#include "emulator/timing/cost_model.h"

#include "base/files.h"
#include "emulator/timing/library_costs.h"
#include "emulator/trace/access_geometry.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace hawk::emulator {
namespace {

struct VectorClass {
    OpClass kind;
    std::string_view name;
};

constexpr VectorClass kVectorClasses[] = {
    { OpClass::VecSimple, "VecSimple" },
    { OpClass::VecDiv, "VecDiv" },
    { OpClass::VecExp, "VecExp" },
    { OpClass::VecLn, "VecLn" },
    { OpClass::VecSqrt, "VecSqrt" },
    { OpClass::VecMulAddDst, "VecMulAddDst" },
    { OpClass::VecCast, "VecCast" },
    { OpClass::VecCompare, "VecCompare" },
    { OpClass::VecSelect, "VecSelect" },
    { OpClass::VecDuplicate, "VecDuplicate" },
    { OpClass::VecCopy, "VecCopy" },
    { OpClass::VecReduceRepeat, "VecReduceRepeat" },
    { OpClass::VecReduceBlock, "VecReduceBlock" },
    { OpClass::VecReducePair, "VecReducePair" },
    { OpClass::VecBrcb, "VecBrcb" },
    { OpClass::VecGather, "VecGather" },
    { OpClass::VecGatherMask, "VecGatherMask" },
    { OpClass::VecTranspose, "VecTranspose" },
    { OpClass::VecSort, "VecSort" },
};

/// Reads keys and remembers the first missing one, so that the caller checks once.
class Reader {
public:
    explicit Reader(const CostTable& table)
        : m_table(table)
    {
    }
    double operator()(const std::string& key)
    {
        auto value = m_table.value(key);
        if (value)
            return *value;
        if (!m_error)
            m_error = value.error();
        return 0;
    }
    const std::optional<Error>& error() const { return m_error; }

private:
    const CostTable& m_table;
    std::optional<Error> m_error;
};

void readVectorClasses(CostModel& model, const CostTable& table, Reader& read)
{
    for (const VectorClass& entry : kVectorClasses) {
        const std::string name(entry.name);
        CostModel::Vector& cost = model.vector[static_cast<std::size_t>(entry.kind)];
        cost.elementsPerCycle2 = read("rate2." + name);
        cost.elementsPerCycle4 = read("rate4." + name);
        const Cost* wide = table.find("rate8." + name);
        cost.elementsPerCycle8 = wide != nullptr ? wide->value : cost.elementsPerCycle4 / 2;
        cost.latency = read("latency." + name);
        const Cost* rate = table.find("rate4." + name);
        cost.confidence = rate != nullptr ? rate->confidence : chip::Confidence::Guess;
    }
}

double perCycle(double terabytesPerSecond, double clockMhz)
{
    return terabytesPerSecond * 1e12 / (clockMhz * 1e6);
}

/// Read once: the sequences are the same for every chip.
Result<std::shared_ptr<const LibraryRecipes>> sharedRecipes()
{
    static const Result<LibraryRecipes> recipes = LibraryRecipes::load(resourceDir() / "timing" / "library.csv");
    if (!recipes)
        return recipes.error();
    return std::shared_ptr<const LibraryRecipes>(std::shared_ptr<void>(), &*recipes); // lives as long as the program
}

} // namespace

OpClass vectorClassNamed(std::string_view name)
{
    const auto found = std::ranges::find(kVectorClasses, name, &VectorClass::name);
    return found == std::end(kVectorClasses) ? OpClass::None : found->kind;
}

Result<CostModel> CostModel::make(const CostTable& table, const chip::ChipFacts& chip)
{
    CostModel model;
    auto recipes = sharedRecipes();
    if (!recipes)
        return recipes.error();
    model.library = *std::move(recipes);
    model.vector[static_cast<std::size_t>(OpClass::VecLibrary)].confidence = chip::Confidence::Fitted;
    Reader read(table);
    readVectorClasses(model, table, read);
    model.vectorGap = read("vector.gap");
    model.maskSet = read("vector.maskSet");
    model.repeatBytes = read("vector.repeatBytes");
    model.bankGroups = read("bank.groups");
    model.bankReadWrite = read("bank.readWriteCycles");
    model.dmaInstruction = read("dma.instructionCycles");
    model.dmaBlock = read("dma.blockCycles");
    model.dmaReadLatency = read("dma.readLatency");
    model.dmaL2Latency = read("dma.l2Latency");
    model.dmaWriteLatency = read("dma.writeLatency");
    model.dmaLocal = read("dma.localBytesPerCycle");
    model.lineLarge = read("dma.line.large");
    model.lineSmall = read("dma.line.small");
    model.issueVector = read("issue.vector");
    model.issueDma = read("issue.dma");
    model.issueSync = read("issue.sync");
    model.issueBarrier = read("issue.barrier");
    model.issueQueueEvent = read("issue.queueEvent");
    model.queueDepth = read("issue.queueDepth");
    model.scalarWork = read("scalar.work");
    model.scalarUb = read("scalar.ubAccess");
    model.scalarGmHit = read("scalar.gmHit");
    model.scalarGmMiss = read("scalar.gmMiss");
    model.scalarCacheLines = read("scalar.cacheLines");
    model.cacheClean = read("cache.clean");
    model.syncAll = read("sync.all");
    model.crossFlag = read("sync.crossFlag");
    model.crossMemory = read("sync.crossMemory");
    model.crossWait = read("sync.crossWait");
    model.launchBaseUs = read("launch.baseUs");
    model.launchPerBlockUs = read("launch.perBlockUs");
    const double clock = chip.clockMhz.value;
    model.readPort = chip.gmToUbBytesPerCycle.value;
    model.writePort = chip.ubToGmBytesPerCycle.value;
    model.hbmChip = perCycle(chip.hbmTbPerS.value, clock) * read("dma.chip.hbmEfficiency");
    model.l2Chip = perCycle(chip.l2TbPerS.value, clock) * read("dma.chip.l2Efficiency");
    if (read.error())
        return *read.error();
    for (const double rate : { clock, model.readPort, model.writePort, model.hbmChip, model.l2Chip }) {
        if (!(rate > 0))
            return Error { Errc::NotFound, "the chip data lacks a clock or bandwidth the timing model needs",
                chip.name, "choose a chip whose facts list clock, HBM, L2 and UB bandwidth" };
    }
    return model;
}

RepeatShape repeatShapeOf(const Op& op, double repeatBytes)
{
    RepeatShape shape;
    shape.width = static_cast<std::uint32_t>(std::max<std::size_t>(sizeOf(op.dtype), 1));
    for (std::size_t i = 0; op.kind == OpClass::VecCast && i < op.accessCount; ++i)
        shape.width = std::max(shape.width, static_cast<std::uint32_t>(sizeOf(op.accesses[i].dtype)));
    shape.elementsPerRepeat = repeatBytes / shape.width;
    const bool countForm = op.aux[2] != 0;
    shape.repeats = countForm ? std::ceil(op.elements / shape.elementsPerRepeat) : op.aux[0];
    return shape;
}

namespace {

constexpr std::uint32_t kBlocksPerRepeat = 8;
constexpr std::uint32_t kSampledRepeats = 16; // group patterns of regular strides repeat within 16
constexpr std::uint64_t kGroupShift = 5, kGroupMask = 15,
                        kBankShift = 16; // UB_ADDR = bank[17:16] row[15:9] group[8:5]

/// Start of block `b` of repeat `r`; dense operands advance by what one repeat handles.
std::int64_t blockStart(const Access& access, std::uint32_t r, std::uint32_t b, std::int64_t denseRepeatBytes)
{
    const auto base = static_cast<std::int64_t>(access.offset);
    if (access.repeatCount <= 1 && access.blockCount <= 1)
        return base + r * denseRepeatBytes + b * std::int64_t { 32 };
    if (access.blockCount <= 1)
        return base + r * std::int64_t { access.repeatStride } + b * std::int64_t { 32 };
    return base + r * std::int64_t { access.repeatStride } + b * std::int64_t { access.blockStride };
}

struct BlockSet {
    std::array<std::int64_t, std::size_t { kBlocksPerRepeat } * kMaxAccesses> at {};
    std::size_t count = 0;
    void add(std::int64_t block)
    {
        if (std::find(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(count), block)
            == at.begin() + static_cast<std::ptrdiff_t>(count))
            at[count++] = block; // one row read twice is one access
    }
};

void collect(BlockSet& set, const Access& access, std::uint32_t r, std::uint32_t width)
{
    const std::size_t own = sizeOf(access.dtype);
    const std::int64_t dense
        = own == 0 ? 256 : static_cast<std::int64_t>(256 * own / std::max<std::size_t>(width, own));
    const std::uint32_t blocks
        = std::min<std::uint32_t>(kBlocksPerRepeat, static_cast<std::uint32_t>((dense + 31) / 32));
    for (std::uint32_t b = 0; b < blocks; ++b)
        set.add(blockStart(access, r, b, dense) / 32 * 32);
}

std::uint64_t groupOf(std::int64_t at)
{
    return (static_cast<std::uint64_t>(at) >> kGroupShift) & kGroupMask;
}

std::uint32_t largestGroup(const BlockSet& set)
{
    std::array<std::uint32_t, kGroupMask + 1> perGroup {};
    std::uint32_t most = 1;
    for (std::size_t i = 0; i < set.count; ++i)
        most = std::max(most, ++perGroup[groupOf(set.at[i])]);
    return most;
}

bool readMeetsWrite(const BlockSet& reads, const BlockSet& writes)
{
    for (std::size_t i = 0; i < reads.count; ++i) {
        for (std::size_t k = 0; k < writes.count; ++k) {
            const bool sameBank = groupOf(reads.at[i]) == groupOf(writes.at[k])
                && (static_cast<std::uint64_t>(reads.at[i]) >> kBankShift)
                    == (static_cast<std::uint64_t>(writes.at[k]) >> kBankShift);
            if (sameBank)
                return true;
        }
    }
    return false;
}

/// Everything the conflict pattern depends on, as one number.
std::uint64_t patternKey(const Op& op, std::uint32_t repeats)
{
    std::uint64_t key
        = std::min(repeats, kSampledRepeats) * 1000003ULL + static_cast<std::uint64_t>(op.dtype);
    for (std::size_t i = 0; i < op.accessCount; ++i) {
        const Access& a = op.accesses[i];
        for (const std::uint64_t part :
            { a.offset >> kGroupShift, static_cast<std::uint64_t>(a.blockStride) & 0xFFFFFFFFU,
                static_cast<std::uint64_t>(a.repeatStride) & 0xFFFFFFFFU, std::uint64_t { a.blockCount > 1U },
                std::uint64_t { a.repeatCount > 1U }, static_cast<std::uint64_t>(a.flags),
                static_cast<std::uint64_t>(a.dtype) }) {
            key = (key ^ part) * 0x9E3779B97F4A7C15ULL;
            key ^= key >> 32U;
        }
    }
    return key;
}

/// Classes that stream their operands block by block; gathers and reductions have their own rates.
bool streams(OpClass kind)
{
    return kind >= OpClass::VecSimple && kind <= OpClass::VecCopy && kind != OpClass::VecCompare
        && kind != OpClass::VecSelect;
}

} // namespace

VectorCosts::Conflict VectorCosts::conflictOf(const Op& op, std::uint32_t repeats)
{
    const auto [it, isNew] = m_known.try_emplace(patternKey(op, repeats));
    if (!isNew)
        return it->second;
    const RepeatShape shape = repeatShapeOf(op, m_model.repeatBytes);
    const std::uint32_t sampled = std::min(repeats, kSampledRepeats);
    double readCycles = 0;
    double conflicts = 0;
    BlockSet previousWrites; // the write of a repeat comes one repeat later
    for (std::uint32_t r = 0; r < sampled; ++r) {
        BlockSet reads;
        BlockSet writes;
        for (std::size_t i = 0; i < op.accessCount; ++i) {
            const Access& access = op.accesses[i];
            if ((access.flags & AccessRead) != 0)
                collect(reads, access, r, shape.width);
            if ((access.flags & AccessWrite) != 0)
                collect(writes, access, r, shape.width);
        }
        const std::uint32_t cycles = std::max(largestGroup(reads), largestGroup(writes));
        readCycles += cycles;
        // A repeat that reads for several cycles anyway has a cycle left for the write.
        conflicts += cycles == 1 && readMeetsWrite(reads, previousWrites) ? 1 : 0;
        previousWrites = writes;
    }
    if (sampled > 0)
        it->second = { readCycles / sampled, conflicts / sampled };
    return it->second;
}

VectorCost VectorCosts::of(const Op& op)
{
    const CostModel::Vector& rates = m_model.vector[static_cast<std::size_t>(op.kind)];
    const RepeatShape shape = repeatShapeOf(op, m_model.repeatBytes);
    double rate = rates.elementsPerCycle2;
    if (shape.width == 4)
        rate = rates.elementsPerCycle4;
    else if (shape.width > 4)
        rate = rates.elementsPerCycle8;
    VectorCost cost;
    const double clean = shape.repeats * shape.elementsPerRepeat / std::max(rate, 1e-6);
    cost.latency = rates.latency;
    cost.occupancy = clean;
    if (streams(op.kind) && shape.repeats >= 1) {
        const Conflict conflict = conflictOf(op, static_cast<std::uint32_t>(std::min(shape.repeats, 1e6)));
        cost.occupancy
            = clean * conflict.readFactor + shape.repeats * conflict.readWriteRepeats * m_model.bankReadWrite;
        cost.conflict = cost.occupancy - clean;
    }
    return cost;
}

TransferShape transferShapeOf(const Access& gm, const CostModel& model)
{
    TransferShape shape;
    shape.bytes = bytesOf(gm);
    shape.blocks = gm.blockCount * gm.repeatCount;
    if (shape.bytes == 0)
        return shape;
    const bool dense = isDense(gm);
    const std::uint64_t block = dense ? shape.bytes : gm.blockBytes;
    const std::uint32_t blocks = dense ? 1 : shape.blocks;
    const auto line = static_cast<std::uint64_t>(
        block >= static_cast<std::uint64_t>(model.lineLarge) ? model.lineLarge : model.lineSmall);
    constexpr std::uint32_t kSampledBlocks = 64;
    const std::uint32_t sampled = std::min(blocks, kSampledBlocks);
    std::uint64_t rounded = 0;
    for (std::uint32_t i = 0; i < sampled; ++i) {
        const std::int64_t at = static_cast<std::int64_t>(gm.offset)
            + (dense ? 0
                     : std::int64_t { i / gm.blockCount } * gm.repeatStride
                        + std::int64_t { i % gm.blockCount } * gm.blockStride);
        const auto begin = static_cast<std::uint64_t>(std::max<std::int64_t>(at, 0));
        rounded += (begin + block + line - 1) / line * line - begin / line * line;
    }
    shape.lineBytes = rounded * blocks / std::max(sampled, 1U);
    return shape;
}

} // namespace hawk::emulator
