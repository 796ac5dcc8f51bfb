// What the core writes in fixed words is Chinese in a Chinese window. Names are read out of the core's own tables and sources, so
// that a new gate, event or state without a translation is found here.
#include "emulator/timing/cost_table.h"
#include "format/core_text.h"
#include "format/words.h"
#include "knowledge/entry.h"
#include "models/gate_model.h"
#include "test_home.h"
#include "widgets/language.h"

#include <QDir>
#include <QRegularExpression>

using namespace hawk;
using namespace hawk::ui;
using namespace Qt::StringLiterals;

namespace {

QString sourceOf(const QString& file)
{
    QFile source(u"" HAWK_SOURCE_DIR "/core/"_s + file);
    return source.open(QIODevice::ReadOnly) ? QString::fromUtf8(source.readAll()) : QString();
}

QString sourcesOf(const QString& folder)
{
    QString all;
    const QDir place(u"" HAWK_SOURCE_DIR "/core/"_s + folder);
    for (const QString& file : place.entryList({ u"*.cpp"_s }))
        all += sourceOf(folder + u'/' + file);
    return all;
}

/// First captures of a pattern, each once.
QStringList namesIn(const QString& text, const QString& pattern)
{
    QStringList names;
    const QRegularExpression wanted(pattern);
    for (auto match = wanted.globalMatch(text); match.hasNext();)
        if (const QString name = match.next().captured(1); !names.contains(name))
            names.append(name);
    return names;
}

bool chinese(const QString& text)
{
    static const QRegularExpression han(u"[\u4e00-\u9fff]"_s);
    return text.contains(han);
}

} // namespace

class CoreWordsTest : public QObject {
    Q_OBJECT

    Language m_language;

    static void requireChinese(const QStringList& names, QString (*word)(const QString&))
    {
        for (const QString& name : names)
            QVERIFY2(chinese(word(name)), (name + u" -> "_s + word(name)).toUtf8());
    }

private Q_SLOTS:
    void initTestCase() { m_language.apply(u"zh_CN"_s); }
    void cleanupTestCase() { m_language.apply(u"en"_s); }

    void gates()
    {
        const QString sources = sourcesOf(u"target"_s);
        QStringList gates = namesIn(sources, u"addGate\\(\\s*\"([^\"]+)\""_s);
        gates += namesIn(sources, u"undecided\\.push_back\\(\\{ \"([^\"]+)\""_s);
        gates += namesIn(sources, u"\\.gate = \"([^\"]+)\""_s);
        gates += namesIn(sources, u"!?add\\(\"([^\"]+)\", tally"_s);
        QVERIFY2(gates.size() >= 18, gates.join(u' ').toUtf8());
        requireChinese(gates, gateWord);
        for (const auto result : { GateRow::Result::Passed, GateRow::Result::Failed, GateRow::Result::Undecided })
            QVERIFY(chinese(GateModel::resultWord(result)));
    }
    void outcomesSeveritiesAndStates()
    {
        for (int i = 0; i <= int(Outcome::Correct); ++i)
            QVERIFY(chinese(outcomeWord(static_cast<Outcome>(i))) && chinese(outcomeMeaning(static_cast<Outcome>(i))));
        for (int i = 0; i <= int(Severity::Advice); ++i)
            QVERIFY(chinese(severityWord(static_cast<Severity>(i))));
        for (int i = 0; i <= int(RunState::Failed); ++i)
            QVERIFY(chinese(runStateWord(static_cast<RunState>(i))));
        for (int i = 1; i <= int(Badge::Replayed); ++i)
            QVERIFY(chinese(badgeWord(static_cast<Badge>(i))));
        const QString engine = sourcesOf(u"engine"_s);
        const QStringList states = namesIn(engine, u"\\.state = \"([a-z]+)\""_s) + namesIn(engine, u"close\\(\\s*\"([a-z]+)\""_s)
            + namesIn(engine, u"finish\\(\"([a-z]+)\""_s);
        QVERIFY2(states.contains(u"drafting"_s) && states.contains(u"exhausted"_s) && states.contains(u"paused"_s), states.join(u' ').toUtf8());
        for (const QString& state : states)
            QVERIFY2(chinese(taskStateWord(state)) || chinese(storedRunStateWord(state)), state.toUtf8());
    }
    void stagesAndOrigins()
    {
        requireChinese({ u"draft"_s, u"refine"_s, u"edit"_s }, stageWord);
        const QStringList origins = namesIn(sourcesOf(u"engine"_s) + sourcesOf(u"synth"_s), u"\\.?origin = \"([a-z]+)\""_s);
        QVERIFY(origins.contains(u"human"_s));
        requireChinese(origins + QStringList { u"builtin"_s, u"llm"_s, u"replay"_s }, originWord);
    }
    void knowledge()
    {
        for (int i = 0; i <= int(knowledge::EntryState::Retired); ++i)
            requireChinese({ QString::fromStdString(std::string(knowledge::name(static_cast<knowledge::EntryState>(i)))) }, entryStateWord);
        for (int i = 0; i <= int(knowledge::Stage::Performance); ++i)
            requireChinese({ QString::fromStdString(std::string(knowledge::name(static_cast<knowledge::Stage>(i)))) }, entryStageWord);
        const QStringList actions = namesIn(sourcesOf(u"knowledge"_s), u"\\.action = \"([a-z]+)\""_s);
        QVERIFY(actions.contains(u"undo"_s));
        requireChinese(actions, decisionWord);
    }
    void events()
    {
        QStringList kinds = namesIn(sourceOf(u"engine/events.cpp"_s), u"kKind<\\w+> = \"([a-z-]+)\""_s);
        QVERIFY(kinds.size() >= 12);
        kinds.removeAll(u"model-streamed"_s); // in no list: what is said is shown as it comes
        requireChinese(kinds, eventWord);
    }
    void confidencesTargetsAndPromptParts()
    {
        for (int i = 0; i <= int(chip::Confidence::Measured); ++i)
            requireChinese({ QString::fromStdString(std::string(emulator::name(static_cast<chip::Confidence>(i)))) }, confidenceWord);
        requireChinese({ u"emulator"_s }, targetWord);
        QStringList parts = namesIn(sourcesOf(u"synth/prompt"_s), u"\\.title = \"([^\"]+)\""_s);
        QVERIFY(parts.size() >= 10);
        parts.removeAll(u"API"_s);
        requireChinese(parts, promptPartWord);
    }

