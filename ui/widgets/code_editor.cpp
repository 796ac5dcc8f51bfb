#include "widgets/code_editor.h"

#include "widgets/ascendc_lexer.h"
#include "widgets/icons.h"

#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>
#include <QTimer>
#include <QSet>
#include <Qsci/qscilexerjson.h>
#include <Qsci/qscistyle.h>
#include <map>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

constexpr int kNumberMargin = 0;
constexpr int kFindingMargin = 1;
constexpr int kFoldMargin = 2;
constexpr int kErrorIndicator = 8;
constexpr int kWarningIndicator = 9;
constexpr int kAdviceIndicator = 10;
constexpr int kMinAnnotationColumns = 40;
// Style numbers the lexers leave free. Fixed, because QsciStyle hands out a new number for every object otherwise and
// a document has only 256.
constexpr int kMarginStyle = 120;
constexpr int kFirstAnnotationStyle = 121; // one per severity
constexpr std::size_t kFindingsPerLine = 3; // more are in the findings table

// Annotations do not wrap by themselves.
QString wrapped(const QString& text, int columns)
{
    QString out;
    qsizetype column = 0;
    for (const QString& word : text.simplified().split(u' ')) {
        if (column > 0 && column + word.size() > columns) {
            out += u"\n    "_s;
            column = 4;
        } else if (column > 0) {
            out += u' ';
            ++column;
        }
        out += word;
        column += word.size();
    }
    return out;
}

int leadingSpaces(const QString& line)
{
    int count = 0;
    while (count < line.size() && line[count].isSpace())
        ++count;
    return count;
}

Severity worstOf(const std::vector<const FindingRow*>& findings)
{
    const auto worse = [](const FindingRow* a, const FindingRow* b) { return a->severity < b->severity; };
    return (*std::min_element(findings.begin(), findings.end(), worse))->severity;
}

QPixmap severityPixmap(const Theme& theme, Severity severity, int side)
{
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintSeverity(painter, QRectF(0, 0, side, side), severity, theme.severityColor(severity), theme.colors().base);
    return pixmap;
}

} // namespace

CodeEditor::CodeEditor(const Theme& theme, Language language, QWidget* parent)
    : QsciScintilla(parent)
    , m_theme(theme)
    , m_language(language)
{
    setUtf8(true);
    setFrameShape(QFrame::NoFrame);
    setTabWidth(4);
    setIndentationsUseTabs(false);
    setAutoIndent(true);
    setBraceMatching(SloppyBraceMatch);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    setAnnotationDisplay(AnnotationStandard);
    setEolMode(EolUnix);
    setReadOnly(true);
    setUpMargins();
    indicatorDefine(SquiggleIndicator, kErrorIndicator);
    indicatorDefine(SquiggleIndicator, kWarningIndicator);
    indicatorDefine(DotsIndicator, kAdviceIndicator);
    applyTheme();
    connect(this, &QsciScintilla::cursorPositionChanged, this, [this](int line, int) {
        if (!m_following && hasFocus())
            Q_EMIT lineActivated(line + 1);
    });
    connect(this, &QsciScintilla::marginClicked, this, [this](int margin, int line, Qt::KeyboardModifiers) {
        if (margin == kFindingMargin)
            Q_EMIT lineActivated(line + 1);
    });
}

void CodeEditor::setUpMargins()
{
    setMarginType(kNumberMargin, NumberMargin);
    setMarginType(kFindingMargin, SymbolMargin);
    setMarginSensitivity(kFindingMargin, true);
    setMarginMarkerMask(kFindingMargin, 1 << ErrorMarker | 1 << WarningMarker | 1 << AdviceMarker);
    setMarginMarkerMask(kNumberMargin, 0);
    setMarginWidth(kFindingMargin, fontMetrics().height() + 4);
    setFolding(NoFoldStyle, kFoldMargin);
}

void CodeEditor::defineMarkers()
{
    const int side = fontMetrics().height();
    markerDefine(severityPixmap(m_theme, Severity::Error, side), ErrorMarker);
    markerDefine(severityPixmap(m_theme, Severity::Warning, side), WarningMarker);
    markerDefine(severityPixmap(m_theme, Severity::Advice, side), AdviceMarker);
    const std::pair<Marker, QColor> backgrounds[] = { { CurrentMarker, m_theme.colors().adviceFill },
        { AddedMarker, m_theme.colors().added }, { RemovedMarker, m_theme.colors().removed },
        { ChangedMarker, m_theme.colors().changed } };
    for (const auto& [marker, color] : backgrounds) {
        markerDefine(Background, marker);
        setMarkerBackgroundColor(color, marker);
    }
}

