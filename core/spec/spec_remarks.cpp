#include "spec/spec_remarks.h"

#include <algorithm>

namespace hawk::spec {
namespace {

constexpr std::uint64_t kBlock = 32; ///< bytes a transfer moves at least
constexpr std::int64_t kTiny = 512; ///< elements: less than any sensible tile
constexpr std::uint64_t kUb = 192ULL * 1024; ///< bytes of the smallest emulated chip's UB, see resources/chips

template <class Fits> bool anyInput(const OperatorSpec& spec, Fits fits)
{
    return std::ranges::any_of(spec.cases, [&](const Case& which) {
        const auto resolved = resolve(spec, which);
        return resolved && !resolved->inputs.empty() && fits(resolved->inputs);
    });
}

} // namespace

std::vector<std::string> specRemarks(const OperatorSpec& spec)
{
    using Tensors = std::vector<ResolvedTensor>;
    const auto any = [](auto property) { return [property](const Tensors& tensors) { return std::ranges::any_of(tensors, property); }; };
    const auto all = [](auto property) { return [property](const Tensors& tensors) { return std::ranges::all_of(tensors, property); }; };
    std::vector<std::string> remarks;
    if (!anyInput(spec, any([](const ResolvedTensor& tensor) { return tensor.bytes() % kBlock != 0; })))
        remarks.emplace_back("no case has an unaligned tail: every input is a whole number of 32-byte blocks");
    if (!anyInput(spec, all([](const ResolvedTensor& tensor) { return tensor.elements() <= kTiny; })))
        remarks.emplace_back("no case is smaller than a tile");
    if (!anyInput(spec, any([](const ResolvedTensor& tensor) { return tensor.bytes() > kUb; })))
        remarks.emplace_back("no case is larger than UB (192 KiB)");
    if (std::ranges::none_of(spec.cases, [](const Case& which) { return which.visibility == Visibility::Hidden; }))
        remarks.emplace_back("no case is hidden: a kernel may be made for the sizes it was shown");
    if (spec.metamorphic.empty())
        remarks.emplace_back("no metamorphic relation is declared");
    return remarks;
}

} // namespace hawk::spec
