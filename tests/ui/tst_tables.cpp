// The tables of the window in both languages: headings that are whole, columns in view, gates with what they left open.
#include "fixture_workspace.h"
#include "main_window_driver.h"
#include "models/gate_model.h"
#include "test_home.h"
#include "widgets/pane.h"

#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QTemporaryDir>
#include <QTreeView>

using namespace hawk::ui;
using namespace Qt::StringLiterals;

class TablesTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_path;

private Q_SLOTS:
    void initTestCase()
    {
        m_path = m_folder.filePath(QStringLiteral("fixture"));
        test::makeWorkspace(m_path);
    }
    void noHeadingIsCut()
    {
        // In both languages, also after a switch, and with the sort arrow wherever it is put.
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        QVERIFY(driver.selectCandidate(3));
        driver.window().resize(1440, 900);
        for (const char* language : { "en", "zh_CN", "en" }) {
            driver.language().apply(QString::fromLatin1(language));
            QCoreApplication::processEvents();
            for (const QTreeView* view : driver.window().findChildren<QTreeView*>()) {
                QHeaderView* header = view->header();
                if (header->isHidden() || header->count() == 0)
                    continue;
                for (int arrow = 0; arrow < (view->isSortingEnabled() ? header->count() : 1); ++arrow) {
                    if (view->isSortingEnabled())
                        header->setSortIndicator(arrow, Qt::AscendingOrder);
                    for (int section = 0; section < header->count(); ++section)
                        QVERIFY2(missingHeadingWidth(*header, section) <= 0,
                            (view->objectName() + u' ' + QLatin1StringView(language) + u": "_s
                                + view->model()->headerData(section, Qt::Horizontal).toString())
                                .toUtf8());
                }
                if (view->isSortingEnabled())
                    header->setSortIndicator(0, Qt::AscendingOrder);
            }
        }
    }
    void theOperatorsStandInTheirPaneWithoutScrolling_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("en") << QStringLiteral("en");
        QTest::newRow("zh_CN") << QStringLiteral("zh_CN");
    }
    void theOperatorsStandInTheirPaneWithoutScrolling()
    {
        // "Attempts", the last column, used to be cut off by the edge of the pane.
        QFETCH(QString, language);
        test::MainWindowDriver driver;
        driver.language().apply(language);
        QVERIFY(driver.open(m_path));
        driver.window().resize(1440, 900);
        driver.trigger("view.resetLayout");
        QCoreApplication::processEvents();
        const auto* operators = driver.find<QTreeView>("operatorsView");
        QVERIFY2(operators->header()->length() <= operators->viewport()->width(),
            QByteArray::number(operators->header()->length()) + " in " + QByteArray::number(operators->viewport()->width()));
    }
    void theLastColumnIsReadableInANarrowPane()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        auto* dock = driver.window().findChild<QDockWidget*>(QStringLiteral("operators"));
        driver.window().resizeDocks({ dock }, { 200 }, Qt::Horizontal);
        QCoreApplication::processEvents();
        const QHeaderView* header = driver.find<QTreeView>("operatorsView")->header();
        QVERIFY(header->length() > driver.find<QTreeView>("operatorsView")->viewport()->width());
        QVERIFY(header->sectionSize(OperatorModel::AttemptsColumn) >= header->fontMetrics().horizontalAdvance(u"Attempts"_s));
        QVERIFY(missingHeadingWidth(*header, OperatorModel::AttemptsColumn) <= 0);
        driver.window().resizeDocks({ dock }, { 900 }, Qt::Horizontal);
        QCoreApplication::processEvents();
        QVERIFY(header->length() >= driver.find<QTreeView>("operatorsView")->viewport()->width()); // nothing is left blank
    }
    void whatTheJudgeLeftOpenIsSaid_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("why");
        QTest::newRow("en") << QStringLiteral("en") << QStringLiteral("not decided")
                            << QStringLiteral("Gates, not decided: Build, Precision")
                            << QStringLiteral("no float32 output has the 64 elements that a distribution of errors needs");
        QTest::newRow("zh_CN") << QStringLiteral("zh_CN") << QStringLiteral("\u672a\u5224\u5b9a")
                               << QStringLiteral("\u5173\u5361\uff0c\u672a\u5224\u5b9a\uff1a\u7f16\u8bd1, \u7cbe\u5ea6")
                               << QStringLiteral("\u6ca1\u6709 float32 \u8f93\u51fa\u8fbe\u5230\u7edf\u8ba1\u8bef\u5dee\u5206\u5e03\u6240\u9700\u7684 64 \u4e2a\u5143\u7d20");
    }
    void whatTheJudgeLeftOpenIsSaid()
    {
        QFETCH(QString, language);
        QFETCH(QString, word);
        QFETCH(QString, title);
        QFETCH(QString, why);
        test::MainWindowDriver driver;
        driver.language().apply(language);
        QVERIFY(driver.open(m_path));
        QVERIFY(driver.selectCandidate(3));
        const QAbstractItemModel& gates = *driver.find<QTreeView>("gatesView")->model();
        QStringList rows;
        for (int row = 0; row < gates.rowCount(); ++row)
            rows.append(gates.index(row, GateModel::GateColumn).data().toString() + u'='
                + gates.index(row, GateModel::ResultColumn).data().toString());
        QCOMPARE(rows.size(), 4);
        QVERIFY2(rows[2].endsWith(u'=' + word) && rows[3].endsWith(u'=' + word), rows.join(u' ').toUtf8());
        QCOMPARE(gates.index(1, GateModel::GateColumn).data(), gates.index(2, GateModel::GateColumn).data());
        QCOMPARE(gates.index(3, GateModel::ObservedColumn).data().toString(), why);
        QCOMPARE(gates.index(3, GateModel::GateColumn).data(OutcomeRole).toInt(), static_cast<int>(Outcome::NotJudged));
        QCOMPARE(driver.find<QLabel>("gatesTitle")->text(), title);
        // Nothing open, nothing said.
        QVERIFY(driver.selectCandidate(2));
        QVERIFY(!driver.find<QLabel>("gatesTitle")->text().contains(word));
    }
};

HAWK_UI_TEST_MAIN(TablesTest)
#include "tst_tables.moc"
