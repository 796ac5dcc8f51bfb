#pragma once

#include "models/line_diff.h"
#include "models/rows.h"

#include <Qsci/qsciscintilla.h>

class QsciLexer;

namespace hawk::ui {

class Theme;

/// QScintilla as this window uses it: themed, with findings in the margin, under the line and as squiggles.
/// Lines are 1-based at this interface.
class CodeEditor final : public QsciScintilla {
    Q_OBJECT
public:
    enum class Language { AscendC, Json };
    CodeEditor(const Theme& theme, Language language, QWidget* parent);

    void setCode(const QString& text); ///< forgets undo history and findings
    void setEditable(bool editable);
    void setFindings(const std::vector<FindingRow>& findings);
    void clearFindings();
    void showLine(int line); ///< marks it and scrolls to it when it is out of view
    /// Side of a diff: the rows of one side, gaps as empty lines, changed lines with a background.
    void setDiffSide(const QStringList& lines, const std::vector<DiffRow>& rows, bool right);
    void applyTheme();
    bool findNext(const QString& text, bool fromStart);

Q_SIGNALS:
    void lineActivated(int line); ///< the person clicked on a line or moved the cursor to it

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum Marker { ErrorMarker = 1, WarningMarker, AdviceMarker, CurrentMarker, AddedMarker, RemovedMarker, ChangedMarker };
    void setUpMargins();
    void defineMarkers();
    void markLine(int line, const std::vector<const FindingRow*>& findings);
    void annotateLine(int line, const std::vector<const FindingRow*>& findings);
    void updateNumberMargin();

    const Theme& m_theme;
    Language m_language;
    int m_markedLine = 0;
    bool m_following = false; ///< the cursor moves because the selection did
    bool m_diffSide = false;
    std::vector<FindingRow> m_findings;
};

} // namespace hawk::ui
