#pragma once

#include "models/rows.h"

#include <QStringList>
#include <vector>

namespace hawk::ui {

/// The drawing arithmetic of the timeline without drawing: which segments of a lane are visible, what is under a
/// point, which time a pixel shows. Times in cycles, positions in device-independent pixels.
class TimelineLayout {
public:
    /// A run of pixels of one lane: one segment, or several too narrow to draw apart.
    struct Block {
        double x = 0;
        double width = 0;
        std::size_t first = 0; ///< index into Timeline::segments
        std::size_t count = 1;
        double busyShare = 1; ///< of the block's time that is covered
        double stall = 0; ///< largest stall of the merged segments, cycles
    };

    void setTimeline(TimelinePtr timeline, int core);
    const TimelinePtr& timeline() const { return m_timeline; }
    int core() const { return m_core; }
    const QStringList& lanes() const { return m_laneNames; }
    int laneOf(const QString& pipe) const;

    void setWidth(double pixels);
    double width() const { return m_width; }
    double viewStart() const { return m_start; }
    double viewSpan() const { return m_span; }
    double fullSpan() const { return m_full; }
    /// Time at the right edge when several timelines share one scale; the longest wins.
    void setFullSpan(double cycles);
    void setView(double start, double span); ///< clamped to the data, at least kMinSpan cycles
    void zoom(double factor, double atX); ///< the time under atX stays where it is
    void pan(double pixels);
    void showAll();
    void reveal(const SegmentRow& segment); ///< scrolls only when it is out of view

    double xOf(double cycles) const;
    double timeAt(double x) const;
    std::vector<Block> visibleBlocks(int lane) const;
    const SegmentRow* hit(int lane, double x) const; ///< the segment at x, or a narrow one within 2 px
    const SegmentRow* bySeq(qint64 seq) const;
    /// The segment before or after in the lane of `seq`, or in time order over all lanes when seq is -1.
    const SegmentRow* neighbour(qint64 seq, int direction) const;

    static constexpr double kMinSpan = 16;

private:
    TimelinePtr m_timeline;
    int m_core = 0;
    double m_width = 1;
    double m_start = 0;
    double m_span = 1;
    double m_full = 1;
    QStringList m_laneNames;
    std::vector<std::vector<std::size_t>> m_lanes; ///< segment indices by start
};

} // namespace hawk::ui
