#pragma once

#include "bridge/project_controller.h"
#include "bridge/selection_controller.h"

#include <QUndoStack>

namespace hawk::ui {

/// Decisions about knowledge entries, each undoable. They are written on a worker thread; a command enters the undo
/// stack once its decision is stored, so the stack never claims what did not happen.
class KnowledgeController final : public QObject {
    Q_OBJECT
public:
    KnowledgeController(WorkspaceController& workspace, ProjectController& project, SelectionController& selection,
        QObject* parent = nullptr);

    QUndoStack& undoStack() { return m_undo; }
    const EntryDetailPtr& current() const { return m_current; }
    bool canDecide() const { return m_workspace.isOpen() && m_workspace.writable(); }
    /// Approve and reject make sense in the entry's present state.
    bool canApprove(qint64 entry) const;
    bool canReject(qint64 entry) const;

    void approve(qint64 entry);
    void reject(qint64 entry, const QString& reason = {});
    void retire(qint64 entry);
    /// The newest decision that stands, also one of an earlier session.
    void undo();
    void redo();

Q_SIGNALS:
    void entryLoaded(); ///< current() is new, possibly null
    void decided(qint64 entry, const QString& state);
    void undone(qint64 entry); ///< undone, or decided again
    void failed(const hawk::ui::UiError& error);

private:
    friend class DecisionCommand;
    void decide(qint64 entry, const QString& state, const QString& reason);
    void undoStored(); ///< in the workspace
    void redoStored();
    template <class Step>
    void runStored(Step step, const QString& symptom);
    void loadEntry(qint64 id);

    WorkspaceController& m_workspace;
    ProjectController& m_project;
    SelectionController& m_selection;
    QUndoStack m_undo;
    EntryDetailPtr m_current;
    quint64 m_life = 0;
    Worker m_writer;
};

} // namespace hawk::ui
