#include "format/numbers.h"
#include "format/words.h"
#include "test_home.h"

#include <QLocale>

using namespace hawk::ui;

class FormatTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void timesCarryTheirUnit()
    {
        QCOMPARE(microseconds(12.44), QStringLiteral("12.4\u00a0\u00b5s"));
        QCOMPARE(microseconds(1250), QStringLiteral("1.25\u00a0ms"));
        QCOMPARE(microseconds(0.075), QStringLiteral("0.075\u00a0\u00b5s"));
        QCOMPARE(microseconds(0.0002), QStringLiteral("<0.001\u00a0\u00b5s")); // small is not nothing
        QCOMPARE(microseconds(2.5e6), QStringLiteral("2.50\u00a0s"));
    }
    void absentTimesAreDashes()
    {
        QCOMPARE(microseconds(0), noValue());
        QCOMPARE(microseconds(std::numeric_limits<double>::quiet_NaN()), noValue());
        QCOMPARE(speedup(0), noValue());
        QCOMPARE(timestamp(0), noValue());
        QCOMPARE(withBadge(noValue(), Badge::Modelled), noValue());
    }
    void badgesFollowTheNumber()
    {
        QCOMPARE(withBadge(microseconds(3), Badge::Modelled), QStringLiteral("3.00\u00a0\u00b5s modelled"));
        QCOMPARE(badgeFromTimeKind(QStringLiteral("measured")), Badge::Measured);
        QCOMPARE(badgeFromTimeKind(QStringLiteral("anything else")), Badge::Modelled); // never claims more
    }
    void sizesAndShares()
    {
        QCOMPARE(byteCount(1536), QStringLiteral("1.50\u00a0KiB"));
        QCOMPARE(byteCount(12), QStringLiteral("12\u00a0B"));
        QCOMPARE(percent(0.413), QStringLiteral("41\u00a0%"));
        QCOMPARE(percent(0.034), QStringLiteral("3.4\u00a0%"));
        QCOMPARE(speedup(2.314), QStringLiteral("2.31\u00d7"));
    }
    void durations()
    {
        QCOMPARE(duration(0.85), QStringLiteral("850\u00a0ms"));
        QCOMPARE(duration(125), QStringLiteral("2\u00a0min 05\u00a0s"));
        QCOMPARE(duration(3725), QStringLiteral("1\u00a0h 02\u00a0min"));
        QCOMPARE(duration(-1), noValue());
    }
    void unknownNamesAreShownAsTheyAre()
    {
        QCOMPARE(stageWord(QStringLiteral("draft")), QStringLiteral("Draft"));
        QCOMPARE(stageWord(QStringLiteral("evolve")), QStringLiteral("evolve"));
    }
};

HAWK_UI_TEST_MAIN(FormatTest)
#include "tst_format.moc"
