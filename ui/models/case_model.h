#pragma once

#include "models/row_table_model.h"
#include "models/rows.h"

namespace hawk::ui {

/// The cases of one verdict.
class CaseModel final : public RowTableModel<CaseRow> {
    Q_OBJECT
public:
    enum Column : int { CaseColumn, OutcomeColumn, TimeColumn, BoundColumn, ShareColumn, DetailColumn, ColumnCount };
    using RowTableModel::RowTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;
};

} // namespace hawk::ui
