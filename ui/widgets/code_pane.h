#pragma once

#include "widgets/pane.h"

#include <QHash>

class QComboBox;
class QLabel;
class QLineEdit;
class QTabWidget;
class QToolButton;

namespace hawk::ui {

class CodeEditor;
class DiffView;

/// The selected candidate's kernel: source with findings, what changed, launch plan. Stored candidates are read-only;
/// "Edit" starts a hand edit of a copy, kept per candidate until it is judged or discarded.
class CodePane final : public Pane {
    Q_OBJECT
public:
    CodePane(const PaneContext& context, QWidget* parent);
    QString title() const override { return tr("Code"); }
    bool hasUnjudgedEdits() const { return !m_drafts.isEmpty(); }
    bool editing() const;
    CodeEditor* sourceEditor() const { return m_source; }

protected:
    void retranslateUi() override;

private:
    struct Draft {
        QString source;
        QString plan;
    };
    void build();
    void connectActions();
    void showCandidate();
    void showHeading();
    void showDiff();
    void startEdit();
    void judgeEdit();
    void discardEdit();
    void keepDraft();
    void updateActions();
    void chooseComparison(int index);

    QLabel* m_icon = nullptr;
    QLabel* m_heading = nullptr;
    QLabel* m_subheading = nullptr;
    QTabWidget* m_tabs = nullptr;
    CodeEditor* m_source = nullptr;
    CodeEditor* m_plan = nullptr;
    DiffView* m_diff = nullptr;
    QComboBox* m_against = nullptr;
    QLabel* m_againstLabel = nullptr;
    QToolButton* m_editButton = nullptr;
    QToolButton* m_judgeButton = nullptr;
    QToolButton* m_discardButton = nullptr;
    QLineEdit* m_find = nullptr;
    CandidateDetailPtr m_shown;
    qint64 m_judgingDraftOf = 0;
    QHash<qint64, Draft> m_drafts; ///< by parent candidate
};

} // namespace hawk::ui
