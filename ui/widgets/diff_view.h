#pragma once

#include <QWidget>

class QLabel;

namespace hawk::ui {

class CodeEditor;
class Theme;

/// Two texts side by side, lines aligned, scrolling together.
class DiffView final : public QWidget {
    Q_OBJECT
public:
    DiffView(const Theme& theme, QWidget* parent);
    void setTexts(const QString& leftTitle, const QString& left, const QString& rightTitle, const QString& right);
    void showMessage(const QString& text); ///< instead of a diff
    void nextDifference(int direction);
    void applyTheme();
    void retranslate();

private:
    void render();
    void updateCount();

    const Theme& m_theme;
    QLabel* m_leftTitle;
    QLabel* m_rightTitle;
    QLabel* m_count;
    QLabel* m_message;
    QWidget* m_sides;
    CodeEditor* m_leftEditor;
    CodeEditor* m_rightEditor;
    QString m_left;
    QString m_right;
    std::vector<int> m_starts; ///< first row of every block of differences
    int m_added = 0, m_removed = 0, m_changed = 0;
};

} // namespace hawk::ui
