#include "emulator/isa/table.h"

#include "emulator/isa/rows.h"

#include <array>

namespace hawk::emulator {
namespace {

constexpr std::size_t kRows = static_cast<std::size_t>(hawkabi::Api::Count);

/// Families may name their rows in any order: the id puts each in its place. A name without a row keeps an empty one,
/// which the table's test refuses.
std::array<ApiRow, kRows> build()
{
    std::array<ApiRow, kRows> rows {};
    for (const std::span<const RowEntry> family : { basicRows(), libraryRows(), syncRows() })
        for (const RowEntry& e : family) {
            const auto id = static_cast<std::uint16_t>(e.api);
            rows.at(id) = { id, e.name, e.kind, e.pipe, e.operands, e.rules, e.page, e.tier };
        }
    return rows;
}

const std::array<ApiRow, kRows>& table()
{
    static const std::array<ApiRow, kRows> rows = build();
    return rows;
}

} // namespace

std::span<const ApiRow> apiTable() { return table(); }

const ApiRow& apiRow(std::uint16_t id) { return table()[id < kRows ? id : 0]; }

std::string_view operandName(const ApiRow& row, std::size_t i)
{
    std::string_view rest = row.operands;
    for (; i > 0; --i) {
        const std::size_t comma = rest.find(',');
        if (comma == std::string_view::npos)
            return {};
        rest.remove_prefix(comma + 1);
    }
    return rest.substr(0, rest.find(','));
}

} // namespace hawk::emulator
