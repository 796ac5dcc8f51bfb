#include "widgets/timeline_view.h"

#include "format/numbers.h"
#include "widgets/theme.h"

#include <QPainter>
#include <cmath>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

// 1, 2 or 5 times a power of ten.
double niceStep(double rough)
{
    const double power = std::pow(10.0, std::floor(std::log10(std::max(rough, 1e-9))));
    const double scaled = rough / power;
    return (scaled <= 1 ? 1 : scaled <= 2 ? 2 : scaled <= 5 ? 5 : 10) * power;
}

} // namespace

void TimelineView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Colors& c = m_theme.colors();
    painter.fillRect(rect(), c.base);
    if (!m_now.timeline()) {
        painter.setPen(c.muted);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_message);
        return;
    }
    paintRuler(painter);
    paintGroup(painter, m_now, false);
    if (m_before.timeline())
        paintGroup(painter, m_before, true);
    if (hasFocus()) {
        painter.setPen(QPen(c.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void TimelineView::paintRuler(QPainter& painter) const
{
    const Colors& c = m_theme.colors();
    const int left = gutter();
    const int height = rulerHeight();
    painter.fillRect(QRect(0, 0, width(), height), c.alternate);
    painter.setPen(c.muted);
    painter.drawText(QRect(8, 0, left - 12, height), Qt::AlignVCenter | Qt::AlignLeft,
        fontMetrics().elidedText(tr("core %1, \u00b5s").arg(m_now.core()), Qt::ElideRight, left - 12));
    const double mhz = m_now.timeline()->clockMhz > 0 ? m_now.timeline()->clockMhz : 1;
    const double spanUs = m_now.viewSpan() / mhz;
    const double step = niceStep(spanUs / std::max(2.0, m_now.width() / 90));
    const int digits = std::max(0, static_cast<int>(std::ceil(-std::log10(step))));
    const double startUs = m_now.viewStart() / mhz;
    for (double us = std::ceil(startUs / step) * step; us <= startUs + spanUs; us += step) {
        const int x = left + static_cast<int>(m_now.xOf(us * mhz));
        painter.setPen(c.border);
        painter.drawLine(x, height - 5, x, this->height());
        painter.setPen(c.muted);
        painter.drawText(QRect(x + 3, 0, 84, height), Qt::AlignVCenter | Qt::AlignLeft, decimal(us, digits));
    }
}

void TimelineView::paintGroup(QPainter& painter, const TimelineLayout& layout, bool before) const
{
    const Colors& c = m_theme.colors();
    const int top = groupTop(before);
    const int lanes = static_cast<int>(layout.lanes().size());
    if (titleHeight() > 0) {
        const QRect bar(0, top - titleHeight(), width(), titleHeight());
        painter.fillRect(bar, c.raised);
        painter.setPen(c.text);
        const double us = layout.timeline()->clockMhz > 0 ? layout.timeline()->totalCycles / layout.timeline()->clockMhz : 0;
        const QString time = withBadge(microseconds(us), Badge::Modelled);
        painter.drawText(bar.adjusted(8, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft,
            before ? tr("Before: #%1, first correct, %2").arg(layout.timeline()->candidate).arg(time)
                   : tr("Now: #%1, %2").arg(layout.timeline()->candidate).arg(time));
    }
    for (int lane = 0; lane < lanes; ++lane) {
        const int y = top + lane * laneHeight();
        painter.setPen(c.text);
        painter.drawText(QRect(8, y, gutter() - 12, laneHeight()), Qt::AlignVCenter | Qt::AlignLeft,
            pipeWord(layout.lanes()[lane]));
        painter.setPen(c.border);
        painter.drawLine(0, y + laneHeight() - 1, width(), y + laneHeight() - 1);
        painter.save();
        painter.setClipRect(QRect(gutter(), y, width() - gutter(), laneHeight()));
        painter.translate(gutter(), 0);
        paintLane(painter, layout, lane, y);
        painter.restore();
    }
    // The end of the kernel.
    const double end = gutter() + layout.xOf(layout.timeline()->totalCycles);
    if (end > gutter() && end < width()) {
        painter.setPen(QPen(c.text, 1, Qt::DashLine));
        painter.drawLine(QPointF(end, top), QPointF(end, top + lanes * laneHeight()));
    }
}

void TimelineView::paintLane(QPainter& painter, const TimelineLayout& layout, int lane, double top) const
{
    const Colors& c = m_theme.colors();
    const QString& pipe = layout.lanes()[lane];
    const QColor base = m_theme.pipeColor(pipe);
    const double height = laneHeight() - 7;
    const double y = top + 3;
    QColor hatchColor = c.stall;
    hatchColor.setAlphaF(0.75F);
    for (const TimelineLayout::Block& block : layout.visibleBlocks(lane)) {
        const SegmentRow& segment = layout.timeline()->segments[block.first];
        if (block.count == 1 && block.stall > 0) {
            const double x = layout.xOf(segment.start - block.stall);
            if (block.x - x >= 1)
                painter.fillRect(QRectF(x, y + height * 0.3, block.x - x, height * 0.4), QBrush(hatchColor, Qt::BDiagPattern));
        }
        QColor fill = base;
        if (block.count > 1)
            fill.setAlphaF(static_cast<float>(0.35 + 0.65 * block.busyShare));
        const QRectF box(block.x, y, std::max(1.0, block.width), height);
        painter.fillRect(box, fill);
        const bool selected = block.count == 1 && segment.seq == m_seq && &layout == &m_now;
        const bool sameLine = block.count == 1 && m_line > 0 && segment.line == m_line;
        if (selected || sameLine) {
            painter.setPen(QPen(c.text, selected ? 2.4 : 1.4));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box.adjusted(0.5, -1, -0.5, 1));
        } else if (block.count == 1 && block.width > 3) {
            painter.setPen(QPen(c.base, 1)); // a gap between neighbours
            painter.drawLine(box.topRight(), box.bottomRight());
        }
        if (block.count == 1 && block.width > 28) {
            painter.setPen(base.lightness() > 120 ? QColor(0x10, 0x14, 0x18) : QColor(0xff, 0xff, 0xff));
            painter.drawText(box.adjusted(4, 0, -3, 0), Qt::AlignVCenter | Qt::AlignLeft,
                fontMetrics().elidedText(segment.api, Qt::ElideRight, static_cast<int>(block.width) - 7));
        }
    }
}

} // namespace hawk::ui
