#include "widgets/folding_view.h"

#include "format/numbers.h"
#include "widgets/theme.h"

#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

constexpr int kFoldMargin = 2;
constexpr int kHeadingStyle = 1;
constexpr int kBadHeadingStyle = 2;
constexpr int kLinkIndicator = 8;
constexpr int kBadIndicator = 9;
constexpr int kEntryMarker = 1;
constexpr int kBodyLevel = QsciScintillaBase::SC_FOLDLEVELBASE + 1;
constexpr int kHeadingLevel = QsciScintillaBase::SC_FOLDLEVELBASE | QsciScintillaBase::SC_FOLDLEVELHEADERFLAG;

/// Text that comes in while lines wrap is laid out at once, all of it: 0.8 s for a prompt of 1 MB. Wrapping that is switched on
/// afterwards is done in idle time.
class WrapLater {
public:
    explicit WrapLater(QsciScintilla& view)
        : m_view(view)
    {
        m_view.setWrapMode(QsciScintilla::WrapNone);
    }
    ~WrapLater() { m_view.setWrapMode(QsciScintilla::WrapWord); }
    WrapLater(const WrapLater&) = delete;
    WrapLater& operator=(const WrapLater&) = delete;

private:
    QsciScintilla& m_view;
};

} // namespace

FoldingView::FoldingView(const Theme& theme, QWidget* parent)
    : QsciScintilla(parent)
    , m_theme(theme)
{
    setUtf8(true);
    setFrameShape(QFrame::NoFrame);
    setReadOnly(true);
    setEolMode(EolUnix);
    setTabWidth(4);
    setWrapMode(WrapWord);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    for (int margin = 0; margin < 3; ++margin)
        setMarginWidth(margin, 0);
    setFolding(BoxedTreeFoldStyle, kFoldMargin);
    SendScintilla(SCI_SETFOLDFLAGS, 0UL); // headings show well enough what is folded: no black rule below each
    SendScintilla(SCI_SETUNDOCOLLECTION, 0UL);
    indicatorDefine(PlainIndicator, kLinkIndicator);
    indicatorDefine(FullBoxIndicator, kBadIndicator);
    markerDefine(Background, kEntryMarker);
    // When the button is let go: showing the entry scrolls, and a button that is still down would then select text.
    connect(this, &QsciScintilla::indicatorReleased, this, [this](int line, int index, Qt::KeyboardModifiers) {
        if (hasSelectedText())
            return;
        for (const EntrySpan& span : m_links)
            if (span.firstLine == line && index >= span.column && index <= span.column + span.length)
                Q_EMIT entryLinked(span.entry);
    });
    applyTheme();
}

void FoldingView::defineStyles()
{
    const Colors& c = m_theme.colors();
    const QFont code = m_theme.codeFont();
    const auto style = [&](int number, const QColor& color, const QColor& paper, bool bold) {
        const auto id = static_cast<unsigned long>(number);
        SendScintilla(SCI_STYLESETFONT, id, code.family().toUtf8().constData());
        SendScintilla(SCI_STYLESETSIZEFRACTIONAL, id,
            static_cast<long>(code.pointSizeF() * static_cast<int>(SC_FONT_SIZE_MULTIPLIER)));
        SendScintilla(SCI_STYLESETFORE, id, color);
        SendScintilla(SCI_STYLESETBACK, id, paper);
        SendScintilla(SCI_STYLESETBOLD, id, static_cast<long>(bold));
        SendScintilla(SCI_STYLESETEOLFILLED, id, static_cast<long>(bold));
    };
    style(STYLE_DEFAULT, c.text, c.base, false);
    style(0, c.text, c.base, false);
    style(kHeadingStyle, c.text, c.raised, true);
    style(kBadHeadingStyle, c.bad, c.badFill, true);
}

void FoldingView::applyTheme()
{
    const Colors& c = m_theme.colors();
    setPaper(c.base);
    setColor(c.text);
    defineStyles();
    setFoldMarginColors(c.alternate, c.alternate);
    setCaretForegroundColor(c.text);
    setSelectionBackgroundColor(c.accent);
    setSelectionForegroundColor(c.accentText);
    setIndicatorForegroundColor(c.accent, kLinkIndicator);
    setIndicatorHoverForegroundColor(c.accent, kLinkIndicator);
    setIndicatorForegroundColor(c.bad, kBadIndicator);
    setMarkerBackgroundColor(c.adviceFill, kEntryMarker);
    for (int marker = SC_MARKNUM_FOLDEREND; marker <= static_cast<int>(SC_MARKNUM_FOLDEROPEN); ++marker) {
        setMarkerForegroundColor(c.base, marker);
        setMarkerBackgroundColor(c.muted, marker);
    }
    restyle();
}

