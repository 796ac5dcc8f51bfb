#pragma once

#include "bridge/model_controller.h"
#include "models/price_list_model.h"

namespace hawk::ui {

/// The price table replies are counted with, the same that the command line reads and writes: the user's prices, which
/// can be edited, and the bundled ones. Files are written on a worker thread.
class PriceController final : public QObject {
    Q_OBJECT
public:
    explicit PriceController(ModelController& models, QObject* parent = nullptr);

    PriceListModel& prices() { return m_prices; }
    /// The line that holds for a model's id; -1 when none does.
    int rowFor(const QString& modelId) const;
    /// What is wrong with a price that is being written; `original`: the line it was, empty for a new one. The field is
    /// the member's name.
    DraftProblem check(const PriceRow& price, const QString& original) const;
    /// Writes a price into the user's table: in the place of `original`, or as a new one when that is empty.
    void save(const PriceRow& price, const QString& original);
    void remove(const QString& model); ///< of the user's table
    void retranslate();

Q_SIGNALS:
    void reloaded(); ///< the lines are new
    void saved(const QString& model); ///< and in prices()
    void failed(const hawk::ui::UiError& error);

private:
    void rebuild();
    void edit(std::function<Status()> change, const QString& symptom, const QString& savedModel);

    ModelController& m_models;
    PriceListModel m_prices;
    QString m_saved; ///< to be announced once it is in the list
    Worker m_worker;
};

} // namespace hawk::ui
