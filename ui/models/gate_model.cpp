#include "models/gate_model.h"

#include "format/numbers.h"

using namespace Qt::StringLiterals;

namespace hawk::ui {

QVariant GateModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section == TimeColumn)
        return numberAlignment();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case GateColumn: return tr("Gate");
    case ResultColumn: return tr("Result");
    case ObservedColumn: return tr("Observed");
    case ExpectedColumn: return tr("Expected");
    case TimeColumn: return tr("Took");
    default: return {};
    }
}

QVariant GateModel::data(const QModelIndex& index, int role) const
{
    const GateRow* row = rowAt(index);
    if (!row)
        return {};
    const auto text = [&]() -> QVariant {
        switch (index.column()) {
        case GateColumn: return gateWord(row->gate);
        case ResultColumn: return row->passed ? tr("passed") : tr("failed");
        case ObservedColumn: return row->observed.simplified();
        case ExpectedColumn: return row->expected.simplified();
        case TimeColumn: return duration(row->wallMs / 1000);
        default: return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole: return text();
    case SortRole: return index.column() == TimeColumn ? QVariant(row->wallMs) : text();
    case Qt::TextAlignmentRole: return index.column() == TimeColumn ? QVariant(numberAlignment()) : QVariant();
    case Qt::ToolTipRole:
        return tr("Observed: %1\nExpected: %2").arg(row->observed, row->expected);
    case OutcomeRole:
        return index.column() == GateColumn
            ? QVariant(static_cast<int>(row->passed ? Outcome::Correct : Outcome::BuildFailed))
            : QVariant();
    default: return {};
    }
}

} // namespace hawk::ui
