// Models as the window sets them up: the draft and models.json, keys in a keychain, the form, the test of a
// connection against a real local server.
#include "bridge/model_check.h"
#include "bridge/model_controller.h"
#include "bridge/model_presets.h"
#include "fake_keychain.h"
#include "main_window_driver.h"
#include "scripted_server.h"
#include "test_home.h"
#include "widgets/model_form.h"
#include "widgets/models_dialog.h"
#include "wire_replies.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTreeView>

using namespace hawk;
using namespace hawk::ui;
using namespace Qt::StringLiterals;

namespace {

const QString kCanary = u"sk-canary-5d1f0a\"9/b+c==-9876543210"_s;

ModelDraft chatDraft(const QString& name, const std::string& url)
{
    ModelDraft draft;
    draft.name = name;
    draft.baseUrl = QString::fromStdString(url);
    draft.modelId = u"some-model"_s;
    draft.proxy = u"none"_s; // whatever the environment says
    return draft;
}

/// Answers a chat as vLLM does, and remembers the key it was sent.
void answerChat(llm::test::Connection& c, const llm::test::ReceivedRequest& request)
{
    if (request.method == "GET") {
        c.answer(200, R"({"data":[{"id":"some-model"}]})");
        return;
    }
    c.beginEvents();
    c.send(llm::test::chatStream({ "ready" }));
}

/// Every file below a folder that holds a form of the key.
QStringList filesWith(const QString& folder, const QString& key)
{
    QStringList found;
    const QByteArray plain = key.toUtf8();
    const QByteArray escaped = QByteArray(plain).replace('"', "\\\"");
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
        QFile file(it.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        if (bytes.contains(plain) || bytes.contains(escaped) || bytes.contains(plain.toBase64()))
            found.append(file.fileName());
    }
    return found;
}

} // namespace

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

    void theDialogAddsTestsSavesAndRemoves()
    {
        llm::test::ScriptedServer server(answerChat);
        test::MainWindowDriver driver;
        driver.trigger("tools.models");
        auto* dialog = driver.find<ModelsDialog>("modelsDialog");
        QVERIFY(dialog && dialog->isVisible());
        driver.trigger("tools.models"); // the same one comes to the front
        QCOMPARE(driver.window().findChildren<ModelsDialog*>().size(), 1);
        dialog->addFrom(modelPresets().front().draft);
        const auto field = [&](const char* name) {
            return dialog->findChild<QLineEdit*>(u"model_"_s + QString::fromLatin1(name));
        };
        auto* problem = dialog->findChild<QLabel*>(u"modelProblem"_s);
        auto* save = dialog->findChild<QPushButton*>(u"saveModel"_s);
        QVERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(u"the id by which"), problem->text().toUtf8());
        QVERIFY(!save->isEnabled());
        field("name")->setText(u"local"_s);
        field("baseUrl")->setText(QString::fromStdString(server.url()));
        field("model")->setText(u"some-model"_s);
        field("proxy")->setText(u"none"_s);
        auto* place = dialog->findChild<QComboBox*>(u"model_key"_s);
        place->setCurrentIndex(static_cast<int>(KeyPlace::Kind::Keychain));
        Q_EMIT place->activated(place->currentIndex());
        QVERIFY(field("keyText")->isVisible());
        QCOMPARE(field("keyText")->echoMode(), QLineEdit::Password);
        field("keyText")->setText(kCanary);
        QVERIFY(!problem->isVisible());
        QVERIFY(save->isEnabled());

        auto* test = dialog->findChild<QPushButton*>(u"testModel"_s);
        auto* result = dialog->findChild<QLabel*>(u"testResult"_s);
        QTest::mouseClick(test, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(result->text().contains(u"served-model"), 10'000);
        QVERIFY(!result->text().contains(u"canary"));

        QTest::mouseClick(save, Qt::LeftButton);
        QTRY_COMPARE(driver.workbench().models().names(), QStringList { u"local"_s });
        QTRY_VERIFY(!save->isEnabled());
        QVERIFY(field("keyText")->text().isEmpty()); // typed keys do not stay in the form
        QCOMPARE(driver.keychain().entries.value(u"local"_s), kCanary);
        QVERIFY(field("name")->isReadOnly());

        // The run bar offers it.
        auto* writer = driver.find<QComboBox>("synthesizer");
        QVERIFY(writer->findData(u"local"_s) > 0);

        QTest::mouseClick(dialog->findChild<QPushButton*>(u"removeModel"_s), Qt::LeftButton);
        auto* question = dialog->findChild<QMessageBox*>();
        QVERIFY(question);
        QTest::mouseClick(question->buttons().constLast(), Qt::LeftButton);
        QTRY_VERIFY(driver.workbench().models().names().isEmpty());
        QTRY_VERIFY(driver.keychain().entries.isEmpty());
        dialog->close();
    }

    void aNewModelsKeyIsCalledLikeTheModel()
    {
        // Two models from the same preset, each renamed: neither key may be written over the other.
        test::MainWindowDriver driver;
        driver.trigger("tools.models");
        auto* dialog = driver.find<ModelsDialog>("modelsDialog");
        const auto presets = modelPresets();
        const auto service = std::find_if(presets.begin(), presets.end(),
            [](const ModelPreset& preset) { return preset.draft.key.kind == KeyPlace::Kind::Keychain; });
        for (const QString& name : { u"first"_s, u"second"_s }) {
            dialog->addFrom(service->draft);
            for (const auto& [field, text] : { std::pair { u"name"_s, name }, std::pair { u"baseUrl"_s, u"http://x/v1"_s },
                     std::pair { u"model"_s, u"m"_s }, std::pair { u"keyText"_s, u"key-of-"_s + name } })
                dialog->findChild<QLineEdit*>(u"model_"_s + field)->setText(text);
            QSignalSpy saved(&driver.workbench().models(), &ModelController::saved);
            QTest::mouseClick(dialog->findChild<QPushButton*>(u"saveModel"_s), Qt::LeftButton);
            QVERIFY(saved.wait());
        }
        QCOMPARE(driver.keychain().entries.value(u"first"_s), u"key-of-first"_s);
        QCOMPARE(driver.keychain().entries.value(u"second"_s), u"key-of-second"_s);
        // A copy is the same account.
        QTest::mouseClick(dialog->findChild<QPushButton*>(u"duplicateModel"_s), Qt::LeftButton);
        dialog->findChild<QLineEdit*>(u"model_name"_s)->setText(u"third"_s);
        QSignalSpy saved(&driver.workbench().models(), &ModelController::saved);
        QTest::mouseClick(dialog->findChild<QPushButton*>(u"saveModel"_s), Qt::LeftButton);
        QVERIFY(saved.wait());
        QCOMPARE(driver.workbench().models().draft(u"third"_s).key.name, u"second"_s);
    }

    void noTextOfTheDialogIsCut_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << u"en"_s;
        QTest::newRow("Chinese") << u"zh_CN"_s;
    }
    void noTextOfTheDialogIsCut()
    {
        QFETCH(QString, language);
        test::MainWindowDriver driver;
        driver.language().apply(language);
        driver.trigger("tools.models");
        auto* dialog = driver.find<ModelsDialog>("modelsDialog");
        auto* tabs = dialog->findChild<QTabWidget*>(u"modelTabs"_s);
        for (const ModelPreset& preset : modelPresets())
            for (int page = 0; page < tabs->count(); ++page) {
                dialog->addFrom(preset.draft);
                if (auto* key = dialog->findChild<QLineEdit*>(u"model_keyText"_s); key->isVisible())
                    key->setText(u"typed"_s);
                tabs->setCurrentIndex(page);
                QCoreApplication::processEvents();
                QCoreApplication::processEvents();
                for (const QLabel* label : dialog->findChildren<QLabel*>()) {
                    if (!label->isVisible() || label->text().isEmpty())
                        continue;
                    const QByteArray what = (preset.title + u": "_s + label->text()).toUtf8();
                    if (label->wordWrap()) {
                        QVERIFY2(label->height() >= label->heightForWidth(label->width()), what);
                        continue;
                    }
                    // The underlined letter is drawn apart, so the pieces are measured apart.
                    const QStringList pieces = label->text().split(u'&');
                    int width = label->fontMetrics().horizontalAdvance(pieces[0]);
                    if (pieces.size() > 1)
                        width += label->fontMetrics().horizontalAdvance(pieces[1].left(1))
                            + label->fontMetrics().horizontalAdvance(pieces[1].mid(1));
                    QVERIFY2(label->width() >= width - 1, what);
                }
            }
    }

    void unsavedChangesAreAskedAbout()
    {
        Bench bench;
        bench.save(chatDraft(u"kept"_s, "http://localhost:8000/v1"));
        test::MainWindowDriver driver;
        driver.trigger("tools.models");
        auto* dialog = driver.find<ModelsDialog>("modelsDialog");
        QTRY_VERIFY(dialog->findChild<QTreeView*>(u"modelsView"_s)->currentIndex().isValid());
        dialog->findChild<QLineEdit*>(u"model_model"_s)->setText(u"another"_s);
        QVERIFY(dialog->hasUnsaved());
        dialog->reject();
        QVERIFY(dialog->isVisible());
        auto* question = dialog->findChild<QMessageBox*>();
        QVERIFY(question && question->isVisible());
        QTest::mouseClick(question->buttons().constLast(), Qt::LeftButton);
        QVERIFY(!dialog->isVisible());
        QCOMPARE(llm::ModelRegistry::load(llm::modelsFile())->models()[0].model, std::string("some-model"));
    }

    void everyFieldOfTheDialogHasANameInBothLanguages()
    {
        for (const char* language : { "en", "zh_CN" }) {
            test::MainWindowDriver driver;
            driver.language().apply(QString::fromLatin1(language));
            driver.trigger("tools.models");
            auto* dialog = driver.find<ModelsDialog>("modelsDialog");
            dialog->addFrom(modelPresets().front().draft);
            for (const QWidget* widget : dialog->findChildren<QWidget*>()) {
                if (widget->focusPolicy() == Qt::NoFocus || widget->inherits("QMenu")
                    || widget->inherits("QScrollBar") || widget->inherits("QSplitterHandle")
                    || widget->inherits("QHeaderView") || widget->inherits("QTabBar")
                    || widget->inherits("QComboBoxListView") || widget->inherits("QComboBoxPrivateContainer")
                    || widget->objectName().startsWith(u"qt_") || widget->focusProxy())
                    continue;
                const auto* button = qobject_cast<const QAbstractButton*>(widget);
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                    (QLatin1StringView(widget->metaObject()->className()) + u' ' + widget->objectName())
                        .toUtf8());
            }
        }
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
