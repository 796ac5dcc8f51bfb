#include "format/core_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <vector>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

/// Captures become %1, %2... of `shown`. A capture of "(.*)" is a sentence of its own and is looked up again.
struct Sentence {
    const char* pattern;
    const char* shown; // translated in the context "CoreText"
};

constexpr Sentence kSentences[] = {
    // Verdicts.
    { "correct on (\\d+) cases, ([\\d.]+) us modelled", QT_TRANSLATE_NOOP("CoreText", "correct on %1 cases, %2 \u00b5s modelled") },
    { "correct on (\\d+) cases, ([\\d.]+) us modelled \\(not every profile is trusted\\)",
        QT_TRANSLATE_NOOP("CoreText", "correct on %1 cases, %2 \u00b5s modelled (not every profile is trusted)") },
    { "rejected: (.*)", QT_TRANSLATE_NOOP("CoreText", "rejected: %1") },
    { "does not compile", QT_TRANSLATE_NOOP("CoreText", "does not compile") },
    { "does not compile: (.*)", QT_TRANSLATE_NOOP("CoreText", "does not compile: %1") },
    { "case (\\S+): (.*)", QT_TRANSLATE_NOOP("CoreText", "case %1: %2") },
    { "line (\\d+): (.*)", QT_TRANSLATE_NOOP("CoreText", "line %1: %2") },
    { "fatal: (.*)", QT_TRANSLATE_NOOP("CoreText", "fatal: %1") },
    // What gates expect.
    { "only device code: the entry, Ascend C headers, no host library, process, file, network or assembly",
        QT_TRANSLATE_NOOP("CoreText", "only device code: the entry, Ascend C headers, no host library, process, file, network or assembly") },
    { "only names that the Ascend C headers declare", QT_TRANSLATE_NOOP("CoreText", "only names that the Ascend C headers declare") },
    { "a plan that resolves on every case", QT_TRANSLATE_NOOP("CoreText", "a plan that resolves on every case") },
    { "compiles for every element type", QT_TRANSLATE_NOOP("CoreText", "compiles for every element type") },
    { "every block returns within its limits, without a fatal finding",
        QT_TRANSLATE_NOOP("CoreText", "every block returns within its limits, without a fatal finding") },
    { "every output within the tolerance of the fp64 golden, inputs unchanged",
        QT_TRANSLATE_NOOP("CoreText", "every output within the tolerance of the fp64 golden, inputs unchanged") },
    { "no error-level finding of the hardware rules", QT_TRANSLATE_NOOP("CoreText", "no error-level finding of the hardware rules") },
    { "a complete trace with proven ordering", QT_TRANSLATE_NOOP("CoreText", "a complete trace with proven ordering") },
    { "every input byte that matters is read from global memory, every output byte written",
        QT_TRANSLATE_NOOP("CoreText", "every input byte that matters is read from global memory, every output byte written") },
    { "no faster than the chip's bandwidth and arithmetic allow",
        QT_TRANSLATE_NOOP("CoreText", "no faster than the chip's bandwidth and arithmetic allow") },
    { "a task that a constant or a copy cannot pass", QT_TRANSLATE_NOOP("CoreText", "a task that a constant or a copy cannot pass") },
    { "no change to what judges", QT_TRANSLATE_NOOP("CoreText", "no change to what judges") },
    { "two runs with other addresses, block order and poison \\(not-a-number, then finite\\) agree bit by bit",
        QT_TRANSLATE_NOOP("CoreText", "two runs with other addresses, block order and poison (not-a-number, then finite) agree bit by bit") },
    { "float32 results with the errors of float32 arithmetic, measured against the CPU in the same precision",
        QT_TRANSLATE_NOOP("CoreText", "float32 results with the errors of float32 arithmetic, measured against the CPU in the same precision") },
    { "what the specification says of changed inputs", QT_TRANSLATE_NOOP("CoreText", "what the specification says of changed inputs") },
    { "host code that only hands on: all computation is in the kernel",
        QT_TRANSLATE_NOOP("CoreText", "host code that only hands on: all computation is in the kernel") },
    // What they observed.
    { "nothing a candidate cannot contain", QT_TRANSLATE_NOOP("CoreText", "nothing a candidate cannot contain") },
    { "every AscendC name is declared", QT_TRANSLATE_NOOP("CoreText", "every AscendC name is declared") },
    { "resolves on (\\d+) cases?", QT_TRANSLATE_NOOP("CoreText", "resolves on %1 cases") },
    { "(\\d+) builds? for the element types", QT_TRANSLATE_NOOP("CoreText", "%1 builds for the element types") },
    { "(\\d+) builds? for the element types, from the cache", QT_TRANSLATE_NOOP("CoreText", "%1 builds for the element types, from the cache") },
    { "(\\d+) of (\\d+) cases finished", QT_TRANSLATE_NOOP("CoreText", "%1 of %2 cases finished") },
    { "(\\d+) of (\\d+) cases match", QT_TRANSLATE_NOOP("CoreText", "%1 of %2 cases match") },
    { "(\\d+) of (\\d+) cases break no rule", QT_TRANSLATE_NOOP("CoreText", "%1 of %2 cases break no rule") },
    { "(\\d+) of (\\d+) cases have a trusted profile", QT_TRANSLATE_NOOP("CoreText", "%1 of %2 cases have a trusted profile") },
    { "(\\d+) of (\\d+) cases finished; (.*)", QT_TRANSLATE_NOOP("CoreText", "%1 of %2 cases finished; %3") },
    { "(\\d+) of (\\d+) cases match; (.*)", QT_TRANSLATE_NOOP("CoreText", "%1 of %2 cases match; %3") },
    { "(\\d+) of (\\d+) cases break no rule; (.*)", QT_TRANSLATE_NOOP("CoreText", "%1 of %2 cases break no rule; %3") },
    { "(\\d+) of (\\d+) cases have a trusted profile; (.*)",
        QT_TRANSLATE_NOOP("CoreText", "%1 of %2 cases have a trusted profile; %3") },
    { "reads (\\d+) of (\\d+) B of inputs, writes (\\d+) of (\\d+) B of outputs, in (\\d+) of (\\d+) cases with a whole trace",
        QT_TRANSLATE_NOOP("CoreText", "reads %1 of %2 B of inputs, writes %3 of %4 B of outputs, in %5 of %6 cases with a whole trace") },
    { "([\\d.]+) us modelled against a bound of ([\\d.]+) us",
        QT_TRANSLATE_NOOP("CoreText", "%1 \u00b5s modelled against a bound of %2 \u00b5s") },
    { "outputs vary, every input matters", QT_TRANSLATE_NOOP("CoreText", "outputs vary, every input matters") },
    { "the judging programs are the same as before the build",
        QT_TRANSLATE_NOOP("CoreText", "the judging programs are the same as before the build") },
    { "the judging programs changed during the judgement", QT_TRANSLATE_NOOP("CoreText", "the judging programs changed during the judgement") },
    { "both runs gave the same bytes on (.+)", QT_TRANSLATE_NOOP("CoreText", "both runs gave the same bytes on %1") },
    { "(\\d+) float32 outputs have the error statistics of their type",
        QT_TRANSLATE_NOOP("CoreText", "%1 float32 outputs have the error statistics of their type") },
    // What they could not decide.
    { "no float32 output has the 64 elements that a distribution of errors needs",
        QT_TRANSLATE_NOOP("CoreText", "no float32 output has the 64 elements that a distribution of errors needs") },
    { "case (\\S+) has no trusted time", QT_TRANSLATE_NOOP("CoreText", "case %1 has no trusted time") },
    { "its trace cannot be read: (.*)", QT_TRANSLATE_NOOP("CoreText", "its trace cannot be read: %1") },
    { "its trace ends after (\\d+) operations, the most that a run records",
        QT_TRANSLATE_NOOP("CoreText", "its trace ends after %1 operations, the most that a run records") },
    { "its trace is cut off", QT_TRANSLATE_NOOP("CoreText", "its trace is cut off") },
    // How operators and runs end.
    { "within 10 % of the chip's bound on every case", QT_TRANSLATE_NOOP("CoreText", "within 10 % of the chip's bound on every case") },
    { "(\\d+) refinements? without gain", QT_TRANSLATE_NOOP("CoreText", "refinements without gain: %1") },
    { "nothing left to try", QT_TRANSLATE_NOOP("CoreText", "nothing left to try") },
    { "the synthesizer has no further idea for this operator",
        QT_TRANSLATE_NOOP("CoreText", "the synthesizer has no further idea for this operator") },
    { "the synthesizer has no further idea for this operator; last: (.*)",
        QT_TRANSLATE_NOOP("CoreText", "the synthesizer has no further idea for this operator; last: %1") },
    { "the budget of (\\d+) attempts is spent", QT_TRANSLATE_NOOP("CoreText", "all %1 attempts are used up") },
    { "the budget of ([\\d.]+) s of working time is spent", QT_TRANSLATE_NOOP("CoreText", "all %1 s of working time are used up") },
    { "the budget of (\\d+) tokens is spent: (\\d+) used, the next prompt takes about (\\d+)",
        QT_TRANSLATE_NOOP("CoreText", "Ended at the cap of %1 tokens: %2 used, the next prompt takes about %3") },
    { "the budget of (\\S+) (\\S+) is spent: (\\S+) used, the next prompt takes about (\\S+)",
        QT_TRANSLATE_NOOP("CoreText", "Ended at the cap of %1 %2: %3 used, the next prompt takes about %4") },
    { "the budget of (\\S+) in money cannot be held: a reply came without a known price \\(prices\\.json can give it\\)",
        QT_TRANSLATE_NOOP("CoreText", "Ended: the cap of %1 cannot be held, a reply came without a known price (the price table can give it)") },
    { "the budget is spent", QT_TRANSLATE_NOOP("CoreText", "the cap is reached") },
    // What is going on.
    { "writing (\\S+), attempt (\\d+)", QT_TRANSLATE_NOOP("CoreText", "writing %1, attempt %2") },
    { "judging (\\S+), (.*)", QT_TRANSLATE_NOOP("CoreText", "judging %1, %2") },
    { "(\\S+): asked (\\S+), (\\d+) tokens sent", QT_TRANSLATE_NOOP("CoreText", "%1: asked %2, %3 tokens sent") },
    { "(\\S+): (\\d+) tokens received", QT_TRANSLATE_NOOP("CoreText", "%1: %2 tokens received") },
    { "(\\S+): (\\d+) tokens received, still thinking", QT_TRANSLATE_NOOP("CoreText", "%1: %2 tokens received, still thinking") },
    { "([^\\s,]+), attempt (\\d+)", QT_TRANSLATE_NOOP("CoreText", "%1, attempt %2") },
    { "build", QT_TRANSLATE_NOOP("CoreText", "build") },
    { "second run", QT_TRANSLATE_NOOP("CoreText", "second run") },
    { "case (\\S+)", QT_TRANSLATE_NOOP("CoreText", "case %1") },
    // Decisions about entries.
    { "undo of decision (\\d+) \\(\\w+\\)", QT_TRANSLATE_NOOP("CoreText", "undoes decision %1") },
    { "redo of decision (\\d+) \\(\\w+\\)", QT_TRANSLATE_NOOP("CoreText", "takes decision %1 again") },
    // Notes of candidates.
    { "first draft", QT_TRANSLATE_NOOP("CoreText", "first draft") },
    { "first draft, nothing known", QT_TRANSLATE_NOOP("CoreText", "first draft, nothing known") },
    { "edited by hand", QT_TRANSLATE_NOOP("CoreText", "edited by hand") },
    { "written by hand", QT_TRANSLATE_NOOP("CoreText", "written by hand") },
};

