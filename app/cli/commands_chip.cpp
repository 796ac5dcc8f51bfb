#include "cli/command.h"

#include "chip/chip_catalog.h"

#include <ostream>

namespace hawk::cli {
namespace {

template <class T> std::string text(const T& value)
{
    if constexpr (std::is_same_v<T, std::string>)
        return value;
    else if constexpr (std::is_same_v<T, Bytes>)
        return formatBytes(static_cast<double>(value.n));
    else
        return formatNumber(static_cast<double>(value));
}

Result<int> list(Context& context, const Arguments&)
{
    const Result<chip::ChipCatalog> catalog = chip::ChipCatalog::loadDefault();
    if (!catalog)
        return catalog.error();
    if (context.json) {
        Json all = Json::array();
        for (const auto& each : catalog->chips())
            all.push_back(chip::toJson(*each));
        context.print({ { "default", chip::kDefaultChip }, { "chips", std::move(all) } });
        return kDone;
    }
    using enum Table::Align;
    Table table({ { "chip" }, { "generation", Right }, { "vector cores", Right }, { "clock MHz", Right },
        { "UB", Right }, { "HBM TB/s", Right }, { "emulated" }, { "" } });
    for (const auto& each : catalog->chips())
        table.row(
            { each->name, std::to_string(static_cast<int>(each->generation)), text(each->vectorCores.value),
                text(each->clockMhz.value), text(each->ub.value), text(each->hbmTbPerS.value),
                std::string(yesNo(each->emulated)), each->name == chip::kDefaultChip ? "default" : "" });
    table.print(context.out, context.outColour);
    return kDone;
}

Result<int> show(Context& context, const Arguments& arguments)
{
    const Result<chip::ChipCatalog> catalog = chip::ChipCatalog::loadDefault();
    if (!catalog)
        return catalog.error();
    const auto found = catalog->find(arguments.positional(0));
    if (!found)
        return found.error();
    const chip::ChipFacts& facts = **found;
    if (context.json) {
        context.print(chip::toJson(facts));
        return kDone;
    }
    context.out << styled(facts.name, Style::Bold, context.outColour) << ", generation "
                << static_cast<int>(facts.generation)
                << (facts.emulated ? ", kernels run in the emulator\n\n" : ", not emulated\n\n");
    Table table({ { "fact" }, { "value", Table::Align::Right, 48 }, { "source", Table::Align::Left, 72 } });
    const auto row = [&](const char* name, const auto& fact) {
        table.row({ name, text(fact.value), fact.source });
    };
    row("cube cores", facts.cubeCores);
    row("vector cores", facts.vectorCores);
    row("clock, MHz", facts.clockMhz);
    row("HBM, GiB", facts.hbmGib);
    row("L2", facts.l2);
    row("UB per vector core", facts.ub);
    row("UB usable", facts.ubUsable);
    row("L1", facts.l1);
    row("L0A", facts.l0a);
    row("L0B", facts.l0b);
    row("L0C", facts.l0c);
    row("UB alignment, B", facts.ubAlign);
    row("best GM alignment, B", facts.gmBestAlign);
    row("HBM, TB/s", facts.hbmTbPerS);
    row("L2, TB/s", facts.l2TbPerS);
    row("GM to UB, B/cycle and core", facts.gmToUbBytesPerCycle);
    row("UB to GM, B/cycle and core", facts.ubToGmBytesPerCycle);
    row("vector, B/cycle", facts.vectorBytesPerCycle);
    for (const auto& [name, fact] : facts.other)
        table.row({ name, fact.value, fact.source });
    table.print(context.out, context.outColour);
    for (const std::string& conflict : facts.conflicts)
        context.out << "\nsources disagree: " << conflict << '\n';
    return kDone;
}

} // namespace

std::vector<Command> chipCommands()
{
    return { { .name = "chip list", .summary = "the chips we know", .run = list },
        { .name = "chip show",
            .summary = "every number of a chip, with its source",
            .positionals = { { "NAME", "Ascend910B2, or 910B2" } },
            .run = show } };
}

} // namespace hawk::cli
