#include "models/segment_model.h"

#include "format/numbers.h"
#include "models/row_table_model.h"

#include <algorithm>

namespace hawk::ui {

void SegmentModel::setTimeline(TimelinePtr timeline, int core)
{
    beginResetModel();
    m_timeline = std::move(timeline);
    m_first = 0;
    m_count = 0;
    if (m_timeline) {
        const auto byCore = [](const SegmentRow& a, const SegmentRow& b) { return a.core < b.core; };
        SegmentRow key;
        key.core = core;
        const auto range = std::equal_range(m_timeline->segments.begin(), m_timeline->segments.end(), key, byCore);
        m_first = static_cast<std::size_t>(range.first - m_timeline->segments.begin());
        m_count = static_cast<std::size_t>(range.second - range.first);
    }
    endResetModel();
}

const SegmentRow* SegmentModel::rowAt(const QModelIndex& index) const
{
    if (!index.isValid() || !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return nullptr;
    return &m_timeline->segments[m_first + static_cast<std::size_t>(index.row())];
}

int SegmentModel::rowOf(qint64 seq) const
{
    for (std::size_t i = 0; i < m_count; ++i)
        if (m_timeline->segments[m_first + i].seq == seq)
            return static_cast<int>(i);
    return -1;
}

void SegmentModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (m_count > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int SegmentModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_count);
}

QVariant SegmentModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section >= LineColumn)
        return numberAlignment();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case PipeColumn: return tr("Pipe");
    case ApiColumn: return tr("Operation");
    case LineColumn: return tr("Line");
    case StartColumn: return tr("Start (cycles)");
    case LengthColumn: return tr("Length (cycles)");
    case StallColumn: return tr("Stall (cycles)");
    case BytesColumn: return tr("Bytes");
    default: return {};
    }
}

QVariant SegmentModel::data(const QModelIndex& index, int role) const
{
    const SegmentRow* row = rowAt(index);
    if (!row)
        return {};
    if (role == Qt::TextAlignmentRole)
        return index.column() >= LineColumn ? QVariant(numberAlignment()) : QVariant();
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    const bool raw = role == SortRole;
    switch (index.column()) {
    case PipeColumn: return pipeWord(row->pipe);
    case ApiColumn: return row->api;
    case LineColumn: return row->line;
    case StartColumn: return raw ? QVariant(row->start) : QVariant(cycles(row->start));
    case LengthColumn: return raw ? QVariant(row->end - row->start) : QVariant(cycles(row->end - row->start));
    case StallColumn: return raw ? QVariant(row->stall) : QVariant(cycles(row->stall));
    case BytesColumn: return raw ? QVariant(row->bytes) : QVariant(row->bytes > 0 ? byteCount(row->bytes) : noValue());
    default: return {};
    }
}

} // namespace hawk::ui
