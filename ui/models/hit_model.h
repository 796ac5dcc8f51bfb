#pragma once

#include "models/row_table_model.h"
#include "models/rows.h"

namespace hawk::ui {

/// What was retrieved for the selected candidate: both ranks and scores of every entry.
class HitModel final : public RowTableModel<HitRow> {
    Q_OBJECT
public:
    enum Column : int {
        RankColumn, TitleColumn, UsedColumn, SyntacticColumn, DenseColumn, FusedColumn, ExplanationColumn, ColumnCount
    };
    using RowTableModel::RowTableModel;

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;
};

} // namespace hawk::ui
