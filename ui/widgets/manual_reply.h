#pragma once

#include <QWidget>

class QFont;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace hawk::ui {

/// The question to a person who is the model: copy the prompt, paste the reply, or give up.
class ManualReply final : public QWidget {
    Q_OBJECT
public:
    ManualReply(const QFont& codeFont, QWidget* parent);
    /// A new question; what was pasted for the one before is gone. `label` is the engine's: "relu, attempt 3".
    void ask(const QString& label);
    void clear(); ///< nobody is asked any more
    void focusReply();
    void showCopied(); ///< says beside its button that the prompt is in the clipboard
    void retranslateUi();

Q_SIGNALS:
    void copyWanted();
    void submitted(const QString& reply);
    void givenUp();

private:
    QString m_label;
    QLabel* m_ask;
    QPlainTextEdit* m_paste;
    QPushButton* m_copy;
    QPushButton* m_submit;
    QPushButton* m_giveUp;
};

} // namespace hawk::ui
