#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>
#include <optional>

namespace hawk::ui {

/// One line of the price table, and a price while it is edited. Amounts are per million tokens.
struct PriceRow {
    QString model; ///< id as the server knows it; "*" stands for any text
    std::optional<double> input; ///< unset only while a new one is written
    std::optional<double> output;
    std::optional<double> cachedInput; ///< unset: as input
    std::optional<double> cacheWrite; ///< unset: as input
    QString currency;
    QString source; ///< where the figures come from
    QString date; ///< of the source
    bool own = false; ///< of the user's table, which comes first; else bundled
    QString hiddenBy; ///< the earlier line because of which this one is never used; empty: none
    QStringList usedBy; ///< models of the user's whose costs are counted with it

    /// Whether a person would write the same down: what is derived does not count.
    bool samePrice(const PriceRow& other) const
    {
        return model == other.model && input == other.input && output == other.output
            && cachedInput == other.cachedInput && cacheWrite == other.cacheWrite && currency == other.currency
            && source == other.source && date == other.date;
    }
};

} // namespace hawk::ui
