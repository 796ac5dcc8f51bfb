#pragma once

#include "models/row_table_model.h"
#include "models/rows.h"

#include <QCoreApplication>
#include <QVariant>

namespace hawk::ui {

/// Columns and cells that the lineage tree and the flat table share.
class CandidateColumns {
    Q_DECLARE_TR_FUNCTIONS(CandidateColumns)
public:
    enum Column : int {
        NameColumn, ///< "#12 softmax" with the verdict icon
        OutcomeColumn,
        TimeColumn,
        SpeedupColumn,
        StageColumn,
        AttemptColumn,
        OriginColumn,
        NoteColumn,
        ColumnCount
    };
    static QVariant header(int section, Qt::Orientation orientation, int role);
    static QVariant cell(const CandidateRow& row, int column, int role);
};

} // namespace hawk::ui
