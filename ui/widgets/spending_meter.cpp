#include "widgets/spending_meter.h"

#include "format/numbers.h"
#include "widgets/theme.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

constexpr double kNear = 0.8;

double share(double done, double budget) { return budget > 0 ? done / budget : 0; }

} // namespace

SpendingMeter::SpendingMeter(const Theme& theme, QWidget* parent)
    : QLabel(parent)
    , m_theme(theme)
{
    setObjectName(u"spendingMeter"_s);
    setContentsMargins(8, 0, 8, 0);
    connect(&theme, &Theme::changed, this, &SpendingMeter::rebuild);
    rebuild();
}

SpendingMeter::Level SpendingMeter::levelOf(const RunProgressView& progress)
{
    const double used = std::max(
        share(static_cast<double>(progress.tokensDone), static_cast<double>(progress.tokensBudget)),
        share(progress.moneyDone, progress.moneyBudget));
    return used >= 1 ? Level::Reached : used >= kNear ? Level::Near : Level::Fine;
}

void SpendingMeter::show(const RunProgressView& progress, bool replayed, bool ended)
{
    m_progress = progress;
    m_replayed = replayed;
    m_ended = ended;
    rebuild();
}

void SpendingMeter::rebuild()
{
    const RunProgressView& p = m_progress;
    setVisible(p.tokensDone > 0 || p.tokensBudget > 0 || p.moneyBudget > 0);
    QStringList parts;
    if (m_replayed)
        parts.append(badgeWord(Badge::Replayed));
    parts.append(p.tokensBudget > 0
            ? tr("%1 of %2 tokens").arg(tokenCount(p.tokensDone), tokenCount(p.tokensBudget))
            : tr("%1 tokens").arg(tokenCount(p.tokensDone)));
    const bool priced = !p.currency.isEmpty();
    if (p.moneyBudget > 0)
        parts.append(tr("%1 of %2").arg(money(p.moneyDone, p.currency), money(p.moneyBudget, p.currency)));
    else if (priced)
        parts.append(money(p.moneyDone, p.currency));
    m_level = m_replayed ? Level::Fine : m_ended ? Level::Reached : levelOf(p);
    // First, where the eye begins.
    if (m_level == Level::Reached)
        parts.prepend(u"\u26a0 "_s + tr("Cap reached"));
    else if (m_level == Level::Near)
        parts.prepend(u"\u26a0 "_s + tr("Cap nearly reached"));
    setText(parts.join(u"  \u00b7  "_s));
    QStringList exact { tr("%1 tokens, prompts and replies").arg(wholeNumber(p.tokensDone)) };
    if (p.tokensBudget > 0)
        exact.append(
            tr("Cap: %1 tokens, %2 used")
                .arg(wholeNumber(p.tokensBudget),
                    percent(share(static_cast<double>(p.tokensDone), static_cast<double>(p.tokensBudget)))));
    exact.append(priced ? tr("%1 at the price that was known")
                              .arg(QLocale().toString(p.moneyDone, 'f', 6) + u' ' + p.currency)
                        : tr("No price is known: money is not counted"));
    if (p.moneyBudget > 0)
        exact.append(tr("Cap: %1, %2 used")
                         .arg(money(p.moneyBudget, p.currency), percent(share(p.moneyDone, p.moneyBudget))));
    if (m_level == Level::Reached)
        exact.append(tr("Nothing more is asked: the run ends. A new run with a higher cap goes on from what is known."));
    else if (m_level == Level::Near)
        exact.append(tr("The run ends when the next prompt does not fit below the cap."));
    if (m_replayed)
        exact.append(tr("Replayed: these are the figures of the recording, nothing is spent"));
    setToolTip(exact.join(u'\n'));
    setAccessibleName(tr("Tokens and money: %1").arg(text()));
    const Colors& c = m_theme.colors();
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText,
        m_level == Level::Reached    ? c.bad
            : m_level == Level::Near ? c.warning
                                     : c.text);
    palette.setColor(QPalette::Window, m_level == Level::Reached ? c.badFill : c.warningFill);
    setAutoFillBackground(m_level != Level::Fine);
    setPalette(palette);
    QFont font = this->font();
    font.setBold(m_level == Level::Reached);
    setFont(font);
}

} // namespace hawk::ui
