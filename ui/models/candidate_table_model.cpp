#include "models/candidate_table_model.h"

namespace hawk::ui {

QVariant CandidateTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return CandidateColumns::header(section, orientation, role);
}

QVariant CandidateTableModel::data(const QModelIndex& index, int role) const
{
    const CandidateRow* row = rowAt(index);
    return row ? CandidateColumns::cell(*row, index.column(), role) : QVariant();
}

void CandidateTableModel::upsert(const std::vector<CandidateRow>& rows)
{
    std::vector<CandidateRow> fresh;
    for (const CandidateRow& row : rows) {
        const int known = rowOf(row.id);
        if (known >= 0)
            replace(known, row);
        else
            fresh.push_back(row);
    }
    append(std::move(fresh));
}

const CandidateRow* CandidateTableModel::find(qint64 id) const
{
    const int row = rowOf(id);
    return row >= 0 ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int CandidateTableModel::rowOf(qint64 id) const
{
    return m_rowById.value(id, -1);
}

void CandidateTableModel::rowsReplaced()
{
    m_rowById.clear();
    rowsAppended(0);
}

void CandidateTableModel::rowsAppended(std::size_t first)
{
    for (std::size_t i = first; i < m_rows.size(); ++i)
        m_rowById.insert(m_rows[i].id, static_cast<int>(i));
}

} // namespace hawk::ui
