#pragma once

#include "models/row_table_model.h"
#include "models/rows.h"

namespace hawk::ui {

/// Findings and compiler messages of the selected candidate, worst first.
class FindingModel final : public RowTableModel<FindingRow> {
    Q_OBJECT
public:
    enum Column : int {
        SeverityColumn, RuleColumn, LineColumn, MessageColumn, FixColumn, BlockColumn, CountColumn, ColumnCount
    };
    using RowTableModel::RowTableModel;

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    int firstRowAtLine(int line) const; ///< -1 when no finding names the line
};

} // namespace hawk::ui
