#include "cli/model_report.h"

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
    return out;
}

std::string priceText(const llm::Price* price)
{
    if (price == nullptr)
        return "not known: costs are not counted";
    std::string out = formatNumber(price->input) + " in, " + formatNumber(price->output) + " out, " + price->currency
        + " per million tokens";
    return price->source.empty() ? out : out + " (" + price->source + ", " + price->date + ")";
}

} // namespace

void printModels(const llm::ModelRegistry& registry, Context& context)
{
    if (context.json) {
        Json all = Json::array();
        for (const llm::ModelConfig& each : registry.models())
            all.push_back(llm::toJson(each));
        context.print({ { "default", registry.defaultName() }, { "file", llm::modelsFile().string() }, { "models", std::move(all) } });
        return;
    }
    if (registry.models().empty()) {
        context.out << "no model is set up; `hawk model add --help` explains how\n";
        return;
    }
    Table table({ { "name" }, { "kind" }, { "model", Table::Align::Left, 40 }, { "where", Table::Align::Left, 48 }, { "key" }, { "" } });
    for (const llm::ModelConfig& each : registry.models())
        table.row({ each.name, std::string(llm::name(each.kind)), each.model, place(each), llm::describe(each.key),
            each.name == registry.defaultName() ? "default" : "" });
    table.print(context.out, context.outColour);
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
