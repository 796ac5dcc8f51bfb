#include "widgets/icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <QPointer>
#include <functional>

namespace hawk::ui {

namespace {

// All drawings live in a 16 x 16 box.
using Draw = std::function<void(QPainter&, const Theme&, QIcon::Mode)>;

class VectorIconEngine final : public QIconEngine {
public:
    VectorIconEngine(const Theme& theme, Draw draw)
        : m_theme(&theme)
        , m_draw(std::move(draw))
    {
    }
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        if (!m_theme)
            return;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const double side = std::min(rect.width(), rect.height());
        painter->translate(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2);
        painter->scale(side / 16, side / 16);
        m_draw(*painter, *m_theme, mode);
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new VectorIconEngine(*this); }

private:
    QPointer<const Theme> m_theme;
    Draw m_draw;
};

QPen stroke(const QColor& color, double width = 1.6)
{
    return { color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin };
}

void tick(QPainter& p, const QColor& color, double width = 1.8)
{
    p.setPen(stroke(color, width));
    p.setBrush(Qt::NoBrush);
    p.drawPolyline(QPolygonF({ { 4.6, 8.3 }, { 7.0, 10.8 }, { 11.6, 5.4 } }));
}

void exclamation(QPainter& p, const QColor& color, double top, double bottom)
{
    p.setPen(stroke(color, 1.7));
    p.drawLine(QPointF(8, top), QPointF(8, bottom - 2.6));
    p.drawPoint(QPointF(8, bottom));
}

void cross(QPainter& p, const QColor& color, double inset)
{
    p.setPen(stroke(color, 1.7));
    p.drawLine(QPointF(inset, inset), QPointF(16 - inset, 16 - inset));
    p.drawLine(QPointF(16 - inset, inset), QPointF(inset, 16 - inset));
}

void drawOutcome(QPainter& p, Outcome outcome, const QColor& color, const QColor& on)
{
    p.setPen(Qt::NoPen);
    p.setBrush(color);
    switch (outcome) {
    case Outcome::Correct: // disc with a tick
        p.drawEllipse(QRectF(1.5, 1.5, 13, 13));
        tick(p, on);
        break;
    case Outcome::Mismatch: // diamond with "not equal"
        p.drawPolygon(QPolygonF({ { 8, 0.8 }, { 15.2, 8 }, { 8, 15.2 }, { 0.8, 8 } }));
        p.setPen(stroke(on, 1.3));
        p.drawLine(QPointF(5, 6.7), QPointF(11, 6.7));
        p.drawLine(QPointF(5, 9.3), QPointF(11, 9.3));
        p.drawLine(QPointF(6.4, 11.3), QPointF(9.6, 4.7));
        break;
    case Outcome::BuildFailed: // square with a cross
        p.drawRoundedRect(QRectF(2, 2, 12, 12), 2, 2);
        cross(p, on, 5.2);
        break;
    case Outcome::Crashed: // triangle with an exclamation mark
        p.drawPolygon(QPolygonF({ { 8, 1.4 }, { 15.2, 14.2 }, { 0.8, 14.2 } }));
        exclamation(p, on, 6, 12.2);
        break;
    case Outcome::Rejected: // ring with a bar
        p.setBrush(Qt::NoBrush);
        p.setPen(stroke(color, 1.9));
        p.drawEllipse(QRectF(2.2, 2.2, 11.6, 11.6));
        p.drawLine(QPointF(4.2, 11.8), QPointF(11.8, 4.2));
        break;
    case Outcome::RuleBroken: // shield with an exclamation mark
    {
        QPainterPath shield(QPointF(8, 1));
        shield.lineTo(14, 3.2);
        shield.cubicTo(14, 9, 12, 13, 8, 15.2);
        shield.cubicTo(4, 13, 2, 9, 2, 3.2);
        shield.closeSubpath();
        p.drawPath(shield);
        exclamation(p, on, 4.4, 11.4);
        break;
    }
    case Outcome::NotJudged: // dotted ring
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(color, 1.5, Qt::DotLine, Qt::RoundCap));
        p.drawEllipse(QRectF(2.5, 2.5, 11, 11));
        break;
    }
}

