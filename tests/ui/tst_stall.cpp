// The window stays responsive with 5,000 candidates and 100,000 events.
#include "fixture_workspace.h"
#include "main_window_driver.h"
#include "test_home.h"

#include <QTemporaryDir>
#include <QTreeView>

using namespace hawk::ui;

class StallTest : public QObject {
    Q_OBJECT

    // The bar of the product. On the wall a machine busy with other tests adds its own pauses, so there the bar only
    // finds a window that waits for somebody.
    static constexpr qint64 kCpuBarMs = 100;
    static constexpr qint64 kWallBarMs = 1500;
    static void check(const char* what, const test::StallWatch& watch)
    {
        const auto stall = watch.longest();
        qInfo("longest stall while %s: %lld ms of work, %lld ms on the wall", what, stall.cpuMs, stall.wallMs);
        QVERIFY2(stall.cpuMs < kCpuBarMs, what);
        QVERIFY2(stall.wallMs < kWallBarMs, what);
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        test::makeWorkspace(m_folder.filePath(QStringLiteral("big")), { .extraCandidates = 5000, .extraEvents = 100'000 });
    }
    void openingAndWorkingNeverStalls()
    {
        test::MainWindowDriver driver;
        QTest::qWait(200); // the first layout of the empty window is not what is measured
        test::StallWatch watch;
        QVERIFY(driver.open(m_folder.filePath(QStringLiteral("big"))));
        QTRY_VERIFY(driver.workbench().project().log().rowCount() >= 100'000);
        QCOMPARE(driver.workbench().project().candidateTable().rowCount(), 5008);
        QTest::qWait(200);
        check("opening", watch);
        watch.restart();
        driver.workbench().selection().selectOperator(QStringLiteral("relu"));
        QTest::qWait(100);
        check("selecting an operator", watch);
        watch.restart();
        std::vector<hawk::engine::Event> burst(
            2000, hawk::engine::TaskFinished { .run = { 1 }, .spec = "relu", .state = "done" });
        driver.workbench().project().apply(burst);
        QTest::qWait(400);
        check("2,000 events arrive at once", watch);
    }
};

HAWK_UI_TEST_MAIN(StallTest)
#include "tst_stall.moc"
