// The view of prompts and replies under a person's hands: following a stream, links, where a new text begins.
#include "test_home.h"
#include "widgets/folding_view.h"
#include "widgets/theme.h"

#include <QSignalSpy>
#include <QTest>

using namespace hawk::ui;
using namespace Qt::StringLiterals;

namespace {

/// Whether the last line is on the screen.
bool endIsVisible(FoldingView& view)
{
    const long last = view.SendScintilla(QsciScintilla::SCI_GETLINECOUNT) - 1;
    const long end = view.SendScintilla(QsciScintilla::SCI_VISIBLEFROMDOCLINE, static_cast<unsigned long>(last))
        + view.SendScintilla(QsciScintilla::SCI_WRAPCOUNT, static_cast<unsigned long>(last)) - 1;
    return end < view.firstVisibleLine() + view.SendScintilla(QsciScintilla::SCI_LINESONSCREEN);
}

QPoint placeOf(FoldingView& view, int line, int index)
{
    const long at = view.positionFromLineIndex(line, index);
    return { static_cast<int>(view.SendScintilla(QsciScintilla::SCI_POINTXFROMPOSITION, 0UL, at)) + 2,
        static_cast<int>(view.SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0UL, at)) + 4 };
}

/// A prompt of three long parts; the entry K7 stands in the last one.
PromptView longPrompt()
{
    PromptView prompt;
    QStringList lines;
    for (const char* title : { "Operator", "API", "Knowledge" }) {
        prompt.parts.push_back({ QString::fromLatin1(title), u"user"_s, static_cast<int>(lines.size()), 61, 100, 0 });
        lines.append(QString::fromLatin1(title));
        for (int i = 0; i < 60; ++i)
            lines.append(u"line %1 of this part"_s.arg(i));
    }
    const int at = static_cast<int>(lines.size()) - 30;
    lines[at] = u"### K7: Two buffers"_s;
    prompt.entries.push_back({ 7, at, 30, 4, 2 });
    prompt.text = lines.join(u'\n');
    return prompt;
}

} // namespace

class FoldingViewTest : public QObject {
    Q_OBJECT

    Theme m_theme;
    std::unique_ptr<FoldingView> m_view;

    void stream(int pieces)
    {
        // Lines that wrap several times, in pieces that end anywhere, as models send them.
        for (int i = 0; i < pieces; ++i) {
            m_view->append(u"Answer"_s,
                u"words that go on and on, without an end in sight, %1"_s.arg(i) + (i % 4 == 3 ? u"\n"_s : u" "_s), false);
            QCoreApplication::processEvents();
        }
    }

private Q_SLOTS:
    void init()
    {
        m_theme.apply(Theme::Choice::Light);
        m_view = std::make_unique<FoldingView>(m_theme, nullptr);
        m_view->resize(300, 200);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void aStreamIsFollowed()
    {
        for (int i = 0; i < 20; ++i) {
            stream(10);
            QVERIFY2(endIsVisible(*m_view), QByteArray::number(i));
        }
    }

    void whoScrolledUpStaysThere()
    {
        stream(100);
        QTest::keyClick(m_view.get(), Qt::Key_PageUp);
        QTest::keyClick(m_view.get(), Qt::Key_PageUp);
        QTest::keyClick(m_view.get(), Qt::Key_PageUp);
        const int top = m_view->firstVisibleLine();
        QVERIFY(!endIsVisible(*m_view));
        stream(40);
        QCOMPARE(m_view->firstVisibleLine(), top);
        QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ControlModifier);
        stream(40);
        QVERIFY(endIsVisible(*m_view));
    }

    void anotherWidthIsFollowedToo()
    {
        stream(60);
        m_view->resize(180, 200);
        QCoreApplication::processEvents();
        stream(4);
        QVERIFY(endIsVisible(*m_view));
    }

    void aLinkSelectsNoText()
    {
        m_view->setPrompt(longPrompt(), false);
        const int line = longPrompt().entries[0].firstLine;
        m_view->setFirstVisibleLine(line - 4);
        QCoreApplication::processEvents();
        // As the pane does: the entry is brought into view, under the pointer that is still there.
        connect(m_view.get(), &FoldingView::entryLinked, m_view.get(), &FoldingView::showEntry);
        QSignalSpy linked(m_view.get(), &FoldingView::entryLinked);
        const QPoint at = placeOf(*m_view, line, 5);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseMove(m_view->viewport(), at + QPoint(1, 0));
        QCOMPARE(linked.count(), 1);
        QCOMPARE(linked[0][0].toLongLong(), 7);
        QVERIFY(!m_view->hasSelectedText());
    }

    void aNewPromptIsReadFromItsBeginning()
    {
        m_view->setPrompt(longPrompt(), true);
        m_view->showEntry(7);
        QVERIFY(m_view->firstVisibleLine() > 0);
        m_view->setPrompt(longPrompt(), true);
        QCOMPARE(m_view->firstVisibleLine(), 0);
        // Folded as asked; the entry is marked where it stands.
        const int line = longPrompt().entries[0].firstLine;
        QVERIFY(!m_view->SendScintilla(QsciScintilla::SCI_GETLINEVISIBLE, static_cast<unsigned long>(line)));
        QVERIFY(m_view->markersAtLine(line) != 0);
    }
};

HAWK_UI_TEST_MAIN(FoldingViewTest)
#include "tst_folding_view.moc"
