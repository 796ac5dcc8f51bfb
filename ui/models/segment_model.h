#pragma once

#include "models/rows.h"

#include <QAbstractTableModel>

namespace hawk::ui {

/// The segments of one core of a timeline as a list: the keyboard and screen-reader way to the same data. Reads the
/// shared timeline in place.
class SegmentModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int {
        PipeColumn, ApiColumn, LineColumn, StartColumn, LengthColumn, StallColumn, BytesColumn, ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setTimeline(TimelinePtr timeline, int core);
    const SegmentRow* rowAt(const QModelIndex& index) const;
    int rowOf(qint64 seq) const;
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    TimelinePtr m_timeline;
    std::size_t m_first = 0;
    std::size_t m_count = 0;
};

} // namespace hawk::ui
