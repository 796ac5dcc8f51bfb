#include "models/candidate_filter.h"

#include "models/candidate_table_model.h"
#include "models/candidate_tree_model.h"

namespace hawk::ui {

CandidateFilter::CandidateFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setRecursiveFilteringEnabled(true);
    setDynamicSortFilter(true);
}

void CandidateFilter::setOperator(const QString& name)
{
    if (name == m_operator)
        return;
    m_operator = name;
    invalidateFilter();
}

void CandidateFilter::setWords(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

QModelIndex CandidateFilter::indexOf(qint64 id) const
{
    if (const auto* tree = qobject_cast<const CandidateTreeModel*>(sourceModel()))
        return mapFromSource(tree->indexOf(id));
    if (const auto* table = qobject_cast<const CandidateTableModel*>(sourceModel()))
        return mapFromSource(table->index(table->rowOf(id), 0));
    return {};
}

bool CandidateFilter::filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const
{
    const QModelIndex index = sourceModel()->index(sourceRow, 0, sourceParent);
    if (!m_operator.isEmpty() && index.data(NameRole).toString() != m_operator)
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = index.data(FilterRole).toString();
    return std::all_of(m_words.cbegin(), m_words.cend(),
        [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace hawk::ui
