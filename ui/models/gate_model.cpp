#include "models/gate_model.h"

#include "format/core_text.h"
#include "format/numbers.h"

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

/// The icon of a gate is that of the verdict it leads to.
Outcome outcomeOf(GateRow::Result result)
{
    switch (result) {
    case GateRow::Result::Passed: return Outcome::Correct;
    case GateRow::Result::Failed: return Outcome::BuildFailed;
    case GateRow::Result::Undecided: return Outcome::NotJudged;
    }
    return Outcome::NotJudged;
}

} // namespace

QString GateModel::resultWord(GateRow::Result result)
{
    switch (result) {
    case GateRow::Result::Passed: return tr("passed");
    case GateRow::Result::Failed: return tr("failed");
    case GateRow::Result::Undecided: return tr("not decided");
    }
    return {};
}

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
        case ResultColumn: return resultWord(row->result);
        case ObservedColumn: return coreText(row->observed.simplified());
        case ExpectedColumn: return coreText(row->expected.simplified());
        case TimeColumn: return row->result == GateRow::Result::Undecided ? noValue() : duration(row->wallMs / 1000);
        default: return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole: return text();
    case SortRole: return index.column() == TimeColumn ? QVariant(row->wallMs) : text();
    case Qt::TextAlignmentRole: return index.column() == TimeColumn ? QVariant(numberAlignment()) : QVariant();
    case Qt::ToolTipRole:
        if (row->result == GateRow::Result::Undecided)
            return tr("The judge could not decide this: %1\nThat neither speaks for the candidate nor against it.").arg(coreText(row->observed));
        return tr("Observed: %1\nExpected: %2").arg(coreText(row->observed), coreText(row->expected));
    case OutcomeRole:
        return index.column() == GateColumn
            ? QVariant(static_cast<int>(outcomeOf(row->result)))
            : QVariant();
    default: return {};
    }
}

} // namespace hawk::ui
