#include "models/entry_model.h"

#include "format/numbers.h"

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

bool isNumber(int column)
{
    return column == EntryModel::ShownColumn || column == EntryModel::HelpedColumn
        || column == EntryModel::SpeedupColumn;
}

QVariant display(const EntryRow& row, int column)
{
    switch (column) {
    case EntryModel::TitleColumn: return row.title;
    case EntryModel::StateColumn: return entryStateWord(row.state);
    case EntryModel::StageColumn: return entryStageWord(row.stage);
    case EntryModel::ShownColumn: return wholeNumber(row.shown);
    case EntryModel::HelpedColumn:
        return row.used > 0 ? QString(u"%1 / %2"_s.arg(row.succeeded).arg(row.used)) : noValue();
    case EntryModel::SpeedupColumn: return speedup(row.meanSpeedup);
    case EntryModel::KeyColumn: return row.key;
    default: return {};
    }
}

QVariant sortValue(const EntryRow& row, int column)
{
    switch (column) {
    case EntryModel::ShownColumn: return row.shown;
    case EntryModel::HelpedColumn: return row.succeeded;
    case EntryModel::SpeedupColumn: return row.meanSpeedup;
    default: return display(row, column);
    }
}

} // namespace

bool waitsForDecision(const QString& state)
{
    return state == "proposed"_L1 || state == "quarantined"_L1;
}

QVariant EntryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && isNumber(section))
        return numberAlignment();
    if (role == Qt::ToolTipRole && section == HelpedColumn)
        return tr("How often the candidate got past what had failed, of the times the entry was used");
    if (role == Qt::ToolTipRole && section == SpeedupColumn)
        return tr("Mean speed-up of the refinements that used the entry");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TitleColumn: return tr("Entry");
    case StateColumn: return tr("State");
    case StageColumn: return tr("About");
    case ShownColumn: return tr("Shown");
    case HelpedColumn: return tr("Helped");
    case SpeedupColumn: return tr("Gain");
    case KeyColumn: return tr("Key");
    default: return {};
    }
}

QVariant EntryModel::data(const QModelIndex& index, int role) const
{
    const EntryRow* row = rowAt(index);
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole: return display(*row, index.column());
    case SortRole: return sortValue(*row, index.column());
    case Qt::TextAlignmentRole: return isNumber(index.column()) ? QVariant(numberAlignment()) : QVariant();
    case Qt::ToolTipRole: return QString(row->title + u'\n' + row->key);
    case IdRole: return row->id;
    case NameRole: return row->key;
    case StateRole: return row->state;
    case FilterRole: return QString(row->title + u' ' + row->key + u' ' + entryStateWord(row->state));
    default: return {};
    }
}

void EntryModel::upsert(const std::vector<EntryRow>& rows)
{
    std::vector<EntryRow> fresh;
    for (const EntryRow& row : rows) {
        const int known = rowOf(row.id);
        if (known >= 0)
            replace(known, row);
        else
            fresh.push_back(row);
    }
    append(std::move(fresh));
}

int EntryModel::rowOf(qint64 id) const
{
    return m_rowById.value(id, -1);
}

const EntryRow* EntryModel::find(qint64 id) const
{
    const int row = rowOf(id);
    return row >= 0 ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int EntryModel::waiting() const
{
    return static_cast<int>(std::count_if(
        m_rows.begin(), m_rows.end(), [](const EntryRow& row) { return waitsForDecision(row.state); }));
}

void EntryModel::rowsReplaced()
{
    m_rowById.clear();
    rowsAppended(0);
}

void EntryModel::rowsAppended(std::size_t first)
{
    for (std::size_t i = first; i < m_rows.size(); ++i)
        m_rowById.insert(m_rows[i].id, static_cast<int>(i));
}

EntryFilter::EntryFilter(Show show, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_show(show)
{
    setSortRole(SortRole);
}

void EntryFilter::setWords(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

QModelIndex EntryFilter::indexOf(qint64 id) const
{
    const auto* entries = qobject_cast<const EntryModel*>(sourceModel());
    const int row = entries ? entries->rowOf(id) : -1;
    return row >= 0 ? mapFromSource(entries->index(row, 0)) : QModelIndex();
}

bool EntryFilter::filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const
{
    const QModelIndex index = sourceModel()->index(sourceRow, 0, sourceParent);
    if (m_show == Show::Waiting && !waitsForDecision(index.data(StateRole).toString()))
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = index.data(FilterRole).toString();
    return std::all_of(m_words.cbegin(), m_words.cend(),
        [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace hawk::ui
