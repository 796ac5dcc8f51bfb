// Models behind the dialog: the draft and models.json, keys in a keychain, the test of a connection against a real local
// server.
#include "bridge/model_check.h"
#include "bridge/model_controller.h"
#include "fake_keychain.h"
#include "model_fixture.h"
#include "test_home.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace hawk;
using namespace hawk::ui;
using namespace Qt::StringLiterals;
using test::answerChat;
using test::chatDraft;
using test::filesWith;
using test::kCanary;

class LanguageModelsTest : public QObject {
    Q_OBJECT

    static void forgetModels() { std::filesystem::remove(llm::modelsFile()); }

    /// A controller with a fake keychain, loaded.
    struct Bench {
        test::FakeKeychain* keychain;
        std::unique_ptr<ModelController> models;
        Bench()
        {
            auto made = std::make_unique<test::FakeKeychain>();
            keychain = made.get();
            models = std::make_unique<ModelController>(std::move(made));
            reload();
        }
        void reload()
        {
            QSignalSpy reloaded(models.get(), &ModelController::reloaded);
            models->reload();
            QVERIFY(reloaded.wait());
        }
        void save(const ModelDraft& draft, const QString& original = {}, const QString& key = {})
        {
            QSignalSpy saved(models.get(), &ModelController::saved);
            QSignalSpy failed(models.get(), &ModelController::failed);
            models->save(draft, original, key);
            QTRY_VERIFY(!saved.isEmpty() || !failed.isEmpty());
            QVERIFY2(failed.isEmpty(), failed.isEmpty() ? "" : failed[0][0].value<UiError>().cause.toUtf8());
        }
    };

private Q_SLOTS:
    void init() { forgetModels(); }

