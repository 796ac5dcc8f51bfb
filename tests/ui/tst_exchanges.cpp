// What models were asked and said: taking prompts apart, the prompt pane with its links and folds, streaming
// without stalls, a person as the model.
#include "bridge/exchange_view.h"
#include "bridge/prompt_outline.h"
#include "fixture_workspace.h"
#include "main_window_driver.h"
#include "test_home.h"
#include "widgets/folding_view.h"

#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <future>

using namespace hawk;
using namespace hawk::ui;
using namespace Qt::StringLiterals;

namespace {

llm::Message user(const std::string& text) { return { llm::Message::Role::User, text }; }

engine::PromptSent promptSent(std::int64_t task, std::vector<llm::Message> messages)
{
    return { .run = { 1 },
        .task = { task },
        .spec = "relu",
        .model = "glm",
        .label = "relu, attempt 1",
        .promptTokens = 100,
        .messages = std::move(messages),
        .dropped = { { "Knowledge", 2 } } };
}

engine::ModelStreamed piece(std::int64_t task, const std::string& kind, const std::string& text)
{
    return { .run = { 1 }, .task = { task }, .spec = "relu", .kind = kind, .text = text };
}

QString plain(FoldingView* view) { return view->text(); }

} // namespace

class ExchangesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;

    /// The first entry's id of the fixture, as prompts name it.
    static qint64 firstEntry(test::MainWindowDriver& driver)
    {
        qint64 id = 0;
        for (const EntryRow& row : driver.workbench().project().entries().rows())
            id = id == 0 ? row.id : std::min(id, row.id);
        return id;
    }
    static qint64 repairedAdd(test::MainWindowDriver& driver)
    {
        for (const CandidateRow& row : driver.workbench().project().candidateTable().rows())
            if (row.specName == u"add" && row.attempt == 1)
                return row.id;
        return 0;
    }
    /// Opens the fixture and shows the exchange of the candidate a model wrote.
    static void showKept(test::MainWindowDriver& driver, const QString& path)
    {
        QVERIFY(driver.open(path));
        driver.window().showPane(u"prompt"_s);
        QVERIFY(driver.selectCandidate(repairedAdd(driver)));
        QTRY_VERIFY(driver.workbench().exchanges().shown().id != 0);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_path = m_folder.filePath(u"asked"_s);
        test::makeWorkspace(m_path, { .exchanges = true });
    }

    void promptsAreTakenApartAtTheirHeadings()
    {
        const PromptView view
            = outline({ { llm::Message::Role::System, "You write kernels.\n\n## Answer format\n\nA kernel." },
                          user("## Operator\n\n```\n## in code\n```\n<data>\n## of "
                               "others\n```\n</data>\n\n## Knowledge\n\n### K12: Pad\nRule: a\n\n"
                               "### K7: Two buffers\nRule: b\n\n## Request\n\nWrite.") },
                { { u"Knowledge"_s, 3 } });
        QStringList titles;
        for (const PromptPart& part : view.parts)
            titles.append(part.role + u'/' + part.title);
        QCOMPARE(titles,
            QStringList({ u"system/Role"_s, u"system/Answer format"_s, u"user/Operator"_s,
                u"user/Knowledge"_s, u"user/Request"_s }));
        const QStringList lines = view.text.split(u'\n');
        int next = 0;
        qint64 tokens = 0;
        for (const PromptPart& part : view.parts) {
            QCOMPARE(part.firstLine, next); // parts follow each other without a gap
            QCOMPARE(lines[part.firstLine], part.title);
            QVERIFY(part.tokens > 0);
            tokens += part.tokens;
            next = part.firstLine + part.lineCount;
        }
        QCOMPARE(next, int(lines.size()));
        QCOMPARE(view.tokens, tokens);
        QCOMPARE(view.parts[3].dropped, 3);
        QCOMPARE(view.entries.size(), std::size_t(2));
        QCOMPARE(view.entries[0].entry, 12);
        QCOMPARE(lines[view.entries[0].firstLine], u"### K12: Pad"_s);
        QCOMPARE(
            lines[view.entries[0].firstLine].mid(view.entries[0].column, view.entries[0].length), u"K12"_s);
        QCOMPARE(view.entries[0].firstLine + view.entries[0].lineCount, view.entries[1].firstLine);
        QVERIFY(lines[view.entries[1].firstLine + view.entries[1].lineCount - 1].contains(u"Rule: b"));
        QVERIFY(view.raw.startsWith(u"You write kernels."));
    }

    void entriesAreNamedWhereAReplyCitesThem()
    {
        const QString answer = u"K8 is a constant here\nused: K12, K3\nchange: K9"_s;
        const auto cited = entryMentions(answer, Mentions::UsedLine);
        QCOMPARE(cited.size(), std::size_t(2));
        QCOMPARE(cited[1].entry, 3);
        QCOMPARE(answer.split(u'\n')[cited[1].firstLine].mid(cited[1].column, cited[1].length), u"K3"_s);
        QCOMPARE(entryMentions(answer, Mentions::Everywhere).size(), std::size_t(4));
    }

    void theRejectedPartIsFound()
    {
        const QString answer
            = u"text <launch_plan>old</launch_plan> <kernel_impl>k</kernel_impl> <launch_plan>{ bad }</launch_plan> end"_s;
        QCOMPARE(rejectedPart(answer, u"the launch plan is not valid JSON (x)"_s),
            u"<launch_plan>{ bad }</launch_plan>"_s);
        QCOMPARE(rejectedPart(answer, u"the <kernel_impl> block holds no kernel"_s),
            u"<kernel_impl>k</kernel_impl>"_s);
        QCOMPARE(rejectedPart(answer, u"the answer is empty"_s), QString());
        QCOMPARE(rejectedPart(u"<program>\nint main"_s, u"there is no complete <program> block"_s),
            u"<program>\nint main"_s);
    }

    void aKeptExchangeIsShownWithItsFacts()
    {
        test::MainWindowDriver driver;
        showKept(driver, m_path);
        const ExchangeView& shown = driver.workbench().exchanges().shown();
        QVERIFY(shown.repairTurn);
        QVERIFY(shown.contractError.isEmpty());
        QCOMPARE(shown.cost, u"$0.013"_s);
        auto* facts = driver.find<QLabel>("exchangeFacts");
        QVERIFY2(facts->text().contains(u"glm (glm-5-0414)"), facts->text().toUtf8());
        QVERIFY(facts->text().contains(u"5,200 tokens in, 900 out"));
        QVERIFY(facts->text().contains(u"repair turn"));
        QVERIFY(facts->toolTip().contains(u"4,000 tokens"));
        auto* prompt = driver.find<FoldingView>("promptView");
        QVERIFY(plain(prompt).contains(u"Operator"));
        QVERIFY(plain(prompt).contains(u"## not a heading"));
        QVERIFY(plain(driver.find<FoldingView>("replyView")).contains(u"add_custom"));
        // The candidate's origin names its writer.
        const auto& table = driver.workbench().project().candidateTable();
        QCOMPARE(table.find(repairedAdd(driver))->model, u"glm"_s);
    }

    void aBrokenReplyShowsWhatWasWrong()
    {
        test::MainWindowDriver driver;
        showKept(driver, m_path);
        auto* chooser = driver.find<QComboBox>("exchangeChooser");
        QCOMPARE(chooser->count(), 2); // the reply, and the one before whose form was repaired
        chooser->setCurrentIndex(1);
        Q_EMIT chooser->activated(1);
        QTRY_VERIFY(!driver.workbench().exchanges().shown().contractError.isEmpty());
        auto* message = driver.find<QLabel>("exchangeMessage");
        QVERIFY(message->isVisible());
        QVERIFY2(message->text().contains(u"launch plan is not valid JSON"), message->text().toUtf8());
        QCOMPARE(message->palette().color(QPalette::WindowText), driver.theme().colors().bad);
        QVERIFY(driver.workbench().exchanges().shown().rejectedPart.startsWith(u"<launch_plan>"));
        QVERIFY(plain(driver.find<FoldingView>("replyView")).contains(u"not usable"));
        // What did not fit is counted at its heading.
        QVERIFY2(plain(driver.find<FoldingView>("promptView")).contains(u"2 left out"),
            plain(driver.find<FoldingView>("promptView")).toUtf8());
    }

    void oneSelectionForEntriesAndPrompt()
    {
        test::MainWindowDriver driver;
        showKept(driver, m_path);
        auto* view = driver.find<FoldingView>("promptView");
        const qint64 entry = firstEntry(driver);
        driver.workbench().selection().selectEntry(entry);
        const QStringList lines = view->text().split(u'\n');
        int marked = -1;
        for (int line = 0; line < lines.size(); ++line)
            if (view->markersAtLine(line) != 0) {
                marked = line;
                break;
            }
        QVERIFY(marked >= 0);
        QVERIFY(lines[marked].startsWith(u"### K%1"_s.arg(entry)));
        QVERIFY(view->SendScintilla(QsciScintilla::SCI_GETLINEVISIBLE, static_cast<unsigned long>(marked)));
        driver.workbench().selection().selectEntry(0);
        QCOMPARE(view->markersAtLine(marked), 0U);
        // The other way, from the prompt and from the reply, by keyboard as by mouse.
        view->setCursorPosition(marked, 5);
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(driver.workbench().selection().entry(), entry);
        driver.workbench().selection().selectEntry(0);
        auto* reply = driver.find<FoldingView>("replyView");
        const QStringList said = reply->text().split(u'\n');
        const int used = static_cast<int>(said.indexOf(u"used: K%1"_s.arg(entry)));
        QVERIFY(used >= 0);
        reply->ensureLineVisible(used);
        const long at = reply->positionFromLineIndex(used, 7);
        QTest::mouseClick(reply->viewport(), Qt::LeftButton, {},
            { static_cast<int>(reply->SendScintilla(QsciScintilla::SCI_POINTXFROMPOSITION, 0UL, at)) + 2,
                static_cast<int>(reply->SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0UL, at)) + 4 });
        QCOMPARE(driver.workbench().selection().entry(), entry);
        QVERIFY(!driver.find<QWidget>("knowledge")->visibleRegion().isEmpty()); // its pane came to the front
    }

    void theWholePromptIsCopiedAsItWasSent()
    {
        test::MainWindowDriver driver;
        showKept(driver, m_path);
        driver.trigger("prompt.copy");
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY(copied.startsWith(u"You write Ascend C kernels."));
        QVERIFY(copied.contains(u"## Operator"));
        QVERIFY(!copied.contains(u"about "));
    }

    void findLooksInPromptAndReply()
    {
        test::MainWindowDriver driver;
        showKept(driver, m_path);
        driver.trigger("prompt.find");
        auto* find = driver.find<QLineEdit>("promptFind");
        find->setText(u"Pad copies"_s);
        Q_EMIT find->textEdited(find->text());
        auto* prompt = driver.find<FoldingView>("promptView");
        QCOMPARE(prompt->selectedText(), u"Pad copies"_s);
        int line = 0, index = 0;
        prompt->getCursorPosition(&line, &index);
        QVERIFY(prompt->SendScintilla(
            QsciScintilla::SCI_GETLINEVISIBLE, static_cast<unsigned long>(line))); // unfolded
        find->setText(u"launch_plan"_s);
        Q_EMIT find->textEdited(find->text());
        QCOMPARE(driver.find<FoldingView>("replyView")->selectedText(), u"launch_plan"_s);
    }

    void aReplyStreamsAsItComes()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        ExchangeController& exchanges = driver.workbench().exchanges();
        exchanges.apply({ promptSent(7, { user("## Operator\n\nrelu\n\n## Knowledge\n\n### K1: a\nb") }) });
        QVERIFY(exchanges.shown().live);
        auto* prompt = driver.find<FoldingView>("promptView");
        QVERIFY(plain(prompt).contains(u"2 left out"));
        auto* reply = driver.find<FoldingView>("replyView");
        exchanges.apply({ piece(7, "notice", "rate limit: next try in 12 s") });
        QCOMPARE(driver.find<QLabel>("exchangeMessage")->text(), u"rate limit: next try in 12 s"_s);
        exchanges.apply({ piece(7, "reasoning", "first I think\nlong"), piece(7, "answer", "half a ker") });
        QVERIFY(!driver.find<QLabel>("exchangeMessage")->isVisible());
        exchanges.apply({ piece(7, "answer", "nel \xe4\xbd\xa0") });
        QCOMPARE(plain(reply), u"Reasoning\nfirst I think\nlong\nAnswer\nhalf a kernel \u4f60"_s);
        // Reasoning is folded, the answer is not.
        QVERIFY(!reply->SendScintilla(QsciScintilla::SCI_GETLINEVISIBLE, 1UL));
        QVERIFY(reply->SendScintilla(QsciScintilla::SCI_GETLINEVISIBLE, 4UL));
        // Another task's words are not mixed in.
        exchanges.apply({ promptSent(8, { user("other") }), piece(8, "answer", "other words") });
        QVERIFY(!plain(reply).contains(u"other words"));
        QCOMPARE(exchanges.items().size(), std::size_t(2));
        exchanges.show(exchanges.items()[1]);
        QVERIFY(plain(reply).contains(u"other words"));
        exchanges.show(exchanges.items()[0]);
        exchanges.apply({ piece(7, "restart", "") });
        QVERIFY(plain(reply).isEmpty());
        exchanges.endRun({});
        QVERIFY(!exchanges.shown().live);
        QVERIFY(exchanges.items().empty());
    }

    void streamingNeverStalls()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        driver.window().showPane(u"prompt"_s);
        QTest::qWait(200);
        ExchangeController& exchanges = driver.workbench().exchanges();
        // A prompt of 1 MB, in parts and paragraphs as ours are.
        std::string prompt = "## Operator\n\nrelu\n";
        while (prompt.size() < 1'000'000)
            prompt += "\n## Part " + std::to_string(prompt.size()) + "\n\n" + std::string(400, 'w')
                + " words of a paragraph\n" + "auto x = DataCopyPad(a, b, c); // code\n"
                + std::string(200, 'v') + "\n";
        test::StallWatch watch;
        exchanges.apply({ promptSent(7, { user(prompt) }) });
        QTest::qWait(100);
        const auto stalled = watch.longest();
        qInfo("longest stall while showing a 1 MB prompt: %lld ms of work",
            static_cast<long long>(stalled.cpuMs));
        // A reply of 200 KB, twenty pieces a second and more.
        watch.restart();
        std::string pieceText;
        while (pieceText.size() < 1000)
            pieceText += "    LocalTensor<half> local = inQueue.AllocTensor<half>();\n";
        for (int i = 0; i < 200; ++i) {
            exchanges.apply({ piece(7, i < 40 ? "reasoning" : "answer", pieceText) });
            QTest::qWait(10);
        }
        QVERIFY(exchanges.shown().answer.size() > 150'000);
        QCOMPARE(driver.find<FoldingView>("replyView")->text().size(),
            exchanges.shown().answer.size() + exchanges.shown().reasoning.size()
                + QString(u"Reasoning\n\nAnswer\n"_s).size());
        qInfo("longest stall while 200 KB stream in: %lld ms of work",
            static_cast<long long>(watch.longest().cpuMs));
        QVERIFY2(stalled.cpuMs < 100, "the prompt");
        QVERIFY2(watch.longest().cpuMs < 100, "the stream");
        driver.window().showPane(u"log"_s);
    }

    void aPersonIsAskedAndAnswers()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        WindowPort& port = driver.workbench().port();
        std::stop_source stop;
        auto reply = std::async(std::launch::async,
            [&] { return port.ask("relu, attempt 1", "## Operator\n\nrelu", stop.get_token()); });
        auto* paste = driver.find<QPlainTextEdit>("pastedReply");
        QTRY_VERIFY(paste->isVisible()); // the pane came to the front
        auto* dock = driver.find<QDockWidget>("prompt");
        QVERIFY2(dock->windowTitle().contains(u"asks you"), dock->windowTitle().toUtf8());
        auto* submit = driver.find<QPushButton>("submitReply");
        QVERIFY(!submit->isEnabled());
        driver.trigger("prompt.copy");
        QCOMPARE(QGuiApplication::clipboard()->text(), u"## Operator\n\nrelu"_s);
        paste->setPlainText(u"<kernel_impl>\u4f60\u597d</kernel_impl>"_s);
        QTest::mouseClick(submit, Qt::LeftButton);
        QTRY_VERIFY(reply.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
        const Result<std::string> said = reply.get();
        QVERIFY(said);
        QCOMPARE(QString::fromStdString(*said), u"<kernel_impl>\u4f60\u597d</kernel_impl>"_s);
        QTRY_VERIFY(!paste->isVisible());
        QVERIFY(!dock->windowTitle().contains(u"asks you"));
    }

    void stoppingEndsTheQuestionAtOnce()
    {
        test::MainWindowDriver driver;
        QVERIFY(driver.open(m_path));
        WindowPort& port = driver.workbench().port();
        std::stop_source stop;
        auto reply
            = std::async(std::launch::async, [&] { return port.ask("relu", "prompt", stop.get_token()); });
        QTRY_VERIFY(port.question().id != 0);
        const quint64 id = port.question().id;
        QElapsedTimer timer;
        timer.start();
        stop.request_stop();
        QCOMPARE(reply.get().error().code, Errc::Cancelled);
        QVERIFY(timer.elapsed() < 1000);
        port.submit(id, u"too late"_s); // to nobody
        QTRY_COMPARE(port.question().id, quint64(0));
        auto again = std::async(std::launch::async, [&] { return port.ask("relu", "prompt", {}); });
        QTRY_VERIFY(port.question().id > id);
        QTest::mouseClick(driver.find<QPushButton>("giveUpReply"), Qt::LeftButton);
        QCOMPARE(again.get().error().code, Errc::Cancelled);
    }

    void bothThemesAndLanguagesShowThePane()
    {
        test::MainWindowDriver driver;
        showKept(driver, m_path);
        for (const auto choice : { Theme::Choice::Dark, Theme::Choice::Light })
            for (const auto language : { "zh_CN"_L1, "en"_L1 }) {
                driver.theme().apply(choice);
                driver.language().apply(language);
                QCoreApplication::processEvents();
                // Headings are the window's; what stands below them is as it was sent.
                const QString shown = plain(driver.find<FoldingView>("promptView"));
                QVERIFY2(shown.contains(language == "en"_L1 ? u"Operator  "_s : u"\u7b97\u5b50  "_s), shown.toUtf8());
                QVERIFY(shown.contains(u"`add`: z = x + y"));
                QVERIFY(!driver.find<FoldingView>("promptView")->accessibleName().isEmpty());
            }
        QCOMPARE(driver.find<QDockWidget>("prompt")->windowTitle(), u"Prompt && Reply"_s);
    }
};

HAWK_UI_TEST_MAIN(ExchangesTest)
#include "tst_exchanges.moc"
