#include "cli/command.h"

#include "base/text.h"
#include "cli/model_report.h"
#include "llm/price_edit.h"

#include <ostream>

namespace hawk::cli {
namespace {

struct PriceRows {
    llm::PriceTable prices;
    std::size_t own = 0; ///< rows of the user's, which come first
};

Result<PriceRows> loadTable()
{
    Result<llm::PriceTable> prices = llm::PriceTable::load(llm::pricesFile());
    if (!prices)
        return prices.error();
    const Result<std::size_t> own = llm::ownPriceCount(llm::pricesFile());
    if (!own)
        return own.error();
    return PriceRows { *std::move(prices), *own };
}

Result<int> list(Context& context, const Arguments& arguments)
{
    const Result<PriceRows> table = loadTable();
    if (!table)
        return table.error();
    const std::string model = arguments.positional(0);
    if (model.empty()) {
        printPrices(table->prices, table->own, context);
        return kDone;
    }
    const llm::Price* price = table->prices.find(model);
    if (price == nullptr)
        return Error { Errc::NotFound, "no price is known for " + hawk::quoted(model) + ": its costs are not counted", {},
            "`hawk price set " + model + " --input N --output N` adds one" };
    printPrice(*price, price < table->prices.rows().data() + table->own, context);
    return kDone;
}

/// The row that is there for exactly this text. A figure of the bundled table is taken over without its source, which
/// spoke of that figure only.
llm::Price existing(const PriceRows& table, const std::string& model, bool& found)
{
    for (std::size_t i = 0; i < table.prices.rows().size(); ++i) {
        llm::Price price = table.prices.rows()[i];
        if (price.model != model)
            continue;
        found = true;
        if (i >= table.own)
            price.source = price.date = {};
        return price;
    }
    found = false;
    llm::Price fresh;
    fresh.model = model;
    return fresh;
}

Status apply(const Arguments& arguments, llm::Price& price)
{
    const auto number = [&](const char* option, auto& into) -> Status {
        if (!arguments.has(option))
            return {};
        const Result<double> value = arguments.number(option, 0, 0);
        if (!value)
            return value.error();
        into = *value;
        return {};
    };
    for (const Status& s : { number("input", price.input), number("output", price.output), number("cached", price.cachedInput),
             number("cache-write", price.cacheWrite) })
        if (!s)
            return s;
    price.currency = arguments.valueOr("currency", price.currency);
    price.source = arguments.valueOr("source", price.source);
    price.date = arguments.valueOr("date", price.date);
    return {};
}

Result<int> set(Context& context, const Arguments& arguments)
{
    const Result<PriceRows> table = loadTable();
    if (!table)
        return table.error();
    llm::PriceEdit edit;
    bool found = false;
    edit.price = existing(*table, arguments.positional(0), found);
    if (!found && (!arguments.has("input") || !arguments.has("output")))
        return Error { Errc::InvalidInput, "a new price needs --input and --output, per million tokens", {}, {} };
    if (const Status s = apply(arguments, edit.price); !s)
        return s.error();
    if (const Status s = llm::setPrice(llm::pricesFile(), edit); !s)
        return s.error();
    if (context.json)
        context.print({ { "set", edit.price.model }, { "file", llm::pricesFile().string() } });
    else
        context.out << edit.price.model << ": " << formatNumber(edit.price.input) << " in, " << formatNumber(edit.price.output)
                    << " out, " << edit.price.currency << " per million tokens, in " << llm::pricesFile().string() << '\n';
    return kDone;
}

Result<int> remove(Context& context, const Arguments& arguments)
{
    const std::string model = arguments.positional(0);
    if (const Status s = llm::removePrice(llm::pricesFile(), model); !s)
        return s.error();
    if (context.json)
        context.print({ { "removed", model }, { "file", llm::pricesFile().string() } });
    else
        context.out << "removed the price for " << model << '\n';
    return kDone;
}

} // namespace

std::vector<Command> priceCommands()
{
    const char* const kTable = "Your prices are in prices.json in the configuration folder ($HAWK_CONFIG, else ~/.config/hawk); they are\n"
                               "looked at before the bundled ones. A price that a model brings itself (`hawk model add --price-input`)\n"
                               "comes before both.";
    return { { .name = "price list",
                 .summary = "what language models cost: your prices, then the bundled ones",
                 .positionals = { { "MODEL", "the id of a model: only the price that holds for it", false } },
                 .workspace = false,
                 .run = list,
                 .details = kTable },
        { .name = "price set",
            .summary = "set a price of your own",
            .positionals = { { "MODEL", "the id the server knows the model by; * stands for any text" } },
            .options = { { "input", "N", "per million tokens of the prompt" }, { "output", "N", "per million tokens of the reply" },
                { "cached", "N", "per million tokens of the prompt that the server had in its cache" },
                { "cache-write", "N", "per million tokens of the prompt that are written to the cache" },
                { "currency", "CODE", "three letters (USD)" }, { "source", "TEXT", "where the figures come from" },
                { "date", "DATE", "of the source" } },
            .workspace = false,
            .run = set,
            .details = std::string("What is not given stays as it is.\n") + kTable },
        { .name = "price remove",
            .summary = "forget a price of your own",
            .positionals = { { "MODEL", "as `hawk price list` shows it" } },
            .workspace = false,
            .run = remove,
            .details = kTable } };
}

} // namespace hawk::cli
