#include "widgets/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QProxyStyle>
#include <QStyleFactory>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

// Fusion with a little more air in tables.
class RoomyFusion final : public QProxyStyle {
public:
    RoomyFusion()
        : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    {
    }
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override
    {
        const int usual = QProxyStyle::pixelMetric(metric, option, widget);
        switch (metric) {
        case PM_HeaderMargin: return usual + 4;
        case PM_FocusFrameHMargin: return usual + 2;
        case PM_DockWidgetTitleMargin: return usual + 2;
        default: return usual;
        }
    }
};

QColor rgb(unsigned value)
{
    return QColor::fromRgb(value);
}

Colors lightColors()
{
    Colors c;
    c.window = rgb(0xf3f4f6);
    c.base = rgb(0xffffff);
    c.alternate = rgb(0xf7f8fa);
    c.raised = rgb(0xe7e9ee);
    c.text = rgb(0x1b1f24);
    c.muted = rgb(0x5a6370);
    c.border = rgb(0xcfd4db);
    c.accent = rgb(0x0b62a8);
    c.accentText = rgb(0xffffff);
    c.good = rgb(0x00714f);
    c.bad = rgb(0xb23a00);
    c.warning = rgb(0x8a5a00);
    c.advice = rgb(0x0b62a8);
    c.goodFill = rgb(0xd9f2e8);
    c.badFill = rgb(0xfde3d8);
    c.warningFill = rgb(0xfdf0cf);
    c.adviceFill = rgb(0xdcebf9);
    c.added = rgb(0xd9f2e8);
    c.removed = rgb(0xfde3d8);
    c.changed = rgb(0xdcebf9);
    c.currentLine = rgb(0xeef4fb);
    c.keyword = rgb(0x0b4f9e);
    c.type = rgb(0x00695c);
    c.api = rgb(0x8e3a83);
    c.literal = rgb(0x9a4a00);
    c.number = rgb(0x7a5200);
    c.comment = rgb(0x5a6a5e);
    c.preprocessor = rgb(0x6a5310);
    c.scalar = rgb(0x7f8893);
    c.vector = rgb(0x009e73);
    c.cube = rgb(0xcc79a7);
    c.copyIn = rgb(0x0072b2);
    c.copyOut = rgb(0xe08a00);
    c.copyInner = rgb(0x56b4e9);
    c.stall = rgb(0xb23a00);
    return c;
}

Colors darkColors()
{
    Colors c;
    c.window = rgb(0x202328);
    c.base = rgb(0x181a1e);
    c.alternate = rgb(0x1e2126);
    c.raised = rgb(0x2c3038);
    c.text = rgb(0xe6e8eb);
    c.muted = rgb(0xa3acb8);
    c.border = rgb(0x3b414b);
    c.accent = rgb(0x5aa9e6);
    c.accentText = rgb(0x0b1420);
    c.good = rgb(0x3fcf9f);
    c.bad = rgb(0xff8f5c);
    c.warning = rgb(0xf0c05a);
    c.advice = rgb(0x7cc0f2);
    c.goodFill = rgb(0x12392e);
    c.badFill = rgb(0x47261a);
    c.warningFill = rgb(0x40341a);
    c.adviceFill = rgb(0x1b3349);
    c.added = rgb(0x12392e);
    c.removed = rgb(0x47261a);
    c.changed = rgb(0x1b3349);
    c.currentLine = rgb(0x232a33);
    c.keyword = rgb(0x7cb7f5);
    c.type = rgb(0x5fd0b8);
    c.api = rgb(0xd79ad0);
    c.literal = rgb(0xf0a868);
    c.number = rgb(0xe5c07b);
    c.comment = rgb(0x8fa396);
    c.preprocessor = rgb(0xc9b26a);
    c.scalar = rgb(0x8b95a2);
    c.vector = rgb(0x1fb58a);
    c.cube = rgb(0xd48bb4);
    c.copyIn = rgb(0x3d94d6);
    c.copyOut = rgb(0xe9a23b);
    c.copyInner = rgb(0x7cc7f0);
    c.stall = rgb(0xff8f5c);
    return c;
}

} // namespace

