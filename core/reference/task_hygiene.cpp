#include "reference/task_hygiene.h"

#include "reference/mapped_file.h"

#include <algorithm>
#include <map>

namespace hawk::reference {
namespace {

constexpr std::int64_t kMostElements = 1 << 20;
constexpr std::uint64_t kFirstSeed = 11;
constexpr std::uint64_t kSecondSeed = 12;

Result<bool> sameContents(const TensorFile& a, const TensorFile& b)
{
    const auto left = MappedFile::open(a.path);
    if (!left)
        return left.error();
    const auto right = MappedFile::open(b.path);
    if (!right)
        return right.error();
    return std::ranges::equal(left->bytes(), right->bytes());
}

/// Remarks about one case, each once.
Status addRemarks(const CaseData& first, const CaseData& second, std::map<std::string, std::size_t>& remarks)
{
    for (const Json& remark : first.notes.value("remarks", Json::array()))
        if (remark.is_string())
            ++remarks[remark.get<std::string>()];
    for (std::size_t i = 0; i < first.outputs.size(); ++i) {
        const auto same = sameContents(first.outputs[i].golden, second.outputs[i].golden);
        if (!same)
            return same.error();
        if (*same)
            ++remarks["output '" + first.outputs[i].golden.name + "' is the same for different inputs"];
    }
    return {};
}

} // namespace

Result<std::vector<std::string>> taskRemarks(ReferenceService& service, const spec::OperatorSpec& spec, std::stop_token stop)
{
    std::map<std::string, std::size_t> remarks;
    std::size_t cases = 0;
    for (const spec::Case& which : spec.cases) {
        const auto resolved = spec::resolve(spec, which);
        if (!resolved)
            return resolved.error();
        std::int64_t elements = 0;
        for (const spec::ResolvedTensor& input : resolved->inputs)
            elements += input.elements();
        if (elements > kMostElements)
            continue;
        const auto first = service.caseData(spec, which, kFirstSeed, stop);
        if (!first)
            return first.error();
        const auto second = service.caseData(spec, which, kSecondSeed, stop);
        if (!second)
            return second.error();
        ++cases;
        if (const Status added = addRemarks(*first, *second, remarks); !added)
            return added.error();
    }
    std::vector<std::string> everywhere;
    for (const auto& [remark, count] : remarks)
        if (count == cases)
            everywhere.push_back(remark);
    return everywhere;
}

} // namespace hawk::reference
