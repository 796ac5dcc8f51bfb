#pragma once

#include "models/row_table_model.h"
#include "models/rows.h"

namespace hawk::ui {

/// The event stream, oldest first, capped so that a long run cannot fill the memory: the workspace keeps everything.
class EventLogModel final : public RowTableModel<EventRow> {
    Q_OBJECT
public:
    static constexpr int kMaxRows = 200'000;
    enum Column : int { TimeColumn, EventColumn, OperatorColumn, TextColumn, ColumnCount };
    using RowTableModel::RowTableModel;

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /// append() plus the cap.
    void add(std::vector<EventRow> events);
};

} // namespace hawk::ui