Theme::Theme(QObject* parent)
    : QObject(parent)
{
    const QPalette system = QApplication::palette();
    m_systemDark = system.color(QPalette::WindowText).lightness() > system.color(QPalette::Window).lightness();
    m_colors = colorsFor(m_systemDark);
}

Colors Theme::colorsFor(bool dark)
{
    return dark ? darkColors() : lightColors();
}

QPalette Theme::paletteFor(const Colors& c)
{
    QPalette palette;
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.base);
    palette.setColor(QPalette::AlternateBase, c.alternate);
    palette.setColor(QPalette::ToolTipBase, c.raised);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::PlaceholderText, c.muted);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::Button, c.window);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.bad);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.accentText);
    palette.setColor(QPalette::Light, c.raised.lighter(110));
    palette.setColor(QPalette::Midlight, c.raised);
    palette.setColor(QPalette::Mid, c.border);
    palette.setColor(QPalette::Dark, c.border.darker(115));
    palette.setColor(QPalette::Shadow, c.border.darker(160));
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText })
        palette.setColor(QPalette::Disabled, role, c.muted);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.raised);
    // A selection in a pane without focus stays readable as a selection.
    palette.setColor(QPalette::Inactive, QPalette::Highlight, c.adviceFill);
    palette.setColor(QPalette::Inactive, QPalette::HighlightedText, c.text);
    return palette;
}

void Theme::apply(Choice choice)
{
    m_choice = choice;
    m_dark = choice == Choice::Dark || (choice == Choice::System && m_systemDark);
    m_colors = colorsFor(m_dark);
    QApplication::setStyle(new RoomyFusion);
    QApplication::setPalette(paletteFor(m_colors));
    Q_EMIT changed();
}

QColor Theme::outcomeColor(Outcome outcome) const
{
    switch (outcome) {
    case Outcome::NotJudged: return m_colors.muted;
    case Outcome::Rejected:
    case Outcome::BuildFailed:
    case Outcome::Crashed:
    case Outcome::Mismatch: return m_colors.bad;
    case Outcome::RuleBroken: return m_colors.warning;
    case Outcome::Correct: return m_colors.good;
    }
    return m_colors.muted;
}

QColor Theme::severityColor(Severity severity) const
{
    switch (severity) {
    case Severity::Fatal:
    case Severity::Error: return m_colors.bad;
    case Severity::Warning: return m_colors.warning;
    case Severity::Advice: return m_colors.advice;
    }
    return m_colors.muted;
}

QColor Theme::severityFill(Severity severity) const
{
    switch (severity) {
    case Severity::Fatal:
    case Severity::Error: return m_colors.badFill;
    case Severity::Warning: return m_colors.warningFill;
    case Severity::Advice: return m_colors.adviceFill;
    }
    return m_colors.raised;
}

QColor Theme::pipeColor(const QString& pipe) const
{
    if (pipe == "V"_L1)
        return m_colors.vector;
    if (pipe == "M"_L1 || pipe == "FIX"_L1)
        return m_colors.cube;
    if (pipe == "MTE2"_L1)
        return m_colors.copyIn;
    if (pipe == "MTE3"_L1)
        return m_colors.copyOut;
    if (pipe == "MTE1"_L1)
        return m_colors.copyInner;
    return m_colors.scalar;
}

QFont Theme::codeFont() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    for (const QString& family : { u"Fira Code"_s, u"JetBrains Mono"_s, u"DejaVu Sans Mono"_s })
        if (QFontDatabase::hasFamily(family)) {
            font = QFont(family);
            break;
        }
    font.setFixedPitch(true);
    font.setStyleHint(QFont::Monospace);
    font.setPointSizeF(QApplication::font().pointSizeF());
    return font;
}

} // namespace hawk::ui
