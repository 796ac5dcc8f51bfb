#pragma once

#include <QAbstractTableModel>
#include <algorithm>
#include <utility>
#include <vector>

namespace hawk::ui {

/// Roles every model of the window answers.
enum Role : int {
    SortRole = Qt::UserRole, ///< raw number or text to sort by
    IdRole, ///< row id of the record: candidate, entry, spec
    OutcomeRole, ///< int of Outcome
    SeverityRole, ///< int of Severity
    StateRole, ///< stored state name
    NameRole, ///< stable name: operator name, entry key, rule id
    FilterRole, ///< text the filter line searches
    EmphasisRole, ///< bool: the best of its kind
    BarRole, ///< double 0..1 drawn as a bar behind the text
    UserRoleEnd
};

/// The arithmetic of a flat model over a vector of rows, once. Subclasses supply columns, header and cell.
template <class Row>
class RowTableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    const std::vector<Row>& rows() const { return m_rows; }
    const Row* rowAt(const QModelIndex& index) const
    {
        if (!index.isValid()) // "no row" is a fair question; a wrong index is not
            return nullptr;
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
            return nullptr;
        return &m_rows[static_cast<std::size_t>(index.row())];
    }

    /// Another subject: a new set of rows.
    void setRows(std::vector<Row> rows)
    {
        beginResetModel();
        m_rows = std::move(rows);
        rowsReplaced();
        endResetModel();
    }
    void append(std::vector<Row> more)
    {
        if (more.empty())
            return;
        const int first = static_cast<int>(m_rows.size());
        beginInsertRows({}, first, first + static_cast<int>(more.size()) - 1);
        m_rows.insert(m_rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
        rowsAppended(static_cast<std::size_t>(first));
        endInsertRows();
    }
    void replace(int row, Row value)
    {
        m_rows[static_cast<std::size_t>(row)] = std::move(value);
        Q_EMIT this->dataChanged(this->index(row, 0), this->index(row, this->columnCount() - 1));
    }
    void removeFirst(int count)
    {
        count = std::min(count, static_cast<int>(m_rows.size()));
        if (count <= 0)
            return;
        beginRemoveRows({}, 0, count - 1);
        m_rows.erase(m_rows.begin(), m_rows.begin() + count);
        endRemoveRows();
    }
    /// The language changed: every text may differ.
    void retranslate()
    {
        Q_EMIT this->headerDataChanged(Qt::Horizontal, 0, this->columnCount() - 1);
        if (!m_rows.empty())
            Q_EMIT this->dataChanged(this->index(0, 0),
                this->index(static_cast<int>(m_rows.size()) - 1, this->columnCount() - 1));
    }

protected:
    virtual void rowsReplaced() { }
    virtual void rowsAppended(std::size_t /*first*/) { }

    std::vector<Row> m_rows;
};

/// Qt::Alignment of a number column, as data() must return it.
inline int numberAlignment()
{
    return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
}

} // namespace hawk::ui