struct Known {
    QRegularExpression pattern;
    std::vector<bool> deep; ///< per capture: looked up again
    const char* shown;
};

const std::vector<Known>& known()
{
    static const std::vector<Known> all = [] {
        std::vector<Known> made;
        for (const Sentence& sentence : kSentences) {
            const QString text = QString::fromLatin1(sentence.pattern);
            Known one { QRegularExpression(QRegularExpression::anchoredPattern(text),
                            QRegularExpression::DotMatchesEverythingOption),
                {}, sentence.shown };
            static const QRegularExpression group(u"(?<!\\\\)\\(((?:\\\\.|[^\\\\)])*)\\)"_s);
            for (auto match = group.globalMatch(text); match.hasNext();)
                one.deep.push_back(match.next().captured(1) == ".*"_L1);
            made.push_back(std::move(one));
        }
        return made;
    }();
    return all;
}

} // namespace

QString coreText(const QString& text)
{
    for (const Known& one : known()) {
        const QRegularExpressionMatch match = one.pattern.match(text);
        if (!match.hasMatch())
            continue;
        QStringList values;
        for (std::size_t i = 0; i < one.deep.size(); ++i) {
            const QString value = match.captured(static_cast<int>(i) + 1);
            values.append(one.deep[i] ? coreText(value) : value);
        }
        // All at once: a value may hold a "%1" of its own.
        const QString shown = QCoreApplication::translate("CoreText", one.shown);
        QString made;
        for (qsizetype i = 0; i < shown.size(); ++i) {
            const int place = shown[i] == u'%' && i + 1 < shown.size() ? shown[i + 1].digitValue() : -1;
            if (place < 1 || place > values.size()) {
                made += shown[i];
                continue;
            }
            made += values[place - 1];
            ++i;
        }
        return made;
    }
    return text;
}

bool saysCapReached(const QString& reason)
{
    static const QRegularExpression spent(
        QRegularExpression::anchoredPattern(u"the budget of (\\d+ tokens|[\\d.]+ [A-Z]+) is spent: .*|the budget of \\S+ in money cannot be held: .*"_s));
    return spent.match(reason).hasMatch();
}

} // namespace hawk::ui
