#include "models/operator_model.h"

#include "format/core_text.h"
#include "format/numbers.h"

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

double speedupOf(const OperatorRow& row)
{
    return row.bestUs > 0 && row.firstCorrectUs > 0 ? row.firstCorrectUs / row.bestUs : 0;
}

Outcome outcomeOf(const OperatorRow& row)
{
    if (row.best != 0)
        return Outcome::Correct;
    if (row.state == "exhausted"_L1) // nothing is said of one that the cap of the run cut short
        return saysCapReached(row.note) ? Outcome::NotJudged : Outcome::Mismatch;
    if (row.state == "unsupported"_L1)
        return Outcome::Rejected;
    return Outcome::NotJudged;
}

/// A run that ended at its cap leaves attempts unused: those it cut short are not "used up".
QString stateText(const OperatorRow& row)
{
    return row.state == "exhausted"_L1 && saysCapReached(row.note) ? OperatorModel::tr("Cap reached") : taskStateWord(row.state);
}

} // namespace

QVariant OperatorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section >= BestColumn)
        return numberAlignment();
    if (role == Qt::ToolTipRole && section == SpeedupColumn)
        return tr("Time of the first correct kernel divided by the time of the best one");
    if (role == Qt::ToolTipRole && section == BestColumn)
        return tr("Modelled time of the best correct kernel, summed over the cases");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn: return tr("Operator");
    case StateColumn: return tr("State");
    case BestColumn: return tr("Best time");
    case SpeedupColumn: return tr("Speed-up");
    case AttemptsColumn: return tr("Attempts");
    default: return {};
    }
}

QVariant OperatorModel::text(const OperatorRow& row, int column) const
{
    switch (column) {
    case NameColumn: return row.name;
    case StateColumn: return stateText(row);
    case BestColumn: return microseconds(row.bestUs);
    case SpeedupColumn: return speedup(speedupOf(row));
    case AttemptsColumn: return wholeNumber(row.attempts);
    default: return {};
    }
}

QVariant OperatorModel::sortValue(const OperatorRow& row, int column) const
{
    switch (column) {
    case BestColumn: return row.bestUs;
    case SpeedupColumn: return speedupOf(row);
    case AttemptsColumn: return row.attempts;
    default: return text(row, column);
    }
}

QVariant OperatorModel::data(const QModelIndex& index, int role) const
{
    const OperatorRow* row = rowAt(index);
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole: return text(*row, index.column());
    case SortRole: return sortValue(*row, index.column());
    case Qt::TextAlignmentRole:
        return index.column() >= BestColumn ? QVariant(numberAlignment()) : QVariant();
    case Qt::ToolTipRole:
        if (index.column() == StateColumn && !row->note.isEmpty())
            return QString(stateText(*row) + u": "_s + coreText(row->note)); // the column may be too narrow for the state
        return index.column() == BestColumn && row->bestUs > 0
            ? badgeMeaning(Badge::Modelled)
            : tr("%1 (%2), %n cases", nullptr, row->cases).arg(row->description, row->family);
    case IdRole: return row->spec;
    case NameRole: return row->name;
    case FilterRole: return QString(row->name + u' ' + row->family);
    case StateRole: return row->state;
    case OutcomeRole:
        return index.column() == NameColumn ? QVariant(static_cast<int>(outcomeOf(*row))) : QVariant();
    default: return {};
    }
}

int OperatorModel::rowOf(const QString& name) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].name == name)
            return static_cast<int>(i);
    return -1;
}

} // namespace hawk::ui
