// Every model under the model checker in fatal mode, mutated as the program mutates it.
#include "models/candidate_filter.h"
#include "models/candidate_table_model.h"
#include "models/candidate_tree_model.h"
#include "models/case_model.h"
#include "models/entry_model.h"
#include "models/event_log_model.h"
#include "models/finding_model.h"
#include "models/gate_model.h"
#include "models/hit_model.h"
#include "models/operator_model.h"
#include "models/segment_model.h"
#include "test_home.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace hawk::ui;
using Tester = QAbstractItemModelTester;

namespace {

CandidateRow candidate(qint64 id, qint64 parent, const char* spec, Outcome outcome, double us = 0)
{
    CandidateRow row;
    row.id = id;
    row.parent = parent;
    row.specName = QString::fromLatin1(spec);
    row.outcome = outcome;
    row.modelledUs = us;
    row.stage = QStringLiteral("draft");
    return row;
}

// "1(2(3),4)" for a tree of candidates.
QString printed(const QAbstractItemModel& model, const QModelIndex& parent = {})
{
    QStringList parts;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        QString text = index.data(IdRole).toString();
        if (model.rowCount(index) > 0)
            text += u'(' + printed(model, index) + u')';
        parts.append(text);
    }
    return parts.join(u',');
}

// Columns and headers answer for every role without a warning.
void readEverything(const QAbstractItemModel& model)
{
    for (int column = 0; column < model.columnCount(); ++column) {
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
        for (int row = 0; row < model.rowCount(); ++row)
            for (const int role : { int(Qt::DisplayRole), int(Qt::ToolTipRole), int(SortRole), int(OutcomeRole) })
                (void)model.index(row, column).data(role);
    }
}

} // namespace

class ModelsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void candidateTreeFollowsLineage()
    {
        CandidateTreeModel model;
        Tester tester(&model, Tester::FailureReportingMode::Fatal);
        model.setRows({ candidate(1, 0, "add", Outcome::Mismatch), candidate(2, 1, "add", Outcome::Correct, 9) });
        QCOMPARE(printed(model), QStringLiteral("1(2)"));
        model.upsert({ candidate(3, 2, "add", Outcome::NotJudged), candidate(4, 1, "add", Outcome::NotJudged) });
        model.upsert({ candidate(5, 0, "relu", Outcome::NotJudged), candidate(9, 77, "relu", Outcome::NotJudged) });
        QCOMPARE(printed(model), QStringLiteral("1(2(3),4),5,9"));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.upsert({ candidate(3, 2, "add", Outcome::Correct, 4) });
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.indexOf(3, CandidateColumns::OutcomeColumn).data().toString(), QStringLiteral("Correct"));
        QCOMPARE(model.indexOf(3).parent().data(IdRole).toLongLong(), 2);
        QVERIFY(!model.indexOf(1234).isValid());
        model.retranslate();
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }
    void candidateOwnParentDoesNotLoop()
    {
        CandidateTreeModel model;
        Tester tester(&model, Tester::FailureReportingMode::Fatal);
        model.upsert({ candidate(1, 1, "add", Outcome::Correct) });
        QCOMPARE(printed(model), QStringLiteral("1"));
    }
    void candidateTableKeepsIds()
    {
        CandidateTableModel model;
        Tester tester(&model, Tester::FailureReportingMode::Fatal);
        model.upsert({ candidate(1, 0, "add", Outcome::Mismatch), candidate(2, 1, "add", Outcome::Correct, 9) });
        model.upsert({ candidate(2, 1, "add", Outcome::Correct, 8), candidate(3, 1, "add", Outcome::Correct, 100) });
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.find(2)->modelledUs, 8.0);
        QCOMPARE(model.find(7), nullptr);
        readEverything(model);
    }
    void candidateFilterSortsByNumberNotText()
    {
        CandidateTableModel model;
        CandidateFilter filter;
        Tester tester(&filter, Tester::FailureReportingMode::Fatal);
        filter.setSourceModel(&model);
        filter.sort(CandidateColumns::TimeColumn);
        model.upsert({ candidate(1, 0, "add", Outcome::Correct, 100), candidate(2, 0, "add", Outcome::Correct, 9),
            candidate(3, 0, "relu", Outcome::Mismatch) });
        QCOMPARE(printed(filter), QStringLiteral("2,1,3")); // no time sorts last
        filter.setOperator(QStringLiteral("add"));
        QCOMPARE(printed(filter), QStringLiteral("2,1"));
        filter.setWords(QStringLiteral("#1"));
        QCOMPARE(printed(filter), QStringLiteral("1"));
        filter.setWords({});
        filter.setOperator({});
        filter.setWords(QStringLiteral("wrong relu"));
        QCOMPARE(printed(filter), QStringLiteral("3"));
    }
    void filteredTreeKeepsAncestors()
    {
        CandidateTreeModel model;
        CandidateFilter filter;
        Tester tester(&filter, Tester::FailureReportingMode::Fatal);
        filter.setSourceModel(&model);
        model.setRows({ candidate(1, 0, "add", Outcome::Mismatch), candidate(2, 1, "add", Outcome::Correct, 9),
            candidate(3, 1, "add", Outcome::Mismatch) });
        filter.setWords(QStringLiteral("correct"));
        QCOMPARE(printed(filter), QStringLiteral("1(2)"));
        model.upsert({ candidate(3, 1, "add", Outcome::Correct, 5) });
        QCOMPARE(printed(filter), QStringLiteral("1(2,3)"));
        QVERIFY(filter.indexOf(3).isValid());
    }
    void operators()
    {
        OperatorModel model;
        Tester tester(&model, Tester::FailureReportingMode::Fatal);
        OperatorRow add;
        add.name = QStringLiteral("add");
        add.firstCorrectUs = 30;
        add.bestUs = 10;
        add.best = 4;
        model.setRows({ add });
        QCOMPARE(model.index(0, OperatorModel::SpeedupColumn).data().toString(), QStringLiteral("3.00\u00d7"));
        add.state = QStringLiteral("done");
        model.replace(0, add);
        QCOMPARE(model.index(0, OperatorModel::StateColumn).data().toString(), QStringLiteral("Done"));
        QCOMPARE(model.rowOf(QStringLiteral("add")), 0);
        QCOMPARE(model.rowOf(QStringLiteral("nothing")), -1);
        readEverything(model);
        model.retranslate();
    }
    void findings()
    {
        FindingModel model;
        Tester tester(&model, Tester::FailureReportingMode::Fatal);
        FindingRow error;
        error.rule = QStringLiteral("ub-addr-32b");
        error.line = 12;
        error.message = QStringLiteral("two\nlines");
        FindingRow advice;
        advice.severity = Severity::Advice;
        model.setRows({ error, advice });
        QCOMPARE(model.firstRowAtLine(12), 0);
        QCOMPARE(model.firstRowAtLine(13), -1);
        QCOMPARE(model.index(0, FindingModel::MessageColumn).data().toString(), QStringLiteral("two lines"));
        QCOMPARE(model.index(1, FindingModel::LineColumn).data().toString(), QStringLiteral("\u2014"));
        readEverything(model);
        model.setRows({});
    }
    void gatesAndCases()
    {
        GateModel gates;
        Tester gateTester(&gates, Tester::FailureReportingMode::Fatal);
        gates.setRows({ { QStringLiteral("build"), GateRow::Result::Passed, QStringLiteral("compiles"), QStringLiteral("compiles"), 180 },
            { QStringLiteral("compare"), GateRow::Result::Failed, QStringLiteral("13 wrong"), QStringLiteral("equal"), 20 },
            { QStringLiteral("traffic"), GateRow::Result::Undecided, QStringLiteral("its trace is cut off"), {}, 0 } });
        QCOMPARE(gates.index(1, GateModel::ResultColumn).data().toString(), QStringLiteral("failed"));
        // No time was taken for what was not decided, and none is claimed.
        QCOMPARE(gates.index(2, GateModel::TimeColumn).data().toString(), QStringLiteral("\u2014"));
        readEverything(gates);
        CaseModel cases;
        Tester caseTester(&cases, Tester::FailureReportingMode::Fatal);
        CaseRow row;
        row.name = QStringLiteral("fp16_tail");
        row.us = 10;
        row.tHwUs = 4;
        row.trusted = false;
        cases.setRows({ row });
        QCOMPARE(cases.index(0, CaseModel::ShareColumn).data().toString(), QStringLiteral("40\u00a0%"));
        QVERIFY(cases.index(0, CaseModel::TimeColumn).data().toString().contains(QStringLiteral("untrusted")));
        readEverything(cases);
    }
    void entriesAndQueue()
    {
        EntryModel model;
        Tester tester(&model, Tester::FailureReportingMode::Fatal);
        EntryFilter queue(EntryFilter::Show::Waiting, nullptr);
        queue.setSourceModel(&model);
        Tester queueTester(&queue, Tester::FailureReportingMode::Fatal);
        EntryRow seed;
        seed.id = 1;
        seed.state = QStringLiteral("approved");
        EntryRow learned;
        learned.id = 2;
        learned.title = QStringLiteral("Pad the tail");
        learned.state = QStringLiteral("quarantined");
        model.upsert({ seed, learned });
        QCOMPARE(printed(queue), QStringLiteral("2"));
        QCOMPARE(model.waiting(), 1);
        learned.state = QStringLiteral("approved");
        model.upsert({ learned });
        QCOMPARE(queue.rowCount(), 0);
        learned.state = QStringLiteral("proposed");
        model.upsert({ learned });
        queue.setWords(QStringLiteral("tail"));
        QCOMPARE(printed(queue), QStringLiteral("2"));
        queue.setWords(QStringLiteral("tail nothing"));
        QCOMPARE(queue.rowCount(), 0);
        readEverything(model);
    }
    void hits()
    {
        HitModel model;
        Tester tester(&model, Tester::FailureReportingMode::Fatal);
        HitRow hit;
        hit.rank = 1;
        hit.syntacticRank = 2;
        hit.syntacticScore = 7.412;
        hit.used = true;
        model.setRows({ hit });
        QCOMPARE(model.index(0, HitModel::SyntacticColumn).data().toString(), QStringLiteral("2 (7.41)"));
        QCOMPARE(model.index(0, HitModel::DenseColumn).data().toString(), QStringLiteral("\u2014"));
        readEverything(model);
    }
    void segmentsOfOneCore()
    {
        auto timeline = std::make_shared<Timeline>();
        for (int core = 0; core < 2; ++core)
            for (int i = 0; i < 3; ++i)
                timeline->segments.push_back({ core, QStringLiteral("V"), QStringLiteral("Add"), 7, core * 10 + i,
                    i * 10.0, i * 10.0 + 5, 0, 64 });
        timeline->cores = 2;
        SegmentModel model;
        Tester tester(&model, Tester::FailureReportingMode::Fatal);
        model.setTimeline(timeline, 1);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.rowOf(11), 1);
        QCOMPARE(model.rowOf(1), -1);
        readEverything(model);
        model.setTimeline(timeline, 5);
        QCOMPARE(model.rowCount(), 0);
        model.setTimeline(nullptr, 0);
        QCOMPARE(model.rowCount(), 0);
    }
    void eventLogIsCapped()
    {
        EventLogModel model;
        Tester tester(&model, Tester::FailureReportingMode::Fatal);
        EventRow row;
        row.kind = QStringLiteral("candidate-judged");
        row.at = 1;
        model.add({ row, row });
        QCOMPARE(model.rowCount(), 2);
        readEverything(model);
        model.add(std::vector<EventRow>(EventLogModel::kMaxRows, row));
        QVERIFY(model.rowCount() <= EventLogModel::kMaxRows);
        QVERIFY(model.rowCount() > EventLogModel::kMaxRows / 2);
    }
};

HAWK_UI_TEST_MAIN(ModelsTest)
#include "tst_models.moc"
