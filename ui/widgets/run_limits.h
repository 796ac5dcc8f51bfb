#pragma once

#include "models/model_rows.h"

#include <QToolButton>

class QFrame;
class QLabel;
class QSpinBox;

namespace hawk::ui {

class OptionalField;

/// What a run may use, behind one button that names it: attempts, tokens, money, and what it may come to.
class RunLimits final : public QToolButton {
    Q_OBJECT
public:
    struct Values {
        int attempts = 30;
        qint64 tokens = 0; ///< 0: no cap
        double money = 0; ///< 0: no cap
    };
    /// What is known of the model that would be asked.
    struct Subject {
        bool model = false; ///< false: the built-in synthesizer, which costs nothing
        bool bundled = false; ///< the stand-in, which asks nobody and has no price
        std::optional<PriceValue> price;
        int operators = 0;
        qint64 replies = 0; ///< earlier ones of this model, in this workspace
        double meanPrompt = 0; ///< tokens
        double meanReply = 0;
        std::optional<qint64> maxReply; ///< of the model's settings
    };
    explicit RunLimits(QWidget* parent);

    void setValues(const Values& values);
    Values values() const;
    void setSubject(const Subject& subject);
    /// "About $0.42 ..."; empty for the built-in synthesizer.
    static QString estimate(const Subject& subject, const Values& values);

protected:
    void changeEvent(QEvent* event) override;

private:
    void open();
    void update();
    void retranslateUi();

    Subject m_subject;
    QFrame* m_popup = nullptr;
    QLabel *m_attemptsLabel = nullptr, *m_tokensLabel = nullptr, *m_moneyLabel = nullptr;
    QSpinBox* m_attempts = nullptr;
    OptionalField* m_tokens = nullptr;
    OptionalField* m_money = nullptr;
    QLabel* m_estimate = nullptr;
};

} // namespace hawk::ui
