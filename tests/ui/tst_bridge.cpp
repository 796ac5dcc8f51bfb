#include "bridge/event_pump.h"
#include "bridge/selection_controller.h"
#include "bridge/worker.h"
#include "bridge/workspace_controller.h"
#include "fixture_workspace.h"
#include "test_home.h"

#include "store/workspace.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <thread>

using namespace hawk;
using namespace hawk::ui;

class BridgeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void workerAnswersInTheCallersThread()
    {
        Worker worker;
        QThread* where = nullptr;
        int answer = 0;
        worker.run(
            this, [](std::stop_token) { return 42; },
            [&](int value) {
                answer = value;
                where = QThread::currentThread();
            });
        QTRY_COMPARE(answer, 42);
        QCOMPARE(where, thread());
    }
    void workerForgetsReceiversThatAreGone()
    {
        Worker worker;
        auto receiver = std::make_unique<QObject>();
        bool called = false;
        bool done = false;
        worker.run(receiver.get(), [](std::stop_token) { return 1; }, [&](int) { called = true; });
        receiver.reset();
        worker.run(this, [](std::stop_token) { return 2; }, [&](int) { done = true; });
        QTRY_VERIFY(done);
        QVERIFY(!called);
    }
    void workerEndsWhileAJobHeedsItsToken()
    {
        std::atomic<bool> stopped = false;
        std::atomic<bool> began = false;
        {
            Worker worker;
            worker.post([&](std::stop_token stop) {
                began = true;
                while (!stop.stop_requested())
                    std::this_thread::yield();
                stopped = true;
            });
            QTRY_VERIFY(began.load());
        }
        QVERIFY(stopped.load());
    }
    void pumpCoalescesABurst()
    {
        EventPump pump;
        std::size_t events = 0;
        int calls = 0;
        connect(&pump, &EventPump::received, this, [&](const std::vector<engine::Event>& burst) {
            events += burst.size();
            ++calls;
        });
        std::thread engine([&pump] {
            for (int i = 0; i < 1000; ++i) {
                engine::RunProgress progress;
                progress.attemptsDone = i;
                pump.post(progress);
                if (i % 100 == 0)
                    pump.post(engine::TaskStarted {});
            }
        });
        engine.join();
        QTRY_VERIFY(calls > 0);
        QCOMPARE(calls, 1);
        QVERIFY(events <= 22); // ten tasks, and at most one progress between two of them
        QVERIFY(events >= 11);
    }
    void selectionDoesNotLoop()
    {
        SelectionController selection;
        QSignalSpy changed(&selection, &SelectionController::candidateChanged);
        QSignalSpy places(&selection, &SelectionController::placeChanged);
        connect(&selection, &SelectionController::candidateChanged, this,
            [&](qint64 id) { selection.selectCandidate(id); });
        selection.selectPlace({ 3, 0, 7 });
        selection.selectCandidate(5);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(places.size(), 2); // a place belongs to its candidate
        QCOMPARE(selection.place().line, 0);
    }
    void brokenWorkspacesGiveThreePartErrors()
    {
        QTemporaryDir folder;
        WorkspaceController workspace;
        QSignalSpy failed(&workspace, &WorkspaceController::failed);
        workspace.open(folder.filePath(QStringLiteral("nothing")), WorkspaceController::Mode::ReadWrite);
        QTRY_COMPARE(failed.size(), 1);
        const auto missing = failed.takeFirst().constFirst().value<UiError>();
        QCOMPARE(missing.kind, UiError::Kind::NotFound);
        QVERIFY(!missing.symptom.isEmpty() && !missing.cause.isEmpty() && !missing.action.isEmpty());

        const QString broken = folder.filePath(QStringLiteral("broken"));
        QVERIFY(QDir().mkpath(broken));
        QFile file(broken + QStringLiteral("/workspace.db"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no database, but long enough to look like a file of some kind");
        file.close();
        workspace.open(broken, WorkspaceController::Mode::ReadWrite);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(workspace.state(), WorkspaceController::State::Closed);
    }
    void secondWriterIsToldWhoHoldsIt()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("w"));
        test::makeWorkspace(path);
        WorkspaceController first;
        first.open(path, WorkspaceController::Mode::ReadWrite);
        QTRY_VERIFY(first.isOpen());
        WorkspaceController second;
        QSignalSpy failed(&second, &WorkspaceController::failed);
        second.open(path, WorkspaceController::Mode::ReadWrite);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.constFirst().constFirst().value<UiError>().kind, UiError::Kind::Locked);
        second.open(path, WorkspaceController::Mode::ReadOnly);
        QTRY_VERIFY(second.isOpen());
        QVERIFY(!second.writable());
    }
};

HAWK_UI_TEST_MAIN(BridgeTest)
#include "tst_bridge.moc"
