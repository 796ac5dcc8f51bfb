#pragma once

#include "models/row_table_model.h"
#include "models/rows.h"

namespace hawk::ui {

/// The operators of the workspace with their standing in the shown run.
class OperatorModel final : public RowTableModel<OperatorRow> {
    Q_OBJECT
public:
    enum Column : int { NameColumn, StateColumn, BestColumn, SpeedupColumn, AttemptsColumn, ColumnCount };
    using RowTableModel::RowTableModel;

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    int rowOf(const QString& name) const; ///< -1 when absent

private:
    QVariant text(const OperatorRow& row, int column) const;
    QVariant sortValue(const OperatorRow& row, int column) const;
};

} // namespace hawk::ui
