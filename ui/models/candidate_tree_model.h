#pragma once

#include "models/candidate_columns.h"

#include <QAbstractItemModel>
#include <QHash>

namespace hawk::ui {

/// Candidates by lineage: a child stands below the candidate it was made from. A candidate whose parent is not known
/// (yet) is a root; it does not move later.
class CandidateTreeModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    using QAbstractItemModel::QAbstractItemModel;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& /*parent*/ = {}) const override { return CandidateColumns::ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    void setRows(const std::vector<CandidateRow>& rows);
    void upsert(const std::vector<CandidateRow>& rows);
    QModelIndex indexOf(qint64 id, int column = 0) const;
    const CandidateRow* find(qint64 id) const;
    void retranslate();

private:
    struct Node {
        CandidateRow row;
        int parent = -1; ///< node, -1 for a root
        int position = 0; ///< among its siblings
        std::vector<int> children;
    };
    const std::vector<int>& childrenOf(const QModelIndex& parent) const;
    int placeOf(const CandidateRow& row) const; ///< parent node
    void link(const CandidateRow& row, int parentNode);

    std::vector<Node> m_nodes;
    std::vector<int> m_roots;
    QHash<qint64, int> m_nodeById;
};

} // namespace hawk::ui
