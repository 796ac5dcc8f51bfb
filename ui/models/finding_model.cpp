#include "models/finding_model.h"

#include "format/numbers.h"

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

bool isNumber(int column)
{
    return column == FindingModel::LineColumn || column == FindingModel::BlockColumn
        || column == FindingModel::CountColumn;
}

QVariant display(const FindingRow& row, int column)
{
    switch (column) {
    case FindingModel::SeverityColumn: return severityWord(row.severity);
    case FindingModel::RuleColumn: return row.rule;
    case FindingModel::LineColumn: return row.line > 0 ? QString::number(row.line) : noValue();
    case FindingModel::MessageColumn: {
        QString message = row.message;
        return message.replace(u'\n', u' ');
    }
    case FindingModel::FixColumn: return row.fix;
    case FindingModel::BlockColumn: return row.core >= 0 ? QString::number(row.core) : noValue();
    case FindingModel::CountColumn: return wholeNumber(row.count);
    default: return {};
    }
}

QVariant sortValue(const FindingRow& row, int column)
{
    switch (column) {
    case FindingModel::SeverityColumn: return static_cast<int>(row.severity);
    case FindingModel::LineColumn: return row.line;
    case FindingModel::BlockColumn: return row.core;
    case FindingModel::CountColumn: return row.count;
    default: return display(row, column);
    }
}

} // namespace

QVariant FindingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && isNumber(section))
        return numberAlignment();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SeverityColumn: return tr("Severity");
    case RuleColumn: return tr("Rule");
    case LineColumn: return tr("Line");
    case MessageColumn: return tr("What is wrong");
    case FixColumn: return tr("What to do");
    case BlockColumn: return tr("Block");
    case CountColumn: return tr("Count");
    default: return {};
    }
}

QVariant FindingModel::data(const QModelIndex& index, int role) const
{
    const FindingRow* row = rowAt(index);
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole: return display(*row, index.column());
    case SortRole: return sortValue(*row, index.column());
    case Qt::TextAlignmentRole: return isNumber(index.column()) ? QVariant(numberAlignment()) : QVariant();
    case Qt::ToolTipRole:
        return row->fix.isEmpty() ? row->message : QString(row->message + u"\n\n"_s + row->fix);
    case SeverityRole: return index.column() == SeverityColumn ? QVariant(static_cast<int>(row->severity)) : QVariant();
    case NameRole: return row->rule;
    case FilterRole: return QString(row->rule + u' ' + row->message + u' ' + row->api);
    default: return {};
    }
}

int FindingModel::firstRowAtLine(int line) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].line == line)
            return static_cast<int>(i);
    return -1;
}

} // namespace hawk::ui
