// One sitting with the real engine, synthesizer, emulator and sandbox: open the demo, run, look, edit, judge, approve,
// undo, leave, come back to the same state.
#include "emulator/emulator.h"
#include "main_window_driver.h"
#include "test_home.h"
#include "widgets/code_editor.h"

#include <QFile>
#include <QSpinBox>
#include <QTreeView>

using namespace hawk::ui;

class StoryTest : public QObject {
    Q_OBJECT

    struct State {
        int candidates = 0;
        int entries = 0;
        int waiting = 0;
        int events = 0;
        bool operator==(const State&) const = default;
    };
    static State stateOf(Workbench& workbench)
    {
        ProjectController& project = workbench.project();
        return { project.candidateTable().rowCount(), project.entries().rowCount(), project.entries().waiting(),
            project.log().rowCount() };
    }

private Q_SLOTS:
    void aSitting()
    {
        if (!hawk::emulator::probeSandbox().usable)
            QSKIP("no sandbox on this machine: generated code may not run");
        State before;
        qint64 mine = 0;
        {
            test::MainWindowDriver driver;
            Workbench& bench = driver.workbench();
            // A demo with one operator and few attempts.
            RunSettings settings;
            settings.chip = WorkspaceController::defaultChip();
            settings.attempts = 5;
            settings.specs = { QStringLiteral("add"), QStringLiteral("relu") };
            bench.openDemo(settings);
            QVERIFY(driver.waitUntil([&] { return bench.run().active(); }, 20'000));
            QVERIFY(driver.waitUntil([&] { return !bench.run().active(); }, 200'000));
            QCOMPARE(bench.run().state(), RunState::Finished);
            QVERIFY(driver.waitUntil([&] {
                const int row = bench.project().operators().rowOf(QStringLiteral("add"));
                return row >= 0 && bench.project().operators().rows()[static_cast<std::size_t>(row)].best != 0;
            }));
            QVERIFY(bench.project().candidateTable().rowCount() >= 2);
            QVERIFY(bench.project().log().rowCount() > 4);

            // The first draft failed, and its finding leads to a line.
            QVERIFY(driver.selectOperator(QStringLiteral("add")));
            const CandidateRow* failed = nullptr;
            for (const CandidateRow& row : bench.project().candidateTable().rows())
                if (row.specName == QStringLiteral("add") && row.outcome != Outcome::Correct && !failed)
                    failed = &row;
            QVERIFY(failed);
            QVERIFY(driver.selectCandidate(failed->id));
            QVERIFY(bench.candidate().findings().rowCount() > 0 || !bench.candidate().current()->row.summary.isEmpty());

            // Edit the best kernel by hand and have it judged.
            driver.trigger("candidate.best");
            const qint64 best = bench.selection().candidate();
            QVERIFY(driver.waitUntil([&] { return bench.candidate().current() && bench.candidate().current()->row.id == best; }));
            driver.trigger("edit.start");
            auto* editor = driver.find<CodeEditor>("sourceEditor");
            editor->setText(QStringLiteral("// changed by hand\n") + editor->text());
            driver.trigger("edit.judge");
            QVERIFY(bench.edit().judging());
            QVERIFY(driver.waitUntil([&] { return !bench.edit().judging(); }, 60'000));
            QVERIFY(driver.waitUntil([&] {
                mine = bench.selection().candidate();
                return mine != best && bench.candidate().current() && bench.candidate().current()->row.id == mine
                    && bench.project().candidateTable().find(mine);
            }));
            QCOMPARE(bench.candidate().current()->row.outcome, Outcome::Correct);
            QCOMPARE(bench.candidate().current()->row.parent, best);
            QCOMPARE(bench.candidate().current()->row.origin, QStringLiteral("human"));

            // Approve what the loop learned, or any entry that can change, and take it back.
            qint64 entry = 0;
            for (const EntryRow& row : bench.project().entries().rows())
                if (entry == 0 || waitsForDecision(row.state))
                    entry = row.id;
            QVERIFY(entry != 0);
            bench.selection().selectEntry(entry);
            const QString was = bench.project().entries().find(entry)->state;
            const auto stateIs = [&](const QString& state) {
                return driver.waitUntil([&] { return bench.project().entries().find(entry)->state == state; });
            };
            if (waitsForDecision(was)) {
                driver.trigger("knowledge.approve");
                QVERIFY(stateIs(QStringLiteral("approved")));
            } else {
                driver.trigger("knowledge.reject");
                QVERIFY(stateIs(QStringLiteral("rejected")));
            }
            driver.trigger("knowledge.undo");
            QVERIFY(stateIs(was));
            QTest::qWait(300);
            before = stateOf(bench);
            driver.close();
        }
        {
            test::MainWindowDriver driver;
            QVERIFY(driver.open(Workbench::demoFolder()));
            QVERIFY(driver.waitUntil([&] { return driver.workbench().project().log().rowCount() > 0; }));
            const State after = stateOf(driver.workbench());
            QCOMPARE(after.candidates, before.candidates);
            QCOMPARE(after.entries, before.entries);
            QCOMPARE(after.waiting, before.waiting);
            QCOMPARE(after.events, before.events);
            QCOMPARE(driver.workbench().run().state(), RunState::Finished);
            QVERIFY(driver.selectCandidate(mine));
            QVERIFY(driver.find<CodeEditor>("sourceEditor")->text().startsWith(QStringLiteral("// changed by hand")));
        }
    }
};

HAWK_UI_TEST_MAIN(StoryTest)
#include "tst_story.moc"
