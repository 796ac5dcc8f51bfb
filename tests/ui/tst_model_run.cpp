// Runs with a language model through the window: a real local server with a key out of the keychain, a
// person, and the bundled stand-in. The key is looked for in everything that was written.
#include "fake_keychain.h"
#include "fixture_workspace.h"
#include "main_window_driver.h"
#include "model_fixture.h"
#include "scripted_server.h"
#include "test_home.h"
#include "widgets/folding_view.h"
#include "widgets/spending_meter.h"
#include "wire_replies.h"

#include <QClipboard>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace hawk;
using namespace hawk::ui;
using namespace Qt::StringLiterals;

namespace {

const QString kCanary = u"sk-canary-77aa01\"9/b+c==-5554443332"_s;

QString everythingShown(const QWidget& window)
{
    QString all;
    for (const QWidget* widget : window.findChildren<QWidget*>())
        for (const char* property :
            { "text", "toolTip", "accessibleName", "accessibleDescription", "plainText" })
            all += widget->property(property).toString() + u'\n';
    for (const FoldingView* view : window.findChildren<FoldingView*>())
        all += view->text();
    return all;
}

} // namespace

class ModelRunTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString workspace(const QString& name)
    {
        const QString path = m_folder.filePath(name);
        test::makeWorkspace(path);
        return path;
    }
    static void addModel(test::MainWindowDriver& driver, const ModelDraft& draft, const QString& key = {})
    {
        QSignalSpy saved(&driver.workbench().models(), &ModelController::saved);
        driver.workbench().models().save(draft, {}, key);
        QTRY_VERIFY(!saved.isEmpty());
    }
    static RunSettings settings(const QString& model, const QString& spec, int attempts)
    {
        RunSettings settings;
        settings.chip = WorkspaceController::defaultChip();
        settings.model = model;
        settings.specs = { spec };
        settings.attempts = attempts;
        return settings;
    }

private Q_SLOTS:
    void aServedModelWithItsKeyOutOfTheKeychain()
    {
        // A server that quotes the key wherever it can, and whose replies hold no kernel.
        llm::test::ScriptedServer server(
            [](llm::test::Connection& c, const llm::test::ReceivedRequest& request) {
                const std::string said = request.headers.at("authorization");
                c.beginEvents();
                for (const std::string& piece :
                    { std::string("I was sent "), said, std::string(", and write no kernel.") }) {
                    c.send(llm::test::eventText(llm::test::chatChunk({ { "content", piece } })));
                    c.wait(std::chrono::milliseconds(100));
                }
                c.send(llm::test::chatStream({}));
            });
        test::MainWindowDriver driver;
        const QString path = workspace(u"served"_s);
        QVERIFY(driver.open(path));
        ModelDraft draft;
        draft.name = u"served"_s;
        draft.baseUrl = QString::fromStdString(server.url());
        draft.modelId = u"m"_s;
        draft.proxy = u"none"_s;
        draft.key = { KeyPlace::Kind::Keychain, u"served"_s };
        draft.price = PriceValue { 1, 10, {}, u"USD"_s, {} };
        addModel(driver, draft, kCanary);

        RunController& run = driver.workbench().run();
        QSignalSpy ended(&run, &RunController::ended);
        QSignalSpy streamed(&driver.workbench().exchanges(), &ExchangeController::streamed);
        RunSettings wanted = settings(u"served"_s, u"relu"_s, 1);
        wanted.tokenBudget = 1'000'000;
        driver.workbench().startRun(wanted);
        QTRY_VERIFY_WITH_TIMEOUT(driver.workbench().exchanges().shown().live, 30'000);
        const PromptView prompt = driver.workbench().exchanges().shown().prompt;
        QVERIFY(std::any_of(prompt.parts.begin(), prompt.parts.end(),
            [](const PromptPart& part) { return part.title == u"Operator"; }));
        QTRY_VERIFY_WITH_TIMEOUT(!ended.isEmpty(), 60'000);
        QVERIFY2(ended[0][0].value<RunState>() == RunState::Finished, ended[0][1].toString().toUtf8());
        QVERIFY(!streamed.isEmpty());
        for (const auto& request : server.requests())
            if (request.method == "POST")
                QCOMPARE(request.headers.at("authorization"), "Bearer " + kCanary.toStdString());
        // One reply, one repair of its form, and then it is what it is.
        QTRY_VERIFY(driver.workbench().exchanges().shown().id != 0);
        QVERIFY(!driver.workbench().exchanges().shown().contractError.isEmpty());
        QCOMPARE(run.progress().tokensDone, 300);
        QCOMPARE(driver.find<SpendingMeter>("spendingMeter")->level(), SpendingMeter::Level::Fine);
        QVERIFY2(driver.find<SpendingMeter>("spendingMeter")->text().contains(u"$0.0008"),
            driver.find<SpendingMeter>("spendingMeter")->text().toUtf8());
        const QString shown = everythingShown(driver.window());
        QVERIFY(shown.contains(u"and write no kernel"));
        QVERIFY(!shown.contains(u"canary"));
        driver.trigger("prompt.copy");
        QVERIFY(!QGuiApplication::clipboard()->text().contains(u"canary"));
        driver.close();
        for (const QString& folder : { path, qEnvironmentVariable("HOME") }) {
            const QStringList found = test::filesWith(folder, kCanary);
            QVERIFY2(found.isEmpty(), found.join(u'\n').toUtf8());
        }
    }

    void aPersonIsAskedAndStopped()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(workspace(u"person"_s)));
        ModelDraft draft;
        draft.name = u"me"_s;
        draft.type = ModelType::Manual;
        addModel(driver, draft);
        RunController& run = driver.workbench().run();
        driver.workbench().startRun(settings(u"me"_s, u"relu"_s, 1));
        QTRY_VERIFY_WITH_TIMEOUT(driver.workbench().port().question().id != 0, 30'000);
        QVERIFY(driver.workbench().port().question().prompt.raw.contains(u"relu_custom"));
        driver.trigger("run.stop");
        QTRY_COMPARE_WITH_TIMEOUT(run.state(), RunState::Stopped, 10'000);
        QTRY_COMPARE(driver.workbench().port().question().id, quint64(0));
        // Closing the window while a person is asked stops as well.
        driver.trigger("run.resume");
        QTRY_VERIFY_WITH_TIMEOUT(driver.workbench().port().question().id != 0, 30'000);
        driver.close();
        QVERIFY(!driver.window().isVisible());
    }

    void theBundledStandInWritesKernels()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(workspace(u"bundled"_s)));
        RunController& run = driver.workbench().run();
        QSignalSpy ended(&run, &RunController::ended);
        driver.workbench().startRun(settings(ModelController::bundled(), u"relu"_s, 2));
        QTRY_VERIFY_WITH_TIMEOUT(!ended.isEmpty(), 240'000);
        QVERIFY2(ended[0][0].value<RunState>() == RunState::Finished, ended[0][1].toString().toUtf8());
        qint64 written = 0;
        QTRY_VERIFY([&] {
            for (const CandidateRow& row : driver.workbench().project().candidateTable().rows())
                if (row.model == ModelController::bundled())
                    written = row.id;
            return written != 0;
        }());
        QVERIFY(driver.selectCandidate(written));
        QTRY_VERIFY(driver.workbench().exchanges().shown().candidate == written);
        QVERIFY(driver.workbench().exchanges().shown().answer.contains(u"__aicore__"));
    }
};

HAWK_UI_TEST_MAIN(ModelRunTest)
#include "tst_model_run.moc"
