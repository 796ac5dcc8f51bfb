#pragma once

#include "format/words.h"

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

namespace hawk::ui {

/// Every colour of the window by meaning. Foregrounds on `base` and `window` keep a contrast of at least 4.5:1, hues
/// follow Okabe and Ito (2008) so that the common colour-vision deficiencies still tell them apart; no meaning rests
/// on colour alone.
struct Colors {
    QColor window, base, alternate, raised, text, muted, border, accent, accentText;
    QColor good, bad, warning, advice;
    QColor goodFill, badFill, warningFill, adviceFill; ///< quiet backgrounds behind `text`
    QColor added, removed, changed; ///< diff backgrounds
    QColor currentLine;
    QColor keyword, type, api, literal, number, comment, preprocessor;
    QColor scalar, vector, cube, copyIn, copyOut, copyInner; ///< pipe lanes
    QColor stall;
};

/// The look of the application: Fusion with our palettes. Widgets that paint themselves follow changed().
class Theme final : public QObject {
    Q_OBJECT
public:
    enum class Choice { System, Light, Dark };

    explicit Theme(QObject* parent = nullptr);
    void apply(Choice choice);
    Choice choice() const { return m_choice; }
    bool dark() const { return m_dark; }
    const Colors& colors() const { return m_colors; }
    static Colors colorsFor(bool dark);
    static QPalette paletteFor(const Colors& colors);

    QColor outcomeColor(Outcome outcome) const;
    QColor severityColor(Severity severity) const;
    QColor severityFill(Severity severity) const;
    QColor pipeColor(const QString& pipe) const;
    QFont codeFont() const;

Q_SIGNALS:
    void changed();

private:
    bool m_systemDark = false; ///< lightness of the palette before we set ours; Qt 6.4 has no colorScheme()
    Choice m_choice = Choice::System;
    bool m_dark = false;
    Colors m_colors;
};

} // namespace hawk::ui
