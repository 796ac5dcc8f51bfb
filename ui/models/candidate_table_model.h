#pragma once

#include "models/candidate_columns.h"

#include <QHash>

namespace hawk::ui {

/// All candidates, flat, oldest first. Rows are added or updated by id.
class CandidateTableModel final : public RowTableModel<CandidateRow> {
    Q_OBJECT
public:
    using RowTableModel::RowTableModel;

    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(CandidateColumns::ColumnCount);
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /// Appends unknown ids, replaces known ones.
    void upsert(const std::vector<CandidateRow>& rows);
    const CandidateRow* find(qint64 id) const;
    int rowOf(qint64 id) const; ///< -1 when absent

private:
    void rowsReplaced() override;
    void rowsAppended(std::size_t first) override;

    QHash<qint64, int> m_rowById;
};

} // namespace hawk::ui