    void sentences_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("file"); // of the core that writes it
        QTest::addColumn<QString>("fragment"); // as it stands there
        const auto row = [](const char* text, const char* file, const char* fragment) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(file) << QString::fromUtf8(fragment);
        };
        row("correct on 6 cases, 41.34 us modelled", "target/judgement.cpp", " us modelled");
        row("rejected: x", "target/judgement.cpp", "\"rejected: \"");
        row("does not compile: line 84: x", "target/judgement.cpp", "\"does not compile: \"");
        row("case fp16_tail: x", "target/judgement.cpp", "\"case \" + worst->name + \": \"");
        row("nothing a candidate cannot contain", "target/judgement.cpp", "nothing a candidate cannot contain");
        row("only device code: the entry, Ascend C headers, no host library, process, file, network or assembly", "target/judgement.cpp",
            "only device code: the entry, Ascend C headers, no host library, process, file, network or assembly");
        row("1 build for the element types, from the cache", "target/judgement.cpp", " for the element types");
        row("2 builds for the element types", "target/judgement.cpp", ", from the cache");
        row("compiles for every element type", "target/judgement.cpp", "compiles for every element type");
        row("every AscendC name is declared", "target/judgement_gates.cpp", "every AscendC name is declared");
        row("only names that the Ascend C headers declare", "target/judgement_gates.cpp", "only names that the Ascend C headers declare");
        row("resolves on 6 cases", "target/kernel_form.cpp", "resolves on ");
        row("a plan that resolves on every case", "target/kernel_form.cpp", "a plan that resolves on every case");
        row("5 of 6 cases finished; case fp16_tail: fatal: line 3: x", "target/judgement_cases.cpp", "\"finished\"");
        row("6 of 6 cases match", "target/judgement_cases.cpp", "\"match\"");
        row("6 of 6 cases break no rule", "target/judgement_cases.cpp", "\"break no rule\"");
        row("6 of 6 cases have a trusted profile", "target/judgement_cases.cpp", "\"have a trusted profile\"");
        for (const char* expected : { "every block returns within its limits, without a fatal finding",
                 "every output within the tolerance of the fp64 golden, inputs unchanged", "no error-level finding of the hardware rules",
                 "a complete trace with proven ordering",
                 "two runs with other addresses, block order and poison (not-a-number, then finite) agree bit by bit" })
            row(expected, "target/judgement_cases.cpp", expected);
        row("both runs gave the same bytes on fp16_tail", "target/judgement_cases.cpp", "both runs gave the same bytes on ");
        for (const char* said : { "float32 results with the errors of float32 arithmetic, measured against the CPU in the same precision",
                 "every input byte that matters is read from global memory, every output byte written",
                 "no faster than the chip's bandwidth and arithmetic allow", "what the specification says of changed inputs",
                 "outputs vary, every input matters", "a task that a constant or a copy cannot pass",
                 "the judging programs are the same as before the build", "no change to what judges",
                 "no float32 output has the 64 elements that a distribution of errors needs" })
            row(said, "target/judgement_gates.cpp", said);
        row("8 float32 outputs have the error statistics of their type", "target/judgement_gates.cpp",
            " float32 outputs have the error statistics of their type");
        row("reads 16 of 16 B of inputs, writes 8 of 8 B of outputs, in 2 of 2 cases with a whole trace", "target/judgement_gates.cpp",
            " cases with a whole trace");
        row("41.30 us modelled against a bound of 5.12 us", "target/judgement_gates.cpp", " modelled against a bound of ");
        row("case fp16_tail has no trusted time", "target/judgement_gates.cpp", " has no trusted time");
        row("case fp16_tail: its trace is cut off", "target/traffic_check.cpp", "its trace is cut off");
        row("case fp16_tail: its trace ends after 4000000 operations, the most that a run records", "target/traffic_check.cpp",
            " operations, the most that a run records");
        row("host code that only hands on: all computation is in the kernel", "target/judgement_handover.cpp",
            "host code that only hands on: all computation is in the kernel");
        row("within 10 % of the chip's bound on every case", "engine/commit.cpp", "within 10 % of the chip's bound on every case");
        row("1 refinement without gain", "engine/commit.cpp", " refinement without gain");
        row("3 refinements without gain", "engine/commit.cpp", " refinements without gain");
        row("nothing left to try", "engine/commit.cpp", "nothing left to try");
        row("the synthesizer has no further idea for this operator; last: does not compile", "engine/commit.cpp",
            "the synthesizer has no further idea for this operator");
        row("the budget of 30 attempts is spent", "engine/commit.cpp", " attempts is spent");
        row("the budget of 60 s of working time is spent", "engine/runner.cpp", " s of working time is spent");
        row("the budget is spent", "engine/round_budget.cpp", "the budget is spent");
        row("the budget of 1 in money cannot be held: a reply came without a known price (prices.json can give it)", "engine/round_budget.cpp",
            " in money cannot be held: a reply came without a known price (prices.json can give it)");
        row("writing relu, attempt 3", "engine/step.cpp", "\"writing \"");
        row("judging relu, case fp16_tail", "engine/step.cpp", "\"judging \"");
        row("judging relu, second run", "target/judgement_cases.cpp", "\"second run\"");
        row("relu: asked glm, 5200 tokens sent", "engine/model_run.cpp", " tokens sent");
        row("relu: 5200 tokens received, still thinking", "engine/model_run.cpp", ", still thinking");
        row("edited by hand", "engine/session.cpp", "edited by hand");
        row("written by hand", "engine/session.cpp", "written by hand");
        row("undo of decision 3 (approve)", "knowledge/decisions.cpp", "\"undo of decision \"");
        row("redo of decision 3 (approve)", "knowledge/decisions.cpp", "\"redo of decision \"");
    }
    void sentences()
    {
        QFETCH(QString, text);
        QFETCH(QString, file);
        QFETCH(QString, fragment);
        // Still what the core writes? A string may be broken over lines there, but none of these is.
        QVERIFY2(sourceOf(file).contains(fragment), fragment.toUtf8());
        const QString shown = coreText(text);
        QVERIFY2(chinese(shown), shown.toUtf8());
        static const QRegularExpression number(u"\\d[\\d.]*"_s);
        for (auto match = number.globalMatch(text); match.hasNext();)
            if (const QString figure = match.next().captured(); figure != u"1" || !text.startsWith(u"1 "_s))
                QVERIFY2(shown.contains(figure), shown.toUtf8());
        // No English is left but names and what stands for free text.
        QString rest = shown;
        for (const char* name : { "fp16_tail", "float32", "fp64", "Ascend C", "AscendC", "relu", "glm", "CPU", "us", "B", "s", "x", "\u00b5s" })
            rest.remove(QString::fromUtf8(name));
        static const QRegularExpression word(u"[A-Za-z]{3,}"_s);
        QVERIFY2(!rest.contains(word), shown.toUtf8());
    }
    void freeTextStaysAsItIs()
    {
        for (const QString& text : { u"Muls: argument 3, -1.0f, is of type float, but the tensors hold half"_s, u"%1 of %2"_s, QString() })
            QCOMPARE(coreText(text), text);
        // A value that looks like a place for another one is only a value.
        QVERIFY(coreText(u"case %2: its trace is cut off"_s).contains(u"%2"_s));
    }
};

HAWK_UI_TEST_MAIN(CoreWordsTest)
#include "tst_core_words.moc"
