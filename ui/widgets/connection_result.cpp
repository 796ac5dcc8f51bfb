#include "widgets/connection_result.h"

#include "format/numbers.h"
#include "widgets/theme.h"

#include <QEvent>

using namespace Qt::StringLiterals;

namespace hawk::ui {

ConnectionResult::ConnectionResult(const Theme& theme, QWidget* parent)
    : QLabel(parent)
    , m_theme(theme)
{
    setObjectName(u"testResult"_s);
    setWordWrap(true);
    setTextFormat(Qt::RichText);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setFocusPolicy(Qt::NoFocus);
    connect(&theme, &Theme::changed, this, &ConnectionResult::rebuild);
    rebuild();
}

void ConnectionResult::clear()
{
    m_testing = false;
    m_result.reset();
    rebuild();
}

void ConnectionResult::setTesting()
{
    m_testing = true;
    m_result.reset();
    rebuild();
}

void ConnectionResult::setResult(const ConnectionView& result)
{
    m_testing = false;
    m_result = result;
    rebuild();
}

namespace {

struct Said {
    QString text;
    QString hint;
};

QString readFrom(const KeyPlace& key)
{
    switch (key.kind) {
    case KeyPlace::Kind::Keychain: return ConnectionResult::tr("read from the keychain");
    case KeyPlace::Kind::Environment: return ConnectionResult::tr("read from the variable %1").arg(key.name);
    case KeyPlace::Kind::File: return ConnectionResult::tr("read from the file %1").arg(key.name);
    case KeyPlace::Kind::Session: return ConnectionResult::tr("typed in, for this session");
    case KeyPlace::Kind::None: break;
    }
    return ConnectionResult::tr("no key is sent");
}

/// A step in the user's language. Why one failed is told as the core or the server told it.
Said saidBy(const TestStepView& step)
{
    using Found = TestStepView::Found;
    switch (step.found) {
    case Found::Failure: break;
    case Found::NoKeySent: return { ConnectionResult::tr("no key is sent"), {} };
    case Found::KeyRead: return { readFrom(step.key), {} };
    case Found::ModelListed: return { ConnectionResult::tr("the server has %1").arg(step.subject), {} };
    case Found::ModelNotListed:
        return { ConnectionResult::tr("the server does not list this model; it has: %1").arg(step.subject),
            step.answer.isEmpty() ? QString() : ConnectionResult::tr("Did you mean %1?").arg(step.answer) };
    case Found::NoModelList: return { ConnectionResult::tr("the server answers, but has no list of models"), {} };
    case Found::Answer: return { ConnectionResult::tr("%1 says: %2").arg(step.subject, step.answer), {} };
    }
    return { step.detail, step.hint };
}

} // namespace

QString ConnectionResult::stepText(const TestStepView& step) const
{
    const Colors& colors = m_theme.colors();
    const Said said = saidBy(step);
    const bool bad = step.state == TestStepView::State::Failed;
    const bool passed = step.state == TestStepView::State::Passed;
    const QString mark = bad ? u"\u2717"_s : passed ? u"\u2713"_s : u"\u2013"_s;
    const QColor color = bad ? colors.bad : passed ? colors.good : colors.muted;
    const QString word = step.name == "key"_L1 ? tr("Key")
        : step.name == "address"_L1            ? tr("Address")
        : step.name == "reply"_L1              ? tr("Reply")
                                               : step.name;
    QString text = u"<span style='color:%1'>%2 <b>%3</b></span> &nbsp;%4"_s.arg(
        color.name(), mark, word.toHtmlEscaped(), said.text.toHtmlEscaped());
    if (step.ms > 0)
        text += u" <span style='color:%1'>(%2)</span>"_s.arg(colors.muted.name(), duration(step.ms / 1000));
    if (!said.hint.isEmpty())
        text += u"<br>%1"_s.arg((bad ? tr("What to do: %1").arg(said.hint) : said.hint).toHtmlEscaped());
    return text;
}

QString ConnectionResult::figuresText(const ConnectionView& result) const
{
    QStringList figures { tr("answered in %1").arg(duration(result.steps.empty() ? 0 : result.steps.back().ms / 1000)),
        tr("calls itself %1").arg(result.reportedModel),
        (result.tokensEstimated ? tr("about %1 tokens in, %2 out") : tr("%1 tokens in, %2 out"))
            .arg(wholeNumber(result.promptTokens), wholeNumber(result.completionTokens)) };
    if (!result.cost.isEmpty())
        figures.append(result.cost);
    return figures.join(u"  \u00b7  "_s).toHtmlEscaped();
}

void ConnectionResult::rebuild()
{
    QStringList lines;
    if (m_testing)
        lines.append(tr("Testing..."));
    else if (m_result && m_result->cancelled)
        lines.append(tr("The test was cancelled."));
    else if (m_result) {
        for (const TestStepView& step : m_result->steps)
            lines.append(stepText(step));
        if (m_result->passed && !m_result->reportedModel.isEmpty())
            lines.append(figuresText(*m_result));
    }
    QString html;
    for (const QString& line : lines)
        html += u"<p style='margin:2px 0'>%1</p>"_s.arg(line);
    setText(html);
    setVisible(!html.isEmpty());
}

void ConnectionResult::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        rebuild();
    QLabel::changeEvent(event);
}

} // namespace hawk::ui
