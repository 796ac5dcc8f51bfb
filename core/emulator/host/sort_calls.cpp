#include "emulator/host/device_calls.h"

#include "emulator/exec/sort_job.h"
#include "emulator/host/vector_perform.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Call;

constexpr std::uint32_t kPairBytes = 8;
constexpr std::uint32_t kSortWidth = 32; // elements per repeat of Sort32
constexpr std::uint32_t kProposals = 16; // per repeat of the region proposal calls
constexpr std::uint32_t kProposalFields = 8;
constexpr std::uint32_t kScoreField = 4;

void sort32(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const std::uint64_t elements = std::uint64_t { call.repeat } * kSortWidth;
    Op op = makeOp(core, call.api, call.site);
    describePlain(op, type, elements, call.repeat);
    addStrided(core, op, call.operands[0], AccessWrite, elements * kPairBytes);
    addStrided(core, op, call.operands[1], AccessRead, elements * sizeOf(type));
    addStrided(core, op, call.operands[2], AccessRead, elements * sizeof(std::uint32_t));
    perform(core, op, call, [&] {
        for (std::uint32_t r = 0; r < call.repeat; ++r)
            exec::sortPairs(type, memoryOf(core, call.operands[0]) + std::size_t { r } * kSortWidth * kPairBytes,
                memoryOf(core, call.operands[1]) + std::size_t { r } * kSortWidth * sizeOf(type),
                memoryOf(core, call.operands[2]) + std::size_t { r } * kSortWidth * sizeof(std::uint32_t), kSortWidth);
    });
}

exec::RecordLayout proposalLayout(DType type)
{
    const auto width = static_cast<std::uint32_t>(sizeOf(type));
    return { type, kProposalFields * width, kScoreField * width };
}

void checkQueues(CoreState& core, const Call& call, std::uint32_t valid)
{
    if (valid != 3 && valid != 7 && valid != 15)
        report(core, call.api, call.site, "mrgsort-alignment", Severity::Error, "validBit",
            "validBit is " + std::to_string(valid) + "; 3, 7 and 15 name the first two, three or four queues");
}

/// Repeats need four equal queues side by side and no suspension; otherwise one round is made.
std::uint32_t roundsOf(const Call& call, std::span<const hawkabi::Operand> sources, const std::uint16_t* lengths,
    std::uint32_t recordBytes, std::uint32_t valid, bool suspend)
{
    bool regular = valid == 15 && !suspend;
    for (std::size_t i = 1; i < sources.size(); ++i)
        regular = regular && lengths[i] == lengths[0]
            && sources[i].address == sources[0].address + i * std::uint64_t { lengths[0] } * recordBytes;
    return regular ? call.repeat : std::min(call.repeat, 1U);
}

