#pragma once

#include "models/exchange_rows.h"

#include <Qsci/qsciscintilla.h>
#include <vector>

namespace hawk::ui {

class Theme;

/// Long text in parts that fold: read only, wrapped, with links to knowledge entries. Stays quick with
/// megabytes, and while text is added twenty times a second.
class FoldingView final : public QsciScintilla {
    Q_OBJECT
public:
    FoldingView(const Theme& theme, QWidget* parent);

    struct Part {
        QString heading;
        QString body;
        bool folded = false;
        bool bad = false; ///< the heading in the colour of errors
    };
    void clear();
    /// Headings replace what stands at the parts' first lines.
    void setPrompt(const PromptView& prompt, bool folded);
    void setParts(const std::vector<Part>& parts);
    /// Adds to the part with this heading when it is the last one, else begins it.
    void append(const QString& heading, const QString& text, bool folded);
    void setLinks(const std::vector<EntrySpan>& spans);
    /// Marks the entry's lines and brings them into view; 0 or an entry that is not here: no mark.
    void showEntry(qint64 entry);
    /// Marks a piece of text as rejected; the last place it stands at.
    void markBad(const QString& text);
    void foldAll(bool folded);
    bool findNext(const QString& text, bool fromStart);
    void applyTheme();

Q_SIGNALS:
    void entryLinked(qint64 entry);
    void findWanted();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void defineStyles();
    void restyle();
    void addText(const QByteArray& utf8);
    void setHeading(int line, bool bad);
    /// Text that comes into a folded part shows itself: hides the lines up to `last` again.
    void keepFolded(int heading, int last);
    void setBodyLevels(int first, int last);
    void scrollToEnd();
    const EntrySpan* markEntry(); ///< where it begins; null: not here
    static QString headingOf(const PromptPart& part);

    struct Heading {
        int line;
        bool bad;
        QString text;
    };
    const Theme& m_theme;
    std::vector<Heading> m_headings;
    std::vector<EntrySpan> m_links;
    qint64 m_entry = 0;
    int m_followed = 0; ///< first visible line after the end was last brought into view
};

} // namespace hawk::ui
