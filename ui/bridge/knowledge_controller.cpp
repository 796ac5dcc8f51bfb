#include "bridge/knowledge_controller.h"

#include "bridge/entry_load.h"
#include "bridge/error_text.h"
#include "engine/session.h"
#include "knowledge/knowledge_base.h"

#include <QUndoCommand>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

std::string userName()
{
    for (const char* variable : { "USER", "LOGNAME", "USERNAME" }) {
        const QString name = qEnvironmentVariable(variable);
        if (!name.isEmpty())
            return name.toStdString();
    }
    return "workbench";
}

} // namespace

/// Stands for a decision that is already stored: its first redo does nothing.
class DecisionCommand final : public QUndoCommand {
public:
    DecisionCommand(KnowledgeController& controller, const QString& text)
        : QUndoCommand(text)
        , m_controller(controller)
    {
    }
    void redo() override
    {
        if (m_stored)
            m_controller.redoStored();
        m_stored = true;
    }
    void undo() override { m_controller.undoStored(); }

private:
    KnowledgeController& m_controller;
    bool m_stored = false;
};

KnowledgeController::KnowledgeController(
    WorkspaceController& workspace, ProjectController& project, SelectionController& selection, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_project(project)
    , m_selection(selection)
{
    connect(&m_selection, &SelectionController::entryChanged, this, &KnowledgeController::loadEntry);
    connect(&m_workspace, &WorkspaceController::closed, &m_undo, &QUndoStack::clear);
    connect(&m_workspace, &WorkspaceController::closed, this, [this] { loadEntry(0); });
}

bool KnowledgeController::canApprove(qint64 entry) const
{
    const EntryRow* row = m_project.entries().find(entry);
    return canDecide() && row && row->state != "approved"_L1;
}

bool KnowledgeController::canReject(qint64 entry) const
{
    const EntryRow* row = m_project.entries().find(entry);
    return canDecide() && row && row->state != "rejected"_L1;
}

void KnowledgeController::approve(qint64 entry)
{
    if (canApprove(entry))
        decide(entry, u"approved"_s, {});
}

void KnowledgeController::reject(qint64 entry, const QString& reason)
{
    if (canReject(entry))
        decide(entry, u"rejected"_s, reason);
}

void KnowledgeController::retire(qint64 entry)
{
    if (canDecide())
        decide(entry, u"retired"_s, {});
}

void KnowledgeController::decide(qint64 entry, const QString& state, const QString& reason)
{
    const auto session = m_workspace.session();
    const auto to = knowledge::entryStateFromName(state.toStdString());
    if (!session || !to)
        return;
    m_writer.run(
        this,
        [session, entry, to = *to, reason = reason.toStdString()](std::stop_token) {
            knowledge::KnowledgeBase base(session->workspace(), session->clock());
            return base.decide(EntryId { entry }, to, userName(), reason);
        },
        [this, entry, state](Status status) {
            if (!status) {
                Q_EMIT failed(toUiError(status.error(), tr("The decision could not be stored")));
                return;
            }
            const EntryRow* row = m_project.entries().find(entry);
            m_undo.push(new DecisionCommand(*this, tr("%1: %2").arg(entryStateWord(state), row ? row->title : QString::number(entry))));
            m_project.refreshEntries();
            loadEntry(m_selection.entry());
            Q_EMIT decided(entry, state);
        });
}

void KnowledgeController::undo()
{
    if (!canDecide())
        return;
    if (m_undo.canUndo())
        m_undo.undo();
    else
        undoStored();
}

void KnowledgeController::redo()
{
    if (canDecide())
        m_undo.redo();
}

void KnowledgeController::undoStored()
{
    runStored(&knowledge::KnowledgeBase::undo, tr("There is no decision to undo"));
}

void KnowledgeController::redoStored()
{
    runStored(&knowledge::KnowledgeBase::redo, tr("There is no decision to take again"));
}

template <class Step>
void KnowledgeController::runStored(Step step, const QString& symptom)
{
    const auto session = m_workspace.session();
    if (!session)
        return;
    m_writer.run(
        this,
        [session, step](std::stop_token) {
            knowledge::KnowledgeBase base(session->workspace(), session->clock());
            return (base.*step)(userName());
        },
        [this, symptom](Result<store::DecisionRecord> result) {
            m_project.refreshEntries();
            loadEntry(m_selection.entry());
            if (!result)
                Q_EMIT failed(toUiError(result.error(), symptom));
            else
                Q_EMIT undone(result->subjectId);
        });
}

void KnowledgeController::loadEntry(qint64 id)
{
    const quint64 life = ++m_life;
    if (id == 0 || !m_workspace.isOpen()) {
        m_current.reset();
        Q_EMIT entryLoaded();
        return;
    }
    m_workspace.read(
        this, [id](store::Workspace& workspace) { return hawk::ui::loadEntry(workspace, EntryId { id }); },
        [this, life](Result<EntryDetail> result) {
            if (life != m_life)
                return;
            if (result)
                m_current = std::make_shared<const EntryDetail>(std::move(*result));
            else
                Q_EMIT failed(toUiError(result.error(), tr("The entry could not be read")));
            Q_EMIT entryLoaded();
        });
}

} // namespace hawk::ui
