#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/item_report.h"

#include "bench/conformance.h"
#include "chip/chip_catalog.h"

#include <algorithm>
#include <ostream>
#include <thread>

namespace hawk::cli {
namespace {

struct Totals {
    std::size_t items = 0, leftOut = 0, badInput = 0, unchecked = 0; ///< the first counts all but those left out
    std::size_t built = 0, ran = 0, matched = 0, clean = 0, explained = 0, cases = 0, casesMatched = 0;
    std::vector<double> compileMs; ///< of every kernel that was compiled, ascending
};

Totals totalsOf(const std::vector<bench::ConformanceReport>& reports)
{
    Totals t;
    for (const bench::ConformanceReport& report : reports) {
        if (report.item.name.empty())
            continue; // stopped before its turn
        if (report.leftOut) {
            ++t.leftOut;
            continue;
        }
        ++t.items;
        t.badInput += report.badInput ? 1U : 0U;
        t.unchecked += report.unchecked() ? 1U : 0U;
        t.built += report.built ? 1U : 0U;
        t.ran += report.ran ? 1U : 0U;
        t.matched += report.matched ? 1U : 0U;
        t.clean += report.clean() ? 1U : 0U;
        t.explained += report.explained() ? 1U : 0U;
        t.cases += report.cases.size();
        t.casesMatched += static_cast<std::size_t>(
            std::ranges::count_if(report.cases, [](const bench::ConformanceCase& c) { return c.matched; }));
        for (const bench::ConformanceCase& c : report.cases)
            if (c.compileMs > 0)
                t.compileMs.push_back(c.compileMs);
    }
    std::ranges::sort(t.compileMs);
    return t;
}

Json toJson(const Totals& t)
{
    return { { "items", t.items }, { "leftOut", t.leftOut }, { "unchecked", t.unchecked }, { "built", t.built }, { "ran", t.ran },
        { "matched", t.matched }, { "clean", t.clean }, { "explained", t.explained }, { "cases", t.cases },
        { "casesMatched", t.casesMatched }, { "compileMs", t.compileMs } };
}

void printTable(Context& context, const std::vector<bench::ConformanceReport>& reports, const Totals& totals)
{
    using enum Table::Align;
    Table table({ { "item", Left, 56 }, { "result" }, { "cases", Right }, { "time", Right }, { "reason", Left, 110 } });
    for (const bench::ConformanceReport& report : reports) {
        if (report.item.name.empty())
            continue;
        const auto matched = std::ranges::count_if(report.cases, [](const bench::ConformanceCase& c) { return c.matched; });
        table.row({ report.item.name, resultOf(report), std::to_string(matched) + "/" + std::to_string(report.cases.size()),
            formatMs(report.wallMs), reasonOf(report) });
    }
    table.print(context.out, context.outColour);
    context.out << '\n' << totals.items << " items"
                << (totals.leftOut == 0 ? "" : " (and " + std::to_string(totals.leftOut) + " left out, for they need what is not emulated)")
                << ": " << totals.built << " built, " << totals.ran << " ran, " << totals.matched
                << " matched, " << totals.clean << " of them without an error-level finding; cases " << totals.casesMatched << "/"
                << totals.cases;
    if (totals.explained > 0)
        context.out << "; " << totals.explained << " mismatches with such a finding";
    if (totals.unchecked > 0)
        context.out << "; " << totals.unchecked << " items could not be compared";
    context.out << '\n';
    if (const std::vector<double>& ms = totals.compileMs; !ms.empty())
        context.out << "kernels compiled: " << ms.size() << ", median " << formatMs(ms[ms.size() / 2]) << " [" << formatMs(ms.front())
                    << ".." << formatMs(ms.back()) << "]\n";
}

Result<bench::ConformanceOptions> optionsFrom(const Arguments& arguments)
{
    bench::ConformanceOptions options;
    const Result<chip::ChipCatalog> catalog = chip::ChipCatalog::loadDefault();
    if (!catalog)
        return catalog.error();
    auto facts = catalog->find(arguments.valueOr("chip", std::string(chip::kDefaultChip)));
    if (!facts)
        return facts.error();
    options.chip = *facts;
    const auto elements = arguments.integer("max-elements", 0, 0, std::int64_t { 1 } << 40U);
    const auto cases = arguments.integer("max-cases", 0, 0, 100'000);
    const auto seed = arguments.integer("seed", 1, 0, std::int64_t { 1 } << 53U);
    const auto jobs = arguments.integer("jobs", std::max(1U, std::thread::hardware_concurrency()), 1, 1024);
    const auto timeout = arguments.integer("timeout", 600, 1, 86'400);
    for (const auto* number : { &elements, &cases, &seed, &jobs, &timeout })
        if (!*number)
            return number->error();
    options.maxElements = *elements;
    options.maxCases = static_cast<std::size_t>(*cases);
    options.seed = static_cast<std::uint64_t>(*seed);
    options.jobs = static_cast<unsigned>(*jobs);
    options.itemTimeout = std::chrono::seconds(*timeout);
    options.filter = arguments.valueOr("only", "");
    options.journal = arguments.valueOr("journal", "");
    const std::pair<const char*, std::vector<std::filesystem::path>*> folders[] { { "include", &options.includeDirs },
        { "references", &options.referenceDirs } };
    for (const auto& [name, list] : folders) {
        for (const std::string& folder : arguments.values(name)) {
            std::error_code ec;
            if (!std::filesystem::is_directory(folder, ec))
                return Error { Errc::NotFound, std::string("--") + name + ": no folder " + folder, {}, {} };
            list->push_back(std::filesystem::canonical(folder, ec));
        }
    }
    return options;
}

Result<int> conformance(Context& context, const Arguments& arguments)
{
    auto options = optionsFrom(arguments);
    if (!options)
        return options.error();
    const auto items = bench::findConformanceItems(arguments.positional(0), options->filter);
    if (!items)
        return items.error();
    if (items->empty())
        return Error { Errc::NotFound, "nothing below " + arguments.positional(0) + " can be run", {},
            "looked for: benchmark tasks (validation/ and answer/), programs with a main that launches a kernel, operator "
            "projects (op_host/ and op_kernel/), operator packages (project_json_src = ...)" };
    std::size_t done = 0;
    std::stop_source stop;
    const InterruptWatch watch([&](int) { stop.request_stop(); });
    const auto finished = [&](const bench::ConformanceReport& report) {
        ++done;
        if (context.progress)
            context.note("[" + std::to_string(done) + "/" + std::to_string(items->size()) + "] " + report.item.name + ": "
                + resultOf(report));
    };
    const auto reports = bench::runConformance(*items, *options, finished, stop.get_token());
    if (!reports)
        return reports.error();
    const Totals totals = totalsOf(*reports);
    if (context.json) {
        Json list = Json::array();
        for (const bench::ConformanceReport& report : *reports)
            if (!report.item.name.empty())
                list.push_back(bench::toJson(report));
        context.print({ { "chip", options->chip->name }, { "seed", options->seed }, { "maxElements", options->maxElements },
            { "totals", toJson(totals) }, { "items", std::move(list) } });
    } else {
        printTable(context, *reports, totals);
    }
    if (stop.stop_requested())
        return kInterrupted;
    if (totals.items > 0 && totals.badInput == totals.items)
        return kBadInput;
    return totals.clean + totals.unchecked == totals.items ? kDone : kNotCorrect;
}

} // namespace

std::vector<Command> conformanceCommands()
{
    return { { .name = "conformance",
        .summary = "run every kernel below a folder and compare it with what it brings itself",
        .positionals = { { "DIR", "folder with benchmark tasks, direct-launch programs, operator projects or packages" } },
        .options = { { .name = "chip", .value = "NAME", .help = "Ascend910B2 when not given" },
            { .name = "only", .value = "TEXT", .help = "only items whose path contains it" },
            { .name = "include", .value = "DIR", .help = "folder with common headers of the corpus", .repeatable = true },
            { .name = "references", .value = "DIR", .help = "folder with KernelBench references of packages", .repeatable = true },
            { .name = "max-elements", .value = "N", .help = "make cases smaller until no tensor has more elements; shown in the report" },
            { .name = "max-cases", .value = "N", .help = "at most so many cases of an item, evenly chosen" },
            { .name = "journal", .value = "FILE", .help = "note finished items there; a second run goes on where the first ended" },
            { .name = "jobs", .value = "N", .help = "items at a time (one per processor)" },
            { .name = "seed", .value = "S", .help = "of the inputs (1)" },
            { .name = "timeout", .value = "S", .help = "seconds for one item (600)" } },
        .workspace = false,
        .run = conformance,
        .details = "A program is run in every way its README lists, with its own scripts; one that needs what is not emulated is left\n"
                   "out with the reason. Exit code 0 when every item that could be compared matched and raised no error-level\n"
                   "finding, 2 when none of them can be run (a part is missing or cannot be read), else 1." } };
}

} // namespace hawk::cli