void drawSeverity(QPainter& p, Severity severity, const QColor& color, const QColor& on)
{
    p.setPen(Qt::NoPen);
    p.setBrush(color);
    switch (severity) {
    case Severity::Fatal: // octagon with a cross
        p.drawPolygon(QPolygonF({ { 5, 1 }, { 11, 1 }, { 15, 5 }, { 15, 11 }, { 11, 15 }, { 5, 15 }, { 1, 11 }, { 1, 5 } }));
        cross(p, on, 5.2);
        break;
    case Severity::Error: // disc with a cross
        p.drawEllipse(QRectF(1.5, 1.5, 13, 13));
        cross(p, on, 5.4);
        break;
    case Severity::Warning: // triangle
        p.drawPolygon(QPolygonF({ { 8, 1.4 }, { 15.2, 14.2 }, { 0.8, 14.2 } }));
        exclamation(p, on, 6, 12.2);
        break;
    case Severity::Advice: // square with "i"
        p.drawRoundedRect(QRectF(2, 2, 12, 12), 3, 3);
        p.setPen(stroke(on, 1.7));
        p.drawPoint(QPointF(8, 4.9));
        p.drawLine(QPointF(8, 7.6), QPointF(8, 11.3));
        break;
    }
}

void drawArrow(QPainter& p, bool back)
{
    if (!back) {
        p.translate(16, 0);
        p.scale(-1, 1);
    }
    p.drawArc(QRectF(4, 4.5, 9, 8), -90 * 16, 180 * 16);
    p.drawLine(QPointF(8.5, 4.5), QPointF(3.5, 4.5));
    p.drawPolyline(QPolygonF({ { 6, 2 }, { 3.3, 4.5 }, { 6, 7 } }));
}

void drawGlyph(QPainter& p, Glyph glyph, const Colors& c, QIcon::Mode mode)
{
    const bool off = mode == QIcon::Disabled;
    const auto tone = [&](const QColor& color) { return off ? c.border.darker(c.text.lightness() > 128 ? 80 : 110) : color; };
    const QColor line = tone(mode == QIcon::Selected ? c.accentText : c.text);
    p.setPen(stroke(line));
    p.setBrush(Qt::NoBrush);
    switch (glyph) {
    case Glyph::Run:
        p.setPen(stroke(tone(c.good), 1.4));
        p.setBrush(tone(c.good));
        p.drawPolygon(QPolygonF({ { 4.5, 2.8 }, { 13, 8 }, { 4.5, 13.2 } }));
        break;
    case Glyph::Pause:
        p.setPen(Qt::NoPen);
        p.setBrush(tone(c.warning));
        p.drawRoundedRect(QRectF(3.5, 3, 3.4, 10), 1, 1);
        p.drawRoundedRect(QRectF(9.1, 3, 3.4, 10), 1, 1);
        break;
    case Glyph::Stop:
        p.setPen(Qt::NoPen);
        p.setBrush(tone(c.bad));
        p.drawRoundedRect(QRectF(3.2, 3.2, 9.6, 9.6), 1.5, 1.5);
        break;
    case Glyph::Resume:
        p.setPen(Qt::NoPen);
        p.setBrush(tone(c.accent));
        p.drawRoundedRect(QRectF(2.6, 3, 2.6, 10), 1, 1);
        p.drawPolygon(QPolygonF({ { 7, 3 }, { 14, 8 }, { 7, 13 } }));
        break;
    case Glyph::Edit:
        p.drawPolygon(QPolygonF({ { 3, 13 }, { 3.6, 10 }, { 10.8, 2.8 }, { 13.2, 5.2 }, { 6, 12.4 } }));
        p.drawLine(QPointF(9.2, 4.6), QPointF(11.4, 6.8));
        break;
    case Glyph::Judge:
        p.drawRoundedRect(QRectF(2.5, 2.5, 11, 11), 2, 2);
        tick(p, tone(c.good));
        break;
    case Glyph::Approve: tick(p, tone(c.good), 2.2); break;
    case Glyph::Reject: cross(p, tone(c.bad), 4.2); break;
    case Glyph::Undo: drawArrow(p, true); break;
    case Glyph::Redo: drawArrow(p, false); break;
    case Glyph::Open:
        p.drawPolygon(QPolygonF({ { 2, 12.8 }, { 2, 3.6 }, { 6, 3.6 }, { 7.6, 5.4 }, { 14, 5.4 }, { 14, 12.8 } }));
        break;
    case Glyph::New:
        p.drawLine(QPointF(8, 3.4), QPointF(8, 12.6));
        p.drawLine(QPointF(3.4, 8), QPointF(12.6, 8));
        break;
    case Glyph::Compare:
        p.drawRect(QRectF(2.5, 3, 4.6, 10));
        p.drawRect(QRectF(8.9, 3, 4.6, 10));
        break;
    case Glyph::Palette:
        p.drawPolyline(QPolygonF({ { 3.5, 4.5 }, { 7, 8 }, { 3.5, 11.5 } }));
        p.drawLine(QPointF(8.5, 11.8), QPointF(13, 11.8));
        break;
    case Glyph::Info: drawSeverity(p, Severity::Advice, tone(c.advice), c.base); break;
    case Glyph::Retire:
        p.drawRect(QRectF(2.6, 3, 10.8, 3));
        p.drawRect(QRectF(3.6, 6, 8.8, 7));
        p.drawLine(QPointF(6.4, 8.6), QPointF(9.6, 8.6));
        break;
    case Glyph::ZoomIn:
    case Glyph::ZoomOut:
        p.drawEllipse(QRectF(2.4, 2.4, 8.6, 8.6));
        p.drawLine(QPointF(10, 10), QPointF(13.6, 13.6));
        p.drawLine(QPointF(4.8, 6.7), QPointF(8.6, 6.7));
        if (glyph == Glyph::ZoomIn)
            p.drawLine(QPointF(6.7, 4.8), QPointF(6.7, 8.6));
        break;
    case Glyph::ZoomFit:
        p.drawPolyline(QPolygonF({ { 2.5, 5.5 }, { 2.5, 2.8 }, { 5.5, 2.8 } }));
        p.drawPolyline(QPolygonF({ { 10.5, 2.8 }, { 13.5, 2.8 }, { 13.5, 5.5 } }));
        p.drawPolyline(QPolygonF({ { 13.5, 10.5 }, { 13.5, 13.2 }, { 10.5, 13.2 } }));
        p.drawPolyline(QPolygonF({ { 5.5, 13.2 }, { 2.5, 13.2 }, { 2.5, 10.5 } }));
        break;
    }
}

} // namespace

