#include "target/exchanged_outputs.h"

#include "reference/mapped_file.h"

namespace hawk::target {
namespace {

/// Whether the run left in `file` what is expected of `golden`.
Result<bool> holds(const std::filesystem::path& file, const reference::GoldenFile& golden, const reference::Tolerance& tolerance)
{
    const auto actual = reference::MappedFile::open(file);
    if (!actual)
        return actual.error();
    const auto report = reference::compare(actual->bytes(), golden, tolerance, std::byte { 0xFF });
    if (!report)
        return report.error();
    return report->pass;
}

bool comparable(const LeftOutput& a, const LeftOutput& b)
{
    std::int64_t first = 1;
    std::int64_t second = 1;
    for (const std::int64_t dim : a.golden->golden.shape)
        first *= dim;
    for (const std::int64_t dim : b.golden->golden.shape)
        second *= dim;
    return !a.right && !b.right && first == second && a.golden->outputDtype == b.golden->outputDtype;
}

} // namespace

Result<std::string> exchangedOutputs(const std::vector<LeftOutput>& outputs, const reference::Tolerance& tolerance)
{
    for (std::size_t i = 0; i < outputs.size(); ++i)
        for (std::size_t j = i + 1; j < outputs.size(); ++j) {
            if (!comparable(outputs[i], outputs[j]))
                continue;
            for (const auto& [from, to] : { std::pair { i, j }, std::pair { j, i } }) {
                const auto same = holds(outputs[from].file, *outputs[to].golden, tolerance);
                if (!same)
                    return same.error();
                if (!*same)
                    break;
                if (from == j)
                    return "outputs '" + outputs[i].golden->golden.name + "' and '" + outputs[j].golden->golden.name
                        + "' are exchanged: each holds what is expected of the other";
            }
        }
    return std::string();
}

} // namespace hawk::target
