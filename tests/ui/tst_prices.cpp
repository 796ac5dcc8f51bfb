// The price table as the window shows and edits it: the list, the dialog driven as a person does, the file that the
// command line reads.
#include "bridge/price_controller.h"
#include "llm/price_edit.h"
#include "main_window_driver.h"
#include "test_home.h"
#include "widgets/models_dialog.h"
#include "widgets/prices_dialog.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace hawk;
using namespace hawk::ui;
using namespace Qt::StringLiterals;

namespace {

llm::Price userPrice(const char* model, double input, double output)
{
    llm::Price price;
    price.model = model;
    price.input = input;
    price.output = output;
    return price;
}

void writePrice(const llm::Price& price)
{
    llm::PriceEdit edit;
    edit.price = price;
    const Status written = llm::setPrice(llm::pricesFile(), edit);
    QVERIFY2(written, written ? "" : written.error().text().c_str());
}

std::size_t ownRows()
{
    const auto count = llm::ownPriceCount(llm::pricesFile());
    return count ? *count : 999;
}

const llm::Price* find(const llm::PriceTable& table, const char* model) { return table.find(model); }

} // namespace

class PricesTest : public QObject {
    Q_OBJECT

    /// The window with the dialog open, and its parts by name.
    struct Open {
        test::MainWindowDriver driver;
        PricesDialog* dialog = nullptr;
        Open()
        {
            // The table is read on a worker thread.
            QVERIFY(driver.waitUntil([&] { return driver.workbench().prices().prices().rowCount() > 0; }));
            driver.trigger("tools.prices");
            dialog = driver.find<PricesDialog>("pricesDialog");
            QVERIFY(dialog && dialog->isVisible());
        }
        QLineEdit* field(const char* member)
        {
            return dialog->findChild<QLineEdit*>(u"price_"_s + QString::fromLatin1(member));
        }
        QPushButton* button(const char* name) { return dialog->findChild<QPushButton*>(QString::fromLatin1(name)); }
        QString problem() { return dialog->findChild<QLabel*>(u"priceProblem"_s)->text(); }
        QString note() { return dialog->findChild<QLabel*>(u"priceNote"_s)->text(); }
        void type(const char* member, const QString& text)
        {
            QLineEdit* edit = field(member);
            edit->setFocus();
            edit->selectAll();
            QTest::keyClick(edit, Qt::Key_Delete);
            QTest::keyClicks(edit, text);
        }
        void click(const char* name) { QTest::mouseClick(button(name), Qt::LeftButton); }
        void choose(const QString& model, bool own)
        {
            auto* view = dialog->findChild<QTreeView*>(u"pricesView"_s);
            const int row = driver.workbench().prices().prices().rowOf(model, own);
            QVERIFY(row >= 0);
            const QModelIndex index = view->model()->index(row, 0);
            view->scrollTo(index);
            QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
        }
        void saveAndWait()
        {
            QSignalSpy saved(&driver.workbench().prices(), &PriceController::saved);
            click("savePrice");
            QVERIFY(saved.wait());
        }
    };

private Q_SLOTS:
    void init()
    {
        std::filesystem::remove(llm::pricesFile());
        std::filesystem::remove(llm::modelsFile());
    }

