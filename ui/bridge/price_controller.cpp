#include "bridge/price_controller.h"

#include "bridge/error_text.h"
#include "llm/price_edit.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

PriceRow toRow(const llm::Price& price)
{
    PriceRow row;
    row.model = toQt(price.model);
    row.input = price.input;
    row.output = price.output;
    row.cachedInput = price.cachedInput;
    row.cacheWrite = price.cacheWrite;
    row.currency = toQt(price.currency);
    row.source = toQt(price.source);
    row.date = toQt(price.date);
    return row;
}

llm::Price toPrice(const PriceRow& row)
{
    llm::Price price;
    price.model = row.model.trimmed().toStdString();
    price.input = row.input.value_or(0);
    price.output = row.output.value_or(0);
    price.cachedInput = row.cachedInput;
    price.cacheWrite = row.cacheWrite;
    if (!row.currency.trimmed().isEmpty())
        price.currency = row.currency.trimmed().toStdString();
    price.source = row.source.trimmed().toStdString();
    price.date = row.date.trimmed().toStdString();
    return price;
}

} // namespace

PriceController::PriceController(ModelController& models, QObject* parent)
    : QObject(parent)
    , m_models(models)
{
    connect(&m_models, &ModelController::reloaded, this, [this] {
        rebuild();
        // A reload that was under way already brings the lines as they were.
        if (!m_saved.isEmpty() && m_prices.rowOf(m_saved, true) >= 0)
            Q_EMIT saved(std::exchange(m_saved, {}));
    });
}

void PriceController::rebuild()
{
    const llm::PriceTable& table = m_models.priceTable();
    std::vector<PriceRow> rows;
    for (std::size_t i = 0; i < table.rows().size(); ++i) {
        rows.push_back(toRow(table.rows()[i]));
        rows.back().own = i < m_models.ownPrices();
        if (const llm::Price* hiding = llm::hidingRow(table, i))
            rows.back().hiddenBy = toQt(hiding->model);
    }
    for (const llm::ModelConfig& model : m_models.configs())
        if (const llm::Price* price = table.find(model.model); price && !model.price)
            rows[static_cast<std::size_t>(price - table.rows().data())].usedBy.append(toQt(model.name));
    m_prices.setRows(std::move(rows));
    Q_EMIT reloaded();
}

void PriceController::retranslate() { m_prices.retranslate(); }

int PriceController::rowFor(const QString& modelId) const
{
    const llm::PriceTable& table = m_models.priceTable();
    const llm::Price* price = table.find(modelId.toStdString());
    return price ? static_cast<int>(price - table.rows().data()) : -1;
}

DraftProblem PriceController::check(const PriceRow& price, const QString& original) const
{
    const QString model = price.model.trimmed();
    if (model.isEmpty())
        return { u"model"_s, tr("Give the id by which the server knows the model."),
            tr("* stands for any text: deepseek-*") };
    if (!price.input)
        return { u"input"_s, tr("Give the price of a million tokens of the prompt."), {} };
    if (!price.output)
        return { u"output"_s, tr("Give the price of a million tokens of the reply."), {} };
    if (model != original && m_prices.rowOf(model, true) >= 0)
        return { u"model"_s, tr("There is a price of yours for this model already."), {} };
    // Everything else is judged where it is read.
    const Status fine = llm::checkPrice(toPrice(price));
    if (fine)
        return {};
    const Error& error = fine.error();
    return { toQt(error.context), toQt(error.message), toQt(error.hint) };
}

void PriceController::edit(std::function<Status()> change, const QString& symptom, const QString& savedModel)
{
    m_worker.run(
        this, [change = std::move(change)](std::stop_token) { return change(); },
        [this, symptom, savedModel](const Status& done) {
            if (!done) {
                Q_EMIT failed(toUiError(done.error(), symptom));
                return;
            }
            m_saved = savedModel;
            m_models.reload();
        });
}

void PriceController::save(const PriceRow& price, const QString& original)
{
    llm::PriceEdit change;
    change.price = toPrice(price);
    change.replaces = original.toStdString();
    edit([change] { return llm::setPrice(llm::pricesFile(), change); }, tr("The price could not be saved"),
        toQt(change.price.model));
}

void PriceController::remove(const QString& model)
{
    edit([model = model.toStdString()] { return llm::removePrice(llm::pricesFile(), model); },
        tr("The price could not be removed"), {});
}

} // namespace hawk::ui
