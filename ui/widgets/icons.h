#pragma once

#include "widgets/theme.h"

#include <QIcon>

namespace hawk::ui {

enum class Glyph {
    Run, Pause, Stop, Resume, Edit, Judge, Approve, Reject, Undo, Redo, Open, New, Compare, Palette, Info, Retire,
    ZoomIn, ZoomOut, ZoomFit
};

/// Icons drawn as vectors in the theme's colours: sharp at every scale, no plug-in needed, and every verdict and
/// severity has its own shape.
QIcon outcomeIcon(const Theme& theme, Outcome outcome);
QIcon severityIcon(const Theme& theme, Severity severity);
QIcon glyphIcon(const Theme& theme, Glyph glyph);
QIcon applicationIcon();
/// The same shapes for margins and headings.
void paintOutcome(QPainter& painter, const QRectF& rect, Outcome outcome, const QColor& color, const QColor& on);
void paintSeverity(QPainter& painter, const QRectF& rect, Severity severity, const QColor& color, const QColor& on);

} // namespace hawk::ui
