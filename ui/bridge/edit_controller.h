#pragma once

#include "bridge/workspace_controller.h"

namespace hawk::ui {

/// Judges a hand-written kernel on a worker thread; it becomes a candidate whether it is right or wrong.
class EditController final : public QObject {
    Q_OBJECT
public:
    EditController(WorkspaceController& workspace, QObject* parent = nullptr);

    struct Edit {
        QString specName;
        QString chip;
        QString source;
        QString launchPlan;
        qint64 parent = 0;
    };
    bool judging() const { return m_judging; }
    void judge(const Edit& edit);
    void cancel();

Q_SIGNALS:
    void judgingChanged(bool judging);
    void judged(qint64 candidate, const QString& summary);
    void failed(const hawk::ui::UiError& error);

private:
    void setJudging(bool judging);

    WorkspaceController& m_workspace;
    bool m_judging = false;
    Worker m_worker;
};

} // namespace hawk::ui
