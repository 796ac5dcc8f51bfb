#pragma once

#include "models/timeline_layout.h"

#include <QWidget>
#include <optional>

namespace hawk::ui {

class Theme;

/// Pipe lanes of one core over time, painted: busy segments, stalls hatched before them, the selected source line
/// outlined. With a second timeline the lanes of the candidate before stand below, on the same scale.
/// Keys: left and right walk along a lane, up and down change the lane, + and - zoom, Home shows all.
class TimelineView final : public QWidget {
    Q_OBJECT
public:
    TimelineView(const Theme& theme, QWidget* parent);

    void setTimelines(TimelinePtr timeline, TimelinePtr before, int core);
    void setMessage(const QString& text); ///< shown when there is no timeline
    void highlight(int line, qint64 seq); ///< the selection; scrolls to it when it is out of view
    void zoom(double factor);
    void showAll();
    const TimelineLayout& layout() const { return m_now; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void segmentActivated(int line, int core, qint64 seq);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Hit {
        const SegmentRow* segment = nullptr;
        bool before = false;
    };
    int laneHeight() const;
    int gutter() const;
    int rulerHeight() const;
    int titleHeight() const; ///< of the heading above each group when there are two
    int groupTop(bool before) const;
    Hit hitAt(const QPointF& position) const;
    QString describe(const SegmentRow& segment, const Timeline& timeline) const;
    void paintRuler(QPainter& painter) const;
    void paintGroup(QPainter& painter, const TimelineLayout& layout, bool before) const;
    void paintLane(QPainter& painter, const TimelineLayout& layout, int lane, double top) const;
    void activate(const SegmentRow& segment);
    void syncView();

    const Theme& m_theme;
    TimelineLayout m_now;
    TimelineLayout m_before;
    QString m_message;
    int m_line = 0;
    qint64 m_seq = -1;
    std::optional<QPointF> m_pressed;
    double m_pressedStart = 0;
    bool m_dragged = false;
};

} // namespace hawk::ui