void CodeEditor::applyTheme()
{
    const Colors& c = m_theme.colors();
    QsciLexer* old = lexer();
    if (m_language == Language::AscendC) {
        setLexer(new AscendCLexer(m_theme, this));
    } else {
        auto* json = new QsciLexerJSON(this);
        json->setDefaultPaper(c.base);
        json->setPaper(c.base, -1);
        json->setColor(c.text, -1);
        json->setDefaultFont(m_theme.codeFont());
        json->setFont(m_theme.codeFont(), -1);
        json->setColor(c.number, QsciLexerJSON::Number);
        json->setColor(c.literal, QsciLexerJSON::String);
        json->setColor(c.keyword, QsciLexerJSON::Property);
        json->setColor(c.type, QsciLexerJSON::Keyword);
        json->setColor(c.bad, QsciLexerJSON::Error);
        json->setPaper(c.base, QsciLexerJSON::Error);
        setLexer(json);
    }
    delete old;
    setPaper(c.base);
    setColor(c.text);
    setMarginsFont(m_theme.codeFont());
    setMarginsBackgroundColor(c.alternate);
    setMarginsForegroundColor(c.muted);
    setFoldMarginColors(c.alternate, c.alternate);
    setCaretForegroundColor(c.text);
    setCaretLineBackgroundColor(c.currentLine);
    setSelectionBackgroundColor(c.accent);
    setSelectionForegroundColor(c.accentText);
    setMatchedBraceBackgroundColor(c.adviceFill);
    setMatchedBraceForegroundColor(c.text);
    setUnmatchedBraceForegroundColor(c.bad);
    setUnmatchedBraceBackgroundColor(c.base);
    setIndicatorForegroundColor(c.bad, kErrorIndicator);
    setIndicatorForegroundColor(c.warning, kWarningIndicator);
    setIndicatorForegroundColor(c.advice, kAdviceIndicator);
    defineMarkers();
    updateNumberMargin();
    if (!m_findings.empty())
        setFindings(std::vector<FindingRow>(m_findings));
}

void CodeEditor::updateNumberMargin()
{
    setMarginWidth(kNumberMargin, u"0"_s.repeated(static_cast<int>(QString::number(lines()).size()) + 2));
}

void CodeEditor::setCode(const QString& text)
{
    const bool readOnly = isReadOnly();
    m_following = true;
    clearFindings();
    setReadOnly(false);
    setText(text);
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    setReadOnly(readOnly);
    setModified(false);
    m_markedLine = 0;
    markerDeleteAll();
    updateNumberMargin();
    setCursorPosition(0, 0);
    m_following = false;
}

void CodeEditor::setEditable(bool editable)
{
    setReadOnly(!editable);
    setCaretLineVisible(editable);
}

void CodeEditor::clearFindings()
{
    m_findings.clear();
    clearAnnotations();
    for (const int marker : { ErrorMarker, WarningMarker, AdviceMarker })
        markerDeleteAll(marker);
    const int last = std::max(0, lines() - 1);
    for (const int indicator : { kErrorIndicator, kWarningIndicator, kAdviceIndicator })
        clearIndicatorRange(0, 0, last, lineLength(last), indicator);
}

void CodeEditor::setFindings(const std::vector<FindingRow>& findings)
{
    clearFindings();
    m_findings = findings;
    std::map<int, std::vector<const FindingRow*>> byLine;
    for (const FindingRow& finding : m_findings)
        if (finding.line > 0 && finding.line <= lines())
            byLine[finding.line].push_back(&finding);
    // The same advice at many places is written out once; the other places keep their mark.
    QSet<QString> advised;
    for (const auto& [line, found] : byLine) {
        const bool known = std::all_of(found.begin(), found.end(), [&advised](const FindingRow* finding) {
            return finding->severity == Severity::Advice && advised.contains(finding->rule);
        });
        for (const FindingRow* finding : found)
            advised.insert(finding->rule);
        markLine(line, found);
        if (!known)
            annotateLine(line, found);
    }
}

void CodeEditor::markLine(int line, const std::vector<const FindingRow*>& findings)
{
    const Severity worst = worstOf(findings);
    const bool error = worst == Severity::Fatal || worst == Severity::Error;
    markerAdd(line - 1, error ? ErrorMarker : worst == Severity::Warning ? WarningMarker : AdviceMarker);
    const QString code = text(line - 1);
    const int first = leadingSpaces(code);
    fillIndicatorRange(line - 1, first, line - 1, static_cast<int>(code.trimmed().size()) + first,
        error ? kErrorIndicator : worst == Severity::Warning ? kWarningIndicator : kAdviceIndicator);
}

