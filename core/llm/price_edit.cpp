#include "llm/price_edit.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>

namespace hawk::llm {
namespace {

using Ordered = nlohmann::ordered_json; // keeps the order of what the user wrote, which decides what is found first

Result<Ordered> readOrdered(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return Ordered { { "prices", Ordered::array() } };
    const Result<std::string> text = readFile(file);
    if (!text)
        return text.error();
    if (const auto valid = PriceTable::parse(*text, file.string()); !valid)
        return valid.error();
    return Ordered::parse(*text, nullptr, false);
}

Status write(const std::filesystem::path& file, const Ordered& document)
{
    std::error_code failure;
    std::filesystem::create_directories(file.parent_path(), failure);
    if (failure)
        return Error { Errc::Io, "cannot make the folder " + file.parent_path().string() + ": " + failure.message(), {}, {} };
    return writeFileAtomically(file, document.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n");
}

auto findRow(Ordered& rows, const std::string& model)
{
    return std::find_if(rows.begin(), rows.end(), [&](const Ordered& each) { return each.value("model", "") == model; });
}

/// The first row whose text also fits everything that `model` fits; behind it a row for `model` would never be found.
auto findHiding(Ordered& rows, const std::string& model)
{
    return std::find_if(
        rows.begin(), rows.end(), [&](const Ordered& each) { return matchesPattern(each.value("model", ""), model); });
}

Ordered toRow(const Price& price)
{
    Ordered row { { "model", price.model }, { "input", price.input } };
    if (price.cachedInput)
        row["cachedInput"] = *price.cachedInput;
    if (price.cacheWrite)
        row["cacheWrite"] = *price.cacheWrite;
    row["output"] = price.output;
    row["currency"] = price.currency;
    if (!price.source.empty())
        row["source"] = price.source;
    if (!price.date.empty())
        row["date"] = price.date;
    return row;
}

} // namespace

Result<std::size_t> ownPriceCount(const std::filesystem::path& userFile)
{
    std::error_code ignored;
    if (!std::filesystem::exists(userFile, ignored))
        return std::size_t { 0 };
    const Result<std::string> text = readFile(userFile);
    if (!text)
        return text.error();
    const Result<PriceTable> table = PriceTable::parse(*text, userFile.string());
    return table ? Result<std::size_t>(table->rows().size()) : Result<std::size_t>(table.error());
}

const Price* hidingRow(const PriceTable& table, std::size_t index)
{
    // A "*" of the later text is only matched by one of the earlier: what that fits, the earlier fits as well.
    for (std::size_t i = 0; i < index; ++i)
        if (matchesPattern(table.rows()[i].model, table.rows()[index].model))
            return &table.rows()[i];
    return nullptr;
}

Status checkPrice(const Price& price)
{
    if (price.model.empty())
        return Error { Errc::InvalidInput, "a price needs the id of the model it is for", "model", "\"*\" stands for any text" };
    if (std::any_of(price.model.begin(), price.model.end(), [](unsigned char c) { return c <= ' ' || c == 0x7F; }))
        return Error { Errc::InvalidInput, "the id of a model has no spaces", "model", "\"*\" stands for any text" };
    const Ordered alone { { "prices", Ordered::array({ toRow(price) }) } };
    const auto parsed = PriceTable::parse(alone.dump(-1, ' ', false, Ordered::error_handler_t::replace), "the price");
    if (parsed)
        return {};
    // A line in a text nobody wrote helps nobody; the member does: "/prices/0/input: a price is" -> "input".
    Error error = parsed.error();
    error.context.clear();
    constexpr std::string_view kPlace = "/prices/0/";
    if (const std::size_t colon = error.message.find(": "); error.message.starts_with(kPlace) && colon != std::string::npos) {
        error.context = error.message.substr(kPlace.size(), colon - kPlace.size());
        error.message.erase(0, colon + 2);
    }
    return error;
}

Status setPrice(const std::filesystem::path& file, const PriceEdit& edit)
{
    if (const Status s = checkPrice(edit.price); !s)
        return s;
    Result<Ordered> document = readOrdered(file);
    if (!document)
        return document.error();
    Ordered& rows = (*document)["prices"];
    const auto same = findRow(rows, edit.price.model);
    const auto wanted = edit.replaces.empty() ? same : findRow(rows, edit.replaces);
    if (wanted == rows.end() && !edit.replaces.empty())
        return Error { Errc::NotFound, "there is no price for " + hawk::quoted(edit.replaces), file.string(),
            "it may have been removed meanwhile" };
    if (same != rows.end() && same != wanted)
        return Error { Errc::Conflict, "there is a price for " + hawk::quoted(edit.price.model) + " already", file.string(),
            "change that one, or remove it first" };
    if (wanted != rows.end())
        *wanted = toRow(edit.price);
    else
        rows.insert(findHiding(rows, edit.price.model), toRow(edit.price));
    return write(file, *document);
}

Status removePrice(const std::filesystem::path& file, const std::string& model)
{
    Result<Ordered> document = readOrdered(file);
    if (!document)
        return document.error();
    Ordered& rows = (*document)["prices"];
    const auto found = findRow(rows, model);
    if (found == rows.end()) {
        std::vector<std::string> own;
        for (const Ordered& each : rows)
            own.push_back(each.value("model", ""));
        const std::string near = nearestName(model, own);
        return Error { Errc::NotFound, "no price of yours is for " + hawk::quoted(model), file.string(),
            near.empty() ? "`hawk price list` shows them; the bundled ones stay, a row of yours comes before them"
                         : "did you mean " + hawk::quoted(near) + "?" };
    }
    rows.erase(found);
    return write(file, *document);
}

} // namespace hawk::llm
