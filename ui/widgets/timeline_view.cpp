#include "widgets/timeline_view.h"

#include "format/numbers.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <cmath>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

constexpr double kWheelZoom = 1.2; // per wheel notch

} // namespace

TimelineView::TimelineView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TimelineView::setTimelines(TimelinePtr timeline, TimelinePtr before, int core)
{
    const bool sameView = timeline && m_now.timeline() && timeline->candidate == m_now.timeline()->candidate;
    const double start = m_now.viewStart();
    const double span = m_now.viewSpan();
    const int beforeCore = before && core < before->cores ? core : 0;
    m_now.setTimeline(std::move(timeline), core);
    m_before.setTimeline(std::move(before), beforeCore);
    const double full = std::max(m_now.fullSpan(), m_before.timeline() ? m_before.fullSpan() : 1);
    m_now.setFullSpan(full);
    m_before.setFullSpan(full);
    if (sameView)
        m_now.setView(start, span);
    else
        m_now.showAll();
    syncView();
    updateGeometry();
    update();
}

void TimelineView::setMessage(const QString& text)
{
    m_message = text;
    setAccessibleDescription(text);
    update();
}

void TimelineView::highlight(int line, qint64 seq)
{
    m_line = line;
    m_seq = seq;
    if (seq >= 0)
        if (const SegmentRow* segment = m_now.bySeq(seq)) {
            m_now.reveal(*segment);
            syncView();
        }
    update();
}

void TimelineView::zoom(double factor)
{
    double at = m_now.width() / 2;
    if (const SegmentRow* segment = m_seq >= 0 ? m_now.bySeq(m_seq) : nullptr)
        at = std::clamp(m_now.xOf((segment->start + segment->end) / 2), 0.0, m_now.width());
    m_now.zoom(factor, at);
    syncView();
}

void TimelineView::showAll()
{
    m_now.showAll();
    syncView();
}

void TimelineView::syncView()
{
    m_now.setWidth(width() - gutter() - 8);
    m_before.setWidth(width() - gutter() - 8);
    m_before.setView(m_now.viewStart(), m_now.viewSpan());
    update();
}

int TimelineView::laneHeight() const
{
    return fontMetrics().height() * 3 / 2;
}

int TimelineView::gutter() const
{
    int widest = 0;
    for (const TimelineLayout* layout : { &m_now, &m_before })
        for (const QString& lane : layout->lanes())
            widest = std::max(widest, fontMetrics().horizontalAdvance(pipeWord(lane)));
    return widest + 20;
}

int TimelineView::rulerHeight() const
{
    return fontMetrics().height() + 8;
}

int TimelineView::titleHeight() const
{
    return m_before.timeline() ? fontMetrics().height() + 6 : 0;
}

int TimelineView::groupTop(bool before) const
{
    const int first = rulerHeight() + titleHeight();
    if (!before)
        return first;
    return first + static_cast<int>(m_now.lanes().size()) * laneHeight() + titleHeight() + 4;
}

QSize TimelineView::sizeHint() const
{
    const auto lanes = static_cast<int>(m_now.lanes().size() + m_before.lanes().size());
    return { 600, groupTop(m_before.timeline() != nullptr) + std::max(3, lanes) * laneHeight() + 6 };
}

QSize TimelineView::minimumSizeHint() const
{
    const auto lanes = static_cast<int>((m_before.timeline() ? m_before : m_now).lanes().size());
    return { 200, groupTop(m_before.timeline() != nullptr) + lanes * laneHeight() + 6 };
}

TimelineView::Hit TimelineView::hitAt(const QPointF& position) const
{
    for (const bool before : { false, true }) {
        const TimelineLayout& layout = before ? m_before : m_now;
        if (!layout.timeline())
            continue;
        const double y = position.y() - groupTop(before);
        const int lane = static_cast<int>(std::floor(y / laneHeight()));
        if (y < 0 || lane >= static_cast<int>(layout.lanes().size()))
            continue;
        if (const SegmentRow* segment = layout.hit(lane, position.x() - gutter()))
            return { segment, before };
    }
    return {};
}