    void listUnderTheChecker()
    {
        PriceListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        PriceRow own;
        own.model = u"gpt-*"_s;
        own.input = 1.25;
        own.output = 10;
        own.currency = u"USD"_s;
        own.own = true;
        own.usedBy = { u"a"_s, u"b"_s };
        PriceRow hidden;
        hidden.model = u"gpt-5.5"_s;
        hidden.input = 5;
        hidden.output = 30;
        hidden.cachedInput = 0.028;
        hidden.source = u"https://example.org"_s;
        hidden.date = u"2026-06"_s;
        hidden.hiddenBy = u"gpt-*"_s;
        model.setRows({ own, hidden });
        const auto cell = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(cell(0, PriceListModel::InputColumn), u"1.25"_s);
        QCOMPARE(cell(0, PriceListModel::CachedColumn), u"\u2014"_s);
        QCOMPARE(cell(0, PriceListModel::UseColumn), u"a, b"_s);
        QCOMPARE(cell(0, PriceListModel::OriginColumn), u"yours"_s);
        QCOMPARE(cell(1, PriceListModel::CachedColumn), u"0.028"_s);
        QCOMPARE(cell(1, PriceListModel::UseColumn), u"never used: gpt-* comes first"_s);
        QCOMPARE(cell(1, PriceListModel::OriginColumn), u"bundled, https://example.org, 2026-06"_s);
        QCOMPARE(model.rowOf(u"gpt-5.5"_s, true), -1);
        QCOMPARE(model.rowOf(u"gpt-5.5"_s, false), 1);
        for (int column = 0; column < model.columnCount(); ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
        model.setRows({});
    }

    void aBundledPriceThatIsChangedBecomesTheUsers()
    {
        Open open;
        open.choose(u"claude-opus-5"_s, false);
        QCOMPARE(open.field("input")->text(), u"5"_s);
        QVERIFY(open.note().startsWith(u"Bundled."));
        QVERIFY(!open.button("removePrice")->isEnabled());
        QVERIFY(!open.button("savePrice")->isEnabled());
        open.type("input", u"4.5"_s);
        open.saveAndWait();
        const auto table = llm::PriceTable::load(llm::pricesFile());
        QVERIFY(table);
        QCOMPARE(ownRows(), std::size_t(1));
        QCOMPARE(find(*table, "claude-opus-5")->input, 4.5);
        QCOMPARE(find(*table, "claude-opus-5")->cachedInput.value_or(0), 0.5);
        // The dialog goes on with the new line, and says what became of the bundled one.
        QVERIFY(open.note().startsWith(u"Yours."));
        QVERIFY(!open.button("savePrice")->isEnabled());
        open.choose(u"claude-opus-5"_s, false);
        QVERIFY(open.note().contains(u"claude-opus-5 comes first"));
        open.type("input", u"1"_s);
        QVERIFY2(open.problem().contains(u"already"), open.problem().toUtf8());
        QVERIFY(!open.button("savePrice")->isEnabled());
    }

    void aPriceIsAddedRenamedAndRemoved()
    {
        Open open;
        open.click("addPrice");
        open.type("model", u"local-*"_s);
        QVERIFY2(open.problem().startsWith(u"In: "), open.problem().toUtf8());
        open.type("input", u"0"_s);
        open.type("output", u"0.5"_s);
        open.type("currency", u"cny"_s); // capitals are nobody's worry
        QVERIFY2(open.problem().isEmpty(), open.problem().toUtf8());
        open.saveAndWait();
        auto table = llm::PriceTable::load(llm::pricesFile());
        QCOMPARE(find(*table, "local-7b")->currency, std::string("CNY"));
        open.type("model", u"own-*"_s);
        open.saveAndWait();
        table = llm::PriceTable::load(llm::pricesFile());
        QCOMPARE(ownRows(), std::size_t(1));
        QVERIFY(!find(*table, "local-7b"));
        QVERIFY(find(*table, "own-7b"));

        open.click("removePrice");
        auto* question = open.dialog->findChild<QMessageBox*>();
        QVERIFY(question && question->text().contains(u"own-*"));
        QSignalSpy reloaded(&open.driver.workbench().prices(), &PriceController::reloaded);
        QTest::mouseClick(question->buttons().constLast(), Qt::LeftButton);
        QVERIFY(reloaded.wait());
        QCOMPARE(ownRows(), std::size_t(0));
    }

    void whatIsWrongIsSaidAndNotSaved_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("no model") << u"model"_s << QString() << u"Model: Give the id"_s;
        QTest::newRow("spaces") << u"model"_s << u"my model"_s << u"no spaces"_s;
        QTest::newRow("no input") << u"input"_s << QString() << u"In: Give the price"_s;
        QTest::newRow("no output") << u"output"_s << QString() << u"Out: Give the price"_s;
        QTest::newRow("currency") << u"currency"_s << u"dollars"_s << u"three capital letters"_s;
    }
    void whatIsWrongIsSaidAndNotSaved()
    {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, says);
        Open open;
        open.click("addPrice");
        for (const auto& [member, text] : { std::pair { "model", u"m"_s }, std::pair { "input", u"1"_s },
                 std::pair { "output", u"2"_s }, std::pair { "currency", u"USD"_s } })
            open.type(member, text);
        QVERIFY(open.button("savePrice")->isEnabled());
        open.type(field.toLatin1().constData(), value);
        QVERIFY2(open.problem().contains(says), open.problem().toUtf8());
        QVERIFY(!open.button("savePrice")->isEnabled());
    }

    void changesOutliveALookAtAnotherLine()
    {
        Open open;
        open.choose(u"claude-opus-5"_s, false);
        open.type("output", u"7"_s);
        open.choose(u"gpt-5.5"_s, false);
        QCOMPARE(open.field("output")->text(), u"30"_s);
        open.choose(u"claude-opus-5"_s, false);
        QCOMPARE(open.field("output")->text(), u"7"_s);
        QTest::keyClick(open.dialog, Qt::Key_Escape);
        QVERIFY(open.dialog->isVisible());
        auto* question = open.dialog->findChild<QMessageBox*>();
        QVERIFY(question && question->isVisible());
        QTest::mouseClick(question->button(QMessageBox::Cancel), Qt::LeftButton);
        open.click("revertPrice");
        QCOMPARE(open.field("output")->text(), u"25"_s);
        QTest::keyClick(open.dialog, Qt::Key_Escape);
        QVERIFY(!open.dialog->isVisible());
        QVERIFY(!std::filesystem::exists(llm::pricesFile()));
    }

    void aBrokenTableIsToldAndNotOverwritten()
    {
        Open open; // opened while the table was sound
        std::filesystem::create_directories(llm::pricesFile().parent_path());
        QFile file(QString::fromStdString(llm::pricesFile().string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"prices\": [");
        file.close();
        open.choose(u"claude-opus-5"_s, false);
        open.type("input", u"1"_s);
        QSignalSpy failed(&open.driver.workbench().prices(), &PriceController::failed);
        open.click("savePrice");
        QVERIFY(failed.wait());
        QVERIFY(failed[0][0].value<UiError>().cause.contains(u"prices.json:1"));
        QVERIFY(open.dialog->findChild<QMessageBox*>(u"errorDialog"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{\"prices\": ["));
    }

    void theModelsDialogLeadsToThePriceOfItsModel()
    {
        writePrice(userPrice("mine-*", 2, 8));
        Open open;
        ModelDraft draft;
        draft.name = u"paid"_s;
        draft.baseUrl = u"http://localhost:8000/v1"_s;
        draft.modelId = u"mine-7b"_s;
        QSignalSpy saved(&open.driver.workbench().models(), &ModelController::saved);
        open.driver.workbench().models().save(draft, {}, {});
        QVERIFY(saved.wait());
        const PriceListModel& prices = open.driver.workbench().prices().prices();
        QCOMPARE(prices.rows()[static_cast<std::size_t>(prices.rowOf(u"mine-*"_s, true))].usedBy,
            QStringList { u"paid"_s });
        QCOMPARE(open.driver.workbench().models().price(u"paid"_s)->output, 8.0);

        open.driver.trigger("tools.models");
        auto* models = open.driver.find<ModelsDialog>("modelsDialog");
        QTRY_VERIFY(models->findChild<QTreeView*>(u"modelsView"_s)->currentIndex().isValid());
        open.choose(u"gpt-5.5"_s, false);
        QTest::mouseClick(models->findChild<QPushButton*>(u"showPrices"_s), Qt::LeftButton);
        QCOMPARE(open.driver.window().findChildren<PricesDialog*>().size(), 1);
        QCOMPARE(open.field("model")->text(), u"mine-*"_s);
        // A model nobody knows a price for begins a new one.
        models->findChild<QLineEdit*>(u"model_model"_s)->setText(u"unheard-of"_s);
        QTest::mouseClick(models->findChild<QPushButton*>(u"showPrices"_s), Qt::LeftButton);
        QCOMPARE(open.field("model")->text(), u"unheard-of"_s);
        QVERIFY(open.field("input")->text().isEmpty());
    }
};

HAWK_UI_TEST_MAIN(PricesTest)
#include "tst_prices.moc"