void FoldingView::restyle()
{
    SendScintilla(SCI_STARTSTYLING, 0UL, 0L);
    SendScintilla(SCI_SETSTYLING, static_cast<unsigned long>(SendScintilla(SCI_GETLENGTH)), 0L);
    for (const Heading& heading : m_headings)
        setHeading(heading.line, heading.bad);
}

void FoldingView::setHeading(int line, bool bad)
{
    const auto at = static_cast<unsigned long>(line);
    const long begin = SendScintilla(SCI_POSITIONFROMLINE, at);
    const long end = SendScintilla(SCI_POSITIONFROMLINE, at + 1);
    SendScintilla(SCI_STARTSTYLING, static_cast<unsigned long>(begin), 0L);
    SendScintilla(SCI_SETSTYLING,
        static_cast<unsigned long>((end < 0 ? SendScintilla(SCI_GETLENGTH) : end) - begin),
        static_cast<long>(bad ? kBadHeadingStyle : kHeadingStyle));
    SendScintilla(SCI_SETFOLDLEVEL, at, static_cast<long>(kHeadingLevel));
}

void FoldingView::setBodyLevels(int first, int last)
{
    for (int line = first; line <= last; ++line)
        SendScintilla(SCI_SETFOLDLEVEL, static_cast<unsigned long>(line), static_cast<long>(kBodyLevel));
}

void FoldingView::clear()
{
    setReadOnly(false);
    SendScintilla(SCI_CLEARALL);
    setReadOnly(true);
    m_headings.clear();
    m_links.clear();
    m_followed = 0;
    markerDeleteAll();
}

void FoldingView::addText(const QByteArray& utf8)
{
    setReadOnly(false);
    SendScintilla(SCI_APPENDTEXT, static_cast<unsigned long>(utf8.size()), utf8.constData());
    setReadOnly(true);
}

QString FoldingView::headingOf(const PromptPart& part)
{
    QString text = promptPartWord(part.title) + u"  \u00b7  "_s + tr("about %1 tokens").arg(wholeNumber(part.tokens));
    if (part.dropped > 0)
        text += u"  \u00b7  "_s + tr("%n left out", nullptr, part.dropped);
    return text;
}

void FoldingView::setPrompt(const PromptView& prompt, bool folded)
{
    const WrapLater wrapLater(*this);
    clear();
    QStringList lines = prompt.text.split(u'\n');
    for (const PromptPart& part : prompt.parts)
        if (part.firstLine < lines.size())
            lines[part.firstLine] = headingOf(part);
    addText(lines.join(u'\n').toUtf8());
    setBodyLevels(0, static_cast<int>(lines.size()) - 1);
    for (const PromptPart& part : prompt.parts)
        m_headings.push_back({ part.firstLine, false, part.title });
    restyle();
    setLinks(prompt.entries);
    foldAll(folded);
    setFirstVisibleLine(0); // a new prompt is read from its beginning
    markEntry();
}

void FoldingView::setParts(const std::vector<Part>& parts)
{
    const WrapLater wrapLater(*this);
    clear();
    QStringList lines;
    std::vector<int> folded;
    for (const Part& part : parts) {
        if (part.folded)
            folded.push_back(static_cast<int>(lines.size()));
        m_headings.push_back({ static_cast<int>(lines.size()), part.bad, part.heading });
        lines.append(part.heading);
        lines.append(part.body.split(u'\n'));
    }
    addText(lines.join(u'\n').toUtf8());
    setBodyLevels(0, static_cast<int>(lines.size()) - 1);
    restyle();
    for (const int line : folded)
        SendScintilla(
            SCI_FOLDLINE, static_cast<unsigned long>(line), static_cast<long>(SC_FOLDACTION_CONTRACT));
    setFirstVisibleLine(0);
}

void FoldingView::scrollToEnd()
{
    const long end = SendScintilla(SCI_GETLENGTH);
    SendScintilla(SCI_SCROLLRANGE, static_cast<unsigned long>(end), end);
    m_followed = firstVisibleLine();
}

