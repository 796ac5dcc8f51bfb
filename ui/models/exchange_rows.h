#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

/// Exchanges with language models as the window shows them.
namespace hawk::ui {

/// A part of a prompt: lines of PromptView::text, 0-based, heading included.
struct PromptPart {
    QString title;
    QString role; ///< system, user, assistant
    int firstLine = 0;
    int lineCount = 0;
    qint64 tokens = 0; ///< estimated
    int dropped = 0; ///< items that did not fit
};

/// A knowledge entry inside a prompt, or a place that names one.
struct EntrySpan {
    qint64 entry = 0;
    int firstLine = 0;
    int lineCount = 0; ///< 0: only named on that line
    int column = 0; ///< of the id, in characters
    int length = 0;
};

/// A prompt to look at: headings of ours in the place of the parts' own, everything else as it is sent.
struct PromptView {
    QString text;
    std::vector<PromptPart> parts;
    std::vector<EntrySpan> entries;
    QString raw; ///< as it is sent, for the clipboard
    qint64 tokens = 0; ///< estimated
};

/// One exchange. While it goes on, `id` is 0 and the reply is what has come so far.
struct ExchangeView {
    qint64 id = 0;
    qint64 task = 0;
    qint64 candidate = 0;
    QString spec;
    QString label; ///< "relu, attempt 3"
    QString model; ///< as the user calls it
    QString reportedModel;
    bool live = false;
    bool repairTurn = false;
    bool replayed = false;
    PromptView prompt;
    QString answer;
    QString reasoning;
    QString finishReason;
    QString contractError; ///< why the reply could not be used; empty when it could
    QString rejectedPart; ///< of the answer, as it stands there; empty when there is no such part
    QString failure; ///< why there is no reply
    QString notice; ///< what it waits for
    QString repairReason; ///< of a repair turn under way: what the model is told about its answer
    qint64 promptTokens = 0;
    qint64 cachedTokens = 0;
    qint64 completionTokens = 0;
    bool tokensEstimated = false;
    QString cost; ///< in words; empty: no price known
    double firstByteMs = 0;
    double totalMs = 0;
    qint64 at = 0;
    QString title() const { return id > 0 ? QStringLiteral("%1 (%2)").arg(label, model) : label; }
};

using ExchangePtr = std::shared_ptr<const ExchangeView>;

/// A prompt a person is to answer.
struct ManualQuestion {
    quint64 id = 0; ///< 0: none
    QString label;
    PromptView prompt;
};

} // namespace hawk::ui

Q_DECLARE_METATYPE(hawk::ui::ExchangePtr)
