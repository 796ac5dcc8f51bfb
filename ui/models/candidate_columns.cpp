#include "models/candidate_columns.h"

#include "format/core_text.h"
#include "format/numbers.h"

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

bool isNumber(int column)
{
    return column == CandidateColumns::AttemptColumn || column == CandidateColumns::TimeColumn
        || column == CandidateColumns::SpeedupColumn;
}

QVariant display(const CandidateRow& row, int column)
{
    switch (column) {
    case CandidateColumns::NameColumn: return QString(u"#%1 "_s.arg(row.id) + row.specName);
    case CandidateColumns::OutcomeColumn: return outcomeWord(row.outcome);
    case CandidateColumns::StageColumn: return stageWord(row.stage);
    case CandidateColumns::AttemptColumn: return row.run != 0 ? wholeNumber(row.attempt + 1) : noValue();
    case CandidateColumns::TimeColumn: return microseconds(row.modelledUs);
    case CandidateColumns::SpeedupColumn: return speedup(row.speedup);
    case CandidateColumns::OriginColumn: return row.model.isEmpty() ? originWord(row.origin) : row.model;
    case CandidateColumns::NoteColumn: return coreText(row.note);
    default: return {};
    }
}

QVariant sortValue(const CandidateRow& row, int column)
{
    switch (column) {
    case CandidateColumns::NameColumn: return row.id;
    case CandidateColumns::OutcomeColumn: return static_cast<int>(row.outcome);
    case CandidateColumns::AttemptColumn: return row.attempt;
    // No time sorts behind every time.
    case CandidateColumns::TimeColumn: return row.modelledUs > 0 ? row.modelledUs : 1e30;
    case CandidateColumns::SpeedupColumn: return row.speedup;
    default: return display(row, column);
    }
}

QVariant toolTip(const CandidateRow& row, int column)
{
    switch (column) {
    case CandidateColumns::OutcomeColumn:
        return QString(outcomeMeaning(row.outcome) + (row.summary.isEmpty() ? QString() : u'\n' + coreText(row.summary)));
    case CandidateColumns::TimeColumn:
        return row.modelledUs > 0 ? badgeMeaning(Badge::Modelled) : QString();
    case CandidateColumns::NoteColumn: return coreText(row.note);
    case CandidateColumns::OriginColumn:
        return row.model.isEmpty() ? originWord(row.origin) : QString(originWord(row.origin) + u": "_s + row.model);
    default: return coreText(row.summary);
    }
}

} // namespace

QVariant CandidateColumns::header(int section, Qt::Orientation orientation, int role)
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && isNumber(section))
        return numberAlignment();
    if (role == Qt::ToolTipRole && section == SpeedupColumn)
        return tr("Against the first correct candidate of the operator");
    if (role == Qt::ToolTipRole && section == TimeColumn)
        return tr("Modelled time, summed over the cases");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn: return tr("Candidate");
    case OutcomeColumn: return tr("Verdict");
    case StageColumn: return tr("Stage");
    case AttemptColumn: return tr("Attempt");
    case TimeColumn: return tr("Time");
    case SpeedupColumn: return tr("Speed-up");
    case OriginColumn: return tr("Origin");
    case NoteColumn: return tr("What was changed");
    default: return {};
    }
}

QVariant CandidateColumns::cell(const CandidateRow& row, int column, int role)
{
    switch (role) {
    case Qt::DisplayRole: return display(row, column);
    case SortRole: return sortValue(row, column);
    case Qt::ToolTipRole: return toolTip(row, column);
    case Qt::TextAlignmentRole: return isNumber(column) ? QVariant(numberAlignment()) : QVariant();
    case OutcomeRole: return column == NameColumn ? QVariant(static_cast<int>(row.outcome)) : QVariant();
    case EmphasisRole: return row.best;
    case IdRole: return row.id;
    case NameRole: return row.specName;
    case FilterRole:
        return QString(u"#%1 "_s.arg(row.id) + row.specName + u' ' + outcomeWord(row.outcome) + u' ' + stageWord(row.stage)
            + u' ' + originWord(row.origin) + u' ' + row.model + u' ' + row.note + u' ' + row.summary);
    case Qt::AccessibleTextRole:
        if (column == NameColumn)
            return QString(display(row, column).toString() + u", "_s + outcomeWord(row.outcome));
        return {};
    default: return {};
    }
}

} // namespace hawk::ui
