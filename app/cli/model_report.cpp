#include "cli/model_report.h"

#include "llm/price_edit.h"

#include <ostream>

namespace hawk::cli {
namespace {

const llm::Price* priceOf(const llm::ModelConfig& config, const llm::PriceTable& prices)
{
    return config.price ? &*config.price : prices.find(config.model);
}

std::string place(const llm::ModelConfig& config)
{
    if (config.kind == llm::ModelKind::Manual)
        return "a person";
    return config.kind == llm::ModelKind::Command ? join(config.command, " ") : config.baseUrl;
}

Json priceJson(const llm::Price* price)
{
    if (price == nullptr)
        return nullptr;
    Json out { { "input", price->input }, { "output", price->output }, { "currency", price->currency },
        { "source", price->source }, { "date", price->date } };
    if (price->cachedInput)
        out["cachedInput"] = *price->cachedInput;
    if (price->cacheWrite)
        out["cacheWrite"] = *price->cacheWrite;
    return out;
}

/// What can be named without being set up: the bundled stand-in, unless a model of the user's has its name.
std::vector<llm::ModelConfig> bundledModels(const llm::ModelRegistry& registry)
{
    for (const llm::ModelConfig& each : registry.models())
        if (each.name == llm::kDemoModel)
            return {};
    const Result<llm::ModelConfig> demo = registry.find(llm::kDemoModel);
    return demo ? std::vector { *demo } : std::vector<llm::ModelConfig>();
}

Json rowJson(const llm::Price& price, bool own)
{
    Json out = priceJson(&price);
    out["model"] = price.model;
    out["own"] = own;
    return out;
}

/// "yours", or where the figure comes from and of when it is.
std::string originText(const llm::Price& price, bool own)
{
    std::string out = own ? "yours" : "";
    for (const std::string& each : { price.source, price.date })
        if (!each.empty())
            out += (out.empty() ? "" : ", ") + each;
    return out;
}

std::string priceText(const llm::Price* price)
{
    if (price == nullptr)
        return "not known: costs are not counted";
    std::string out = formatNumber(price->input) + " in, " + formatNumber(price->output) + " out, " + price->currency
        + " per million tokens";
    const std::string origin = originText(*price, false);
    return origin.empty() ? out : out + " (" + origin + ")";
}

} // namespace

void printModels(const llm::ModelRegistry& registry, Context& context)
{
    if (context.json) {
        Json all = Json::array();
        for (const llm::ModelConfig& each : registry.models())
            all.push_back(llm::toJson(each));
        for (const llm::ModelConfig& each : bundledModels(registry)) {
            all.push_back(llm::toJson(each));
            all.back()["bundled"] = true;
        }
        context.print({ { "default", registry.defaultName() }, { "file", llm::modelsFile().string() }, { "models", std::move(all) } });
        return;
    }
    Table table({ { "name" }, { "kind" }, { "model", Table::Align::Left, 40 }, { "where", Table::Align::Left, 48 }, { "key" }, { "" } });
    const auto row = [&](const llm::ModelConfig& each, const std::string& where, const std::string& mark) {
        table.row({ each.name, std::string(llm::name(each.kind)), each.model, where, llm::describe(each.key), mark });
    };
    for (const llm::ModelConfig& each : registry.models())
        row(each, place(each), each.name == registry.defaultName() ? "default" : "");
    for (const llm::ModelConfig& each : bundledModels(registry))
        row(each, "a script that needs no service", "bundled");
    table.print(context.out, context.outColour);
    if (registry.models().empty())
        context.out << "no model of yours is set up; `hawk model add --help` explains how\n";
}

void printModel(const llm::ModelConfig& config, const llm::PriceTable& prices, Context& context)
{
    if (context.json) {
        Json out = llm::toJson(config);
        out["price"] = priceJson(priceOf(config, prices));
        context.print(out);
        return;
    }
    context.out << styled(config.name, Style::Bold, context.outColour) << ", " << llm::name(config.kind) << "\n\n";
    Table table({ { "setting" }, { "value" } });
    table.row({ "model", config.model });
    table.row({ "where", place(config) });
    if (config.overHttp())
        table.row({ "key", llm::describe(config.key) });
    table.row({ "parameters", llm::toJson(config.parameters).dump() });
    table.row({ "side by side", std::to_string(config.limits.concurrency) });
    if (config.limits.requestsPerMinute > 0)
        table.row({ "requests per minute", std::to_string(config.limits.requestsPerMinute) });
    if (config.limits.tokensPerMinute > 0)
        table.row({ "tokens per minute", std::to_string(config.limits.tokensPerMinute) });
    if (!config.fallbacks.empty())
        table.row({ "fallbacks", join(config.fallbacks, ", ") });
    table.row({ "price", priceText(priceOf(config, prices)) });
    table.print(context.out, context.outColour);
}

void printPrices(const llm::PriceTable& prices, std::size_t own, Context& context)
{
    if (context.json) {
        Json rows = Json::array();
        for (std::size_t i = 0; i < prices.rows().size(); ++i) {
            rows.push_back(rowJson(prices.rows()[i], i < own));
            if (const llm::Price* hiding = llm::hidingRow(prices, i))
                rows.back()["hiddenBy"] = hiding->model;
        }
        context.print({ { "file", llm::pricesFile().string() }, { "prices", std::move(rows) } });
        return;
    }
    Table table({ { "model" }, { "in", Table::Align::Right }, { "cached", Table::Align::Right }, { "cache write", Table::Align::Right },
        { "out", Table::Align::Right }, { "currency" }, { "from", Table::Align::Left, 60 } });
    const auto optional = [](const std::optional<double>& value) { return value ? formatNumber(*value) : std::string("-"); };
    for (std::size_t i = 0; i < prices.rows().size(); ++i) {
        const llm::Price& each = prices.rows()[i];
        const llm::Price* hiding = llm::hidingRow(prices, i);
        table.row({ each.model, formatNumber(each.input), optional(each.cachedInput), optional(each.cacheWrite),
            formatNumber(each.output), each.currency,
            hiding != nullptr ? "never used: " + hiding->model + " comes first" : originText(each, i < own) });
    }
    table.print(context.out, context.outColour);
    context.out << "per million tokens; the first row that fits a model counts\n";
}

void printPrice(const llm::Price& price, bool own, Context& context)
{
    if (context.json) {
        context.print(rowJson(price, own));
        return;
    }
    Table table({ { "price" }, { "value" } });
    table.row({ "model", price.model });
    table.row({ "in", formatNumber(price.input) });
    if (price.cachedInput)
        table.row({ "in, cached", formatNumber(*price.cachedInput) });
    if (price.cacheWrite)
        table.row({ "in, written to the cache", formatNumber(*price.cacheWrite) });
    table.row({ "out", formatNumber(price.output) });
    table.row({ "currency", price.currency + ", per million tokens" });
    table.row({ "from", originText(price, own) });
    table.print(context.out, context.outColour);
}

void printConnection(const llm::ModelConfig& config, const llm::ConnectionReport& report, const llm::PriceTable& prices,
    Context& context)
{
    const llm::Price* price = priceOf(config, prices);
    if (context.json) {
        Json steps = Json::array();
        for (const llm::TestStep& step : report.steps)
            steps.push_back({ { "name", step.name }, { "state", llm::name(step.state) }, { "detail", step.detail },
                { "hint", step.hint }, { "ms", step.ms } });
        Json out { { "model", config.name }, { "passed", report.passed() }, { "steps", std::move(steps) } };
        if (report.reply) {
            out["reply"] = llm::toJson(*report.reply);
            if (price != nullptr)
                out["cost"] = { { "amount", llm::costOf(report.reply->usage, *price).amount }, { "currency", price->currency } };
        }
        context.print(out);
        return;
    }
    for (const llm::TestStep& step : report.steps) {
        const Style style = step.state == llm::TestStep::State::Failed ? Style::Red
            : step.state == llm::TestStep::State::Passed               ? Style::Green
                                                                       : Style::Dim;
        context.out << styled(llm::name(step.state), style, context.outColour) << "  " << step.name << ": " << step.detail;
        if (step.ms > 0)
            context.out << " (" << formatMs(step.ms) << ")";
        context.out << '\n';
        if (!step.hint.empty())
            context.out << "        " << step.hint << '\n';
    }
    if (!report.reply)
        return;
    const llm::Usage& usage = report.reply->usage;
    context.out << "        " << usage.promptTokens << " tokens in, " << usage.completionTokens << " out"
                << (usage.estimated ? " (estimated)" : "");
    if (price != nullptr)
        context.out << ", " << formatNumber(llm::costOf(usage, *price).amount) << ' ' << price->currency;
    context.out << '\n';
}

} // namespace hawk::cli
