#include "cli/command.h"

#include "base/files.h"
#include "emulator/runner/api_coverage.h"
#include "emulator/runner/toolchain.h"
#include "emulator/timing/cost_table.h"

#include <algorithm>
#include <map>
#include <ostream>

namespace hawk::cli {
namespace {

using emulator::ApiCoverage;
using emulator::ApiSupport;

constexpr std::array<ApiSupport, 4> kSupports { ApiSupport::Row, ApiSupport::Header, ApiSupport::OtherGeneration,
    ApiSupport::Missing };

/// Names per tier and kind of support.
std::map<int, std::array<std::size_t, 4>> countsOf(const std::vector<ApiCoverage>& all)
{
    std::map<int, std::array<std::size_t, 4>> counts;
    for (const ApiCoverage& each : all)
        ++counts[each.tier].at(static_cast<std::size_t>(each.support));
    return counts;
}

Json toJson(const emulator::ApiRowFacts& facts)
{
    return { { "name", facts.row->name }, { "class", facts.className }, { "operands", facts.row->operands },
        { "rules", facts.rules }, { "timing", facts.timing }, { "source", facts.row->source }, { "tier", facts.row->tier } };
}

Json toJson(const std::vector<ApiCoverage>& all)
{
    Json names = Json::array();
    for (const ApiCoverage& each : all)
        names.push_back({ { "tier", each.tier }, { "category", each.category }, { "name", each.name },
            { "support", emulator::name(each.support) } });
    Json tiers = Json::array();
    for (const auto& [tier, counts] : countsOf(all)) {
        Json one { { "tier", tier } };
        for (const ApiSupport support : kSupports)
            one[std::string(emulator::name(support))] = counts.at(static_cast<std::size_t>(support));
        tiers.push_back(std::move(one));
    }
    return { { "tiers", std::move(tiers) }, { "names", std::move(names) } };
}

void printCounts(Context& context, const std::vector<ApiCoverage>& all)
{
    using enum Table::Align;
    Table table({ { "tier", Right }, { "rows", Right }, { "headers", Right }, { "other generation", Right }, { "missing", Right },
        { "missing names", Left, 100 } });
    for (const auto& [tier, counts] : countsOf(all)) {
        std::vector<std::string> missing;
        for (const ApiCoverage& each : all)
            if (each.tier == tier && each.support == ApiSupport::Missing)
                missing.push_back(each.name);
        table.row({ std::to_string(tier), std::to_string(counts[0]), std::to_string(counts[1]), std::to_string(counts[2]),
            std::to_string(counts[3]), join(missing, " ") });
    }
    table.print(context.out, context.outColour);
}

Result<int> apis(Context& context, const Arguments&)
{
    const auto costs = emulator::CostTable::forGeneration(chip::Generation::V2201);
    if (!costs)
        return costs.error();
    std::vector<std::string> keys;
    for (const auto& [key, cost] : costs->all())
        keys.push_back(key);
    const auto coverage
        = emulator::apiCoverage(resourceDir() / "apis" / "tiers.csv", emulator::deviceHeaderDir());
    if (!coverage)
        return coverage.error();
    const std::vector<emulator::ApiRowFacts> rows = emulator::apiRowFacts(keys);
    if (context.json) {
        Json document = toJson(*coverage);
        document["rows"] = Json::array();
        for (const emulator::ApiRowFacts& facts : rows)
            document["rows"].push_back(toJson(facts));
        context.print(document);
        return kDone;
    }
    Table table({ { "operation" }, { "class" }, { "timing" }, { "rules", Table::Align::Left, 60 },
        { "page", Table::Align::Left, 60 } });
    for (const emulator::ApiRowFacts& facts : rows) {
        const std::string_view source = facts.row->source;
        table.row({ std::string(facts.row->name), std::string(facts.className), facts.timing, join(facts.rules, " "),
            std::string(source.substr(source.rfind('/') + 1)) });
    }
    table.print(context.out, context.outColour);
    context.out << '\n';
    printCounts(context, *coverage);
    return kDone;
}

} // namespace

std::vector<Command> emulatorCommands()
{
    return { { .name = "emulator apis",
        .summary = "every API name the emulator knows, with class, rules, cost and source; names per tier and what is missing",
        .workspace = false,
        .run = apis,
        .details = "row: an operation that is executed, checked, traced and timed. header: declared on top of such operations, or a\n"
                   "type or macro. other generation: the reference gives it to other chips; using it is a compile error that says so.\n" } };
}

} // namespace hawk::cli
