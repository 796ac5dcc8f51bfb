#include "models/event_log_model.h"

#include "format/numbers.h"

#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace hawk::ui {

QVariant EventLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn: return tr("Time");
    case EventColumn: return tr("Event");
    case OperatorColumn: return tr("Operator");
    case TextColumn: return tr("What happened");
    default: return {};
    }
}

QVariant EventLogModel::data(const QModelIndex& index, int role) const
{
    const EventRow* row = rowAt(index);
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case TimeColumn: return QLocale().toString(QDateTime::fromMSecsSinceEpoch(row->at), u"HH:mm:ss"_s);
        case EventColumn: return eventWord(row->kind);
        case OperatorColumn: return row->spec;
        case TextColumn: return row->text;
        default: return {};
        }
    case SortRole: return index.column() == TimeColumn ? QVariant(row->at) : data(index, Qt::DisplayRole);
    case Qt::ToolTipRole: return index.column() == TimeColumn ? timestamp(row->at) : row->text;
    case IdRole: return row->candidate;
    case NameRole: return row->kind;
    case OutcomeRole:
        return index.column() == EventColumn && row->kind == "candidate-judged"_L1
            ? QVariant(static_cast<int>(row->outcome))
            : QVariant();
    case FilterRole: return QString(eventWord(row->kind) + u' ' + row->spec + u' ' + row->text);
    default: return {};
    }
}

void EventLogModel::add(std::vector<EventRow> events)
{
    // One tenth at a time, so that a full log does not remove rows with every event.
    const int after = rowCount() + static_cast<int>(events.size());
    if (after > kMaxRows)
        removeFirst(after - kMaxRows + kMaxRows / 10);
    append(std::move(events));
}

} // namespace hawk::ui