void CodeEditor::annotateLine(int line, const std::vector<const FindingRow*>& findings)
{
    const Severity worst = worstOf(findings);
    const int first = leadingSpaces(text(line - 1));
    const int charWidth = std::max(1, QFontMetrics(m_theme.codeFont()).averageCharWidth());
    const int room = width() - marginWidth(kNumberMargin) - marginWidth(kFindingMargin) - verticalScrollBar()->width();
    const int columns = std::max(kMinAnnotationColumns, room / charWidth - first - 4);
    QString note;
    for (std::size_t i = 0; i < findings.size() && i < kFindingsPerLine; ++i) {
        if (i > 0)
            note += u'\n';
        note += QString(first, u' ')
            + wrapped(u"%1 [%2] %3"_s.arg(severityWord(findings[i]->severity), findings[i]->rule, findings[i]->message),
                columns)
                  .replace(u'\n', u'\n' + QString(first, u' '));
    }
    if (findings.size() > kFindingsPerLine)
        note += u'\n' + QString(first, u' ') + tr("and %n more", nullptr, static_cast<int>(findings.size() - kFindingsPerLine));
    QFont font = m_theme.codeFont();
    font.setPointSizeF(font.pointSizeF() * 0.92);
    annotate(line - 1, note,
        QsciStyle(kFirstAnnotationStyle + static_cast<int>(worst), u"finding"_s, m_theme.severityColor(worst),
            m_theme.severityFill(worst), font));
}

void CodeEditor::showLine(int line)
{
    if (m_diffSide)
        return;
    markerDeleteAll(CurrentMarker);
    m_markedLine = line;
    if (line <= 0 || line > lines())
        return;
    markerAdd(line - 1, CurrentMarker);
    const int top = firstVisibleLine();
    const int shown = static_cast<int>(SendScintilla(SCI_LINESONSCREEN));
    const int at = static_cast<int>(SendScintilla(SCI_VISIBLEFROMDOCLINE, static_cast<unsigned long>(line - 1)));
    if (at < top || at >= top + shown - 1)
        setFirstVisibleLine(std::max(0, at - shown / 3));
    if (!hasFocus()) {
        m_following = true;
        setCursorPosition(line - 1, 0);
        m_following = false;
    }
}

void CodeEditor::setDiffSide(const QStringList& lineTexts, const std::vector<DiffRow>& rows, bool right)
{
    m_diffSide = true;
    QStringList shown;
    std::vector<std::pair<int, Marker>> marks;
    setMarginType(kNumberMargin, TextMarginRightJustified);
    for (const DiffRow& row : rows) {
        const int line = right ? row.right : row.left;
        const int at = static_cast<int>(shown.size());
        shown.append(line > 0 ? lineTexts[line - 1] : QString());
        if (row.kind == DiffRow::Kind::Changed)
            marks.emplace_back(at, ChangedMarker);
        else if (row.kind == DiffRow::Kind::Added && right)
            marks.emplace_back(at, AddedMarker);
        else if (row.kind == DiffRow::Kind::Removed && !right)
            marks.emplace_back(at, RemovedMarker);
    }
    setCode(shown.join(u'\n'));
    clearMarginText();
    const QsciStyle number(
        kMarginStyle, u"number"_s, m_theme.colors().muted, m_theme.colors().alternate, m_theme.codeFont());
    // The sign beside the number says what the colour says.
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int line = right ? rows[i].right : rows[i].left;
        if (line == 0)
            continue;
        const QString sign = rows[i].kind == DiffRow::Kind::Same ? u" "_s
            : rows[i].kind == DiffRow::Kind::Changed             ? u"~"_s
            : right                                              ? u"+"_s
                                                                 : u"\u2212"_s;
        setMarginText(static_cast<int>(i), QString::number(line) + sign, number);
    }
    setMarginWidth(kNumberMargin, u"0"_s.repeated(static_cast<int>(QString::number(lineTexts.size()).size()) + 3));
    setMarginWidth(kFindingMargin, 0);
    for (const auto& [line, marker] : marks)
        markerAdd(line, marker);
}

void CodeEditor::resizeEvent(QResizeEvent* event)
{
    QsciScintilla::resizeEvent(event);
    if (m_findings.empty() || event->size().width() == event->oldSize().width())
        return;
    // Wrap the annotations anew, once the resizing is over.
    QTimer::singleShot(0, this, [this] {
        if (!m_findings.empty())
            setFindings(std::vector<FindingRow>(m_findings));
    });
}

bool CodeEditor::findNext(const QString& text, bool fromStart)
{
    if (text.isEmpty())
        return false;
    return findFirst(text, false, false, false, true, true, fromStart ? 0 : -1, fromStart ? 0 : -1);
}

} // namespace hawk::ui
