#include "llm/prices.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>

namespace hawk::llm {
namespace {

constexpr double kPerTokens = 1e6;

Result<double> amount(const LocatedJson& document, const std::string& pointer)
{
    const Json& value = document.root().at(Json::json_pointer(pointer));
    if (!value.is_number() || !(value.get<double>() >= 0))
        return document.errorAt(pointer, "a price is a number of at least 0, per million tokens");
    return value.get<double>();
}

bool isCurrency(std::string_view text)
{
    return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

class PricedProvider final : public Provider {
public:
    PricedProvider(std::unique_ptr<Provider> inner, std::optional<Price> own, std::shared_ptr<const PriceTable> table)
        : m_inner(std::move(inner))
        , m_own(std::move(own))
        , m_table(std::move(table))
    {
    }
    const ModelIdentity& identity() const override { return m_inner->identity(); }

    Outcome complete(const Request& request, const OnStream& onStream, std::stop_token stop) override
    {
        Outcome outcome = m_inner->complete(request, onStream, std::move(stop));
        if (!outcome.replied())
            return outcome;
        Reply& reply = outcome.reply();
        const Price* price = m_own ? &*m_own : nullptr;
        if (price == nullptr && m_table)
            price = m_table->find(reply.model);
        if (price == nullptr && m_table)
            price = m_table->find(identity().model);
        if (price != nullptr)
            reply.cost = costOf(reply.usage, *price);
        return outcome;
    }

private:
    std::unique_ptr<Provider> m_inner;
    std::optional<Price> m_own;
    std::shared_ptr<const PriceTable> m_table;
};

} // namespace

Cost costOf(const Usage& usage, const Price& price)
{
    const auto cached = static_cast<double>(usage.cachedTokens);
    const auto written = static_cast<double>(usage.cacheWriteTokens);
    const double plain = static_cast<double>(usage.promptTokens) - cached - written;
    const double sum = plain * price.input + cached * price.cachedInput.value_or(price.input)
        + written * price.cacheWrite.value_or(price.input) + static_cast<double>(usage.completionTokens) * price.output;
    return { sum / kPerTokens, price.currency };
}

bool matchesPattern(std::string_view pattern, std::string_view text)
{
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return pattern == text;
    if (!text.starts_with(pattern.substr(0, star)))
        return false;
    const std::string_view rest = pattern.substr(star + 1);
    for (std::size_t at = star; at <= text.size(); ++at)
        if (matchesPattern(rest, text.substr(at)))
            return true;
    return false;
}

Result<Price> priceFromJson(const LocatedJson& document, const std::string& pointer)
{
    const std::vector<std::string> known { "model", "input", "cachedInput", "cacheWrite", "output", "currency", "source",
        "date" };
    const Json& row = document.root().at(Json::json_pointer(pointer));
    if (!row.is_object())
        return document.errorAt(pointer, "a price is an object: {\"input\": 3, \"output\": 15}");
    Price price;
    for (const auto& [key, value] : row.items()) {
        const std::string at = pointer + "/" + key;
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            const std::string near = nearestName(key, known);
            return document.errorAt(at, "unknown member", near.empty() ? "" : "did you mean " + hawk::quoted(near) + "?");
        }
        const bool text = key == "model" || key == "currency" || key == "source" || key == "date";
        if (text && !value.is_string())
            return document.errorAt(at, "must be a text");
        if (!text) {
            const Result<double> number = amount(document, at);
            if (!number)
                return number.error();
        }
    }
    if (!row.contains("input") || !row.contains("output"))
        return document.errorAt(pointer, "needs `input` and `output`, per million tokens");
    price.model = row.value("model", std::string());
    price.input = row.at("input").get<double>();
    price.output = row.at("output").get<double>();
    if (row.contains("cachedInput"))
        price.cachedInput = row.at("cachedInput").get<double>();
    if (row.contains("cacheWrite"))
        price.cacheWrite = row.at("cacheWrite").get<double>();
    price.currency = row.value("currency", std::string("USD"));
    // Money is only added up within one currency: "usd" beside "USD" would silently count as unknown.
    if (!isCurrency(price.currency))
        return document.errorAt(pointer + "/currency", "a currency is three capital letters", "for example \"USD\"");
    price.source = row.value("source", std::string());
    price.date = row.value("date", std::string());
    return price;
}

Result<PriceTable> PriceTable::parse(std::string_view text, const std::string& origin)
{
    const Result<LocatedJson> document = LocatedJson::parse(text, origin);
    if (!document)
        return document.error();
    const Json& root = document->root();
    if (!root.is_object() || !root.contains("prices") || !root.at("prices").is_array())
        return document->errorAt("", "a price table is {\"prices\": [...]}");
    PriceTable table;
    for (std::size_t i = 0; i < root.at("prices").size(); ++i) {
        const std::string pointer = "/prices/" + std::to_string(i);
        Result<Price> price = priceFromJson(*document, pointer);
        if (!price)
            return price.error();
        if (price->model.empty())
            return document->errorAt(pointer, "needs `model`, the id the price is for (\"*\" stands for any text)");
        table.m_rows.push_back(*std::move(price));
    }
    return table;
}

Result<PriceTable> PriceTable::load(const std::filesystem::path& userFile)
{
    const std::filesystem::path bundled = resourceDir() / "models" / "prices.json";
    PriceTable all;
    for (const std::filesystem::path& file : { userFile, bundled }) {
        std::error_code ignored;
        if (file.empty() || (file == userFile && !std::filesystem::exists(file, ignored)))
            continue;
        const Result<std::string> text = readFile(file);
        if (!text)
            return text.error();
        const Result<PriceTable> table = parse(*text, file.string());
        if (!table)
            return table.error();
        all.m_rows.insert(all.m_rows.end(), table->m_rows.begin(), table->m_rows.end());
    }
    return all;
}

const Price* PriceTable::find(std::string_view model) const
{
    for (const Price& row : m_rows)
        if (matchesPattern(row.model, model))
            return &row;
    return nullptr;
}

std::unique_ptr<Provider> makePricedProvider(
    std::unique_ptr<Provider> inner, std::optional<Price> own, std::shared_ptr<const PriceTable> table)
{
    return std::make_unique<PricedProvider>(std::move(inner), std::move(own), std::move(table));
}

} // namespace hawk::llm