    void listModelUnderTheChecker()
    {
        ModelListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        ModelRow first;
        first.name = u"a"_s;
        first.key = { KeyPlace::Kind::Environment, u"A_KEY"_s };
        first.isDefault = true;
        ModelRow second;
        second.name = u"b"_s;
        second.type = ModelType::Manual;
        second.keyState = KeyState::NotNeeded;
        model.setRows({ first, second });
        model.setKeyState(u"a"_s, KeyState::Missing, u"the variable is not set"_s);
        QCOMPARE(model.index(0, ModelListModel::KeyColumn).data().toString(), u"variable A_KEY: not set"_s);
        QCOMPARE(model.index(0, ModelListModel::KeyColumn).data(Qt::ToolTipRole).toString(),
            u"the variable is not set"_s);
        QCOMPARE(model.index(1, ModelListModel::KeyColumn).data().toString(), u"none"_s);
        QCOMPARE(model.index(0, ModelListModel::NameColumn).data().toString(), u"a (default)"_s);
        QCOMPARE(model.rowOf(u"b"_s), 1);
        QCOMPARE(model.rowOf(u"c"_s), -1);
        for (int column = 0; column < model.columnCount(); ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
        model.setRows({});
    }

    void draftsSurviveTheFile()
    {
        ModelDraft draft = chatDraft(u"all"_s, "http://localhost:8000/v1");
        draft.type = ModelType::Completions;
        draft.promptTemplate = u"kernelgen-lm"_s;
        draft.key = { KeyPlace::Kind::File, u"~/.config/hawk/all.key"_s };
        draft.headers = u"X-Team: kernels\nX-Token: env=TEAM_TOKEN"_s;
        draft.stream = false;
        draft.temperature = 0.7;
        draft.maxTokens = 8000;
        draft.extra = u"{\"reasoning_effort\":\"high\"}"_s;
        draft.idleSeconds = 12.5;
        draft.retries = 2;
        draft.tokensPerMinute = 90'000;
        draft.price = PriceValue { 0.5, 2, 0.1, u"CNY"_s, {} };
        const Result<Json> entry = entryFromDraft(draft, {});
        QVERIFY(entry);
        QVERIFY(llm::modelFromEntry(*entry));
        QCOMPARE(draftFromEntry(*entry), draft);
    }

    void whatTheFormDoesNotKnowStays()
    {
        const Json before { { "name", "a" }, { "kind", "openai-chat" }, { "model", "m" },
            { "baseUrl", "http://x/v1" }, { "retry", { { "first", 2.5 }, { "max", 3 } } },
            { "streamUsage", false }, { "proxyLogin", { { "env", "LOGIN" } } } };
        ModelDraft draft = draftFromEntry(before);
        draft.temperature = 1;
        draft.retries.reset();
        const Result<Json> after = entryFromDraft(draft, before);
        QVERIFY(after);
        QCOMPARE(after->at("retry").dump(), std::string(R"({"first":2.5})"));
        QVERIFY(!after->at("streamUsage").get<bool>());
        QCOMPARE(after->at("proxyLogin").at("env").get<std::string>(), std::string("LOGIN"));
        QCOMPARE(after->at("parameters").at("temperature").get<double>(), 1.0);
    }

    void commandsStayAsTheyWereWritten()
    {
        const Json before { { "name", "c" }, { "kind", "command" },
            { "command", { "my tool", "--flag", "it's" } } };
        ModelDraft draft = draftFromEntry(before);
        QCOMPARE(draft.command, u"'my tool' --flag 'it'\\''s'"_s);
        QVERIFY(entryFromDraft(draft, before)->at("command") == before.at("command"));
        draft.command = u"cat > /dev/null; echo hello"_s;
        QCOMPARE(entryFromDraft(draft, before)->at("command").dump(),
            std::string(R"(["sh","-c","cat > /dev/null; echo hello"])"));
    }

    void problemsAreNamedByField_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("no name") << u"name"_s << QString() << u"Give the model a name"_s;
        QTest::newRow("bad name") << u"name"_s << u"a b"_s << u"letters, digits"_s;
        QTest::newRow("taken") << u"name"_s << u"other"_s << u"Another model"_s;
        QTest::newRow("no scheme") << u"baseUrl"_s << u"localhost:8000"_s << u"begins with http"_s;
        QTest::newRow("password") << u"baseUrl"_s << u"http://u:p@x"_s << u"must not hold a user name"_s;
        QTest::newRow("query") << u"baseUrl"_s << u"http://x/v1?a=b"_s << u"must not have a query"_s;
        QTest::newRow("no id") << u"model"_s << QString() << u"the id by which"_s;
        QTest::newRow("key pasted as a variable")
            << u"key"_s << u"sk-1234"_s << u"Name the environment variable"_s;
        QTest::newRow("extra") << u"parameters/extra"_s << u"{reasoning}"_s << u"JSON object"_s;
        QTest::newRow("header") << u"headers"_s << u"no colon"_s << u"A header is a line"_s;
        QTest::newRow("fallback") << u"fallbacks"_s << u"nobody"_s << u"No other model is named nobody"_s;
    }
    void problemsAreNamedByField()
    {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, says);
        ModelDraft draft = chatDraft(u"mine"_s, "http://localhost:8000/v1");
        QVERIFY(!checkDraft(draft, {}, { u"other"_s }).wrong());
        if (field == "name"_L1)
            draft.name = value;
        else if (field == "baseUrl"_L1)
            draft.baseUrl = value;
        else if (field == "model"_L1)
            draft.modelId = value;
        else if (field == "key"_L1)
            draft.key = { KeyPlace::Kind::Environment, value };
        else if (field == "headers"_L1)
            draft.headers = value;
        else if (field == "fallbacks"_L1)
            draft.fallbacks = { value };
        else
            draft.extra = value;
        const DraftProblem problem = checkDraft(draft, {}, { u"other"_s });
        QCOMPARE(problem.field, field);
        QVERIFY2(problem.message.contains(says), problem.message.toUtf8());
    }

    void savedModelsAreTheCommandLines()
    {
        Bench bench;
        bench.save(chatDraft(u"first"_s, "http://localhost:8000/v1"));
        ModelDraft person;
        person.name = u"me"_s;
        person.type = ModelType::Manual;
        bench.save(person);
        const auto registry = llm::ModelRegistry::load(llm::modelsFile());
        QVERIFY(registry);
        QCOMPARE(registry->models().size(), std::size_t(2));
        QCOMPARE(registry->defaultName(), std::string("first"));
        QSignalSpy reloaded(bench.models.get(), &ModelController::reloaded);
        bench.models->makeDefault(u"me"_s);
        QVERIFY(reloaded.wait());
        QCOMPARE(bench.models->defaultName(), u"me"_s);
        // What the command line changes meanwhile is shown at the next look.
        QVERIFY(llm::removeModel(llm::modelsFile(), "first"));
        bench.reload();
        QCOMPARE(bench.models->names(), QStringList { u"me"_s });
    }

    void aWrongFileIsToldAndNotOverwritten()
    {
        Bench bench;
        QFile file(QString::fromStdString(llm::modelsFile().string()));
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"models\": [{\"name\": \"a\"");
        file.close();
        QSignalSpy failed(bench.models.get(), &ModelController::failed);
        bench.models->save(chatDraft(u"b"_s, "http://x/v1"), {}, {});
        QVERIFY(failed.wait());
        QVERIFY(failed[0][0].value<UiError>().cause.contains(u"models.json:1"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().endsWith("\"a\""));
    }

    void keysGoToTheKeychainAndLeaveWithTheModel()
    {
        Bench bench;
        ModelDraft draft = chatDraft(u"paid"_s, "http://localhost:8000/v1");
        draft.key = ModelController::usualPlace(KeyPlace::Kind::Keychain, draft.name);
        bench.save(draft, {}, kCanary);
        QCOMPARE(bench.keychain->entries.value(u"paid"_s), kCanary);
        QCOMPARE(bench.models->models().rows()[0].keyState, KeyState::Present);
        // Another start: the key is read again, without a word to the person.
        Bench later;
        later.keychain->entries = bench.keychain->entries;
        QCOMPARE(later.models->models().rows()[0].keyState, KeyState::Unknown);
        bool ready = false;
        later.models->fetchKeys(this, [&] { ready = true; });
        QVERIFY(!ready); // never before the call returns
        QTRY_VERIFY(ready);
        const auto key = later.models->keys()->key({ llm::KeySource::Kind::Keychain, "paid" });
        QVERIFY(key);
        QCOMPARE(QString::fromStdString(key->reveal()), kCanary);
        QSignalSpy reloaded(later.models.get(), &ModelController::reloaded);
        later.models->remove(u"paid"_s);
        QVERIFY(reloaded.wait());
        QTRY_VERIFY(later.keychain->entries.isEmpty());
        QVERIFY(!later.models->keys()->key({ llm::KeySource::Kind::Keychain, "paid" }));
    }

    void aLockedKeychainStopsNothing()
    {
        Bench bench;
        ModelDraft draft = chatDraft(u"paid"_s, "http://localhost:8000/v1");
        draft.key = { KeyPlace::Kind::Keychain, u"paid"_s };
        bench.save(draft, {}, kCanary);
        Bench later;
        later.keychain->entries = bench.keychain->entries;
        later.keychain->locked = true;
        bool ready = false;
        later.models->fetchKeys(this, [&] { ready = true; });
        QTRY_VERIFY(ready);
        const auto key = later.models->keys()->key({ llm::KeySource::Kind::Keychain, "paid" });
        QVERIFY(!key);
        QVERIFY(QString::fromStdString(key.error().hint).contains(u"unlock"));
        // Asked again once it is open.
        later.keychain->locked = false;
        ready = false;
        later.models->fetchKeys(this, [&] { ready = true; });
        QTRY_VERIFY(ready);
        QVERIFY(later.models->keys()->key({ llm::KeySource::Kind::Keychain, "paid" }));
    }

    void withoutAKeychainTheListSaysSo()
    {
        Bench bench;
        bench.keychain->present = false;
        ModelDraft draft = chatDraft(u"paid"_s, "http://localhost:8000/v1");
        draft.key = { KeyPlace::Kind::Keychain, u"paid"_s };
        bench.save(draft);
        QCOMPARE(bench.models->models().rows()[0].keyState, KeyState::Unusable);
        QVERIFY(bench.models->models().rows()[0].keyProblem.contains(u"no keychain"));
        const auto system
            = systemKeychain(); // of this machine, whatever it is: it must answer, and not at once
        bool answered = false;
        system->read(u"hawk-test-entry-that-is-not-there"_s, [&](Result<llm::Secret> key) {
            answered = true;
            QVERIFY(!key);
        });
        QVERIFY(!answered);
        QTRY_VERIFY_WITH_TIMEOUT(answered, 30'000);
    }

    void aSessionKeyIsInMemoryOnly()
    {
        Bench bench;
        ModelDraft draft = chatDraft(u"once"_s, "http://localhost:8000/v1");
        draft.key = { KeyPlace::Kind::Session, u"once"_s };
        bench.save(draft, {}, kCanary);
        QVERIFY(bench.keychain->entries.isEmpty());
        QVERIFY(bench.models->keys()->key({ llm::KeySource::Kind::Session, "once" }));
        Bench later;
        QCOMPARE(later.models->models().rows()[0].keyState, KeyState::Missing);
        const auto cli = llm::SystemKeyStore().key({ llm::KeySource::Kind::Session, "once" });
        QVERIFY(QString::fromStdString(cli.error().text()).contains(u"--key-env"));
    }

    void aConnectionIsTestedOffTheGuiThread()
    {
        llm::test::ScriptedServer server(answerChat);
        Bench bench;
        ModelDraft draft = chatDraft(u"tried"_s, server.url());
        draft.key = { KeyPlace::Kind::Keychain, u"tried"_s };
        draft.price = PriceValue { 1, 10, {}, u"USD"_s, {} };
        QSignalSpy tested(bench.models.get(), &ModelController::tested);
        bench.models->test(draft, {}, kCanary); // a key that is typed in and saved nowhere
        QVERIFY(bench.models->testing());
        QVERIFY(tested.wait(10'000));
        const auto view = tested[0][0].value<ConnectionView>();
        QVERIFY(view.passed);
        QCOMPARE(view.reportedModel, u"served-model"_s);
        QCOMPARE(view.promptTokens, 120);
        QCOMPARE(view.cost, u"$0.00042"_s);
        QCOMPARE(server.requests().back().headers.at("authorization"), "Bearer " + kCanary.toStdString());
        QVERIFY(bench.keychain->entries.isEmpty());
    }

    void aRefusedKeyIsExplainedWithoutShowingIt()
    {
        llm::test::ScriptedServer server([](llm::test::Connection& c,
                                             const llm::test::ReceivedRequest& request) {
            c.answer(401,
                Json { { "error", { { "message", "wrong key " + request.headers.at("authorization") } } } }
                    .dump());
        });
        Bench bench;
        ModelDraft draft = chatDraft(u"tried"_s, server.url());
        draft.key = { KeyPlace::Kind::Session, u"tried"_s };
        QSignalSpy tested(bench.models.get(), &ModelController::tested);
        bench.models->test(draft, {}, kCanary);
        QVERIFY(tested.wait(10'000));
        const auto view = tested[0][0].value<ConnectionView>();
        QVERIFY(!view.passed);
        const TestStepView& last = view.steps.back();
        QCOMPARE(last.state, TestStepView::State::Failed);
        QVERIFY(!last.detail.isEmpty());
        QVERIFY(!last.hint.isEmpty());
        QVERIFY(!last.detail.contains(u"canary"));
        QVERIFY(!last.hint.contains(u"canary"));
    }

    void aTestIsCancelledAtOnce()
    {
        llm::test::ScriptedServer server([](llm::test::Connection& c, const llm::test::ReceivedRequest&) {
            c.wait(std::chrono::seconds(30)); // no first byte
        });
        Bench bench;
        bench.models->test(chatDraft(u"slow"_s, server.url()), {}, {});
        QTRY_VERIFY(server.connections() > 0);
        QSignalSpy tested(bench.models.get(), &ModelController::tested);
        QElapsedTimer timer;
        timer.start();
        bench.models->cancelTest();
        QCOMPARE(tested.count(), 1);
        QVERIFY(tested[0][0].value<ConnectionView>().cancelled);
        QVERIFY(!bench.models->testing());
        // The next test does not wait for the thirty seconds of the first.
        llm::test::ScriptedServer quick(answerChat);
        bench.models->test(chatDraft(u"quick"_s, quick.url()), {}, {});
        QTRY_COMPARE_WITH_TIMEOUT(tested.count(), 2, 10'000);
        QVERIFY(tested[1][0].value<ConnectionView>().passed);
        QVERIFY(timer.elapsed() < 20'000);
    }

    void aCommandIsTestedToo()
    {
        Bench bench;
        ModelDraft draft;
        draft.name = u"tool"_s;
        draft.type = ModelType::Command;
        draft.command = u"cat > /dev/null; echo ready"_s;
        QSignalSpy tested(bench.models.get(), &ModelController::tested);
        bench.models->test(draft, {}, {});
        QVERIFY(tested.wait(10'000));
        QVERIFY(tested[0][0].value<ConnectionView>().passed);
    }

    void noFileHoldsTheKey()
    {
        // Last: everything the tests above wrote is still there, models.json, settings, the window's layout.
        const QStringList found = filesWith(qEnvironmentVariable("HOME"), kCanary);
        QVERIFY2(found.isEmpty(), found.join(u'\n').toUtf8());
    }
};

HAWK_UI_TEST_MAIN(LanguageModelsTest)
#include "tst_language_models.moc"
