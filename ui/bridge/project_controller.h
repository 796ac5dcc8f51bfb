#pragma once

#include "bridge/workspace_controller.h"
#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "engine/events.h"
#endif
#include "models/candidate_table_model.h"
#include "models/candidate_tree_model.h"
#include "models/entry_model.h"
#include "models/event_log_model.h"
#include "models/operator_model.h"

#include <QHash>
#include <QSet>
#include <QTimer>

namespace hawk::ui {

/// Owns the models of the open workspace and keeps them current: everything once when it opens, afterwards only what
/// an event names, read in one job per burst.
class ProjectController final : public QObject {
    Q_OBJECT
public:
    ProjectController(WorkspaceController& workspace, QObject* parent = nullptr);

    OperatorModel& operators() { return m_operators; }
    CandidateTreeModel& candidateTree() { return m_tree; }
    CandidateTableModel& candidateTable() { return m_table; }
    EntryModel& entries() { return m_entries; }
    EventLogModel& log() { return m_log; }

    qint64 shownRun() const { return m_run; } ///< newest run, 0 when there is none
    const QString& shownRunState() const { return m_runState; }
    const QString& shownRunMessage() const { return m_runMessage; } ///< why it ended; empty while it goes on
    int shownRunAttempts() const { return m_runAttempts; }
    quint64 shownRunSeed() const { return m_runSeed; }
    const QString& shownRunChip() const { return m_runChip; }
    const QString& shownRunModel() const { return m_runModel; } ///< empty: the built-in synthesizer
    bool shownRunReplayed() const { return m_runReplayed; }
    qint64 firstCorrectOf(const QString& operatorName) const; ///< candidate, 0 when there is none
    double firstCorrectUsOf(const QString& operatorName) const;

    void apply(const std::vector<engine::Event>& events);
    /// Read these again (after a hand edit, a decision).
    void refreshCandidate(qint64 id);
    void refreshEntries();
    void refreshRun();
    void retranslate();

    struct Snapshot;
    struct Update;

Q_SIGNALS:
    void loaded(); ///< all models filled
    void updated(); ///< some rows changed
    void runStateKnown(const QString& state, const QString& message); ///< of the newest run in the workspace; why it ended
    void candidateArrived(qint64 id, const QString& specName); ///< new or newly judged

private:
    void load();
    void adopt(Snapshot snapshot);
    void fetch();
    void adoptUpdate(Update update, const QSet<qint64>& asked);
    void addCandidates(std::vector<CandidateRow> rows);
    void rebuildOperators();

    WorkspaceController& m_workspace;
    OperatorModel m_operators;
    CandidateTreeModel m_tree;
    CandidateTableModel m_table;
    EntryModel m_entries;
    EventLogModel m_log;

    struct First {
        qint64 candidate = 0;
        double us = 0;
    };
    std::vector<OperatorRow> m_operatorRows;
    QHash<qint64, QString> m_specNames; ///< spec id -> name
    QHash<QString, First> m_firstByOperator; ///< first correct of the shown run, else of all
    QSet<qint64> m_best;
    qint64 m_run = 0;
    QString m_runState;
    QString m_runMessage;
    QString m_runChip;
    QString m_runModel;
    bool m_runReplayed = false;
    int m_runAttempts = 0;
    quint64 m_runSeed = 1;

    QTimer m_timer;
    QSet<qint64> m_pendingCandidates;
    QHash<qint64, int> m_retries; ///< reads of a candidate that was not there yet
    bool m_pendingTasks = false;
    bool m_pendingEntries = false;
    bool m_fetching = false;
};

} // namespace hawk::ui
