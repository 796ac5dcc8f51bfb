// Runs in which a person is the model, and runs that end at their budget: what the window asks, says and does then.
#include "fixture_workspace.h"
#include "main_window_driver.h"
#include "test_home.h"
#include "widgets/spending_meter.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTemporaryDir>

using namespace hawk;
using namespace hawk::ui;
using namespace Qt::StringLiterals;

class ManualRunTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString workspace(const QString& name)
    {
        const QString path = m_folder.filePath(name);
        test::makeWorkspace(path);
        return path;
    }
    static RunSettings settings(const QString& model, int attempts)
    {
        RunSettings settings;
        settings.chip = WorkspaceController::defaultChip();
        settings.model = model;
        settings.specs = { u"relu"_s };
        settings.attempts = attempts;
        return settings;
    }
    /// Starts a run with a person, and waits for the first question.
    static void startAsking(test::MainWindowDriver& driver, int attempts)
    {
        ModelDraft draft;
        draft.name = u"me"_s;
        draft.type = ModelType::Manual;
        QSignalSpy saved(&driver.workbench().models(), &ModelController::saved);
        driver.workbench().models().save(draft, {}, {});
        QVERIFY(saved.wait());
        driver.workbench().startRun(settings(u"me"_s, attempts));
        QTRY_VERIFY_WITH_TIMEOUT(driver.workbench().port().question().id != 0, 30'000);
    }
    static void answer(test::MainWindowDriver& driver, const QString& text)
    {
        auto* paste = driver.find<QPlainTextEdit>("pastedReply");
        QTRY_VERIFY(paste->isVisible());
        QTest::keyClicks(paste, text);
        QTest::mouseClick(driver.find<QPushButton>("submitReply"), Qt::LeftButton);
    }

private Q_SLOTS:
    void init() { std::filesystem::remove(llm::modelsFile()); }

    void aReplyThatCannotBeUsedIsSaid()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(workspace(u"broken"_s)));
        startAsking(driver, 1);
        auto* message = driver.find<QLabel>("exchangeMessage");
        auto* chooser = driver.find<QComboBox>("exchangeChooser");
        QVERIFY(!message->isVisible());
        QVERIFY(!chooser->isEnabled()); // the question stays until it is answered
        QCOMPARE(chooser->placeholderText(), driver.workbench().port().question().label);
        const QString facts = driver.find<QLabel>("exchangeFacts")->text();
        QVERIFY2(facts.startsWith(u"about ") && facts.endsWith(u"tokens"), facts.toUtf8());
        QTest::mouseClick(driver.find<QPushButton>("copyManualPrompt"), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"relu_custom"));

        const quint64 first = driver.workbench().port().question().id;
        answer(driver, u"I would use DataCopyPad."_s);
        QTRY_VERIFY_WITH_TIMEOUT(driver.workbench().port().question().id > first, 30'000);
        QTRY_VERIFY(message->isVisible());
        QVERIFY2(message->text().contains(u"could not be used"), message->text().toUtf8());
        QVERIFY2(message->text().contains(u"kernel_impl"), message->text().toUtf8());

        // Broken again: the attempt is what it is, and the run is over.
        QSignalSpy ended(&driver.workbench().run(), &RunController::ended);
        answer(driver, u"Still none."_s);
        QTRY_VERIFY_WITH_TIMEOUT(!ended.isEmpty(), 30'000);
        QTRY_COMPARE(driver.workbench().port().question().id, quint64(0));
        QTRY_VERIFY(!driver.workbench().exchanges().shown().contractError.isEmpty());
        QTRY_VERIFY(chooser->isEnabled() || chooser->count() == 0);
        const auto& rows = driver.workbench().project().candidateTable().rows();
        QTRY_VERIFY(std::any_of(rows.begin(), rows.end(),
            [](const CandidateRow& row) { return row.specName == u"relu" && row.outcome == Outcome::Rejected; }));
    }

    void givingUpEndsTheRun()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(workspace(u"given up"_s)));
        startAsking(driver, 3);
        auto* giveUp = driver.find<QPushButton>("giveUpReply");
        QTRY_VERIFY(giveUp->isVisible());
        QTest::mouseClick(giveUp, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(driver.workbench().run().state(), RunState::Stopped, 10'000);
        QTRY_COMPARE(driver.workbench().port().question().id, quint64(0));
        QVERIFY(driver.workbench().run().resumable());
        // The question comes again with the run, and not before.
        driver.trigger("run.resume");
        QTRY_VERIFY_WITH_TIMEOUT(driver.workbench().port().question().id != 0, 30'000);
        driver.close();
    }

    void aSpentBudgetIsSaidAndStays()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(workspace(u"budget"_s)));
        driver.window().showPane(u"prompt"_s);
        QSignalSpy ended(&driver.workbench().run(), &RunController::ended);
        RunSettings wanted = settings(ModelController::bundled(), 6);
        wanted.tokenBudget = 12'000; // a prompt and its reply, and no second prompt
        driver.workbench().startRun(wanted);
        QTRY_VERIFY_WITH_TIMEOUT(!ended.isEmpty(), 120'000);
        QCOMPARE(ended[0][0].value<RunState>(), RunState::Finished);
        const QString reason = driver.workbench().run().endMessage();
        QVERIFY2(reason.contains(u"the budget of 12000 tokens is spent"), reason.toUtf8());
        // In the window's words, with the figures; the meter says it too, although less was used than the cap allows.
        QTRY_COMPARE(driver.find<QLabel>("runState")->text(), u"Ended at the cap"_s);
        QVERIFY(driver.find<QLabel>("runActivity")->text().startsWith(u"Ended at the cap of 12000 tokens: "));
        const auto* meter = driver.find<SpendingMeter>("spendingMeter");
        QCOMPARE(int(meter->level()), int(SpendingMeter::Level::Reached));
        QVERIFY2(meter->isVisible() && meter->text().contains(u"Cap reached"), meter->text().toUtf8());
        QVERIFY(driver.workbench().run().progress().tokensDone < 12'000);
        // The next run begins without it.
        wanted.tokenBudget = 0;
        wanted.attempts = 1;
        driver.workbench().startRun(wanted);
        QTRY_COMPARE(driver.workbench().run().state(), RunState::Running);
        QVERIFY(driver.workbench().run().endMessage().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(ended.size() == 2, 120'000);
    }

    void theOperatorThatIsLookedAtStays()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(workspace(u"watched"_s)));
        QVERIFY(driver.selectOperator(u"gelu"_s)); // which has no candidates
        QSignalSpy ended(&driver.workbench().run(), &RunController::ended);
        driver.workbench().startRun(settings(ModelController::bundled(), 1));
        QTRY_VERIFY_WITH_TIMEOUT(!ended.isEmpty(), 120'000);
        QTest::qWait(50); // whatever the end of the run still brings
        QCOMPARE(driver.workbench().selection().operatorName(), u"gelu"_s);
        QCOMPARE(driver.workbench().selection().candidate(), 0);
    }
};

HAWK_UI_TEST_MAIN(ManualRunTest)
#include "tst_manual_run.moc"
