#include "widgets/entry_view.h"

#include "format/core_text.h"
#include "format/numbers.h"
#include "widgets/theme.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace hawk::ui {

EntryView::EntryView(const Theme& theme, QWidget* parent)
    : QTextBrowser(parent)
    , m_theme(theme)
{
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(10);
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        if (url.scheme() == "candidate"_L1)
            Q_EMIT candidateLinked(url.path().toLongLong());
    });
    rebuild();
}

void EntryView::show(EntryDetailPtr entry)
{
    m_entry = std::move(entry);
    rebuild();
}

void EntryView::rebuild()
{
    const Colors& c = m_theme.colors();
    document()->setDefaultStyleSheet(
        u"h3 { margin-top: 4px; margin-bottom: 2px; } h4 { color: %1; margin-top: 10px; margin-bottom: 2px; }"
        "p { margin-top: 2px; margin-bottom: 4px; } td { padding-right: 12px; } .muted { color: %1; }"
        "pre { background-color: %2; font-family: '%3'; } a { color: %4; }"_s.arg(
            c.muted.name(), c.raised.name(), m_theme.codeFont().family(), c.accent.name()));
    setHtml(page());
}

QString EntryView::section(const QString& title, const QString& body) const
{
    return body.isEmpty() ? QString() : u"<h4>%1</h4>%2"_s.arg(title.toHtmlEscaped(), body);
}

QString EntryView::row(const QString& name, const QString& value) const
{
    if (value.isEmpty())
        return {};
    return u"<tr><td class='muted'>%1</td><td>%2</td></tr>"_s.arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

QString EntryView::ledgerTable() const
{
    QString rows;
    for (const LedgerLine& line : m_entry->ledger)
        rows += u"<tr><td>%1</td><td align='right'>%2</td><td align='right'>%3</td><td align='right'>%4</td>"
                "<td align='right'>%5</td><td align='right'>%6</td><td align='right'>%7</td></tr>"_s.arg(
                    stageWord(line.stage).toHtmlEscaped(), wholeNumber(line.shown), wholeNumber(line.used),
                    wholeNumber(line.succeeded), wholeNumber(line.failed), speedup(line.meanSpeedup),
                    decimal(line.value, 2));
    if (rows.isEmpty())
        return u"<p class='muted'>%1</p>"_s.arg(tr("Not shown to a synthesizer yet."));
    const QStringList heads { tr("Stage"), tr("Shown"), tr("Used"), tr("Helped"), tr("Did not"), tr("Gain"), tr("Value") };
    QString head;
    for (const QString& one : heads)
        head += u"<td class='muted'>%1</td>"_s.arg(one);
    return u"<table><tr>%1</tr>%2</table>"_s.arg(head, rows);
}

QString EntryView::history() const
{
    QString text;
    for (const DecisionLine& line : m_entry->decisions) {
        QString one = u"%1 &nbsp; %2: %3"_s.arg(
            timestamp(line.at), line.who.toHtmlEscaped(), decisionWord(line.action).toHtmlEscaped());
        if (!line.reason.isEmpty())
            one += u", "_s + coreText(line.reason).toHtmlEscaped();
        if (line.undone)
            one = u"<s>%1</s> (%2)"_s.arg(one, tr("undone"));
        text += u"<p>%1</p>"_s.arg(one);
    }
    return text;
}

QString EntryView::page() const
{
    if (!m_entry)
        return u"<p align='center' class='muted'><br>%1</p>"_s.arg(
            tr("Select an entry to read when it applies, why, and what to do."));
    const EntryDetail& e = *m_entry;
    const auto list = [](const QStringList& values) { return values.join(u", "_s); };
    const auto paragraph = [](const QString& text) {
        return text.isEmpty() ? QString()
                              : u"<p>%1</p>"_s.arg(text.toHtmlEscaped().replace(u'\n', u"<br>"_s));
    };
    QString html = u"<h3>%1</h3><p class='muted'>%2 &middot; %3 &middot; %4, %5</p>"_s.arg(e.row.title.toHtmlEscaped(),
        entryStateWord(e.row.state), entryStageWord(e.row.stage), e.row.key.toHtmlEscaped(),
        tr("version %1").arg(e.row.version));

    QString evidence = paragraph(e.sourceText);
    if (e.beforeCandidate != 0)
        evidence += u"<p><a href='candidate:%1'>%2</a> &nbsp; <a href='candidate:%3'>%4</a></p>"_s.arg(
            QString::number(e.beforeCandidate), tr("Show #%1 (before)").arg(e.beforeCandidate),
            QString::number(e.afterCandidate), tr("Show #%1 (after)").arg(e.afterCandidate));
    evidence += paragraph(e.evidence);
    html += section(tr("Evidence"), evidence);

    html += section(tr("Symptom"), paragraph(e.symptom));
    html += section(tr("Cause"), paragraph(e.cause));
    html += section(tr("Rule"), paragraph(e.constraint));
    html += section(tr("Consequence"), paragraph(e.consequence));
    html += section(tr("When not to apply"), paragraph(e.whenNotToApply));
    if (!e.artifactText.isEmpty())
        html += section(tr("What to do"), u"<pre>%1</pre>"_s.arg(e.artifactText.toHtmlEscaped()));
    const QString when = row(tr("Families"), list(e.families)) + row(tr("APIs"), list(e.apis))
        + row(tr("Rules"), list(e.constraints)) + row(tr("Error texts"), list(e.errorSignatures))
        + row(tr("Bottlenecks"), list(e.bottlenecks)) + row(tr("Element types"), list(e.dtypes))
        + row(tr("Chips"), list(e.chips));
    html += section(tr("Applies when"), when.isEmpty() ? QString() : u"<table>%1</table>"_s.arg(when));
    html += section(tr("Effect so far"), ledgerTable());
    html += section(tr("History"), history());
    return html;
}

} // namespace hawk::ui