void FoldingView::append(const QString& heading, const QString& text, bool folded)
{
    // Who scrolled up to read stays there. The scroll bar does not tell: wrapped lines are counted later than they come.
    const bool follow = firstVisibleLine() >= m_followed;
    const auto lineCount = [this] { return static_cast<int>(SendScintilla(SCI_GETLINECOUNT)); };
    const auto isFolded = [this](int line) { return SendScintilla(SCI_GETFOLDEXPANDED, static_cast<unsigned long>(line)) == 0; };
    if (m_headings.empty() || m_headings.back().text != heading) {
        const bool first = SendScintilla(SCI_GETLENGTH) == 0;
        const int above = m_headings.empty() ? -1 : m_headings.back().line;
        const bool aboveFolded = above >= 0 && isFolded(above);
        addText(((first ? QString() : u"\n"_s) + heading + u'\n').toUtf8());
        m_headings.push_back({ lineCount() - 2, false, heading });
        setHeading(m_headings.back().line, false);
        SendScintilla(
            SCI_SETFOLDLEVEL, static_cast<unsigned long>(lineCount() - 1), static_cast<long>(kBodyLevel));
        if (aboveFolded)
            keepFolded(above, m_headings.back().line - 1);
        if (folded)
            SendScintilla(SCI_FOLDLINE, static_cast<unsigned long>(m_headings.back().line),
                static_cast<long>(SC_FOLDACTION_CONTRACT));
    }
    const int section = m_headings.back().line;
    const bool sectionFolded = isFolded(section);
    const int before = lineCount();
    const long position = SendScintilla(SCI_GETLENGTH);
    const QByteArray bytes = text.toUtf8();
    addText(bytes);
    SendScintilla(SCI_STARTSTYLING, static_cast<unsigned long>(position), 0L);
    SendScintilla(SCI_SETSTYLING, static_cast<unsigned long>(bytes.size()), 0L);
    const int after = lineCount();
    setBodyLevels(before - 1, after - 1);
    if (sectionFolded)
        keepFolded(section, after - 1);
    else if (follow) // bringing the end of a folded part into view would unfold it
        scrollToEnd();
}

void FoldingView::keepFolded(int heading, int last)
{
    SendScintilla(SCI_SETFOLDEXPANDED, static_cast<unsigned long>(heading), 0L);
    if (last > heading)
        SendScintilla(SCI_HIDELINES, static_cast<unsigned long>(heading + 1), static_cast<long>(last));
}

void FoldingView::setLinks(const std::vector<EntrySpan>& spans)
{
    m_links = spans;
    const int last = std::max(0, lines() - 1);
    clearIndicatorRange(0, 0, last, lineLength(last), kLinkIndicator);
    for (const EntrySpan& span : m_links)
        fillIndicatorRange(
            span.firstLine, span.column, span.firstLine, span.column + span.length, kLinkIndicator);
}

const EntrySpan* FoldingView::markEntry()
{
    markerDeleteAll(kEntryMarker);
    for (const EntrySpan& span : m_links) {
        if (m_entry == 0 || span.entry != m_entry || span.lineCount == 0)
            continue;
        for (int line = span.firstLine; line < span.firstLine + span.lineCount; ++line)
            markerAdd(line, kEntryMarker);
        return &span;
    }
    return nullptr;
}

void FoldingView::showEntry(qint64 entry)
{
    m_entry = entry;
    const EntrySpan* span = markEntry();
    if (!span)
        return;
    SendScintilla(SCI_ENSUREVISIBLE, static_cast<unsigned long>(span->firstLine));
    const long at = SendScintilla(SCI_VISIBLEFROMDOCLINE, static_cast<unsigned long>(span->firstLine));
    setFirstVisibleLine(std::max(0, static_cast<int>(at) - 1));
}

void FoldingView::markBad(const QString& piece)
{
    const int last = std::max(0, lines() - 1);
    clearIndicatorRange(0, 0, last, lineLength(last), kBadIndicator);
    if (piece.isEmpty())
        return;
    const QByteArray bytes = piece.toUtf8();
    const QByteArray all = text().toUtf8();
    const qsizetype at = all.lastIndexOf(bytes);
    if (at < 0)
        return;
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(kBadIndicator));
    SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(at), static_cast<long>(bytes.size()));
    const long line = SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(at));
    SendScintilla(SCI_ENSUREVISIBLE, static_cast<unsigned long>(line));
}

void FoldingView::foldAll(bool folded)
{
    SendScintilla(
        SCI_FOLDALL, static_cast<unsigned long>(folded ? SC_FOLDACTION_CONTRACT : SC_FOLDACTION_EXPAND));
}

bool FoldingView::findNext(const QString& wanted, bool fromStart)
{
    return !wanted.isEmpty()
        && findFirst(wanted, false, false, false, true, true, fromStart ? 0 : -1, fromStart ? 0 : -1);
}

void FoldingView::resizeEvent(QResizeEvent* event)
{
    const bool follow = m_followed > 0 && firstVisibleLine() >= m_followed;
    QsciScintilla::resizeEvent(event);
    if (follow)
        scrollToEnd(); // lines wrap elsewhere now
}

bool FoldingView::event(QEvent* event)
{
    // Ctrl+F here looks here, not in the kernel.
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return QsciScintilla::event(event);
}

void FoldingView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Find)) {
        Q_EMIT findWanted();
        return;
    }
    const bool open
        = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (open) { // folds by keyboard, and follows a link
        int line = 0;
        int index = 0;
        getCursorPosition(&line, &index);
        for (const EntrySpan& span : m_links)
            if (span.firstLine == line) {
                Q_EMIT entryLinked(span.entry);
                return;
            }
        SendScintilla(SCI_TOGGLEFOLD, static_cast<unsigned long>(line));
        return;
    }
    QsciScintilla::keyPressEvent(event);
}

} // namespace hawk::ui
