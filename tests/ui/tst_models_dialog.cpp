// The dialog of language models under a user's hands: adding, testing, saving, removing; the bundled model; both languages.
#include "bridge/model_controller.h"
#include "bridge/model_presets.h"
#include "fake_keychain.h"
#include "main_window_driver.h"
#include "model_fixture.h"
#include "test_home.h"
#include "widgets/connection_result.h"
#include "widgets/model_form.h"
#include "widgets/models_dialog.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTreeView>

using namespace hawk;
using namespace hawk::ui;
using namespace Qt::StringLiterals;
using test::answerChat;
using test::filesWith;
using test::kCanary;

class ModelsDialogTest : public QObject {
    Q_OBJECT

    static void setUp(const QString& name)
    {
        QVERIFY(llm::addModel(llm::modelsFile(),
            { .entry = Json { { "name", name.toStdString() }, { "kind", "openai-chat" }, { "baseUrl", "http://localhost:8000/v1" }, { "model", "some-model" } },
                .makeDefault = true }));
    }

private Q_SLOTS:
    void init() { std::filesystem::remove(llm::modelsFile()); }

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
        setUp(u"kept"_s);
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

    void theBundledModelIsListedAndCannotBeChanged_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("name");
        QTest::newRow("en") << u"en"_s << u"demo-script (bundled)"_s;
        QTest::newRow("zh_CN") << u"zh_CN"_s << u"demo-script\uff08\u81ea\u5e26\uff09"_s;
    }
    void theBundledModelIsListedAndCannotBeChanged()
    {
        QFETCH(QString, language);
        QFETCH(QString, name);
        setUp(u"mine"_s);
        test::MainWindowDriver driver;
        driver.language().apply(language);
        driver.trigger("tools.models");
        auto* dialog = driver.find<ModelsDialog>("modelsDialog");
        auto* list = dialog->findChild<QTreeView*>(u"modelsView"_s);
        QTRY_COMPARE(list->model()->rowCount(), 2);
        // Last, as `hawk model list` has it; the user's own is what is shown first.
        QTRY_COMPARE(list->currentIndex().row(), 0);
        const QModelIndex demo = list->model()->index(1, 0);
        QCOMPARE(demo.data().toString(), name);
        list->setCurrentIndex(demo);
        const auto button = [&](const char* id) { return dialog->findChild<QPushButton*>(QString::fromLatin1(id)); };
        auto* command = dialog->findChild<QLineEdit*>(u"model_command"_s);
        QVERIFY(command->text().contains(u"demo_model.py"));
        QVERIFY(!command->isEnabled());
        QVERIFY(!button("removeModel")->isEnabled());
        QVERIFY(!button("defaultModel")->isEnabled());
        QVERIFY(!button("saveModel")->isEnabled());
        QVERIFY(!dialog->hasUnsaved());
        // It can be tried, and a copy of it is the user's.
        QTest::mouseClick(button("testModel"), Qt::LeftButton);
        driver.workbench().models().reload(); // of what has not changed: the test goes on
        auto* result = dialog->findChild<QLabel*>(u"testResult"_s);
        QTRY_VERIFY_WITH_TIMEOUT(result->text().contains(u"\u2713"), 30'000);
        QTest::mouseClick(button("duplicateModel"), Qt::LeftButton);
        QVERIFY(command->isEnabled());
        QCOMPARE(dialog->findChild<QLineEdit*>(u"model_name"_s)->text(), u"demo-script-2"_s);
        QVERIFY(button("saveModel")->isEnabled());
        // A model of the user's with its name takes its place.
        QVERIFY(llm::addModel(llm::modelsFile(), { .entry = Json { { "name", "demo-script" }, { "kind", "manual" } } }));
        driver.workbench().models().reload();
        QTRY_VERIFY(driver.workbench().models().names().contains(u"demo-script"_s));
        QCOMPARE(list->model()->rowCount(), 2);
        QVERIFY(!driver.workbench().models().isBundled(u"demo-script"_s));
    }

    void withoutAModelOfTheirOwnPeopleSeeHowToGetOne()
    {
        test::MainWindowDriver driver;
        driver.trigger("tools.models");
        auto* dialog = driver.find<ModelsDialog>("modelsDialog");
        auto* list = dialog->findChild<QTreeView*>(u"modelsView"_s);
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QVERIFY(!dialog->findChild<ModelForm*>()->isVisible());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
        QVERIFY(dialog->findChild<ModelForm*>()->isVisible());
    }

    void aTestIsToldInTheUsersLanguage()
    {
        Theme theme;
        Language language;
        language.apply(u"zh_CN"_s);
        ConnectionResult result(theme, nullptr);
        static const QRegularExpression han(u"[\u4e00-\u9fff]"_s);
        using Found = TestStepView::Found;
        for (const Found found : { Found::NoKeySent, Found::KeyRead, Found::ModelListed, Found::ModelNotListed, Found::NoModelList, Found::Answer })
            for (const auto kind : { KeyPlace::Kind::Keychain, KeyPlace::Kind::Environment, KeyPlace::Kind::File, KeyPlace::Kind::Session }) {
                ConnectionView view;
                view.steps.push_back({ u"x"_s, TestStepView::State::Passed, u"in the core's words"_s, u"a hint of the core"_s, 0, found, u"m1"_s, u"m2"_s,
                    { kind, u"PLACE"_s } });
                result.setResult(view);
                QVERIFY2(result.text().contains(han) && !result.text().contains(u"core"), result.text().toUtf8());
            }
        language.apply(u"en"_s);
    }

    void noFileHoldsTheKey()
    {
        // Last: everything the tests above wrote is still there, models.json, settings, the window's layout.
        const QStringList found = filesWith(qEnvironmentVariable("HOME"), kCanary);
        QVERIFY2(found.isEmpty(), found.join(u'\n').toUtf8());
    }
};

HAWK_UI_TEST_MAIN(ModelsDialogTest)
#include "tst_models_dialog.moc"
