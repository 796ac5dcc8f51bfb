#include "emulator/timing/cost_table.h"

#include "base/files.h"

#include <array>
#include <charconv>
#include <vector>

namespace hawk::emulator {
namespace {

constexpr std::array<std::string_view, 5> kConfidenceNames { "guess", "fitted", "source", "document",
    "measured" };
constexpr std::size_t kColumns = 5;

/// One CSV line; fields may be quoted, quotes inside are doubled. Sources hold commas, never line breaks.
std::vector<std::string> splitCsv(std::string_view line)
{
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back() += '"';
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    return fields;
}

Result<Cost> parseCost(const std::vector<std::string>& fields, const std::string& where)
{
    if (fields.size() != kColumns)
        return Error { Errc::InvalidInput, "a timing row needs key, value, unit, source and confidence",
            where, {} };
    Cost cost;
    const std::string& number = fields[1];
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), cost.value);
    if (parsed.ec != std::errc() || parsed.ptr != number.data() + number.size())
        return Error { Errc::InvalidInput, "\"" + number + "\" is no number", where, {} };
    cost.unit = fields[2];
    cost.source = fields[3];
    if (cost.source.empty())
        return Error { Errc::InvalidInput, "\"" + fields[0] + "\" has no source", where, {} };
    for (std::size_t i = 0; i < kConfidenceNames.size(); ++i) {
        if (kConfidenceNames[i] == fields[4]) {
            cost.confidence = static_cast<chip::Confidence>(i);
            return cost;
        }
    }
    return Error { Errc::InvalidInput, "unknown confidence \"" + fields[4] + "\"", where,
        "known: measured, document, source, fitted, guess" };
}

} // namespace

std::string_view name(chip::Confidence confidence)
{
    return kConfidenceNames.at(static_cast<std::size_t>(confidence));
}

Result<CostTable> CostTable::parse(std::string_view csv, const std::string& origin)
{
    CostTable table;
    table.m_origin = origin;
    int lineNumber = 0;
    while (!csv.empty()) {
        const std::size_t end = csv.find('\n');
        const std::string_view line = csv.substr(0, end);
        csv = end == std::string_view::npos ? std::string_view() : csv.substr(end + 1);
        if (++lineNumber == 1 || line.empty())
            continue; // column names
        const auto fields = splitCsv(line);
        auto cost = parseCost(fields, origin + ":" + std::to_string(lineNumber));
        if (!cost)
            return cost.error();
        table.m_costs.insert_or_assign(fields[0], std::move(*cost));
    }
    return table;
}

Result<CostTable> CostTable::load(const std::filesystem::path& file)
{
    const auto text = readFile(file);
    if (!text)
        return text.error();
    return parse(*text, file.string());
}

Result<CostTable> CostTable::forGeneration(chip::Generation generation)
{
    return load(resourceDir() / "timing" / (std::to_string(static_cast<int>(generation)) + ".csv"));
}

const Cost* CostTable::find(std::string_view key) const
{
    const auto it = m_costs.find(key);
    return it == m_costs.end() ? nullptr : &it->second;
}

Result<double> CostTable::value(std::string_view key) const
{
    const Cost* cost = find(key);
    if (cost == nullptr)
        return Error { Errc::NotFound, "the timing data has no \"" + std::string(key) + "\"", m_origin,
            "add the row, with its source and confidence" };
    return cost->value;
}

} // namespace hawk::emulator
