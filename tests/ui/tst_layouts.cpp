// The arithmetic behind painted views: line differences and the timeline.
#include "models/line_diff.h"
#include "models/timeline_layout.h"
#include "test_home.h"

#include <QRandomGenerator>

using namespace hawk::ui;

namespace {

QStringList lines(const char* text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

// "=a ~b/c -d +e"
QString printed(const QStringList& left, const QStringList& right)
{
    QStringList parts;
    for (const DiffRow& row : diffLines(left, right))
        switch (row.kind) {
        case DiffRow::Kind::Same: parts.append(u'=' + left[row.left - 1]); break;
        case DiffRow::Kind::Changed: parts.append(u'~' + left[row.left - 1] + u'/' + right[row.right - 1]); break;
        case DiffRow::Kind::Removed: parts.append(u'-' + left[row.left - 1]); break;
        case DiffRow::Kind::Added: parts.append(u'+' + right[row.right - 1]); break;
        }
    return parts.join(u' ');
}

TimelinePtr sample()
{
    auto timeline = std::make_shared<Timeline>();
    timeline->totalCycles = 1000;
    timeline->cores = 1;
    const auto add = [&timeline](const char* pipe, qint64 seq, double start, double end) {
        timeline->segments.push_back(
            { 0, QString::fromLatin1(pipe), QStringLiteral("Add"), 5, seq, start, end, 0, 0 });
    };
    add("MTE2", 0, 0, 300);
    add("V", 1, 300, 600);
    add("V", 2, 700, 701);
    add("V", 3, 701.2, 702);
    add("MTE3", 4, 600, 1000);
    return timeline;
}

} // namespace

class LayoutsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void diffShowsTheShortestScript()
    {
        QCOMPARE(printed(lines("a b c"), lines("a b c")), QStringLiteral("=a =b =c"));
        QCOMPARE(printed(lines("a b c"), lines("a x c")), QStringLiteral("=a ~b/x =c"));
        QCOMPARE(printed(lines("a c"), lines("a b c d")), QStringLiteral("=a +b =c +d"));
        QCOMPARE(printed(lines("a b c d"), lines("a d")), QStringLiteral("=a -b -c =d"));
        QCOMPARE(printed({}, lines("a")), QStringLiteral("+a"));
        QCOMPARE(printed(lines("a"), {}), QStringLiteral("-a"));
        QCOMPARE(printed({}, {}), QString());
    }
    void diffRebuildsBothSides()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            QStringList left;
            QStringList right;
            for (int i = random.bounded(30); i > 0; --i)
                left.append(QString::number(random.bounded(5)));
            for (int i = random.bounded(30); i > 0; --i)
                right.append(QString::number(random.bounded(5)));
            QStringList gotLeft;
            QStringList gotRight;
            for (const DiffRow& row : diffLines(left, right)) {
                if (row.left > 0)
                    gotLeft.append(left[row.left - 1]);
                if (row.right > 0)
                    gotRight.append(right[row.right - 1]);
                if (row.kind == DiffRow::Kind::Same)
                    QCOMPARE(left[row.left - 1], right[row.right - 1]);
            }
            QCOMPARE(gotLeft, left);
            QCOMPARE(gotRight, right);
        }
    }
    void hugeDifferenceStaysBounded()
    {
        QStringList left;
        QStringList right;
        for (int i = 0; i < 5000; ++i) {
            left.append(QStringLiteral("l%1").arg(i));
            right.append(QStringLiteral("r%1").arg(i));
        }
        const DiffCount count = countDifferences(diffLines(left, right));
        QCOMPARE(count.changed, 5000);
    }
    void lanesStandInTheOrderDataFlows()
    {
        TimelineLayout layout;
        layout.setTimeline(sample(), 0);
        QCOMPARE(layout.lanes(), QStringList({ QStringLiteral("MTE2"), QStringLiteral("V"), QStringLiteral("MTE3") }));
    }
    void narrowNeighboursAreMerged()
    {
        TimelineLayout layout;
        layout.setTimeline(sample(), 0);
        layout.setWidth(100); // 10 cycles a pixel
        layout.showAll();
        const auto blocks = layout.visibleBlocks(1);
        QCOMPARE(blocks.size(), std::size_t(2));
        QCOMPARE(blocks[1].count, std::size_t(2));
        layout.setView(695, 16);
        QCOMPARE(layout.visibleBlocks(1).size(), std::size_t(2)); // close up they are apart
    }
    void zoomKeepsTheTimeUnderThePointer()
    {
        TimelineLayout layout;
        layout.setTimeline(sample(), 0);
        layout.setWidth(500);
        layout.showAll();
        const double before = layout.timeAt(200);
        layout.zoom(4, 200);
        QVERIFY(std::abs(layout.timeAt(200) - before) < 1e-6);
        layout.zoom(1e9, 200);
        QVERIFY(layout.viewSpan() >= TimelineLayout::kMinSpan);
        layout.zoom(1e-9, 200);
        QCOMPARE(layout.viewSpan(), layout.fullSpan());
        layout.pan(1e9);
        QVERIFY(layout.viewStart() + layout.viewSpan() <= layout.fullSpan() + 1e-6);
    }
    void hitsAndNeighbours()
    {
        TimelineLayout layout;
        layout.setTimeline(sample(), 0);
        layout.setWidth(1000);
        layout.showAll();
        QCOMPARE(layout.hit(1, 450)->seq, 1);
        QCOMPARE(layout.hit(1, 650), nullptr);
        QCOMPARE(layout.hit(9, 450), nullptr);
        QCOMPARE(layout.neighbour(1, 1)->seq, 2);
        QCOMPARE(layout.neighbour(1, -1), nullptr);
        QCOMPARE(layout.neighbour(-1, 1)->seq, 0);
        QCOMPARE(layout.bySeq(4)->pipe, QStringLiteral("MTE3"));
    }
    void emptyTimelineIsHarmless()
    {
        TimelineLayout layout;
        layout.setTimeline(nullptr, 0);
        layout.zoom(2, 10);
        layout.pan(10);
        QVERIFY(layout.visibleBlocks(0).empty());
        QCOMPARE(layout.neighbour(-1, 1), nullptr);
    }
};

HAWK_UI_TEST_MAIN(LayoutsTest)
#include "tst_layouts.moc"
