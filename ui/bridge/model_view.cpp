#include "bridge/model_view.h"

#include "bridge/error_text.h"
#include "bridge/model_draft.h"
#include "format/numbers.h"
#include "format/shell_line.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct ModelViewText {
    Q_DECLARE_TR_FUNCTIONS(ModelViewText)
};

} // namespace

const llm::Price* priceOf(const llm::ModelConfig& config, const llm::PriceTable& prices)
{
    return config.price ? &*config.price : prices.find(config.model);
}

QString priceText(const llm::Price* price)
{
    if (!price)
        return {};
    const QLocale locale;
    QString shown = ModelViewText::tr("%1 in, %2 out, %3 per million tokens")
                        .arg(locale.toString(price->input, 'g', 6), locale.toString(price->output, 'g', 6),
                            toQt(price->currency));
    if (!price->source.empty())
        shown += u" ("_s + toQt(price->source)
            + (price->date.empty() ? QString() : u", "_s + toQt(price->date)) + u')';
    return shown;
}

ModelRow toRow(const llm::ModelConfig& config, const llm::PriceTable& prices, bool isDefault)
{
    ModelRow row;
    row.name = toQt(config.name);
    row.type = toType(config.kind);
    row.modelId = toQt(config.model);
    row.key = toPlace(config.key);
    row.keyState = row.key.kind == KeyPlace::Kind::None ? KeyState::NotNeeded : KeyState::Unknown;
    row.price = priceText(priceOf(config, prices));
    row.isDefault = isDefault;
    if (config.kind == llm::ModelKind::Command) {
        QStringList words;
        for (const std::string& word : config.command)
            words.append(toQt(word));
        row.address = shellLine(std::move(words));
    } else if (config.overHttp()) {
        row.address = toQt(config.baseUrl);
    }
    return row;
}

ConnectionView toView(const llm::ConnectionReport& report, const llm::ModelConfig& config, const llm::Price* price)
{
    ConnectionView view;
    view.passed = report.passed();
    for (const llm::TestStep& step : report.steps)
        view.steps.push_back({ toQt(step.name), static_cast<TestStepView::State>(step.state),
            toQt(step.detail), toQt(step.hint), step.ms, static_cast<TestStepView::Found>(step.found),
            toQt(step.subject), toQt(step.answer), toPlace(config.key) });
    if (report.reply) {
        const llm::Usage& usage = report.reply->usage;
        view.reportedModel = toQt(report.reply->model);
        view.promptTokens = usage.promptTokens;
        view.completionTokens = usage.completionTokens;
        view.tokensEstimated = usage.estimated;
        if (price)
            view.cost = money(llm::costOf(usage, *price).amount, toQt(price->currency));
    }
    return view;
}

} // namespace hawk::ui
