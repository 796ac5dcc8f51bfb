#include "widgets/diff_view.h"

#include "models/line_diff.h"
#include "widgets/code_editor.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

void follow(QScrollBar* from, QScrollBar* to)
{
    QObject::connect(from, &QScrollBar::valueChanged, to, &QScrollBar::setValue);
    QObject::connect(to, &QScrollBar::valueChanged, from, &QScrollBar::setValue);
}

QWidget* side(QLabel* title, CodeEditor* editor, QWidget* parent)
{
    auto* box = new QWidget(parent);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    title->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(title);
    layout->addWidget(editor, 1);
    return box;
}

} // namespace

DiffView::DiffView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_leftTitle(new QLabel)
    , m_rightTitle(new QLabel)
    , m_count(new QLabel(this))
    , m_message(new QLabel(this))
{
    m_leftEditor = new CodeEditor(theme, CodeEditor::Language::AscendC, nullptr);
    m_rightEditor = new CodeEditor(theme, CodeEditor::Language::AscendC, nullptr);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(side(m_leftTitle, m_leftEditor, splitter));
    splitter->addWidget(side(m_rightTitle, m_rightEditor, splitter));
    m_sides = splitter;
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setForegroundRole(QPalette::PlaceholderText);
    m_count->setContentsMargins(8, 3, 8, 3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_sides, 1);
    layout->addWidget(m_count);
    layout->addWidget(m_message, 1);
    follow(m_leftEditor->verticalScrollBar(), m_rightEditor->verticalScrollBar());
    follow(m_leftEditor->horizontalScrollBar(), m_rightEditor->horizontalScrollBar());
    showMessage({});
    retranslate();
}

void DiffView::retranslate()
{
    m_leftEditor->setAccessibleName(tr("Kernel before the change"));
    m_rightEditor->setAccessibleName(tr("Kernel after the change"));
    updateCount();
}

void DiffView::setTexts(const QString& leftTitle, const QString& left, const QString& rightTitle, const QString& right)
{
    m_leftTitle->setText(leftTitle);
    m_rightTitle->setText(rightTitle);
    m_left = left;
    m_right = right;
    m_message->hide();
    m_sides->show();
    m_count->show();
    render();
    nextDifference(0);
}

void DiffView::render()
{
    const QStringList left = m_left.split(u'\n');
    const QStringList right = m_right.split(u'\n');
    const std::vector<DiffRow> rows = diffLines(left, right);
    m_leftEditor->setDiffSide(left, rows, false);
    m_rightEditor->setDiffSide(right, rows, true);
    m_starts.clear();
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].kind != DiffRow::Kind::Same && (i == 0 || rows[i - 1].kind == DiffRow::Kind::Same))
            m_starts.push_back(static_cast<int>(i));
    const DiffCount count = countDifferences(rows);
    m_added = count.added;
    m_removed = count.removed;
    m_changed = count.changed;
    updateCount();
}

void DiffView::updateCount()
{
    m_count->setText(m_added + m_removed + m_changed == 0
            ? tr("The two kernels are identical.")
            : tr("%1 lines added, %2 removed, %3 changed").arg(m_added).arg(m_removed).arg(m_changed));
}

void DiffView::showMessage(const QString& text)
{
    m_sides->hide();
    m_count->hide();
    m_message->setText(text);
    m_message->show();
}

void DiffView::nextDifference(int direction)
{
    if (m_starts.empty())
        return;
    const int top = m_rightEditor->firstVisibleLine();
    int target = m_starts.front();
    if (direction > 0) {
        const auto next = std::upper_bound(m_starts.begin(), m_starts.end(), top + 3);
        target = next == m_starts.end() ? m_starts.back() : *next;
    } else if (direction < 0) {
        const auto next = std::lower_bound(m_starts.begin(), m_starts.end(), top + 3);
        target = next == m_starts.begin() ? m_starts.front() : *(next - 1);
    }
    m_rightEditor->setFirstVisibleLine(std::max(0, target - 3));
    m_leftEditor->setFirstVisibleLine(std::max(0, target - 3));
}

void DiffView::applyTheme()
{
    m_leftEditor->applyTheme();
    m_rightEditor->applyTheme();
    if (!m_sides->isHidden())
        render();
}

} // namespace hawk::ui
