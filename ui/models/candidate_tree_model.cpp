#include "models/candidate_tree_model.h"

namespace hawk::ui {

const std::vector<int>& CandidateTreeModel::childrenOf(const QModelIndex& parent) const
{
    return parent.isValid() ? m_nodes[parent.internalId()].children : m_roots;
}

QModelIndex CandidateTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (parent.isValid() && parent.column() != 0)
        return {};
    const std::vector<int>& children = childrenOf(parent);
    if (row < 0 || row >= static_cast<int>(children.size()) || column < 0 || column >= columnCount())
        return {};
    return createIndex(row, column, static_cast<quintptr>(children[static_cast<std::size_t>(row)]));
}

QModelIndex CandidateTreeModel::parent(const QModelIndex& child) const
{
    if (!child.isValid())
        return {};
    const int parentNode = m_nodes[child.internalId()].parent;
    if (parentNode < 0)
        return {};
    return createIndex(m_nodes[static_cast<std::size_t>(parentNode)].position, 0, static_cast<quintptr>(parentNode));
}

int CandidateTreeModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() && parent.column() != 0)
        return 0;
    return static_cast<int>(childrenOf(parent).size());
}

QVariant CandidateTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return CandidateColumns::header(section, orientation, role);
}

QVariant CandidateTreeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Node& node = m_nodes[index.internalId()];
    // Below a candidate of the same operator its name says nothing new.
    if (role == Qt::DisplayRole && index.column() == CandidateColumns::NameColumn && node.parent >= 0
        && m_nodes[static_cast<std::size_t>(node.parent)].row.specName == node.row.specName)
        return QString(u'#' + QString::number(node.row.id));
    return CandidateColumns::cell(node.row, index.column(), role);
}

int CandidateTreeModel::placeOf(const CandidateRow& row) const
{
    return row.parent != 0 && row.parent != row.id ? m_nodeById.value(row.parent, -1) : -1;
}

void CandidateTreeModel::link(const CandidateRow& row, int parentNode)
{
    const int node = static_cast<int>(m_nodes.size());
    m_nodes.push_back({ row, parentNode, 0, {} });
    std::vector<int>& siblings = parentNode < 0 ? m_roots : m_nodes[static_cast<std::size_t>(parentNode)].children;
    m_nodes.back().position = static_cast<int>(siblings.size());
    siblings.push_back(node);
    m_nodeById.insert(row.id, node);
}

void CandidateTreeModel::setRows(const std::vector<CandidateRow>& rows)
{
    beginResetModel();
    m_nodes.clear();
    m_roots.clear();
    m_nodeById.clear();
    m_nodes.reserve(rows.size());
    for (const CandidateRow& row : rows)
        link(row, placeOf(row));
    endResetModel();
}

void CandidateTreeModel::upsert(const std::vector<CandidateRow>& rows)
{
    for (const CandidateRow& row : rows) {
        const int known = m_nodeById.value(row.id, -1);
        if (known >= 0) {
            m_nodes[static_cast<std::size_t>(known)].row = row;
            Q_EMIT dataChanged(indexOf(row.id), indexOf(row.id, columnCount() - 1));
            continue;
        }
        const int parentNode = placeOf(row);
        const QModelIndex parentIndex = parentNode < 0 ? QModelIndex() : indexOf(row.parent);
        const int position = rowCount(parentIndex);
        beginInsertRows(parentIndex, position, position);
        link(row, parentNode);
        endInsertRows();
    }
}

QModelIndex CandidateTreeModel::indexOf(qint64 id, int column) const
{
    const int node = m_nodeById.value(id, -1);
    if (node < 0)
        return {};
    return createIndex(m_nodes[static_cast<std::size_t>(node)].position, column, static_cast<quintptr>(node));
}

const CandidateRow* CandidateTreeModel::find(qint64 id) const
{
    const int node = m_nodeById.value(id, -1);
    return node < 0 ? nullptr : &m_nodes[static_cast<std::size_t>(node)].row;
}

void CandidateTreeModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    const auto announce = [this](const auto& self, const QModelIndex& parentIndex) -> void {
        const int count = rowCount(parentIndex);
        if (count == 0)
            return;
        Q_EMIT dataChanged(index(0, 0, parentIndex), index(count - 1, columnCount() - 1, parentIndex));
        for (int row = 0; row < count; ++row)
            self(self, index(row, 0, parentIndex));
    };
    announce(announce, {});
}

} // namespace hawk::ui
