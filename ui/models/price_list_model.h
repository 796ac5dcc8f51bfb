#pragma once

#include "models/price_rows.h"
#include "models/row_table_model.h"

namespace hawk::ui {

/// The price table in the order in which it is looked through: the user's prices, then the bundled ones.
class PriceListModel final : public RowTableModel<PriceRow> {
    Q_OBJECT
public:
    enum Column : int {
        ModelColumn,
        InputColumn,
        OutputColumn,
        CachedColumn,
        CacheWriteColumn,
        CurrencyColumn,
        UseColumn,
        OriginColumn,
        ColumnCount
    };
    using RowTableModel::RowTableModel;

    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    int rowOf(const QString& model, bool own) const; ///< -1: none
};

} // namespace hawk::ui
