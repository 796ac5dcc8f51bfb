#include "bridge/candidate_controller.h"

#include "bridge/candidate_load.h"
#include "bridge/error_text.h"
#include "engine/session.h"

namespace hawk::ui {

CandidateController::CandidateController(
    WorkspaceController& workspace, ProjectController& project, SelectionController& selection, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_project(project)
    , m_selection(selection)
{
    connect(&m_selection, &SelectionController::candidateChanged, this, &CandidateController::select);
    connect(&m_selection, &SelectionController::compareChanged, this, &CandidateController::loadCompared);
    connect(&m_project, &ProjectController::candidateArrived, this, [this](qint64 id) {
        // It was selected while it was being judged: show the verdict now.
        if (id == m_selection.candidate() && m_current && m_current->row.outcome == Outcome::NotJudged)
            reload();
    });
}

void CandidateController::reload()
{
    select(m_selection.candidate());
}

void CandidateController::select(qint64 id)
{
    ++m_life;
    if (id == 0) {
        adopt({});
        return;
    }
    Q_EMIT loading(id);
    m_workspace.read(
        this, [id](store::Workspace& workspace) { return loadCandidate(workspace, CandidateId { id }); },
        [this, life = m_life](Result<CandidateDetail> result) {
            if (life != m_life)
                return;
            if (result) {
                adopt(std::move(*result));
                return;
            }
            adopt({});
            Q_EMIT failed(toUiError(result.error(), tr("The candidate could not be read")));
        });
}

void CandidateController::adopt(CandidateDetail detail)
{
    if (detail.row.id == 0) {
        m_current.reset();
        m_findings.setRows({});
        m_gates.setRows({});
        m_cases.setRows({});
        m_hits.setRows({});
        Q_EMIT changed();
        return;
    }
    detail.firstCorrect = m_project.firstCorrectOf(detail.row.specName);
    detail.firstCorrectUs = m_project.firstCorrectUsOf(detail.row.specName);
    if (detail.row.modelledUs > 0 && detail.firstCorrectUs > 0)
        detail.row.speedup = detail.firstCorrectUs / detail.row.modelledUs;
    m_findings.setRows(detail.findings);
    m_gates.setRows(detail.gates);
    m_cases.setRows(detail.cases);
    m_hits.setRows(detail.hits);
    m_current = std::make_shared<const CandidateDetail>(std::move(detail));
    Q_EMIT changed();
}

void CandidateController::loadCompared(qint64 id)
{
    m_compared.reset();
    if (id == 0) {
        Q_EMIT comparedChanged();
        return;
    }
    m_workspace.read(
        this, [id](store::Workspace& workspace) { return loadCandidate(workspace, CandidateId { id }); },
        [this, id](Result<CandidateDetail> result) {
            if (id != m_selection.compareWith())
                return;
            if (result)
                m_compared = std::make_shared<const CandidateDetail>(std::move(*result));
            else
                Q_EMIT failed(toUiError(result.error(), tr("The candidate to compare with could not be read")));
            Q_EMIT comparedChanged();
        });
}

void CandidateController::requestTimeline(const QString& caseName, bool compare)
{
    const quint64 life = ++m_timelineLife;
    const auto session = m_workspace.session();
    if (!session || !m_current)
        return;
    m_analysis.dropWaiting();
    const CandidateId id { m_current->row.id };
    const CandidateId before { compare && m_current->firstCorrect != m_current->row.id ? m_current->firstCorrect : 0 };
    struct Both {
        Result<Timeline> timeline;
        TimelinePtr before;
    };
    m_analysis.run(
        this,
        [session, id, before, name = caseName.toStdString()](std::stop_token) {
            Both both { loadTimeline(session->workspace(), session->chips(), id, name), nullptr };
            if (before) {
                if (auto other = loadTimeline(session->workspace(), session->chips(), before, name))
                    both.before = std::make_shared<const Timeline>(std::move(*other));
            }
            return both;
        },
        [this, life](Both both) {
            if (life != m_timelineLife)
                return;
            if (both.timeline)
                Q_EMIT timelineReady(std::make_shared<const Timeline>(std::move(*both.timeline)), both.before);
            else
                Q_EMIT timelineFailed(toQt(both.timeline.error().message));
        });
}

void CandidateController::retranslate()
{
    m_findings.retranslate();
    m_gates.retranslate();
    m_cases.retranslate();
    m_hits.retranslate();
}

} // namespace hawk::ui
