#include "core/property/vector_trial.h"

#include <algorithm>

namespace hawk::property {
namespace {

constexpr std::uint32_t kBlock = 32;
constexpr std::uint32_t kArea = 22 * 1024; ///< each operand has one of its own

/// Strides under which no two lanes of a destination share a byte.
void spread(Rng& rng, Place& place, std::uint32_t lanesBytes)
{
    const std::uint32_t blocks = std::max((lanesBytes + kBlock - 1) / kBlock, 1U);
    place.blockStride = 1 + static_cast<std::uint32_t>(rng.below(3));
    place.repeatStride = blocks * place.blockStride + static_cast<std::uint32_t>(rng.below(4));
}

void anyMask(Rng& rng, Trial& trial)
{
    trial.mask = { rng.next() & rng.next(), rng.next() | rng.next() };
    if (rng.below(4) == 0)
        trial.mask = { ~0ULL, ~0ULL };
    if (trial.perRepeat <= 64)
        trial.mask[1] = 0;
    if (trial.perRepeat < 64)
        trial.mask[0] &= (std::uint64_t { 1 } << trial.perRepeat) - 1;
    if (trial.mask[0] == 0 && trial.mask[1] == 0)
        trial.mask[0] = 1;
}

} // namespace

bool Trial::takesPart(std::uint32_t repeat, std::uint32_t lane) const
{
    switch (form) {
    case Form::Count:
    case Form::Counter:
        return std::uint64_t { repeat } * perRepeat + lane < count;
    case Form::MaskCount:
        return lane < count;
    default:
        return (mask[lane / 64] >> (lane % 64) & 1U) != 0;
    }
}

std::uint32_t Trial::at(const Place& place, std::uint32_t elementBytes, std::uint32_t repeat, std::uint32_t lane) const
{
    if (form == Form::Count)
        return place.address + (repeat * perRepeat + lane) * elementBytes;
    const std::uint32_t byte = lane * elementBytes;
    return place.address + repeat * place.repeatStride * kBlock + byte / kBlock * place.blockStride * kBlock + byte % kBlock;
}

std::string Trial::text() const
{
    const auto place = [](const Place& p) {
        return "@" + std::to_string(p.address) + " block " + std::to_string(p.blockStride) + " repeat " + std::to_string(p.repeatStride);
    };
    return "form " + std::to_string(static_cast<int>(form)) + " count " + std::to_string(count) + " mask "
        + std::to_string(mask[0]) + "," + std::to_string(mask[1]) + " repeats " + std::to_string(repeats) + " lanes "
        + std::to_string(perRepeat) + " dst " + place(dst) + " src " + place(src[0]) + ", " + place(src[1]);
}

Trial anyTrial(Rng& rng, const TrialRules& rules)
{
    Trial trial;
    trial.form = static_cast<Form>(rng.below(kForms));
    trial.perRepeat = 256 / std::max(rules.dstBytes, rules.srcBytes);
    trial.repeats = 1 + static_cast<std::uint32_t>(rng.below(rng.below(4) == 0 ? 20 : 4));
    trial.count = 1 + rng.below(trial.form == Form::MaskCount ? trial.perRepeat : std::uint64_t { 5 } * trial.perRepeat);
    anyMask(rng, trial);
    const bool inPlace = rules.inPlace && rules.dstBytes == rules.srcBytes && rng.below(3) == 0;
    trial.dst.bytes = kArea;
    if (rules.spreads && rng.below(2) == 0)
        spread(rng, trial.dst, trial.perRepeat * rules.dstBytes);
    else
        trial.dst.repeatStride = trial.perRepeat * rules.dstBytes / kBlock;
    trial.dst.address = kBlock * static_cast<std::uint32_t>(rng.below(8));
    for (std::size_t i = 0; i < trial.src.size(); ++i) {
        Place& src = trial.src[i];
        src.bytes = kArea;
        src.address = kArea * static_cast<std::uint32_t>(i + 1) + kBlock * static_cast<std::uint32_t>(rng.below(8));
        src.repeatStride = trial.perRepeat * rules.srcBytes / kBlock;
        if (rules.spreads && rng.below(2) == 0) {
            spread(rng, src, trial.perRepeat * rules.srcBytes);
            if (rng.below(4) == 0)
                src.repeatStride = 0; // every repeat reads the same
            if (rng.below(4) == 0)
                src.blockStride = 0; // every block of a repeat reads the same
        }
    }
    if (inPlace)
        trial.src[0] = trial.dst;
    if (rules.sources == 2 && rng.below(6) == 0)
        trial.src[1] = trial.src[0];
    return trial;
}

} // namespace hawk::property
