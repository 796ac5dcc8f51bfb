#include "models/case_model.h"

#include "format/core_text.h"
#include "format/numbers.h"

using namespace Qt::StringLiterals;

namespace hawk::ui {

QVariant CaseModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section >= TimeColumn && section <= ShareColumn)
        return numberAlignment();
    if (role == Qt::ToolTipRole && section == BoundColumn)
        return tr("T_HW: the least time the chip needs for the compulsory traffic and arithmetic");
    if (role == Qt::ToolTipRole && section == ShareColumn)
        return tr("T_HW divided by the modelled time: 100 % is the hardware bound");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case CaseColumn: return tr("Case");
    case OutcomeColumn: return tr("Verdict");
    case TimeColumn: return tr("Time");
    case BoundColumn: return tr("Bound");
    case ShareColumn: return tr("Of bound");
    case DetailColumn: return tr("Detail");
    default: return {};
    }
}

QVariant CaseModel::data(const QModelIndex& index, int role) const
{
    const CaseRow* row = rowAt(index);
    if (!row)
        return {};
    const double share = row->us > 0 && row->tHwUs > 0 ? row->tHwUs / row->us : 0;
    const auto text = [&]() -> QVariant {
        switch (index.column()) {
        case CaseColumn: return row->hidden ? tr("%1 (hidden)").arg(row->name) : row->name;
        case OutcomeColumn: return outcomeWord(row->outcome);
        case TimeColumn: return row->trusted ? microseconds(row->us) : tr("%1 untrusted").arg(microseconds(row->us));
        case BoundColumn: return microseconds(row->tHwUs);
        case ShareColumn: return share > 0 ? percent(share) : noValue();
        case DetailColumn: return coreText(row->detail.simplified());
        default: return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole: return text();
    case SortRole:
        if (index.column() == TimeColumn)
            return row->us;
        if (index.column() == BoundColumn)
            return row->tHwUs;
        return index.column() == ShareColumn ? QVariant(share) : text();
    case Qt::TextAlignmentRole:
        return index.column() >= TimeColumn && index.column() <= ShareColumn ? QVariant(numberAlignment()) : QVariant();
    case Qt::ToolTipRole: return coreText(row->detail);
    case NameRole: return row->name;
    case OutcomeRole: return index.column() == CaseColumn ? QVariant(static_cast<int>(row->outcome)) : QVariant();
    default: return {};
    }
}

} // namespace hawk::ui
