// Tokens and money: the meter before and at the cap, what a run may cost, how a run ends that its cap ended.
#include "engine/round_budget.h"
#include "fixture_workspace.h"
#include "format/core_text.h"
#include "main_window_driver.h"
#include "test_home.h"
#include "widgets/run_limits.h"
#include "widgets/spending_meter.h"

#include <QLabel>
#include <QTemporaryDir>
#include <QTreeView>

using namespace hawk;
using namespace hawk::ui;
using namespace Qt::StringLiterals;

namespace {

RunProgressView spent(qint64 tokens, double dollars)
{
    RunProgressView progress;
    progress.tokensDone = tokens;
    progress.tokensBudget = 100'000;
    progress.moneyDone = dollars;
    progress.moneyBudget = 5;
    progress.currency = u"USD"_s;
    return progress;
}

/// What the engine says when a prompt no longer fits below the cap.
std::string refusal(engine::RoundBudget::Caps caps)
{
    llm::Spending spent;
    spent.promptTokens = 4200;
    spent.money = 0.98;
    engine::RoundBudget budget(caps, spent, "USD", 1);
    return budget.admit(0, 900, 0.05, {})->error.message;
}

} // namespace

class SpendingTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void theMeterWarnsBeforeTheCap_data()
    {
        QTest::addColumn<qint64>("tokens");
        QTest::addColumn<double>("dollars");
        QTest::addColumn<int>("level");
        QTest::newRow("fine") << qint64(79'000) << 0.5 << int(SpendingMeter::Level::Fine);
        QTest::newRow("tokens near") << qint64(80'000) << 0.5 << int(SpendingMeter::Level::Near);
        QTest::newRow("money near") << qint64(10) << 4.0 << int(SpendingMeter::Level::Near);
        QTest::newRow("tokens reached") << qint64(100'000) << 0.5 << int(SpendingMeter::Level::Reached);
        QTest::newRow("money passed") << qint64(10) << 5.2 << int(SpendingMeter::Level::Reached);
    }
    void theMeterWarnsBeforeTheCap()
    {
        QFETCH(qint64, tokens);
        QFETCH(double, dollars);
        QFETCH(int, level);
        Theme theme;
        theme.apply(Theme::Choice::Light);
        QWidget window;
        SpendingMeter meter(theme, &window);
        const RunProgressView progress = spent(tokens, dollars);
        meter.show(progress, false, false);
        QCOMPARE(int(meter.level()), level);
        QVERIFY(meter.text().contains(u"$5.00"));
        QVERIFY(meter.toolTip().contains(u"100,000"));
        // Not by colour alone.
        QCOMPARE(meter.text().contains(u"Cap reached"), meter.level() == SpendingMeter::Level::Reached);
        QCOMPARE(meter.text().contains(u"Cap nearly reached"), meter.level() == SpendingMeter::Level::Near);
        QVERIFY(meter.accessibleName().contains(meter.text()));
        meter.show(progress, true, false);
        QCOMPARE(int(meter.level()), int(SpendingMeter::Level::Fine));
        QVERIFY(meter.text().contains(u"replayed"));
    }
    void aRunThatItsCapEndedSaysSoBelowTheCap()
    {
        // The next prompt did not fit: what was used is less than the cap, and yet it is reached.
        for (const auto choice : { Theme::Choice::Light, Theme::Choice::Dark })
            for (const auto& [language, word] : { std::pair { u"en"_s, u"Cap reached"_s }, std::pair { u"zh_CN"_s, u"\u5df2\u8fbe\u4e0a\u9650"_s } }) {
                test::MainWindowDriver driver;
                driver.theme().apply(choice);
                driver.language().apply(language);
                auto* meter = driver.find<SpendingMeter>("spendingMeter");
                meter->show(spent(60'000, 0.5), false, true);
                QCOMPARE(int(meter->level()), int(SpendingMeter::Level::Reached));
                QVERIFY2(meter->text().contains(word), meter->text().toUtf8());
                QVERIFY(meter->autoFillBackground());
                QCOMPARE(meter->palette().color(QPalette::WindowText), driver.theme().colors().bad);
                QVERIFY(meter->sizeHint().width() >= meter->fontMetrics().horizontalAdvance(meter->text()));
            }
    }
    void theReasonIsReadOutOfTheEnginesWords_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("english");
        QTest::newRow("tokens") << QString::fromStdString(refusal({ .tokens = 5000 }))
                                << u"Ended at the cap of 5000 tokens: 4200 used, the next prompt takes about 900"_s;
        QTest::newRow("money") << QString::fromStdString(refusal({ .money = 1 })) << u"Ended at the cap of 1"_s;
    }
    void theReasonIsReadOutOfTheEnginesWords()
    {
        QFETCH(QString, reason);
        QFETCH(QString, english);
        QVERIFY2(saysCapReached(reason), reason.toUtf8());
        QVERIFY(!saysCapReached(u"the budget of 30 attempts is spent"_s));
        QVERIFY2(coreText(reason).startsWith(english), coreText(reason).toUtf8());
    }
    void aWorkspaceWhoseRunEndedAtItsCapShowsItWhenOpened_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("task");
        QTest::newRow("en") << u"en"_s << u"Ended at the cap"_s << u"Ended at the cap of 5000 tokens: 4200 used"_s << u"Cap reached"_s;
        QTest::newRow("zh_CN") << u"zh_CN"_s << u"\u56e0\u8fbe\u5230\u4e0a\u9650\u800c\u7ed3\u675f"_s
                               << u"\u5df2\u8fbe 5000 \u4e2a\u8bcd\u5143\u7684\u4e0a\u9650\u800c\u7ed3\u675f\uff1a\u5df2\u7528 4200"_s
                               << u"\u5df2\u8fbe\u4e0a\u9650"_s;
    }
    void aWorkspaceWhoseRunEndedAtItsCapShowsItWhenOpened()
    {
        QFETCH(QString, language);
        QFETCH(QString, state);
        QFETCH(QString, reason);
        QFETCH(QString, task);
        const QString path = m_folder.filePath(language);
        test::makeWorkspace(path, { .endMessage = refusal({ .tokens = 5000 }) });
        test::MainWindowDriver driver;
        driver.language().apply(language);
        QVERIFY(driver.open(path));
        QTRY_COMPARE(driver.find<QLabel>("runState")->text(), state);
        QVERIFY2(driver.find<QLabel>("runActivity")->toolTip().startsWith(reason), driver.find<QLabel>("runActivity")->toolTip().toUtf8());
        const OperatorModel& operators = driver.workbench().project().operators();
        const int relu = operators.rowOf(u"relu"_s);
        QCOMPARE(operators.index(relu, OperatorModel::StateColumn).data().toString(), task);
        QCOMPARE(operators.index(relu, OperatorModel::NameColumn).data(OutcomeRole).toInt(), int(Outcome::NotJudged));
        // The operator that was done before is done.
        QVERIFY(operators.index(operators.rowOf(u"add"_s), OperatorModel::StateColumn).data().toString() != task);
    }

    void costsAreEstimatedBeforeARun()
    {
        RunLimits::Subject subject { .model = true,
            .price = PriceValue { 1, 10, {}, u"USD"_s, {} },
            .operators = 2,
            .replies = 50,
            .meanPrompt = 5000,
            .meanReply = 1000 };
        // 10 attempts x 2 operators x (5000 x 1 + 1000 x 10) / 1e6 = 0.30
        const QString known = RunLimits::estimate(subject, { .attempts = 10 });
        QVERIFY2(known.contains(u"$0.30"), known.toUtf8());
        QVERIFY(known.contains(u"50 earlier replies"));
        subject.replies = 0;
        subject.maxReply = 4000;
        // 10 x 2 x (32000 x 1 + 4000 x 10) / 1e6 = 1.44
        const QString guessed = RunLimits::estimate(subject, { .attempts = 10 });
        QVERIFY2(guessed.contains(u"$1.44"), guessed.toUtf8());
        subject.price.reset();
        QVERIFY(RunLimits::estimate(subject, { .attempts = 10 }).contains(u"No price is known"));
        subject.model = false;
        QVERIFY(RunLimits::estimate(subject, { .attempts = 10 }).isEmpty());
    }
};

HAWK_UI_TEST_MAIN(SpendingTest)
#include "tst_spending.moc"
