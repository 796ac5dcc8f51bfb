#pragma once

#include "bridge/project_controller.h"
#include "bridge/selection_controller.h"
#include "models/case_model.h"
#include "models/finding_model.h"
#include "models/gate_model.h"
#include "models/hit_model.h"

namespace hawk::ui {

/// Loads what belongs to the selected candidate (source, verdict, findings, profile, retrieval, timelines) off the
/// GUI thread and hands it to the panes. Answers for a candidate that is no longer selected are dropped.
class CandidateController final : public QObject {
    Q_OBJECT
public:
    CandidateController(WorkspaceController& workspace, ProjectController& project, SelectionController& selection,
        QObject* parent = nullptr);

    const CandidateDetailPtr& current() const { return m_current; }
    const CandidateDetailPtr& compared() const { return m_compared; } ///< the other side of the diff, may be null
    FindingModel& findings() { return m_findings; }
    GateModel& gates() { return m_gates; }
    CaseModel& cases() { return m_cases; }
    HitModel& hits() { return m_hits; }

    /// Timeline of one case of the current candidate; with `compare` also of the first correct one.
    void requestTimeline(const QString& caseName, bool compare);
    void reload();
    void retranslate();

Q_SIGNALS:
    void loading(qint64 id);
    void changed(); ///< current() is new, possibly null
    void comparedChanged();
    void timelineReady(const hawk::ui::TimelinePtr& timeline, const hawk::ui::TimelinePtr& before);
    void timelineFailed(const QString& reason);
    void failed(const hawk::ui::UiError& error);

private:
    void select(qint64 id);
    void adopt(CandidateDetail detail);
    void loadCompared(qint64 id);

    WorkspaceController& m_workspace;
    ProjectController& m_project;
    SelectionController& m_selection;
    FindingModel m_findings;
    GateModel m_gates;
    CaseModel m_cases;
    HitModel m_hits;
    CandidateDetailPtr m_current;
    CandidateDetailPtr m_compared;
    quint64 m_life = 0;
    quint64 m_timelineLife = 0;
    Worker m_analysis; ///< replaying a trace takes longer than reading rows
};

} // namespace hawk::ui
