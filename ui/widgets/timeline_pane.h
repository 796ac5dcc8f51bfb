#pragma once

#include "widgets/pane.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace hawk::ui {

class SegmentModel;
class TimelineView;

/// When each pipe of a core works, waits and idles; with the first correct candidate below for comparison.
class TimelinePane final : public Pane {
    Q_OBJECT
public:
    TimelinePane(const PaneContext& context, QWidget* parent);
    QString title() const override { return tr("Timeline"); }

protected:
    void retranslateUi() override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void showCandidate();
    void request();
    void receive(const TimelinePtr& timeline, const TimelinePtr& before);
    void showCore();
    void followPlace();
    QString emptyText() const;

    QComboBox* m_case = nullptr;
    QLabel* m_caseLabel = nullptr;
    QSpinBox* m_core = nullptr;
    QLabel* m_coreLabel = nullptr;
    QCheckBox* m_compare = nullptr;
    QToolButton* m_list = nullptr;
    QLabel* m_note = nullptr;
    QStackedWidget* m_stack = nullptr;
    TimelineView* m_view = nullptr;
    QTreeView* m_table = nullptr;
    SegmentModel* m_segments = nullptr;
    TimelinePtr m_timeline;
    TimelinePtr m_before;
    bool m_stale = false; ///< asked for again when the pane becomes visible
};

} // namespace hawk::ui
