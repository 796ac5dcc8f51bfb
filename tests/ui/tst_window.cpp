// What must hold for the whole window: actions, names, docks, fonts, colours, languages, panes following one selection.
#include "fixture_workspace.h"
#include "main_window_driver.h"
#include "test_home.h"
#include "widgets/code_editor.h"
#include "widgets/code_pane.h"
#include "widgets/command_palette.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QScrollBar>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QTreeView>
#include <cmath>

using namespace hawk::ui;

namespace {

double luminance(const QColor& color)
{
    const auto channel = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

// WCAG 2.1 contrast ratio.
double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace

class WindowTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_path;

private Q_SLOTS:
    void initTestCase()
    {
        m_path = m_folder.filePath(QStringLiteral("fixture"));
        test::makeWorkspace(m_path);
    }

    void everyActionIsComplete()
    {
        test::MainWindowDriver driver;
        QSet<QString> ids;
        QSet<QString> shortcuts;
        for (const QAction* action : driver.window().actions().all()) {
            const QByteArray id = ActionRegistry::idOf(action).toUtf8();
            QVERIFY2(!id.isEmpty() && !ids.contains(ActionRegistry::idOf(action)), id);
            ids.insert(ActionRegistry::idOf(action));
            QVERIFY2(!action->text().isEmpty(), id);
            QVERIFY2(!action->toolTip().isEmpty() && action->toolTip() != action->text(), id);
            QVERIFY2(!action->statusTip().isEmpty(), id);
            if (!action->shortcut().isEmpty()) {
                QVERIFY2(!shortcuts.contains(action->shortcut().toString()), id);
                shortcuts.insert(action->shortcut().toString());
            }
        }
    }
    void menuMnemonicsAreUnique_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("en") << QStringLiteral("en");
        QTest::newRow("zh_CN") << QStringLiteral("zh_CN");
    }
    void menuMnemonicsAreUnique()
    {
        QFETCH(QString, language);
        test::MainWindowDriver driver;
        driver.language().apply(language);
        QCoreApplication::processEvents();
        for (const QMenu* menu : driver.window().findChildren<QMenu*>()) {
            QSet<QChar> used;
            for (const QAction* action : menu->actions()) {
                const qsizetype at = action->text().indexOf(u'&');
                if (at < 0 || at + 1 >= action->text().size())
                    continue;
                const QChar key = action->text()[at + 1].toLower();
                QVERIFY2(!used.contains(key), (menu->title() + QStringLiteral(": ") + action->text()).toUtf8());
                used.insert(key);
            }
        }
    }
    void everyFocusableWidgetHasAName()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        for (const QWidget* widget : driver.window().findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || qobject_cast<const QMenu*>(widget)
                || widget->inherits("QScrollBar") || widget->inherits("QSplitterHandle") || widget->inherits("QMenuBar")
                || widget->inherits("QHeaderView") || qobject_cast<const QTabBar*>(widget))
                continue;
            if (widget->inherits("QComboBoxListView") || widget->inherits("QComboBoxPrivateContainer"))
                continue; // the drop-down speaks for its combo box
            if (widget->objectName().startsWith(u"qt_") || (widget->parentWidget() && widget->focusProxy()))
                continue;
            if (widget->parentWidget() && widget->parentWidget()->inherits("QAbstractSpinBox"))
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            QVERIFY2(named, (QLatin1StringView(widget->metaObject()->className()) + u' ' + widget->objectName()).toUtf8());
        }
    }
    void fontsAreSizedInPoints()
    {
        test::MainWindowDriver driver;
        for (const QWidget* widget : driver.window().findChildren<QWidget*>())
            QVERIFY2(widget->font().pixelSize() == -1, widget->metaObject()->className());
    }
    void docksSurvive()
    {
        test::MainWindowDriver driver;
        const auto docks = driver.window().findChildren<QDockWidget*>();
        QCOMPARE(docks.size(), 8);
        for (QDockWidget* dock : docks) {
            dock->hide();
            QVERIFY(!dock->isVisible());
            dock->show();
            dock->setFloating(true);
            QCoreApplication::processEvents();
            QVERIFY(dock->isFloating());
            dock->setFloating(false);
            driver.window().addDockWidget(Qt::TopDockWidgetArea, dock);
        }
        driver.trigger("view.resetLayout");
        QCoreApplication::processEvents();
        for (QDockWidget* dock : docks) {
            QVERIFY2(!dock->isFloating(), dock->objectName().toUtf8());
            QVERIFY2(driver.window().dockWidgetArea(dock) != Qt::TopDockWidgetArea, dock->objectName().toUtf8());
            QVERIFY2(!dock->isHidden(), dock->objectName().toUtf8());
        }
    }
    void layoutIsRemembered()
    {
        {
            test::MainWindowDriver driver;
            driver.window().findChild<QDockWidget*>(QStringLiteral("log"))->hide();
            driver.close();
        }
        test::MainWindowDriver again;
        QVERIFY(again.window().findChild<QDockWidget*>(QStringLiteral("log"))->isHidden());
        again.trigger("view.resetLayout");
        again.close();
    }
    void colorsAreReadable()
    {
        for (const bool dark : { false, true }) {
            const Colors c = Theme::colorsFor(dark);
            for (const QColor& paper : { c.base, c.window, c.alternate }) {
                for (const QColor& ink : { c.text, c.muted, c.good, c.bad, c.warning, c.advice, c.accent })
                    QVERIFY2(contrast(ink, paper) >= 4.5, (ink.name() + QStringLiteral(" on ") + paper.name()).toUtf8());
            }
            for (const QColor& ink : { c.keyword, c.type, c.api, c.literal, c.number, c.comment, c.preprocessor })
                QVERIFY2(contrast(ink, c.base) >= 4.5, ink.name().toUtf8());
            for (const auto& [ink, paper] : { std::pair { c.bad, c.badFill }, std::pair { c.warning, c.warningFill },
                     std::pair { c.advice, c.adviceFill }, std::pair { c.accentText, c.accent },
                     std::pair { c.text, c.added }, std::pair { c.text, c.removed }, std::pair { c.text, c.changed } })
                QVERIFY2(contrast(ink, paper) >= 4.5, (ink.name() + QStringLiteral(" on ") + paper.name()).toUtf8());
            // Lanes are areas, not text: 3:1 against their background, 1.2:1 of lightness is not asked of neighbours,
            // they carry names.
            for (const QColor& lane : { c.vector, c.copyIn, c.scalar })
                QVERIFY2(contrast(lane, c.base) >= 3.0, lane.name().toUtf8());
        }
    }
    void emptyWindowSaysWhatToDo()
    {
        test::MainWindowDriver driver;
        for (const char* name : { "operatorsView", "candidateTree", "findingsView", "hitsView", "queueView" }) {
            const auto* view = driver.find<QAbstractItemView>(name);
            QVERIFY2(view, name);
            const auto* label = view->viewport()->findChild<QLabel*>();
            QVERIFY2(label && label->isVisibleTo(view->viewport()) && !label->text().isEmpty(), name);
        }
    }
    void panesFollowOneSelection()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        QVERIFY(driver.selectOperator(QStringLiteral("add")));
        QVERIFY(driver.selectCandidate(1));
        const auto* editor = driver.find<CodeEditor>("sourceEditor");
        QVERIFY(editor->text().contains(QStringLiteral("DataCopy(local, gm, 1000)")));
        QVERIFY(editor->isReadOnly());
        // A click on the finding goes to its line.
        auto* findings = driver.find<QTreeView>("findingsView");
        QCOMPARE(findings->model()->rowCount(), 1);
        driver.window().findChild<QDockWidget*>(QStringLiteral("findings"))->raise();
        QTest::mouseClick(findings->viewport(), Qt::LeftButton, {},
            findings->visualRect(findings->model()->index(0, 0)).center());
        QCOMPARE(driver.workbench().selection().place().line, 10);
        // The repaired candidate: verdict, retrieval, changes.
        QVERIFY(driver.selectCandidate(2));
        QCOMPARE(driver.find<QTreeView>("gatesView")->model()->rowCount(), 2);
        QCOMPARE(driver.find<QTreeView>("casesView")->model()->rowCount(), 2);
        QVERIFY(driver.find<QTreeView>("hitsView")->model()->rowCount() > 0);
        QCOMPARE(driver.find<QTreeView>("candidateTree")->currentIndex().data(IdRole).toLongLong(), 2);
        QCOMPARE(driver.find<QTreeView>("candidateTable")->currentIndex().data(IdRole).toLongLong(), 2);
        driver.trigger("candidate.parent");
        QCOMPARE(driver.workbench().selection().candidate(), 1);
        driver.trigger("candidate.best");
        QCOMPARE(driver.workbench().selection().candidate(), 3);
    }
    void comparisonCanBeChosen()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        QVERIFY(driver.selectCandidate(3));
        driver.workbench().selection().compareCandidate(1);
        QVERIFY(driver.waitUntil([&] { return driver.workbench().candidate().compared() != nullptr; }));
        QCOMPARE(driver.find<QTabWidget>("codeTabs")->currentIndex(), 1);
        driver.trigger("candidate.first");
        QVERIFY(driver.waitUntil([&] {
            const auto& other = driver.workbench().candidate().compared();
            return other && other->row.id == 2;
        }));
        QCOMPARE(driver.find<QComboBox>("compareAgainst")->currentIndex(), 1);
    }
    void decisionsAreUndoable()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        auto* tabs = driver.find<QTabWidget>("knowledgeTabs");
        driver.window().findChild<QDockWidget*>(QStringLiteral("knowledge"))->raise();
        tabs->setCurrentIndex(1);
        auto* queue = driver.find<QTreeView>("queueView");
        QCOMPARE(queue->model()->rowCount(), 2);
        queue->setFocus();
        queue->setCurrentIndex(queue->model()->index(0, 0));
        const qint64 entry = driver.workbench().selection().entry();
        QVERIFY(entry != 0);
        QVERIFY(driver.waitUntil([&] { return driver.workbench().knowledge().current() != nullptr; }));
        QVERIFY(driver.find<QTextBrowser>("entryView")->toPlainText().contains(QStringLiteral("32 B")));
        driver.trigger("knowledge.approve");
        QVERIFY(driver.waitUntil([&] { return queue->model()->rowCount() == 1; }));
        QCOMPARE(driver.workbench().project().entries().find(entry)->state, QStringLiteral("approved"));
        driver.trigger("knowledge.undo");
        QVERIFY(driver.waitUntil([&] { return queue->model()->rowCount() == 2; }));
        QVERIFY(driver.workbench().knowledge().undoStack().canRedo());
        driver.trigger("edit.redo");
        QVERIFY(driver.waitUntil([&] { return queue->model()->rowCount() == 1; }));
        driver.trigger("edit.undo");
        QVERIFY(driver.waitUntil([&] { return queue->model()->rowCount() == 2; }));
    }
    void editsAreKeptPerCandidate()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        QVERIFY(driver.selectCandidate(2));
        driver.trigger("edit.start");
        auto* editor = driver.find<CodeEditor>("sourceEditor");
        QVERIFY(!editor->isReadOnly());
        editor->setText(QStringLiteral("// mine\n"));
        QVERIFY(driver.selectCandidate(3));
        QVERIFY(editor->isReadOnly());
        QVERIFY(driver.selectCandidate(2));
        QCOMPARE(editor->text(), QStringLiteral("// mine\n"));
        QVERIFY(!editor->isReadOnly());
        driver.trigger("edit.discard");
        QVERIFY(editor->text().contains(QStringLiteral("DataCopy")));
        QVERIFY(!driver.window().findChild<CodePane*>()->hasUnjudgedEdits());
    }
    void languageChangesLive()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        driver.trigger("view.chinese");
        QCoreApplication::processEvents();
        QCOMPARE(driver.window().findChild<QDockWidget*>(QStringLiteral("operators"))->windowTitle(),
            QStringLiteral("\u7b97\u5b50"));
        QCOMPARE(driver.workbench().project().operators().headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(),
            QStringLiteral("\u7b97\u5b50"));
        driver.trigger("view.english");
        QCoreApplication::processEvents();
        QCOMPARE(driver.window().findChild<QDockWidget*>(QStringLiteral("operators"))->windowTitle(),
            QStringLiteral("Operators"));
    }
    void themeChangesLive()
    {
        test::MainWindowDriver driver;
        driver.trigger("view.themeDark");
        QVERIFY(driver.theme().dark());
        QVERIFY(QApplication::palette().color(QPalette::Base).lightness() < 80);
        driver.trigger("view.themeLight");
        QVERIFY(!driver.theme().dark());
    }
    void paletteRunsACommand()
    {
        test::MainWindowDriver driver;
        driver.trigger("view.palette");
        auto* palette = driver.find<QDialog>("commandPalette");
        QVERIFY(palette);
        auto* search = palette->findChild<QLineEdit*>();
        QTest::keyClicks(search, QStringLiteral("themeDark"));
        QCOMPARE(palette->findChild<QListView*>()->model()->rowCount(), 1);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(driver.theme().dark());
        driver.trigger("view.themeLight");
    }
    void brokenWorkspaceOpensADialogWithActions()
    {
        test::MainWindowDriver driver;
        driver.window().openWorkspace(m_folder.filePath(QStringLiteral("none")), WorkspaceController::Mode::ReadWrite);
        QVERIFY(driver.waitUntil([&] { return driver.find<QMessageBox>("errorDialog") != nullptr; }));
        auto* dialog = driver.find<QMessageBox>("errorDialog");
        QVERIFY(!dialog->text().isEmpty() && !dialog->informativeText().isEmpty());
        QVERIFY(dialog->buttons().size() >= 3);
        dialog->close();
    }
    void readOnlyWorkspaceOffersNoChanges()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path, WorkspaceController::Mode::ReadOnly));
        QVERIFY(driver.selectCandidate(2));
        for (const char* id : { "run.start", "run.resume", "edit.start", "knowledge.undo" })
            QVERIFY2(!driver.window().actions()[id]->isEnabled(), id);
    }
};

HAWK_UI_TEST_MAIN(WindowTest)
#include "tst_window.moc"
