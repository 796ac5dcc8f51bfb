#pragma once

#include "models/exchange_rows.h"
#include "widgets/pane.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace hawk::ui {

class FoldingView;
class ManualReply;

/// What a language model was asked and what it said: kept exchanges, those under way, and the question to a
/// person who is the model.
class PromptPane final : public Pane {
    Q_OBJECT
public:
    PromptPane(const PaneContext& context, QWidget* parent);
    QString title() const override;

Q_SIGNALS:
    void titleChanged();
    void wanted(); ///< a person is asked: bring the pane to the front
    void entryWanted(); ///< a link to the selected knowledge entry was followed: it must be in view

protected:
    void retranslateUi() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    QWidget* header();
    void connectAll();
    void showItems();
    void showChosen();
    void showExchange();
    void showReply();
    QStringList facts() const;
    QStringList furtherFacts() const;
    void showFacts();
    void showQuestion();
    void addStreamed(bool reasoning, const QString& text);
    void copyPrompt();
    void find(bool fromStart);
    const PromptView& prompt() const;
    bool asking() const;

    QComboBox* m_chooser = nullptr;
    QLabel* m_facts = nullptr;
    QLabel* m_badge = nullptr;
    QLabel* m_message = nullptr;
    QLineEdit* m_find = nullptr;
    QSplitter* m_splitter = nullptr;
    FoldingView* m_prompt = nullptr;
    QStackedWidget* m_right = nullptr;
    FoldingView* m_reply = nullptr;
    ManualReply* m_manual = nullptr;
    QLabel* m_promptTitle = nullptr;
    QLabel* m_replyTitle = nullptr;
    quint64 m_question = 0; ///< shown
};

} // namespace hawk::ui
