#include "bridge/edit_controller.h"

#include "bridge/error_text.h"
#include "engine/session.h"

namespace hawk::ui {

EditController::EditController(WorkspaceController& workspace, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
{
}

void EditController::judge(const Edit& edit)
{
    const auto session = m_workspace.session();
    if (m_judging || !session)
        return;
    setJudging(true);
    target::Candidate candidate;
    candidate.source = edit.source.toStdString();
    candidate.launchPlan = edit.launchPlan.toStdString();
    m_worker.run(
        this,
        [session, candidate, spec = edit.specName.toStdString(), chip = edit.chip.toStdString(), parent = edit.parent](
            std::stop_token stop) { return session->judgeEdit(spec, chip, candidate, CandidateId { parent }, stop); },
        [this](Result<engine::Session::EditResult> result) {
            setJudging(false);
            if (result)
                Q_EMIT judged(result->candidate.value, toQt(result->verdict.summary));
            else if (result.error().code != Errc::Cancelled)
                Q_EMIT failed(toUiError(result.error(), tr("The edit could not be judged")));
        });
}

void EditController::cancel()
{
    m_worker.cancelCurrent();
}

void EditController::setJudging(bool judging)
{
    m_judging = judging;
    Q_EMIT judgingChanged(judging);
}

} // namespace hawk::ui
