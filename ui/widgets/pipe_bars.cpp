#include "widgets/pipe_bars.h"

#include "format/numbers.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace hawk::ui {

PipeBars::PipeBars(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PipeBars::setPipes(std::vector<PipeRow> pipes)
{
    m_pipes = std::move(pipes);
    describe();
    updateGeometry();
    update();
}

void PipeBars::describe()
{
    QStringList lines;
    for (const PipeRow& pipe : m_pipes)
        lines.append(tr("%1: busy %2, waiting %3, %4 operations, %5")
                         .arg(pipeWord(pipe.pipe), percent(pipe.busy), percent(pipe.wait),
                             wholeNumber(static_cast<qint64>(pipe.instructions)), byteCount(pipe.bytes)));
    setToolTip(lines.join(u'\n'));
    setAccessibleName(tr("Pipe utilisation"));
    setAccessibleDescription(lines.join(u'\n'));
}

int PipeBars::rowHeight() const
{
    return fontMetrics().height() * 3 / 2;
}

QSize PipeBars::sizeHint() const
{
    return { fontMetrics().averageCharWidth() * 36, static_cast<int>(m_pipes.size()) * rowHeight() };
}

void PipeBars::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Colors& c = m_theme.colors();
    int label = 0;
    for (const PipeRow& pipe : m_pipes)
        label = std::max(label, fontMetrics().horizontalAdvance(pipeWord(pipe.pipe)));
    label += 10;
    const int value = fontMetrics().horizontalAdvance(u"100 %"_s) + 12;
    const int barWidth = std::max(10, width() - label - value);
    QColor hatch = c.stall;
    for (std::size_t i = 0; i < m_pipes.size(); ++i) {
        const PipeRow& pipe = m_pipes[i];
        const int y = static_cast<int>(i) * rowHeight();
        painter.setPen(c.text);
        painter.drawText(QRect(0, y, label, rowHeight()), Qt::AlignVCenter | Qt::AlignLeft, pipeWord(pipe.pipe));
        const QRectF track(label, y + 4, barWidth, rowHeight() - 8);
        painter.fillRect(track, c.raised);
        const double busy = std::clamp(pipe.busy, 0.0, 1.0);
        const double wait = std::clamp(pipe.wait, 0.0, 1.0 - busy);
        painter.fillRect(QRectF(track.left(), track.top(), track.width() * busy, track.height()), m_theme.pipeColor(pipe.pipe));
        painter.fillRect(QRectF(track.left() + track.width() * busy, track.top(), track.width() * wait, track.height()),
            QBrush(hatch, Qt::BDiagPattern));
        painter.drawText(QRect(label + barWidth + 6, y, value - 6, rowHeight()), Qt::AlignVCenter | Qt::AlignRight,
            percent(pipe.busy));
    }
}

void PipeBars::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        describe();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace hawk::ui
