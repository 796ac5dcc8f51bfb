#pragma once

#include "models/row_table_model.h"
#include "models/rows.h"

namespace hawk::ui {

/// The gates of one verdict in the order they ran, with their evidence; what a gate could not decide stands behind it.
class GateModel final : public RowTableModel<GateRow> {
    Q_OBJECT
public:
    enum Column : int { GateColumn, ResultColumn, TimeColumn, ObservedColumn, ExpectedColumn, ColumnCount };
    using RowTableModel::RowTableModel;
    static QString resultWord(GateRow::Result result); ///< "not decided"
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;
};

} // namespace hawk::ui