QString TimelineView::describe(const SegmentRow& segment, const Timeline& timeline) const
{
    const double mhz = timeline.clockMhz > 0 ? timeline.clockMhz : 1;
    QStringList lines { u"<b>%1</b> &nbsp; %2"_s.arg(segment.api.toHtmlEscaped(), pipeWord(segment.pipe)) };
    if (segment.line > 0)
        lines.append(tr("line %1").arg(segment.line));
    lines.append(tr("%1 cycles (%2), starts at %3")
                     .arg(cycles(segment.end - segment.start), microseconds((segment.end - segment.start) / mhz),
                         cycles(segment.start)));
    if (segment.stall > 0)
        lines.append(tr("waited %1 cycles for its inputs").arg(cycles(segment.stall)));
    if (segment.bytes > 0)
        lines.append(byteCount(segment.bytes));
    lines.append(badgeMeaning(Badge::Modelled));
    return lines.join(u"<br>"_s);
}

void TimelineView::resizeEvent(QResizeEvent* /*event*/)
{
    syncView();
}

void TimelineView::wheelEvent(QWheelEvent* event)
{
    const QPoint delta = event->angleDelta();
    if (event->modifiers() & Qt::ShiftModifier || std::abs(delta.x()) > std::abs(delta.y()))
        m_now.pan(-(delta.x() != 0 ? delta.x() : delta.y()));
    else
        m_now.zoom(std::pow(kWheelZoom, delta.y() / 120.0), event->position().x() - gutter());
    syncView();
    event->accept();
}

void TimelineView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_pressedStart = m_now.viewStart();
    m_dragged = false;
}

void TimelineView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_pressed)
        return;
    const double moved = event->position().x() - m_pressed->x();
    if (std::abs(moved) > QApplication::startDragDistance())
        m_dragged = true;
    if (m_dragged) {
        setCursor(Qt::ClosedHandCursor);
        m_now.setView(m_pressedStart - moved / m_now.width() * m_now.viewSpan(), m_now.viewSpan());
        syncView();
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event)
{
    unsetCursor();
    if (m_pressed && !m_dragged)
        if (const Hit hit = hitAt(event->position()); hit.segment && !hit.before)
            activate(*hit.segment);
    m_pressed.reset();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const Hit hit = hitAt(event->position()); hit.segment) {
        const double span = (hit.segment->end - hit.segment->start) * 8;
        m_now.setView(hit.segment->start - span * 0.4, span);
        syncView();
    }
}

void TimelineView::activate(const SegmentRow& segment)
{
    Q_EMIT segmentActivated(segment.line, segment.core, segment.seq);
}

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    if (!m_now.timeline())
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int direction = event->key() == Qt::Key_Right ? 1 : -1;
        if (event->modifiers() & Qt::ShiftModifier)
            m_now.pan(direction * m_now.width() / 5);
        else if (const SegmentRow* next = m_now.neighbour(m_seq, direction))
            activate(*next);
        break;
    }
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const SegmentRow* now = m_now.bySeq(m_seq);
        const int lane = (now ? m_now.laneOf(now->pipe) : -1) + (event->key() == Qt::Key_Down ? 1 : -1);
        const double x = now ? m_now.xOf((now->start + now->end) / 2) : 0;
        const auto blocks = m_now.visibleBlocks(std::clamp(lane, 0, static_cast<int>(m_now.lanes().size()) - 1));
        const auto nearest = std::min_element(blocks.begin(), blocks.end(), [x](const auto& a, const auto& b) {
            return std::abs(a.x + a.width / 2 - x) < std::abs(b.x + b.width / 2 - x);
        });
        if (nearest != blocks.end())
            activate(m_now.timeline()->segments[nearest->first]);
        break;
    }
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(kWheelZoom); break;
    case Qt::Key_Minus: zoom(1 / kWheelZoom); break;
    case Qt::Key_Home: m_now.showAll(); break;
    default: return QWidget::keyPressEvent(event);
    }
    syncView();
}

bool TimelineView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const Hit hit = hitAt(QPointF(help->pos())); hit.segment)
            QToolTip::showText(
                help->globalPos(), describe(*hit.segment, *(hit.before ? m_before : m_now).timeline()), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void TimelineView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange)
        syncView();
    QWidget::changeEvent(event);
}

} // namespace hawk::ui