void merge(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const exec::RecordLayout layout = call.api == Api::MrgSort4 ? proposalLayout(type) : exec::RecordLayout { type, kPairBytes, 0 };
    const std::uint32_t valid = call.mode & 15U;
    const bool suspend = (call.mode & 16U) != 0;
    checkQueues(core, call, valid);
    const auto* sources = reinterpret_cast<const hawkabi::Operand*>(call.params[0]);
    const auto* lengths = reinterpret_cast<const std::uint16_t*>(call.params[1]);
    const auto queues = static_cast<std::uint32_t>(std::popcount(valid));
    const std::span used(sources, queues);
    const std::uint32_t rounds = roundsOf(call, used, lengths, layout.bytes, valid, suspend);
    std::uint64_t records = 0;
    for (std::uint32_t q = 0; q < queues; ++q)
        records += lengths[q];
    Op op = makeOp(core, call.api, call.site);
    describePlain(op, type, records * rounds, rounds);
    addStrided(core, op, call.operands[0], AccessWrite, records * rounds * layout.bytes);
    // An op has room for three sources; the fourth queue is covered by the third where they lie side by side.
    for (std::uint32_t q = 0; q < queues && op.accessCount < kMaxAccesses; ++q) {
        addStrided(core, op, used[q], AccessRead, std::uint64_t { lengths[q] } * layout.bytes);
        op.accesses.at(op.accessCount - 1U).repeatCount = std::max(rounds, 1U);
        op.accesses.at(op.accessCount - 1U).repeatStride = static_cast<std::int32_t>(records * layout.bytes);
        checkBlock(core, op, call.site, op.accessCount - 1U, used[q]);
    }
    core.registers.mergeTaken = {};
    perform(core, op, call, [&] {
        std::uint64_t written = 0;
        for (std::uint32_t r = 0; r < rounds; ++r) {
            std::array<exec::Queue, 4> list {};
            for (std::uint32_t q = 0; q < queues; ++q)
                list.at(q) = { memoryOf(core, used[q]) + r * records * layout.bytes, lengths[q] };
            const exec::Merged merged = exec::mergeQueues(layout,
                memoryOf(core, call.operands[0]) + r * records * layout.bytes, std::span(list).first(queues), suspend);
            written += merged.written;
            for (std::uint32_t q = 0; q < 4; ++q)
                core.registers.mergeTaken.at(q) = static_cast<std::uint16_t>(merged.taken.at(q));
        }
        op.accesses[0].blockBytes = static_cast<std::uint32_t>(written * layout.bytes);
    });
}

void proposals(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const auto width = static_cast<std::uint32_t>(sizeOf(type));
    const std::uint64_t elements = std::uint64_t { call.repeat } * kProposals;
    const std::uint64_t whole = elements * kProposalFields * width;
    const bool concat = call.api == Api::ProposalConcat;
    const bool sort = call.api == Api::RpSort16;
    if (!sort && call.mode > 5)
        report(core, call.api, call.site, "mrgsort-alignment", Severity::Error, "modeNumber",
            "modeNumber is " + std::to_string(call.mode) + "; 0 to 5 name x1, y1, x2, y2, score, label");
    const std::uint32_t field = std::min(call.mode, 5U) * width;
    const std::int64_t stride = std::int64_t { kProposalFields } * width;
    Op op = makeOp(core, call.api, call.site);
    describePlain(op, type, elements, call.repeat);
    hawkabi::Operand list = call.operands[concat ? 0 : 1];
    list.address += sort ? 0 : field;
    if (sort) {
        addStrided(core, op, call.operands[0], AccessWrite, whole);
        addStrided(core, op, call.operands[1], AccessRead, whole);
    } else if (concat) {
        addStrided(core, op, list, AccessWrite, width, static_cast<std::uint32_t>(elements), stride);
        addStrided(core, op, call.operands[1], AccessRead, elements * width);
    } else {
        addStrided(core, op, call.operands[0], AccessWrite, elements * width);
        addStrided(core, op, list, AccessRead, width, static_cast<std::uint32_t>(elements), stride);
    }
    perform(core, op, call, [&] {
        std::byte* dst = memoryOf(core, call.operands[0]);
        const std::byte* src = memoryOf(core, call.operands[1]);
        if (sort) {
            for (std::uint32_t r = 0; r < call.repeat; ++r) {
                const std::size_t at = static_cast<std::size_t>(r * kProposals * stride);
                exec::sortRecords(proposalLayout(type), dst + at, src + at, kProposals);
            }
            return;
        }
        for (std::uint64_t i = 0; i < elements; ++i) {
            const std::size_t inList = i * static_cast<std::size_t>(stride) + field;
            std::memcpy(dst + (concat ? inList : i * width), src + (concat ? i * width : inList), width);
        }
    });
}

} // namespace

void callSort(CoreState& core, const Call& call)
{
    switch (call.api) {
    case Api::Sort32:
        sort32(core, call);
        break;
    case Api::MrgSort:
    case Api::MrgSort4:
        merge(core, call);
        break;
    default:
        proposals(core, call);
        break;
    }
}

} // namespace hawk::emulator