QIcon outcomeIcon(const Theme& theme, Outcome outcome)
{
    return QIcon(new VectorIconEngine(theme, [outcome](QPainter& p, const Theme& t, QIcon::Mode) {
        drawOutcome(p, outcome, t.outcomeColor(outcome), t.colors().base);
    }));
}

QIcon severityIcon(const Theme& theme, Severity severity)
{
    return QIcon(new VectorIconEngine(theme, [severity](QPainter& p, const Theme& t, QIcon::Mode) {
        drawSeverity(p, severity, t.severityColor(severity), t.colors().base);
    }));
}

QIcon glyphIcon(const Theme& theme, Glyph glyph)
{
    return QIcon(new VectorIconEngine(
        theme, [glyph](QPainter& p, const Theme& t, QIcon::Mode mode) { drawGlyph(p, glyph, t.colors(), mode); }));
}

QIcon applicationIcon()
{
    QIcon icon;
    for (const int side : { 16, 24, 32, 48, 64, 128 }) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter p(&pixmap);
        p.setRenderHint(QPainter::Antialiasing);
        p.scale(side / 64.0, side / 64.0);
        p.setPen(Qt::NoPen);
        p.setBrush(QColor::fromRgb(0x12324f));
        p.drawRoundedRect(QRectF(2, 2, 60, 60), 13, 13);
        // A hawk's wing of three pipes.
        const std::pair<unsigned, double> feathers[] = { { 0x3d94d6, 0 }, { 0x1fb58a, 11 }, { 0xe9a23b, 22 } };
        for (const auto& [color, drop] : feathers) {
            QPainterPath wing(QPointF(11 + drop * 0.55, 18 + drop));
            wing.cubicTo(26, 16 + drop, 42, 20 + drop * 0.8, 54, 12 + drop * 0.9);
            wing.cubicTo(48, 26 + drop * 0.7, 30, 28 + drop, 11 + drop * 0.55, 18 + drop);
            p.setBrush(QColor::fromRgb(color));
            p.drawPath(wing);
        }
        icon.addPixmap(pixmap);
    }
    return icon;
}

namespace {

void inBox(QPainter& painter, const QRectF& rect, const std::function<void(QPainter&)>& draw)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / 16, rect.height() / 16);
    draw(painter);
    painter.restore();
}

} // namespace

void paintOutcome(QPainter& painter, const QRectF& rect, Outcome outcome, const QColor& color, const QColor& on)
{
    inBox(painter, rect, [&](QPainter& p) { drawOutcome(p, outcome, color, on); });
}

void paintSeverity(QPainter& painter, const QRectF& rect, Severity severity, const QColor& color, const QColor& on)
{
    inBox(painter, rect, [&](QPainter& p) { drawSeverity(p, severity, color, on); });
}

} // namespace hawk::ui
